// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/day_window.hpp"

#include <catch2/catch.hpp>
#include <ctime>

namespace accueil::daemon {
namespace {

base::WallTime at(int hour, int minute) {
    std::tm local{};
    local.tm_year = 126;
    local.tm_mon = 10;
    local.tm_mday = 24;
    local.tm_hour = hour;
    local.tm_min = minute;
    local.tm_isdst = -1;
    return std::chrono::system_clock::from_time_t(std::mktime(&local));
}

TEST_CASE("daemon: a window of the day ends where it says, over midnight too") {
    const auto night = DayWindow::parse("22:00-06:30").value();
    CHECK(night.contains(at(22, 0)));
    CHECK(night.contains(at(23, 59)));
    CHECK(night.contains(at(0, 0)));
    CHECK(night.contains(at(6, 29)));
    CHECK_FALSE(night.contains(at(6, 30)));
    CHECK_FALSE(night.contains(at(21, 59)));
    const auto noon = DayWindow::parse("12:00-14:00").value();
    CHECK(noon.contains(at(12, 0)));
    CHECK_FALSE(noon.contains(at(14, 0)));
    CHECK(DayWindow::parse("18:00-24:00")->contains(at(23, 59)));
    CHECK(DayWindow::parse("")->contains(at(3, 0)));
    CHECK(DayWindow().contains(at(15, 0)));
}

TEST_CASE("daemon: a window that is none is refused in its own words") {
    for (const char* wrong :
         {"22h-6h", "22:00", "22:00-", "25:00-06:00", "22:60-06:00", "22:00-06:00 ", "-1:00-06:00"}) {
        const auto window = DayWindow::parse(wrong);
        REQUIRE_FALSE(window);
        CHECK(window.error().detail.find(wrong) != std::string::npos);
    }
}

}  // namespace
}  // namespace accueil::daemon
