// SPDX-License-Identifier: GPL-3.0-or-later
// generation.json and current.json, as a disk may give them back.
#include "sync/base/file.hpp"
#include "sync/cache/layout.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <fstream>

using namespace accueil;
using fuzz::must;

namespace {

void write(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t length) {
    static const support::TempDir folder;
    const auto text = fuzz::view(bytes, length);
    write(folder / "generation.json", text);
    if (const auto file = cache::read_generation(folder.path())) {
        for (const auto& sha256 : file->info.pending_media)
            must(cache::is_sha256(sha256));
        write(folder / "generation.json", cache::encode_generation(*file));
        const auto again = cache::read_generation(folder.path());
        must(again.has_value());
        must(again->number == file->number && again->info == file->info && again->length == file->length &&
             again->sha256 == file->sha256);
    }
    write(folder / "current.json", text);
    static_cast<void>(cache::current_generation(folder.path()));
    return 0;
}
