// SPDX-License-Identifier: GPL-3.0-or-later
// The proposal's screen on every glass, and the ways to it.
#include <catch2/catch.hpp>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/screens/keyboard.hpp"
#include "tests/support/proposal_content.hpp"
#include "tests/support/screen_rig.hpp"
#include "tests/support/tree_checks.hpp"
#include "tests/support/zbar.hpp"

using namespace accueil;
using action::Field;
using action::ScreenKind;
using action::Sending;
using support::Offers;
using support::ProposalDisk;
using support::ScreenRig;

namespace {

const action::Entry kProposal{{ScreenKind::propose, {}}, 0, {}, {}};

void sound_everywhere(ScreenRig& rig, const action::Entry& entry, const std::string& what) {
    for (const auto& glass : support::every_glass()) {
        const auto root = rig.build(entry, glass);
        const auto found = support::TreeChecks(support::text_engine()).findings(root);
        INFO(what << " on " << glass.words() << "\n" << support::few(found));
        CHECK(found.empty());
    }
}

bool has(const ui::Node& root, const std::string& id) {
    return ui::find(root, id) != nullptr;
}

std::string long_text() {
    std::string text;
    while (text.size() < 1900)
        text += "Des parcelles pour qui arrive, et un repas le jeudi. ";
    return text;
}

action::Draft written() {
    action::Draft draft;
    draft.title = "Un jardin partagé derrière la gare, où l’on apprend le français en plantant des tomates";
    draft.text = long_text();
    draft.contact = "quelqu-un-avec-une-adresse-bien-trop-longue@association.example";
    draft.where = action::Where::point;
    draft.point = model::Coordinates{47.2, -1.5};
    draft.zoom = 8;
    draft.consent = true;
    return draft;
}

}  // namespace

TEST_CASE("the form is whole on every glass, empty, filled, in trouble, under way and thanked for",
          "[screens][propose]") {
    const ProposalDisk disk;
    ScreenRig rig(disk.cache);
    sound_everywhere(rig, kProposal, "empty");
    rig.state.draft.was_tried = true;
    sound_everywhere(rig, kProposal, "all is missing");
    for (const auto sending :
         {Sending::none, Sending::under_way, Sending::full, Sending::refused, Sending::off}) {
        rig.state.draft = written();
        rig.state.draft.sending = sending;
        sound_everywhere(rig, kProposal, "filled");
    }
    rig.state.draft = {};
    rig.state.draft.number = "3F2A 9C1B";
    sound_everywhere(rig, kProposal, "thanks");
    rig.state.draft = written();
    rig.state.overlay = action::Overlay::clear_draft;
    sound_everywhere(rig, kProposal, "the question");
    rig.state.overlay = action::Overlay::none;
    rig.countdown = 20;
    sound_everywhere(rig, kProposal, "the countdown");
}

TEST_CASE("each field with its keys is whole on every glass, with variants, capitals and other letters",
          "[screens][propose]") {
    const ProposalDisk disk;
    ScreenRig rig(disk.cache);
    for (const auto field : {Field::title, Field::text, Field::contact})
        for (const bool is_full : {false, true})
            for (const char* held : {"", "e"}) {
                rig.state.draft = written();
                rig.state.draft.field = field;
                rig.state.draft.is_full = is_full;
                auto entry = kProposal;
                entry.held_key = held;
                sound_everywhere(rig, entry, action::name_of(field));
            }
    for (const auto layout :
         {action::KeyLayout::latin, action::KeyLayout::arabic, action::KeyLayout::cyrillic}) {
        auto entry = kProposal;
        entry.keys = layout;
        rig.state.draft.field = Field::text;
        rig.state.draft.text.clear();
        sound_everywhere(rig, entry, "other letters");
        const auto root = rig.build(entry, {});
        CHECK(has(root, "key/@"));
        CHECK(has(root, "key/line"));
        CHECK_FALSE(has(root, "key/hide"));
        CHECK(has(root, "key/capitals") == (layout != action::KeyLayout::arabic));
    }
    rig.state.draft.field = Field::contact;
    CHECK_FALSE(has(rig.build(kProposal, {}), "key/line"));
    const auto search = rig.build({{ScreenKind::search, {}}, 0, {}, {}}, {});
    for (const char* id : {"key/@", "key/capitals", "key/line"})
        CHECK_FALSE(has(search, id));
}

TEST_CASE("what the content offers is what the screen and the ways to it offer", "[screens][propose]") {
    for (const auto offers : {Offers::nothing, Offers::form, Offers::key, Offers::both}) {
        const ProposalDisk disk(offers);
        ScreenRig rig(disk.cache);
        const bool form = offers == Offers::form || offers == Offers::both;
        const bool key = offers == Offers::key || offers == Offers::both;
        for (const base::Size size : {base::Size{1080, 1920}, base::Size{1920, 1080}}) {
            const support::Glass glass{"fr", size, 100};
            const auto root = rig.build(kProposal, glass);
            CHECK(has(root, "propose/code") == form);
            CHECK(has(root, "propose/send") == key);
            CHECK(has(root, "propose/title") == key);
            for (const auto& route :
                 {action::Route{ScreenKind::initiatives, {}}, action::Route{ScreenKind::initiative, "maison"},
                  action::Route{ScreenKind::page, "introduction"}})
                CHECK(has(rig.build({route, 0, {}, {}}, glass), "propose") == (form || key));
        }
        sound_everywhere(rig, kProposal, "what is offered");
        sound_everywhere(rig, {{ScreenKind::initiatives, {}}, 0, {}, {}}, "initiatives");
        sound_everywhere(rig, {{ScreenKind::initiative, "maison"}, 0, {}, {}}, "an initiative");
        sound_everywhere(rig, {{ScreenKind::page, "introduction"}, 0, {}, {}}, "the introduction");
    }
}

TEST_CASE("the form's code leads a telephone there", "[screens][propose]") {
    const ProposalDisk disk(Offers::form);
    ScreenRig rig(disk.cache);
    for (const base::Size size : {base::Size{1080, 1920}, base::Size{1920, 1080}}) {
        const auto root = rig.build(kProposal, {"ar", size, 100});
        const auto canvas = draw::CairoCanvas::create(static_cast<int>(size.width),
                                                      static_cast<int>(size.height), support::text_engine());
        const ui::Environment environment{support::text_engine(), support::themes()[0], "ar", true, 1};
        canvas->clear(support::themes()[0][draw::Token::surface]);
        ui::draw_tree(root, *canvas, environment, {});
        CHECK(support::read_codes(*canvas->snapshot()) == std::vector<std::string>{support::kProposalForm});
    }
}

TEST_CASE("what is missing is said by its field, and beside the button", "[screens][propose]") {
    const ProposalDisk disk;
    ScreenRig rig(disk.cache);
    CHECK_FALSE(has(rig.build(kProposal, {}), "propose/trouble"));
    rig.state.draft.was_tried = true;
    auto root = rig.build(kProposal, {});
    for (const char* id : {"propose/trouble/title", "propose/trouble/text", "propose/trouble/consent"})
        CHECK(has(root, id));
    CHECK(ui::find(root, "propose/trouble")->name ==
          "Il manque le titre. Dites en quelques mots ce que c’est. Sans votre accord, rien ne part.");
    rig.state.draft.title = "Un jardin";
    root = rig.build(kProposal, {});
    CHECK_FALSE(has(root, "propose/trouble/title"));
    CHECK(has(root, "propose/trouble/text"));
}

TEST_CASE("before one agrees it is said what is sent, to whom, how long it stays, how to go back on it",
          "[screens][propose]") {
    const ProposalDisk disk;
    ScreenRig rig(disk.cache);
    for (const auto& [language, reader] : std::vector<std::pair<std::string, std::string>>{
             {"fr", "l’équipe du livret, mairie de Nantes"}, {"ar", "فريق الدليل، بلدية نانت"}}) {
        const auto root = rig.build(kProposal, {language, {1080, 1920}, 100});
        const auto says = [&](const std::string& words) { return support::DeskRig::says(root, words); };
        CHECK(says("02\u00A040\u00A000\u00A000\u00A000, livret@mairie.example"));
        CHECK(ui::find(root, "propose/consent")->name.find(reader) != std::string::npos);
        for (const char* key : {"ui.propose.what_is_sent", "ui.propose.how_long"})
            CHECK(says(support::catalog().text(language, key)));
    }
}

TEST_CASE("nothing that is written is in the tree's JSON, and a reader of the screen hears it",
          "[screens][propose]") {
    const ProposalDisk disk;
    ScreenRig rig(disk.cache);
    const ui::Environment environment{support::text_engine(), support::themes()[0], "fr", false, 1};
    for (const auto field : {Field::none, Field::title, Field::text, Field::contact}) {
        rig.state.draft = written();
        rig.state.draft.field = field;
        const auto root = rig.build(kProposal, {});
        const auto json = ui::to_json(root, environment);
        for (const char* word : {"tomates", "parcelles", "bien-trop-longue", "47.2"})
            CHECK(json.find(word) == std::string::npos);
        CHECK(json.find("\"letters\"") != std::string::npos);
        const std::string id =
            field == Field::none ? "propose/title" : std::string("propose/written/") + action::name_of(field);
        CHECK_FALSE(ui::find(root, id)->value.empty());
    }
}
