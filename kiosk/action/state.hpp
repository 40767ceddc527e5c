// SPDX-License-Identifier: GPL-3.0-or-later
// Where the visitor is and how they want to see it. A plain value: actions make a new one. UI thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/action/desk_state.hpp"
#include "kiosk/action/proposal.hpp"
#include "kiosk/action/reading.hpp"
#include "kiosk/action/speaking.hpp"
#include "kiosk/action/watching.hpp"

namespace accueil::action {

enum class ScreenKind {
    home,
    map,
    initiatives,
    initiative,
    questions,
    question,
    livret,
    need,
    place,
    page,
    search,
    when,      ///< the next openings of a need's places
    guide,     ///< its id: the answers so far, by slashes
    fiche,     ///< a visitor's list, or the agent's sheet; its id: what is in the basket, by commas
    document,  ///< its id: the initiative's, and the document's number there, from 1: "labacces/1"
    film,      ///< its id: the initiative's whose film it is
    propose,   ///< an initiative of one's own
    photo,     ///< its id: the initiative's, and the photo's number there, from 1: "labacces/1"
};

/// A screen and the record that it shows (empty where it shows none).
struct Route {
    ScreenKind screen = ScreenKind::home;
    std::string id;
    bool operator==(const Route&) const = default;
};

/// How high the list stands over the map.
enum class Sheet { peek, half, full };
enum class SortBy { distance, name };

inline constexpr int kListedAtFirst = 30;

/// How the initiatives are shown: large pictures, or many rows for whoever looks for one of them.
enum class Look { gallery, list };

/// What stands on the keys of the screen's own keyboard.
enum class KeyLayout { latin, arabic, cyrillic };
inline constexpr std::size_t kMostTyped = 120;  ///< bytes
inline constexpr float kToEnd = 1e6F;           ///< an offset: as far as there is something

/// One step of the way back: the route and how the visitor left it.
struct Entry {
    Route route;
    float scroll = 0;       ///< design pixels
    std::string filter;     ///< of the map; "": all; "initiatives", "places" or "need/ID"
    std::string selected;   ///< the markers whose card is up, "initiative/ID" or "place/ID", by commas
    bool open_now = false;  ///< only what is open at this moment
    Sheet sheet = Sheet::peek;
    SortBy sort = SortBy::distance;
    int listed = kListedAtFirst;  ///< rows of a long list that are shown
    /// Of a list of places, as list_filters.hpp names them; of the initiatives and of the map that shows
    /// them, as initiative_filters.hpp does. In the order of choice.
    std::vector<std::string> filters{};
    std::string typed{};              ///< what is searched; never logged, gone with the visit
    std::optional<KeyLayout> keys{};  ///< chosen; else that of the language
    std::optional<bool> capitals{};   ///< chosen for the next letter; else by what stands before it
    std::string held_key{};           ///< the key whose variants are offered
    bool keys_shown = true;
    Reading reading{};    ///< of a document
    Watching watching{};  ///< of a film
    Look look = Look::gallery;
    Aloud aloud = Aloud::off;  ///< what is on screen is read aloud; on a step that is left it is not
    bool operator==(const Entry&) const = default;
};

enum class Appearance { light, dark, contrast };
enum class Overlay {
    none,
    languages,
    access,
    moment,
    filters,
    by_theme,  ///< what the initiatives can be narrowed by, of one kind each
    by_territory,
    by_kind,
    by_year,
    pin,
    report,        ///< what is wrong on the place's sheet
    closed_today,  ///< is it to be said of the place
    full_today,
    captions,     ///< of a film: which, and how they look
    take_away,    ///< of a place, an initiative or the list
    clear_draft,  ///< is what was written to be erased
};

struct Preferences {
    std::string language = "fr";
    Appearance appearance = Appearance::light;
    int text_percent = 100;  ///< 100, 125 or 150
    bool reduced_motion = false;
    Listening listening{};
    bool operator==(const Preferences&) const = default;
};

struct AppState {
    std::vector<Entry> way{Entry{}};  ///< never empty; the last is on screen, the first is home
    Preferences preferences;
    Overlay overlay = Overlay::none;
    bool visited = false;  ///< something was done since the start: "Terminer" is offered
    Desk desk;
    Basket basket;
    PinPad pin;  ///< while overlay is pin
    Told told;
    Draft draft;
    bool printing = false;         ///< a sheet of this visit is at the printer: one at a time
    std::vector<Counted> counted;  ///< in this visit, in that order
    bool operator==(const AppState&) const = default;

    const Entry& here() const { return way.back(); }
};

}  // namespace accueil::action
