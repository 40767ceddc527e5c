// SPDX-License-Identifier: GPL-3.0-or-later
// The kiosk's own connection to the X server, beside SFML's: touch (XInput 2), exposure and the screen's
// size. Owned by the window; UI thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "kiosk/input/events.hpp"
#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"

struct _XDisplay;

namespace accueil::platform {

struct ScreenSize {
    int width = 0, height = 0;  // device pixels
};

/// What drain() calls, in the order in which the server sent it. Positions in device pixels of the window.
struct XListener {
    std::function<void(const input::PointerEvent&)> touch;
    std::function<void()> exposed;
    std::function<void(ScreenSize)> screen_changed;
};

class XConnection {
  public:
    /// unsupported when there is no display (the detail names DISPLAY) or its XInput is older than 2.2.
    static base::Result<std::unique_ptr<XConnection>> open();
    ~XConnection();
    XConnection(const XConnection&) = delete;
    XConnection& operator=(const XConnection&) = delete;

    ScreenSize screen_size() const;
    int descriptor() const;

    /// Selects touch and exposure of this window, which another connection made. As soon as it has, the
    /// server no longer makes mouse presses out of touches for it.
    base::Result<void> listen(unsigned long window);
    void keep_screen_lit();  ///< switches the server's screen saver off

    void drain(const XListener& listener, const base::Clock& clock);

  private:
    XConnection(_XDisplay* display, int xinput_opcode) : m_display(display), m_xinput_opcode(xinput_opcode) {}
    _XDisplay* m_display;
    int m_xinput_opcode;
};

/// The server stamps events with the low 32 bits of its monotonic clock in milliseconds, which on the same
/// machine is ours; a stamp that is not near `now` (another machine's server) counts as `now`.
base::SteadyTime from_server_time(std::uint32_t milliseconds, base::SteadyTime now);

}  // namespace accueil::platform
