// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>
#include <random>

#include "kiosk/speech/passages.hpp"
#include "sync/base/strings.hpp"
#include "sync/model/paged_document.hpp"

using namespace accueil;
using speech::passages_of;

namespace {

std::vector<std::string> texts(const std::string& text) {
    std::vector<std::string> all;
    for (const auto& passage : passages_of(text, "fr"))
        all.push_back(passage.text);
    return all;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a text is said sentence after sentence", "[speech]") {
    CHECK(texts("Bonjour à vous. Que cherchez-vous ? « Un toit. » Merci… Voilà") ==
          Texts{"Bonjour à vous.", "Que cherchez-vous ?", "Un toit.", "Merci…", "Voilà"});
    CHECK(texts("هل تبحث عن شيء؟ نحن هنا. 你好。 欢迎！") ==
          Texts{"هل تبحث عن شيء؟", "نحن هنا.", "你好。", "欢迎！"});
    CHECK(texts("Mme Durand et M. Petit, p. 3, au 1. étage.") ==
          Texts{"Mme Durand et M. Petit, p. 3, au 1. étage."});
    CHECK(texts("").empty());
    CHECK(texts(" \n \n").empty());
}

TEST_CASE("a line that is full goes on in the next, a title does not", "[speech]") {
    CHECK(
        texts("Le guide\nDu bus de la ville qui vient chez vous et à\nNantes aussi le matin, comme le soir "
              "à\nla mairie") ==
        Texts{
            "Le guide",
            "Du bus de la ville qui vient chez vous et à Nantes aussi le matin, comme le soir à la mairie"});
    CHECK(texts("Une ligne courte\nqui continue") == Texts{"Une ligne courte qui continue"});
}

TEST_CASE("a word that a line end has cut is one, and its halves stay two on the page", "[speech]") {
    const auto passages =
        passages_of("un accompa-\ngnement, la porte-\nMonnaie, de 8-\n10 ans, co\xC2\xADopé", "fr");
    REQUIRE(passages.size() == 1);
    CHECK(passages[0].text == "un accompagnement, la porte- Monnaie, de 8- 10 ans, coopé");
    const auto& words = passages[0].words;
    REQUIRE(words.size() == 11);
    CHECK(words[1] == speech::SpokenWord{3, 1});
    CHECK(words[2] == speech::SpokenWord{10, 2});
    CHECK(speech::word_at(passages[0], 3) == 1);
    CHECK(speech::word_at(passages[0], 12) == 2);
    CHECK(speech::word_at(passages[0], 1000) == words.back().word);
}

TEST_CASE("what is no word is not said", "[speech]") {
    const auto passages = passages_of("• Sommaire ........ 3 \xE2\x96\xA0 Quand ? — Demain ! ➜", "fr");
    REQUIRE(passages.size() == 2);
    CHECK(passages[0].text == "Sommaire 3 Quand ?");
    CHECK(passages[0].words == std::vector<speech::SpokenWord>{{0, 1}, {9, 3}, {11, 5}});
    CHECK(passages[1].text == "Demain !");
    CHECK(passages[1].words.front().word == 8);
}

TEST_CASE("no passage is longer than can be said at once", "[speech]") {
    std::string text;
    for (int i = 0; i < 2000; ++i)
        text += "écouter ";
    std::size_t words = 0;
    for (const auto& passage : passages_of(text, "fr")) {
        CHECK(passage.text.size() <= speech::kMostPassage);
        words += passage.words.size();
    }
    CHECK(words == 2000);
    std::string endless;
    for (int i = 0; i < 5000; ++i)
        endless += "é";
    const auto one = passages_of(endless + " fin", "fr");
    REQUIRE(one.size() == 2);
    CHECK(one[0].text.size() <= speech::kMostPassage);
    CHECK(base::is_valid_utf8(one[0].text));
}

TEST_CASE("whatever the text, each passage can be said and leads back to its words", "[speech]") {
    const std::vector<std::string> pieces{"a",   "É",        "bus-",
                                          ".",   "…",        "\n",
                                          " ",   "  ",       "؟",
                                          "«",   "99",       "\xE2\x80\x8B",
                                          "你",  "ا",        "-",
                                          "!\n", "\xC2\xAD", "M.",
                                          ")",   "😀",        std::string(700, 'x')};
    std::mt19937 random(20261126);
    for (int round = 0; round < 2000; ++round) {
        model::PagedPage page;
        for (unsigned i = random() % 60; i > 0; --i)
            page.text += pieces[random() % pieces.size()];
        const auto count = model::words_of(page).size();
        std::size_t last = 0;
        bool is_first = true;
        for (const auto& passage : passages_of(page.text, "fr")) {
            REQUIRE(base::is_valid_utf8(passage.text));
            REQUIRE(passage.text.size() <= speech::kMostPassage);
            REQUIRE_FALSE(passage.words.empty());
            for (const auto& word : passage.words) {
                REQUIRE(word.word < count);
                REQUIRE((is_first || word.word > last));
                REQUIRE(word.at < base::letter_count(passage.text));
                REQUIRE(speech::word_at(passage, word.at) == word.word);
                last = word.word;
                is_first = false;
            }
        }
    }
}
