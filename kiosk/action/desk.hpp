// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of the agent's desk and of its door, and those of visitors that are counted. UI thread.
#pragma once

#include <string>
#include <variant>

#include "kiosk/action/desk_state.hpp"

namespace accueil::action {

struct AppState;

struct OpenPad {  ///< the navigator's, once the mark was held and there is a PIN
    bool waiting = false;
    bool operator==(const OpenPad&) const = default;
};
struct PinDigit {
    int digit = 0;
    bool operator==(const PinDigit&) const = default;
};
struct PinErase {  ///< the last digit
    bool operator==(const PinErase&) const = default;
};
struct PinEnter {
    bool operator==(const PinEnter&) const = default;
};
struct PinRefused {  ///< the navigator's: why the pad stays
    PinState state = PinState::wrong;
    bool operator==(const PinRefused&) const = default;
};
struct OpenDesk {  ///< the navigator's, for the right PIN
    bool operator==(const OpenDesk&) const = default;
};
struct LeaveDesk {  ///< back to the visitor's view; the basket is gone
    bool operator==(const LeaveDesk&) const = default;
};
struct AddToBasket {  ///< an item as Basket has them
    std::string item;
    bool operator==(const AddToBasket&) const = default;
};
struct RemoveFromBasket {
    std::string item;
    bool operator==(const RemoveFromBasket&) const = default;
};
struct MoveInBasket {
    std::string item;
    int by = 0;  ///< lines down; negative: up
    bool operator==(const MoveInBasket&) const = default;
};
struct EmptyBasket {
    bool operator==(const EmptyBasket&) const = default;
};
struct PostNotice {  ///< at the desk alone; the navigator has it kept
    std::string place;
    model::DeskNoticeKind kind = model::DeskNoticeKind::closed_today;
    bool operator==(const PostNotice&) const = default;
};
struct WithdrawNotice {
    std::string place;
    model::DeskNoticeKind kind = model::DeskNoticeKind::closed_today;
    bool operator==(const WithdrawNotice&) const = default;
};
struct ReportError {  ///< counted once it can no longer be undone
    std::string place;
    ErrorReason reason = ErrorReason::other;
    bool operator==(const ReportError&) const = default;
};
struct CountUnmet {  ///< nothing was found; `theme` is an id, or empty where none is known
    std::string theme;
    bool operator==(const CountUnmet&) const = default;
};
struct Print {  ///< what is on screen, a place or the fiche; the navigator has it done
    bool operator==(const Print&) const = default;
};
struct Tell {  ///< the navigator's: what became of something
    Told told;
    bool operator==(const Tell&) const = default;
};
struct Undo {  ///< what is told
    bool operator==(const Undo&) const = default;
};
struct Forget {  ///< what is told: its time is up
    bool operator==(const Forget&) const = default;
};

using DeskAction = std::variant<OpenPad, PinDigit, PinErase, PinEnter, PinRefused, OpenDesk, LeaveDesk,
                                AddToBasket, RemoveFromBasket, MoveInBasket, EmptyBasket, PostNotice,
                                WithdrawNotice, ReportError, CountUnmet, Print, Tell, Undo, Forget>;

/// apply() for them.
void apply_desk(AppState& state, const DeskAction& action);
/// describe() for them; nothing of what was typed.
std::string describe_desk(const DeskAction& action);

/// Notes that it is to be counted, where it was not yet in this visit.
void count_once(AppState& state, const std::string& name, const std::string& theme);
/// The id of the fiche's route: what is in the basket, by commas.
std::string fiche_id(const Basket& basket);

}  // namespace accueil::action
