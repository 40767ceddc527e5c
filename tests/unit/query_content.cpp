// SPDX-License-Identifier: GPL-3.0-or-later
// Each question that a screen asks, answered from a generation that the real writer made.
#include "kiosk/query/content.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/support/kiosk_rig.hpp"
#include "tests/support/sample_content.hpp"

using namespace accueil;

namespace {

using Ids = std::vector<std::string>;

template <class T>
Ids ids(const std::vector<T>& records) {
    Ids out;
    for (const auto& record : records)
        out.push_back(record.id);
    return out;
}

/// The sample content with what the questions below turn on: a helpline that comes first in the lists,
/// related initiatives, records that name others which do not exist.
struct Sample {
    support::TempDir folder;
    std::shared_ptr<const query::Source> source;

    Sample() {
        auto records = support::sample_content();
        for (auto& record : records) {
            if (auto* feed = std::get_if<model::FeedInfo>(&record))
                feed->needs_first = {"dormir", "absent", "manger"};
            if (auto* initiative = std::get_if<model::Initiative>(&record);
                initiative && initiative->id == "maison")
                initiative->related = {"enquete", "absent", "comptoir"};
        }
        auto line = support::sample_place("numero-115", -1);
        line.type = model::PlaceType::helpline;
        records.emplace_back(line);
        auto service = support::sample_service("ecoute", 4, "numero-115");
        service.needs = {"dormir", "manger"};
        records.emplace_back(service);
        records.emplace_back(support::sample_service("colis", 6, "ccas"));
        model::Need nobody;
        nobody.id = "jamais";
        nobody.position = 9;
        nobody.title = model::Text("Jamais");
        records.emplace_back(nobody);
        REQUIRE(support::commit_records(folder.path(), records, 7));
        source = support::open_cache(folder.path());
    }
    const query::Source& operator*() const { return *source; }
};

}  // namespace

TEST_CASE("the feed says of itself what the generation holds", "[query]") {
    const Sample sample;
    const auto feed = query::feed(*sample).value();
    CHECK(feed.info.title.words("fr") == "Accueil");
    CHECK(feed.generation == 1);
    CHECK(feed.revision == 7);
    CHECK_FALSE(feed.embedded);
    CHECK(base::format_utc(feed.published_on) == "2026-11-20T07:00:00Z");
}

TEST_CASE("a record's web page is its publisher's, in ASCII", "[query]") {
    query::PublicPages pages{"https://centre.example/{kind}?id={id}&l={language}", "", "44109-"};
    CHECK(pages.address_of("initiative", "bus", "ar") == "https://centre.example/initiative?id=bus&l=ar");
    CHECK(pages.address_of("place", "44109-ccas", "fr").empty());  // the town has no site
    pages.own = "https://ville.example/été/{id}/{kind}/{autre}";
    CHECK(pages.address_of("place", "44109-ccas", "fr") ==
          "https://ville.example/%C3%A9t%C3%A9/44109-ccas/place/%7Bautre%7D");
    CHECK(pages.address_of("place", "44109", "fr") == "https://centre.example/place?id=44109&l=fr");
    CHECK(query::PublicPages{}.address_of("place", "ccas", "fr").empty());
    auto records = support::sample_content();
    for (auto& record : records)
        if (auto* feed = std::get_if<model::FeedInfo>(&record))
            feed->public_url = "https://a.example/{kind}/{id}";
    const support::TempDir folder;
    REQUIRE(support::commit_records(folder.path(), records, 1));
    const auto feed = query::feed(*support::open_cache(folder.path())).value();
    CHECK(feed.pages.address_of("place", "ccas", "fr") == "https://a.example/place/ccas");
}

TEST_CASE("home has the needs in the feed's order, without those that do not exist", "[query]") {
    const Sample sample;
    const auto home = query::home(*sample).value();
    CHECK(ids(home.first_needs) == Ids{"dormir", "manger"});
    CHECK(ids(home.initiatives) == Ids{"enquete", "maison", "comptoir"});
    CHECK(ids(home.questions) == Ids{"hospitalite", "silos"});
    CHECK(home.themes.size() == 2);
    CHECK(home.places == 3);
}

TEST_CASE("an initiative comes with its questions from both sides, its themes and its relatives", "[query]") {
    const Sample sample;
    const auto page = query::initiative(*sample, "maison").value();
    REQUIRE(page);
    CHECK(ids(page->themes) == Ids{"lieux"});
    CHECK(ids(page->questions) == Ids{"silos"});  // only the question names the link
    CHECK(ids(page->related) == Ids{"enquete", "comptoir"});
    CHECK(ids(page->needs) == Ids{"manger"});
    CHECK_FALSE(page->poster);
    CHECK(ids(query::initiative(*sample, "comptoir").value()->questions) == Ids{"hospitalite", "silos"});
}

TEST_CASE("a question leads to the next, and the last to the first", "[query]") {
    const Sample sample;
    const auto first = query::question(*sample, "hospitalite").value();
    REQUIRE(first);
    REQUIRE(first->next);
    CHECK(first->next->id == "silos");
    CHECK(ids(first->initiatives) == Ids{"comptoir"});
    const auto last = query::question(*sample, "silos").value();
    CHECK(last->next->id == "hospitalite");
    CHECK(ids(last->initiatives) == Ids{"maison", "comptoir"});
    const auto all = query::questions(*sample).value();
    CHECK(all.questions.size() == 2);
    REQUIRE(all.introduction);
    CHECK(all.introduction->body.words("fr") == "Un *texte*.\n\nEt un autre.");
}

TEST_CASE("the only question has no next", "[query]") {
    const support::TempDir folder;
    model::Question question;
    question.id = "seule";
    question.title = question.lead = model::Text("Seule ?");
    REQUIRE(support::commit_records(folder.path(), std::vector<model::Record>{question}, 1));
    const auto source = support::open_cache(folder.path());
    CHECK_FALSE(query::question(*source, "seule").value()->next);
    CHECK_FALSE(query::questions(*source).value().introduction);
}

TEST_CASE("the livret shows needs that something answers, and counts each place once", "[query]") {
    const Sample sample;
    const auto livret = query::livret(*sample).value();
    REQUIRE(livret.needs.size() == 2);
    CHECK(livret.needs[0].need.id == "manger");
    CHECK(livret.needs[0].places == 3);  // two services of one place are one place
    CHECK(livret.needs[1].need.id == "dormir");
    CHECK(livret.needs[1].places == 2);
    CHECK(livret.places == 3);
}

TEST_CASE("a need lists its places with the services that answer it, helplines last", "[query]") {
    const Sample sample;
    const auto page = query::need(*sample, "manger").value();
    REQUIRE(page);
    Ids places;
    for (const auto& row : page->rows)
        places.push_back(row.place.id);
    CHECK(places == Ids{"ccas", "mairie", "numero-115"});
    CHECK(ids(page->rows[0].services) == Ids{"epicerie", "colis"});  // "repas" answers another need
    CHECK(ids(page->initiatives) == Ids{"enquete", "maison", "comptoir"});
    const auto nobody = query::need(*sample, "jamais").value();
    REQUIRE(nobody);
    CHECK(nobody->rows.empty());
}

TEST_CASE("a place comes with all of its services, and each initiative of its needs once", "[query]") {
    const Sample sample;
    const auto page = query::place(*sample, "ccas").value();
    REQUIRE(page);
    CHECK(ids(page->services) == Ids{"epicerie", "repas", "colis"});
    CHECK(ids(page->needs) == Ids{"manger", "dormir"});
    CHECK(ids(page->initiatives) == Ids{"enquete", "maison", "comptoir"});
}

TEST_CASE("what does not exist is no error: it is not there", "[query]") {
    const Sample sample;
    for (const char* id : {"absent", "", "manger'; drop table record; --", "../../etc/passwd"}) {
        INFO(id);
        CHECK_FALSE(query::initiative(*sample, id).value());
        CHECK_FALSE(query::question(*sample, id).value());
        CHECK_FALSE(query::need(*sample, id).value());
        CHECK_FALSE(query::place(*sample, id).value());
        CHECK_FALSE(query::page(*sample, id).value());
    }
    CHECK(query::page(*sample, "introduction").value()->title.words("fr") == "Introduction");
}

TEST_CASE("a generation without a single record answers every question with nothing", "[query]") {
    const support::TempDir folder;
    REQUIRE(support::commit_records(folder.path(), {}, 1));
    const auto source = support::open_cache(folder.path());
    CHECK(query::feed(*source).value().info.title.empty());
    CHECK(query::home(*source).value().initiatives.empty());
    CHECK(query::initiatives(*source).value().themes.empty());
    CHECK(query::questions(*source).value().questions.empty());
    CHECK(query::livret(*source).value().needs.empty());
}

TEST_CASE("of the shipped content, every record that a list names opens, posters included", "[query]") {
    const auto source = support::open_cache(support::shipped_cache());
    const auto home = query::home(*source).value();
    CHECK(home.first_needs.size() == 8);
    int posters = 0;
    for (const auto& summary : home.initiatives) {
        INFO(summary.id);
        const auto page = query::initiative(*source, summary.id).value();
        REQUIRE(page);
        CHECK(page->themes.size() == summary.themes.size());
        if (summary.has_video) CHECK(summary.poster == page->poster);
        if (summary.poster) posters += std::filesystem::exists(*summary.poster) ? 1 : 0;
    }
    CHECK(posters >= 3);
    std::set<std::string> places;
    const auto livret = query::livret(*source).value();
    for (const auto& summary : livret.needs) {
        const auto page = query::need(*source, summary.need.id).value();
        REQUIRE(page);
        CHECK(page->rows.size() == summary.places);
        for (const auto& row : page->rows) {
            CHECK_FALSE(row.services.empty());
            places.insert(row.place.id);
            CHECK(query::place(*source, row.place.id).value());
        }
    }
    CHECK(places.size() == home.places);
}
