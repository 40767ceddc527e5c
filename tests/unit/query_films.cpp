// SPDX-License-Identifier: GPL-3.0-or-later
// Films as the kiosk reads them from a real generation.
#include <catch2/catch.hpp>

#include "kiosk/query/films.hpp"
#include "kiosk/query/source.hpp"
#include "tests/support/shipped_content.hpp"

using namespace accueil;

TEST_CASE("a film is read with its captions by its initiative", "[query]") {
    const auto source = support::open_cache(support::shipped_cache());
    const auto film = query::film(*source, "labacces").value();
    REQUIRE(film);
    CHECK(film->video.file.type == "video/mp4");
    CHECK(std::filesystem::is_regular_file(film->file));
    CHECK(film->poster);
    REQUIRE(film->captions.contains("fr"));
    CHECK(film->captions.at("fr").size() > 5);
    CHECK(film->captions.at("fr").back().end <= film->video.duration + 1);
    for (const char* id : {"", "none", "demi-journee-du-27-novembre-2020"})
        CHECK_FALSE(query::film(*source, id).value());
}

TEST_CASE("every film of the shipped content is there, with captions that are within it", "[query]") {
    const auto source = support::open_cache(support::shipped_cache());
    int films = 0;
    const auto initiatives = source->reader().all<model::Initiative>().value();
    for (const auto& initiative : initiatives) {
        if (!initiative.video) continue;
        ++films;
        CAPTURE(initiative.id);
        const auto film = query::film(*source, initiative.id).value();
        REQUIRE(film);
        CHECK_FALSE(film->file.empty());
        CHECK(film->captions.size() == initiative.video->captions.size());
    }
    CHECK(films >= 3);
}
