// SPDX-License-Identifier: GPL-3.0-or-later
// A media file on its way in: partial/SHA256, which survives cuts. Its bytes are checked segment by segment
// as they come, so that a bad one costs itself alone, and as a whole at the end. Filled by the pipeline,
// settled by ContentWriter. To be used by one thread; both digests are taken by another, a segment behind, so
// that a fast line waits for none.
#pragma once

#include <cstdint>
#include <filesystem>
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
    /// Opens or makes the part. What stands there is read, and kept up to the end of its last good segment.
    /// bad_format for a file whose segments do not fit its length.
    static base::Result<PartFile> open(const std::filesystem::path& cache_folder,
                                       const model::MediaFile& file);

    /// So many bytes stand and are right; the rest is to be fetched from there on.
    /// Waits for the segment that is being checked.
    std::uint64_t verified();
    bool is_complete() { return verified() == m_file.length; }
    const model::MediaFile& file() const { return m_file; }
    const std::filesystem::path& path() const { return m_path; }

    /// What comes now begins at `offset`: at verified(), or 0 to begin again. invalid_input for another.
    base::Result<void> begin(std::uint64_t offset);
    /// bad_digest for a segment that is wrong, at the latest at the end of the next one, and at the end of a
    /// file that is: what is wrong is cut off again. too_large past the file's length.
    base::Result<void> write(std::string_view bytes);

  private:
    PartFile(std::filesystem::path path, model::MediaFile file, base::UniqueFd fd);

    base::Result<void> check_standing();
    base::Result<void> check_segments() const;
    base::Result<void> advance(std::uint64_t count);
    base::Result<void> end_segment();
    base::Result<void> settle();
    base::Result<void> settle_check();
    base::Result<void> rewind();
    std::uint64_t segment_end() const;

    std::filesystem::path m_path;
    model::MediaFile m_file;
    base::UniqueFd m_fd;
    std::uint64_t m_verified = 0;        // end of the last segment that is known to be good
    std::uint64_t m_begun = 0;           // of the segment that is being written
    std::uint64_t m_length = 0;          // of the bytes that stand
    base::Sha256Stream m_whole;          // of the bytes before m_verified
    std::optional<base::Error> m_wrong;  // what settle() found, until what is wrong is cut off
    /// Of the bytes from m_verified to m_begun, where there are some: m_whole, gone on with them. Reads m_fd,
    /// so it must end before that closes.
    std::future<base::Result<base::Sha256Stream>> m_check;
};

}  // namespace accueil::cache
