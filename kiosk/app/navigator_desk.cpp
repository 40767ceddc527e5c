// SPDX-License-Identifier: GPL-3.0-or-later
// The navigator's part of the desk: its door, what the loader thread does for it, and what is told for a
// while.
#include <algorithm>

#include "kiosk/app/navigator.hpp"
#include "kiosk/query/search.hpp"
#include "kiosk/screens/desk.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/cases.hpp"
#include "sync/base/strings.hpp"

namespace accueil::app {

using action::Done;
using action::Overlay;
using action::PinState;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr milliseconds kHeld{2000};
constexpr seconds kPadCloses{30};  // what was typed and left is nobody's
constexpr seconds kToldFor{10};
constexpr float kMarkReach = 12;  // design pixels around the mark, up to the strip's edges

struct NoticeKept final : query::Data {
    explicit NoticeKept(bool reaches) : reaches_centre(reaches) {}
    bool reaches_centre;
};

query::Job notice_job(const action::Told& about, bool is_withdrawal, model::LocalDay day,
                      base::WallTime now) {
    return [=](const query::Source& source) -> base::Result<query::DataPtr> {
        const auto change = is_withdrawal ? query::withdraw_notice : query::post_notice;
        const bool reaches = TRY(change(source, about.place, about.notice, day, now));
        return query::DataPtr(std::make_shared<NoticeKept>(reaches));
    };
}

query::Job count_job(const action::Counted& counted, const std::string& language, model::HalfDay half_day) {
    return [=](const query::Source& source) -> base::Result<query::DataPtr> {
        TRY(query::count(source, counted.name, counted.theme, language, half_day));
        return query::DataPtr();
    };
}

}  // namespace

seconds Navigator::idle() const {
    return m_state.desk.open ? m_options.desk_idle : m_options.idle;
}

bool Navigator::on_mark(base::Point point) const {
    if (m_options.pin_file.empty() || m_state.desk.open || m_state.overlay != Overlay::none || m_countdown)
        return false;
    const auto* mark = ui::find(m_tree, screens::kMarkNode);
    return mark != nullptr && mark->rect.inset(-kMarkReach).contains(point);
}

std::optional<milliseconds> Navigator::long_press(base::Point point) const {
    return on_mark(point) ? std::optional(kHeld) : std::nullopt;
}

// Whether there is a PIN stands on the disk.
void Navigator::hold_mark() {
    if (m_door_ticket != 0) return;
    m_door_ticket = m_next_ticket++;
    m_parts.ask(m_door_ticket, pin_state_job(m_options.pin_file, m_parts.clock), {});
}

// The theme of what the screen has nothing for: of a need its id; none of words that find nothing.
std::optional<std::string> Navigator::unmet_need() const {
    constexpr std::size_t kLeastLetters = 3;  // fewer are a beginning
    const auto& slot = m_slots.back();
    if (!slot.data) return std::nullopt;
    if (slot.route.screen == action::ScreenKind::need &&
        screens::as<query::NeedPage>(*slot.data).value.rows.empty())
        return slot.route.id;
    const bool found_nothing = slot.route.screen == action::ScreenKind::search && m_found.ready() &&
                               m_found.data && base::letter_count(m_state.here().typed) >= kLeastLetters &&
                               screens::as<query::SearchPage>(*m_found.data).value.answer.groups.empty();
    return found_nothing ? std::optional<std::string>("") : std::nullopt;
}

void Navigator::follow_desk(const action::AppState& before) {
    if (m_state.overlay != Overlay::pin) {
        m_pin->wipe();
        m_pin_wait.reset();
        m_pin_wait_until.reset();
    }
    if (m_state.told != before.told) {
        m_told_until.reset();
        if (m_state.told.what != Done::none) m_told_until = m_parts.clock.steady() + kToldFor;
    }
    const auto half_day = model::HalfDay::of_local(m_parts.clock.wall());
    for (auto i = before.counted.size(); i < m_state.counted.size(); ++i)
        m_parts.ask(m_next_ticket++, count_job(m_state.counted[i], m_state.preferences.language, half_day),
                    {});
}

void Navigator::carry_out(const action::DeskAction& action, const action::AppState& before) {
    const auto change_notice = [&](const std::string& place, model::DeskNoticeKind kind, bool is_withdrawal) {
        action::Told told;
        told.what = is_withdrawal ? Done::withdrawn : Done::posted;
        told.place = place;
        told.notice = kind;
        m_notice_jobs.emplace_back(m_next_ticket++, told);
        m_parts.ask(m_notice_jobs.back().first,
                    notice_job(told, is_withdrawal, model::day_of(m_now), m_parts.clock.wall()), {});
    };
    std::visit(base::Cases{
                   [&](const action::PinDigit& key) {
                       if (m_state.pin.typed > before.pin.typed) m_pin->push(key.digit);
                   },
                   [&](const action::PinErase&) {
                       if (m_state.pin.typed < before.pin.typed) m_pin->pop();
                   },
                   [&](const action::PinEnter&) {
                       if (before.pin.typed == 0 || m_state.pin.state != PinState::checking) return;
                       m_pin_ticket = m_next_ticket++;
                       m_parts.ask(m_pin_ticket,
                                   pin_job(m_options.pin_file, m_parts.clock,
                                           std::exchange(m_pin, std::make_shared<PinDigits>())),
                                   {});
                   },
                   [&](const action::PostNotice& notice) {
                       if (before.desk.open) change_notice(notice.place, notice.kind, false);
                   },
                   [&](const action::WithdrawNotice& notice) {
                       if (before.desk.open) change_notice(notice.place, notice.kind, true);
                   },
                   [&](const action::Print&) {
                       if (!before.printing) print_here();
                   },
                   [&](const action::Undo&) {
                       const auto& told = before.told;
                       if (told.what == Done::posted || told.what == Done::posted_here)
                           change_notice(told.place, told.notice, true);
                   },
                   [](const auto&) {},
               },
               action);
}

void Navigator::take_desk_answer(const query::Answer& answer) {
    if (answer.notices && answer.notices != m_notices) {
        m_notices = answer.notices;
        m_tree_stale = true;
    }
    if (answer.ticket == m_door_ticket) {
        m_door_ticket = 0;
        const bool is_free = m_state.overlay == Overlay::none && !m_countdown && !m_state.desk.open;
        if (answer.data && *answer.data && is_free) {
            const auto wait = static_cast<const PinVerdict&>(**answer.data).wait;
            perform(action::OpenPad{wait > seconds(0)});
            wait_for_pin(wait);
        }
    }
    if (answer.ticket == m_pin_ticket) {
        m_pin_ticket = 0;
        take_verdict(answer);
    }
    const auto job = std::find_if(m_notice_jobs.begin(), m_notice_jobs.end(),
                                  [&](const auto& waiting) { return waiting.first == answer.ticket; });
    if (job == m_notice_jobs.end()) return;
    auto told = job->second;
    m_notice_jobs.erase(job);
    const bool is_withdrawal = told.what == Done::withdrawn;
    if (!answer.data)
        told.what = is_withdrawal ? Done::not_withdrawn : Done::not_posted;
    else if (!is_withdrawal && !static_cast<const NoticeKept&>(**answer.data).reaches_centre)
        told.what = Done::posted_here;
    if (m_state.desk.open) perform(action::Tell{told});
}

void Navigator::take_verdict(const query::Answer& answer) {
    // A pad that was closed meanwhile opens nothing.
    if (m_state.overlay != Overlay::pin || m_state.pin.state != PinState::checking) return;
    if (!answer.data || !*answer.data) {
        perform(action::PinRefused{PinState::failed});
        return;
    }
    const auto& verdict = static_cast<const PinVerdict&>(**answer.data);
    if (verdict.is_right) {
        perform(action::OpenDesk{});
        return;
    }
    perform(action::PinRefused{verdict.wait > seconds(0) ? PinState::waiting : PinState::wrong});
    wait_for_pin(verdict.wait);
}

void Navigator::wait_for_pin(seconds wait) {
    if (wait <= seconds(0)) return;
    m_pin_wait_until = m_parts.clock.steady() + wait;
    m_pin_wait = static_cast<int>(wait.count());
    m_tree_stale = true;
}

bool Navigator::pad_key(const input::KeyEvent& key) {
    if (m_state.overlay != Overlay::pin) return false;
    const bool is_digit = key.text.size() == 1 && key.text.front() >= '0' && key.text.front() <= '9';
    if (is_digit) {
        perform(action::PinDigit{key.text.front() - '0'});
    } else if (key.key == input::Key::backspace) {
        perform(action::PinErase{});
    } else if (key.key == input::Key::enter && m_highlight.focused.empty()) {
        perform(action::PinEnter{});
    } else {
        return false;
    }
    return true;
}

void Navigator::tick_desk() {
    const auto now = m_parts.clock.steady();
    if (m_pin_wait_until) {
        const auto left = std::chrono::ceil<seconds>(*m_pin_wait_until - now).count();
        if (left <= 0) {
            m_pin_wait_until.reset();
            m_pin_wait.reset();
            perform(action::PinRefused{PinState::typing});
        } else if (m_pin_wait != static_cast<int>(left)) {
            m_pin_wait = static_cast<int>(left);
            m_tree_stale = true;
        }
    }
    if (m_state.overlay == Overlay::pin && now - m_last_touch >= kPadCloses) perform(action::Back{});
    if (m_told_until && now >= *m_told_until) perform(action::Forget{});
}

std::optional<base::SteadyTime> Navigator::desk_deadline() const {
    std::optional<base::SteadyTime> due = m_told_until;
    const auto take = [&](base::SteadyTime time) { due = due ? std::min(*due, time) : time; };
    if (m_state.overlay == Overlay::pin) take(m_last_touch + kPadCloses);
    if (m_pin_wait_until) take(*m_pin_wait_until - seconds(std::max(0, *m_pin_wait - 1)));
    return due;
}

}  // namespace accueil::app
