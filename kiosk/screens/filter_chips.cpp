// SPDX-License-Identifier: GPL-3.0-or-later
// Filters to be seen and undone: a row of chips, and two dialogs.
#include <algorithm>
#include <map>

#include "kiosk/screens/filter_chips.hpp"
#include "kiosk/screens/list_filters.hpp"
#include "kiosk/screens/opening_words.hpp"
#include "kiosk/screens/overlays.hpp"
#include "kiosk/screens/parts.hpp"

namespace accueil::screens {

using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr std::size_t kMostUsual = 3;
constexpr float kDayName = 190;

bool is_usual(const std::string& filter, const std::string& language) {
    return filter == "open" || filter == "no-appointment" || filter == "free" ||
           filter == "language/" + language;
}

constexpr const char* kGroups[] = {"ui.filter.group.conditions", "ui.filter.group.access",
                                   "ui.filter.group.distance", "ui.filter.group.languages",
                                   "ui.filter.group.publics"};

std::string group_of(const std::string& filter) {
    if (filter.starts_with("language/")) return "ui.filter.group.languages";
    if (filter.starts_with("public/")) return "ui.filter.group.publics";
    if (filter.starts_with("near/")) return "ui.filter.group.distance";
    if (filter.starts_with("has-")) return "ui.filter.group.access";
    return "ui.filter.group.conditions";
}

Node part_button(const Context& context, const FilterOffer& offer, const DayPart& part) {
    Node button = ui::button("moment/" + offer.filter, context.tr(std::string("ui.filter.part.") + part.name),
                             "", action::ToggleFilter{offer.filter});
    button.name = filter_words(context, offer.filter);
    button.layout.padding = ui::Edges::of(8, 6);
    button.state.selected = offer.on;
    button.state.disabled = offer.rows == 0 && !offer.on;
    if (button.state.disabled) button.paint.border = Token::border;
    if (offer.on) button.paint.fill = Token::primary_soft;
    for (auto& child : button.children) {
        if (!child.text) continue;
        child.text->style.size = 24;
        child.text->max_size = 26;
        if (button.state.disabled) child.text->color = Token::border_strong;
        if (offer.on) child.text->color = Token::primary;
    }
    return button;
}

}  // namespace

Node choice_chip(const FilterOffer& offer, std::string words, const std::string& icon, const char* where) {
    if (!offer.on) words += " (" + std::to_string(offer.rows) + ")";
    return ui::chip(where + offer.filter, std::move(words), icon, offer.on,
                    action::ToggleFilter{offer.filter});
}

Node row_chip(const FilterOffer& offer, std::string words, const std::string& icon, const char* where) {
    Node chip = choice_chip(offer, std::move(words), icon, where);
    if (offer.on) chip.children.back() = ui::icon("x", 28, Token::primary);
    return chip;
}

Node more_chip(const std::string& id, const std::string& words, const std::string& icon,
               action::Overlay overlay) {
    return ui::chip(id, words, icon, false, action::ShowOverlay{overlay});
}

Node clear_chip(const std::string& words) {
    return ui::chip("filter/clear", words, "x", false, action::ClearFilters{});
}

Node filter_chips(const Context& context, const ListView& list) {
    Node line = ui::row(12);
    line.id = "filters";
    line.role = ui::Role::group;
    line.name = context.tr("ui.filter.name");
    line.layout.wrap = true;
    const auto chip_of = [&](const FilterOffer& offer) {
        return row_chip(offer, filter_words(context, offer.filter), filter_icon(offer.filter), "filter/");
    };
    std::size_t usual = 0, others = 0;
    bool moment_on = false;
    std::vector<Node> usual_chips;
    for (const auto& offer : list.offers) {
        if (offer.on) {
            moment_on = moment_on || moment_of(offer.filter).has_value();
            line.add(chip_of(offer));
        } else if (usual < kMostUsual && is_usual(offer.filter, context.language())) {
            usual_chips.push_back(chip_of(offer));
            ++usual;
        } else {
            ++others;
        }
    }
    if (!moment_on && list.any_moment)
        line.add(
            more_chip("filter/moment", context.tr("ui.filter.moment"), "calendar", action::Overlay::moment));
    for (auto& chip : usual_chips)
        line.add(std::move(chip));
    if (others > 0)
        line.add(more_chip("filter/more", context.tr("ui.filter.more"), "sliders-horizontal",
                           action::Overlay::filters));
    if (context.entry.filters.size() > 1) line.add(clear_chip(context.tr("ui.filter.clear")));
    return line;
}

Node filters_dialog(const Context& context, const ListView& list) {
    const action::ShowOverlay close{action::Overlay::filters};
    Node node = dialog(context, context.tr("ui.filter.title"), "sliders-horizontal", close);
    Node& sheet = dialog_sheet(node);
    std::map<std::string, std::vector<Node>> groups;
    for (const auto& offer : list.offers) {
        if (moment_of(offer.filter)) continue;
        groups[group_of(offer.filter)].push_back(
            choice_chip(offer, filter_words(context, offer.filter), filter_icon(offer.filter), "filters/"));
    }
    for (const char* group : kGroups)
        if (const auto chips = groups.find(group); chips != groups.end())
            sheet.add(dialog_choices(context.tr(group), std::move(chips->second)));
    sheet.add(ui::button("dialog/close", context.count("ui.count.show_places", list.rows.size()), "check",
                         close, ui::ButtonKind::primary));
    return node;
}

Node moment_dialog(const Context& context, const query::NeedPage& page) {
    const action::ShowOverlay close{action::Overlay::moment};
    Node node = dialog(context, context.tr("ui.filter.moment_title"), "calendar", close);
    Node& sheet = dialog_sheet(node);
    const auto today = model::day_of(context.now);
    Node days = ui::column(12);
    Node* parts = nullptr;
    std::optional<model::LocalDay> shown;
    for (const auto& offer : moment_offers(context, page.rows, kMomentDays)) {
        const auto moment = moment_of(offer.filter);
        if (!moment) continue;
        if (shown != moment->first) {
            shown = moment->first;
            Node& day = days.add(ui::row(12));
            day.role = ui::Role::group;
            day.name = day_words(context.catalog, context.language(), moment->first, today);
            Node& name = day.add(ui::label({day.name, {}}, 26, Token::ink, Weight::semibold));
            name.layout.width = kDayName;
            parts = &day.add({});
            parts->layout.grow = 1;
            parts->layout.columns = static_cast<int>(std::size(kDayParts));
            parts->layout.gap = 12;
        }
        parts->add(part_button(context, offer, moment->second));
    }
    sheet.add(std::move(days));
    sheet.add(ui::button("dialog/close", context.tr("ui.close"), "check", close, ui::ButtonKind::primary));
    return node;
}

}  // namespace accueil::screens
