// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/signals.hpp"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace accueil::daemon {

namespace {

void ring(int fd) {
    const std::uint64_t one = 1;
    while (::write(fd, &one, sizeof one) < 0 && errno == EINTR) {
    }
}

}  // namespace

Signals::Signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGTERM, SIGINT, SIGUSR1})
        sigaddset(&set, number);
    pthread_sigmask(SIG_BLOCK, &set, &m_before);
    m_signals = base::UniqueFd(::signalfd(-1, &set, SFD_CLOEXEC));
    m_wake = base::UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    m_quit = base::UniqueFd(::eventfd(0, EFD_CLOEXEC));
    assert(m_signals.is_open() && m_wake.is_open() && m_quit.is_open());
    m_thread = std::thread([this] { listen(); });
}

Signals::~Signals() {
    ring(m_quit.get());
    m_thread.join();
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

void Signals::listen() {
    pollfd entries[] = {{m_signals.get(), POLLIN, 0}, {m_quit.get(), POLLIN, 0}};
    for (;;) {
        if (::poll(entries, 2, -1) < 0) continue;
        if (entries[1].revents != 0) return;
        signalfd_siginfo info{};
        if (::read(m_signals.get(), &info, sizeof info) != static_cast<ssize_t>(sizeof info)) continue;
        if (info.ssi_signo != SIGUSR1) m_stopping.store(true);
        ring(m_wake.get());
    }
}

bool Signals::wait(std::chrono::duration<double> most) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(most);
    for (;;) {
        const auto left = std::chrono::duration<double, std::milli>(end - Clock::now()).count();
        pollfd entry{m_wake.get(), POLLIN, 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(std::ceil(std::clamp(left, 0.0, 1e9))));
        if (ready < 0) continue;
        std::uint64_t count = 0;
        if (ready > 0) return ::read(m_wake.get(), &count, sizeof count) > 0;
        if (Clock::now() >= end) return false;
    }
}

}  // namespace accueil::daemon
