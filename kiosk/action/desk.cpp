// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/action/desk.hpp"

#include <algorithm>

#include "kiosk/action/state.hpp"
#include "sync/base/strings.hpp"

namespace accueil::action {

namespace {

class ApplyDesk {
  public:
    explicit ApplyDesk(AppState& state) : m_state(state) {}

    void operator()(const OpenPad& action) {
        if (m_state.desk.open) return;
        m_state.overlay = Overlay::pin;
        m_state.pin = {0, action.waiting ? PinState::waiting : PinState::typing};
    }
    void operator()(const PinDigit&) {
        if (!takes_digits() || m_state.pin.typed >= kLongestPin) return;
        m_state.pin = {m_state.pin.typed + 1, PinState::typing};
    }
    void operator()(const PinErase&) {
        if (takes_digits()) m_state.pin = {std::max(0, m_state.pin.typed - 1), PinState::typing};
    }
    void operator()(const PinEnter&) {
        if (takes_digits() && m_state.pin.typed >= kShortestPin) m_state.pin = {0, PinState::checking};
    }
    void operator()(const PinRefused& action) {
        if (m_state.overlay == Overlay::pin) m_state.pin = {0, action.state};
    }
    void operator()(const OpenDesk&) {
        m_state.overlay = Overlay::none;
        m_state.desk.open = true;
        m_state.visited = true;
    }
    void operator()(const LeaveDesk&) {
        settle();
        m_state.desk = {};
        m_state.basket.clear();
        m_state.overlay = Overlay::none;
        std::erase_if(m_state.way,
                      [](const Entry& entry) { return entry.route.screen == ScreenKind::fiche; });
    }
    void operator()(const AddToBasket& action) {
        auto& basket = m_state.basket;
        const bool is_there = std::find(basket.begin(), basket.end(), action.item) != basket.end();
        if (is_there || basket.size() >= kMostListed) return;
        settle();
        basket.push_back(action.item);
        m_state.visited = true;
        follow_basket();
    }
    void operator()(const RemoveFromBasket& action) {
        auto& basket = m_state.basket;
        const auto at = std::find(basket.begin(), basket.end(), action.item);
        if (at == basket.end()) return;
        settle();
        m_state.told = {Done::removed, action.item};
        m_state.told.index = static_cast<std::size_t>(at - basket.begin());
        basket.erase(at);
        follow_basket();
    }
    void operator()(const MoveInBasket& action) {
        auto& basket = m_state.basket;
        const auto at = std::find(basket.begin(), basket.end(), action.item);
        if (at == basket.end()) return;
        const auto to = at - basket.begin() + action.by;
        if (to < 0 || to >= static_cast<std::ptrdiff_t>(basket.size())) return;
        std::swap(*at, basket[static_cast<std::size_t>(to)]);
        follow_basket();
    }
    void operator()(const EmptyBasket&) {
        settle();
        if (m_state.basket.empty()) return;
        m_state.told = {Done::emptied, {}};
        m_state.told.basket = std::move(m_state.basket);
        m_state.basket.clear();
        follow_basket();
    }
    void operator()(const PostNotice&) { m_state.overlay = Overlay::none; }
    void operator()(const WithdrawNotice&) { settle(); }
    void operator()(const ReportError& action) {
        settle();
        m_state.overlay = Overlay::none;
        m_state.told = {Done::error_reported, action.place, action.reason};
        m_state.visited = true;
    }
    void operator()(const CountUnmet& action) { count_once(m_state, "unmet-need", action.theme); }
    void operator()(const Print&) {
        if (m_state.printing) return;
        settle();
        m_state.printing = true;
        m_state.visited = true;
        m_state.told = {Done::printing, {}};
    }
    void operator()(const Tell& action) {
        settle();
        m_state.told = action.told;
        if (is_end_of_printing(action.told.what)) m_state.printing = false;
    }
    void operator()(const Undo&) {
        auto& basket = m_state.basket;
        if (m_state.told.what == Done::removed) {
            const auto index = std::min(m_state.told.index, basket.size());
            basket.insert(basket.begin() + static_cast<std::ptrdiff_t>(index), m_state.told.place);
            follow_basket();
        }
        if (m_state.told.what == Done::emptied) {
            basket = std::move(m_state.told.basket);
            follow_basket();
        }
        m_state.told = {};
    }
    void operator()(const Forget&) { settle(); }

  private:
    static bool is_end_of_printing(Done what) {
        return what == Done::printed || what == Done::print_refused || what == Done::print_failed ||
               what == Done::print_timed_out;
    }
    bool takes_digits() const {
        return m_state.overlay == Overlay::pin && m_state.pin.state != PinState::checking &&
               m_state.pin.state != PinState::waiting;
    }
    // It cannot be undone any more.
    void settle() {
        if (m_state.told.what == Done::error_reported)
            count_once(m_state, std::string("error-reported/") + name_of(m_state.told.reason),
                       m_state.told.place);
        m_state.told = {};
    }
    void follow_basket() {
        for (auto& entry : m_state.way)
            if (entry.route.screen == ScreenKind::fiche) entry.route.id = fiche_id(m_state.basket);
    }
    AppState& m_state;
};

struct DescribeDesk {
    std::string operator()(const OpenPad&) const { return "pad"; }
    std::string operator()(const PinDigit&) const { return "pin digit"; }
    std::string operator()(const PinErase&) const { return "pin erase"; }
    std::string operator()(const PinEnter&) const { return "pin enter"; }
    std::string operator()(const PinRefused&) const { return "pin refused"; }
    std::string operator()(const OpenDesk&) const { return "desk"; }
    std::string operator()(const LeaveDesk&) const { return "leave desk"; }
    std::string operator()(const AddToBasket& a) const { return "basket add " + a.item; }
    std::string operator()(const RemoveFromBasket& a) const { return "basket remove " + a.item; }
    std::string operator()(const MoveInBasket& a) const { return "basket move " + a.item; }
    std::string operator()(const EmptyBasket&) const { return "basket empty"; }
    std::string operator()(const PostNotice& a) const {
        return std::string("notice ") + model::name_of(a.kind) + " " + a.place;
    }
    std::string operator()(const WithdrawNotice& a) const {
        return std::string("withdraw ") + model::name_of(a.kind) + " " + a.place;
    }
    std::string operator()(const ReportError& a) const {
        return std::string("report ") + name_of(a.reason) + " " + a.place;
    }
    std::string operator()(const CountUnmet& a) const { return "unmet " + a.theme; }
    std::string operator()(const Print&) const { return "print"; }
    std::string operator()(const Tell&) const { return "tell"; }
    std::string operator()(const Undo&) const { return "undo"; }
    std::string operator()(const Forget&) const { return "forget"; }
};

}  // namespace

const char* name_of(ErrorReason reason) {
    static constexpr const char* kReasonNames[] = {"hours", "address", "telephone", "gone", "other"};
    return kReasonNames[static_cast<std::size_t>(reason)];
}

void apply_desk(AppState& state, const DeskAction& action) {
    std::visit(ApplyDesk(state), action);
}

std::string describe_desk(const DeskAction& action) {
    return std::visit(DescribeDesk{}, action);
}

void count_once(AppState& state, const std::string& name, const std::string& theme) {
    const Counted counted{name, theme};
    if (std::find(state.counted.begin(), state.counted.end(), counted) == state.counted.end())
        state.counted.push_back(counted);
}

std::string fiche_id(const Basket& basket) {
    return base::join(basket, ",");
}

}  // namespace accueil::action
