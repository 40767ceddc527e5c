// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "kiosk/screens/desk.hpp"
#include "kiosk/screens/parts.hpp"

namespace accueil::screens {

using action::Done;
using draw::Token;
using draw::Weight;
using model::DeskNoticeKind;
using ui::Node;

namespace {

constexpr float kBandMargin = 40;

bool is_in_basket(const Context& context, const std::string& item) {
    const auto& basket = context.state.basket;
    return std::find(basket.begin(), basket.end(), item) != basket.end();
}

/// Posts it after a question, or takes it back.
Node notice_button(const Context& context, const std::string& place, DeskNoticeKind kind) {
    const bool is_closing = kind == DeskNoticeKind::closed_today;
    const bool stands = context.notices != nullptr &&
                        context.notices->find(place, kind, model::day_of(context.now)) != nullptr;
    const std::string key = is_closing ? "ui.desk.closed" : "ui.desk.full";
    const std::string id = std::string("notice/") + model::name_of(kind);
    if (stands)
        return ui::button(id + "/withdraw", context.tr(key + ".withdraw"), "arrow-counter-clockwise",
                          action::WithdrawNotice{place, kind});
    const auto overlay = is_closing ? action::Overlay::closed_today : action::Overlay::full_today;
    return ui::button(id, context.tr(key), is_closing ? "x-circle" : "users", action::ShowOverlay{overlay});
}

std::string told_words(const Context& context) {
    const auto& told = context.state.told;
    const bool is_closing = told.notice == DeskNoticeKind::closed_today;
    switch (told.what) {
        case Done::none:
            return {};
        case Done::error_reported:
            return context.tr("ui.report.thanks");
        case Done::removed:
            return context.tr(context.state.desk.open ? "ui.desk.removed" : "ui.list.removed");
        case Done::emptied:
            return context.tr("ui.list.emptied");
        case Done::posted:
            return context.tr(is_closing ? "ui.desk.closed.done" : "ui.desk.full.done");
        case Done::posted_here:
            return context.tr("ui.desk.notice.here_alone");
        case Done::withdrawn:
            return context.tr("ui.desk.notice.withdrawn");
        case Done::not_posted:
            return context.tr("ui.desk.notice.not_posted");
        case Done::not_withdrawn:
            return context.tr("ui.desk.notice.not_withdrawn");
        case Done::printing:
            return context.tr("ui.print.printing");
        case Done::printed:
            return context.tr("ui.print.printed");
        case Done::print_refused:
            return context.tr("ui.print.refused");
        case Done::print_failed:
            return context.tr("ui.print.failed");
        case Done::print_timed_out:
            return context.tr("ui.print.timed_out");
        case Done::proposed:
            return context.tr("ui.propose.told");
        case Done::not_proposed:
            return context.tr("ui.propose.not_told");
    }
    return {};
}

}  // namespace

Node basket_button(const Context& context, const std::string& item) {
    const bool desk = context.state.desk.open;
    if (is_in_basket(context, item))
        return ui::button("basket/remove/" + item, context.tr(desk ? "ui.desk.remove" : "ui.list.remove"),
                          "minus-circle", action::RemoveFromBasket{item});
    Node add = ui::button("basket/add/" + item, context.tr(desk ? "ui.desk.add" : "ui.list.add"),
                          "plus-circle", action::AddToBasket{item});
    add.state.disabled = context.state.basket.size() >= action::kMostListed;
    return add;
}

Node basket_way(const Context& context) {
    const auto& basket = context.state.basket;
    const bool desk = context.state.desk.open;
    Node way = ui::button(
        desk ? "desk/fiche" : "list",
        context.tr(desk ? "ui.desk.fiche" : "ui.list.way", {{"count", std::to_string(basket.size())}}),
        "clipboard-text", open(action::ScreenKind::fiche, action::fiche_id(basket)));
    way.state.current = context.entry.route.screen == action::ScreenKind::fiche;
    return way;
}

Node desk_band(const Context& context) {
    Node band = ui::row(24);
    band.id = "desk";
    band.role = ui::Role::group;
    band.name = context.tr("ui.desk.title");
    band.layout.padding = ui::Edges::of(10, kBandMargin);
    band.layout.min_height = 92;
    band.paint.fill = Token::primary;
    band.add(ui::icon("identification-badge", 40, Token::on_primary, true));
    Node title =
        ui::label({context.tr("ui.desk.title"), {}}, ui::type::kBody, Token::on_primary, Weight::bold);
    title.layout.grow = 1;
    band.add(std::move(title));
    band.add(basket_way(context));
    band.add(ui::button("desk/leave", context.tr("ui.desk.leave"), "sign-out", action::LeaveDesk{}));
    return band;
}

Node told_line(const Context& context) {
    const auto& told = context.state.told;
    const bool has_failed =
        told.what == Done::not_posted || told.what == Done::not_withdrawn || told.what == Done::not_proposed;
    Node line = ui::row(24);
    line.id = "told";
    line.layout.padding = ui::Edges::of(4, kBandMargin);
    line.layout.min_height = 80;
    line.paint.fill = has_failed ? Token::closed_soft : Token::primary_soft;
    line.add(ui::icon(has_failed ? "warning-circle" : "check-circle", 36,
                      has_failed ? Token::closed : Token::primary, true));
    Node words = ui::label({told_words(context), {}}, 26, Token::ink, Weight::medium);
    words.id = "told/words";
    words.role = ui::Role::status;
    words.layout.grow = 1;
    line.add(std::move(words));
    if (told.can_be_undone())
        line.add(ui::button("told/undo", context.tr("ui.undo"), "arrow-counter-clockwise", action::Undo{}));
    return line;
}

Node with_basket(const Context& context, const std::string& item, Node card) {
    if (!context.state.desk.open) return card;
    Node both = ui::column(8);
    card.layout.grow = 1;
    both.add(std::move(card));
    Node line = ui::row(0);
    line.layout.distribute = ui::Distribute::end;
    line.add(basket_button(context, item));
    both.add(std::move(line));
    return both;
}

Node desk_card(const Context& context, const std::string& place) {
    Node card;
    if (!context.state.desk.open) return card;
    card = ui::column(16);
    card.role = ui::Role::group;
    card.name = context.tr("ui.desk.title");
    Node buttons;
    buttons.layout.columns = context.portrait() ? 2 : 3;
    buttons.layout.gap = 16;
    (context.portrait() ? card : buttons).add(basket_button(context, place));
    buttons.add(notice_button(context, place, DeskNoticeKind::closed_today));
    buttons.add(notice_button(context, place, DeskNoticeKind::full_today));
    card.add(std::move(buttons));
    return card;
}

Node report_button(const Context& context) {
    return ui::button("place/report", context.tr("ui.report"), "warning-circle",
                      action::ShowOverlay{action::Overlay::report});
}

}  // namespace accueil::screens
