// SPDX-License-Identifier: GPL-3.0-or-later
// What is of the opening_hours language, how it is spelt, and what is refused with the place and the reason.
#include <catch2/catch.hpp>

#include "sync/model/opening_hours_parser.hpp"
#include "tests/support/hours_samples.hpp"

using namespace accueil;

namespace {

std::string canonical(const std::string& text) {
    const auto rules = model::parse_hours(text);
    return rules ? model::to_text(*rules) : "refused: " + rules.error().detail;
}

std::string refusal(const std::string& text) {
    const auto rules = model::parse_hours(text);
    return rules ? "taken as " + model::to_text(*rules) : rules.error().detail;
}

}  // namespace

TEST_CASE("an expression has one canonical spelling", "[model]") {
    CHECK(canonical("mo-fr 9:00-12:30 , 14:00-17:00;ph OFF") == "Mo-Fr 09:00-12:30,14:00-17:00; PH off");
    CHECK(canonical("Monday,tue,Wed 9:00-12:00") == "Mo-We 09:00-12:00");
    CHECK(canonical("Sa,Su,Mo 22:00-26:00") == "Sa-Mo 22:00-02:00");
    CHECK(canonical("Mo,Tu10:00-12:00") == "Mo,Tu 10:00-12:00");
    CHECK(canonical("SHWe 10:00-12:00") == "SH We 10:00-12:00");
    CHECK(canonical("PH-1day") == "PH -1 day");
    CHECK(canonical("Dec 24,25: closed \"fêtes\"") == "Dec 24,Dec 25 off \"fêtes\"");
    CHECK(canonical("Nov-Feb: 10:00-12:00") == "Nov-Feb 10:00-12:00");
    CHECK(canonical("Nov: Th[4] 10:00-12:00") == "Nov: Th[4] 10:00-12:00");
    CHECK(canonical("Nov Th[4] 10:00-12:00") == "Nov Th[4] 10:00-12:00");
    CHECK(canonical("2012 Jan 01,Feb 02") == "2012 Jan 01,2012 Feb 02");
    CHECK(canonical("2013,2015/2,2060+ Jan 01") == "2013,2015/2,2060+ Jan 01");
    CHECK(canonical("week 1,week 3-9/2 Mo") == "week 01,03-09/2 Mo");
    CHECK(canonical("Th[1-3,-1] -2 days 10:00-12:00") == "Th[1,2,3,-1] -2 days 10:00-12:00");
    CHECK(canonical("( sunrise + 01:30 ) - sunset") == "(sunrise+01:30)-sunset");
    CHECK(canonical("17:00 + , 12:00-14:00") == "17:00+,12:00-14:00");
    CHECK(canonical("\"sur rendez-vous\": Mo 10:00-12:00||unknown") ==
          "Mo 10:00-12:00 \"sur rendez-vous\" || unknown");
    CHECK(canonical("24/7") == "24/7");
    CHECK(canonical("Mo 10:00-12:00 , PH off") == "Mo 10:00-12:00, PH off");
    CHECK(canonical("2026 Dec 24-2027 Jan 02 off") == "2026 Dec 24-2027 Jan 02 off");
    CHECK(canonical("easter -2 days-easter +1 day off") == "easter -2 days-easter +1 day off");
    CHECK(canonical("00:00-24:00") == "00:00-24:00");
    CHECK(canonical("14:00-14:00") == "14:00-14:00");
}

TEST_CASE("what is not of the language is refused, with the place and what was expected", "[model]") {
    CHECK(refusal("Mo-Fr 9h-12h30") == "character 7: expected times, \"off\", \";\" or the end");
    CHECK(refusal("lundi-vendredi 09:00-12:00") ==
          "character 1: expected a rule, such as \"Mo-Fr 09:00-12:00\"");
    CHECK(refusal("") == "character 1: expected a rule, such as \"Mo-Fr 09:00-12:00\"");
    CHECK(refusal("Mo 12:00") == "character 9: expected \"-\" and a time, or \"+\"");
    CHECK(refusal("Mo 09:00-12:00-14:00") == "character 15: expected \",\", \";\" or the end");
    CHECK(refusal("Mo 25:00-26:00") == "character 4: expected a time of at most 23:59");
    CHECK(refusal("Mo 10:00-48:01") == "character 10: expected a time of at most 48:00");
    CHECK(refusal("Mo 10:60-11:00") == "character 4: expected a time of at most 23:59");
    CHECK(refusal("10:00-16:00/01:30") == "character 12: expected no period: opening hours have none");
    CHECK(refusal("PH +2 days off") == "character 5: expected at most 1 day");
    CHECK(refusal("Mo-PH 10:00-12:00") == "character 4: expected a weekday");
    CHECK(refusal("Jun 31") == "character 5: expected a day of the month, 1 to 30");
    CHECK(refusal("Jun 20-10") == "character 8: expected a later day of the month");
    CHECK(refusal("week 54") == "character 6: expected the number of a week, 1 to 53");
    CHECK(refusal("week 10-20/1") == "character 12: expected a step of 2 or more");
    CHECK(refusal("2014-2014 Jan 01") == "character 6: expected a later year");
    CHECK(refusal("2026 easter-easter +2 days") == "character 27: expected a year at both ends");
    CHECK(refusal("Mo \"été\" \"encore\"") == "character 10: expected \",\", \";\" or the end");
    CHECK(refusal("Mo \"sans fin") == "character 4: expected a comment between quotation marks");
    CHECK(refusal("(sunrise+2)-sunset") == "character 10: expected a time such as 09:00");
    CHECK(refusal("We off, Mo,Tu, Jun-Aug We 10:00-12:00") ==
          "character 14: expected times, \"off\", \";\" or the end");
    CHECK(refusal("Mo 23:59-48:00+") == "character 10: expected an end by 40:00, since it is open");
    CHECK(refusal("1000-1200") == "character 1: expected a year");
    CHECK(refusal("24/7, Mo off") == "character 5: expected times, \"off\", \";\" or the end");
    CHECK(refusal("\"x\" Mo, 10:00-12:00") == "character 7: expected times, \"off\", \";\" or the end");
    CHECK(refusal("Dec 24/7") == "character 7: expected times, \"off\", \";\" or the end");
    CHECK(refusal("Th[6]") == "character 4: expected 1 to 5, or -1 to -5");
    CHECK(refusal("Mo 10:00-12:00;") == "character 16: expected a rule, such as \"Mo-Fr 09:00-12:00\"");
    CHECK(refusal("Mo\xff") == "opening hours are not UTF-8");
    const auto long_text = model::parse_hours(std::string(model::kMostHoursBytes + 1, ' '));
    REQUIRE_FALSE(long_text);
    CHECK(long_text.error().code == base::ErrorCode::too_large);
}

TEST_CASE("the canonical spelling is read as the same again", "[model]") {
    support::RandomHours random(20261125);
    for (int i = 0; i < 3000; ++i) {
        const auto text = random.expression();
        INFO(text);
        const auto rules = model::parse_hours(text);
        if (!rules) {
            INFO(rules.error().detail);
            FAIL();
        }
        const auto spelt = model::to_text(*rules);
        INFO(spelt);
        const auto again = model::parse_hours(spelt);
        REQUIRE(again.has_value());
        REQUIRE(model::to_text(*again) == spelt);
        REQUIRE(*again == *rules);
    }
}
