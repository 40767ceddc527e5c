// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/action/reading.hpp"

#include <algorithm>

#include "kiosk/action/state.hpp"
#include "sync/base/cases.hpp"

namespace accueil::action {

void apply_reading(AppState& state, const ReadAction& action) {
    auto& here = state.way.back();
    auto& reading = here.reading;
    std::visit(base::Cases{
                   [&](const ShowPage& show) {
                       // As near as before, and from the top.
                       if (show.page != reading.page) reading.y = 0;
                       reading.page = std::max(0, show.page);
                       if (!show.closes) return;
                       reading.panel = ReadPanel::none;
                       here.scroll = 0;
                   },
                   [&](const LookAt& look) {
                       reading.zoom = std::clamp(look.zoom, 1.0F, kMostPageZoom);
                       reading.x = std::clamp(look.x, 0.0F, 1.0F);
                       reading.y = std::clamp(look.y, 0.0F, 1.0F);
                   },
                   [&](const ShowPanel& show) {
                       reading.panel = reading.panel == show.panel ? ReadPanel::none : show.panel;
                       reading.first_listed = reading.page / kListedPages * kListedPages;
                       here.scroll = 0;
                       here.keys_shown = true;
                       here.held_key.clear();
                   },
                   [&](const ListPages& list) {
                       reading.first_listed = std::max(0, list.first);
                       here.scroll = 0;
                   },
               },
               action);
    state.visited = true;
}

std::string describe_reading(const ReadAction& action) {
    return std::visit(
        base::Cases{
            [](const ShowPage& show) { return "page " + std::to_string(show.page + 1); },
            [](const LookAt& look) {
                return "zoom " + std::to_string(static_cast<int>(look.zoom * 100)) + " %";
            },
            [](const ShowPanel& show) { return "panel " + std::to_string(static_cast<int>(show.panel)); },
            [](const ListPages& list) { return "pages from " + std::to_string(list.first + 1); },
        },
        action);
}

}  // namespace accueil::action
