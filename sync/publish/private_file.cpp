// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/private_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "sync/base/file.hpp"

namespace accueil::publish {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;

Result<void> write_private_file(const std::filesystem::path& path, std::string_view bytes) {
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, ignored)))
        return fail(ErrorCode::invalid_input, path.string() + ": exists already; it is never overwritten");
    std::filesystem::path beside = path;
    beside += ".tmp";
    ::unlink(beside.c_str());
    const auto abandon = [&](const char* what) {
        const Error error = base::system_error(what, beside);
        ::unlink(beside.c_str());
        return tl::unexpected<Error>(error);
    };
    {
        const base::UniqueFd fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!fd.is_open()) return tl::unexpected<Error>(base::system_error("create", beside));
        while (!bytes.empty()) {
            const auto count = ::write(fd.get(), bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return abandon("write");
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        if (::fsync(fd.get()) != 0) return abandon("fsync");
    }
    if (::rename(beside.c_str(), path.c_str()) != 0) return abandon("rename");
    return base::fsync_path(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."));
}

}  // namespace accueil::publish
