// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/clock.hpp"

#include <catch2/catch.hpp>

using namespace accueil;

TEST_CASE("dates beyond what nanoseconds can count are held to it, and so can be subtracted") {
    const auto time = [](const char* text) { return base::parse_utc(text).value(); };
    CHECK(base::format_utc(time("2026-11-25T17:30:00Z")) == "2026-11-25T17:30:00Z");
    CHECK(base::format_utc(time("5261-12-31T23:59:59Z")) == "2250-01-01T00:00:00Z");
    CHECK(base::format_utc(time("1013-01-01T00:00:00Z")) == "1970-01-01T00:00:00Z");
    CHECK(time("9999-12-31T23:59:59Z") - time("0001-01-01T00:00:00Z") > std::chrono::hours(24 * 365 * 279));
    CHECK(time("9999-12-31T23:59:59Z") > time("2249-12-31T23:59:59Z"));
    for (const char* wrong : {"2026-02-30T00:00:00Z", "2026-11-25 17:30:00Z", "2026-11-25T24:00:00Z", "",
                              "2026-11-25T17:30:00+01:00", "-026-11-25T17:30:00Z"})
        CHECK_FALSE(base::parse_utc(wrong));
}
