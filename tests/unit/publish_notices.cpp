// SPDX-License-Identifier: GPL-3.0-or-later
// notices.json: what is read of it, and what is said of its faults.
#include <catch2/catch.hpp>

#include "tests/support/content_copy.hpp"

using namespace accueil;
using support::ContentCopy;
using List = std::vector<std::string>;

namespace {

std::string list_of(const std::string& fields) {
    return R"([{"id": "a", "title": {"fr": "Titre", "en": "Title"}, )" + fields + "}]\n";
}

const std::string kSound = R"("urgency": "info", "end": "2026-12-01")";

std::string error_of_notice(const std::string& fields) {
    const ContentCopy content;
    content.write("notices.json", list_of(fields));
    const auto errors = content.errors();
    INFO(fields);
    REQUIRE(errors.size() == 1);
    return errors.front();
}

const model::Notice& only(const publish::ContentFolder& folder) {
    return support::record<model::Notice>(folder, "a");
}

}  // namespace

TEST_CASE("a notice is read with all its fields", "[publish]") {
    const ContentCopy content;
    const auto folder = content.read();
    const auto& notice = support::record<model::Notice>(folder, "travaux-guichet");
    CHECK(notice.position == 1);
    CHECK(notice.title.words("en") == "Identity papers: two mornings a week");
    CHECK(notice.text.words("fr").starts_with("Pendant les travaux"));
    CHECK(notice.urgency == model::Urgency::important);
    CHECK(notice.start == "2027-02-08T08:00");
    CHECK(notice.end == "2027-02-27T00:00");  // a day is counted to its end
    CHECK(notice.places == List{"mairie"});
    CHECK(notice.kiosks == List{});
    CHECK(notice.groups == List{"mairies"});
}

TEST_CASE("moments are written as people do", "[publish]") {
    const ContentCopy content;
    content.write("notices.json",
                  list_of(R"("urgency": "urgent", "start": "2026-12-31", "end": "2026-12-31T18:30")"));
    REQUIRE(content.errors() == List{});
    const auto folder = content.read();
    CHECK(only(folder).start == "2026-12-31T00:00");
    CHECK(only(folder).end == "2026-12-31T18:30");
    content.write("notices.json", list_of(R"("urgency": "urgent", "end": "2026-12-31")"));
    const auto at_once = content.read();
    CHECK(only(at_once).start.empty());
    CHECK(only(at_once).end == "2027-01-01T00:00");
}

TEST_CASE("a fault of a notice is told with its line, column and id", "[publish]") {
    const std::string is = "annonce « a » : ";
    CHECK_THAT(error_of_notice(R"("end": "2026-12-01")"), Catch::EndsWith(is + "il manque « urgency »"));
    CHECK_THAT(error_of_notice(R"("urgency": "info")"), Catch::EndsWith(is + "il manque « end »"));
    CHECK_THAT(error_of_notice(R"("urgency": "grave", "end": "2026-12-01")"),
               Catch::Contains(
                   "« grave » n’est pas une valeur connue ; les valeurs sont : info, important, urgent"));
    CHECK(error_of_notice(R"("urgency": "info", "end": "demain")") ==
          "notices.json:1:74: " + is +
              "« end » : « demain » n’est pas un moment (AAAA-MM-JJ HH:MM, ou AAAA-MM-JJ)");
    CHECK_THAT(
        error_of_notice(R"("urgency": "info", "start": "2026-12-02 10:00", "end": "2026-12-02T10:00")"),
        Catch::EndsWith("la fin (2026-12-02T10:00) est avant le début (2026-12-02T10:00)"));
    CHECK_THAT(error_of_notice(kSound + R"(, "places": ["mairi"])"),
               Catch::Contains("pas de lieu « mairi »"));
    CHECK_THAT(error_of_notice(kSound + R"(, "kiosks": ["Le hall"])"),
               Catch::Contains("« Le hall » n’est pas un identifiant"));
    CHECK_THAT(error_of_notice(kSound + R"(, "group": ["nord"])"),
               Catch::Contains("vouliez-vous dire « groups »"));
    CHECK_THAT(error_of_notice(kSound + R"(, "text": {"fr": "a", "en": ")" + std::string(241, 'x') + "\"}"),
               Catch::EndsWith("« text » (anglais) a plus de 240 caractères : l’écran n’a pas la place"));
    const ContentCopy content;
    content.write("notices.json", "{}\n");
    CHECK(content.errors().size() == 1);
}

TEST_CASE("a territory's notices and exceptions are of its own places", "[publish]") {
    const ContentCopy content;
    const auto folder = publish::read_content_folder(content.path(), {{}, "44109", {}});
    REQUIRE_FALSE(folder.report.has_errors());
    const auto& notice = support::record<model::Notice>(folder, "44109-travaux-guichet");
    CHECK(notice.places == List{"44109-mairie"});
    CHECK(notice.groups == List{"mairies"});
    CHECK(support::record<model::Place>(folder, "44109-mairie").exceptions.size() == 2);
    content.edit("notices.json", "\"mairie\"", "\"du-centre\"");
    CHECK(publish::read_content_folder(content.path(), {{}, "44109", {}}).report.errors() == 1);
}
