// SPDX-License-Identifier: GPL-3.0-or-later
// The initiatives narrowed: what passes, what is offered, and that gallery, list and map say the same.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "kiosk/screens/initiative_filters.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/screen_checks.hpp"
#include "tests/support/screen_rig.hpp"
#include "tests/support/tree_checks.hpp"

using namespace accueil;
using action::Overlay;
using action::ScreenKind;
using screens::FilterOffer;
using support::Glass;
using support::says;
using support::ScreenRig;

namespace {

using Filters = std::vector<std::string>;

query::Initiatives shipped_initiatives() {
    return query::initiatives(*support::shipped_screens().source).value();
}

action::Entry initiatives_entry(ScreenKind screen, const Filters& filters,
                                action::Look look = action::Look::gallery) {
    action::Entry entry;
    entry.route.screen = screen;
    entry.filters = filters;
    entry.look = look;
    if (screen == ScreenKind::map) entry.filter = "initiatives";
    return entry;
}

std::size_t left_by(const screens::FactsList& all, const Filters& filters) {
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const auto* facts) { return screens::passes(*facts, filters); }));
}

std::size_t drawn(const ui::Node& node, const std::string& prefix) {
    std::size_t count = node.id.starts_with(prefix) ? 1 : 0;
    for (const auto& child : node.children)
        count += drawn(child, prefix);
    return count;
}

std::set<std::string> offered(const std::vector<FilterOffer>& offers, std::string_view kind) {
    std::set<std::string> filters;
    for (const auto& offer : offers)
        if (!offer.on && screens::filter_kind(offer.filter) == kind) filters.insert(offer.filter);
    return filters;
}

query::InitiativeFacts facts(const std::string& insee, const std::string& since, const std::string& until) {
    model::Initiative initiative;
    initiative.insee = insee;
    initiative.municipality = "Ville " + insee;
    initiative.since = since;
    initiative.until = until;
    initiative.themes = {"ecoute"};
    return query::facts_of(initiative);
}

void check_walks(const screens::FactsList& all, const std::vector<model::Theme>& themes, std::mt19937& random,
                 int visits) {
    for (int visit = 0; visit < visits; ++visit) {
        action::AppState state = action::apply({}, action::Open{{ScreenKind::initiatives, {}}}, {});
        for (int step = 0; step < 8; ++step) {
            const auto& on = state.here().filters;
            const auto offers = screens::initiative_offers(all, {themes, on, {"44109"}, 2026});
            REQUIRE(left_by(all, on) > 0);
            for (const auto& offer : offers) {
                const auto next = action::apply(state, action::ToggleFilter{offer.filter}, {});
                INFO(offer.filter);
                if (offer.on) {
                    CHECK(offer.rows == left_by(all, on));
                    CHECK(next.here().filters.size() == on.size() - 1);
                } else {
                    CHECK(offer.rows > 0);
                    CHECK(left_by(all, next.here().filters) == offer.rows);
                }
            }
            if (offers.empty()) break;
            state = action::apply(state, action::ToggleFilter{offers[random() % offers.size()].filter}, {});
        }
    }
}

}  // namespace

TEST_CASE("initiatives: whatever is offered of the shipped content leaves as many as it says, and some",
          "[screens]") {
    std::mt19937 random(61);
    const auto content = shipped_initiatives();
    REQUIRE(content.initiatives.size() > 20);
    check_walks(screens::facts_list(content), content.themes, random, 40);
}

TEST_CASE("initiatives: the same of any content", "[screens]") {
    std::mt19937 random(62);
    model::Theme theme;
    theme.id = "ecoute";
    const char* towns[] = {"44109", "44184", "35238", "75056", "2A004", "97411", "98818", ""};
    for (int turn = 0; turn < 60; ++turn) {
        std::vector<query::InitiativeFacts> made;
        for (auto count = 1 + random() % 20; count > 0; --count) {
            const int first = 1950 + static_cast<int>(random() % 76);
            const auto since = random() % 4 == 0 ? "" : std::to_string(first);
            const auto until =
                random() % 3 != 0 ? "" : std::to_string(first + static_cast<int>(random() % 9));
            made.push_back(facts(towns[random() % std::size(towns)], since, until));
            made.back().kind = static_cast<model::InitiativeKind>(random() % 4);
            if (random() % 5 == 0) made.back().territories = {"france"};
        }
        screens::FactsList all;
        for (const auto& one : made)
            all.push_back(&one);
        check_walks(all, {theme}, random, 4);
        // Whatever year somebody named can be chosen, alone or in its decade; so can every territory's
        // region.
        const auto offers = screens::initiative_offers(all, {{theme}, {}, {}, 2026});
        for (const auto& one : made) {
            const auto reaches = [&](const char* kind) {
                return std::any_of(offers.begin(), offers.end(), [&](const auto& offer) {
                    return screens::filter_kind(offer.filter) == kind && screens::passes(one, offer.filter);
                });
            };
            // What all of them have in common is not offered: it would change nothing.
            const auto in_all = [&](const std::string& filter) {
                return left_by(all, {filter}) == all.size();
            };
            const auto first = one.first_year.value_or(0), decade = first / 10 * 10;
            const bool one_time =
                one.first_year
                    ? in_all("year/" + std::to_string(first)) ||
                          in_all("year/" + std::to_string(decade) + "-" + std::to_string(decade + 9))
                    : in_all("year/unknown");
            const bool one_place =
                in_all("territory/" + (one.territories.empty() ? "unknown" : one.territories.front()));
            CHECK((reaches("year") || one_time));
            CHECK((reaches("territory") || one_place));
        }
    }
}

TEST_CASE("initiatives: a year holds what went on in it, a territory what is practised in it", "[screens]") {
    const auto over = facts("44109", "2017-09", "2018-01"), goes_on = facts("35238", "2020", ""),
               unknown = facts("", "", "");
    CHECK(screens::passes(over, "year/2017"));
    CHECK(screens::passes(over, "year/2018"));
    CHECK_FALSE(screens::passes(over, "year/2016"));
    CHECK_FALSE(screens::passes(over, "year/2019"));
    CHECK(screens::passes(over, "year/2010-2019"));
    CHECK_FALSE(screens::passes(goes_on, "year/2019"));
    CHECK(screens::passes(goes_on, "year/2026"));
    CHECK_FALSE(screens::passes(unknown, "year/2020"));
    CHECK(screens::passes(unknown, "year/unknown"));
    CHECK_FALSE(screens::passes(over, "year/unknown"));
    CHECK(screens::passes(over, "territory/region-52"));
    CHECK(screens::passes(over, "territory/commune-44109"));
    CHECK_FALSE(screens::passes(over, "territory/region-53"));
    CHECK_FALSE(screens::passes(over, "territory/france"));
    CHECK(screens::passes(unknown, "territory/unknown"));
    // What means nothing is passed by none, and breaks nothing.
    for (const char* bad :
         {"year/", "year/abc", "year/2020-", "year/2020-2010", "year/20x0", "kind/autre", "rien"})
        CHECK_FALSE(screens::passes(over, bad));
}

TEST_CASE("initiatives: a territory leads to its parts, and back to what it lies in", "[screens]") {
    const auto a = facts("44109", "", ""), b = facts("44184", "", ""), c = facts("49007", "", ""),
               d = facts("35238", "", "");
    const std::vector<model::Theme> themes;
    const auto of = [&](const screens::FactsList& all, const Filters& on) {
        return offered(screens::initiative_offers(all, {themes, on, {"44109"}, 2026}), "territory");
    };
    using Set = std::set<std::string>;
    CHECK(of({&a, &b, &c, &d}, {}) ==
          Set{"territory/commune-44109", "territory/region-52", "territory/region-53"});
    CHECK(of({&a, &b, &c, &d}, {"territory/region-52"}) ==
          Set{"territory/departement-44", "territory/departement-49"});
    CHECK(of({&a, &b, &c, &d}, {"territory/departement-44"}) ==
          Set{"territory/region-52", "territory/commune-44109", "territory/commune-44184"});
    // A region all of whose initiatives are in one département leads on to its communes.
    CHECK(of({&a, &b, &d}, {"territory/region-52"}) ==
          Set{"territory/commune-44109", "territory/commune-44184"});
    CHECK(of({&d, &a}, {"territory/region-53"}).empty());
}

TEST_CASE("initiatives: gallery, list and map show the same, under the same filters", "[screens]") {
    auto& rig = support::shipped_screens();
    const auto content = shipped_initiatives();
    const auto all = screens::facts_list(content);
    for (const Filters& filters :
         {Filters{}, Filters{"territory/region-52"}, Filters{"territory/region-52", "year/2020"},
          Filters{"kind/method"}, Filters{"year/unknown"}}) {
        const auto left = left_by(all, filters);
        INFO(support::catalog().plural("fr", "ui.count.initiatives", static_cast<long>(left)));
        REQUIRE(left > 0);
        for (const auto look : {action::Look::gallery, action::Look::list}) {
            const auto root = rig.build(initiatives_entry(ScreenKind::initiatives, filters, look), {});
            CHECK(drawn(root, "initiative/") == left);
            const auto* count = ui::find(root, "initiatives/count");
            REQUIRE(count != nullptr);
            CHECK(count->role == ui::Role::status);
            CHECK(count->name ==
                  support::catalog().plural("fr", "ui.count.initiatives", static_cast<long>(left)));
        }
        auto entry = initiatives_entry(ScreenKind::map, filters);
        rig.state.way = {action::Entry{}, entry};
        const auto selection = screens::map_selection_job(rig.data(entry.route),
                                                          screens::map_wish(rig.state, rig.now))(*rig.source)
                                   .value();
        const auto& map = screens::map_selection(*selection);
        CHECK(map.initiatives == map.rows.size());
        CHECK(map.initiatives + map.nowhere == left);
        const auto root = rig.build(entry, {});
        const auto nowhere =
            support::catalog().plural("fr", "ui.map.nowhere", static_cast<long>(map.nowhere));
        CHECK(says(root, nowhere) == (map.nowhere > 0));
    }
}

TEST_CASE("initiatives: the list is by name, without regard to accents", "[screens]") {
    auto& rig = support::shipped_screens();
    const auto root = rig.build(initiatives_entry(ScreenKind::initiatives, {}, action::Look::list), {});
    std::vector<std::string> names;
    const auto walk = [&](const ui::Node& node, const auto& self) -> void {
        if (node.id.starts_with("initiative/")) names.push_back(base::fold(node.name));
        for (const auto& child : node.children)
            self(child, self);
    };
    walk(root, walk);
    CHECK(names.size() > 20);
    CHECK(std::is_sorted(names.begin(), names.end()));
}

TEST_CASE("initiatives: what is on can be taken off by a touch each, and all at once", "[screens]") {
    auto& rig = support::shipped_screens();
    const Filters both{"territory/region-52", "kind/place"};
    for (const auto screen : {ScreenKind::initiatives, ScreenKind::map}) {
        const auto root = rig.build(initiatives_entry(screen, both), {});
        for (const auto& filter : both) {
            const auto* chip = ui::find(root, "filter/" + filter);
            REQUIRE(chip != nullptr);
            CHECK(chip->state.selected);
            CHECK(chip->on_tap == action::Action(action::ToggleFilter{filter}));
        }
        CHECK(ui::find(root, "filter/territory/region-52")->name == "Pays de la Loire");
        const auto* clear = ui::find(root, "filter/clear");
        REQUIRE(clear != nullptr);
        CHECK(clear->on_tap == action::Action(action::ClearFilters{}));
        CHECK(ui::find(rig.build(initiatives_entry(screen, {both[0]}), {}), "filter/clear") == nullptr);
    }
}

TEST_CASE("initiatives: what leaves nothing says so, and leads out", "[screens]") {
    auto& rig = support::shipped_screens();
    for (const auto& glass : support::every_glass()) {
        const auto root = rig.build(initiatives_entry(ScreenKind::initiatives, {"theme/disparu"}), glass);
        CHECK(says(root, support::catalog().text(glass.language, "ui.initiatives.none_left")));
        const auto* way = ui::find(root, "initiatives/clear");
        REQUIRE(way != nullptr);
        CHECK(way->on_tap == action::Action(action::ClearFilters{}));
        const auto map = rig.build(initiatives_entry(ScreenKind::map, {"theme/disparu"}), glass);
        REQUIRE(ui::find(map, "map/clear") != nullptr);
        CHECK(ui::find(map, "map/clear")->on_tap == action::Action(action::ClearFilters{}));
    }
}

TEST_CASE("initiatives: gallery, list, map and their dialogs hold together on every glass", "[screens]") {
    auto& rig = support::shipped_screens();
    support::TestMap map;
    const Filters some{"territory/region-52", "year/2020", "theme/cooperation"};
    for (const auto& glass : support::every_glass()) {
        rig.map = &map.view;
        for (const auto screen : {ScreenKind::initiatives, ScreenKind::map})
            for (const auto& filters : {Filters{}, some, Filters{"theme/disparu"}})
                for (const auto look : {action::Look::gallery, action::Look::list})
                    for (const auto overlay : {Overlay::none, Overlay::by_theme, Overlay::by_territory,
                                               Overlay::by_kind, Overlay::by_year}) {
                        if (screen == ScreenKind::map && look == action::Look::list) continue;
                        rig.state.overlay = overlay;
                        const auto root = rig.build(initiatives_entry(screen, filters, look), glass);
                        const auto found = support::TreeChecks(support::text_engine()).findings(root);
                        INFO(action::name_of(screen)
                             << " overlay " << static_cast<int>(overlay) << " with " << filters.size()
                             << " filters on " << glass.words() << "\n"
                             << support::few(found));
                        CHECK(found.empty());
                        if (overlay == Overlay::none) {
                            for (const char* id : {"view/gallery", "view/list", "view/map"})
                                REQUIRE(ui::find(root, id) != nullptr);
                        } else {
                            const auto* sheet = ui::find(root, "dialog/sheet");
                            REQUIRE(sheet != nullptr);
                            CHECK(sheet->rect.y >= 0);
                        }
                    }
        rig.map = nullptr;
    }
    rig.state.overlay = Overlay::none;
}

TEST_CASE("initiatives: every region at once fits into the dialog", "[screens]") {
    auto records = support::sample_content();
    std::erase_if(records,
                  [](const auto& record) { return std::holds_alternative<model::Initiative>(record); });
    int made = 0;
    for (const char* code : {"01", "02", "03", "04", "06", "11", "24", "27", "28", "32", "44", "52", "53",
                             "75", "76", "84", "93", "94", ""}) {
        model::Initiative initiative;
        initiative.id = "i" + std::to_string(++made);
        initiative.title = model::Text("Initiative " + initiative.id);
        initiative.themes = {"ecoute"};
        if (*code != 0) initiative.zone = {std::string("region-") + code};
        initiative.since = std::to_string(1950 + made * 4);
        records.emplace_back(initiative);
    }
    support::TempDir folder;
    REQUIRE(support::commit_records(folder.path(), records, 1));
    ScreenRig rig(folder.path());
    for (const auto& glass : support::every_glass())
        for (const auto overlay : {Overlay::by_territory, Overlay::by_year}) {
            rig.state.overlay = overlay;
            const auto root = rig.build(initiatives_entry(ScreenKind::initiatives, {}), glass);
            INFO(glass.words() << " overlay " << static_cast<int>(overlay));
            CHECK(ui::find(root, "dialog/sheet")->rect.y >= 0);
            CHECK(drawn(root, "offer/") >= 18);
        }
}
