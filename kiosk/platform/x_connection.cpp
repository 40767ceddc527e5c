// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/platform/x_connection.hpp"

#include <X11/Xlib.h>
#include <X11/extensions/XInput2.h>

#include <array>
#include <cstdlib>
#include <string>

#include "sync/base/log.hpp"

namespace accueil::platform {

namespace {

int on_error(Display* display, XErrorEvent* error) {
    std::array<char, 128> text{};
    XGetErrorText(display, error->error_code, text.data(), static_cast<int>(text.size()));
    base::log(base::LogLevel::warning, "platform",
              "X: " + std::string(text.data()) + " (request " + std::to_string(error->request_code) + "." +
                  std::to_string(error->minor_code) + ")");
    return 0;
}

int on_connection_lost(Display*) {
    // Xlib would call exit(), which runs destructors under threads that still work. The session starts us
    // again.
    base::log(base::LogLevel::error, "platform", "the display is gone");
    std::_Exit(EXIT_FAILURE);
}

input::PointerPhase phase_of(int type) {
    if (type == XI_TouchBegin) return input::PointerPhase::down;
    return type == XI_TouchEnd ? input::PointerPhase::up : input::PointerPhase::move;
}

}  // namespace

base::Result<std::unique_ptr<XConnection>> XConnection::open() {
    XSetErrorHandler(on_error);
    XSetIOErrorHandler(on_connection_lost);
    Display* display = XOpenDisplay(nullptr);
    if (display == nullptr) {
        const char* name = std::getenv("DISPLAY");
        return base::fail(
            base::ErrorCode::unsupported,
            name == nullptr || *name == '\0'
                ? std::string("no display: DISPLAY is not set, start it in an X session")
                : "no display: the X server \"" + std::string(name) + "\" of DISPLAY does not answer");
    }
    int opcode = 0, first_event = 0, first_error = 0;
    int major = 2, minor = 2;
    const bool usable =
        XQueryExtension(display, "XInputExtension", &opcode, &first_event, &first_error) != 0 &&
        XIQueryVersion(display, &major, &minor) == Success && (major > 2 || minor >= 2);
    auto connection = std::unique_ptr<XConnection>(new XConnection(display, opcode));
    if (!usable) {
        return base::fail(base::ErrorCode::unsupported,
                          "the X server has no XInput 2.2, without which fingers cannot be read");
    }
    return connection;
}

XConnection::~XConnection() {
    XCloseDisplay(m_display);
}

ScreenSize XConnection::screen_size() const {
    const int screen = DefaultScreen(m_display);
    return {DisplayWidth(m_display, screen), DisplayHeight(m_display, screen)};
}

int XConnection::descriptor() const {
    return ConnectionNumber(m_display);
}

base::Result<void> XConnection::listen(unsigned long window) {
    std::array<unsigned char, XIMaskLen(XI_LASTEVENT)> mask{};
    for (const int type : {XI_TouchBegin, XI_TouchUpdate, XI_TouchEnd})
        XISetMask(mask.data(), type);
    XIEventMask selection{XIAllMasterDevices, static_cast<int>(mask.size()), mask.data()};
    if (XISelectEvents(m_display, window, &selection, 1) != Success) {
        return base::fail(base::ErrorCode::unsupported, "the X server refuses touch events");
    }
    XSelectInput(m_display, window, ExposureMask);
    XSelectInput(m_display, DefaultRootWindow(m_display), StructureNotifyMask);
    XSync(m_display, False);
    return {};
}

void XConnection::keep_screen_lit() {
    XSetScreenSaver(m_display, 0, 0, DontPreferBlanking, DefaultExposures);
    XFlush(m_display);
}

void XConnection::drain(const XListener& listener, const base::Clock& clock) {
    while (XPending(m_display) > 0) {
        XEvent event;
        XNextEvent(m_display, &event);
        if (event.type == Expose && event.xexpose.count == 0) {
            listener.exposed();
        } else if (event.type == ConfigureNotify && event.xconfigure.window == DefaultRootWindow(m_display)) {
            listener.screen_changed({event.xconfigure.width, event.xconfigure.height});
        } else if (event.type == GenericEvent && event.xcookie.extension == m_xinput_opcode &&
                   XGetEventData(m_display, &event.xcookie) != 0) {
            const int type = event.xcookie.evtype;
            if (type == XI_TouchBegin || type == XI_TouchUpdate || type == XI_TouchEnd) {
                const auto* touch = static_cast<const XIDeviceEvent*>(event.xcookie.data);
                // Touch numbers are 32 bits wide and may start at 0, which is the mouse's.
                listener.touch({std::int64_t{static_cast<std::uint32_t>(touch->detail)} + 1,
                                phase_of(type),
                                {static_cast<float>(touch->event_x), static_cast<float>(touch->event_y)},
                                from_server_time(static_cast<std::uint32_t>(touch->time), clock.steady())});
            }
            XFreeEventData(m_display, &event.xcookie);
        }
    }
}

base::SteadyTime from_server_time(std::uint32_t milliseconds, base::SteadyTime now) {
    const auto since_epoch = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
    // Unsigned arithmetic is right across the wrap that comes every 49.7 days.
    const std::uint32_t age = static_cast<std::uint32_t>(since_epoch.count()) - milliseconds;
    constexpr std::uint32_t kOldestBelieved = 2000;
    return age <= kOldestBelieved ? base::SteadyTime(since_epoch - std::chrono::milliseconds(age)) : now;
}

}  // namespace accueil::platform
