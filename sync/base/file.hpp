// SPDX-License-Identifier: GPL-3.0-or-later
// Files, durably: whole reads with a limit, and writes that survive a power cut. Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"

namespace accueil::base {

/// Owns a file descriptor.
class UniqueFd {
  public:
    UniqueFd() = default;
    explicit UniqueFd(int fd) : m_fd(fd) {}
    UniqueFd(UniqueFd&& other) noexcept : m_fd(other.release()) {}
    UniqueFd& operator=(UniqueFd&& other) noexcept;
    UniqueFd(const UniqueFd&) = delete;
    UniqueFd& operator=(const UniqueFd&) = delete;
    ~UniqueFd() { reset(); }
    int get() const { return m_fd; }
    bool is_open() const { return m_fd >= 0; }
    int release();
    void reset();

  private:
    int m_fd = -1;
};

/// The whole file; too_large past `limit` bytes, not_found where there is none.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit = std::size_t{64} << 20);

/// Writes beside, fsyncs, renames over `path`, fsyncs the folder: after a crash the old bytes or the new ones
/// stand.
Result<void> write_file_durably(const std::filesystem::path& path, std::string_view bytes);

Result<void> fsync_path(const std::filesystem::path& path);
Result<void> create_directories(const std::filesystem::path& path);

/// Error of the last system call on `path`, with errno's words; ENOSPC and EDQUOT give no_space, ENOENT
/// not_found.
Error system_error(const std::string& what, const std::filesystem::path& path);

}  // namespace accueil::base
