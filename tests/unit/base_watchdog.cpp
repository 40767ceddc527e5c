// SPDX-License-Identifier: GPL-3.0-or-later
// Against a real datagram socket, as systemd's.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "sync/base/watchdog.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using base::Watchdog;
using std::chrono::seconds;

namespace {

class Listener {
  public:
    explicit Listener(const std::string& address) {
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        std::memcpy(name.sun_path, address.data(), address.size());
        if (address.front() == '@') name.sun_path[0] = '\0';
        m_socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.size());
        REQUIRE(::bind(m_socket, reinterpret_cast<const sockaddr*>(&name), length) == 0);
    }
    ~Listener() { ::close(m_socket); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// "" when nothing has come.
    std::string next() const {
        std::array<char, 256> text{};
        const ssize_t length = ::recv(m_socket, text.data(), text.size(), 0);
        return length < 0 ? "" : std::string(text.data(), static_cast<std::size_t>(length));
    }

  private:
    int m_socket;
};

base::SteadyTime at(int s) {
    return base::SteadyTime{} + seconds(s);
}

struct Environment {
    Environment(const char* name, const std::string& value) : m_name(name) {
        ::setenv(name, value.c_str(), 1);
    }
    ~Environment() { ::unsetenv(m_name); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    const char* m_name;
};

}  // namespace

TEST_CASE("watchdog: systemd is told when a program is up, when it ends and what it does") {
    const support::TempDir dir;
    const std::string address = dir / "notify";
    const Listener systemd(address);
    Watchdog watchdog(address, seconds(30));
    watchdog.ready();
    CHECK(systemd.next() == "READY=1");
    watchdog.status("content of 23 November");
    CHECK(systemd.next() == "STATUS=content of 23 November");
    watchdog.reloading();
    CHECK(systemd.next() == "RELOADING=1");
    watchdog.stopping();
    CHECK(systemd.next() == "STOPPING=1");
}

TEST_CASE("watchdog: a living loop tells the watchdog three times in its time-out, however often it turns") {
    const support::TempDir dir;
    const std::string address = dir / "notify";
    const Listener systemd(address);
    Watchdog watchdog(address, seconds(30));
    int told = 0;
    for (int s = 0; s < 30; ++s) {
        for (int turn = 0; turn < 5; ++turn)
            watchdog.alive(at(s));
        while (systemd.next() == "WATCHDOG=1")
            ++told;
    }
    CHECK(told == 3);
    CHECK(watchdog.next_deadline() == at(30));
}

TEST_CASE("watchdog: a loop that stands still tells nothing") {
    const support::TempDir dir;
    const std::string address = dir / "notify";
    const Listener systemd(address);
    Watchdog watchdog(address, seconds(30));
    watchdog.alive(at(0));
    CHECK(systemd.next() == "WATCHDOG=1");
    CHECK(systemd.next().empty());
}

TEST_CASE("watchdog: an abstract address is reached too") {
    const std::string address = "@accueil-test-" + std::to_string(::getpid());
    const Listener systemd(address);
    Watchdog(address, seconds(0)).ready();
    CHECK(systemd.next() == "READY=1");
}

TEST_CASE("watchdog: the watchdog's variables are read, and WATCHDOG_PID is not") {
    const support::TempDir dir;
    const std::string address = dir / "notify";
    const Listener systemd(address);
    const Environment notify("NOTIFY_SOCKET", address), timeout("WATCHDOG_USEC", "9000000"),
        pid("WATCHDOG_PID", "1");
    Watchdog watchdog = Watchdog::from_environment();
    watchdog.alive(at(100));
    CHECK(systemd.next() == "WATCHDOG=1");
    CHECK(watchdog.next_deadline() == at(103));
}

TEST_CASE("watchdog: without systemd, or with nonsense for a time-out, the watchdog wakes nobody") {
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
    Watchdog nobody = Watchdog::from_environment();
    nobody.ready();
    nobody.alive(at(0));
    CHECK_FALSE(nobody.next_deadline());

    const support::TempDir dir;
    const std::string address = dir / "notify";
    const Listener systemd(address);
    const Environment notify("NOTIFY_SOCKET", address);
    for (const char* nonsense : {"", "soon", "-5", "12x", "99999999999999999999"}) {
        const Environment timeout("WATCHDOG_USEC", nonsense);
        Watchdog watchdog = Watchdog::from_environment();
        watchdog.alive(at(0));
        CHECK_FALSE(watchdog.next_deadline());
        CHECK(systemd.next().empty());
    }
}

TEST_CASE("watchdog: a socket that is gone or has an impossible name is survived") {
    const support::TempDir dir;
    Watchdog(dir / "nobody", seconds(30)).ready();
    Watchdog("/" + std::string(200, 'x'), seconds(30)).ready();
    SUCCEED();
}
