// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/line_socket.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace accueil::base {

namespace {

bool send_line(int socket, std::string_view line, int flags) {
    ssize_t sent = -1;
    do {
        sent = ::send(socket, line.data(), line.size(), MSG_NOSIGNAL | flags);
    } while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(line.size());
}

}  // namespace

bool LineSocket::tell(std::string_view line) {
    return send_line(m_socket.get(), line, MSG_DONTWAIT);
}

void LineSocket::tell_and_wait(std::string_view line) {
    static_cast<void>(send_line(m_socket.get(), line, 0));
}

LineSocket::Heard LineSocket::hear(std::string& line) {
    line.resize(m_most_line + 1);
    ssize_t got = -1;
    do {
        got = ::recv(m_socket.get(), line.data(), line.size(), MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return Heard::nothing;
    if (got <= 0 || static_cast<std::size_t>(got) > m_most_line) return Heard::end;
    line.resize(static_cast<std::size_t>(got));
    return Heard::line;
}

}  // namespace accueil::base
