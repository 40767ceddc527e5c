// SPDX-License-Identifier: GPL-3.0-or-later
// One end of a socket that keeps lines apart (SOCK_SEQPACKET), between a program and one that it started.
// Owned by one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "sync/base/file.hpp"

namespace accueil::base {

class LineSocket {
  public:
    /// `most_line`: bytes that the other end may say at once.
    LineSocket(UniqueFd socket, std::size_t most_line)
        : m_socket(std::move(socket)), m_most_line(most_line) {}

    int descriptor() const { return m_socket.get(); }

    /// Whether it was taken; an end that does not listen any more is found out by its silence. Never waits.
    bool tell(std::string_view line);
    /// Waits while the other end has much that it has not heard yet; gives up where it is gone.
    void tell_and_wait(std::string_view line);
    enum class Heard { line, nothing, end };
    /// The next line that the other end said; `end` when it has gone, or said a longer one. Never waits.
    Heard hear(std::string& line);

  private:
    UniqueFd m_socket;
    std::size_t m_most_line;
};

}  // namespace accueil::base
