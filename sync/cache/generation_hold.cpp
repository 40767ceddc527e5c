// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/generation_hold.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace accueil::cache {

namespace {

base::UniqueFd open_lock(const std::filesystem::path& generation_folder) {
    return base::UniqueFd(::open((generation_folder / "generation.json").c_str(), O_RDONLY | O_CLOEXEC));
}

int lock_now(const base::UniqueFd& fd, int kind) {
    for (;;) {
        if (::flock(fd.get(), kind | LOCK_NB) == 0) return 0;
        if (errno != EINTR) return errno;
    }
}

}  // namespace

base::Result<base::UniqueFd> hold_generation(const std::filesystem::path& generation_folder) {
    auto fd = open_lock(generation_folder);
    if (!fd.is_open())
        return tl::unexpected(base::system_error("open", generation_folder / "generation.json"));
    // A file system without locks is read without holding anything.
    if (lock_now(fd, LOCK_SH) == EWOULDBLOCK)
        return base::fail(base::ErrorCode::not_found, generation_folder.string() + ": is being removed");
    return fd;
}

Claim claim_generation(const std::filesystem::path& generation_folder, base::UniqueFd& lock) {
    lock = open_lock(generation_folder);
    return lock.is_open() && lock_now(lock, LOCK_EX) == EWOULDBLOCK ? Claim::held : Claim::mine;
}

}  // namespace accueil::cache
