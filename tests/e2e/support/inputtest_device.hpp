// SPDX-License-Identifier: GPL-3.0-or-later
// One input device of the test rig: events go in by its socket, as xf86-input-inputtest-protocol.h says. Used
// by touch_injector; one thread. Problems are exceptions: it is a test's tool.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <xorg/xf86-input-inputtest-protocol.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace accueil::e2e {

[[noreturn]] inline void fail(const std::string& why) {
    throw std::runtime_error(why);
}
[[noreturn]] inline void fail_errno(const std::string& why) {
    fail(why + ": " + std::strerror(errno));
}

/// One device's socket. Only one client may be connected to it.
class Device {
  public:
    explicit Device(const std::string& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path) fail(path + ": too long for a socket's name");
        std::copy(path.begin(), path.end(), address.sun_path);
        m_socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (m_socket < 0) fail_errno("socket");
        const timeval timeout{5, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
        if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            fail_errno(path);
        auto hello = event<xf86ITEventClientVersion>(XF86IT_EVENT_CLIENT_VERSION);
        hello.major = XF86IT_PROTOCOL_VERSION_MAJOR;
        hello.minor = XF86IT_PROTOCOL_VERSION_MINOR;
        send(hello);
        if (receive<xf86ITResponseServerVersion>(XF86IT_RESPONSE_SERVER_VERSION).major != hello.major) {
            fail(path + ": another version of the inputtest protocol");
        }
    }
    ~Device() { ::close(m_socket); }
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    template <class Event>
    static Event event(xf86ITEventType type) {
        Event made{};
        made.header = {sizeof made, type};
        return made;
    }
    template <class Event>
    void send(const Event& event) {
        if (::send(m_socket, &event, sizeof event, MSG_NOSIGNAL) != ssize_t{sizeof event})
            fail_errno("the rig is gone");
    }
    /// Returns once the server has taken everything sent so far.
    void sync() {
        send(event<xf86ITEventWaitForSync>(XF86IT_EVENT_WAIT_FOR_SYNC));
        receive<xf86ITResponseSyncFinished>(XF86IT_RESPONSE_SYNC_FINISHED);
    }

  private:
    template <class Response>
    Response receive(xf86ITResponseType type) {
        Response response{};
        if (::recv(m_socket, &response, sizeof response, MSG_WAITALL) != ssize_t{sizeof response}) {
            fail_errno("no answer from the rig");
        }
        if (response.header.type != type || response.header.length != sizeof response) {
            fail("an answer that is not understood");
        }
        return response;
    }
    int m_socket = -1;
};

}  // namespace accueil::e2e
