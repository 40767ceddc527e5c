// SPDX-License-Identifier: GPL-3.0-or-later
// Screens built and laid out from a cache, for any glass, language and text size; what was read is kept, so
// that a screen can be built many times. One thread.
#pragma once

#include <map>

#include "kiosk/screens/film.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/screen.hpp"
#include "kiosk/screens/screens.hpp"
#include "tests/support/kiosk_rig.hpp"

namespace accueil::support {

struct Glass {
    std::string language = "fr";
    base::Size size{1080, 1920};
    int text_percent = 100;

    std::string words() const {
        return language + (size.width > size.height ? " landscape " : " portrait ") +
               std::to_string(text_percent) + " %";
    }
};

inline std::vector<Glass> every_glass() {
    std::vector<Glass> all;
    for (const char* language : {"fr", "en", "ar"}) {
        for (const base::Size size : {base::Size{1080, 1920}, base::Size{1920, 1080}}) {
            for (const int percent : {100, 125, 150})
                all.push_back({language, size, percent});
        }
    }
    return all;
}

class ScreenRig {
  public:
    explicit ScreenRig(const std::filesystem::path& cache)
        : source(open_cache(cache)), feed(query::feed(*source).value()) {}

    /// The screen of `entry`, which is opened from home, or home itself.
    ui::Node build(const action::Entry& entry, const Glass& glass,
                   screens::Failure failure = screens::Failure::none) {
        state.preferences.language = glass.language;
        state.preferences.text_percent = glass.text_percent;
        state.way.resize(1);
        if (entry.route != action::Route{}) state.way.push_back(entry);
        const ui::Environment environment{text_engine(), themes()[0], glass.language,
                                          base::is_right_to_left(glass.language),
                                          static_cast<float>(glass.text_percent) / 100};
        screens::Context context{
            state,    entry,     catalog(), environment, glass.size, &feed, "lundi 23 novembre",
            "8 h 30", countdown, map,       nullptr};
        context.now = now;
        context.notices = notices;
        context.pin_wait = pin_wait;
        context.can_print = can_print;
        context.film = film;
        query::DataPtr selection;
        if (entry.route.screen == action::ScreenKind::map && data(entry.route)) {
            selection =
                screens::map_selection_job(data(entry.route), screens::map_wish(state, now, notices))(*source)
                    .value();
            context.selection = selection.get();
            context.sheet_height = entry.sheet == action::Sheet::peek ? 0 : glass.size.height / 3;
        }
        query::DataPtr found;
        if (!entry.typed.empty()) {
            found = screens::search_job(entry.typed, glass.language)(*source).value();
            context.found = found.get();
        }
        auto root = screens::build(context, data(entry.route).get(), failure, loading);
        ui::layout(root, {0, 0, glass.size.width, glass.size.height}, environment, 0);
        return root;
    }
    const query::DataPtr& data(const action::Route& route) {
        const auto key = std::string(action::name_of(route.screen)) + "/" + route.id;
        if (const auto found = m_data.find(key); found != m_data.end()) return found->second;
        return m_data[key] = screens::screen_of(route.screen).job(route)(*source).value();
    }

    std::shared_ptr<const query::Source> source;
    query::FeedSummary feed;
    action::AppState state;
    std::optional<int> countdown, pin_wait;
    std::shared_ptr<const query::DeskNotices> notices;
    model::LocalMinutes now =
        std::chrono::local_days(std::chrono::year(2026) / 11 / 23) + std::chrono::minutes(510);
    map::MapView* map = nullptr;
    bool loading = false, can_print = false;
    const screens::FilmView* film = nullptr;

  private:
    std::map<std::string, query::DataPtr> m_data;
};

/// Every screen of the content: each kind once, or with each of its records.
enum class Which { each_kind, each_record };
inline std::vector<action::Entry> every_screen(const query::Source& source, Which which) {
    using action::ScreenKind;
    std::vector<action::Entry> all;
    const auto add = [&](ScreenKind kind, const std::string& id = {}) {
        all.push_back({{kind, id}, 0, {}, {}});
    };
    for (const auto kind : {ScreenKind::home, ScreenKind::map, ScreenKind::initiatives, ScreenKind::questions,
                            ScreenKind::livret})
        add(kind);
    const auto& reader = source.reader();
    const auto add_records = [&](ScreenKind kind, const auto& records) {
        for (const auto& record : records) {
            add(kind, record.id);
            if (which == Which::each_kind) return;
        }
    };
    add_records(ScreenKind::initiative, reader.all<model::Initiative>().value());
    const auto initiatives = reader.all<model::Initiative>().value();
    for (const auto& initiative : initiatives) {
        if (!initiative.video) continue;
        add(ScreenKind::film, initiative.id);
        all.push_back(all.back());
        all.back().watching.wide = true;
        if (which == Which::each_kind) break;
    }
    add_records(ScreenKind::question, reader.all<model::Question>().value());
    const auto needs = reader.all<model::Need>().value();
    add_records(ScreenKind::need, needs);
    add_records(ScreenKind::when, needs);
    for (const auto* typed : {"", "cours de", "xqzvb"}) {
        add(ScreenKind::search);
        all.back().typed = typed;
        all.push_back(all.back());
        all.back().keys_shown = false;
    }
    all.back().keys_shown = true;
    all.back().held_key = "e";
    if (!needs.empty())
        for (const auto& answers :
             {std::string(), std::string("any"), "any/" + needs.front().id,
              "familles/" + needs.front().id + "/week", "any/" + needs.front().id + "/any/any",
              "any/" + needs.front().id + "/any/any/any"})
            add(ScreenKind::guide, answers);
    add_records(ScreenKind::place, reader.all<model::Place>().value());
    add_records(ScreenKind::page, reader.all<model::Page>().value());
    return all;
}

}  // namespace accueil::support
