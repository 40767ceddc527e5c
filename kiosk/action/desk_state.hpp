// SPDX-License-Identifier: GPL-3.0-or-later
// What AppState knows of the agent's desk, of what was just done and can be undone, and of what is counted.
// Plain values; UI thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sync/model/desk_notice.hpp"

namespace accueil::action {

inline constexpr int kShortestPin = 4, kLongestPin = 8;

enum class PinState {
    typing,
    checking,  ///< it takes a moment: the hash is slow on purpose
    wrong,
    waiting,  ///< after too many wrong ones
    failed,   ///< it could not be looked at
};

/// How much was typed on the pad, never what: the digits are the navigator's, until they are checked.
struct PinPad {
    int typed = 0;
    PinState state = PinState::typing;
    bool operator==(const PinPad&) const = default;
};

/// Places to go to and initiatives to hold on to: the list that a visitor keeps for the time of the visit or,
/// at the desk, a fiche d'orientation in the making, which begins with that list. In its order: a place by
/// its id, an initiative as "initiative/ID".
using Basket = std::vector<std::string>;
inline constexpr std::size_t kMostListed = 20;

/// The agent's space.
struct Desk {
    bool open = false;
    bool operator==(const Desk&) const = default;
};

enum class ErrorReason { hours, address, telephone, gone, other };
inline constexpr ErrorReason kErrorReasons[] = {
    ErrorReason::hours, ErrorReason::address, ErrorReason::telephone, ErrorReason::gone, ErrorReason::other};
/// "hours", "address", "telephone", "gone", "other": ends a count's name and the key of its words.
const char* name_of(ErrorReason reason);

enum class Done {
    none,
    error_reported,
    removed,        ///< from the basket
    emptied,        ///< the basket
    posted,         ///< a notice, shown here and on its way to the centre
    posted_here,    ///< shown here; the centre will not hear of it
    withdrawn,      ///< a notice
    not_posted,     ///< a notice that could not be kept
    not_withdrawn,  ///< one that could not be taken back
    printing,       ///< the printer has it
    printed,
    print_refused,    ///< the printer was not ready, or took nothing
    print_failed,     ///< it was aborted
    print_timed_out,  ///< and is cancelled
    proposed,         ///< an initiative, sealed and kept, while another screen was up
    not_proposed,     ///< one that could not be kept; what was written still stands
};

/// What was just done, said for some seconds; what can be undone by one touch is undone by action::Undo.
struct Told {
    Done what = Done::none;
    std::string place;                        ///< of removed: the item of the basket
    ErrorReason reason = ErrorReason::other;  ///< of error_reported
    std::size_t index = 0;                    ///< of removed: where it stood
    Basket basket{};                          ///< of emptied: what was in it
    model::DeskNoticeKind notice = model::DeskNoticeKind::closed_today;
    bool can_be_undone() const {
        return what == Done::error_reported || what == Done::removed || what == Done::emptied ||
               what == Done::posted || what == Done::posted_here;
    }
    bool operator==(const Told&) const = default;
};

/// Something that is counted once a visit, without regard to whom.
struct Counted {
    std::string name, theme;
    bool operator==(const Counted&) const = default;
};

}  // namespace accueil::action
