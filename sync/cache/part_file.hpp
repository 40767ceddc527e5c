// SPDX-License-Identifier: GPL-3.0-or-later
// A media file on its way in: partial/SHA256, which survives cuts. Its bytes are checked segment by segment
// as they come, so that a bad one costs itself alone, and as a whole at the end. Where a line brings segments
// faster than a processor takes two digests of each, they are held to the whole's alone, and looked through
// one by one only where that is wrong, or the line was cut: to fetch them again costs less there than to
// check them all. Filled by the pipeline, settled by ContentWriter. To be used by one thread; digests are
// taken by another, a segment behind, so that a fast line waits for none.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/result.hpp"
#include "sync/model/records.hpp"

namespace accueil::cache {

class PartFile {
  public:
    using Duration = std::chrono::steady_clock::duration;
    struct Options {
        /// A segment that came faster is not held to its own digest as it comes: 20 ms are 210 MB a second.
        Duration checked_from = std::chrono::milliseconds(20);
        std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
    };

    /// Opens or makes the part. What stands there is read, and kept up to the end of its last good segment.
    /// bad_format for a file whose segments do not fit its length.
    static base::Result<PartFile> open(const std::filesystem::path& cache_folder,
                                       const model::MediaFile& file, const Options& options);
    static base::Result<PartFile> open(const std::filesystem::path& cache_folder,
                                       const model::MediaFile& file);

    /// So many bytes stand and are right; the rest is to be fetched from there on.
    /// Waits for the segment that is being checked, and checks those that were not.
    std::uint64_t verified();
    bool is_complete() { return verified() == m_file.length; }
    const model::MediaFile& file() const { return m_file; }
    const std::filesystem::path& path() const { return m_path; }

    /// What comes now begins at `offset`: at verified(), or 0 to begin again. invalid_input for another.
    base::Result<void> begin(std::uint64_t offset);
    /// bad_digest for a segment that is wrong, at the latest at the end of the next one, or of the file where
    /// it came too fast, and at the end of a file that is: what is wrong is cut off again. too_large past the
    /// file's length.
    base::Result<void> write(std::string_view bytes);

  private:
    PartFile(std::filesystem::path path, model::MediaFile file, base::UniqueFd fd, Options options);

    struct Segment;

    base::Result<void> check_standing();
    base::Result<void> check_segments() const;
    base::Result<void> check_unchecked();
    base::Result<void> advance(std::uint64_t count);
    base::Result<void> end_segment();
    base::Result<void> settle();
    base::Result<void> settle_check();
    base::Result<void> rewind();
    Segment segment(std::uint64_t from, std::uint64_t to) const;
    std::uint64_t segment_end() const;

    std::filesystem::path m_path;
    model::MediaFile m_file;
    base::UniqueFd m_fd;
    Options m_options;
    std::uint64_t m_verified = 0;  // end of the last segment that is known to be good, as all before it
    std::uint64_t m_digested = 0;  // of the last that is in m_whole: after m_verified some are unchecked
    std::uint64_t m_begun = 0;     // of the segment that is being written
    std::uint64_t m_length = 0;    // of the bytes that stand
    base::Sha256Stream m_good;     // of the bytes before m_verified
    base::Sha256Stream m_whole;    // of the bytes before m_digested
    std::optional<base::Error> m_wrong;  // what settle() found, until what is wrong is cut off
    std::optional<std::chrono::steady_clock::time_point> m_begun_at;  // nothing while what stands is read
    /// Of the bytes from m_digested to m_begun, where there are some: m_whole, gone on with them. Reads m_fd,
    /// so it must end before that closes.
    std::future<base::Result<base::Sha256Stream>> m_check;
    bool m_is_held_to_own = false;  // m_check looks at the segment's own digest
};

}  // namespace accueil::cache
