// SPDX-License-Identifier: GPL-3.0-or-later
// Which notices a kiosk and a place's sheet show, minute by minute; what is read once a generation.
#include "kiosk/query/notices.hpp"

#include <catch2/catch.hpp>

#include "kiosk/query/loader.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/content_copy.hpp"
#include "tests/support/hours_samples.hpp"
#include "tests/support/sample_content.hpp"

using namespace accueil;
using support::at;
using List = std::vector<std::string>;

namespace {

model::Notice notice(const std::string& id, const std::string& start, const std::string& end,
                     model::Urgency urgency = model::Urgency::info) {
    model::Notice made;
    made.id = id;
    made.title = model::Text("Annonce " + id);
    made.start = start;
    made.end = end;
    made.urgency = urgency;
    return made;
}

struct Hall {
    support::TempDir folder;

    query::FeedSummary feed(const std::vector<model::Record>& records, const query::Kiosk& kiosk = {}) {
        REQUIRE(support::commit_records(folder / "cache", records, 1));
        const query::Loader::Options options{folder / "cache", folder / "none", {}, kiosk};
        return query::feed(*query::open_source(options).value()).value();
    }
};

/// Of the content folder what needs no media.
std::vector<model::Record> livret_of(const support::ContentCopy& content) {
    auto records = content.read().records;
    std::erase_if(records, [](const auto& record) { return !model::media_of(record).empty(); });
    return records;
}

List ids(const std::vector<const model::Notice*>& notices) {
    List out;
    for (const auto* one : notices)
        out.push_back(one->id);
    return out;
}

}  // namespace

TEST_CASE("a notice is in force from its first minute to the one before its end", "[query]") {
    Hall hall;
    const auto feed = hall.feed(
        {notice("midi", "2026-11-25T12:00", "2026-11-25T14:00"), notice("toujours", "", "2026-11-26T00:00")});
    CHECK(ids(query::notices_now(feed, at("2026-11-25 11:59"))) == List{"toujours"});
    CHECK(ids(query::notices_now(feed, at("2026-11-25 12:00"))) == List{"midi", "toujours"});
    CHECK(ids(query::notices_now(feed, at("2026-11-25 13:59"))) == List{"midi", "toujours"});
    CHECK(ids(query::notices_now(feed, at("2026-11-25 14:00"))) == List{"toujours"});
    CHECK(ids(query::notices_now(feed, at("2026-11-26 00:00"))) == List{});
}

TEST_CASE("the most urgent comes first; of two, the one that began last", "[query]") {
    using model::Urgency;
    Hall hall;
    const auto feed = hall.feed({notice("a", "2026-11-20T00:00", "2026-12-01T00:00", Urgency::important),
                                 notice("b", "2026-11-21T00:00", "2026-12-01T00:00", Urgency::important),
                                 notice("c", "2026-11-22T00:00", "2026-12-01T00:00"),
                                 notice("d", "2026-11-19T00:00", "2026-12-01T00:00", Urgency::urgent)});
    CHECK(ids(query::notices_now(feed, at("2026-11-25 12:00"))) == List{"d", "b", "a", "c"});
}

TEST_CASE("a notice is for everyone, for kiosks, for groups of them, or for places", "[query]") {
    const auto with = [](const std::string& id, const List& kiosks, const List& groups, const List& places) {
        auto made = notice(id, "", "2026-12-01T00:00");
        made.kiosks = kiosks;
        made.groups = groups;
        made.places = places;
        return model::Record(made);
    };
    const std::vector<model::Record> records{with("tous", {}, {}, {}), with("hall", {"hall"}, {}, {}),
                                             with("nord", {}, {"nord"}, {}), with("ccas", {}, {}, {"ccas"}),
                                             with("les-deux", {"hall"}, {}, {"ccas", "mairie"})};
    const auto shown = [&](const query::Kiosk& kiosk) {
        Hall hall;
        const auto feed = hall.feed(records, kiosk);
        CHECK(ids(query::notices_of_place(feed, "ccas", at("2026-11-25 12:00"))) == List{"ccas", "les-deux"});
        CHECK(ids(query::notices_of_place(feed, "mairie", at("2026-11-25 12:00"))) == List{"les-deux"});
        CHECK(query::notices_of_place(feed, "ccas", at("2026-12-01 00:00")).empty());
        CHECK(query::notices_of_place(feed, "", at("2026-11-25 12:00")).empty());
        return ids(query::notices_now(feed, at("2026-11-25 12:00")));
    };
    CHECK(shown({}) == List{"tous"});
    CHECK(shown({"hall", {}}) == List{"hall", "les-deux", "tous"});
    CHECK(shown({"autre", {"sud", "nord"}}) == List{"nord", "tous"});
    CHECK(shown({"nord", {"hall"}}) == List{"tous"});  // a kiosk is no group
}

TEST_CASE("a notice whose times cannot be read is never in force", "[query]") {
    for (const auto& [start, end] : {std::pair("", ""),
                                     {"", "demain"},
                                     {"hier", "2026-12-01T00:00"},
                                     {"", "2026-12-01"},
                                     {"", "2026-12-01T24:00"},
                                     {"", "2026-13-01T10:00"}})
        CHECK_FALSE(query::is_in_force(notice("a", start, end), at("2026-11-25 12:00")));
}

TEST_CASE("what every screen needs is read once a generation", "[query]") {
    const support::TempDir folder;
    REQUIRE(support::commit_records(folder / "cache", support::sample_content(), 1));
    const auto source = query::open_source({folder / "cache", folder / "none"}).value();
    CHECK(query::feed(*source).value().calendar == query::feed(*source).value().calendar);
    const auto next = query::open_source({folder / "cache", folder / "none"}).value();
    CHECK(query::feed(*next).value().calendar != query::feed(*source).value().calendar);
}

TEST_CASE("school holidays of the content folder are those of the kiosk's calendar", "[query]") {
    const support::ContentCopy content;
    content.write("calendars/school-holidays.csv",
                  "zone,nom,debut,fin\nB,Toussaint,2026-10-17,2026-11-01\nB,Noël,2026-12-19,2027-01-03\n"
                  "A,Hiver,2027-02-06,2027-02-21\n");
    REQUIRE(content.errors().empty());
    Hall hall;
    const auto feed = hall.feed(livret_of(content));
    REQUIRE(feed.calendar);
    CHECK(feed.calendar->territory() == model::Territory::metropole);
    CHECK(feed.calendar->is_school_holiday(support::on("2026-12-25")));
    CHECK_FALSE(feed.calendar->is_school_holiday(support::on("2026-12-18")));
    CHECK(feed.calendar->knows_school_holidays(support::on("2026-12-18")));
    CHECK_FALSE(feed.calendar->knows_school_holidays(support::on("2027-02-10")));  // of zone A alone
}

TEST_CASE("notices of the content folder reach the kiosk that they are for", "[query]") {
    Hall hall;
    const auto records = livret_of(support::ContentCopy());
    CHECK(query::notices_now(hall.feed(records), at("2027-02-10 10:00")).empty());
    const auto feed = hall.feed(records, {"hall", {"mairies"}});
    CHECK(ids(query::notices_now(feed, at("2027-02-10 10:00"))) == List{"travaux-guichet"});
    CHECK(ids(query::notices_now(feed, at("2027-02-26 23:59"))) == List{"travaux-guichet"});
    CHECK(query::notices_now(feed, at("2027-02-27 00:00")).empty());
    CHECK(ids(query::notices_of_place(feed, "mairie", at("2027-02-10 10:00"))) == List{"travaux-guichet"});
}
