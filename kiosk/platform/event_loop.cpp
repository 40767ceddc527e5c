// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/platform/event_loop.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

#include "kiosk/platform/window.hpp"
#include "sync/base/log.hpp"

namespace accueil::platform {

base::Result<std::unique_ptr<Waker>> Waker::create() {
    const int descriptor = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (descriptor < 0) {
        return base::fail(base::ErrorCode::io, std::string("eventfd: ") + std::strerror(errno));
    }
    return std::unique_ptr<Waker>(new Waker(descriptor));
}

Waker::~Waker() {
    ::close(m_descriptor);
}

void Waker::wake() noexcept {
    const int saved = errno;  // a signal handler must leave it as it was
    const std::uint64_t one = 1;
    // It fails only when the counter is full, and then the reader is awake anyway.
    [[maybe_unused]] const auto written = ::write(m_descriptor, &one, sizeof one);
    errno = saved;
}

void Waker::clear() noexcept {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(m_descriptor, &count, sizeof count);
}

base::Result<std::unique_ptr<EventLoop>> EventLoop::create(Window* window, const base::Clock& clock) {
    auto waker = TRY(Waker::create());
    return std::unique_ptr<EventLoop>(new EventLoop(window, clock, std::move(waker)));
}

EventLoop::EventLoop(Window* window, const base::Clock& clock, std::unique_ptr<Waker> waker)
    : m_window(window), m_clock(clock), m_waker(std::move(waker)) {}

void EventLoop::watch(int descriptor, std::function<void()> ready) {
    unwatch(descriptor);
    m_watches.push_back({descriptor, std::move(ready)});
}

void EventLoop::unwatch(int descriptor) {
    std::erase_if(m_watches, [descriptor](const Watch& watch) { return watch.descriptor == descriptor; });
}

std::vector<InputEvent> EventLoop::wait(std::optional<base::SteadyTime> deadline) {
    std::vector<InputEvent> events;
    for (;;) {
        // Before sleeping: what SFML or OpenGL read while they waited for an answer is in Xlib's queue, and
        // the socket will not show it.
        if (m_window != nullptr) m_window->drain(events, m_clock);
        const bool served = serve(events.empty() ? deadline : base::SteadyTime::min());
        if (served || !events.empty()) break;
        if (deadline && m_clock.steady() >= *deadline) {
            if (m_window != nullptr) m_window->drain(events, m_clock);
            break;
        }
    }
    return events;
}

bool EventLoop::serve(std::optional<base::SteadyTime> deadline) {
    std::vector<pollfd> polled{{m_waker->descriptor(), POLLIN, 0}};
    for (const Watch& watch : m_watches)
        polled.push_back({watch.descriptor, POLLIN, 0});
    const std::size_t own = polled.size();
    if (m_window != nullptr) {
        for (const int descriptor : m_window->descriptors())
            polled.push_back({descriptor, POLLIN, 0});
    }

    timespec timeout{};
    if (deadline) {
        using std::chrono::nanoseconds;
        const base::SteadyTime now = m_clock.steady();
        const nanoseconds left = *deadline > now ? nanoseconds(*deadline - now) : nanoseconds(0);
        timeout.tv_sec = static_cast<time_t>(left.count() / 1'000'000'000);
        timeout.tv_nsec = static_cast<long>(left.count() % 1'000'000'000);
    }
    if (::ppoll(polled.data(), polled.size(), deadline ? &timeout : nullptr, nullptr) <= 0) return false;

    bool served = false;
    if (polled.front().revents != 0) {
        m_waker->clear();
        served = true;
    }
    for (std::size_t i = 1; i < own; ++i) {
        if (polled[i].revents == 0) continue;
        const int descriptor = polled[i].fd;
        // Looked up anew: an earlier callback may have unwatched it.
        const auto watch =
            std::find_if(m_watches.begin(), m_watches.end(),
                         [descriptor](const Watch& candidate) { return candidate.descriptor == descriptor; });
        if (watch == m_watches.end()) continue;
        served = true;
        if ((polled[i].revents & POLLNVAL) != 0) {
            base::log(base::LogLevel::error, "platform", "a watched descriptor was closed; it is let go");
            unwatch(descriptor);
            continue;
        }
        const auto ready = watch->ready;  // a copy: it may unwatch itself
        ready();
    }
    return served;
}

}  // namespace accueil::platform
