// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/patch_media.hpp"

#include <unistd.h>

#include <map>
#include <system_error>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/log.hpp"
#include "sync/cache/generation.hpp"

namespace accueil::daemon {

using base::ErrorCode;
using base::fail;
using base::Result;
namespace fs = std::filesystem;

namespace {

// What of the file is to come yet.
std::uint64_t missing_bytes(const model::MediaFile& file, const fs::path& cache_folder) {
    std::error_code absent;
    const auto standing = fs::file_size(cache::partial_path(cache_folder, file.sha256), absent);
    return absent || standing > file.length ? file.length : file.length - standing;
}

// The shortest patch from a file that stands, if it is worth its trouble.
const feed::Patch* patch_to(const model::MediaFile& file, std::span<const feed::Patch> patches,
                            const fs::path& cache_folder) {
    const feed::Patch* best = nullptr;
    for (const auto& patch : patches) {
        std::error_code absent;
        if (patch.to == file.sha256 && (best == nullptr || patch.length < best->length) &&
            fs::is_regular_file(cache::blob_path(cache_folder, patch.from), absent))
            best = &patch;
    }
    return best != nullptr && best->length < missing_bytes(file, cache_folder) / 2 ? best : nullptr;
}

// The file as a download that is complete.
Result<cache::PartFile> apply(const feed::Patch& patch, const fs::path& patch_file,
                              const model::MediaFile& file, const fs::path& cache_folder) {
    const auto from = cache::blob_path(cache_folder, patch.from);
    // Read whole first: a disk that no longer gives these bytes is found out here, as an error.
    const auto standing = TRY(base::digest_file(from));
    if (base::to_hex(standing.sha256) != patch.from)
        return fail(ErrorCode::corrupt, from.string() + ": its bytes have changed");
    TRY(feed::apply_patch(from, patch_file, cache::partial_path(cache_folder, file.sha256), file.length));
    auto part = TRY(cache::PartFile::open(cache_folder, file));
    if (!part.is_complete())
        return fail(ErrorCode::bad_digest, "media " + file.name + ": the patch leads to another file");
    return part;
}

}  // namespace

Result<std::vector<model::MediaFile>> patch_media(std::span<const model::MediaFile> files,
                                                  std::span<const feed::Patch> patches,
                                                  const MediaOptions& options, fetch::HttpClient& http,
                                                  const MediaSettler& settle, const MediaSink& sink,
                                                  MediaFetched& fetched) {
    std::vector<model::MediaFile> whole, wanted;
    std::map<std::string, std::pair<const feed::Patch*, const model::MediaFile*>> by_patch;
    for (const auto& file : files) {
        const auto* const patch = patch_to(file, patches, options.cache_folder);
        if (patch == nullptr || by_patch.contains(patch->sha256)) {
            whole.push_back(file);
            continue;
        }
        by_patch[patch->sha256] = {patch, &file};
        wanted.push_back({patch->sha256, patch->length, file.name + " (patch)", "application/zstd"});
    }
    MediaFetched came;
    const auto taken = fetch_media(
        wanted, options, http,
        [&](cache::PartFile&& part) -> Result<void> {
            const auto [patch, file] = by_patch.at(part.file().sha256);
            const auto path = part.path();
            auto made = apply(*patch, path, *file, options.cache_folder);
            ::unlink(path.c_str());
            if (!made) {
                base::log(base::LogLevel::warning, "sync", made.error().detail);
                return {};  // it is fetched whole
            }
            by_patch.erase(patch->sha256);
            ++fetched.files;
            return settle(std::move(*made));
        },
        sink, came);
    fetched.bytes += came.bytes;
    if (!taken && taken.error().code == ErrorCode::cancelled) return tl::unexpected(taken.error());
    if (!taken) base::log(base::LogLevel::warning, "sync", "a patch does not come: " + taken.error().detail);
    for (const auto& [name, pair] : by_patch)
        whole.push_back(*pair.second);
    return whole;
}

}  // namespace accueil::daemon
