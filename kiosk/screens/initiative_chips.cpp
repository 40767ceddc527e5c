// SPDX-License-Identifier: GPL-3.0-or-later
// The initiatives' filters to be seen and undone, and the switch between the ways to look at them.
#include <algorithm>

#include "kiosk/screens/filter_chips.hpp"
#include "kiosk/screens/initiative_filters.hpp"
#include "kiosk/screens/overlays.hpp"
#include "kiosk/screens/parts.hpp"

namespace accueil::screens {

using action::InitiativeView;
using action::Overlay;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr float kWideSheet = 1480, kSheetEdge = 40;

/// What can be chosen, in the order in which it is offered.
struct NarrowBy {
    const char* kind;  ///< of the filters; also the end of its words' key
    const char* icon;
    Overlay overlay;
};
constexpr NarrowBy kNarrowBy[] = {{"theme", "tag", Overlay::by_theme},
                                  {"territory", "map-pin-area", Overlay::by_territory},
                                  {"kind", "stack", Overlay::by_kind},
                                  {"year", "calendar-blank", Overlay::by_year}};

const NarrowBy* narrow_by(std::string_view kind) {
    const auto* found = std::find_if(std::begin(kNarrowBy), std::end(kNarrowBy),
                                     [&](const NarrowBy& choice) { return kind == choice.kind; });
    return found == std::end(kNarrowBy) ? nullptr : found;
}

const NarrowBy* narrow_by(Overlay overlay) {
    const auto* found = std::find_if(std::begin(kNarrowBy), std::end(kNarrowBy),
                                     [&](const NarrowBy& choice) { return overlay == choice.overlay; });
    return found == std::end(kNarrowBy) ? nullptr : found;
}

std::string narrow_by_words(const Context& context, const NarrowBy& choice) {
    return context.tr(std::string("ui.initiatives.by.") + choice.kind);
}

const model::Theme* theme_of(const FilterNames& names, std::string_view id) {
    const auto found = std::find_if(names.themes.begin(), names.themes.end(),
                                    [&](const auto& theme) { return theme.id == id; });
    return found == names.themes.end() ? nullptr : &*found;
}

std::string territory_words(const Context& context, const FilterNames& names, std::string_view key) {
    if (key == "france" || key == "unknown")
        return context.tr("ui.initiatives.territory." + std::string(key));
    for (const auto* facts : names.initiatives)
        if (facts->commune == key) return facts->commune_name;
    return std::string(query::division_name(key));
}

std::string year_words(const Context& context, const std::string& years) {
    if (years == "unknown") return context.tr("ui.initiatives.year.unknown");
    const auto dash = years.find('-');
    if (dash == std::string::npos) return context.tr("ui.initiatives.year.in", {{"year", years}});
    return context.tr("ui.initiatives.year.between",
                      {{"first", years.substr(0, dash)}, {"last", years.substr(dash + 1)}});
}

}  // namespace

std::string filter_words(const Context& context, const FilterNames& names, const std::string& filter) {
    const auto kind = filter_kind(filter);
    const std::string value(filter_value(filter));
    if (kind == "territory") return territory_words(context, names, value);
    if (kind == "kind") return context.tr("ui.initiatives.kind." + value);
    if (kind == "year") return year_words(context, value);
    const auto* theme = theme_of(names, value);
    return theme == nullptr ? value : words(context, theme->title).text;
}

std::string filter_icon(const FilterNames& names, const std::string& filter) {
    const auto* theme = theme_of(names, filter_value(filter));
    if (filter_kind(filter) == "theme" && theme != nullptr) return theme->icon;
    const auto* choice = narrow_by(filter_kind(filter));
    return choice == nullptr ? "funnel" : choice->icon;
}

Node initiative_chips(const Context& context, const FilterNames& names,
                      const std::vector<FilterOffer>& offers) {
    Node line = ui::row(12);
    line.id = "filters";
    line.role = ui::Role::group;
    line.name = context.tr("ui.filter.name");
    line.layout.wrap = true;
    std::size_t on = 0;
    for (const auto& offer : offers) {
        if (!offer.on) continue;
        ++on;
        line.add(row_chip(offer, filter_words(context, names, offer.filter), filter_icon(names, offer.filter),
                          "filter/"));
    }
    for (const auto& choice : kNarrowBy) {
        const bool is_offered = std::any_of(offers.begin(), offers.end(), [&](const auto& offer) {
            return !offer.on && filter_kind(offer.filter) == choice.kind;
        });
        if (!is_offered) continue;
        Node chip = more_chip(std::string("filters/") + choice.kind, narrow_by_words(context, choice),
                              choice.icon, choice.overlay);
        chip.add(ui::icon("caret-down", 28));
        line.add(std::move(chip));
    }
    if (on > 1) line.add(clear_chip(context.tr("ui.filter.clear")));
    return line;
}

bool is_initiative_overlay(Overlay overlay) {
    return narrow_by(overlay) != nullptr;
}

Node initiative_dialog(const Context& context, const FilterNames& names,
                       const std::vector<FilterOffer>& offers, Overlay overlay) {
    const NarrowBy& choice = *narrow_by(overlay);
    const action::ShowOverlay close{overlay};
    const auto title = narrow_by_words(context, choice);
    Node node = dialog(context, title, choice.icon, close);
    Node& sheet = dialog_sheet(node);
    if (!context.portrait()) {
        // Regions are many, and a low glass has more room beside than below.
        sheet.layout.max_width = kWideSheet;
        sheet.layout.width = std::min(kWideSheet, context.size.width - 2 * kSheetEdge);
    }
    sheet.add(ui::label({context.tr(std::string("ui.initiatives.by.") + choice.kind + ".note"), {}},
                        ui::type::kBody, Token::ink_soft));
    Node chips = ui::row(12);
    chips.role = ui::Role::group;
    chips.name = title;
    chips.layout.wrap = true;
    for (const auto& offer : offers) {
        if (filter_kind(offer.filter) != choice.kind) continue;
        // Under their title years need no more words.
        const auto value = std::string(filter_value(offer.filter));
        const bool is_year =
            overlay == Overlay::by_year && value.find_first_not_of("0123456789") == std::string::npos;
        chips.add(choice_chip(offer, is_year ? value : filter_words(context, names, offer.filter),
                              overlay == Overlay::by_theme ? filter_icon(names, offer.filter) : "",
                              "offer/"));
    }
    sheet.add(std::move(chips));
    sheet.add(ui::button("dialog/close", context.tr("ui.close"), "check", close, ui::ButtonKind::primary));
    return node;
}

Node view_switch(const Context& context, InitiativeView current) {
    struct View {
        const char* id;
        const char* icon;
        InitiativeView as;
    };
    static constexpr View kViews[] = {{"gallery", "squares-four", InitiativeView::gallery},
                                      {"list", "rows", InitiativeView::list},
                                      {"map", "map-trifold", InitiativeView::map}};
    Node line = ui::row(0);
    line.id = "view";
    line.role = ui::Role::group;
    line.name = context.tr("ui.initiatives.view");
    line.paint = {Token::surface_raised, Token::border_strong, 2, ui::kRadius, false};
    for (const auto& view : kViews) {
        const bool is_current = view.as == current;
        Node part = ui::button(std::string("view/") + view.id,
                               context.tr(std::string("ui.initiatives.view.") + view.id), view.icon,
                               action::ShowInitiatives{view.as},
                               is_current ? ui::ButtonKind::primary : ui::ButtonKind::quiet);
        part.role = ui::Role::tab;
        part.state.current = is_current;
        if (!is_current) part.paint.fill.reset();
        line.add(std::move(part));
    }
    return line;
}

}  // namespace accueil::screens
