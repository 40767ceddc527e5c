// SPDX-License-Identifier: GPL-3.0-or-later
// The navigator's part of printing: what is on screen becomes a paper, and what became of it is told.
#include "kiosk/app/navigator.hpp"
#include "kiosk/screens/paper_map.hpp"
#include "kiosk/screens/paper_words.hpp"

namespace accueil::app {

namespace {

action::Done done_of(media::PrintOutcome outcome) {
    switch (outcome) {
        case media::PrintOutcome::printed:
            return action::Done::printed;
        case media::PrintOutcome::not_ready:
        case media::PrintOutcome::refused:
            return action::Done::print_refused;
        case media::PrintOutcome::failed:
            return action::Done::print_failed;
        case media::PrintOutcome::timed_out:
            break;
    }
    return action::Done::print_timed_out;
}

}  // namespace

void Navigator::print_here() {
    const auto environment = this->environment();
    const auto& slot = m_slots.back();
    auto paper =
        slot.data && m_parts.print ? screens::paper_of(context(environment), *slot.data) : std::nullopt;
    if (!paper) {
        action::Told told;
        told.what = action::Done::print_refused;
        perform(action::Tell{told});
        return;
    }
    auto on_paper = screens::map_on_paper(context(environment), *slot.data);
    if (on_paper && m_parts.paint_map && m_parts.map != nullptr) {
        map::PictureWish wish;
        wish.sources = m_parts.map->sources();
        wish.marks = std::move(on_paper->marks);
        if (m_feed) wish.here = m_feed->here;
        wish.here_words = std::move(on_paper->here_words);
        wish.osm_credit = std::move(on_paper->osm_credit);
        paper->map = std::move(on_paper->map);
        paper->map->paint = [paint = m_parts.paint_map, wish = std::move(wish)](base::Size millimetres) {
            auto painted = paint(wish, millimetres);
            return media::PaintedMap{std::move(painted.image), std::move(painted.credits)};
        };
    }
    m_print_ticket = m_next_ticket++;
    m_parts.print(m_print_ticket, std::move(*paper));
}

void Navigator::on_printer(const media::Printer::News& news) {
    if (news.state && *news.state != m_printer) {
        m_printer = *news.state;
        m_tree_stale = true;
    }
    for (const auto& finished : news.finished) {
        if (finished.ticket != m_print_ticket) continue;
        m_print_ticket = 0;
        // A visit that ended hears of nothing.
        if (!m_state.printing) continue;
        action::Told told;
        told.what = done_of(finished.outcome);
        perform(action::Tell{told});
    }
}

}  // namespace accueil::app
