// SPDX-License-Identifier: GPL-3.0-or-later
// A library to preload (LD_PRELOAD) into the real programs: counts the calls that change files below a
// folder, and makes the Nth fail as a disk does, or kills the program before it. By the environment:
//
//   DISK_FAULT_BELOW   the folder, absolute; nothing happens without it
//   DISK_FAULT_AT      N, from 1; 0 counts alone
//   DISK_FAULT_KIND    ENOSPC, EIO or KILL
//   DISK_FAULT_LASTS   "once", or "on": all from the Nth on, a write that is the Nth being cut in half first
//   DISK_FAULT_STREAK  K: of many writes in a row to one file the first four count, then each Kth; 1 if not
//   given DISK_FAULT_REPORT  a file that gets a line "N CALL PATH" for the first that was made to fail
//
// Which calls those are was read from strace: what the programs, SQLite and std::filesystem make of them.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

struct Plan {
    std::string_view below, kind;
    const char* report = nullptr;
    unsigned long at = 0, streak = 1;
    bool lasts = false;
};

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

unsigned long number(const char* name, unsigned long fallback) {
    const char* value = std::getenv(name);
    return value == nullptr ? fallback : std::strtoul(value, nullptr, 10);
}

const Plan& plan() {
    static const Plan the_plan = [] {
        Plan made;
        made.below = variable("DISK_FAULT_BELOW");
        made.kind = variable("DISK_FAULT_KIND");
        made.report = std::getenv("DISK_FAULT_REPORT");
        made.at = number("DISK_FAULT_AT", 0);
        made.streak = number("DISK_FAULT_STREAK", 1);
        made.lasts = variable("DISK_FAULT_LASTS") == "on";
        return made;
    }();
    return the_plan;
}

std::atomic<unsigned long> calls{0};

// One of many that are much alike. Files are written by one thread at a time.
bool is_passed_over(std::string_view call, std::string_view path) {
    static unsigned long repeated = 0;
    static char last[4096];
    if (call != "write" || path != std::string_view(last)) {
        repeated = 0;
        last[path.substr(0, sizeof last - 1).copy(last, sizeof last - 1)] = 0;
        if (call != "write") last[0] = 0;
    }
    ++repeated;
    return repeated > 4 && repeated % plan().streak != 0;
}

bool is_below(std::string_view path) {
    const auto below = plan().below;
    return !below.empty() && path.starts_with(below) &&
           (path.size() == below.size() || path[below.size()] == '/');
}

void report(unsigned long number, const char* call, std::string_view path) {
    if (plan().report == nullptr) return;
    const long fd = ::syscall(SYS_openat, AT_FDCWD, plan().report, O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (fd < 0) return;
    char line[4300];
    const int length = std::snprintf(line, sizeof line, "%lu %s %.*s\n", number, call,
                                     static_cast<int>(path.size()), path.data());
    ::syscall(SYS_write, fd, line, length);
    ::syscall(SYS_close, fd);
}

enum class Verdict { pass, cut, fail };

// `path` is about to be changed by `call`.
Verdict judge(const char* call, std::string_view path) {
    if (!is_below(path) || is_passed_over(call, path)) return Verdict::pass;
    const auto number = ++calls;
    const auto& wanted = plan();
    if (wanted.at == 0 || number < wanted.at || (number > wanted.at && !wanted.lasts)) return Verdict::pass;
    if (number == wanted.at) report(number, call, path);
    if (wanted.kind == "KILL") ::kill(::getpid(), SIGKILL);
    errno = wanted.kind == "EIO" ? EIO : ENOSPC;
    return number == wanted.at && wanted.lasts ? Verdict::cut : Verdict::fail;
}

Verdict judge(const char* call, int fd) {
    char link[64], path[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const int kept = errno;
    const auto length = ::readlink(link, path, sizeof path);
    errno = kept;
    return length <= 0 ? Verdict::pass
                       : judge(call, std::string_view(path, static_cast<std::size_t>(length)));
}

Verdict judge_at(const char* call, int folder, const char* path) {
    if (path[0] == '/' || folder == AT_FDCWD) return judge(call, std::string_view(path));
    return judge(call, folder);
}

template <class F>
F* real(const char* name) {
    return reinterpret_cast<F*>(::dlsym(RTLD_NEXT, name));
}

bool creates(int flags) {
    return (flags & O_CREAT) != 0 || (flags & O_TRUNC) != 0;
}

mode_t mode_of(int flags, va_list& rest) {
    return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

#define REAL(name) static auto* const original = real<decltype(::name)>(#name)
#define PASS_UNLESS_FAILED(verdict) \
    if ((verdict) != Verdict::pass) return -1

extern "C" {

ssize_t write(int fd, const void* bytes, size_t count) {
    REAL(write);
    const auto verdict = judge("write", fd);
    if (verdict == Verdict::cut && count > 1) return original(fd, bytes, count / 2);
    PASS_UNLESS_FAILED(verdict);
    return original(fd, bytes, count);
}
ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) {
    REAL(pwrite);
    const auto verdict = judge("pwrite", fd);
    if (verdict == Verdict::cut && count > 1) return original(fd, bytes, count / 2, at);
    PASS_UNLESS_FAILED(verdict);
    return original(fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) {
    REAL(pwrite64);
    const auto verdict = judge("pwrite64", fd);
    if (verdict == Verdict::cut && count > 1) return original(fd, bytes, count / 2, at);
    PASS_UNLESS_FAILED(verdict);
    return original(fd, bytes, count, at);
}
ssize_t writev(int fd, const iovec* parts, int count) {
    REAL(writev);
    PASS_UNLESS_FAILED(judge("writev", fd));
    return original(fd, parts, count);
}
int fsync(int fd) {
    REAL(fsync);
    PASS_UNLESS_FAILED(judge("fsync", fd));
    return original(fd);
}
int fdatasync(int fd) {
    REAL(fdatasync);
    PASS_UNLESS_FAILED(judge("fdatasync", fd));
    return original(fd);
}
int ftruncate(int fd, off_t length) noexcept {
    REAL(ftruncate);
    PASS_UNLESS_FAILED(judge("ftruncate", fd));
    return original(fd, length);
}
int ftruncate64(int fd, off64_t length) noexcept {
    REAL(ftruncate64);
    PASS_UNLESS_FAILED(judge("ftruncate64", fd));
    return original(fd, length);
}
int fallocate(int fd, int mode, off_t at, off_t length) {
    REAL(fallocate);
    PASS_UNLESS_FAILED(judge("fallocate", fd));
    return original(fd, mode, at, length);
}
int posix_fallocate(int fd, off_t at, off_t length) {
    REAL(posix_fallocate);
    if (judge("posix_fallocate", fd) != Verdict::pass) return errno;
    return original(fd, at, length);
}
int posix_fallocate64(int fd, off64_t at, off64_t length) {
    REAL(posix_fallocate64);
    if (judge("posix_fallocate64", fd) != Verdict::pass) return errno;
    return original(fd, at, length);
}
ssize_t sendfile(int to, int from, off_t* at, size_t count) noexcept {
    REAL(sendfile);
    PASS_UNLESS_FAILED(judge("sendfile", to));
    return original(to, from, at, count);
}
ssize_t sendfile64(int to, int from, off64_t* at, size_t count) noexcept {
    REAL(sendfile64);
    PASS_UNLESS_FAILED(judge("sendfile64", to));
    return original(to, from, at, count);
}
ssize_t copy_file_range(int from, off64_t* from_at, int to, off64_t* to_at, size_t count, unsigned flags) {
    REAL(copy_file_range);
    PASS_UNLESS_FAILED(judge("copy_file_range", to));
    return original(from, from_at, to, to_at, count, flags);
}
int rename(const char* from, const char* to) noexcept {
    REAL(rename);
    PASS_UNLESS_FAILED(judge("rename", std::string_view(to)));
    return original(from, to);
}
int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
    REAL(renameat);
    PASS_UNLESS_FAILED(judge_at("renameat", to_folder, to));
    return original(from_folder, from, to_folder, to);
}
int link(const char* from, const char* to) noexcept {
    REAL(link);
    PASS_UNLESS_FAILED(judge("link", std::string_view(to)));
    return original(from, to);
}
int mkdir(const char* path, mode_t mode) noexcept {
    REAL(mkdir);
    PASS_UNLESS_FAILED(judge("mkdir", std::string_view(path)));
    return original(path, mode);
}
int mkdirat(int folder, const char* path, mode_t mode) noexcept {
    REAL(mkdirat);
    PASS_UNLESS_FAILED(judge_at("mkdirat", folder, path));
    return original(folder, path, mode);
}
int unlink(const char* path) noexcept {
    REAL(unlink);
    PASS_UNLESS_FAILED(judge("unlink", std::string_view(path)));
    return original(path);
}
int unlinkat(int folder, const char* path, int flags) noexcept {
    REAL(unlinkat);
    PASS_UNLESS_FAILED(judge_at("unlinkat", folder, path));
    return original(folder, path, flags);
}
int rmdir(const char* path) noexcept {
    REAL(rmdir);
    PASS_UNLESS_FAILED(judge("rmdir", std::string_view(path)));
    return original(path);
}
int remove(const char* path) noexcept {
    REAL(remove);
    PASS_UNLESS_FAILED(judge("remove", std::string_view(path)));
    return original(path);
}
int open(const char* path, int flags, ...) {
    REAL(open);
    va_list rest;
    va_start(rest, flags);
    const auto mode = mode_of(flags, rest);
    va_end(rest);
    if (creates(flags)) PASS_UNLESS_FAILED(judge("open", std::string_view(path)));
    return original(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
    REAL(open64);
    va_list rest;
    va_start(rest, flags);
    const auto mode = mode_of(flags, rest);
    va_end(rest);
    if (creates(flags)) PASS_UNLESS_FAILED(judge("open64", std::string_view(path)));
    return original(path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
    REAL(openat);
    va_list rest;
    va_start(rest, flags);
    const auto mode = mode_of(flags, rest);
    va_end(rest);
    if (creates(flags)) PASS_UNLESS_FAILED(judge_at("openat", folder, path));
    return original(folder, path, flags, mode);
}
int openat64(int folder, const char* path, int flags, ...) {
    REAL(openat64);
    va_list rest;
    va_start(rest, flags);
    const auto mode = mode_of(flags, rest);
    va_end(rest);
    if (creates(flags)) PASS_UNLESS_FAILED(judge_at("openat64", folder, path));
    return original(folder, path, flags, mode);
}

}  // extern "C"
