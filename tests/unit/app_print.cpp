// SPDX-License-Identifier: GPL-3.0-or-later
// Printing from the glass: only while a printer is ready, one sheet at a time, and what becomes of it is
// told.
#include <catch2/catch.hpp>

#include "tests/support/desk_rig.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::Done;
using action::ScreenKind;
using media::PrinterState;
using media::PrintOutcome;
using support::DeskDisk;
using support::DeskRig;

namespace {

void printer_is(DeskRig& rig, PrinterState state) {
    media::Printer::News news;
    news.state = state;
    rig.navigator.on_printer(news);
    rig.settle();
}

void ends(DeskRig& rig, PrintOutcome outcome) {
    media::Printer::News news;
    news.finished.push_back({rig.papers.back().first, outcome});
    rig.navigator.on_printer(news);
    rig.settle();
}

std::vector<std::string> words_of(const media::Paper& paper, bool french) {
    std::vector<std::string> words{french ? paper.french_title.words : paper.title.words};
    for (const auto& section : paper.sections) {
        words.push_back(french ? section.french_title.words : section.title.words);
        for (const auto& line : section.lines)
            words.push_back(french ? line.french.words : line.own.words);
    }
    return words;
}

/// Whether a line is `wanted`; spaces that do not break are as good as others.
bool holds(const std::vector<std::string>& words, const std::string& wanted) {
    return std::any_of(words.begin(), words.end(), [&](std::string line) {
        for (const std::string_view space : {"\u00A0", "\u202F"})
            for (auto at = line.find(space); at != line.npos; at = line.find(space))
                line.replace(at, space.size(), " ");
        return line == wanted;
    });
}

}  // namespace

TEST_CASE("no button promises paper while no printer is ready", "[app][print]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    CHECK_FALSE(rig.shows("print"));
    printer_is(rig, PrinterState::ready);
    CHECK(rig.shows("print"));
    for (const auto state : {PrinterState::no_paper, PrinterState::stopped, PrinterState::no_queue,
                             PrinterState::trouble, PrinterState::unknown}) {
        printer_is(rig, state);
        CHECK_FALSE(rig.shows("print"));
    }
}

TEST_CASE("a place is printed in the visitor's language and in French, and its end is told", "[app][print]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.act(action::SetLanguage{"en"});
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    printer_is(rig, PrinterState::ready);
    rig.reach("print");
    REQUIRE(rig.papers.size() == 1);
    CHECK(rig.says("Printing…"));
    const auto& paper = rig.papers.back().second;
    CHECK(paper.language == "en");
    const auto own = words_of(paper, false), french = words_of(paper, true);
    CHECK(holds(own, "The desk of ccas"));
    CHECK(holds(french, "Accueil ccas"));
    CHECK(holds(own, "Monday 23 November: 8:30 am – 5 pm"));
    CHECK(holds(french, "lundi 23 novembre : 8 h 30 – 17 h"));
    CHECK(holds(own, "0 rue de l’Hôtel-de-Ville, 44000 Nantes"));
    CHECK(holds(own, "02 40 00 00 00"));
    CHECK(holds(own, "Une pièce d’identité"));
    CHECK(paper.sections.front().code);
    // One at a time.
    CHECK_FALSE(rig.node("print")->is_control());
    rig.act(action::Print{});
    CHECK(rig.papers.size() == 1);
    ends(rig, PrintOutcome::printed);
    CHECK(rig.says("It is printed: take your sheet."));
    CHECK(rig.node("print")->is_control());
}

TEST_CASE("what goes wrong is said in words", "[app][print]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    printer_is(rig, PrinterState::ready);
    for (const auto& [outcome, words] :
         {std::pair{PrintOutcome::not_ready, "L’imprimante n’est pas prête. Rien n’a été imprimé."},
          std::pair{PrintOutcome::refused, "L’imprimante n’est pas prête. Rien n’a été imprimé."},
          std::pair{PrintOutcome::failed, "L’impression n’a pas abouti. Demandez à l’accueil."},
          std::pair{PrintOutcome::timed_out, "L’imprimante ne répond pas : l’impression est annulée."}}) {
        rig.act(action::Print{});
        CHECK(rig.says("Impression en cours…"));
        ends(rig, outcome);
        CHECK(rig.says(words));
        CHECK_FALSE(rig.navigator.state().printing);
    }
}

TEST_CASE("the fiche is printed in the basket's order, without a name of anybody", "[app][print]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.open_desk();
    printer_is(rig, PrinterState::ready);
    rig.act(action::AddToBasket{"mairie"});
    rig.act(action::AddToBasket{"ccas"});
    rig.tap("desk/fiche");
    rig.reach("print");
    REQUIRE(rig.papers.size() == 1);
    const auto& paper = rig.papers.back().second;
    CHECK(paper.title.words == "Fiche d’orientation");
    REQUIRE(paper.sections.size() == 2);
    CHECK(paper.sections[0].title.words == "1. Accueil mairie");
    CHECK(paper.sections[1].title.words == "2. Accueil ccas");
    CHECK(paper.french_title.words.empty());
    CHECK(media::make_pdf(paper, media::PaperFormat::a4));
    CHECK(media::make_pdf(paper, media::PaperFormat::ticket));
}

TEST_CASE("an initiative of the list is printed among its places, French beside the visitor's language",
          "[app][print]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.act(action::SetLanguage{"en"});
    printer_is(rig, PrinterState::ready);
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    rig.reach("basket/add/ccas");
    rig.act(action::Open{{ScreenKind::initiative, "maison"}});
    rig.reach("basket/add/initiative/maison");
    CHECK(rig.shows("basket/remove/initiative/maison"));
    rig.tap("list");
    rig.reach("print");
    REQUIRE(rig.papers.size() == 1);
    const auto& paper = rig.papers.back().second;
    REQUIRE(paper.sections.size() == 2);
    const auto own = words_of(paper, false), french = words_of(paper, true);
    CHECK(holds(own, "My list"));
    CHECK(holds(own, "2. Initiative maison (en)"));
    CHECK(holds(french, "Initiative maison"));
    CHECK(holds(own, "Ce que l’on y fait"));
    CHECK(holds(own, "Near here"));
    CHECK(holds(french, "Près d’ici"));
    CHECK(holds(own, "The desk of ccas, 0 rue de l’Hôtel-de-Ville, 44000 Nantes, 02 40 00 00 00"));
    CHECK(holds(french, "Accueil ccas, 0 rue de l’Hôtel-de-Ville, 44000 Nantes, 02 40 00 00 00"));
    CHECK(paper.sections[1].code);
    for (const auto format : {media::PaperFormat::a4, media::PaperFormat::ticket})
        CHECK(media::make_pdf(paper, format));
    // Gone with the visit.
    ends(rig, PrintOutcome::printed);
    rig.act(action::EndVisit{});
    CHECK(rig.navigator.state().basket.empty());
}

TEST_CASE("an initiative is printed from its own page, under its own name", "[app][print]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.act(action::SetLanguage{"en"});
    rig.act(action::Open{{ScreenKind::initiative, "maison"}});
    CHECK_FALSE(rig.shows("print"));
    printer_is(rig, PrinterState::ready);
    rig.reach("print");
    REQUIRE(rig.papers.size() == 1);
    const auto& paper = rig.papers.back().second;
    CHECK(paper.title.words == "Initiative maison (en)");
    CHECK(paper.french_title.words == "Initiative maison");
    REQUIRE(paper.sections.size() == 1);
    const auto& section = paper.sections.front();
    CHECK(section.title.words.empty());  // it is the paper's
    CHECK(section.code);
    const auto own = words_of(paper, false);
    CHECK(holds(own, "Ce que l’on y fait"));
    CHECK(holds(own, "2 March 2020 – 30 June 2024"));
    CHECK(holds(words_of(paper, true), "2 mars 2020 – 30 juin 2024"));
    CHECK(holds(own, "Near here"));
    // Places are named, so whoever goes there is told to telephone first.
    REQUIRE(paper.foot.size() == 1);
    for (const auto format : {media::PaperFormat::a4, media::PaperFormat::ticket})
        CHECK(media::make_pdf(paper, format));
    ends(rig, PrintOutcome::printed);
    CHECK(rig.says("It is printed: take your sheet."));
}

TEST_CASE("a paper's map has the places by their numbers, the kiosk, and words in both languages",
          "[app][print]") {
    const DeskDisk disk;
    support::TestMap map;
    DeskRig rig(disk, &map.view);
    printer_is(rig, PrinterState::ready);
    rig.act(action::SetLanguage{"en"});
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    rig.act(action::Print{});
    REQUIRE(rig.papers.size() == 1);
    REQUIRE(rig.papers.back().second.map);
    CHECK(rig.wishes.empty());  // nothing is painted on this thread
    CHECK(rig.papers.back().second.map->words == media::Phrase{"Map: The desk of ccas", "en"});
    CHECK(rig.papers.back().second.map->paint({180, 60}).picture == nullptr);
    REQUIRE(rig.wishes.size() == 1);
    CHECK(rig.wishes.back().sources == map.view.sources());
    CHECK(rig.wishes.back().marks == std::vector<map::PictureMark>{{{47.2, -1.55}, ""}});
    CHECK(rig.wishes.back().here_words == "You are here · Vous êtes ici");
    CHECK(rig.wishes.back().osm_credit == "© OpenStreetMap contributors");
    ends(rig, PrintOutcome::printed);

    rig.act(action::SetLanguage{"fr"});
    for (const char* item : {"initiative/maison", "mairie", "gone", "ccas"})
        rig.act(action::AddToBasket{item});
    rig.act(action::Open{{ScreenKind::fiche, "initiative/maison,mairie,gone,ccas"}});
    rig.act(action::Print{});
    REQUIRE(rig.papers.size() == 2);
    const auto& paper = rig.papers.back().second;
    REQUIRE(paper.map);
    CHECK(paper.map->title.own.words == "Où c’est");
    CHECK(paper.map->title.french.words.empty());
    CHECK(paper.map->words.words == "Carte : 2. Accueil mairie, 3. Accueil ccas");
    CHECK(paper.sections[1].title.words == "2. Accueil mairie");
    CHECK(paper.sections[2].title.words == "3. Accueil ccas");
    paper.map->paint({72, 54});
    REQUIRE(rig.wishes.back().marks.size() == 2);
    CHECK(rig.wishes.back().marks[0].words == "2");
    CHECK(rig.wishes.back().marks[1].words == "3");
    ends(rig, PrintOutcome::printed);
    // Of initiatives alone there is none.
    rig.act(action::RemoveFromBasket{"mairie"});
    rig.act(action::RemoveFromBasket{"ccas"});
    rig.act(action::Print{});
    CHECK_FALSE(rig.papers.back().second.map);
}

TEST_CASE("a visit that ended hears nothing of its sheet", "[app][print]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    printer_is(rig, PrinterState::ready);
    rig.act(action::Print{});
    rig.act(action::EndVisit{});
    ends(rig, PrintOutcome::printed);
    CHECK(rig.navigator.state().told.what == Done::none);
    // Over another screen there is nothing to print.
    rig.act(action::Print{});
    CHECK(rig.papers.size() == 1);
    CHECK(rig.navigator.state().told.what == Done::print_refused);
    CHECK_FALSE(rig.navigator.state().printing);
}
