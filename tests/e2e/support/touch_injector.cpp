// SPDX-License-Identifier: GPL-3.0-or-later
// Fingers, keys and a mouse for the test rig: reads commands on standard input, plays them into Xorg's
// inputtest devices, and answers each with one line, "ok MICROSECONDS" (monotonic clock when its first event
// was sent) or "error WHY". Usage: touch_injector RIG_DIR, with DISPLAY set to the rig's. Positions in device
// pixels.
//
//   down ID X Y · move ID X Y · up ID          one finger, by its number
//   tap X Y [MS] · hold X Y MS · drag X1 Y1 X2 Y2 MS · flick X1 Y1 X2 Y2 [MS] · pinch CX CY FROM TO MS
//   key NAME · key_down NAME · key_up NAME     an X keysym name: Tab, Return, Escape, a
//   text WORDS                                 typed on the server's own layout
//   mouse_move X Y · mouse_down · mouse_up · click X Y · wheel NOTCHES
//   close_window ID                            asks it to close, as a window manager would
//   sync · sleep MS
#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/extensions/XI2.h>
#include <X11/keysym.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <thread>

#include "tests/e2e/support/inputtest_device.hpp"

namespace {

using accueil::e2e::Device;
using accueil::e2e::fail;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kStep{8};            // a touch screen reports 120 times a second
constexpr milliseconds kRestBeforeUp{150};  // longer than any velocity window: a drag that does not fling
constexpr double kDeviceUnits = 65536;      // 0 to 65535 spread over the screen
constexpr std::uint32_t kFirst = 1, kSecond = 2;

struct Place {
    double x = 0, y = 0;
};

class Rig {
  public:
    explicit Rig(const std::string& directory)
        : m_touch(directory + "/touch.sock"),
          m_keyboard(directory + "/keyboard.sock"),
          m_pointer(directory + "/pointer.sock"),
          m_display(XOpenDisplay(nullptr)) {
        if (m_display == nullptr) fail("the rig's display does not answer");
    }
    ~Rig() { XCloseDisplay(m_display); }
    Rig(const Rig&) = delete;
    Rig& operator=(const Rig&) = delete;

    /// Before each command: the screen may have been turned, which Xlib itself does not follow.
    void look_at_screen() {
        if (XGetWindowAttributes(m_display, DefaultRootWindow(m_display), &m_screen) == 0) fail("no screen");
    }

    void down(std::uint32_t id, Place place) {
        if (m_fingers.count(id) != 0) fail("finger " + std::to_string(id) + " is down already");
        m_fingers[id] = place;
        touch(id, XI_TouchBegin, place);
        m_touch.sync();
    }
    void move(std::uint32_t id, Place place) {
        if (m_fingers.count(id) == 0) fail("finger " + std::to_string(id) + " is not down");
        m_fingers[id] = place;
        touch(id, XI_TouchUpdate, place);
    }
    void up(std::uint32_t id) {
        const auto finger = m_fingers.find(id);
        if (finger == m_fingers.end()) fail("finger " + std::to_string(id) + " is not down");
        touch(id, XI_TouchEnd, finger->second);
        m_fingers.erase(finger);
        m_touch.sync();
    }

    /// Calls `step` with 0 < part ≤ 1 at the pace of a touch screen.
    static void glide(milliseconds duration, const std::function<void(double part)>& step) {
        const Clock::time_point start = Clock::now();
        const auto steps = std::max<std::int64_t>(1, duration / kStep);
        for (std::int64_t i = 1; i <= steps; ++i) {
            std::this_thread::sleep_until(start + duration * i / steps);
            step(static_cast<double>(i) / static_cast<double>(steps));
        }
    }
    void stroke(Place from, Place to, milliseconds duration, milliseconds rest) {
        down(kFirst, from);
        glide(duration, [&](double part) {
            move(kFirst, {from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part});
        });
        std::this_thread::sleep_for(rest);
        up(kFirst);
    }
    void hold(Place place, milliseconds duration) {
        down(kFirst, place);
        std::this_thread::sleep_for(duration);
        up(kFirst);
    }
    void pinch(Place center, double from, double to, milliseconds duration) {
        const auto left = [&](double spread) { return Place{center.x - spread / 2, center.y}; };
        const auto right = [&](double spread) { return Place{center.x + spread / 2, center.y}; };
        down(kFirst, left(from));
        down(kSecond, right(from));
        glide(duration, [&](double part) {
            const double spread = from + (to - from) * part;
            move(kFirst, left(spread));
            move(kSecond, right(spread));
        });
        up(kFirst);
        up(kSecond);
    }

    void key(KeySym symbol, bool press) {
        const KeyCode code = XKeysymToKeycode(m_display, symbol);
        if (code == 0) fail("the layout has no such key");
        post_key(code, press);
    }
    void type(const std::string& words) {
        for (const char c : words) {
            // Latin-1 keysyms are their characters.
            const KeySym symbol = static_cast<unsigned char>(c);
            const KeyCode code = XKeysymToKeycode(m_display, symbol);
            if (code == 0) fail(std::string("the layout has no key for \"") + c + "\"");
            const bool shifted = XkbKeycodeToKeysym(m_display, code, 0, 0) != symbol;
            if (shifted && XkbKeycodeToKeysym(m_display, code, 0, 1) != symbol) {
                fail(std::string("\"") + c + "\" needs more than Shift");
            }
            if (shifted) key(XK_Shift_L, true);
            post_key(code, true);
            post_key(code, false);
            if (shifted) key(XK_Shift_L, false);
        }
    }

    void mouse_move(Place place) {
        auto motion = Device::event<xf86ITEventMotion>(XF86IT_EVENT_MOTION);
        motion.is_absolute = 1;
        motion.valuators.mask[0] = 0b11;
        // The middle of the pixel: the server cuts off what is behind the point.
        motion.valuators.valuators[0] = to_device(place.x + 0.5, width());
        motion.valuators.valuators[1] = to_device(place.y + 0.5, height());
        m_pointer.send(motion);
        m_pointer.sync();
    }
    void button(int number, bool press) {
        auto event = Device::event<xf86ITEventButton>(XF86IT_EVENT_BUTTON);
        event.button = number;
        event.is_press = press ? 1 : 0;
        m_pointer.send(event);
        m_pointer.sync();
    }
    void wheel(int notches) {
        const int number = notches > 0 ? Button4 : Button5;
        for (int i = 0; i < std::abs(notches); ++i) {
            button(number, true);
            button(number, false);
        }
    }
    void close_window(Window window) {
        XEvent event{};
        event.xclient.type = ClientMessage;
        event.xclient.window = window;
        event.xclient.message_type = XInternAtom(m_display, "WM_PROTOCOLS", False);
        event.xclient.format = 32;
        event.xclient.data.l[0] = static_cast<long>(XInternAtom(m_display, "WM_DELETE_WINDOW", False));
        event.xclient.data.l[1] = CurrentTime;
        XSendEvent(m_display, window, False, NoEventMask, &event);
        XSync(m_display, False);
    }
    void sync() {
        m_touch.sync();
        m_keyboard.sync();
        m_pointer.sync();
        XSync(m_display, False);
    }

  private:
    int width() const { return m_screen.width; }
    int height() const { return m_screen.height; }
    static double to_device(double position, int pixels) {
        if (!(position >= 0) || position >= pixels) fail("that is beside the screen");
        return position * kDeviceUnits / pixels;
    }
    void touch(std::uint32_t id, std::uint32_t type, Place place) {
        auto event = Device::event<xf86ITEventTouch>(XF86IT_EVENT_TOUCH);
        event.touchid = id;
        event.touch_type = type;
        event.valuators.mask[0] = 0b10011;  // x, y and pressure, which is axis 4
        event.valuators.valuators[0] = to_device(place.x, width());
        event.valuators.valuators[1] = to_device(place.y, height());
        event.valuators.valuators[4] = 500;
        m_touch.send(event);
    }
    void post_key(KeyCode code, bool press) {
        auto event = Device::event<xf86ITEventKey>(XF86IT_EVENT_KEY);
        event.key_code = code;
        event.is_press = press ? 1 : 0;
        m_keyboard.send(event);
        m_keyboard.sync();
    }

    Device m_touch, m_keyboard, m_pointer;
    Display* m_display;
    XWindowAttributes m_screen{};
    std::map<std::uint32_t, Place> m_fingers;
};

/// The words after a command's name; reading past the end or into something else is an error.
class Arguments {
  public:
    explicit Arguments(const std::string& line) : m_words(line) {}
    template <class T>
    T next() {
        T value{};
        if (!(m_words >> value)) fail("a value is missing or wrong");
        return value;
    }
    Place place() {
        const double x = next<double>();
        return {x, next<double>()};
    }
    milliseconds duration() {
        const int value = next<int>();
        if (value < 0 || value > 60'000) fail("a duration is 0 to 60000 ms");
        return milliseconds(value);
    }
    milliseconds duration_or(int fallback) { return at_end() ? milliseconds(fallback) : duration(); }
    KeySym symbol() {
        const auto name = next<std::string>();
        const KeySym found = XStringToKeysym(name.c_str());
        if (found == NoSymbol) fail("no key is named " + name);
        return found;
    }
    std::string rest() {
        std::string words;
        std::getline(m_words >> std::ws, words);
        return words;
    }
    bool at_end() { return (m_words >> std::ws).eof(); }

  private:
    std::istringstream m_words;
};

using Command = std::function<void(Rig&, Arguments&)>;

// Braces, where a call has several arguments of Arguments: their order of evaluation is then the written one.
const std::map<std::string, Command> kCommands{
    {"down",
     [](Rig& rig, Arguments& words) {
         const auto id = words.next<std::uint32_t>();
         rig.down(id, words.place());
     }},
    {"move",
     [](Rig& rig, Arguments& words) {
         const auto id = words.next<std::uint32_t>();
         rig.move(id, words.place());
     }},
    {"up", [](Rig& rig, Arguments& words) { rig.up(words.next<std::uint32_t>()); }},
    {"tap",
     [](Rig& rig, Arguments& words) {
         const Place place = words.place();
         rig.hold(place, words.duration_or(60));
     }},
    {"hold",
     [](Rig& rig, Arguments& words) {
         const Place place = words.place();
         rig.hold(place, words.duration());
     }},
    {"drag",
     [](Rig& rig, Arguments& words) {
         const Place from = words.place(), to = words.place();
         rig.stroke(from, to, words.duration(), kRestBeforeUp);
     }},
    {"flick",
     [](Rig& rig, Arguments& words) {
         const Place from = words.place(), to = words.place();
         rig.stroke(from, to, words.duration_or(100), milliseconds(0));
     }},
    {"pinch",
     [](Rig& rig, Arguments& words) {
         const Place center = words.place();
         const double from = words.next<double>(), to = words.next<double>();
         rig.pinch(center, from, to, words.duration());
     }},
    {"key",
     [](Rig& rig, Arguments& words) {
         const KeySym symbol = words.symbol();
         rig.key(symbol, true);
         rig.key(symbol, false);
     }},
    {"key_down", [](Rig& rig, Arguments& words) { rig.key(words.symbol(), true); }},
    {"key_up", [](Rig& rig, Arguments& words) { rig.key(words.symbol(), false); }},
    {"text", [](Rig& rig, Arguments& words) { rig.type(words.rest()); }},
    {"mouse_move", [](Rig& rig, Arguments& words) { rig.mouse_move(words.place()); }},
    {"mouse_down", [](Rig& rig, Arguments&) { rig.button(Button1, true); }},
    {"mouse_up", [](Rig& rig, Arguments&) { rig.button(Button1, false); }},
    {"click",
     [](Rig& rig, Arguments& words) {
         rig.mouse_move(words.place());
         rig.button(Button1, true);
         rig.button(Button1, false);
     }},
    {"wheel", [](Rig& rig, Arguments& words) { rig.wheel(words.next<int>()); }},
    {"close_window", [](Rig& rig, Arguments& words) { rig.close_window(words.next<Window>()); }},
    {"sync", [](Rig& rig, Arguments&) { rig.sync(); }},
    {"sleep", [](Rig&, Arguments& words) { std::this_thread::sleep_for(words.duration()); }},
};

std::string answer(Rig& rig, const std::string& line) {
    Arguments words(line);
    try {
        const auto name = words.next<std::string>();
        const auto command = kCommands.find(name);
        if (command == kCommands.end()) return "error no such command: " + name;
        rig.look_at_screen();
        const auto sent =
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch());
        command->second(rig, words);
        if (!words.at_end()) return "error too many words: " + line;
        return "ok " + std::to_string(sent.count());
    } catch (const std::exception& problem) {
        return "error " + line + ": " + problem.what();
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: touch_injector RIG_DIR\n";
        return 2;
    }
    try {
        Rig rig(arguments[1]);
        std::cout << "ok ready" << std::endl;
        for (std::string line; std::getline(std::cin, line);) {
            if (!line.empty()) std::cout << answer(rig, line) << std::endl;
        }
    } catch (const std::exception& problem) {
        std::cerr << "touch_injector: " << problem.what() << "\n";
        return 1;
    }
    return 0;
}
