// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/video/player_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>
#include <vector>

extern char** environ;

namespace accueil::video {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

std::filesystem::path program_beside() {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "accueil-player";
}

// Out of the way of those that the process gets.
base::UniqueFd moved_up(int descriptor) {
    constexpr int kAbove = 10;
    return base::UniqueFd(::fcntl(descriptor, F_DUPFD_CLOEXEC, kAbove));
}

class SpawnActions {
  public:
    SpawnActions() { ::posix_spawn_file_actions_init(&m_actions); }
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&m_actions); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;
    bool give(int from, int to) { return ::posix_spawn_file_actions_adddup2(&m_actions, from, to) == 0; }
    const posix_spawn_file_actions_t* get() const { return &m_actions; }

  private:
    posix_spawn_file_actions_t m_actions{};
};

}  // namespace

Result<PlayerProcess> PlayerProcess::start(const Player::Options& options, const Player::Film& film,
                                           int frames_descriptor) {
    const auto program = options.program.empty() ? program_beside() : options.program;
    if (::access(program.c_str(), X_OK) != 0) return fail(ErrorCode::not_found, program.string());
    const base::UniqueFd opened(::open(film.file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened.is_open()) return tl::unexpected<Error>(base::system_error("open", film.file));
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return tl::unexpected<Error>(base::system_error("socketpair", program));
    base::UniqueFd own(ends[0]);
    const base::UniqueFd other(ends[1]);
    const auto input = moved_up(opened.get()), frames = moved_up(frames_descriptor),
               socket = moved_up(other.get());
    SpawnActions actions;
    if (!input.is_open() || !frames.is_open() || !socket.is_open() || !actions.give(input.get(), 0) ||
        !actions.give(frames.get(), kFramesDescriptor) || !actions.give(socket.get(), kSocketDescriptor))
        return tl::unexpected<Error>(base::system_error("dup", program));
    ::fcntl(own.get(), F_SETFL, O_NONBLOCK);
    std::vector<std::string> words{program.string(),
                                   film.type,
                                   options.audio,
                                   std::to_string(options.room.width),
                                   std::to_string(options.room.height),
                                   std::to_string(film.volume),
                                   film.paused ? "paused" : "playing",
                                   std::to_string(options.memory_megabytes)};
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t process = -1;
    const int error =
        ::posix_spawn(&process, program.c_str(), actions.get(), nullptr, arguments.data(), environ);
    if (error != 0) {
        errno = error;
        return tl::unexpected<Error>(base::system_error("spawn", program));
    }
    return PlayerProcess(process, std::move(own));
}

PlayerProcess::PlayerProcess(PlayerProcess&& other) noexcept
    : m_process(std::exchange(other.m_process, -1)), m_socket(std::move(other.m_socket)) {}

PlayerProcess::~PlayerProcess() {
    if (m_process <= 0) return;
    ::kill(m_process, SIGKILL);
    while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
    }
}

void PlayerProcess::tell(const Command& command) {
    const auto line = to_line(command);
    // One that does not listen any more is found out by its silence.
    while (::send(m_socket.get(), line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0 &&
           errno == EINTR) {
    }
}

PlayerProcess::Heard PlayerProcess::hear(Event& event) {
    std::array<char, kMostMessage + 1> buffer{};
    ssize_t got = -1;
    do {
        got = ::recv(m_socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return Heard::nothing;
    if (got <= 0) return Heard::end;
    const auto heard = event_of({buffer.data(), static_cast<std::size_t>(got)});
    if (!heard) return Heard::end;
    event = *heard;
    return Heard::event;
}

}  // namespace accueil::video
