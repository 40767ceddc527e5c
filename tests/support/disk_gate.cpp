// SPDX-License-Identifier: GPL-3.0-or-later
// A library to preload (LD_PRELOAD) into the real kiosk: a disk that stalls. While the gate file exists,
// whoever opens or reads one of certain files waits, as long as it takes. By the environment:
//
//   DISK_GATE         the gate file, absolute; nothing happens without it
//   DISK_GATE_FILES   what the files' paths hold, between colons: "/basemap/:/tiles/"
//   DISK_GATE_REPORT  a file that gets a line "CALL PATH" from each that is made to wait
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

bool is_gated(std::string_view path) {
    static const std::string_view kFiles = variable("DISK_GATE_FILES");
    for (std::string_view rest = kFiles; !rest.empty();) {
        const auto colon = rest.find(':');
        const auto part = rest.substr(0, colon);
        if (!part.empty() && path.find(part) != std::string_view::npos) return true;
        rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
    }
    return false;
}

bool is_closed() {
    static const std::string_view kGate = variable("DISK_GATE");
    return !kGate.empty() && ::syscall(SYS_faccessat, AT_FDCWD, kGate.data(), F_OK) == 0;
}

void report(const char* call, std::string_view path) {
    static const char* const kFile = std::getenv("DISK_GATE_REPORT");
    if (kFile == nullptr) return;
    const long fd = ::syscall(SYS_openat, AT_FDCWD, kFile, O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (fd < 0) return;
    char line[4200];
    const int length =
        std::snprintf(line, sizeof line, "%s %.*s\n", call, static_cast<int>(path.size()), path.data());
    ::syscall(SYS_write, fd, line, length);
    ::syscall(SYS_close, fd);
}

void wait_at_gate(const char* call, std::string_view path) {
    if (!is_gated(path)) return;
    const int kept = errno;
    if (is_closed()) {
        report(call, path);
        while (is_closed()) {
            const timespec pause{0, 5'000'000};
            ::nanosleep(&pause, nullptr);
        }
    }
    errno = kept;
}

void wait_at_gate(const char* call, int fd) {
    char link[64], path[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const int kept = errno;
    const auto length = ::readlink(link, path, sizeof path);
    errno = kept;
    if (length > 0) wait_at_gate(call, std::string_view(path, static_cast<std::size_t>(length)));
}

template <class F>
F* real(const char* name) {
    return reinterpret_cast<F*>(::dlsym(RTLD_NEXT, name));
}

mode_t mode_of(int flags, va_list& rest) {
    return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

#define REAL(name) static auto* const original = real<decltype(::name)>(#name)

extern "C" {

ssize_t read(int fd, void* bytes, size_t count) {
    REAL(read);
    wait_at_gate("read", fd);
    return original(fd, bytes, count);
}
ssize_t pread(int fd, void* bytes, size_t count, off_t at) {
    REAL(pread);
    wait_at_gate("pread", fd);
    return original(fd, bytes, count, at);
}
ssize_t pread64(int fd, void* bytes, size_t count, off64_t at) {
    REAL(pread64);
    wait_at_gate("pread64", fd);
    return original(fd, bytes, count, at);
}
int open(const char* path, int flags, ...) {
    REAL(open);
    va_list rest;
    va_start(rest, flags);
    const auto mode = mode_of(flags, rest);
    va_end(rest);
    wait_at_gate("open", std::string_view(path));
    return original(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
    REAL(open64);
    va_list rest;
    va_start(rest, flags);
    const auto mode = mode_of(flags, rest);
    va_end(rest);
    wait_at_gate("open64", std::string_view(path));
    return original(path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
    REAL(openat);
    va_list rest;
    va_start(rest, flags);
    const auto mode = mode_of(flags, rest);
    va_end(rest);
    wait_at_gate("openat", std::string_view(path));
    return original(folder, path, flags, mode);
}
int openat64(int folder, const char* path, int flags, ...) {
    REAL(openat64);
    va_list rest;
    va_start(rest, flags);
    const auto mode = mode_of(flags, rest);
    va_end(rest);
    wait_at_gate("openat64", std::string_view(path));
    return original(folder, path, flags, mode);
}

}  // extern "C"
