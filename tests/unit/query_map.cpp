// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the map, and what is near.
#include "kiosk/query/map_content.hpp"

#include <catch2/catch.hpp>

#include "tests/support/kiosk_rig.hpp"
#include "tests/support/sample_content.hpp"

using namespace accueil;

namespace {

/// Places along the equator's side of a meridian, a hundredth of a degree (1.1 km) apart, each with a
/// service.
struct Street {
    support::TempDir folder;
    std::shared_ptr<const query::Source> source;

    explicit Street(std::optional<model::Coordinates> here = {}) {
        auto records = support::sample_content();
        std::erase_if(records, [](const model::Record& record) {
            return std::holds_alternative<model::Place>(record) ||
                   std::holds_alternative<model::Service>(record);
        });
        for (int i = 0; i < 9; ++i) {
            auto place = support::sample_place("p" + std::to_string(i), i);
            place.coordinates = model::Coordinates{47.2 + i * 0.01, -1.55};
            if (i == 3) place.coordinates.reset();
            records.emplace_back(place);
            auto service = support::sample_service("s" + std::to_string(i), i, place.id);
            service.needs =
                i % 2 == 0 ? std::vector<std::string>{"manger"} : std::vector<std::string>{"dormir"};
            records.emplace_back(service);
        }
        REQUIRE(support::commit_records(folder.path(), records, 7));
        source = query::open_source({folder.path(), folder / "none", here}).value();
    }
    const query::Source& operator*() const { return *source; }
};

std::vector<std::string> names(const std::vector<query::NearbyPlace>& places) {
    std::vector<std::string> out;
    for (const auto& near : places)
        out.push_back(near.place.id);
    return out;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("the map holds what has coordinates, with the needs that its services answer", "[query][map]") {
    const Street street;
    const auto content = query::map_content(*street).value();
    std::size_t places = 0;
    for (const auto& point : content.points) {
        CHECK(content.find(point.key()) == static_cast<std::size_t>(&point - content.points.data()));
        if (point.kind != query::PointKind::place) continue;
        ++places;
        REQUIRE(point.needs.size() == 1);
        const auto digit = point.id.back() - '0';
        CHECK(content.needs[point.needs[0]].id == (digit % 2 == 0 ? "manger" : "dormir"));
    }
    CHECK(places == 8);  // the one without coordinates is in the livret alone
    CHECK(content.points.size() - content.initiatives == places);
    CHECK_FALSE(content.find("place/p3"));
    CHECK_FALSE(content.find("initiative/p1"));
    CHECK_FALSE(content.find("p1"));
    for (std::size_t i = 0; i < content.needs.size(); ++i) {
        if (content.needs[i].id == "manger") CHECK(content.of_need[i] >= 5);
    }
}

TEST_CASE("the nearest places that answer a need come first, and only so many", "[query][map]") {
    const Street street(model::Coordinates{47.2, -1.55});
    const auto near = query::nearest_places(*street, {"manger"}, 3).value();
    CHECK(names(near) == Ids{"p0", "p2", "p4"});
    CHECK(near[0].metres == Approx(0).margin(0.01));
    CHECK(near[1].metres == Approx(2'224).epsilon(0.01));
    CHECK(names(query::nearest_places(*street, {"dormir"}, 99).value()) == Ids{"p1", "p5", "p7"});
    CHECK(query::nearest_places(*street, {}, 3).value().empty());
    CHECK(query::nearest_places(*street, {"absent"}, 3).value().empty());
}

TEST_CASE("a kiosk on the other side of the world finds the nearest all the same", "[query][map]") {
    const Street street(model::Coordinates{-21.1, 55.5});
    CHECK(names(query::nearest_places(*street, {"manger"}, 1).value()) == Ids{"p0"});
}

TEST_CASE("the length of a degree", "[query][map]") {
    CHECK(query::metres_between({0, 0}, {0, 1}) == Approx(111'195).epsilon(0.001));
    CHECK(query::metres_between({47.2, -1.5}, {47.2, -1.5}) == 0);
    CHECK(query::metres_between({0, 179.5}, {0, -179.5}) == Approx(111'195).epsilon(0.001));
}
