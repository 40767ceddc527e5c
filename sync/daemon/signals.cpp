// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/signals.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace accueil::daemon {

namespace {

// What a handler may touch: a lock-free pointer, and write(2).
std::atomic<std::atomic<bool>*> stopping_flag{nullptr}, synchronise_flag{nullptr}, reload_flag{nullptr};
std::atomic<int> wake_fd{-1};
static_assert(std::atomic<std::atomic<bool>*>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void handle(int number) {
    const int saved = errno;
    auto* const flag = number == SIGUSR1  ? synchronise_flag.load()
                       : number == SIGHUP ? reload_flag.load()
                                          : stopping_flag.load();
    if (flag != nullptr) flag->store(true);
    const std::uint64_t one = 1;
    // An eventfd takes eight bytes or nothing, and it is full only when it has rung already.
    [[maybe_unused]] const auto written = ::write(wake_fd.load(), &one, sizeof one);
    errno = saved;
}

}  // namespace

Signals::Signals() : m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    assert(m_wake.is_open() && stopping_flag.load() == nullptr);
    wake_fd.store(m_wake.get());
    stopping_flag.store(&m_stopping);
    synchronise_flag.store(&m_synchronise);
    reload_flag.store(&m_reload);
    struct sigaction action {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < kHandled.size(); ++i)
        ::sigaction(kHandled[i], &action, &m_before[i]);
}

Signals::~Signals() {
    for (std::size_t i = 0; i < kHandled.size(); ++i)
        ::sigaction(kHandled[i], &m_before[i], nullptr);
    stopping_flag.store(nullptr);
    synchronise_flag.store(nullptr);
    reload_flag.store(nullptr);
    wake_fd.store(-1);
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
