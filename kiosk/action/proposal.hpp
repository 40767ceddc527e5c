// SPDX-License-Identifier: GPL-3.0-or-later
// What a visitor writes of an initiative of their own, until it is sealed or the visit ends; and the actions
// that change it. Plain values; UI thread.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "sync/model/records.hpp"

namespace accueil::action {

struct AppState;

/// What is written on the glass beside what is searched.
enum class Field { none, title, text, contact };
/// "title", "text", "contact": ends the ids of its nodes and the keys of its words; empty for none.
const char* name_of(Field field);
/// The one that is written after it; none after the last.
Field field_after(Field field);

enum class Where { none, here, point };

/// What became of the sending. Whatever it is but `under_way`, what was written is still there.
enum class Sending {
    none,
    under_way,
    full,     ///< as many wait on this kiosk as may, or its disk is full
    refused,  ///< its disk refuses
    off,      ///< this kiosk keeps nothing
};

/// Never logged, never in a tree's JSON, gone with the visit.
struct Draft {
    std::string title, text, contact;
    Where where = Where::none;
    std::optional<model::Coordinates> point;  ///< of Where::point, once a finger has shown it
    double zoom = 0;                          ///< of the map on which it was shown; 0: all of it is seen
    bool consent = false;
    Field field = Field::none;  ///< that is being written; none: all of the form is on screen
    float form_scroll = 0;      ///< of the form, while a field is written
    bool is_full = false;       ///< what was typed last found no room in its field
    bool was_tried = false;     ///< it was to be sent while something was missing
    Sending sending = Sending::none;
    std::string number{};  ///< of what was accepted, to be told once; all else is empty then
    bool operator==(const Draft&) const = default;

    /// Something was written or chosen.
    bool has_words() const;
    bool lacks_title() const;
    bool lacks_text() const;
    bool is_whole() const { return !lacks_title() && !lacks_text() && consent; }
};

struct WriteField {  ///< none: back to the form
    Field field = Field::none;
    bool operator==(const WriteField&) const = default;
};
struct SetWhere {
    Where where = Where::none;
    bool operator==(const SetWhere&) const = default;
};
struct PointAt {  ///< shown by a finger, on a map that is at that zoom
    model::Coordinates point;
    double zoom = 0;
    bool operator==(const PointAt&) const = default;
};
struct ShowAllOfMap {
    bool operator==(const ShowAllOfMap&) const = default;
};
struct SetConsent {
    bool given = false;
    bool operator==(const SetConsent&) const = default;
};
struct ClearDraft {
    bool operator==(const ClearDraft&) const = default;
};
struct Propose {  ///< the navigator has it sealed and kept, where nothing is missing
    bool operator==(const Propose&) const = default;
};
struct Proposed {  ///< the navigator's: it is sealed and kept
    std::string number;
    bool operator==(const Proposed&) const = default;
};
struct NotProposed {  ///< the navigator's: why it is not
    Sending why = Sending::refused;
    bool operator==(const NotProposed&) const = default;
};

using ProposeAction = std::variant<WriteField, SetWhere, PointAt, ShowAllOfMap, SetConsent, ClearDraft,
                                   Propose, Proposed, NotProposed>;

/// apply() for them. While a sending is under way nothing is changed but by its end.
void apply_proposing(AppState& state, const ProposeAction& action);
/// describe() for them; nothing of what was written or shown.
std::string describe_proposing(const ProposeAction& action);
/// After each action: what the screen of the proposal leaves behind once it is no longer up.
void settle_draft(AppState& state);

}  // namespace accueil::action
