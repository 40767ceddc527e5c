// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/watchdog.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "sync/base/log.hpp"

namespace accueil::base {

Watchdog Watchdog::from_environment() {
    const char* address = std::getenv("NOTIFY_SOCKET");
    const char* timeout = std::getenv("WATCHDOG_USEC");
    long long microseconds = 0;
    if (timeout != nullptr) {
        const char* end = timeout + std::strlen(timeout);
        const auto parsed = std::from_chars(timeout, end, microseconds);
        if (parsed.ec != std::errc() || parsed.ptr != end || microseconds < 0) microseconds = 0;
    }
    return {address == nullptr ? "" : address, std::chrono::microseconds(microseconds)};
}

Watchdog::Watchdog(std::string address, std::chrono::microseconds timeout)
    : m_address(std::move(address)), m_interval(timeout / 3) {}

void Watchdog::ready() {
    send("READY=1");
}
void Watchdog::reloading() {
    send("RELOADING=1");
}
void Watchdog::stopping() {
    send("STOPPING=1");
}

void Watchdog::status(std::string_view one_line) {
    send("STATUS=" + std::string(one_line));
}

void Watchdog::alive(SteadyTime now) {
    if (m_address.empty() || m_interval.count() == 0 || (m_due && now < *m_due)) return;
    send("WATCHDOG=1");
    m_due = now + m_interval;
}

std::optional<SteadyTime> Watchdog::next_deadline() const {
    return m_due;
}

void Watchdog::send(std::string_view message) const {
    sockaddr_un address{};
    if (m_address.empty()) return;
    if (m_address.size() >= sizeof address.sun_path) {
        log(LogLevel::warning, "watchdog", "NOTIFY_SOCKET is too long");
        return;
    }
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, m_address.data(), m_address.size());
    if (m_address.front() == '@') address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + m_address.size());

    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const bool sent = descriptor >= 0 && ::sendto(descriptor, message.data(), message.size(), MSG_NOSIGNAL,
                                                  reinterpret_cast<const sockaddr*>(&address), length) >= 0;
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!sent) {
        log(LogLevel::warning, "watchdog", std::string("systemd is not told: ") + std::strerror(error));
    }
}

}  // namespace accueil::base
