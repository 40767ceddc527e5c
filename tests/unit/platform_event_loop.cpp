// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <thread>

#include "kiosk/platform/event_loop.hpp"

using namespace accueil;
using platform::EventLoop;
using std::chrono::hours;

namespace {

struct Pipe {
    Pipe() { REQUIRE(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0); }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int out() const { return ends[0]; }
    void put() const { REQUIRE(::write(ends[1], "x", 1) == 1); }
    void get() const {
        char c = 0;
        REQUIRE(::read(ends[0], &c, 1) == 1);
    }
    void close_end(std::size_t i) {
        if (ends[i] >= 0) ::close(ends[i]);
        ends[i] = -1;
    }
    std::array<int, 2> ends{-1, -1};
};

struct Loop {
    base::SystemClock clock;
    std::unique_ptr<EventLoop> loop = EventLoop::create(nullptr, clock).value();
    base::SteadyTime far() const { return clock.steady() + hours(1); }
    // A wait that must end by itself: were it to sleep, the test would hang and be ended by its time-out.
    bool returns_before_its_deadline() {
        const base::SteadyTime deadline = far();
        loop->wait(deadline);
        return clock.steady() < deadline;
    }
};

}  // namespace

TEST_CASE("platform: a wake given before the wait is not lost, and many make one") {
    Loop own;
    own.loop->waker().wake();
    own.loop->waker().wake();
    CHECK(own.returns_before_its_deadline());
    // Nothing is left: this one comes back for its deadline, which has passed.
    own.loop->wait(own.clock.steady());
    int served = 0;
    Pipe pipe;
    own.loop->watch(pipe.out(), [&] {
        pipe.get();
        ++served;
    });
    pipe.put();
    CHECK(own.returns_before_its_deadline());
    CHECK(served == 1);
}

TEST_CASE("platform: another thread ends a wait that has no deadline") {
    Loop own;
    std::thread other([&] { own.loop->waker().wake(); });
    CHECK(own.loop->wait(std::nullopt).empty());
    other.join();
}

TEST_CASE("platform: a deadline that comes ends the wait, and not before") {
    Loop own;
    const base::SteadyTime deadline = own.clock.steady() + std::chrono::milliseconds(3);
    CHECK(own.loop->wait(deadline).empty());
    CHECK(own.clock.steady() >= deadline);
}

TEST_CASE("platform: a watched descriptor is served each time it is readable, until it is unwatched") {
    Loop own;
    Pipe pipe;
    int served = 0;
    own.loop->watch(pipe.out(), [&] {
        pipe.get();
        ++served;
    });
    pipe.put();
    CHECK(own.returns_before_its_deadline());
    pipe.put();
    own.loop->wait(own.clock.steady());
    CHECK(served == 2);
    own.loop->unwatch(pipe.out());
    pipe.put();
    own.loop->wait(own.clock.steady());
    CHECK(served == 2);
}

TEST_CASE("platform: a callback may unwatch itself and the others, and watch anew") {
    Loop own;
    Pipe first, second;
    int served = 0;
    const auto once = [&] {
        ++served;
        own.loop->unwatch(first.out());
        own.loop->unwatch(second.out());
        own.loop->watch(first.out(), [&] { served += 10; });
    };
    own.loop->watch(first.out(), once);
    own.loop->watch(second.out(), once);
    first.put();
    second.put();
    own.loop->wait(own.far());
    CHECK(served == 1);
    own.loop->wait(own.far());
    CHECK(served == 11);
}

TEST_CASE("platform: a pipe whose other end is gone is served, a descriptor that was closed is let go") {
    Loop own;
    Pipe pipe;
    int served = 0;
    own.loop->watch(pipe.out(), [&] {
        ++served;
        own.loop->unwatch(pipe.out());
    });
    pipe.close_end(1);
    CHECK(own.returns_before_its_deadline());
    CHECK(served == 1);

    Pipe closed;
    own.loop->watch(closed.out(), [&] { served += 100; });
    closed.close_end(0);
    CHECK(own.returns_before_its_deadline());
    CHECK(served == 1);
    own.loop->wait(own.clock.steady());
}
