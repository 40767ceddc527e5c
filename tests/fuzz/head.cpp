// SPDX-License-Identifier: GPL-3.0-or-later
// The head of a feed, and the way through its deltas.
#include "sync/feed/head.hpp"
#include "sync/trust/verified_bytes.hpp"
#include "tests/fuzz/must.hpp"

using namespace accueil;
using fuzz::must;

namespace {

base::Result<feed::Head> read(const std::string& text) {
    return feed::decode_head(trust::verify(text, text.size(), base::sha256(text)).value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t length) {
    const auto head = read(std::string(fuzz::view(bytes, length)));
    if (!head) return 0;
    must(read(feed::encode_head(*head)).value() == *head);
    must(head->full.sha256.size() == 64 && ("/" + head->full.name).find("/.") == std::string::npos);
    for (std::uint64_t from = 0; from < 4; ++from) {
        const auto path = feed::cheapest_path(head->deltas, from, head->revision, head->full.length);
        if (!path || path->empty()) continue;
        must(path->front().from == from && path->back().to == head->revision);
        for (std::size_t i = 1; i < path->size(); ++i)
            must((*path)[i].from == (*path)[i - 1].to);
    }
    return 0;
}
