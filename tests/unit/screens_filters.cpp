// SPDX-License-Identifier: GPL-3.0-or-later
// Lists that are narrowed: what passes, what is offered, when one can go, and what the guide proposes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "kiosk/screens/list_filters.hpp"
#include "kiosk/screens/openings.hpp"
#include "kiosk/screens/parts.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/screen_checks.hpp"
#include "tests/support/screen_rig.hpp"

using namespace accueil;
using action::ScreenKind;
using model::LocalMinutes;
using query::PlaceRow;
using support::entry_of;

namespace {

using Filters = std::vector<std::string>;
constexpr auto kMonday = std::chrono::local_days(std::chrono::year(2026) / 11 / 23);

/// A context without a content: hours are those of the metropole.
struct Moment {
    action::AppState state;
    ui::Environment environment{support::text_engine(), support::themes()[0]};
    query::FeedSummary feed;

    explicit Moment(LocalMinutes at) : now(at) {
        feed.calendar = std::make_shared<const model::Calendar>(model::Territory::metropole);
        feed.here = model::Coordinates{47.2, -1.55};
        state.way.push_back(entry_of(ScreenKind::need, "manger"));
    }
    screens::Context context() {
        screens::Context context{
            state, state.here(), support::catalog(), environment, {1080, 1920}, &feed, {}, {}, {}};
        context.now = now;
        return context;
    }
    LocalMinutes now;
};

PlaceRow row(const std::string& id, const std::string& hours) {
    PlaceRow row;
    row.place.id = id;
    row.place.name = model::Text(id);
    row.place.opening_hours = hours;
    row.place.verified_on = "2026-11-01";
    row.services.emplace_back();
    row.services.back().id = id + "-accueil";
    return row;
}

std::vector<PlaceRow> random_rows(std::mt19937& random) {
    static const std::vector<std::string> kHours{"Mo-Fr 09:00-12:00,14:00-17:00; PH off",
                                                 "Sa 10:00-18:00; PH off",
                                                 "24/7",
                                                 "",
                                                 "We 20:00-02:00; PH off",
                                                 "n’importe quoi",
                                                 "Tu,Th 14:00-18:00"};
    static const std::vector<std::string> kLanguages{"fr", "ar", "en", "fsl"},
        kPublics{"femmes", "jeunes", "tous-publics"};
    const auto some = [&](const auto& values) {
        Filters chosen;
        for (const auto& value : values)
            if (random() % 3 == 0) chosen.push_back(value);
        return chosen;
    };
    std::vector<PlaceRow> rows;
    for (auto count = 1 + random() % 12; count > 0; --count) {
        auto one = row("lieu-" + std::to_string(count), kHours[random() % kHours.size()]);
        one.place.languages = some(kLanguages);
        one.place.accessibility = some(Filters{"plain-pied", "boucle-magnetique"});
        one.place.unconditional = static_cast<model::Answer>(random() % 3);
        if (random() % 2 == 0)
            one.place.coordinates =
                model::Coordinates{47.2 + 0.01 * static_cast<double>(random() % 9), -1.55};
        one.services.resize(1 + random() % 3);
        for (auto& service : one.services) {
            service.cost = static_cast<model::Cost>(random() % 3);
            service.appointment = static_cast<model::Appointment>(random() % 4);
            service.publics = some(kPublics);
            service.languages = some(kLanguages);
            if (random() % 4 == 0) service.opening_hours = kHours[random() % kHours.size()];
        }
        rows.push_back(std::move(one));
    }
    return rows;
}

}  // namespace

TEST_CASE("filters: one and the same service has to pass all of them", "[screens]") {
    Moment moment(kMonday + std::chrono::hours(10));
    auto place = row("ccas", "Mo-Fr 09:00-17:00; PH off");
    place.services.resize(2);
    place.services[0].cost = model::Cost::free;
    place.services[1].appointment = model::Appointment::none;
    const auto context = moment.context();
    CHECK(screens::narrowed(context, place, {"free"})->services.size() == 1);
    CHECK(screens::narrowed(context, place, {"no-appointment"}));
    CHECK_FALSE(screens::narrowed(context, place, {"free", "no-appointment"}));
    place.services[0].appointment = model::Appointment::possible;
    CHECK(screens::narrowed(context, place, {"free", "no-appointment"}));
}

TEST_CASE("filters: what is not certain is neither open nor free", "[screens]") {
    Moment moment(kMonday + std::chrono::hours(10));
    const auto context = moment.context();
    CHECK(screens::passes(context, row("ouvert", "Mo 09:00-12:00"), "open"));
    CHECK_FALSE(screens::passes(context, row("inconnu", ""), "open"));
    CHECK_FALSE(screens::passes(context, row("illisible", "le lundi"), "open"));
    auto old = row("ancien", "Mo 09:00-12:00");
    old.place.verified_on = "2023-01-01";
    CHECK_FALSE(screens::passes(context, old, "open"));
    CHECK_FALSE(screens::passes(context, row("inconnu", ""), "free"));
    // Whom nobody named is not said to be received.
    CHECK_FALSE(screens::passes(context, row("inconnu", ""), "public/femmes"));
    auto everyone = row("tous", "");
    everyone.services[0].publics = {"tous-publics"};
    CHECK(screens::passes(context, everyone, "public/femmes"));
}

TEST_CASE("filters: a day and its part, past midnight and over holidays as well", "[screens]") {
    Moment moment(kMonday + std::chrono::hours(10));
    const auto context = moment.context();
    const auto at = [](int days, const char* part) {
        const auto* found = std::find_if(std::begin(screens::kDayParts), std::end(screens::kDayParts),
                                         [&](const auto& one) { return std::string_view(one.name) == part; });
        return screens::moment_filter(kMonday + std::chrono::days(days), *found);
    };
    const auto courses = row("cours", "Th 14:00-16:00; PH off");
    CHECK(screens::passes(context, courses, at(3, "afternoon")));
    CHECK_FALSE(screens::passes(context, courses, at(3, "morning")));
    CHECK_FALSE(screens::passes(context, courses, at(2, "afternoon")));
    CHECK(screens::passes(context, row("soir", "We 20:00-02:00"), at(2, "evening")));
    CHECK_FALSE(screens::passes(context, row("matin", "Mo 08:00-09:30"), at(0, "morning")));  // it is over
    // Christmas, of which no rule speaks: to be confirmed, so not offered as open.
    Moment christmas(std::chrono::local_days(std::chrono::year(2026) / 12 / 24) + std::chrono::hours(10));
    const auto friday = screens::moment_filter(std::chrono::local_days(std::chrono::year(2026) / 12 / 25),
                                               screens::kDayParts[2]);
    CHECK_FALSE(screens::passes(christmas.context(), row("vendredi", "Fr 14:00-17:00"), friday));
    CHECK_FALSE(screens::moment_of("at/abc/afternoon"));
    CHECK_FALSE(screens::moment_of("at/20600/dawn"));
    CHECK_FALSE(screens::moment_of("free"));
}

TEST_CASE("filters: whatever is offered leaves just as many rows as it says, and some", "[screens]") {
    std::mt19937 random(26);
    for (int turn = 0; turn < 200; ++turn) {
        Moment moment(kMonday + std::chrono::minutes(random() % (7 * 1440)));
        const auto rows = random_rows(random);
        // A visitor who puts on what is offered, and takes off what is on.
        for (int step = 0; step < 4; ++step) {
            const auto context = moment.context();
            const auto standing = screens::narrowed(context, rows, moment.state.here().filters).size();
            REQUIRE(standing > 0);
            const auto offers = screens::filter_offers(context, rows);
            for (const auto& offer : offers) {
                if (offer.on) continue;
                auto next = action::apply(moment.state, action::ToggleFilter{offer.filter}, {});
                const auto left = screens::narrowed(context, rows, next.here().filters).size();
                INFO(offer.filter);
                CHECK(left == offer.rows);
                CHECK(left > 0);
            }
            for (const auto& offer : screens::moment_offers(context, rows, 7)) {
                auto next = action::apply(moment.state, action::ToggleFilter{offer.filter}, {});
                if (offer.on) continue;
                INFO(offer.filter);
                CHECK(screens::narrowed(context, rows, next.here().filters).size() == offer.rows);
            }
            if (offers.empty()) break;
            moment.state = action::apply(moment.state,
                                         action::ToggleFilter{offers[random() % offers.size()].filter}, {});
        }
    }
}

TEST_CASE("openings: of all places in the order of time, what is open first, each once, all certain",
          "[screens]") {
    std::mt19937 random(27);
    for (int turn = 0; turn < 200; ++turn) {
        Moment moment(kMonday + std::chrono::minutes(random() % (14 * 1440)));
        const auto context = moment.context();
        const auto rows = random_rows(random);
        const auto openings = screens::openings_of(context, rows, 7);
        for (std::size_t i = 0; i < openings.size(); ++i) {
            const auto& one = openings[i];
            CHECK((!one.to || *one.to > moment.now));
            CHECK(one.is_now == (one.from <= moment.now));
            Moment then(one.from);
            const auto& services = one.row->services;
            CHECK(std::any_of(services.begin(), services.end(), [&](const auto& service) {
                return screens::state_of(then.context(), one.row->place, &service) ==
                       model::OpeningState::open;
            }));
            if (i == 0) continue;
            CHECK((openings[i - 1].is_now || !one.is_now));
            if (!one.is_now && !openings[i - 1].is_now) CHECK(openings[i - 1].from <= one.from);
        }
    }
}

TEST_CASE("a list of places counts what is open, and gives way to a sentence when nothing is left",
          "[screens]") {
    const support::TempDir folder;
    auto records = support::sample_content();
    for (auto& record : records)
        if (auto* place = std::get_if<model::Place>(&record)) place->verified_on = "2026-11-01";
    REQUIRE(support::commit_records(folder.path(), records, 1));
    support::ScreenRig rig(folder.path());
    const auto page = rig.build(entry_of(ScreenKind::need, "manger"), {});
    const auto* count = ui::find(page, "need/count");
    REQUIRE(count != nullptr);
    CHECK(count->name.find("ouvert") != std::string::npos);
    auto filtered = entry_of(ScreenKind::need, "manger");
    filtered.filters = {"language/uk"};
    const auto nothing = rig.build(filtered, {});
    const auto* clear = ui::find(nothing, "need/clear");
    REQUIRE(clear != nullptr);
    CHECK(clear->on_tap == action::Action(action::ClearFilters{}));
    CHECK(ui::find(nothing, "filter/language/uk")->state.selected);  // seen, and undone by a tap
}

TEST_CASE("the guide: whatever is answered, at most five taps lead to one to three places and a person",
          "[screens]") {
    support::ScreenRig rig(support::shipped_cache());
    rig.feed.here = model::Coordinates{47.2184, -1.5536};
    std::mt19937 random(28);
    const auto choices_in = [](const ui::Node& root) {
        std::vector<const ui::Node*> choices;
        const std::function<void(const ui::Node&)> look = [&](const ui::Node& node) {
            if (node.on_tap && node.id.starts_with("guide/") && node.id != "guide/all" &&
                node.id != "guide/again")
                choices.push_back(&node);
            for (const auto& child : node.children)
                look(child);
        };
        look(root);
        return choices;
    };
    for (int turn = 0; turn < 60; ++turn) {
        auto entry = entry_of(ScreenKind::guide, {});
        int taps = 0;
        auto root = rig.build(entry, {});
        for (auto choices = choices_in(root); !choices.empty(); choices = choices_in(root)) {
            const auto* choice = choices[random() % choices.size()];
            entry.route = std::get<action::Open>(*choice->on_tap).route;
            root = rig.build(entry, {});
            REQUIRE(++taps <= 5);
        }
        INFO(entry.route.id);
        CHECK(taps == 5);
        std::size_t places = 0;
        const std::function<void(const ui::Node&)> count = [&](const ui::Node& node) {
            if (node.on_tap && node.id.starts_with("place/")) ++places;
            for (const auto& child : node.children)
                count(child);
        };
        count(root);
        CHECK(places >= 1);
        CHECK(places <= 3);
        CHECK(ui::find(root, "guide/all") != nullptr);
    }
}
