// SPDX-License-Identifier: GPL-3.0-or-later
// A screen is two functions: what it asks of the content (on the loader thread) and the tree that it makes of
// the answer (UI thread). Nothing in it changes; where the visitor is stands in action::AppState.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "kiosk/action/state.hpp"
#include "kiosk/query/loader.hpp"
#include "kiosk/ui/node.hpp"
#include "sync/base/i18n.hpp"
#include "sync/model/local_time.hpp"
#include "sync/model/text.hpp"

namespace accueil::map {
class MapView;
}

namespace accueil::screens {

struct FilmView;
struct VoiceView;

/// The moment that a tree is built for.
struct Context {
    const action::AppState& state;
    const action::Entry& entry;
    const base::Catalog& catalog;
    const ui::Environment& environment;
    base::Size size;                    ///< of the glass, design pixels
    const query::FeedSummary* feed;     ///< null while nothing was read
    std::string date, time;             ///< as people say them
    std::optional<int> countdown;       ///< seconds left before the return to the start
    map::MapView* map = nullptr;        ///< of the map screen
    map::MapView* miniature = nullptr;  ///< of home and of a place; drawn, never touched
    const query::Data* selection =
        nullptr;                        ///< of the map screen: what the filters leave; null while it is made
    const query::Data* card = nullptr;  ///< of the map screen: the picture of what is selected
    const query::Data* found =
        nullptr;  ///< of the search screen: what the typed words find; null while nothing is known
    const query::Data* document = nullptr;  ///< of a document: the view of its page; null while it is made
    const FilmView* film = nullptr;         ///< of a film's screen; null: nothing plays
    const VoiceView* voice = nullptr;       ///< null: nothing can be read aloud here
    float page_drag = 0;        ///< of a document: how far a finger holds the page aside, design pixels
    float sheet_height = 0;     ///< of the map screen: of the list's sheet, design pixels; 0: its head alone
    model::LocalMinutes now{};  ///< of the territory
    std::shared_ptr<const query::DeskNotices> notices{};  ///< of the desk; null while none were read
    std::optional<int> pin_wait{};                        ///< of the PIN pad: seconds before the next try
    bool can_print = false;                               ///< a printer is ready

    /// The same moment in another language.
    Context in(const ui::Environment& other) const {
        Context same{state, entry, catalog, other, size, feed, date, time, countdown};
        same.now = now;
        same.notices = notices;
        same.can_print = can_print;
        return same;
    }
    /// The same moment for another step of the way. `other` outlives it.
    Context with(const action::Entry& other) const {
        Context same{state, other, catalog, environment, size, feed, date, time, countdown, map, miniature};
        same.document = document;
        same.film = film;
        same.voice = voice;
        same.page_drag = page_drag;
        same.now = now;
        same.notices = notices;
        return same;
    }
    bool portrait() const { return size.height > size.width; }
    const std::string& language() const { return environment.language; }
    std::string tr(std::string_view key, base::TextArguments arguments = {}) const {
        return catalog.text(language(), key, arguments);
    }
    std::string count(std::string_view key, std::size_t number) const {
        return catalog.plural(language(), key, static_cast<long>(number));
    }
    /// "2026-11-23" as "23 novembre 2026", "2020-11" as "novembre 2020", "2020" as it is.
    std::string day(const std::string& iso) const;
};

/// What query gave, with what was read beside it.
template <class T>
struct Loaded final : query::Data {
    explicit Loaded(T answer) : value(std::move(answer)) {}
    T value;
    std::vector<std::pair<std::string, draw::ImagePtr>> pictures;  ///< by record id
    draw::ImagePtr picture(const std::string& id) const {
        for (const auto& [name, image] : pictures) {
            if (name == id) return image;
        }
        return nullptr;
    }
};

struct Screen {
    query::Job (*job)(const action::Route& route);
    /// The content between the top strip and the bottom bar; `data` is of the type that the job made.
    ui::Node (*content)(const Context& context, const query::Data& data);
    bool full_bleed = false;  ///< no margins, no scrolling: the map
};
const Screen& screen_of(action::ScreenKind kind);

/// The whole glass: top strip, content, quiet line, bottom bar, and what lies over them. `data` null: loading
/// (after `loading_shown`), or failed where `failure` says how.
enum class Failure { none, gone, failed };
ui::Node build(const Context& context, const query::Data* data, Failure failure, bool loading_shown);

}  // namespace accueil::screens
