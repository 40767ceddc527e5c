// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/action/proposal.hpp"

#include <algorithm>
#include <cmath>

#include "kiosk/action/state.hpp"
#include "sync/base/cases.hpp"
#include "sync/base/strings.hpp"

namespace accueil::action {

namespace {

constexpr const char* kFieldNames[] = {"", "title", "text", "contact"};
constexpr double kNearer = 2.5;   // zooms that the map comes nearer with each showing
constexpr double kNearest = 15;   // streets, where there are some
constexpr double kDegrees = 1e5;  // about a metre

model::Coordinates rounded(model::Coordinates point) {
    return {std::round(point.latitude * kDegrees) / kDegrees,
            std::round(point.longitude * kDegrees) / kDegrees};
}

bool is_blank(const std::string& text) {
    return base::trim(text).empty();
}

bool proposal_on_top(const AppState& state) {
    return state.here().route.screen == ScreenKind::propose;
}

}  // namespace

const char* name_of(Field field) {
    return kFieldNames[static_cast<std::size_t>(field)];
}

Field field_after(Field field) {
    return field == Field::title ? Field::text : field == Field::text ? Field::contact : Field::none;
}

bool Draft::has_words() const {
    return !title.empty() || !text.empty() || !contact.empty() || point.has_value();
}

bool Draft::lacks_title() const {
    return is_blank(title);
}

bool Draft::lacks_text() const {
    return is_blank(text);
}

void apply_proposing(AppState& state, const ProposeAction& action) {
    auto& draft = state.draft;
    const bool is_end =
        std::holds_alternative<Proposed>(action) || std::holds_alternative<NotProposed>(action);
    if ((draft.sending == Sending::under_way) != is_end) return;
    auto& here = state.way.back();
    std::visit(base::Cases{
                   [&](const WriteField& write) {
                       if (draft.field == Field::none) draft.form_scroll = here.scroll;
                       draft.field = write.field;
                       draft.is_full = false;
                       here.scroll = write.field == Field::none ? draft.form_scroll : kToEnd;
                       here.held_key.clear();
                       here.capitals.reset();
                   },
                   [&](const SetWhere& set) {
                       draft.where = set.where;
                       if (set.where == Where::point) return;
                       draft.point.reset();
                       draft.zoom = 0;
                   },
                   [&](const PointAt& shown) {
                       draft.where = Where::point;
                       draft.point = rounded(shown.point);
                       draft.zoom = std::min(kNearest, shown.zoom + kNearer);
                   },
                   [&](const ShowAllOfMap&) { draft.zoom = 0; },
                   [&](const SetConsent& set) { draft.consent = set.given; },
                   [&](const ClearDraft&) {
                       draft = {};
                       here.scroll = 0;
                       state.overlay = Overlay::none;
                   },
                   [&](const Propose&) {
                       draft.was_tried = !draft.is_whole();
                       draft.sending = draft.was_tried ? Sending::none : Sending::under_way;
                       // What is missing stands at the top; what was said of the last try below.
                       if (draft.lacks_title() || draft.lacks_text()) here.scroll = 0;
                   },
                   [&](const Proposed& proposed) {
                       draft = {};
                       draft.number = proposed.number;
                       if (proposal_on_top(state)) {
                           here.scroll = 0;
                           state.overlay = Overlay::none;
                       } else {
                           state.told = {Done::proposed, {}};
                       }
                   },
                   [&](const NotProposed& refused) {
                       draft.sending = refused.why;
                       if (!proposal_on_top(state)) state.told = {Done::not_proposed, {}};
                   },
               },
               action);
    state.visited = true;
}

std::string describe_proposing(const ProposeAction& action) {
    return std::visit(base::Cases{
                          [](const WriteField& write) {
                              return write.field == Field::none
                                         ? std::string("proposal form")
                                         : std::string("proposal write ") + name_of(write.field);
                          },
                          [](const SetWhere&) { return std::string("proposal where"); },
                          [](const PointAt&) { return std::string("proposal point"); },
                          [](const ShowAllOfMap&) { return std::string("proposal map"); },
                          [](const SetConsent&) { return std::string("proposal consent"); },
                          [](const ClearDraft&) { return std::string("proposal clear"); },
                          [](const Propose&) { return std::string("proposal send"); },
                          [](const Proposed&) { return std::string("proposal kept"); },
                          [](const NotProposed&) { return std::string("proposal not kept"); },
                      },
                      action);
}

void settle_draft(AppState& state) {
    if (proposal_on_top(state)) return;
    state.draft.field = Field::none;
    state.draft.is_full = false;
    state.draft.number.clear();
}

}  // namespace accueil::action
