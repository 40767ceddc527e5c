// SPDX-License-Identifier: GPL-3.0-or-later
// A film's screen in each of its states.
#include <catch2/catch.hpp>

#include "kiosk/screens/film.hpp"
#include "kiosk/screens/screens.hpp"
#include "tests/support/screen_rig.hpp"
#include "tests/support/tree_checks.hpp"

using namespace accueil;
using screens::FilmView;

namespace {

class Projection final : public draw::MovingPicture {
  public:
    std::optional<Frame> newest() override { return Frame{m_pixels.data(), 16, 9, 64, 1}; }

  private:
    std::vector<std::uint8_t> m_pixels = std::vector<std::uint8_t>(std::size_t{64} * 9, 128);
};

action::Entry film_entry() {
    return {{action::ScreenKind::film, "labacces"}, 0, {}, {}};
}

}  // namespace

TEST_CASE("film's screen: every state is legible on every glass, in every language", "[screens]") {
    support::ScreenRig rig(support::shipped_cache());
    FilmView view;
    view.duration = 3700;
    view.second = 14;
    view.width = 1280;
    view.height = 720;
    view.picture = std::make_shared<Projection>();
    rig.film = &view;
    auto entry = film_entry();
    for (const auto state : {FilmView::State::loading, FilmView::State::playing, FilmView::State::paused,
                             FilmView::State::ended, FilmView::State::failed}) {
        view.state = state;
        view.has_frame = state != FilmView::State::loading && state != FilmView::State::failed;
        entry.watching.playing = state == FilmView::State::loading || state == FilmView::State::playing;
        for (const bool wide : {false, true}) {
            entry.watching.wide = wide;
            for (const auto& glass : support::every_glass()) {
                INFO(glass.words() << " state " << static_cast<int>(state) << (wide ? " wide" : ""));
                const auto root = rig.build(entry, glass);
                const auto found = support::TreeChecks(support::text_engine()).findings(root);
                INFO(support::few(found));
                CHECK(found.empty());
                const auto* play = ui::find(root, screens::kFilmPlay);
                REQUIRE(play != nullptr);
                CHECK(play->rect.height >= ui::kTarget);
                CHECK((ui::find(root, "film/caption") != nullptr) == view.has_frame);
                CHECK((ui::find(root, "film/again") != nullptr) == (state == FilmView::State::failed));
            }
        }
    }
}

TEST_CASE("film's screen: each fault has its own sentence, and the words of the film stay", "[screens]") {
    support::ScreenRig rig(support::shipped_cache());
    FilmView view;
    view.state = FilmView::State::failed;
    rig.film = &view;
    std::set<std::string> sentences;
    for (const auto fault :
         {video::Fault::unreadable, video::Fault::too_large, video::Fault::stalled, video::Fault::gone}) {
        view.fault = fault;
        const auto root = rig.build(film_entry(), {"fr", {1920, 1080}, 100});
        sentences.insert(ui::find(root, "film/says")->name);
        CHECK(ui::find(root, "film/row/1") != nullptr);
    }
    CHECK(sentences.size() == 4);
}

TEST_CASE("captions are those of the screen's language, or French, or any; or those that were chosen",
          "[screens]") {
    query::FilmPage film;
    CHECK(screens::captions_of(film, {}, "fr").empty());
    film.captions["uk"] = {};
    CHECK(screens::captions_of(film, {}, "ar") == "uk");
    film.captions["fr"] = {};
    CHECK(screens::captions_of(film, {}, "ar") == "fr");
    film.captions["ar"] = {};
    CHECK(screens::captions_of(film, {}, "ar") == "ar");
    action::Watching watching;
    watching.captions = "uk";
    CHECK(screens::captions_of(film, watching, "ar") == "uk");
    watching.captions = "";
    CHECK(screens::captions_of(film, watching, "ar").empty());
    watching.captions = "de";
    CHECK(screens::captions_of(film, watching, "ar").empty());
}

TEST_CASE("a transcript of very many captions has rows that can be counted", "[screens]") {
    std::vector<model::Cue> cues;
    for (int i = 0; i < 1000; ++i)
        cues.push_back({i * 2.0, i * 2.0 + 1, "mot\n" + std::to_string(i)});
    const auto rows = screens::transcript_of(cues);
    CHECK(rows.size() == 250);
    CHECK(rows[1].start == 8);
    CHECK(rows[0].text == "mot 0 mot 1 mot 2 mot 3");
    CHECK(rows.back().text.ends_with("mot 999"));
    CHECK(screens::row_at(rows, 7.9) == 0U);
    CHECK(screens::row_at(rows, 8) == 1U);
    CHECK(screens::row_at(rows, 1e6) == 249U);
    CHECK_FALSE(screens::row_at({{5, "x"}}, 4));
    CHECK(screens::transcript_of({}).empty());
}

TEST_CASE("a film's time is said as clocks say it", "[screens]") {
    CHECK(screens::clock_words(0) == "0:00");
    CHECK(screens::clock_words(61.9) == "1:01");
    CHECK(screens::clock_words(3723) == "1:02:03");
}
