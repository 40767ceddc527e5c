// SPDX-License-Identifier: GPL-3.0-or-later
// When a picture stands on the screen, whoever draws it: reads some columns of the root window again and
// again, and prints "watching", then "picture T" when they hold more than the few colours of an empty window,
// then "settled T", the time of their last change, when they have rested for a second. T: the monotonic clock
// in microseconds, taken when the pixels were already read. Exits 1, with why, when it waits in vain.
#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <set>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using Pixels = std::vector<unsigned long>;

constexpr int kColumns = 8;
constexpr std::size_t kColours = 8;  // what a picture has and an empty window, black or white, has not
constexpr milliseconds kPause{5};    // the resolution; more often would slow down who draws
constexpr milliseconds kRest{
    1000};  // nothing on the home screen comes later than this after what came before
constexpr milliseconds kWait{30'000};

Pixels read_columns(Display* display) {
    const int screen = DefaultScreen(display);
    const int width = DisplayWidth(display, screen);
    const auto height = static_cast<unsigned>(DisplayHeight(display, screen));
    Pixels pixels;
    for (int column = 0; column < kColumns; ++column) {
        const int x = width * (2 * column + 1) / (2 * kColumns);
        XImage* image = XGetImage(display, DefaultRootWindow(display), x, 0, 1, height, AllPlanes, ZPixmap);
        if (image == nullptr) continue;
        for (unsigned y = 0; y < height; ++y)
            pixels.push_back(XGetPixel(image, 0, static_cast<int>(y)));
        XDestroyImage(image);
    }
    return pixels;
}

bool is_picture(const Pixels& pixels) {
    return std::set<unsigned long>(pixels.begin(), pixels.end()).size() >= kColours;
}

bool wait_until(const std::function<bool()>& done) {
    const auto end = Clock::now() + kWait;
    while (!done()) {
        if (Clock::now() > end) return false;
        std::this_thread::sleep_for(kPause);
    }
    return true;
}

void say(const char* what, Clock::time_point when) {
    std::printf("%s %lld\n", what,
                static_cast<long long>(
                    std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count()));
    std::fflush(stdout);
}

int fail(const char* why) {
    std::fprintf(stderr, "picture_watch: %s\n", why);
    return 1;
}

}  // namespace

int main() {
    Display* display = XOpenDisplay(nullptr);
    if (display == nullptr) return fail("no display");
    if (!wait_until([&] { return !is_picture(read_columns(display)); }))
        return fail("the screen is not empty");
    say("watching", Clock::now());
    Pixels last;
    if (!wait_until([&] { return is_picture(last = read_columns(display)); })) return fail("no picture came");
    auto changed = Clock::now();
    say("picture", changed);
    const bool rested = wait_until([&] {
        Pixels now = read_columns(display);
        const auto at = Clock::now();
        if (now != last) changed = at;
        last = std::move(now);
        return at - changed > kRest;
    });
    if (!rested) return fail("the picture does not come to rest");
    say("settled", changed);
    XCloseDisplay(display);
    return 0;
}
