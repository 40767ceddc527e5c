// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace accueil::base {

UniqueFd& UniqueFd::operator=(UniqueFd&& other) noexcept {
    if (this != &other) {
        reset();
        m_fd = other.release();
    }
    return *this;
}

int UniqueFd::release() {
    return std::exchange(m_fd, -1);
}

void UniqueFd::reset() {
    if (m_fd >= 0) ::close(m_fd);
    m_fd = -1;
}

Error system_error(const std::string& what, const std::filesystem::path& path) {
    const int number = errno;
    const ErrorCode code = number == ENOSPC || number == EDQUOT    ? ErrorCode::no_space
                           : number == ENOENT || number == ENOTDIR ? ErrorCode::not_found
                                                                   : ErrorCode::io;
    return {code, path.string() + ": " + what + ": " + std::generic_category().message(number)};
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.is_open()) return tl::unexpected<Error>(system_error("open", path));
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) return tl::unexpected<Error>(system_error("stat", path));
    if (S_ISDIR(status.st_mode)) return fail(ErrorCode::io, path.string() + ": is a folder");
    std::string bytes;
    if (S_ISREG(status.st_mode)) {
        if (static_cast<std::size_t>(status.st_size) > limit)
            return fail(ErrorCode::too_large,
                        path.string() + ": more than " + std::to_string(limit) + " bytes");
        bytes.reserve(static_cast<std::size_t>(status.st_size));
    }
    char buffer[65536];
    for (;;) {
        const auto count = ::read(fd.get(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return tl::unexpected<Error>(system_error("read", path));
        if (count == 0) return bytes;
        bytes.append(buffer, static_cast<std::size_t>(count));
        if (bytes.size() > limit)
            return fail(ErrorCode::too_large,
                        path.string() + ": more than " + std::to_string(limit) + " bytes");
    }
}

Result<void> fsync_path(const std::filesystem::path& path) {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.is_open()) return tl::unexpected<Error>(system_error("open", path));
    if (::fsync(fd.get()) != 0) return tl::unexpected<Error>(system_error("fsync", path));
    return {};
}

Result<void> write_file_durably(const std::filesystem::path& path, std::string_view bytes) {
    std::filesystem::path beside = path;
    beside += ".tmp";
    const auto abandon = [&](const char* what) {
        const Error error = system_error(what, beside);
        ::unlink(beside.c_str());
        return tl::unexpected<Error>(error);
    };
    {
        const UniqueFd fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (!fd.is_open()) return tl::unexpected<Error>(system_error("create", beside));
        while (!bytes.empty()) {
            const auto count = ::write(fd.get(), bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return abandon("write");
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        if (::fsync(fd.get()) != 0) return abandon("fsync");
    }
    if (::rename(beside.c_str(), path.c_str()) != 0) return abandon("rename");
    const auto folder = path.parent_path();
    return fsync_path(folder.empty() ? "." : folder);
}

Result<void> create_directories(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) {
        errno = error.value();
        return tl::unexpected<Error>(system_error("create folder", path));
    }
    return {};
}

}  // namespace accueil::base
