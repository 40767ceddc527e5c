// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/blob_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/log.hpp"
#include "sync/cache/generation.hpp"
#include "sync/cache/layout.hpp"

namespace accueil::cache {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

Result<void> write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const auto count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return tl::unexpected<Error>(base::system_error("write", path));
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

Result<void> expect(const model::MediaFile& file, const base::FileDigest& found) {
    if (found.length == file.length && base::to_hex(found.sha256) == file.sha256) return {};
    return base::fail(ErrorCode::bad_digest, "media " + file.name + ": " + std::to_string(found.length) +
                                                 " bytes of SHA-256 " + base::to_hex(found.sha256) +
                                                 ", not " + std::to_string(file.length) + " of " +
                                                 file.sha256);
}

// Copies and digests in one reading; stops one byte past the announced length.
Result<base::FileDigest> copy_bytes(const std::filesystem::path& source, const std::filesystem::path& target,
                                    std::uint64_t announced) {
    const base::UniqueFd in(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
    if (!in.is_open()) return tl::unexpected<Error>(base::system_error("open", source));
    const base::UniqueFd out(::open(target.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!out.is_open()) return tl::unexpected<Error>(base::system_error("create", target));
    base::Sha256Stream stream;
    std::uint64_t length = 0;
    char buffer[65536];
    while (length <= announced) {
        const auto count = ::read(in.get(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return tl::unexpected<Error>(base::system_error("read", source));
        if (count == 0) break;
        const std::string_view bytes(buffer, static_cast<std::size_t>(count));
        stream.update(bytes);
        length += bytes.size();
        TRY(write_all(out.get(), bytes, target));
    }
    return base::FileDigest{stream.finish(), length};
}

// What stays is tried again the next time.
bool take_away(const std::filesystem::path& path) {
    std::error_code why;
    if (std::filesystem::remove(path, why)) return true;
    base::log(base::LogLevel::warning, "cache", path.string() + ": could not be removed");
    return false;
}

}  // namespace

bool BlobStore::has(const model::MediaFile& file) const {
    std::error_code absent;
    const auto path = blob_path(m_folder, file.sha256);
    return std::filesystem::is_regular_file(path, absent) &&
           std::filesystem::file_size(path, absent) == file.length && !absent;
}

Result<void> BlobStore::copy_in(const model::MediaFile& file, const std::filesystem::path& source) {
    const auto beside = partial_path(m_folder, file.sha256 + ".copy");
    TRY(m_step("blob folder"));
    TRY(base::create_directories(beside.parent_path()));
    TRY(m_step("blob copy"));
    auto settled = [&]() -> Result<void> {
        const auto found = TRY(copy_bytes(source, beside, file.length));
        TRY(expect(file, found));
        return settle(file, beside);
    }();
    if (!settled) ::unlink(beside.c_str());
    return settled;
}

Result<void> BlobStore::take(PartFile&& part) {
    if (has(part.file())) {
        ::unlink(part.path().c_str());
        return {};
    }
    return settle(part.file(), part.path());
}

Result<void> BlobStore::settle(const model::MediaFile& file, const std::filesystem::path& from) {
    const auto path = blob_path(m_folder, file.sha256);
    const auto folder = path.parent_path();
    TRY(m_step("blob fsync"));
    if (auto written = base::fsync_path(from); !written) {
        // What could not be written may be gone from the disk and still be read from memory; asking once more
        // would say that all is well. So nothing of it is kept.
        ::unlink(from.c_str());
        return written;
    }
    std::error_code absent;
    if (!std::filesystem::exists(folder, absent)) {
        TRY(base::create_directories(folder));
        TRY(base::fsync_path(folder.parent_path()));
    }
    TRY(m_step("blob rename"));
    if (::rename(from.c_str(), path.c_str()) != 0)
        return tl::unexpected<Error>(base::system_error("rename", path));
    TRY(m_step("blob folder fsync"));
    return base::fsync_path(folder);
}

void BlobStore::sweep(const std::set<std::string>& kept) const {
    std::error_code ignored;
    std::vector<std::filesystem::path> unneeded;
    for (const char* folder : {"blobs", "partial"}) {
        std::error_code ended;
        for (std::filesystem::recursive_directory_iterator at(m_folder / folder, ended), end;
             !ended && at != end; at.increment(ended)) {
            if (at->is_regular_file(ignored) && !kept.contains(at->path().filename().string()))
                unneeded.push_back(at->path());
        }
    }
    for (const auto& path : unneeded)
        take_away(path);
}

void BlobStore::shrink(std::uint64_t budget, const std::set<std::string>& needed) const {
    std::vector<std::pair<std::uint64_t, std::filesystem::path>> unneeded;
    std::uint64_t total = 0;
    std::error_code ended, unknown;
    for (std::filesystem::recursive_directory_iterator at(m_folder / "blobs", ended), end;
         !ended && at != end; at.increment(ended)) {
        if (!at->is_regular_file(unknown)) continue;
        const auto length = at->file_size(unknown);
        if (unknown) continue;
        total += length;
        if (!needed.contains(at->path().filename().string())) unneeded.emplace_back(length, at->path());
    }
    std::sort(unneeded.rbegin(), unneeded.rend());
    for (const auto& [length, path] : unneeded) {
        if (total <= budget) return;
        if (take_away(path)) total -= length;
    }
}

}  // namespace accueil::cache
