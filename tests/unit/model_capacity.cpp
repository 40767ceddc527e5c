// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a service's room is believed for two weeks.
#include "sync/model/capacity.hpp"

#include <catch2/catch.hpp>

using namespace accueil;
using model::Capacity;

TEST_CASE("a capacity is known from its day on for fourteen days, and never of a day to come", "[model]") {
    model::Service service;
    service.capacity = Capacity::full;
    const auto on = [&](const char* today) {
        return model::capacity_today(service, *model::read_day(today));
    };
    CHECK(on("2026-11-20") == Capacity::unknown);
    service.capacity_on = "2026-11-20";
    CHECK(on("2026-11-19") == Capacity::unknown);
    CHECK(on("2026-11-20") == Capacity::full);
    CHECK(on("2026-12-04") == Capacity::full);
    CHECK(on("2026-12-05") == Capacity::unknown);
    for (const char* wrong : {"2026-11", "2026", "2026-02-30", "hier"}) {
        service.capacity_on = wrong;
        CHECK(on("2026-11-20") == Capacity::unknown);
    }
}
