// SPDX-License-Identifier: GPL-3.0-or-later
// A web server on loopback that answers byte for byte what a test says, however wrong. One thread of its own,
// one connection at a time; the test reads `requests` after its client has returned.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "sync/base/file.hpp"

namespace accueil::support {

struct LoopbackAnswer {
    enum class After { close, keep, hold };  ///< hold: say nothing more, until the client goes
    std::string bytes;                       ///< status line, headers and body
    After after = After::close;
    int times = 1;  ///< the bytes are sent so often
};

class LoopbackServer {
  public:
    /// Gives the answer to a request's head, and its body if it has one ("GET /path HTTP/1.1\r\n…"); runs on
    /// the server's thread.
    using Handler = std::function<LoopbackAnswer(const std::string& head)>;

    explicit LoopbackServer(Handler handler) : m_handler(std::move(handler)) {
        m_stop = base::UniqueFd(::eventfd(0, EFD_CLOEXEC));
        m_socket = base::UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(m_socket.get(), generic, size) != 0 || ::listen(m_socket.get(), 16) != 0 ||
            ::getsockname(m_socket.get(), generic, &size) != 0)
            throw std::runtime_error("no loopback socket");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~LoopbackServer() {
        const std::uint64_t one = 1;
        if (::write(m_stop.get(), &one, sizeof one) < 0) std::terminate();
        m_thread.join();
    }
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    int port() const { return m_port; }
    std::string url(const std::string& path = "/") const {
        return "http://127.0.0.1:" + std::to_string(m_port) + path;
    }
    /// Heads of the requests so far, bodies behind them.
    std::vector<std::string> requests() const {
        const std::lock_guard hold(m_mutex);
        return m_requests;
    }
    int connections() const { return m_connections; }

  private:
    // False when the server is to stop, or the peer has gone.
    bool is_readable(int fd) const {
        pollfd polled[2]{{fd, POLLIN, 0}, {m_stop.get(), POLLIN, 0}};
        while (::poll(polled, 2, -1) < 0) {
        }
        return polled[1].revents == 0;
    }

    void serve() {
        while (is_readable(m_socket.get())) {
            const base::UniqueFd peer(::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (!peer.is_open()) continue;
            ++m_connections;
            while (answer(peer.get())) {
            }
        }
    }

    bool answer(int peer) {
        std::string head;
        char block[4096];
        while (head.find("\r\n\r\n") == std::string::npos) {
            if (!is_readable(peer)) return false;
            const auto count = ::recv(peer, block, sizeof block, 0);
            if (count <= 0) return false;
            head.append(block, static_cast<std::size_t>(count));
        }
        // A body comes with its head.
        const auto announced = head.find("\r\nContent-Length: ");
        const auto whole = head.find("\r\n\r\n") + 4 +
                           (announced == std::string::npos
                                ? 0
                                : static_cast<std::size_t>(std::atol(head.c_str() + announced + 18)));
        while (head.size() < whole) {
            if (!is_readable(peer)) return false;
            const auto count = ::recv(peer, block, sizeof block, 0);
            if (count <= 0) return false;
            head.append(block, static_cast<std::size_t>(count));
        }
        {
            const std::lock_guard hold(m_mutex);
            m_requests.push_back(head);
        }
        const auto answer = m_handler(head);
        for (int time = 0; time < answer.times; ++time)
            if (!send(peer, answer.bytes)) return false;
        if (answer.after == LoopbackAnswer::After::hold)
            while (is_readable(peer) && ::recv(peer, block, sizeof block, 0) > 0) {
            }
        return answer.after == LoopbackAnswer::After::keep;
    }

    bool send(int peer, const std::string& bytes) const {
        std::size_t sent = 0;
        while (sent < bytes.size()) {
            pollfd polled[2]{{peer, POLLOUT, 0}, {m_stop.get(), POLLIN, 0}};
            if (::poll(polled, 2, -1) < 0 || polled[1].revents != 0) return false;
            const auto count =
                ::send(peer, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count <= 0) return false;
            sent += static_cast<std::size_t>(count);
        }
        return true;
    }

    Handler m_handler;
    base::UniqueFd m_stop;
    base::UniqueFd m_socket;
    int m_port = 0;
    std::atomic<int> m_connections{0};
    mutable std::mutex m_mutex;
    std::vector<std::string> m_requests;
    std::thread m_thread;
};

/// A whole answer: HTTP/1.1, its length announced.
inline LoopbackAnswer http_answer(const std::string& status, const std::string& body,
                                  const std::string& headers = {}) {
    return {"HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
                "\r\n" + body,
            LoopbackAnswer::After::keep};
}

}  // namespace accueil::support
