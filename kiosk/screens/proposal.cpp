// SPDX-License-Identifier: GPL-3.0-or-later
// "Proposer une initiative": the centre's form as a code, and a short form on the glass.
#include "kiosk/screens/proposal.hpp"

#include "kiosk/map/map_view.hpp"
#include "kiosk/screens/codes.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/overlays.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/log.hpp"

namespace accueil::screens {

using action::Field;
using action::ScreenKind;
using action::Sending;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr float kMapHeight = 420;
constexpr double kPointZoom = 15;

Node trouble_line(const std::string& id, const std::string& words) {
    Node line = ui::row(14, ui::Place::start);
    line.add(ui::icon("warning-circle", 34, Token::closed, true));
    Node text = ui::label({words, {}}, 26, Token::closed, Weight::semibold);
    text.id = id;
    text.role = ui::Role::status;
    text.layout.grow = 1;
    line.add(std::move(text));
    return line;
}

/// The centre's own form, on the visitor's telephone.
Node phone_card(const Context& context, const std::string& url) {
    Node card = ui::card(ui::Edges::all(28));
    card.layout.direction = ui::Direction::row;
    card.layout.align = ui::Place::center;
    card.layout.gap = 28;
    if (auto code = address_code(url)) {
        const float side = least_side(*code);
        card.add(code_card("propose/code", context.tr("ui.propose.code"), std::move(*code), side));
    } else {
        card.add(ui::icon("device-mobile", 72, Token::primary));
    }
    Node texts = ui::column(10);
    texts.layout.grow = 1;
    texts.add(ui::heading({context.tr("ui.propose.phone"), {}}, 2, ui::type::kLead));
    texts.add(ui::paragraph({context.tr("ui.propose.phone_how"), {}}));
    texts.add(ui::label({url, "en"}, ui::type::kCaption, Token::ink_soft));
    card.add(std::move(texts));
    return card;
}

const std::string& text_of(const action::Draft& draft, Field field) {
    return field == Field::title ? draft.title : field == Field::text ? draft.text : draft.contact;
}

/// What is missing in a field, once it was to be sent.
std::string trouble_of(const Context& context, Field field) {
    const auto& draft = context.state.draft;
    if (!draft.was_tried) return {};
    if (field == Field::title && draft.lacks_title()) return context.tr("ui.propose.title.missing");
    if (field == Field::text && draft.lacks_text()) return context.tr("ui.propose.text.missing");
    return {};
}

// A telephone number stays in one piece, and keeps its order among Arabic words.
std::string contact_words(const std::string& contact) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    std::string words;
    for (std::size_t i = 0; i < contact.size(); ++i) {
        const bool within =
            i > 0 && i + 1 < contact.size() && is_digit(contact[i - 1]) && is_digit(contact[i + 1]);
        words += contact[i] == ' ' && within ? std::string("\u00A0") : std::string(1, contact[i]);
    }
    return words;
}

bool is_sending(const Context& context) {
    return context.state.draft.sending == Sending::under_way;
}

Node field_card(const Context& context, Field field) {
    const std::string name = action::name_of(field), key = "ui.propose." + name;
    const auto& text = text_of(context.state.draft, field);
    const auto trouble = trouble_of(context, field);
    Node part = ui::column(10);
    part.add(ui::label({context.tr(key), {}}, ui::type::kBody, Token::ink, Weight::semibold));
    Node box = ui::card_control("propose/" + name, context.tr(key), action::WriteField{field},
                                ui::Edges::of(18, 24));
    box.role = ui::Role::textbox;
    box.value = text;
    box.state.disabled = is_sending(context);
    box.layout.direction = ui::Direction::row;
    box.layout.gap = 20;
    box.layout.align = field == Field::text ? ui::Place::start : ui::Place::center;
    box.layout.min_height = field == Field::text ? 168 : 84;
    if (!trouble.empty()) {
        box.paint.border = Token::closed;
        box.paint.border_width = 4;
    }
    Node words = ui::label({text.empty() ? context.tr(key + ".help") : text, {}}, ui::type::kBody,
                           text.empty() ? Token::ink_soft : Token::ink);
    words.role = ui::Role::none;
    words.layout.grow = 1;
    box.add(std::move(words));
    box.add(ui::icon("pencil-simple", 36, Token::primary));
    part.add(std::move(box));
    if (!trouble.empty()) part.add(trouble_line("propose/trouble/" + name, trouble));
    return part;
}

Node proposal_map(const Context& context) {
    const auto& draft = context.state.draft;
    Node part = ui::column(12);
    Node map = ui::column();
    map.id = kProposalMap;
    map.role = ui::Role::map;
    map.name = context.tr("ui.propose.map");
    map.layout.height = kMapHeight;
    map.paint = {Token::surface_raised, Token::border_strong, 2, 12, false};
    // By the keyboard its middle is meant; a finger says where.
    model::Coordinates middle;
    if (context.feed != nullptr) middle = context.feed->info.map_center;
    double zoom = 0;
    if (context.miniature != nullptr && context.miniature->is_placed()) {
        middle = map::to_coordinates(context.miniature->camera().center);
        zoom = context.miniature->camera().zoom;
    }
    map.on_tap = action::Action(action::PointAt{middle, zoom});
    map.state.disabled = is_sending(context);
    map.add(miniature_picture(context, kMapHeight));
    part.add(std::move(map));
    Node line = ui::row(20);
    Node help = ui::label({context.tr(draft.point ? "ui.propose.map_again" : "ui.propose.map_help"), {}}, 24,
                          Token::ink_soft);
    help.layout.grow = 1;
    line.add(std::move(help));
    if (draft.zoom > 0)
        line.add(ui::button("propose/map/all", context.tr("ui.propose.map_all"), "arrows-out",
                            action::ShowAllOfMap{}));
    part.add(std::move(line));
    return part;
}

Node where_part(const Context& context, const model::FeedInfo& feed) {
    using action::Where;
    const auto& draft = context.state.draft;
    Node part = ui::column(12);
    part.role = ui::Role::group;
    part.name = context.tr("ui.propose.where");
    part.add(ui::label({part.name, {}}, ui::type::kBody, Token::ink, Weight::semibold));
    Node chips = ui::row(16);
    chips.layout.wrap = true;
    const auto add = [&](const char* id, const std::string& words, const char* icon_name, Where where) {
        Node chip = ui::chip(std::string("propose/where/") + id, words, icon_name, draft.where == where,
                             action::SetWhere{where});
        chip.state.disabled = is_sending(context);
        chips.add(std::move(chip));
    };
    add("none", context.tr("ui.propose.where.none"), "", Where::none);
    if (!feed.territory.empty())
        add("here", context.tr("ui.propose.where.here", {{"town", feed.territory}}), "map-pin", Where::here);
    add("point", context.tr("ui.propose.where.point"), "map-trifold", Where::point);
    part.add(std::move(chips));
    if (draft.where == Where::point) part.add(proposal_map(context));
    return part;
}

/// What is sent, to whom, how long it stays here, how to go back on it: before it is agreed to.
Node consent_part(const Context& context, const model::ProposalInfo& info) {
    const auto& draft = context.state.draft;
    const auto reader = words(context, info.reader).text;
    Node card = ui::card(ui::Edges::all(28));
    card.layout.gap = 18;
    card.role = ui::Role::group;
    card.name = context.tr("ui.propose.before");
    card.add(ui::heading({card.name, {}}, 2, ui::type::kLead));
    card.add(ui::fact("paper-plane-tilt", {context.tr("ui.propose.what_is_sent"), {}}, 26));
    card.add(ui::fact("lock-key", {context.tr("ui.propose.to_whom", {{"reader", reader}}), {}}, 26));
    card.add(ui::fact("clock", {context.tr("ui.propose.how_long"), {}}, 26));
    card.add(ui::fact("arrow-u-up-left",
                      {context.tr("ui.propose.go_back", {{"contact", contact_words(info.contact)}}), {}},
                      26));
    Node agree = ui::card_control("propose/consent", context.tr("ui.propose.consent", {{"reader", reader}}),
                                  action::SetConsent{!draft.consent}, ui::Edges::of(18, 24));
    agree.role = ui::Role::button;
    agree.state.selected = draft.consent;
    agree.state.disabled = is_sending(context);
    agree.layout.direction = ui::Direction::row;
    agree.layout.align = ui::Place::center;
    agree.layout.gap = 20;
    const bool is_missing = draft.was_tried && !draft.consent;
    if (draft.consent) agree.paint.fill = Token::primary_soft;
    if (draft.consent || is_missing) {
        agree.paint.border = is_missing ? Token::closed : Token::primary;
        agree.paint.border_width = 4;
    }
    agree.add(ui::icon(draft.consent ? "check-circle" : "circle", 48,
                       draft.consent ? Token::primary : Token::ink, draft.consent));
    Node text = ui::label({agree.name, {}}, ui::type::kBody, Token::ink, Weight::semibold);
    text.role = ui::Role::none;
    text.layout.grow = 1;
    agree.add(std::move(text));
    card.add(std::move(agree));
    if (is_missing)
        card.add(trouble_line("propose/trouble/consent", context.tr("ui.propose.consent.missing")));
    return card;
}

std::string sending_trouble(const Context& context) {
    const auto& draft = context.state.draft;
    switch (draft.sending) {
        case Sending::full:
            return context.tr("ui.propose.full");
        case Sending::refused:
            return context.tr("ui.propose.refused");
        case Sending::off:
            return context.tr("ui.propose.off");
        case Sending::none:
        case Sending::under_way:
            break;
    }
    // All of it beside the button: what is missing may be out of sight.
    std::string missing = trouble_of(context, Field::title);
    const auto add = [&](const std::string& words) {
        missing += (missing.empty() || words.empty() ? "" : " ") + words;
    };
    add(trouble_of(context, Field::text));
    if (draft.was_tried && !draft.consent) add(context.tr("ui.propose.consent.missing"));
    return missing;
}

Node send_part(const Context& context) {
    const bool busy = is_sending(context);
    Node part = ui::column(16);
    if (const auto trouble = sending_trouble(context); !trouble.empty())
        part.add(trouble_line("propose/trouble", trouble));
    Node buttons = ui::row(16);
    buttons.layout.wrap = true;
    Node send = ui::button("propose/send", context.tr(busy ? "ui.propose.sending" : "ui.propose.send"),
                           "paper-plane-tilt", action::Propose{}, ui::ButtonKind::primary);
    send.state.disabled = busy;
    buttons.add(std::move(send));
    if (context.state.draft.has_words() && !busy)
        buttons.add(ui::button("propose/clear", context.tr("ui.propose.clear"), "trash",
                               action::ShowOverlay{action::Overlay::clear_draft}));
    part.add(std::move(buttons));
    return part;
}

Node head_part(const Context& context) {
    Node head = ui::column(16);
    head.add(ui::heading({context.tr("ui.propose"), {}}, 1, ui::type::kLarge));
    head.add(ui::paragraph({context.tr("ui.propose.lead"), {}}, ui::type::kLead, Token::ink_soft));
    return head;
}

Node form(const Context& context, const model::FeedInfo& feed) {
    const auto& info = feed.proposal;
    Node fields = ui::column(28);
    fields.add(head_part(context));
    if (context.portrait() && !info.url.empty()) fields.add(phone_card(context, info.url));
    // Lying, the code stands beside it.
    if (!info.url.empty())
        fields.add(ui::heading(
            {context.tr(context.portrait() ? "ui.propose.or_here" : "ui.propose.here"), {}}, 2, 38));
    fields.add(field_card(context, Field::title));
    fields.add(where_part(context, feed));
    fields.add(field_card(context, Field::text));
    fields.add(field_card(context, Field::contact));
    Node end = ui::column(28);
    if (!context.portrait() && !info.url.empty()) end.add(phone_card(context, info.url));
    end.add(consent_part(context, info));
    end.add(send_part(context));
    return columns(context, std::move(fields), std::move(end));
}

/// It promises what is true and no more: whether anybody answers is not the kiosk's to say.
Node thanks(const Context& context, const model::ProposalInfo& info) {
    Node page = ui::column(28, ui::Edges::of(48, 0));
    page.layout.align = ui::Place::start;
    page.add(ui::icon("check-circle", 120, Token::open, true));
    Node title = ui::heading({context.tr("ui.propose.thanks"), {}}, 1, ui::type::kLarge);
    title.id = "propose/thanks";
    page.add(std::move(title));
    page.add(
        ui::paragraph({context.tr("ui.propose.kept", {{"reader", words(context, info.reader).text}}), {}},
                      ui::type::kLead));
    Node card = ui::card(ui::Edges::of(24, 32));
    card.add(ui::label({context.tr("ui.propose.number"), {}}, ui::type::kBody, Token::ink_soft));
    // Groups of a number keep their order among Arabic words, too.
    Node number = ui::label({context.state.draft.number, "en"}, ui::type::kLarge, Token::ink, Weight::bold);
    number.id = "propose/number";
    card.add(std::move(number));
    card.add(ui::paragraph({context.tr("ui.propose.number_why"), {}}));
    card.add(ui::label({contact_words(info.contact), "fr"}, ui::type::kBody, Token::ink, Weight::semibold));
    page.add(std::move(card));
    Node ways = ui::row(16);
    ways.layout.wrap = true;
    ways.add(ui::button("propose/initiatives", context.tr("ui.propose.to_initiatives"), "map-trifold",
                        open(ScreenKind::initiatives), ui::ButtonKind::primary));
    ways.add(ui::button("propose/another", context.tr("ui.propose.another"), "plus", action::ClearDraft{}));
    page.add(std::move(ways));
    return page;
}

Node proposal_content(const Context& context, const query::Data& data) {
    const auto& feed = as<query::FeedSummary>(data).value.info;
    const auto& info = feed.proposal;
    if (!info.key.empty() && context.state.draft.field != Field::none) return proposal_field(context);
    Node scroll;
    scroll.id = "scroll";
    scroll.layout.scroll = true;
    scroll.layout.padding = ui::Edges::of(32, 40);
    scroll.paint.fill = Token::surface;
    if (!context.state.draft.number.empty()) {
        scroll.add(thanks(context, info));
    } else if (!info.key.empty()) {
        scroll.add(form(context, feed));
    } else if (!info.url.empty()) {
        Node page = ui::column(28);
        page.add(head_part(context));
        page.add(phone_card(context, info.url));
        scroll.add(std::move(page));
    } else {
        std::vector<Node> ways;
        ways.push_back(ui::button("propose/initiatives", context.tr("ui.propose.to_initiatives"),
                                  "map-trifold", open(ScreenKind::initiatives), ui::ButtonKind::primary));
        scroll.add(ui::empty_state("lightbulb", {context.tr("ui.propose.none"), {}}, std::move(ways)));
    }
    return scroll;
}

}  // namespace

bool can_propose(const Context& context) {
    return context.feed != nullptr && !context.feed->info.proposal.empty();
}

std::optional<Node> propose_button(const Context& context) {
    if (!can_propose(context)) return std::nullopt;
    return ui::button("propose", context.tr("ui.propose"), "lightbulb", open(ScreenKind::propose));
}

std::optional<Node> propose_card(const Context& context) {
    if (!can_propose(context)) return std::nullopt;
    Node card =
        ui::card_control("propose", context.tr("ui.propose"), open(ScreenKind::propose), ui::Edges::all(28));
    card.layout.direction = ui::Direction::row;
    card.layout.align = ui::Place::center;
    card.layout.gap = 24;
    card.add(icon_badge("lightbulb", 88));
    Node texts = ui::column(6);
    texts.layout.grow = 1;
    texts.add(ui::label({card.name, {}}, ui::type::kLead, Token::ink, Weight::semibold));
    texts.add(ui::label({context.tr("ui.propose.way_in"), {}}, 26, Token::ink_soft));
    card.add(std::move(texts));
    card.add(ui::icon("caret-right", 36, Token::primary));
    return card;
}

void frame_proposal_map(map::MapView& map, const action::Draft& draft, const std::string& mark_words) {
    map.set_here(draft.point, mark_words);
    if (!draft.point || draft.zoom <= 0) return map.frame_start();
    map.frame({*draft.point}, 0, std::min(draft.zoom, kPointZoom));
}

Node clear_draft_dialog(const Context& context) {
    const action::ShowOverlay close{action::Overlay::clear_draft};
    Node node = dialog(context, context.tr("ui.propose.clear.title"), "trash", close);
    Node& sheet = dialog_sheet(node);
    sheet.add(ui::paragraph({context.tr("ui.propose.clear.body"), {}}, ui::type::kLead));
    Node buttons = ui::row(16);
    buttons.layout.wrap = true;
    buttons.add(ui::button("propose/clear/yes", context.tr("ui.propose.clear.yes"), "trash",
                           action::ClearDraft{}, ui::ButtonKind::primary));
    buttons.add(ui::button("propose/clear/no", context.tr("ui.propose.clear.no"), "arrow-u-up-left", close));
    sheet.add(std::move(buttons));
    return node;
}

Screen propose_screen() {
    return {job_of_all<query::feed>, proposal_content, true};
}

}  // namespace accueil::screens
