// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/part_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "sync/cache/layout.hpp"

namespace accueil::cache {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kReadBytes = std::size_t{256} << 10;

tl::unexpected<base::Error> failed(const char* what, const std::filesystem::path& path) {
    return tl::unexpected<base::Error>(base::system_error(what, path));
}

// Goes on with `digest` over the bytes [from, to) of an open file.
Result<base::Sha256Stream> digest_range(base::Sha256Stream digest, int fd, std::uint64_t from,
                                        std::uint64_t to, const std::filesystem::path& path) {
    std::vector<char> buffer(kReadBytes);
    while (from < to) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), to - from));
        const auto count = ::pread(fd, buffer.data(), wanted, static_cast<off_t>(from));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("read", path);
        if (count == 0) return fail(ErrorCode::io, path.string() + ": became shorter while it was read");
        digest.update({buffer.data(), static_cast<std::size_t>(count)});
        from += static_cast<std::uint64_t>(count);
    }
    return digest;
}

}  // namespace

PartFile::PartFile(std::filesystem::path path, model::MediaFile file, base::UniqueFd fd)
    : m_path(std::move(path)), m_file(std::move(file)), m_fd(std::move(fd)) {}

Result<PartFile> PartFile::open(const std::filesystem::path& cache_folder, const model::MediaFile& file) {
    if (!is_sha256(file.sha256))
        return fail(ErrorCode::invalid_input,
                    "media " + file.name + ": \"" + file.sha256 + "\" is no SHA-256");
    const auto path = partial_path(cache_folder, file.sha256);
    TRY(base::create_directories(path.parent_path()));
    base::UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!fd.is_open()) return failed("create", path);
    PartFile part(path, file, std::move(fd));
    TRY(part.check_segments());
    TRY(part.check_standing());
    return part;
}

Result<void> PartFile::check_segments() const {
    const auto count = m_file.segments.size();
    const auto due = (m_file.length + model::kSegmentBytes - 1) / model::kSegmentBytes;
    if (count == 0 || count == due) return {};
    return fail(ErrorCode::bad_format, "media " + m_file.name + ": " + std::to_string(count) +
                                           " segments for " + std::to_string(m_file.length) + " bytes");
}

std::uint64_t PartFile::segment_end() const {
    if (m_file.segments.empty()) return m_file.length;  // one segment, whose digest is the file's
    return std::min(m_file.length, m_verified + model::kSegmentBytes);
}

// Back to the end of the last good segment.
Result<void> PartFile::rewind() {
    const auto end = static_cast<off_t>(m_verified);
    if (::ftruncate(m_fd.get(), end) != 0) return failed("truncate", m_path);
    if (::lseek(m_fd.get(), end, SEEK_SET) < 0) return failed("seek", m_path);
    m_length = m_verified;
    m_segment = {};
    return {};
}

Result<void> PartFile::check_standing() {
    std::vector<char> buffer(kReadBytes);
    for (;;) {
        const auto count = ::read(m_fd.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("read", m_path);
        if (count == 0 || !digest({buffer.data(), static_cast<std::size_t>(count)})) break;
    }
    return rewind();
}

// Takes bytes that stand in the file after m_length into account.
Result<void> PartFile::digest(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto part = bytes.substr(0, static_cast<std::size_t>(segment_end() - m_length));
        if (part.empty()) return fail(ErrorCode::too_large, m_path.string() + ": more than was announced");
        m_segment.update(part);
        m_length += part.size();
        bytes.remove_prefix(part.size());
        if (m_length == segment_end()) TRY(end_segment());
    }
    return {};
}

Result<void> PartFile::end_segment() {
    const auto found = base::to_hex(m_segment.finish());
    m_segment = {};
    if (m_file.segments.empty()) {
        if (found != m_file.sha256) return wrong_file(found);
    } else {
        const auto at = static_cast<std::size_t>(m_verified / model::kSegmentBytes);
        if (found != m_file.segments[at])
            return fail(ErrorCode::bad_digest, "media " + m_file.name + ", segment " + std::to_string(at) +
                                                   ": SHA-256 " + found + ", not " + m_file.segments[at]);
        TRY(add_segment_to_whole());
        if (m_length == m_file.length) TRY(end_file());
    }
    // The disk begins with it while the rest comes: what the fsync at the end waits for is little then.
    static_cast<void>(::sync_file_range(m_fd.get(), static_cast<off64_t>(m_verified),
                                        static_cast<off64_t>(m_length - m_verified), SYNC_FILE_RANGE_WRITE));
    m_verified = m_length;
    return {};
}

Result<void> PartFile::add_segment_to_whole() {
    auto before = m_whole.valid() ? TRY(m_whole.get()) : base::Sha256Stream();
    // Where no thread is to be had, the digest is taken when it is asked for.
    m_whole = std::async(std::launch::async | std::launch::deferred, digest_range, std::move(before),
                         m_fd.get(), m_verified, m_length, m_path);
    return {};
}

Result<void> PartFile::end_file() {
    auto whole = TRY(m_whole.get());
    const auto found = base::to_hex(whole.finish());
    if (found == m_file.sha256) return {};
    // Where every segment was as announced and the file is another, who announced them is wrong: nothing is
    // worth keeping.
    m_verified = 0;
    return wrong_file(found);
}

tl::unexpected<base::Error> PartFile::wrong_file(const std::string& found) const {
    return fail(ErrorCode::bad_digest,
                "media " + m_file.name + ": SHA-256 " + found + ", not " + m_file.sha256);
}

Result<void> PartFile::begin(std::uint64_t offset) {
    if (offset != 0 && offset != m_verified)
        return fail(ErrorCode::invalid_input,
                    m_path.string() + ": a body that begins at " + std::to_string(offset));
    if (offset == 0) {
        m_verified = 0;
        m_whole = {};
    }
    return rewind();
}

Result<void> PartFile::write(std::string_view bytes) {
    if (bytes.size() > m_file.length - m_length)
        return fail(ErrorCode::too_large,
                    "media " + m_file.name + ": more than " + std::to_string(m_file.length) + " bytes");
    for (auto rest = bytes; !rest.empty();) {
        const auto count = ::write(m_fd.get(), rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("write", m_path);
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    auto good = digest(bytes);
    if (!good) TRY(rewind());
    return good;
}

}  // namespace accueil::cache
