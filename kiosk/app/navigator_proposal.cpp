// SPDX-License-Identifier: GPL-3.0-or-later
// The navigator's part of a proposal: where a finger shows its place, the keys of a keyboard that is plugged
// in, and the way from the form to the loader thread, which seals it.
#include <algorithm>

#include "kiosk/app/navigator.hpp"
#include "kiosk/query/proposals.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/proposal.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/log.hpp"
#include "sync/base/strings.hpp"

namespace accueil::app {

using action::Field;
using action::Sending;

namespace {

struct ProposalKept final : query::Data {};

// Why it was not kept is told as an answer: an error would stand in the log, and is the disk's alone.
struct ProposalNotKept final : query::Data {
    explicit ProposalNotKept(Sending reason) : why(reason) {}
    Sending why;
};

Sending why_not(base::ErrorCode code) {
    if (code == base::ErrorCode::no_space) return Sending::full;
    return code == base::ErrorCode::not_found ? Sending::off : Sending::refused;
}

query::Job proposal_job(model::Proposal proposal, std::string key) {
    return [proposal = std::move(proposal),
            key = std::move(key)](const query::Source& source) -> base::Result<query::DataPtr> {
        const auto kept = query::propose(source, proposal, key);
        if (kept) return query::DataPtr(std::make_shared<ProposalKept>());
        base::log(base::LogLevel::error, "app", "a proposal was not kept: " + kept.error().detail);
        return query::DataPtr(std::make_shared<ProposalNotKept>(why_not(kept.error().code)));
    };
}

}  // namespace

// A tap says where on the map it was; every other control means what it stands for.
action::Action Navigator::tapped(const ui::Node& control, base::Point point) const {
    if (control.id != screens::kProposalMap || m_parts.miniature == nullptr) return *control.on_tap;
    const auto* picture = ui::find(control, screens::kMiniatureNode);
    if (picture == nullptr) return *control.on_tap;
    const auto rect = picture->rect.inset(3);
    const base::Point inside{std::clamp(point.x, rect.x, rect.right()),
                             std::clamp(point.y, rect.y, rect.bottom())};
    const map::View view{m_parts.miniature->camera(), rect};
    return action::ProposeAction(
        action::PointAt{map::to_coordinates(view.to_world(inside)), view.camera.zoom});
}

// Where no control is focused, Enter begins a line, or ends a field that has one alone.
bool Navigator::field_key(const input::KeyEvent& key) {
    if (!typing() || top_slot().route.screen != action::ScreenKind::propose) return false;
    if (key.key != input::Key::enter || !m_highlight.focused.empty()) return false;
    const auto field = m_state.draft.field;
    if (field == Field::text)
        perform(action::Type{"\n"});
    else
        perform(action::WriteField{action::field_after(field)});
    return true;
}

void Navigator::follow_proposal(const action::AppState& before) {
    const auto& draft = m_state.draft;
    // What is no longer on the form is nowhere.
    if (!draft.has_words() && draft.sending == Sending::none) m_proposal.reset();
    if (draft.sending != Sending::under_way || before.draft.sending == Sending::under_way) return;
    // To whom it was agreed to: what is on the screen, whatever came meanwhile.
    if (!top().data || top().route.screen != action::ScreenKind::propose) return;
    const auto& feed = screens::as<query::FeedSummary>(*top().data).value.info;
    model::Proposal proposal;
    proposal.day = model::day_of(m_now);
    proposal.language = m_state.preferences.language;
    proposal.title = base::trim(draft.title);
    proposal.text = base::trim(draft.text);
    proposal.contact = base::trim(draft.contact);
    if (draft.where == action::Where::here) proposal.town = feed.territory;
    if (draft.where == action::Where::point) proposal.point = draft.point;
    // The disk may have taken what it did not answer for: the same once more is the same, another is another.
    if (m_proposal) proposal.id = m_proposal->id;
    if (!m_proposal || *m_proposal != proposal) proposal.id = query::new_proposal_id();
    m_proposal = proposal;
    m_proposal_ticket = m_next_ticket++;
    m_parts.ask(m_proposal_ticket, proposal_job(std::move(proposal), feed.proposal.key), {});
}

void Navigator::take_proposal_answer(const query::Answer& answer) {
    if (m_proposal_ticket == 0 || answer.ticket != m_proposal_ticket) return;
    m_proposal_ticket = 0;
    // A visit that ended hears of nothing.
    if (m_state.draft.sending != Sending::under_way || !m_proposal) return;
    const auto* kept = answer.data && *answer.data ? answer.data->get() : nullptr;
    if (dynamic_cast<const ProposalKept*>(kept) != nullptr) {
        perform(action::Proposed{model::proposal_number(m_proposal->id)});
        return;
    }
    const auto* not_kept = dynamic_cast<const ProposalNotKept*>(kept);
    perform(action::NotProposed{not_kept == nullptr ? Sending::refused : not_kept->why});
}

}  // namespace accueil::app
