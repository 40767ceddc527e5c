// SPDX-License-Identifier: GPL-3.0-or-later
// What a visitor types, and what is found for it in the content that comes with the programs.
#include "kiosk/query/search.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <random>

#include "sync/base/strings.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/shipped_content.hpp"

using namespace accueil;
using query::Found;
using query::FoundKind;
using query::FoundWhy;
using query::SearchAnswer;

namespace {

const query::Source& shipped() {
    static const auto kSource = support::open_cache(support::shipped_cache());
    return *kSource;
}

SearchAnswer ask(const std::string& text, const query::Source& source = shipped()) {
    const auto answer = query::search(source, {text});
    INFO(text);
    REQUIRE(answer);
    CHECK(answer->text == text);
    return *answer;
}

const query::FoundGroup* group(const SearchAnswer& answer, FoundKind kind) {
    const auto at = std::find_if(answer.groups.begin(), answer.groups.end(),
                                 [&](const query::FoundGroup& one) { return one.kind == kind; });
    return at == answer.groups.end() ? nullptr : &*at;
}

/// The first need's matter, without its family: "alimentation"; "" where none is found.
std::string matter(const std::string& text) {
    const auto answer = ask(text);
    const auto* needs = group(answer, FoundKind::need);
    if (needs == nullptr) return {};
    const auto& thematique = needs->found.front().thematique;
    return thematique.empty() ? needs->found.front().id : thematique.substr(thematique.find("--") + 2);
}

bool finds(const std::string& text, FoundKind kind, const std::string& id) {
    const auto answer = ask(text);
    const auto* one = group(answer, kind);
    return one != nullptr && std::any_of(one->found.begin(), one->found.end(),
                                         [&](const Found& found) { return found.id == id; });
}

void check_sound(const SearchAnswer& answer) {
    CHECK(answer.completions.size() <= 5);
    for (const auto& one : answer.groups) {
        REQUIRE_FALSE(one.found.empty());
        CHECK(one.found.size() <= 6);
        for (const auto& found : one.found) {
            CHECK(found.kind == one.kind);
            CHECK_FALSE(found.id.empty());
            CHECK_FALSE(found.title.empty());
            const auto title = found.title.words("fr");
            std::size_t last = 0;
            for (const auto& highlight : found.highlights) {
                CHECK(highlight.begin >= last);
                CHECK(highlight.begin < highlight.end);
                REQUIRE(highlight.end <= title.size());
                CHECK(base::is_valid_utf8(title.substr(highlight.begin, highlight.end - highlight.begin)));
                last = highlight.end;
            }
        }
    }
}

}  // namespace

TEST_CASE("accents, case, plurals and apostrophes make no difference", "[query]") {
    for (const auto* text : {"épicerie solidaire", "EPICERIE SOLIDAIRE", "epiceries solidaires",
                             "l'épicerie solidaire", "l’epicerie solidaire", "  épicerie   solidaire !"})
        CHECK(matter(text) == "alimentation");
}

TEST_CASE("acronyms are found however they are spelled", "[query]") {
    for (const auto* text : {"RSA", "rsa", "r s a", "R.S.A.", "le rsa"})
        CHECK(matter(text) == "accompagnement-pour-lacces-aux-droits");
    CHECK(matter("39 19") == "surmonter-conflits-separation-violence");
    CHECK(matter("3919") == "surmonter-conflits-separation-violence");
}

TEST_CASE("slips, words by ear and words run together are understood", "[query]") {
    CHECK(matter("medcin") == "acces-aux-soins");
    CHECK(matter("dantiste") == "acces-aux-soins");
    CHECK(matter("aprendre le francé") == "maitriser-le-francais");
    CHECK(matter("restoducoeur") == "alimentation");
    CHECK(matter("aidemenagere") == "aide-menagere");
    CHECK(matter("co voiturage") == "mobilite-douce-partagee-collective");
    CHECK(matter("fuite deau") == "se-maintenir-dans-le-logement");
    CHECK(ask("medcin").meant == "médecin");
    CHECK(ask("médecin").meant.empty());
}

TEST_CASE("a number with another digit is another number", "[query]") {
    CHECK(matter("3919") != matter("3949"));
    CHECK(ask("3918").groups.empty());
}

TEST_CASE("everyday words mean what the administration calls otherwise", "[query]") {
    CHECK(matter("mon mari me frappe") == "surmonter-conflits-separation-violence");
    CHECK(matter("je dors dehors") == "rechercher-une-solution-dhebergement-temporaire");
    CHECK(matter("boulot") == "repondre-a-des-offres-demploi");
    CHECK(matter("طبيب") == "acces-aux-soins");
    CHECK(matter("робота") == "repondre-a-des-offres-demploi");
    CHECK(matter("food bank") == "alimentation");
}

TEST_CASE("each result says why it is there", "[query]") {
    const auto by_synonym = ask("frigo");
    const auto& synonym = group(by_synonym, FoundKind::need)->found.front();
    CHECK(synonym.id == "s-habiller-s-equiper");
    CHECK(synonym.thematiques == std::vector<std::string>{"equipement-et-alimentation--electromenager"});
    CHECK_FALSE(synonym.detail.empty());

    const auto by_title = ask("colis alimentaire");
    const auto& need = group(by_title, FoundKind::need)->found.front();
    CHECK(need.why == FoundWhy::title);
    REQUIRE(need.highlights.size() == 2);
    const auto title = need.title.words("fr");
    CHECK(title.substr(need.highlights[0].begin, need.highlights[0].end - need.highlights[0].begin) ==
          "colis");

    const auto synonym_alone = ask("toubib");
    const auto& doctor = group(synonym_alone, FoundKind::need)->found.front();
    CHECK(doctor.why == FoundWhy::synonym);
    CHECK(doctor.word == "toubib");

    const auto services = ask("faim");
    const auto* found = group(services, FoundKind::service);
    REQUIRE(found != nullptr);
    CHECK(std::any_of(found->found.begin(), found->found.end(),
                      [](const Found& one) { return one.why == FoundWhy::need && !one.detail.empty(); }));
}

TEST_CASE("places, services, initiatives and questions are found by their titles", "[query]") {
    CHECK(finds("médiathèque jacques demy", FoundKind::place, "mediatheque-jacques-demy"));
    CHECK(ask("médiathèque jacques demy").groups.front().kind == FoundKind::place);
    CHECK(finds("mediatheque jaques demi", FoundKind::place, "mediatheque-jacques-demy"));
    CHECK(finds("douches", FoundKind::service, "agnes-varda-douches"));
    CHECK(finds("labaccès", FoundKind::initiative, "labacces"));
    CHECK(finds("hospitalité", FoundKind::question, "reinvestir-l-hospitalite"));
}

TEST_CASE("what is being typed is completed", "[query]") {
    const auto complete = [](const std::string& text) { return ask(text).completions; };
    const auto has = [&](const std::string& text, const std::string& word) {
        const auto words = complete(text);
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    CHECK(has("médec", "médecin"));
    CHECK(has("medec", "médecin"));
    CHECK(has("carte d'", "d’identité"));
    CHECK(has("pôle ", "emploi"));
    CHECK(has("loge", "logement"));
    CHECK(complete("").empty());
    CHECK(complete("xqzk").empty());
    // The beginning of a word finds what the word finds.
    CHECK(matter("alimen") == "alimentation");
    CHECK(matter("aide alimen") == "alimentation");
}

TEST_CASE("nonsense finds nothing", "[query]") {
    for (const auto* text :
         {"", " ", "?!", "qsdfghjk", "wwww", "xptlk brmf", "horoscope du bélier", "…", "'", "\"\""}) {
        const auto answer = ask(text);
        INFO(text);
        CHECK(answer.groups.empty());
    }
}

TEST_CASE("nothing that can be typed does harm", "[query]") {
    const std::string hostile[] = {"\" OR 1=1 --",
                                   "NEAR(a b, 2)",
                                   "terms:repas",
                                   "repas*",
                                   "^repas",
                                   "(((((",
                                   "a AND",
                                   "NOT repas",
                                   "repas\" AND \"",
                                   "'; DROP TABLE record; --",
                                   "\xFF\xFE",
                                   "\xC3",
                                   "repas\xC3(",
                                   std::string("re\0pas", 6),
                                   "\x01\x02\x7F",
                                   "\u202Erepas",
                                   "🏠🍞",
                                   std::string(10'000, 'a'),
                                   std::string(10'000, ' '),
                                   std::string(5'000, '"'),
                                   "a b c d e f g h i j k l m n o p q r s t",
                                   "=repas",
                                   "@need-manger",
                                   "-- repas",
                                   "\\",
                                   "%",
                                   "_"};
    for (const auto& text : hostile)
        check_sound(ask(text));
    std::string many;
    for (int i = 0; i < 2'000; ++i)
        many += "repas logement médecin ";
    check_sound(ask(many));
    CHECK(matter("repas*") == "alimentation");
    CHECK(matter("\"repas\"") == "alimentation");

    std::mt19937 random(11);
    for (int round = 0; round < 400; ++round) {
        std::string text;
        for (std::size_t i = random() % 24; i > 0; --i)
            text += static_cast<char>(random() % 3 == 0 ? random() % 256 : "aeilmnorst '\"-*"[random() % 15]);
        check_sound(ask(text));
    }
}

TEST_CASE("each letter of what is typed has a sound answer", "[query]") {
    const std::string text = "toucher le r s a à Nantes, aide alimentaire";
    for (std::size_t end = 0; end <= text.size(); ++end)
        check_sound(ask(text.substr(0, end)));
}

TEST_CASE("the nearer of two alike comes first, and the metres are told", "[query]") {
    const support::TempDir folder;
    auto records = support::sample_content();
    for (int i = 0; i < 3; ++i) {
        auto place = support::sample_place("salle-" + std::to_string(i), i);
        place.name = model::Text("Salle commune");
        place.coordinates = model::Coordinates{47.2 + (i == 1 ? 0.001 : 1.0 + i), -1.55};
        records.emplace_back(place);
    }
    REQUIRE(support::commit_records(folder.path(), records, 1));
    const auto source =
        query::open_source({folder.path(), folder.path() / "none", model::Coordinates{47.2, -1.55}}).value();
    const auto answer = ask("salle commune", *source);
    const auto* places = group(answer, FoundKind::place);
    REQUIRE(places != nullptr);
    REQUIRE(places->found.size() == 3);
    CHECK(places->found[0].id == "salle-1");
    REQUIRE(places->found[0].metres);
    CHECK(*places->found[0].metres == Approx(111).margin(2));
    CHECK(places->found[1].id == "salle-0");
}

TEST_CASE("a content without needs or words answers with what it has", "[query]") {
    const support::TempDir folder;
    REQUIRE(support::commit_records(folder.path(), std::vector<model::Record>{}, 1));
    const auto source = support::open_cache(folder.path());
    CHECK(ask("repas", *source).groups.empty());
    REQUIRE(query::prepare_search(*source));
}

TEST_CASE("of what waits in one channel the last alone is answered", "[query]") {
    std::mutex mutex;
    std::condition_variable changed;
    bool begun = false, go = false;
    int wakes = 0;
    const auto loader = query::Loader::start({support::shipped_cache(), support::shipped_cache()}, [&] {
        const std::lock_guard lock(mutex);
        ++wakes;
        changed.notify_all();
    });
    const auto nothing = [](const query::Source&) -> base::Result<query::DataPtr> {
        return query::DataPtr();
    };
    loader->submit(1, [&](const query::Source&) -> base::Result<query::DataPtr> {
        std::unique_lock lock(mutex);
        begun = true;
        changed.notify_all();
        changed.wait(lock, [&] { return go; });
        return query::DataPtr();
    });
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return begun; });
    }
    loader->submit(2, nothing, "search");
    loader->submit(3, nothing);
    loader->submit(4, nothing, "search");
    loader->submit(5, nothing, "search");
    {
        const std::lock_guard lock(mutex);
        go = true;
        changed.notify_all();
    }
    std::vector<std::uint64_t> answered;
    while (answered.size() < 3) {
        for (const auto& answer : loader->drain().answers)
            answered.push_back(answer.ticket);
        std::unique_lock lock(mutex);
        if (answered.size() < 3) changed.wait(lock, [&] { return wakes > 0; });
        wakes = 0;
    }
    CHECK(answered == std::vector<std::uint64_t>{1, 3, 5});
}
