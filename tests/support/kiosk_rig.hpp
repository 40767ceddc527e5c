// SPDX-License-Identifier: GPL-3.0-or-later
// A kiosk without a window or a loader thread: what it asks is answered when a test says so, its hands are
// the test's, its clock is held. One thread.
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <sstream>

#include "kiosk/app/navigator.hpp"
#include "kiosk/map/vector_tiles.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/content_copy.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/shipped_content.hpp"

namespace accueil::support {

inline draw::TextEngine& text_engine() {
    static const auto kEngine = draw::TextEngine::create(assets() / "fonts").value();
    return *kEngine;
}

inline const std::array<draw::Theme, 3>& themes() {
    static const auto kThemes = [] {
        const auto load = [](const char* name) {
            return draw::Theme::load(assets() / "theme" / (std::string(name) + ".json")).value();
        };
        return std::array<draw::Theme, 3>{load("light"), load("dark"), load("contrast")};
    }();
    return kThemes;
}

inline const std::array<map::StylePtr, 3>& map_styles() {
    static const auto kStyles = [] {
        const auto load = [](const char* name) {
            return map::Style::load(assets() / "styles" / (std::string(name) + ".json")).value();
        };
        return std::array<map::StylePtr, 3>{load("light"), load("dark"), load("contrast")};
    }();
    return kStyles;
}

struct TestMap {
    std::filesystem::path file = assets() / "basemap" / "france.mbtiles";
    map::TileStore store{[] { return std::make_unique<map::VectorTileMaker>(); }, {}, {}};
    map::MapView view{store, map::make_sources({map::open_source(file, map::SourceRole::base).value()}),
                      map_styles()[0]};
};

class KioskRig {
  public:
    explicit KioskRig(const std::filesystem::path& cache, app::NavigatorOptions options = {},
                      map::MapView* map = nullptr, map::TileSourcesPtr map_sources = {},
                      map::MapView* miniature = nullptr, video::Player* player = nullptr,
                      speech::Speaker* speaker = nullptr)
        : navigator({catalog(), text_engine(), themes(), map_styles(), clock, map, miniature,
                     [this](std::uint64_t ticket, query::Job job, const std::string&) {
                         asked.emplace_back(ticket, std::move(job));
                     },
                     std::move(map_sources),
                     [this](std::uint64_t ticket, media::Paper paper) {
                         papers.emplace_back(ticket, std::move(paper));
                     },
                     player, speaker,
                     [this](const map::PictureWish& wish, base::Size) -> map::MapPicture {
                         wishes.push_back(wish);
                         return {};
                     }},
                    options) {
        switch_to(cache);
        answer();
        navigator.tick();
    }

    /// What is asked from now on is answered from this cache.
    void switch_to(const std::filesystem::path& cache) {
        content = cache;
        source = query::open_source({cache, cache / "none", {}, {}, local_folder}).value();
        feed = std::make_shared<const query::FeedSummary>(query::feed(*source).value());
    }
    /// From now on it has a local.db there.
    void keep_in(const std::filesystem::path& folder) {
        local_folder = folder;
        switch_to(content);
    }
    /// Does the loader's part, until nothing is asked any more.
    void answer(bool content_changed = false) {
        if (content_changed) navigator.on_news({{}, true});
        while (!asked.empty()) {
            auto [ticket, job] = std::move(asked.front());
            asked.pop_front();
            query::Loader::News news;
            auto data = job(*source);
            news.answers.push_back({ticket, std::move(data), feed, query::desk_notices(*source)});
            navigator.on_news(std::move(news));
        }
    }
    void act(const action::Action& action) {
        navigator.perform(action);
        settle();
    }
    void wait(std::chrono::milliseconds time) {
        clock.advance(time);
        navigator.tick();
        settle();
    }
    /// Answers and moves on until nothing is asked: a tree that is built may ask for more.
    void settle() {
        do {
            answer();
            navigator.tick();
        } while (!asked.empty());
    }

    const ui::Node* node(const std::string& id) { return ui::find(navigator.tree(), id); }
    bool shows(const std::string& id) { return node(id) != nullptr; }
    const action::Entry& here() const { return navigator.state().here(); }
    /// A finger down and up again in the middle of what can be seen of a control.
    void tap(const std::string& id) {
        const auto* control = node(id);
        if (control == nullptr) throw std::runtime_error("nothing on screen is called " + id);
        tap(control->visible.center());
    }
    /// A finger on what may stand below the glass of a screen that was not scrolled yet: it is scrolled to
    /// first.
    void reach(const std::string& id) {
        constexpr float kAbove = 600;
        const auto* control = node(id);
        if (control == nullptr) throw std::runtime_error("nothing on screen is called " + id);
        if (control->visible.height < control->rect.height) {
            navigator.scroll_to(std::max(0.0F, control->rect.y - kAbove));
            settle();
        }
        tap(id);
    }
    void tap(base::Point point) {
        navigator.on_gesture(input::Press{point});
        navigator.on_gesture(input::Tap{point, 1});
        settle();
    }
    void key(input::Key key, bool shift = false) {
        navigator.on_key({key, shift, false, false});
        settle();
    }

    FakeClock clock;
    std::filesystem::path content, local_folder;
    std::deque<std::pair<std::uint64_t, query::Job>> asked;
    std::vector<std::pair<std::uint64_t, media::Paper>> papers;  ///< that were to be printed
    std::vector<map::PictureWish> wishes;                        ///< of maps on papers, as they were painted
    std::shared_ptr<const query::Source> source;
    std::shared_ptr<const query::FeedSummary> feed;
    app::Navigator navigator;
};

}  // namespace accueil::support
