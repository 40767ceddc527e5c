// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/record_files.hpp"

#include <set>
#include <system_error>
#include <vector>

#include "sync/base/file.hpp"
#include "sync/base/log.hpp"
#include "sync/cache/generation.hpp"

namespace accueil::daemon {

namespace {
// The content that they make takes some six times their length, its copy as much: a file that is kept must
// not be what leaves no room for these.
constexpr std::uint64_t kRoom = 16;

constexpr const char* kEnding = ".records";

std::filesystem::path path_of(const std::filesystem::path& cache_folder, const std::string& sha256) {
    return cache::partial_path(cache_folder, sha256 + kEnding);
}

}  // namespace

std::optional<trust::VerifiedBytes> kept_records(const std::filesystem::path& cache_folder,
                                                 const feed::FeedFile& file) {
    auto bytes = base::read_file(path_of(cache_folder, file.sha256), file.length);
    if (!bytes) return std::nullopt;
    auto verified = trust::verify(std::move(*bytes), file.length, file.sha256);
    if (!verified) return std::nullopt;
    return std::move(*verified);
}

void keep_records(const std::filesystem::path& cache_folder, const feed::FeedFile& file,
                  std::string_view bytes, std::uint64_t spare) {
    std::error_code unknown;
    const auto space = std::filesystem::space(cache_folder, unknown);
    if (unknown || space.available < spare || (space.available - spare) / kRoom < file.length) return;
    const auto path = path_of(cache_folder, file.sha256);
    const auto kept = [&]() -> base::Result<void> {
        TRY(base::create_directories(path.parent_path()));
        return base::write_file_durably(path, bytes);
    }();
    if (!kept) base::log(base::LogLevel::info, "sync", file.name + " is not kept: " + kept.error().detail);
}

void forget_records(const std::filesystem::path& cache_folder, std::span<const feed::Head* const> heads) {
    std::set<std::filesystem::path> named;
    for (const auto* head : heads) {
        named.insert(path_of(cache_folder, head->full.sha256));
        for (const auto& delta : head->deltas)
            named.insert(path_of(cache_folder, delta.sha256));
    }
    std::vector<std::filesystem::path> others;
    std::error_code ended, ignored;
    for (std::filesystem::directory_iterator at(cache_folder / "partial", ended), end; !ended && at != end;
         at.increment(ended)) {
        if (at->path().extension() == kEnding && !named.contains(at->path())) others.push_back(at->path());
    }
    for (const auto& path : others)
        std::filesystem::remove(path, ignored);
}

}  // namespace accueil::daemon
