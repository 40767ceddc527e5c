// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/sweep.hpp"

#include <algorithm>
#include <system_error>

#include "sync/base/log.hpp"
#include "sync/cache/generation_hold.hpp"
#include "sync/cache/layout.hpp"
#include "sync/cache/sqlite.hpp"

namespace accueil::cache {

using base::Result;
namespace fs = std::filesystem;

namespace {

Result<std::set<std::string>> media_of(const fs::path& folder, const std::set<std::uint64_t>& generations) {
    std::set<std::string> media;
    for (const auto number : generations) {
        const auto database =
            TRY(Database::open(generation_folder(folder, number) / "content.db", Database::Mode::immutable));
        auto statement = TRY(database.prepare("SELECT DISTINCT sha256 FROM media"));
        while (TRY(statement.step()))
            media.emplace(statement.text(0));
        const auto generation = TRY(read_generation(generation_folder(folder, number)));
        for (const auto& [name, pack] : generation.info.packs)
            media.insert(pack.sha256);
    }
    return media;
}

bool is_held(const fs::path& folder, std::uint64_t number) {
    base::UniqueFd lock;
    return claim_generation(generation_folder(folder, number), lock) == Claim::held;
}

Result<void> sweep_media(const fs::path& folder, const BlobStore& blobs, const Sweep& what,
                         const std::set<std::uint64_t>& kept) {
    blobs.sweep(TRY(media_of(folder, kept)));
    if (what.budget == 0) return {};
    auto on_screen = kept;
    on_screen.erase(what.current);
    if (what.previous && !is_held(folder, *what.previous)) on_screen.erase(*what.previous);
    auto needed = TRY(media_of(folder, {what.current}));
    for (const auto& sha256 : what.pending)
        needed.erase(sha256);
    needed.merge(TRY(media_of(folder, on_screen)));
    blobs.shrink(what.budget, needed);
    return {};
}

}  // namespace

void sweep_cache(const fs::path& cache_folder, const BlobStore& blobs, const Sweep& what,
                 const BlobStore::Step& step) {
    std::set<std::uint64_t> kept{what.current};
    if (what.previous) kept.insert(*what.previous);
    std::error_code ignored;
    for (const auto number : list_generations(cache_folder)) {
        if (kept.contains(number)) continue;
        const auto place = generation_folder(cache_folder, number);
        base::UniqueFd lock;  // until it is gone
        if (claim_generation(place, lock) == Claim::held) {
            kept.insert(number);
            continue;
        }
        if (!step("remove generation")) return;
        fs::remove_all(place, ignored);
    }
    if (!step("remove blobs")) return;
    if (const auto swept = sweep_media(cache_folder, blobs, what, kept); !swept)
        base::log(base::LogLevel::warning, "cache", "media not swept: " + swept.error().detail);
}

}  // namespace accueil::cache
