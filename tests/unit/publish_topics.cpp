// SPDX-License-Identifier: GPL-3.0-or-later
// The matters of a need, as an admin writes them, and what is said of their faults.
#include <catch2/catch.hpp>

#include "sync/model/record_json.hpp"
#include "tests/support/content_copy.hpp"

using namespace accueil;
using support::ContentCopy;
using List = std::vector<std::string>;

namespace {

const std::string kNeedsFile = "needs.json";
const std::string kBefore = R"(   "equipement-et-alimentation--alimentation"
  ])";

/// The fixture with `topics` in its first need.
struct WithTopics : ContentCopy {
    explicit WithTopics(const std::string& topics) {
        edit(kNeedsFile, kBefore, kBefore + ",\n  \"topics\": [\n" + topics + "\n  ]");
    }
};

const std::string kGood =
    R"(   {"thematique": "equipement-et-alimentation--alimentation", "title": {"fr": "Avoir un repas", "en": "A meal"},
    "synonyms": ["faim", "colis"], "related": ["courses"]})";

}  // namespace

TEST_CASE("topics are read, and carried as they were written", "[publish]") {
    const WithTopics content(kGood);
    CHECK(content.errors() == List{});
    const auto folder = content.read();
    const auto& need = support::record<model::Need>(folder, "manger");
    REQUIRE(need.topics.size() == 1);
    CHECK(need.topics[0].thematique == "equipement-et-alimentation--alimentation");
    CHECK(need.topics[0].title.words("en") == "A meal");
    CHECK(need.topics[0].synonyms == List{"faim", "colis"});
    CHECK(need.topics[0].related == List{"courses"});
    const auto read = model::record_from_json(model::to_json(model::Record(need)));
    REQUIRE(read);
    CHECK(std::get<model::Need>(*read) == need);
}

TEST_CASE("a topic's fault is told with its file, line, column and need", "[publish]") {
    const auto one = [](const std::string& topics) {
        const auto errors = WithTopics(topics).errors();
        REQUIRE(errors.size() == 1);
        return errors.front();
    };
    CHECK(one(R"(   {"thematique": "sante--addictions", "title": {"fr": "Boire", "en": "Drink"}})") ==
          "needs.json:13:5: besoin « manger » : « sante--addictions » n’est pas parmi les « thematiques » du "
          "besoin");
    CHECK(one(kGood + ",\n" + kGood) ==
          "needs.json:15:5: besoin « manger » : « equipement-et-alimentation--alimentation » a déjà une "
          "entrée dans ce "
          "besoin");
    CHECK_THAT(one(R"(   {"thematique": "equipement-et-alimentation--alimentation"})"),
               Catch::StartsWith("needs.json:13:"));
    CHECK_THAT(one(R"(   {"title": {"fr": "Repas", "en": "Meal"}})"), Catch::StartsWith("needs.json:13:"));
    CHECK_THAT(one(R"(   "repas")"), Catch::StartsWith("needs.json:13:"));
    CHECK_THAT(
        one(R"(   {"thematique": "equipement-et-alimentation--alimentation", "title": {"fr": "R", "en": "M"},
    "synonyme": ["faim"]})"),
        Catch::StartsWith("needs.json:14:"));
}
