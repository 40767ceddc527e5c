// SPDX-License-Identifier: GPL-3.0-or-later
// Sleeps until something happens: input, another thread's wake-up, a watched file descriptor, a deadline.
// Nothing is polled meanwhile. UI thread, except Waker.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "kiosk/platform/input_event.hpp"
#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"

namespace accueil::platform {

class Window;

/// Ends a wait() from elsewhere. Wakes given while nobody waits are not lost; many make one.
class Waker {
  public:
    static base::Result<std::unique_ptr<Waker>> create();
    ~Waker();
    Waker(const Waker&) = delete;
    Waker& operator=(const Waker&) = delete;

    void wake() noexcept;  ///< any thread, and signal handlers
    int descriptor() const { return m_descriptor; }
    void clear() noexcept;  ///< for the event loop

  private:
    explicit Waker(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

class EventLoop {
  public:
    /// `window` may be null (a program without a display); else it must outlive the loop, and so must
    /// `clock`, which must be one that runs by itself.
    static base::Result<std::unique_ptr<EventLoop>> create(Window* window, const base::Clock& clock);

    /// Returns as soon as there is input, the waker was used, a watched descriptor was served or `deadline`
    /// (none: never) has come. No input in what it returns means one of the others. With a deadline in the
    /// past it looks without waiting.
    std::vector<InputEvent> wait(std::optional<base::SteadyTime> deadline);

    Waker& waker() { return *m_waker; }

    /// `ready` is called within wait() each time `descriptor` is readable (or its other end is gone); it must
    /// read what is there. It may watch and unwatch.
    void watch(int descriptor, std::function<void()> ready);
    void unwatch(int descriptor);

  private:
    struct Watch {
        int descriptor;
        std::function<void()> ready;
    };
    EventLoop(Window* window, const base::Clock& clock, std::unique_ptr<Waker> waker);
    bool serve(std::optional<base::SteadyTime> deadline);

    Window* m_window;
    const base::Clock& m_clock;
    std::unique_ptr<Waker> m_waker;
    std::vector<Watch> m_watches;
};

}  // namespace accueil::platform
