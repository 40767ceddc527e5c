// SPDX-License-Identifier: GPL-3.0-or-later
// The links and sources of an article: codes that a camera reads from where one stands.
#include <catch2/catch.hpp>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/screens/codes.hpp"
#include "kiosk/ui/markdown.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/screen_rig.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/tree_checks.hpp"
#include "tests/support/zbar.hpp"

using namespace accueil;
using action::ScreenKind;

namespace {

model::Question article() {
    model::Question question;
    question.id = "centre";
    question.title = model::Text("Et si l’institution n’était pas au centre ?");
    question.lead = model::Text("Aller vers les gens et rester une institution.");
    question.links = {{"https://mairie.example/aller-vers?lieu=hall&langue=fr", model::Text("Un récit")},
                      {"https://carte.example/", model::Text("Une carte")}};
    question.sources = {{"Un rapport", "https://rapport.example/2020/11/accueil.pdf", "2020-11-27"},
                        {"Une conversation", "", "2020-11-28"}};
    return question;
}

std::string texts_of(const ui::Node& node) {
    std::string lines = node.text ? node.text->words + "\n" : "";
    for (const auto& child : node.children)
        lines += texts_of(child);
    return lines;
}

constexpr const char* kBody =
    "Lire [le guide](https://guide.example/a), [le même](HTTPS://guide.example/a), "
    "[](https://sans.example/), "
    "[piège](javascript:alert(1)), [nous écrire](mailto:nous@mairie.example), mail@x.example "
    "[mail@x.example](mailto:mail@x.example), [une source](https://rapport.example/2020/11/accueil.pdf), "
    "[une longue](https://longue.example/";

std::vector<model::Record> records_with_links() {
    auto question = article();
    question.body =
        model::Text(kBody + std::string(900, 'x') + ") et [la maison](https://ville.example/i/maison).");
    question.body.set("ar", "انظر [الدليل](https://guide.example/ar).");
    model::Initiative initiative;
    initiative.id = "maison";
    initiative.title = model::Text("Maison commune");
    initiative.summary = model::Text("Un lieu pour tout.");
    initiative.questions = {"centre"};
    initiative.body = model::Text("- Voir [le plan](https://plan.example/).");
    model::Page page;
    page.id = "introduction";
    page.title = model::Text("Présentation");
    page.body = model::Text("Voir [le projet](https://projet.example/).");
    model::Place place;
    place.id = "ccas";
    place.name = model::Text("CCAS");
    place.description = model::Text("+ de *places* : [le programme](https://programme.example/)");
    model::Service service;
    service.id = "repas";
    service.place_id = "ccas";
    service.name = model::Text("Repas");
    service.description =
        model::Text("[Le menu](https://menu.example/) et [programme](https://programme.example)");
    model::FeedInfo info;
    info.id = "feed";
    info.title = model::Text("Ville");
    info.languages = {"fr", "ar"};
    info.public_url = "https://ville.example/i/{id}";
    return {question, initiative, page, place, service, info};
}

struct LinkedRig {
    support::TempDir folder;
    bool is_committed = support::commit_records(folder.path(), records_with_links(), 1).has_value();
    support::ScreenRig rig{folder.path()};

    ui::Node build(ScreenKind kind, const std::string& id, const support::Glass& glass = {}) {
        return rig.build({{kind, id}, 0, {}, {}}, glass);
    }
};

std::size_t count_ids(const ui::Node& node, const std::string& begin) {
    std::size_t found = node.id.starts_with(begin) ? 1 : 0;
    for (const auto& child : node.children)
        found += count_ids(child, begin);
    return found;
}

}  // namespace

TEST_CASE("each address of a text is under it once, with its code where it has none elsewhere",
          "[screens][links]") {
    LinkedRig linked;
    const auto root = linked.build(ScreenKind::question, "centre");
    const auto* section = ui::find(root, "text-links");
    REQUIRE(section != nullptr);
    CHECK(section->name == "Les liens de ce texte");
    CHECK(section->role == ui::Role::group);
    std::vector<std::string> names;
    for (int number = 1; const auto* item = ui::find(root, "text-link/" + std::to_string(number)); ++number) {
        CHECK(item->role == ui::Role::listitem);
        CHECK_FALSE(item->on_tap);
        names.push_back(item->name);
    }
    CHECK(names == std::vector<std::string>{"1. le guide, guide.example", "2. sans.example, sans.example",
                                            "3. nous écrire, nous@mairie.example",
                                            "4. une source, rapport.example", "5. une longue, longue.example",
                                            "6. la maison, ville.example"});
    for (const char* coded : {"text-link/1/code", "text-link/2/code"}) {
        const auto* code = ui::find(root, coded);
        REQUIRE(code != nullptr);
        CHECK(code->role == ui::Role::image);
    }
    CHECK(ui::find(root, "text-link/1/code")->name == "Code à scanner : le guide");
    for (const char* bare : {"3", "4", "5", "6"})
        CHECK(ui::find(root, std::string("text-link/") + bare + "/code") == nullptr);
    const auto lines = texts_of(*section);
    INFO(lines);
    for (const char* line :
         {"nous@mairie.example\n", "Voir « Sources », sur cette page.\n",
          "Voir « Les initiatives qui l’éclairent », sur cette page.\n", "longue.example/…\n",
          "Son adresse est trop longue pour un code : demandez à l’accueil.\n"})
        CHECK(lines.find(line) != std::string::npos);
    CHECK(lines.find("javascript") == std::string::npos);
    CHECK(lines.find("xxxx") == std::string::npos);
    const auto all = texts_of(root);
    CHECK(all.find("piège, <u>nous écrire</u>") != std::string::npos);  // the words of a link to nowhere
    CHECK(all.find("<u>mail@x.example") == std::string::npos);          // which the text says itself
}

TEST_CASE("pages, initiatives and places have the links of their texts; other texts have none",
          "[screens][links]") {
    LinkedRig linked;
    for (const auto& [kind, id, links] :
         {std::tuple(ScreenKind::initiative, "maison", 1), std::tuple(ScreenKind::page, "introduction", 1),
          std::tuple(ScreenKind::place, "ccas", 2)}) {
        const auto root = linked.build(kind, id);
        INFO(id);
        CHECK(ui::find(root, "text-links") != nullptr);
        CHECK(count_ids(root, "text-link/") == static_cast<std::size_t>(2 * links));  // each with its code
    }
    const auto place = texts_of(linked.build(ScreenKind::place, "ccas"));
    CHECK(place.find("+ de *places* : <u>le programme</u>") != std::string::npos);
    CHECK(place.find("<u>programme</u>") != std::string::npos);
    CHECK(ui::find(linked.build(ScreenKind::questions, ""), "text-links") == nullptr);
}

TEST_CASE("a text's links are sound on every glass, and heard in the text's language", "[screens][links]") {
    LinkedRig linked;
    support::TreeChecks checks(support::text_engine());
    for (const auto& glass : support::every_glass())
        for (const auto& [kind, id] :
             {std::pair(ScreenKind::question, "centre"), std::pair(ScreenKind::place, "ccas"),
              std::pair(ScreenKind::initiative, "maison")}) {
            INFO(glass.words() << " " << id);
            CHECK(checks.findings(linked.build(kind, id, glass)) == std::vector<std::string>{});
        }
    const auto arabic = linked.build(ScreenKind::question, "centre", {"ar", {1920, 1080}, 100});
    CHECK(ui::find(arabic, "text-links")->name == "روابط هذا النص");
    CHECK(ui::find(arabic, "text-link/1")->name == "1. الدليل, guide.example");
    CHECK(ui::find(arabic, "text-link/2") == nullptr);
    const auto english = ui::to_json(linked.build(ScreenKind::question, "centre", {"en", {1080, 1920}, 100}),
                                     {support::text_engine(), support::themes()[0], "en"});
    CHECK(english.find("le guide (lien 1)") != std::string::npos);  // in the French that is shown
}

TEST_CASE("the shipped articles have links under them where they have links in them", "[screens][links]") {
    support::ScreenRig rig(support::shipped_cache());
    const auto questions = rig.source->reader().all<model::Question>().value();
    for (const auto& question : questions) {
        const auto root = rig.build({{ScreenKind::question, question.id}, 0, {}, {}}, {});
        const bool has_links = !ui::links_of(std::string(question.body.words("fr"))).empty();
        CHECK((ui::find(root, "text-links") != nullptr) == has_links);
    }
}

TEST_CASE(
    "an article's links and sources are codes with what one finds there, upright and lying, in each script",
    "[screens]") {
    support::TempDir folder;
    REQUIRE(support::commit_records(folder.path(), std::vector<model::Record>{article()}, 1));
    support::ScreenRig rig(folder.path());
    for (const std::string language : {"fr", "ar"})
        for (const base::Size size : {base::Size{1080, 1920}, base::Size{1920, 1080}}) {
            const support::Glass glass{language, size, 100};
            INFO(language << " " << size.width);
            const auto root = rig.build({{ScreenKind::question, "centre"}, 0, {}, {}}, glass);
            const auto lines = texts_of(root);
            for (const char* each : {"Un récit", "Une carte", "Un rapport (", "https://carte.example/"})
                CHECK(lines.find(each) != std::string::npos);
        }
}

TEST_CASE(
    "a link's code is read by a telephone's camera at arm's length, and one too long is left to its words",
    "[screens]") {
    const auto code = screens::address_code("https://mairie.example/aller-vers?lieu=hall&langue=fr");
    REQUIRE(code);
    const float side = screens::least_side(*code);
    const auto canvas = draw::CairoCanvas::create(static_cast<int>(side) + 80, static_cast<int>(side) + 80, 1,
                                                  support::text_engine());
    canvas->clear({20, 40, 60});
    media::QrPicture(*code).draw(*canvas, {40, 40, side, side}, 16);
    const auto picture = canvas->snapshot();
    for (const double scale : {1.0, 0.5})
        CHECK(support::read_codes(support::seen_at(*picture, scale)) ==
              std::vector<std::string>{"https://mairie.example/aller-vers?lieu=hall&langue=fr"});
    CHECK_FALSE(screens::address_code("https://mairie.example/" + std::string(400, 'a')));
}
