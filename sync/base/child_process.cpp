// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/child_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include "sync/base/sanitizers.hpp"

extern char** environ;

namespace accueil::base {

namespace {

// Out of the way of the numbers that the process gets.
UniqueFd moved_up(int descriptor) {
    constexpr int kAbove = 10;
    return UniqueFd(::fcntl(descriptor, F_DUPFD_CLOEXEC, kAbove));
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

std::filesystem::path program_beside(std::string_view name) {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / name;
}

void bound_this_process(int memory_megabytes) {
    const auto bytes = static_cast<rlim_t>(memory_megabytes) << 20;
    [[maybe_unused]] const rlimit memory{bytes, bytes};
    if constexpr (!kReservesAddresses) ::setrlimit(RLIMIT_DATA, &memory);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    constexpr int kBehind = 2;
    [[maybe_unused]] const int nice = ::nice(kBehind);
}

Result<ChildProcess> ChildProcess::start(const Options& options) {
    const auto& program = options.program;
    if (::access(program.c_str(), X_OK) != 0) return fail(ErrorCode::not_found, program.string());
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return tl::unexpected<Error>(system_error("socketpair", program));
    UniqueFd own(ends[0]);
    const UniqueFd other(ends[1]);
    SpawnActions actions;
    std::vector<UniqueFd> moved;
    auto given = options.descriptors;
    given.push_back({other.get(), options.socket});
    for (const auto& [from, to] : given) {
        moved.push_back(moved_up(from));
        if (!moved.back().is_open() || !actions.give(moved.back().get(), to))
            return tl::unexpected<Error>(system_error("dup", program));
    }
    ::fcntl(own.get(), F_SETFL, O_NONBLOCK);
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), options.arguments.begin(), options.arguments.end());
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t process = -1;
    const int error =
        ::posix_spawn(&process, program.c_str(), actions.get(), nullptr, arguments.data(), environ);
    if (error != 0) {
        errno = error;
        return tl::unexpected<Error>(system_error("spawn", program));
    }
    return ChildProcess(process, LineSocket(std::move(own), options.most_line));
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : m_process(std::exchange(other.m_process, -1)), m_socket(std::move(other.m_socket)) {}

ChildProcess::~ChildProcess() {
    if (m_process <= 0) return;
    ::kill(m_process, SIGKILL);
    while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
    }
}

}  // namespace accueil::base
