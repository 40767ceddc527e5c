// SPDX-License-Identifier: GPL-3.0-or-later
// What one takes home on a telephone: what is in it, and the dialog as a camera sees it, on every glass and
// theme.
#include <catch2/catch.hpp>
#include <set>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/media/qr.hpp"
#include "kiosk/screens/take_away.hpp"
#include "tests/support/desk_rig.hpp"
#include "tests/support/screen_checks.hpp"
#include "tests/support/screen_rig.hpp"
#include "tests/support/tree_checks.hpp"
#include "tests/support/zbar.hpp"

using namespace accueil;
using action::Overlay;
using action::ScreenKind;
using support::entry_of;
using support::Glass;
using support::ScreenRig;

namespace {

constexpr const char* kWebSite = "https://mairie.example/accueil/{kind}/{id}?l={language}";

/// The dialog over the screen, as it is drawn.
draw::ImagePtr drawn(ScreenRig& rig, const action::Entry& entry, const Glass& glass,
                     const draw::Theme& theme) {
    const auto root = rig.build(entry, glass);
    const auto canvas = draw::CairoCanvas::create(
        static_cast<int>(glass.size.width), static_cast<int>(glass.size.height), support::text_engine());
    const ui::Environment environment{support::text_engine(), theme, glass.language,
                                      base::is_right_to_left(glass.language),
                                      static_cast<float>(glass.text_percent) / 100};
    canvas->clear(theme[draw::Token::surface]);
    ui::draw_tree(root, *canvas, environment, {});
    return canvas->snapshot();
}

/// A rig with the desk's content: hours that nobody needs to confirm, papers, telephones, names in two
/// languages.
struct Sample {
    support::DeskDisk disk;
    ScreenRig rig{disk.cache};
    Sample() { rig.state.overlay = Overlay::take_away; }

    std::string card(const action::Entry& entry, const std::string& language = "fr") {
        return card_of(rig, entry, language);
    }
    static std::string card_of(ScreenRig& rig, const action::Entry& entry, const std::string& language = "fr",
                               std::size_t most = media::kMostBytes) {
        rig.state.preferences.language = language;
        const ui::Environment environment{support::text_engine(), support::themes()[0], language,
                                          base::is_right_to_left(language), 1};
        screens::Context context{rig.state,           entry,        support::catalog(),
                                 environment,         {1080, 1920}, &rig.feed,
                                 "lundi 23 novembre", "8 h 30",     {}};
        context.now = rig.now;
        context.notices = rig.notices;
        const auto& data = *rig.data(entry.route);
        const auto contact =
            entry.route.screen == ScreenKind::place
                ? screens::contact_of(context, screens::as<query::PlacePage>(data).value)
                : screens::contact_of(context, screens::as<query::InitiativePage>(data).value);
        return media::make_card(contact, most)->text;
    }
};

/// Spaces that do not break are none of these tests'.
std::string plain_spaces(std::string text) {
    for (const std::string_view space : {"\u00A0", "\u202F"})
        for (auto at = text.find(space); at != text.npos; at = text.find(space))
            text.replace(at, space.size(), " ");
    return text;
}

std::string note_of(const std::string& card) {
    const auto begin = card.find("NOTE");
    auto note = card.substr(begin, card.find("\r\n", begin) - begin);
    for (auto at = note.find("\\n"); at != std::string::npos; at = note.find("\\n"))
        note.replace(at, 2, "\n");
    return plain_spaces(std::move(note));
}

}  // namespace

TEST_CASE("a place's contact says where, when, what with and whom to call, with dates", "[screens][take]") {
    Sample sample;
    const auto place = entry_of(ScreenKind::place, "ccas");
    const auto card = sample.card(place);
    INFO(card);
    CHECK(card.find("FN:Accueil ccas\r\n") != std::string::npos);
    CHECK(card.find("TEL:02 40 00 00 00\r\n") != std::string::npos);
    CHECK(card.find("ADR;CHARSET=UTF-8:;;0 rue de l’Hôtel-de-Ville;Nantes;;44000;\r\n") != std::string::npos);
    CHECK(note_of(card) ==
          "NOTE;CHARSET=UTF-8:Ouvertures (vues le 23 novembre 2026)\n"
          "lundi 23 novembre : 8 h 30 – 17 h\n"
          "mardi 24 novembre : 8 h 30 – 17 h\n"
          "mercredi 25 novembre : 8 h 30 – 17 h\n"
          "jeudi 26 novembre : 8 h 30 – 17 h\n"
          "vendredi 27 novembre : 8 h 30 – 17 h\n"
          "À apporter\n"
          "Une pièce d’identité\n"
          "Sur place\n"
          "français\\, arabe\n"
          "Ce qu’on y fait pour vous\n"
          "Service epicerie\n"
          "Service repas");
    sample.rig.now += std::chrono::hours(10);  // past today's hours
    CHECK(note_of(sample.card(place)).find("lundi 23 novembre") == std::string::npos);
    sample.rig.now -= std::chrono::hours(10);
    sample.rig.notices = std::make_shared<const query::DeskNotices>(std::vector<model::DeskNotice>{
        {"x", "ccas", model::DeskNoticeKind::closed_today, model::day_of(sample.rig.now)}});
    CHECK(note_of(sample.card(place)).find("lundi 23 novembre") == std::string::npos);
    CHECK(note_of(sample.card(place)).find("mardi 24 novembre : 8 h 30") != std::string::npos);
}

TEST_CASE("in the visitor's language, with the French name that stands at the door", "[screens][take]") {
    Sample sample;
    const auto card = plain_spaces(sample.card(entry_of(ScreenKind::place, "ccas"), "en"));
    CHECK(card.find("FN:The desk of ccas\r\nORG:Accueil ccas\r\n") != std::string::npos);
    CHECK(card.find("Openings (as of 23 November 2026)\\nMonday 23 November: 8:30 am – 5 pm") !=
          std::string::npos);
    const auto arabic = sample.card(entry_of(ScreenKind::place, "ccas"), "ar");
    CHECK(arabic.find("ما يجب") != std::string::npos);
    CHECK(arabic.find("Une pièce d’identité") != std::string::npos);
}

TEST_CASE("hours that are not certain say so first", "[screens][take]") {
    support::TempDir folder;
    auto records = support::sample_content();  // checked by nobody
    REQUIRE(support::commit_records(folder.path(), records, 1));
    ScreenRig rig(folder.path());
    const auto note = note_of(Sample::card_of(rig, entry_of(ScreenKind::place, "ccas")));
    CHECK(note.find("2026)\nHoraires à confirmer. Ses horaires n’ont pas été vérifiés depuis longtemps.") !=
          std::string::npos);
}

TEST_CASE("an initiative's contact says what it is and where it is done", "[screens][take]") {
    ScreenRig rig(support::shipped_cache());
    const auto all = query::initiatives(*rig.source).value().initiatives;
    for (const auto& initiative : all) {
        const auto card = Sample::card_of(rig, entry_of(ScreenKind::initiative, initiative.id), "fr", 4000);
        INFO(card);
        CHECK(card.find(initiative.carrier.substr(0, 6)) != std::string::npos);
        CHECK(card.size() > 200);
    }
}

TEST_CASE("the codes of the dialog are read from its pixels: contact and web page, on every glass and theme",
          "[screens][take]") {
    Sample sample;
    auto& rig = sample.rig;
    rig.feed.pages.centre = kWebSite;
    for (const auto& [kind, id, name] : {std::tuple{ScreenKind::place, "ccas", "place"},
                                         std::tuple{ScreenKind::initiative, "maison", "initiative"}}) {
        const auto entry = entry_of(kind, id);
        for (const auto& glass : support::every_glass()) {
            if (glass.text_percent == 125) continue;
            const auto card = sample.card(entry, glass.language);
            const auto& theme = support::themes()[static_cast<std::size_t>(glass.text_percent == 150) * 2];
            const auto read = support::read_codes(*drawn(rig, entry, glass, theme));
            INFO(name << " on " << glass.words());
            CHECK(std::set(read.begin(), read.end()) ==
                  std::set<std::string>{card, "https://mairie.example/accueil/" + std::string(name) + "/" +
                                                  id + "?l=" + glass.language});
        }
    }
    // And in the dark.
    const auto dark =
        support::read_codes(*drawn(rig, entry_of(ScreenKind::place, "ccas"), Glass{}, support::themes()[1]));
    CHECK(dark.size() == 2);
}

TEST_CASE("without a public site there is one code alone", "[screens][take]") {
    Sample sample;
    const auto entry = entry_of(ScreenKind::place, "ccas");
    const auto root = sample.rig.build(entry, {});
    CHECK(ui::find(root, "take/code") != nullptr);
    CHECK(ui::find(root, "take/web") == nullptr);
    sample.rig.feed.pages.centre = "https://mairie.example/{kind}/{id}/" + std::string(300, 'x');
    CHECK(ui::find(sample.rig.build(entry, {}), "take/web") == nullptr);
}

TEST_CASE(
    "the dialog holds together for every place and initiative that is shipped, its code dense enough to be "
    "read",
    "[screens][take]") {
    ScreenRig rig(support::shipped_cache());
    rig.state.overlay = Overlay::take_away;
    rig.feed.pages.centre = kWebSite;
    std::vector<action::Entry> entries;
    const auto places = rig.source->reader().all<model::Place>().value();
    for (const auto& place : places)
        entries.push_back(entry_of(ScreenKind::place, place.id));
    const auto initiatives = rig.source->reader().all<model::Initiative>().value();
    for (const auto& initiative : initiatives)
        entries.push_back(entry_of(ScreenKind::initiative, initiative.id));
    const auto check = [&](const action::Entry& entry, const Glass& glass) {
        const auto root = rig.build(entry, glass);
        const auto found = support::TreeChecks(support::text_engine()).findings(root);
        INFO(entry.route.id << " on " << glass.words() << "\n" << support::few(found));
        CHECK(found.empty());
        for (const char* id : {"take/code", "take/web", "dialog/close"}) {
            const auto* node = ui::find(root, id);
            REQUIRE(node != nullptr);
            INFO(id);
            CHECK(node->rect.y >= 0);
            CHECK(node->rect.bottom() <= glass.size.height);
            CHECK(node->rect.right() <= glass.size.width);
        }
    };
    for (const auto& glass : support::every_glass())
        for (const auto& entry : {entries.front(), entries.back()})
            check(entry, glass);
    for (const auto& entry : entries) {
        check(entry, {"fr", {1080, 1920}, 150});
        check(entry, {"ar", {1920, 1080}, 150});
        for (const char* language : {"fr", "en", "ar"}) {
            const auto card = Sample::card_of(rig, entry, language);
            CHECK(base::is_valid_utf8(card));
            CHECK(media::QrCode::encode(card, media::QrLevel::medium)->version() <= media::kMostVersion);
        }
    }
}

TEST_CASE("a place and the fiche can be printed on every glass", "[screens][take]") {
    Sample sample;
    auto& rig = sample.rig;
    rig.state.overlay = Overlay::none;
    rig.can_print = true;
    rig.state.desk.open = true;
    rig.state.basket = {"ccas", "initiative/maison", "mairie"};
    for (const bool printing : {false, true}) {
        rig.state.printing = printing;
        rig.state.told.what = printing ? action::Done::printing : action::Done::print_timed_out;
        for (const auto& glass : support::every_glass())
            for (const auto& entry : {entry_of(ScreenKind::place, "ccas"),
                                      entry_of(ScreenKind::fiche, "ccas,initiative/maison,mairie")}) {
                const auto root = rig.build(entry, glass);
                const auto found = support::TreeChecks(support::text_engine()).findings(root);
                INFO(entry.route.id << " on " << glass.words() << "\n" << support::few(found));
                CHECK(found.empty());
                REQUIRE(ui::find(root, "print") != nullptr);
                CHECK(ui::find(root, "print")->is_control() != printing);
            }
    }
}

TEST_CASE("a finger opens the dialog from a place and from an initiative, and closes it", "[screens][take]") {
    const support::DeskDisk disk;
    support::DeskRig rig(disk);
    for (const auto& route :
         {action::Route{ScreenKind::place, "ccas"}, action::Route{ScreenKind::initiative, "maison"}}) {
        rig.act(action::Open{route});
        rig.reach("take");
        CHECK(rig.navigator.state().overlay == Overlay::take_away);
        CHECK(rig.shows("take/code"));
        rig.tap("dialog/close");
        CHECK(rig.navigator.state().overlay == Overlay::none);
        CHECK(rig.here().route == route);
    }
    // Over another screen it would mean nothing.
    rig.act(action::Switch{ScreenKind::livret});
    rig.act(action::ShowOverlay{Overlay::take_away});
    CHECK_FALSE(rig.shows("take/code"));
}

TEST_CASE("a list fits into one code: the openings of what was chosen last give way first, no place is lost",
          "[screens][take]") {
    Sample sample;
    auto& rig = sample.rig;
    rig.state.basket = {"ccas", "mairie"};
    const action::Entry entry{{ScreenKind::fiche, action::fiche_id(rig.state.basket)}, 0, {}, {}};
    const ui::Environment environment{support::text_engine(), support::themes()[0], "fr", false, 1};
    screens::Context context{rig.state,           entry,        support::catalog(),
                             environment,         {1080, 1920}, &rig.feed,
                             "lundi 23 novembre", "8 h 30",     {}};
    context.now = rig.now;
    const auto& rows = screens::as<screens::ListedRows>(*rig.data(entry.route)).value;
    const auto contact = screens::contact_of(context, rows);
    CHECK(contact.name == "Ma liste, 23 novembre 2026");
    const auto full = media::make_card(contact, media::kMostBytes)->text;
    const auto plain = plain_spaces(full);
    INFO(plain);
    CHECK(plain.find("Accueil ccas\\n0 rue de l’Hôtel-de-Ville\\, 44000 Nantes\\n02 40 00 00 00\\nlundi 23 "
                     "novembre") != std::string::npos);
    const auto less = media::make_card(contact, full.size() - 1);
    REQUIRE(less);
    CHECK(less->shortened);
    const auto kept = plain_spaces(less->text);
    INFO(kept);
    CHECK(kept.find("Accueil ccas") < kept.find("lundi 23 novembre"));
    CHECK(kept.find("Accueil mairie") != std::string::npos);
    CHECK(kept.find("lundi 23 novembre") < kept.find("Accueil mairie"));
    CHECK(kept.rfind("lundi 23 novembre") < kept.find("Accueil mairie"));
    for (const auto& glass : support::every_glass()) {
        INFO(glass.words());
        const auto codes = support::read_codes(*drawn(rig, entry, glass, support::themes()[0]));
        REQUIRE(codes.size() == 1);
        CHECK(codes.front().starts_with("BEGIN:VCARD"));
    }
}

TEST_CASE("an initiative of the list is in its code: who carries it and its page stay, where it is gives way",
          "[screens][take]") {
    support::TempDir folder;
    auto records = support::desk_content();
    for (auto& record : records)
        if (auto* initiative = std::get_if<model::Initiative>(&record)) {
            initiative->carrier = "La Ville";
            initiative->place = "Bellevue";
            initiative->municipality = "Nantes";
            initiative->links = {{"https://lien.example/" + initiative->id, model::Text("Son site")}};
        }
    REQUIRE(support::commit_records(folder.path(), records, 1));
    ScreenRig rig(folder.path());
    const auto card = [&](std::size_t less) {
        const auto entry = entry_of(ScreenKind::fiche, action::fiche_id(rig.state.basket));
        const ui::Environment environment{support::text_engine(), support::themes()[0], "fr", false, 1};
        screens::Context context{rig.state,           entry,        support::catalog(),
                                 environment,         {1080, 1920}, &rig.feed,
                                 "lundi 23 novembre", "8 h 30",     {}};
        context.now = rig.now;
        const auto contact =
            screens::contact_of(context, screens::as<screens::ListedRows>(*rig.data(entry.route)).value);
        const auto full = media::make_card(contact, media::kMostBytes)->text;
        return plain_spaces(less == 0 ? full : media::make_card(contact, full.size() - less)->text);
    };
    rig.state.basket = {"ccas", "initiative/maison"};
    CHECK(note_of(card(0)).ends_with(
        "Initiative maison\nLa Ville\nhttps://lien.example/maison\nBellevue\\, Nantes"));
    INFO(card(1));
    CHECK(note_of(card(1)).ends_with("Initiative maison\nLa Ville\nhttps://lien.example/maison\n…"));
    rig.feed.pages.centre = kWebSite;
    CHECK(card(0).find("https://mairie.example/accueil/initiative/maison?l=fr") != std::string::npos);
    // The dialog says what is in it, and its code is read on every glass.
    rig.state.overlay = Overlay::take_away;
    using Basket = action::Basket;
    for (const auto& [basket, key] : {std::pair(Basket{"ccas"}, "ui.take.holds_list"),
                                      std::pair(Basket{"initiative/maison"}, "ui.take.holds_initiatives"),
                                      std::pair(Basket{"ccas", "initiative/maison"}, "ui.take.holds_both")}) {
        rig.state.basket = basket;
        const auto entry = entry_of(ScreenKind::fiche, action::fiche_id(basket));
        CHECK(support::DeskRig::says(rig.build(entry, {}), support::catalog().text("fr", key)));
        for (const auto& glass : support::every_glass()) {
            INFO(glass.words() << " " << key);
            CHECK(support::read_codes(*drawn(rig, entry, glass, support::themes()[0])).size() == 1);
            const auto found = support::TreeChecks(support::text_engine()).findings(rig.build(entry, glass));
            INFO(support::few(found));
            CHECK(found.empty());
        }
    }
}
