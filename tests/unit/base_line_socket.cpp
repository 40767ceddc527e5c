// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/line_socket.hpp"

#include <sys/socket.h>

#include <array>
#include <catch2/catch.hpp>
#include <thread>

namespace accueil::base {
namespace {

using Heard = LineSocket::Heard;

struct TwoEnds {
    static LineSocket end(int descriptor) { return {UniqueFd(descriptor), 16}; }
    static std::array<int, 2> made() {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0);
        return ends;
    }
    std::array<int, 2> descriptors = made();
    LineSocket one = end(descriptors[0]), other = end(descriptors[1]);
};

}  // namespace

TEST_CASE("lines stay apart, and who has heard all of them does not wait", "[base]") {
    TwoEnds ends;
    std::string line = "as before";
    CHECK(ends.other.hear(line) == Heard::nothing);
    CHECK(ends.one.tell("play"));
    ends.one.tell_and_wait("seek 12");
    REQUIRE(ends.other.hear(line) == Heard::line);
    CHECK(line == "play");
    REQUIRE(ends.other.hear(line) == Heard::line);
    CHECK(line == "seek 12");
    CHECK(ends.other.hear(line) == Heard::nothing);
    CHECK(ends.other.tell("back"));
    CHECK(ends.one.hear(line) == Heard::line);
}

TEST_CASE("an end that says too much, or nothing any more, is not listened to", "[base]") {
    TwoEnds ends;
    std::string line;
    CHECK(ends.one.tell(std::string(16, 'a')));
    CHECK(ends.other.hear(line) == Heard::line);
    CHECK(ends.one.tell(std::string(17, 'a')));
    CHECK(ends.other.hear(line) == Heard::end);
    ends.one = TwoEnds::end(-1);
    CHECK(ends.other.hear(line) == Heard::end);
    CHECK_FALSE(ends.other.tell("anybody?"));  // and no signal ends this program
    ends.other.tell_and_wait("anybody?");
}

TEST_CASE("who does not listen holds up only whom it is to hold up", "[base]") {
    TwoEnds ends;
    std::size_t told = 0;
    while (ends.one.tell("something"))
        ++told;
    REQUIRE(told > 0);
    std::thread waiting([&] { ends.one.tell_and_wait("the last"); });
    std::string line;
    std::size_t heard = 0;
    while (line != "the last")
        if (ends.other.hear(line) == Heard::line) ++heard;
    waiting.join();
    CHECK(heard == told + 1);
}

}  // namespace accueil::base
