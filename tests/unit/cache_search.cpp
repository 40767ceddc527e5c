// SPDX-License-Identifier: GPL-3.0-or-later
// How texts become words that are searched, and the index that the writer keeps of them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "sync/base/strings.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/cache/content_writer.hpp"
#include "sync/cache/search_index.hpp"
#include "sync/cache/search_text.hpp"
#include "sync/cache/sqlite.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::cache {
namespace {

using support::commit_records;
using support::sample_content;
using support::sample_info;
using List = std::vector<std::string>;

List folded(std::string_view text) {
    List words;
    for (const auto& token : search_tokens(text))
        words.push_back(token.folded);
    return words;
}

std::string stem(const std::string& word) {
    Stemmer stemmer;
    return stemmer.stem(word);
}

List titles(const ContentReader& reader, const SearchGroups& groups) {
    List found;
    const auto numbers = reader.search(groups, 100);
    REQUIRE(numbers);
    const auto records = reader.records_by_number(*numbers);
    REQUIRE(records);
    for (const auto& record : *records)
        found.push_back(std::string(model::kind_of(record)) + " " + model::id_of(record));
    return found;
}

std::set<std::string> words_of(const ContentReader& reader) {
    std::set<std::string> found;
    const auto words = reader.search_words();
    REQUIRE(words);
    for (const auto& word : *words)
        found.insert(word.word + "/" + word.shown + "/" + std::to_string(word.count));
    return found;
}

/// Everything that can be found by one term, for each of the terms that records of `records` have.
std::map<std::string, List> all_found(const ContentReader& reader,
                                      const std::vector<model::Record>& records) {
    std::map<std::string, List> found;
    SearchTerms terms;
    for (const auto& record : records) {
        for (const auto& term : base::split(terms.of(record), ' ')) {
            if (term.empty()) continue;
            auto ids = titles(reader, {{term}});
            std::sort(ids.begin(), ids.end());
            found[term] = std::move(ids);
        }
    }
    return found;
}

model::Service service(const std::string& id, const std::string& name, const std::string& description) {
    auto made = support::sample_service(id, 1, "ccas");
    made.name = model::Text(name);
    made.description = model::Text(description);
    return made;
}

TEST_CASE("search: case, accents, ligatures and apostrophes fall away", "[cache]") {
    CHECK(folded("Épicerie SOLIDAIRE") == List{"epicerie", "solidaire"});
    CHECK(folded("Restos du Cœur") == List{"restos", "du", "coeur"});
    CHECK(folded("l’École d'été") == List{"l", "ecole", "d", "ete"});
    CHECK(folded("rendez-vous, svp !") == List{"rendez", "vous", "svp"});
    CHECK(folded("e\u0301cole") == List{"ecole"});
    CHECK(folded("").empty());
    CHECK(folded(" ?! … — ").empty());
    const auto tokens = search_tokens("l’emploi");
    REQUIRE(tokens.size() == 2);
    CHECK_FALSE(tokens[0].after_elision);
    CHECK(tokens[1].after_elision);
    CHECK(tokens[1].begin == 4);
    CHECK(tokens[1].end == 10);
}

TEST_CASE("search: letters with dots between them are one word", "[cache]") {
    CHECK(folded("le R.S.A. et la C.A.F") == List{"le", "rsa", "et", "la", "caf"});
    CHECK(folded("fin. a demain") == List{"fin", "a", "demain"});
}

TEST_CASE("search: Cyrillic and Arabic are folded as they are typed", "[cache]") {
    CHECK(folded("ЁЛКА Їжа Ґанок") == List{"елка", "їжа", "ґанок"});
    CHECK(folded("طَعَامٌ") == folded("طعام"));
    CHECK(folded("أكل إلى مدرسة") == folded("اكل الي مدرسه"));
    CHECK(folded("٣٩١٩") == List{"3919"});
    CHECK(folded("مـــساعدة") == folded("مساعدة"));
}

TEST_CASE("search: what is no UTF-8 parts words, and no word is without bounds", "[cache]") {
    CHECK(folded("ab\xFF"
                 "cd\xC3") == List{"ab", "cd"});
    CHECK(folded(std::string("a\0b", 3)) == List{"a", "b"});
    CHECK(folded("\xED\xA0\x80x").back() == "x");
    const auto longest = folded(std::string(10'000, 'a'));
    REQUIRE(longest.size() == 1);
    CHECK(longest[0].size() == kLongestWord);
    for (const auto& word : folded(std::string(100, 'a') + "é\xD8\xA7" + std::string(100, 'b')))
        CHECK(word.size() <= kLongestWord);
}

TEST_CASE("search: French forms have one stem, other scripts and numbers their own", "[cache]") {
    CHECK(stem("logements") == stem("logement"));
    CHECK(stem("alimentaires") == stem("alimentaire"));
    CHECK(stem("garder") == stem("garde"));
    CHECK(stem("3919") == "3919");
    CHECK(stem("їжа") == "їжа");
    CHECK(stem("rsa") == "rsa");
    CHECK(stem("").empty());
}

TEST_CASE("search: words that are spelled by ear sound alike", "[cache]") {
    CHECK(sound_key("logeman") == sound_key("logement"));
    CHECK(sound_key("dantiste") == sound_key("dentiste"));
    CHECK(sound_key("telefone") == sound_key("telephone"));
    CHECK(sound_key("bibliotheque") == sound_key("bibliotek"));
    CHECK(sound_key("sicologue") == sound_key("psychologue"));
    CHECK(sound_key("koman") == sound_key("comment"));
    CHECK(sound_key("loyer") != sound_key("logement"));
    CHECK(sound_key("ab").empty());
    CHECK(sound_key("їжак").empty());
    // Whatever the letters, it ends.
    for (const char* word : {"eee", "ssss", "xxx", "hhh", "entent", "aienent", "qqq", "eau"})
        CHECK(sound_key(word).size() < 12);
}

TEST_CASE("search: a slip is an edit, two neighbours changed about as well", "[cache]") {
    CHECK(typo_distance("medecin", "medcin", 2) == 1);
    CHECK(typo_distance("emploi", "emlpoi", 2) == 1);
    CHECK(typo_distance("emploi", "emploi", 1) == 0);
    CHECK(typo_distance("abc", "xyz", 1) == 2);
    CHECK(typo_distance("", "ab", 2) == 2);
    CHECK(typo_distance(std::string(500, 'a'), std::string(500, 'a'), 1) == 2);
}

TEST_CASE("search: the index has the words that the scanner finds, whatever stands between them", "[cache]") {
    // Pieces that part words and pieces that do not, in both ways of writing them, put together at random.
    const List pieces{"logement",     "École",    "cœur", " ",      "-",        "'",
                      "\xE2\x80\x99", "\xC2\xA0", ".",    "aide",   "\xCC\x81", "\xD8\xA7\xD9\x84",
                      "\xFF",         ",",        "2026", "R.S.A.", "\n",       "/"};
    std::mt19937 random(20261126);
    SearchTerms terms;
    for (int turn = 0; turn < 2000; ++turn) {
        std::string text;
        for (auto count = random() % 12; count > 0; --count)
            text += pieces[random() % pieces.size()];
        std::set<std::string> expected;
        SearchScanner scanner(text);
        for (SearchScanner::Word word; scanner.next(word);)
            if (!is_stop_word(word.folded) && (word.folded.size() >= 3 || word.folded[0] < 'a'))
                expected.insert(stem(std::string(word.folded)));
        model::Page page;
        page.id = "page";
        page.body = model::Text(text);
        const auto& made = terms.of(page);
        std::set<std::string> found;
        for (const auto& term : base::split(made, ' '))
            if (!term.empty()) found.insert(std::string(term));
        INFO(text);
        CHECK(found == expected);
    }
}

TEST_CASE("search: a record is found by its title, its text, its thématiques and its needs", "[cache]") {
    const support::TempDir folder;
    auto one = service("ordis", "Ordinateurs en libre accès", "On vous aide à écrire un courriel.");
    one.thematiques = {"numerique--acceder-a-une-connexion-internet"};
    one.needs = {"manger"};
    auto records = sample_content();
    records.emplace_back(one);
    REQUIRE(commit_records(folder.path(), records, 1));
    const auto reader = ContentReader::open(folder.path());
    REQUIRE(reader);
    const List found{"service ordis"};
    CHECK(titles(*reader, {{"=" + stem("ordinateur")}}) == found);
    CHECK(titles(*reader, {{stem("courriel")}}) == found);
    CHECK(titles(*reader, {{"=" + stem("courriel")}}).empty());
    CHECK(titles(*reader, {{"@numerique--acceder-a-une-connexion-internet"}}) == found);
    CHECK(titles(*reader, {{stem("courriel"), "jamais"}, {stem("ecrire")}}) == found);
    CHECK(titles(*reader, {{stem("courriel")}, {"jamais"}}).empty());
    CHECK(titles(*reader, {{"vous"}}).empty());  // a stop word
    CHECK(titles(*reader, {}).empty());
    CHECK(titles(*reader, {{}}).empty());
}

TEST_CASE("search: what looks like a query language is a term like any other", "[cache]") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    const auto reader = ContentReader::open(folder.path());
    REQUIRE(reader);
    for (const auto* term :
         {"\"",      "\"\"", "a\" OR \"b", "NEAR(a b)", "terms:a", "",
          " ",       "a b",  "A",          "*",         "a*",      "^a",
          "-a",      "(",    ")",          "AND",       "\\",      "'; DROP TABLE record; --",
          "{a b}:c", "+"}) {
        const auto found = reader->search({{term}}, 10);
        INFO(term);
        CHECK(found);
    }
    CHECK(reader->search({{std::string("a\0b", 3)}}, 10));
    CHECK(reader->search({{std::string(100'000, 'x')}}, 10));
}

TEST_CASE("search: a delta leaves the index that a whole content makes", "[cache]") {
    const support::TempDir by_delta, whole;
    auto records = sample_content();
    records.emplace_back(service("a", "Cours de Français", "Pour débuter."));
    records.emplace_back(service("b", "Cours d’anglais", "Pour continuer."));
    records.emplace_back(service("c", "Douches", "Le matin."));
    REQUIRE(commit_records(by_delta.path(), records, 1));

    const model::Record changed = service("a", "Atelier de conversation", "Pour parler.");
    const model::Record added = service("d", "COURS de cuisine", "Le soir.");
    {
        auto writer = ContentWriter::create(by_delta.path(), Base::current);
        REQUIRE(writer);
        REQUIRE(writer->put(changed));
        REQUIRE(writer->remove("service", "b"));
        REQUIRE(writer->put(added));
        // Changed twice, and back.
        REQUIRE(writer->put(service("c", "Bains", "Le soir.")));
        REQUIRE(writer->put(service("c", "Douches", "Le matin.")));
        const auto root = writer->state_root();
        REQUIRE(root);
        REQUIRE(writer->commit(sample_info(2, *root)));
    }
    std::vector<model::Record> after;
    for (const auto& record : records) {
        if (model::id_of(record) == "b") continue;
        after.push_back(model::id_of(record) == "a" ? changed : record);
    }
    after.push_back(added);
    REQUIRE(commit_records(whole.path(), after, 1));

    const auto one = ContentReader::open(by_delta.path()), other = ContentReader::open(whole.path());
    REQUIRE(one);
    REQUIRE(other);
    records.push_back(added);
    records.push_back(changed);
    CHECK(all_found(*one, records) == all_found(*other, records));
    CHECK(words_of(*one) == words_of(*other));
    CHECK(words_of(*one).contains("cours/cours/1"));
    CHECK_FALSE(words_of(*one).contains("francais/français/1"));
    CHECK(titles(*one, {{"=" + stem("anglais")}}).empty());
}

TEST_CASE("search: a content that another version made is indexed anew", "[cache]") {
    const support::TempDir folder;
    auto records = sample_content();
    records.emplace_back(service("a", "Cours de français", "Pour débuter."));
    REQUIRE(commit_records(folder.path(), records, 1));
    auto database = Database::open(folder / "generations/00000001/content.db", Database::Mode::write);
    REQUIRE(database);
    REQUIRE(
        database->execute("INSERT INTO search (search) VALUES ('delete-all'); DELETE FROM search_word; "
                          "UPDATE meta SET value = 'other' WHERE key = 'search'"));
    CHECK(renew_search_index(*database).value());
    CHECK_FALSE(renew_search_index(*database).value());
    CHECK(database->whole("SELECT count(*) FROM search WHERE search MATCH '" + stem("francais") + "'")
              .value() == 1);
    CHECK(database->whole("SELECT count FROM search_word WHERE word = 'francais'").value() == 1);
}

TEST_CASE("search: records are listed with where they are", "[cache]") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    const auto reader = ContentReader::open(folder.path());
    REQUIRE(reader);
    const auto records = reader->search_records();
    REQUIRE(records);
    std::size_t placed = 0;
    for (const auto& record : *records) {
        CHECK(record.kind != "need");
        placed += record.coordinates ? 1 : 0;
    }
    CHECK(placed > 0);
}

}  // namespace
}  // namespace accueil::cache
