// SPDX-License-Identifier: GPL-3.0-or-later
// Contacts for telephones: their form, and the rule by which they are made shorter.
#include <catch2/catch.hpp>

#include "kiosk/media/vcard.hpp"
#include "sync/base/strings.hpp"

using namespace accueil;
using media::Contact;
using media::make_card;
using media::NotePart;
using media::shortened_words;

namespace {

Contact full_contact() {
    Contact contact;
    contact.name = "Épicerie solidaire; rive, nord";
    contact.organisation = "Les Voisins";
    contact.telephone = "02 40 00 00 00";
    contact.email = "contact@exemple.fr";
    contact.website = "https://exemple.fr/epicerie";
    contact.street = "12 rue des Lilas";
    contact.complement = "Bâtiment B";
    contact.postcode = "44000";
    contact.town = "Nantes";
    contact.note = {
        {"Ouvertures",
         {"jeudi : 9 h – 12 h", "vendredi : 14 h – 17 h", "samedi : 9 h – 12 h"},
         NotePart::Kind::lines,
         1,
         2},
        {"À apporter", {"Une pièce d’identité", "Un justificatif de domicile"}, NotePart::Kind::lines, 2, 1},
        {"Transports",
         {"Tramway ligne 1, arrêt Médiathèque, puis cinq minutes à pied"},
         NotePart::Kind::prose,
         3,
         0}};
    return contact;
}

std::string card(std::size_t most) {
    const auto made = make_card(full_contact(), most);
    return made ? made->text : made.error().detail;
}

bool card_holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a contact in full, as telephones read it", "[media][vcard]") {
    const auto made = make_card(full_contact(), 2000);
    REQUIRE(made);
    CHECK_FALSE(made->shortened);
    CHECK(
        made->text ==
        "BEGIN:VCARD\r\n"
        "VERSION:3.0\r\n"
        "N;CHARSET=UTF-8:Épicerie solidaire\\; rive\\, nord;;;;\r\n"
        "FN;CHARSET=UTF-8:Épicerie solidaire\\; rive\\, nord\r\n"
        "ORG:Les Voisins\r\n"
        "TEL:02 40 00 00 00\r\n"
        "ADR;CHARSET=UTF-8:;Bâtiment B;12 rue des Lilas;Nantes;;44000;\r\n"
        "EMAIL:contact@exemple.fr\r\n"
        "URL:https://exemple.fr/epicerie\r\n"
        "NOTE;CHARSET=UTF-8:Ouvertures\\njeudi : 9 h – 12 h\\nvendredi : 14 h – 17 h\\nsamedi : 9 h – 12 h\\n"
        "À apporter\\nUne pièce d’identité\\nUn justificatif de domicile\\nTransports\\n"
        "Tramway ligne 1\\, arrêt Médiathèque\\, puis cinq minutes à pied\r\n"
        "END:VCARD\r\n");
}

TEST_CASE("what is not there has no line, and nothing can break out of its own", "[media][vcard]") {
    Contact contact;
    contact.name = "A\r\nTEL:666\x07";
    const auto made = make_card(contact, 666);
    REQUIRE(made);
    CHECK(made->text == "BEGIN:VCARD\r\nVERSION:3.0\r\nN:A\\nTEL:666;;;;\r\nFN:A\\nTEL:666\r\nEND:VCARD\r\n");
    CHECK(make_card(Contact{}, 666).error().code == base::ErrorCode::invalid_input);
}

TEST_CASE("what is too long gives way in the written order", "[media][vcard]") {
    const auto whole = card(2000).size();
    // 1. The greatest rank first, word by word.
    const auto one = card(whole - 1);
    CHECK(card_holds(one, "puis cinq minutes à…\r\n"));
    CHECK(card_holds(one, "Un justificatif de domicile\\n"));
    CHECK(make_card(full_contact(), whole - 1)->shortened);
    // A comma is not left before the dots.
    CHECK(card_holds(card(whole - 25), "arrêt Médiathèque…"));
    // Then the papers, down to the first.
    auto size = whole;
    while (card_holds(card(size), "justificatif"))
        --size;
    CHECK_FALSE(card_holds(card(size), "Transports"));
    CHECK(card_holds(card(size), "Une pièce d’identité\\n…\r\n"));
    CHECK(card_holds(card(size), "samedi"));
    // Then the openings, down to two of them; then the website and the e-mail address.
    while (card_holds(card(size), "samedi"))
        --size;
    CHECK(card_holds(card(size), "vendredi : 14 h – 17 h\\n…\\nÀ apporter"));
    CHECK(card_holds(card(size), "URL:"));
    while (card_holds(card(size), "URL:"))
        --size;
    CHECK(card_holds(card(size), "EMAIL:"));
    CHECK(card_holds(card(size), "vendredi"));
    while (card_holds(card(size), "À apporter"))
        --size;
    CHECK_FALSE(card_holds(card(size), "EMAIL:"));
    CHECK_FALSE(card_holds(card(size), "ORG:"));
    CHECK_FALSE(card_holds(card(size), "Bâtiment"));
    CHECK(card_holds(card(size), "vendredi"));
}

TEST_CASE("at every length it is whole lines of whole words, with name, telephone and address",
          "[media][vcard]") {
    std::size_t least = 2000;
    for (std::size_t most = 900; most > 0; --most) {
        const auto made = make_card(full_contact(), most);
        if (!made) {
            CHECK(made.error().code == base::ErrorCode::too_large);
            continue;
        }
        least = most;
        const auto& text = made->text;
        INFO(most << "\n" << text);
        REQUIRE(text.size() <= most);
        REQUIRE(base::is_valid_utf8(text));
        REQUIRE(card_holds(text, "TEL:02 40 00 00 00\r\n"));
        REQUIRE(card_holds(text, "12 rue des Lilas;Nantes;;44000;\r\n"));
        REQUIRE(card_holds(text, "FN;CHARSET=UTF-8:Épicerie"));
        REQUIRE(text.ends_with("END:VCARD\r\n"));
        for (const char* cut : {"pi…", "minut…", "Médiath…", "solid…"})
            REQUIRE_FALSE(card_holds(text, cut));
    }
    CHECK(least < 200);
    CHECK(card_holds(card(least), "FN;CHARSET=UTF-8:Épicerie…"));
}

TEST_CASE("words are taken from the end, never a part of one or of a letter", "[media][vcard]") {
    CHECK(shortened_words("un deux trois", 13) == "un deux trois");
    CHECK(shortened_words("un deux trois", 12) == "un deux…");
    CHECK(shortened_words("un, deux trois", 8) == "un…");
    CHECK(shortened_words("anticonstitutionnellement", 12).empty());
    CHECK(shortened_words("مكان مفتوح يوم الخميس", 20) == "مكان…");
    CHECK(shortened_words("mot", 2).empty());
    CHECK(shortened_words("", 0).empty());
}
