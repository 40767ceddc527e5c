// SPDX-License-Identifier: GPL-3.0-or-later
// Notices as screens show them: urgency by icon and word.
#include "kiosk/query/notices.hpp"
#include "kiosk/screens/parts.hpp"

namespace accueil::screens {

using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

struct NoticeLook {
    const char* icon;
    const char* word;
    Token ink, fill;
};

NoticeLook notice_look(model::Urgency urgency) {
    switch (urgency) {
        case model::Urgency::urgent:
            return {"warning-octagon", "ui.notice.urgent", Token::closed, Token::closed_soft};
        case model::Urgency::important:
            return {"warning", "ui.notice.important", Token::confirm, Token::confirm_soft};
        case model::Urgency::info:
            break;
    }
    return {"info", "ui.notice.info", Token::primary, Token::primary_soft};
}

Node notice_pill(const Context& context, const model::Notice& notice) {
    const auto look = notice_look(notice.urgency);
    return ui::pill(look.icon, context.tr(look.word), look.ink, look.fill);
}

// "Urgent : le guichet est fermé"
std::string line_words(const Context& context, const model::Notice& notice) {
    return context.tr("ui.notice.line", {{"urgency", context.tr(notice_look(notice.urgency).word)},
                                         {"title", words(context, notice.title).text}});
}

Node notice_card(const Context& context, const model::Notice& notice) {
    Node card = ui::card(ui::Edges::of(20, 28));
    card.role = ui::Role::group;
    card.name = words(context, notice.title).text;
    card.paint.border = notice_look(notice.urgency).ink;
    card.layout.gap = 12;
    Node head = ui::row(0);
    head.add(notice_pill(context, notice));
    card.add(std::move(head));
    card.add(ui::label(words(context, notice.title), ui::type::kLead, Token::ink, Weight::semibold));
    if (!notice.text.empty()) card.add(ui::label(words(context, notice.text)));
    return card;
}

}  // namespace

std::vector<Node> notice_cards(const Context& context, const std::string& place) {
    std::vector<Node> cards;
    if (context.feed == nullptr) return cards;
    for (const auto* notice : query::notices_of_place(*context.feed, place, context.now))
        cards.push_back(notice_card(context, *notice));
    return cards;
}

std::optional<Node> notice_strip(const Context& context) {
    if (context.feed == nullptr) return std::nullopt;
    const auto notices = query::notices_now(*context.feed, context.now);
    if (notices.empty()) return std::nullopt;
    const auto& notice = *notices.front();
    Node strip = ui::row(18, ui::Place::start);
    strip.role = ui::Role::status;
    strip.name = line_words(context, notice);
    strip.add(notice_pill(context, notice));
    Node texts = ui::column(2, {4, 0, 0, 0});
    texts.layout.grow = 1;
    texts.add(ui::label(words(context, notice.title), 24, Token::ink, Weight::semibold));
    if (!notice.text.empty()) texts.add(ui::label(words(context, notice.text), ui::type::kCaption));
    strip.add(std::move(texts));
    return strip;
}

std::optional<Node> notice_line(const Context& context, const std::string& place) {
    if (context.feed == nullptr) return std::nullopt;
    const auto notices = query::notices_of_place(*context.feed, place, context.now);
    if (notices.empty() || notices.front()->urgency == model::Urgency::info) return std::nullopt;
    const auto& notice = *notices.front();
    const auto look = notice_look(notice.urgency);
    Node line = ui::row(10, ui::Place::start);
    line.add(ui::icon(look.icon, 30, look.ink, true));
    Node text = ui::label({line_words(context, notice), words(context, notice.title).language}, 24,
                          Token::ink, Weight::medium);
    text.layout.grow = 1;
    line.add(std::move(text));
    return line;
}

}  // namespace accueil::screens
