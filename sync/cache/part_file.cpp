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

}  // namespace

// Bytes [from, to) of an open file that are to have a digest; any will do where `sha256` is empty.
struct PartFile::Segment {
    int fd;
    std::uint64_t from, to;
    std::string sha256;
    std::string name;  // for what is said of it
    std::filesystem::path path;

    /// Goes on with `whole` over the segment.
    Result<base::Sha256Stream> check(base::Sha256Stream whole) const;
};

Result<base::Sha256Stream> PartFile::Segment::check(base::Sha256Stream whole) const {
    std::vector<char> buffer(kReadBytes);
    base::Sha256Stream own;
    for (auto at = from; at < to;) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), to - at));
        const auto count = ::pread(fd, buffer.data(), wanted, static_cast<off_t>(at));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("read", path);
        if (count == 0) return fail(ErrorCode::io, path.string() + ": became shorter while it was read");
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
        whole.update(bytes);
        if (!sha256.empty()) own.update(bytes);
        at += bytes.size();
    }
    if (sha256.empty()) return whole;
    const auto found = base::to_hex(own.finish());
    if (found == sha256) return whole;
    return fail(ErrorCode::bad_digest, name + ": SHA-256 " + found + ", not " + sha256);
}

PartFile::PartFile(std::filesystem::path path, model::MediaFile file, base::UniqueFd fd, Options options)
    : m_path(std::move(path)), m_file(std::move(file)), m_fd(std::move(fd)), m_options(std::move(options)) {}

Result<PartFile> PartFile::open(const std::filesystem::path& cache_folder, const model::MediaFile& file) {
    return open(cache_folder, file, {});
}

Result<PartFile> PartFile::open(const std::filesystem::path& cache_folder, const model::MediaFile& file,
                                const Options& options) {
    if (!is_sha256(file.sha256))
        return fail(ErrorCode::invalid_input,
                    "media " + file.name + ": \"" + file.sha256 + "\" is no SHA-256");
    const auto path = partial_path(cache_folder, file.sha256);
    TRY(base::create_directories(path.parent_path()));
    base::UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!fd.is_open()) return failed("create", path);
    PartFile part(path, file, std::move(fd), options);
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
    return std::min(m_file.length, m_begun + model::kSegmentBytes);
}

PartFile::Segment PartFile::segment(std::uint64_t from, std::uint64_t to) const {
    const auto number = static_cast<std::size_t>(from / model::kSegmentBytes);
    return {m_fd.get(),
            from,
            to,
            m_file.segments.empty() ? "" : m_file.segments[number],
            "media " + m_file.name + ", segment " + std::to_string(number),
            m_path};
}

std::uint64_t PartFile::verified() {
    // What they say the next write says.
    static_cast<void>(settle());
    if (auto checked = check_unchecked(); !checked && !m_wrong) m_wrong = checked.error();
    return m_verified;
}

// Each segment that came too fast, until one is wrong.
Result<void> PartFile::check_unchecked() {
    while (m_verified < m_digested) {
        const auto next = segment(m_verified, std::min(m_verified + model::kSegmentBytes, m_digested));
        m_good = TRY(next.check(m_good));
        m_verified = next.to;
    }
    return {};
}

// Waits for the check that is under way. What it found stays until rewind().
Result<void> PartFile::settle() {
    if (m_wrong) return tl::unexpected<base::Error>(*m_wrong);
    auto settled = settle_check();
    if (!settled) m_wrong = settled.error();
    return settled;
}

Result<void> PartFile::settle_check() {
    if (!m_check.valid()) return {};
    const bool is_next = m_verified == m_digested;
    m_whole = TRY(m_check.get());
    m_digested = m_begun;
    const auto are_good = [this] {
        m_verified = m_digested;
        m_good = m_whole;
    };
    if (is_next && m_is_held_to_own) are_good();
    if (m_digested != m_file.length) return {};
    const auto found = base::to_hex(base::Sha256Stream(m_whole).finish());
    if (found == m_file.sha256) {
        are_good();
        return {};
    }
    if (!m_file.segments.empty()) TRY(check_unchecked());
    // Where every segment was as announced and the file is another, who announced them is wrong: nothing is
    // worth keeping.
    m_verified = m_digested = 0;
    m_whole = m_good = {};
    return fail(ErrorCode::bad_digest,
                "media " + m_file.name + ": SHA-256 " + found + ", not " + m_file.sha256);
}

// Back to the end of the last good segment.
Result<void> PartFile::rewind() {
    const auto end = static_cast<off_t>(verified());
    m_wrong.reset();
    if (::ftruncate(m_fd.get(), end) != 0) return failed("truncate", m_path);
    if (::lseek(m_fd.get(), end, SEEK_SET) < 0) return failed("seek", m_path);
    m_length = m_begun = m_digested = m_verified;
    m_whole = m_good;
    m_begun_at = m_options.now();
    return {};
}

Result<void> PartFile::check_standing() {
    std::error_code error;
    const auto standing = std::filesystem::file_size(m_path, error);
    if (!error) static_cast<void>(advance(std::min<std::uint64_t>(standing, m_file.length)));
    return rewind();
}

// Takes bytes that stand in the file after m_length into account.
Result<void> PartFile::advance(std::uint64_t count) {
    while (count > 0) {
        const auto part = std::min(count, segment_end() - m_length);
        m_length += part;
        count -= part;
        if (m_length == segment_end()) TRY(end_segment());
    }
    return {};
}

Result<void> PartFile::end_segment() {
    TRY(settle());
    auto ended = segment(m_begun, m_length);
    const auto now = m_options.now();
    m_is_held_to_own = !m_begun_at || now - *m_begun_at >= m_options.checked_from;
    if (!m_is_held_to_own) ended.sha256.clear();
    if (m_begun_at) m_begun_at = now;
    // Where no thread is to be had, it is checked when it is asked for.
    m_check =
        std::async(std::launch::async | std::launch::deferred, &Segment::check, std::move(ended), m_whole);
    // The disk begins with it while the rest comes: what the fsync at the end waits for is little then.
    static_cast<void>(::sync_file_range(m_fd.get(), static_cast<off64_t>(m_begun),
                                        static_cast<off64_t>(m_length - m_begun), SYNC_FILE_RANGE_WRITE));
    m_begun = m_length;
    if (m_length == m_file.length) TRY(settle());
    return {};
}

Result<void> PartFile::begin(std::uint64_t offset) {
    if (offset != 0 && offset != verified())
        return fail(ErrorCode::invalid_input,
                    m_path.string() + ": a body that begins at " + std::to_string(offset));
    if (offset == 0) {
        static_cast<void>(settle());
        m_verified = m_digested = 0;
        m_good = {};
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
    auto good = advance(bytes.size());
    if (!good) TRY(rewind());
    return good;
}

}  // namespace accueil::cache
