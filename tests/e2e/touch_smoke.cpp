// SPDX-License-Identifier: GPL-3.0-or-later
// The platform alone, for touch_smoke.sh: a window that says on standard output what it hears, one line an
// event and one a gesture, until it is asked to end. Usage: touch_smoke [WIDTHxHEIGHT]
#include <sys/resource.h>

#include <SFML/Graphics/RenderTarget.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <string>

#include "kiosk/input/recogniser.hpp"
#include "kiosk/platform/event_loop.hpp"
#include "kiosk/platform/window.hpp"
#include "sync/base/watchdog.hpp"

using namespace accueil;

namespace {

platform::Waker* waker_of_signal = nullptr;
volatile std::sig_atomic_t asked_to_end = 0;

void on_signal(int) {
    asked_to_end = 1;
    waker_of_signal->wake();
}

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long long microseconds(base::SteadyTime time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

double wide(float value) {
    return static_cast<double>(value);
}

struct GesturePrinter {
    void operator()(const input::Press& g) const { point("press", g.position); }
    void operator()(const input::PressCancel&) const { std::puts("gesture press-cancel"); }
    void operator()(const input::Tap& g) const { point(g.count == 2 ? "double-tap" : "tap", g.position); }
    void operator()(const input::LongPress& g) const { point("long-press", g.position); }
    void operator()(const input::DragStart& g) const { point("drag-start", g.start); }
    void operator()(const input::Drag& g) const { point("drag", g.position); }
    void operator()(const input::DragEnd& g) const { point("drag-end", g.velocity); }
    void operator()(const input::Pinch& g) const { std::printf("gesture pinch %.6f\n", wide(g.factor)); }
    void operator()(const input::PinchEnd&) const { std::puts("gesture pinch-end"); }
    void operator()(const input::TwoFingerTap& g) const { point("two-finger-tap", g.center); }
    static void point(const char* name, base::Point p) {
        std::printf("gesture %s %.0f,%.0f\n", name, wide(p.x), wide(p.y));
    }
};

struct EventPrinter {
    long long now;
    void operator()(const input::PointerEvent& e) const {
        constexpr const char* kPhases[] = {"down", "move", "up", "cancel"};
        std::printf("pointer %lld %s %.1f,%.1f stamp %lld heard %lld\n", static_cast<long long>(e.id),
                    kPhases[static_cast<int>(e.phase)], wide(e.position.x), wide(e.position.y),
                    microseconds(e.time), now);
    }
    void operator()(const input::KeyEvent& e) const {
        std::printf("key %d%s%s%s\n", static_cast<int>(e.key), e.shift ? " shift" : "",
                    e.control ? " control" : "", e.repeat ? " repeat" : "");
    }
    void operator()(const input::WheelEvent& e) const {
        std::printf("wheel %.0f at %.0f,%.0f\n", wide(e.notches), wide(e.position.x), wide(e.position.y));
    }
    void operator()(const platform::CloseRequested&) const { std::puts("close-requested"); }
    void operator()(const platform::Resized& e) const { std::printf("resized %dx%d\n", e.width, e.height); }
    void operator()(const platform::Exposed&) const { std::puts("exposed"); }
};

int run(const platform::WindowOptions& options) {
    const base::SystemClock clock;
    auto window = platform::Window::create(options);
    if (!window) {
        std::fprintf(stderr, "touch_smoke: %s\n", window.error().detail.c_str());
        return 1;
    }
    auto loop = platform::EventLoop::create(window->get(), clock);
    if (!loop) return 1;
    waker_of_signal = &(*loop)->waker();
    std::signal(SIGTERM, on_signal);

    const auto draw = [&] {
        (*window)->target().clear(sf::Color(20, 40, 80));
        (*window)->display();
    };
    draw();
    base::Watchdog watchdog = base::Watchdog::from_environment();
    watchdog.ready();
    std::printf("ready %dx%d scale %.3f\n", (*window)->width(), (*window)->height(),
                wide((*window)->scale()));

    input::Recogniser recogniser;
    long turns = 0;
    const double cpu = cpu_seconds();
    const base::SteadyTime since = clock.steady();
    for (;;) {
        std::optional<base::SteadyTime> deadline = recogniser.next_deadline();
        if (const auto due = watchdog.next_deadline()) deadline = std::min(deadline.value_or(*due), *due);
        const auto events = (*loop)->wait(deadline);
        ++turns;
        watchdog.alive(clock.steady());
        const auto say = [](const std::vector<input::Gesture>& gestures) {
            for (const input::Gesture& gesture : gestures)
                std::visit(GesturePrinter{}, gesture);
        };
        bool lost = false;
        for (const platform::InputEvent& event : events) {
            std::visit(EventPrinter{microseconds(clock.steady())}, event);
            if (const auto* pointer = std::get_if<input::PointerEvent>(&event))
                say(recogniser.feed(*pointer));
            lost = lost || std::holds_alternative<platform::Exposed>(event) ||
                   std::holds_alternative<platform::Resized>(event);
        }
        say(recogniser.tick(clock.steady()));
        if (lost) draw();
        if (asked_to_end != 0) {
            const double seconds = std::chrono::duration<double>(clock.steady() - since).count();
            std::printf("turns %ld in %.1f s, cpu %.3f %%\n", turns, seconds,
                        100 * (cpu_seconds() - cpu) / seconds);
            return 0;
        }
    }
}

}  // namespace

int main(int count, char** arguments) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    platform::WindowOptions options;
    if (count == 2) {
        base::Size size;
        if (std::sscanf(arguments[1], "%fx%f", &size.width, &size.height) != 2) return 2;
        options.desk_size = size;
    }
    return run(options);
}
