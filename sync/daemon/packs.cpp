// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/packs.hpp"

#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/log.hpp"
#include "sync/cache/part_file.hpp"
#include "sync/feed/apply_patch.hpp"
#include "sync/feed/layout.hpp"
#include "sync/feed/patch.hpp"

namespace accueil::daemon {

using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kDigestDigits = 64;

bool is_digest(const Json& value) {
    if (!value.is_string()) return false;
    const auto& text = value.get_ref<const std::string&>();
    return text.size() == kDigestDigits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

Result<PackPatch> read_patch(const Json& value) {
    const auto member = [&](const char* key) -> const Json& {
        static const Json kNone;
        const auto found = value.is_object() ? value.find(key) : value.end();
        return found == value.end() ? kNone : *found;
    };
    if (!is_digest(member("from")) || !is_digest(member("sha256")) || !member("length").is_number_unsigned())
        return fail(ErrorCode::bad_format, "a patch is wrong");
    return PackPatch{member("from"), member("length"), member("sha256")};
}

// What of the file is to come yet.
std::uint64_t missing_bytes(const model::MediaFile& file, const fs::path& cache_folder) {
    std::error_code absent;
    const auto standing = fs::file_size(cache::partial_path(cache_folder, file.sha256), absent);
    return absent || standing > file.length ? file.length : file.length - standing;
}

// The shortest patch from a file that stands, if it is worth its trouble.
const PackPatch* patch_to(const Pack& pack, const fs::path& cache_folder) {
    const PackPatch* best = nullptr;
    for (const auto& patch : pack.patches) {
        std::error_code absent;
        if ((best == nullptr || patch.length < best->length) &&
            fs::is_regular_file(cache::blob_path(cache_folder, patch.from), absent))
            best = &patch;
    }
    if (best == nullptr || pack.file.length > feed::kMostPatchedBytes) return nullptr;
    return best->length < missing_bytes(pack.file, cache_folder) / 2 ? best : nullptr;
}

// The file as a download that is complete.
Result<cache::PartFile> apply(const PackPatch& patch, const fs::path& patch_file,
                              const model::MediaFile& file, const fs::path& cache_folder) {
    const auto from = cache::blob_path(cache_folder, patch.from);
    // Read whole first: a disk that no longer gives these bytes is found out here, as an error.
    const auto standing = TRY(base::digest_file(from));
    if (base::to_hex(standing.sha256) != patch.from)
        return fail(ErrorCode::corrupt, from.string() + ": its bytes have changed");
    TRY(feed::apply_patch(from, patch_file, cache::partial_path(cache_folder, file.sha256), file.length));
    auto part = TRY(cache::PartFile::open(cache_folder, file));
    if (!part.is_complete())
        return fail(ErrorCode::bad_digest, file.name + ": the patch leads to another file");
    return part;
}

// By patches. Gives those that are left to be fetched whole.
Result<std::vector<model::MediaFile>> patch_packs(std::span<const Pack> packs, const MediaOptions& options,
                                                  fetch::HttpClient& http, const MediaSettler& settle,
                                                  const MediaSink& sink, MediaFetched& fetched) {
    std::vector<model::MediaFile> whole, wanted;
    std::map<std::string, std::pair<const PackPatch*, const Pack*>> by_patch;
    for (const auto& pack : packs) {
        const auto* const patch = patch_to(pack, options.cache_folder);
        if (patch == nullptr || by_patch.contains(patch->sha256)) {
            whole.push_back(pack.file);
            continue;
        }
        by_patch[patch->sha256] = {patch, &pack};
        wanted.push_back({patch->sha256, patch->length, feed::patch_name(patch->from, pack.file.sha256), {}});
    }
    auto named = options;
    named.name_of = [](const model::MediaFile& file) { return file.name; };
    MediaFetched came;
    const auto taken = fetch_media(
        wanted, named, http,
        [&](cache::PartFile&& part) -> Result<void> {
            const auto [patch, pack] = by_patch.at(part.file().sha256);
            const auto& path = part.path();
            auto made = apply(*patch, path, pack->file, options.cache_folder);
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
        whole.push_back(pair.second->file);
    return whole;
}

}  // namespace

Result<Pack> read_pack(const trust::TargetInfo& info) {
    const auto sha256 = info.hashes.find("sha256");
    if (sha256 == info.hashes.end() || !is_digest(sha256->second))
        return fail(ErrorCode::unsupported, info.name + ": without a SHA-256");
    Pack pack;
    pack.file.sha256 = sha256->second;
    pack.file.length = info.length;
    pack.file.name = info.name;
    if (!info.custom.is_object()) return pack;
    const auto list = [&](const char* key) -> Result<Json> {
        const auto found = info.custom.find(key);
        if (found == info.custom.end()) return Json::array();
        if (!found->is_array()) return fail(ErrorCode::bad_format, info.name + ": " + key + " is no list");
        return *found;
    };
    const auto segments = TRY(list("segments"));
    for (const auto& segment : segments) {
        if (!is_digest(segment)) return fail(ErrorCode::bad_format, info.name + ": a segment is wrong");
        pack.file.segments.push_back(segment);
    }
    const auto patches = TRY(list("patches"));
    for (const auto& value : patches) {
        auto patch = read_patch(value);
        if (!patch) return fail(patch.error(), info.name);
        pack.patches.push_back(std::move(*patch));
    }
    return pack;
}

Result<void> fetch_packs(std::span<const Pack> packs, const MediaOptions& options, fetch::HttpClient& http,
                         const MediaSettler& settle, const MediaSink& sink, MediaFetched& fetched) {
    const auto whole = TRY(patch_packs(packs, options, http, settle, sink, fetched));
    auto named = options;
    named.name_of = [](const model::MediaFile& file) {
        const fs::path name(file.name);
        return std::string(feed::kTargetsFolder) + "/" +
               (name.parent_path() / (file.sha256 + "." + name.filename().string())).string();
    };
    MediaFetched came;
    const auto taken = fetch_media(whole, named, http, settle, sink, came);
    fetched.files += came.files;
    fetched.bytes += came.bytes;
    return taken;
}

}  // namespace accueil::daemon
