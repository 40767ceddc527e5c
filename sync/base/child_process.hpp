// SPDX-License-Identifier: GPL-3.0-or-later
// A program of this package's that another one runs beside itself, and speaks with in lines: what a hostile
// file may crash, hang or take over is done there. Owned by one thread.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/base/line_socket.hpp"

namespace accueil::base {

/// The path of a program that stands beside this one.
std::filesystem::path program_beside(std::string_view name);

/// What such a program asks for itself before it touches what it was given: no more memory than that, no new
/// rights, no core, the screen first, and nothing after the end of who started it.
void bound_this_process(int memory_megabytes);

class ChildProcess {
  public:
    struct Descriptor {
        int own = -1;     ///< open here
        int theirs = -1;  ///< its number there
    };
    struct Options {
        std::filesystem::path program;
        std::vector<std::string> arguments;  ///< without the program's name
        std::vector<Descriptor> descriptors{};
        int socket = -1;              ///< the number there of its end of the socket
        std::size_t most_line = 128;  ///< bytes that it may say at once
    };
    /// not_found where the program is not there.
    static Result<ChildProcess> start(const Options& options);
    /// Kills and reaps it.
    ~ChildProcess();
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&&) = delete;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    int socket() const { return m_socket.descriptor(); }
    /// As LineSocket has them.
    bool tell(std::string_view line) { return m_socket.tell(line); }
    using Heard = LineSocket::Heard;
    Heard hear(std::string& line) { return m_socket.hear(line); }

  private:
    ChildProcess(pid_t process, LineSocket socket) : m_process(process), m_socket(std::move(socket)) {}
    pid_t m_process;
    LineSocket m_socket;
};

}  // namespace accueil::base
