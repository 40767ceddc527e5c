// SPDX-License-Identifier: GPL-3.0-or-later
// status.json, and what is said of it.
#include "sync/daemon/status.hpp"
#include "sync/daemon/words.hpp"
#include "tests/fuzz/must.hpp"

using namespace accueil;
using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t length) {
    static const auto catalog = base::Catalog::load(std::string(ACCUEIL_SOURCE_DIR) + "/assets/i18n").value();
    static const daemon::Words words(catalog, "fr");
    const auto json = base::parse_json(fuzz::view(bytes, length), 8);
    if (!json) return 0;
    const auto status = daemon::status_from_json(*json);
    if (!status) return 0;
    const auto again = daemon::status_from_json(daemon::to_json(*status));
    must(again.has_value());
    must(*again == *status);
    must(!words.status(*status, base::WallTime{}, base::WallTime{}).empty());
    return 0;
}
