// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/text_links.hpp"

#include <algorithm>

#include "kiosk/screens/codes.hpp"
#include "sync/base/i18n.hpp"

namespace accueil::screens {

using draw::Token;
using draw::Weight;
using ui::Address;
using ui::Node;

namespace {

// An address that is longer says to nobody where it leads: its host does.
constexpr std::size_t kMostShown = 72;
// A longer one fits into no code of kMostAddressVersion.
constexpr std::size_t kMostCoded = 230;

std::string shown_address(const Address& address) {
    const bool is_whole = address.kind != Address::Kind::web || address.text.size() <= kMostShown;
    return is_whole ? address.text : address.host() + "/…";
}

const char* icon_of(Address::Kind kind) {
    switch (kind) {
        case Address::Kind::mail:
            return "envelope";
        case Address::Kind::telephone:
            return "phone";
        case Address::Kind::web:
            break;
    }
    return "link";
}

}  // namespace

void Elsewhere::add(const std::string& address, const std::string& section_key) {
    if (auto known = ui::address_of(address)) m_sections.emplace(std::move(*known), section_key);
}
void Elsewhere::add(const std::vector<model::Link>& links) {
    for (const auto& link : links)
        add(link.url, "ui.initiative.links");
}
void Elsewhere::add(const std::vector<model::Source>& sources) {
    for (const auto& source : sources)
        add(source.url, "ui.initiative.sources");
}
void Elsewhere::add(const Context& context, const std::vector<query::InitiativeSummary>& initiatives,
                    const std::string& section_key) {
    if (context.feed == nullptr) return;
    for (const auto& initiative : initiatives)
        for (const auto& language : context.feed->info.languages)
            add(context.feed->pages.address_of("initiative", initiative.id, language), section_key);
}
const std::string* Elsewhere::find(const Address& address) const {
    const auto found = m_sections.find(address);
    return found == m_sections.end() ? nullptr : &found->second;
}

TextLinks::TextLinks(const Context& context, Elsewhere elsewhere)
    : m_context(context), m_elsewhere(std::move(elsewhere)) {}

void TextLinks::add(const ui::Words& text, ui::Writing writing) {
    for (auto& link : ui::links_of(text.text, writing)) {
        // A mail's address or a number that the text says is not said again.
        const bool is_said = link.address.kind != Address::Kind::web &&
                             link.words.find(link.address.text) != std::string::npos;
        const bool is_here = std::any_of(m_links.begin(), m_links.end(),
                                         [&](const Link& one) { return one.address == link.address; });
        if (is_said || is_here) continue;
        if (link.words.empty()) link.words = link.address.host();
        m_links.push_back({{std::move(link.words), text.language}, std::move(link.address)});
    }
}

ui::LinkMarks TextLinks::marks(const std::string& language) const {
    ui::LinkMarks marks;
    for (const auto& link : m_links) {
        const auto number = std::to_string(marks.size() + 1);
        marks[link.address] = {
            number, m_context.catalog.text(language, "ui.text_links.spoken", {{"number", number}})};
    }
    return marks;
}

Node TextLinks::texts(const Link& link, std::size_t number, bool has_code) const {
    Node texts = ui::column(6);
    texts.layout.grow = 1;
    Node head = ui::row(12, ui::Place::start);
    head.add(ui::label({"[" + std::to_string(number) + "]", link.words.language}, ui::type::kBody,
                       Token::primary, Weight::bold));
    Node words = ui::label(link.words, ui::type::kBody, Token::ink, Weight::medium);
    words.layout.grow = 1;
    head.add(std::move(words));
    texts.add(std::move(head));
    const bool is_web = link.address.kind == Address::Kind::web;
    if (const auto address = shown_address(link.address); address != link.words.text)
        texts.add(ui::label({address, "en"}, is_web ? ui::type::kCaption : ui::type::kBody, Token::ink_soft));
    const auto say = [&](const std::string& sentence) {
        texts.add(ui::label({sentence, {}}, ui::type::kCaption, Token::ink, Weight::medium));
    };
    if (const auto* section = m_elsewhere.find(link.address))
        say(m_context.tr("ui.text_links.elsewhere", {{"section", m_context.tr(*section)}}));
    else if (is_web && !has_code)
        say(m_context.tr("ui.text_links.too_long"));
    return texts;
}

Node TextLinks::item(const Link& link, std::size_t number) const {
    Node item = ui::row(24, ui::Place::center);
    item.id = "text-link/" + std::to_string(number);
    item.role = ui::Role::listitem;
    item.name = std::to_string(number) + ". " + link.words.text + ", " + link.address.host();
    std::optional<media::QrCode> code;
    const auto* section = m_elsewhere.find(link.address);
    if (section == nullptr && link.address.kind == Address::Kind::web &&
        link.address.text.size() <= kMostCoded)
        code = address_code(link.address.text);
    const bool has_code = code.has_value();
    if (code) {
        const float side = least_side(*code);
        item.add(code_card(item.id + "/code", m_context.tr("ui.links.code", {{"name", link.words.text}}),
                           std::move(*code), side));
    } else {
        item.add(ui::icon(icon_of(link.address.kind), 34, Token::primary));
    }
    item.add(texts(link, number, has_code));
    return item;
}

std::optional<Node> TextLinks::section() const {
    if (m_links.empty()) return std::nullopt;
    std::vector<Node> items;
    std::size_t number = 0;
    bool has_codes = false;
    for (const auto& link : m_links) {
        items.push_back(item(link, ++number));
        has_codes = has_codes || items.back().children.front().role == ui::Role::image;
    }
    std::vector<Node> content;
    if (has_codes) content.push_back(ui::paragraph({m_context.tr("ui.links.how"), {}}, 26, Token::ink_soft));
    Node list = ui::column(16);
    list.role = ui::Role::list;
    list.name = m_context.tr("ui.text_links.title");
    for (auto& one : items)
        list.add(std::move(one));
    content.push_back(std::move(list));
    Node section = screens::section(m_context, "ui.text_links.title", std::move(content));
    section.id = "text-links";
    return section;
}

Node running_text(const Context& context, const model::Text& text, Elsewhere elsewhere,
                  const ui::PictureOf& picture_of) {
    const auto shown = words(context, text);
    Node column = ui::column(22);
    if (shown.text.empty()) return column;
    const auto language = shown.language.empty() ? context.language() : shown.language;
    if (language != context.language()) {
        Node note = ui::row(0);
        note.add(ui::pill("translate", context.tr("ui.in_french"), Token::confirm, Token::confirm_soft));
        column.add(std::move(note));
    }
    TextLinks links(context, std::move(elsewhere));
    links.add(shown, ui::Writing::markdown);
    Node blocks = ui::column(22);
    blocks.layout.right_to_left = base::is_right_to_left(language);
    for (auto& block : ui::markdown(shown.text, shown.language, links.marks(language), picture_of))
        blocks.add(std::move(block));
    column.add(std::move(blocks));
    if (auto section = links.section()) column.add(std::move(*section));
    return column;
}

Node plain_paragraphs(const TextLinks& links, const ui::Words& text, float size) {
    Node blocks = ui::column(16);
    for (auto& block : ui::plain_text(text.text, text.language, size, links.marks(text.language)))
        blocks.add(std::move(block));
    return blocks;
}

}  // namespace accueil::screens
