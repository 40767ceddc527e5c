// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/codes.hpp"

#include "kiosk/screens/parts.hpp"
#include "sync/base/log.hpp"

namespace accueil::screens {

using draw::Token;
using ui::Node;

Node code_card(const std::string& id, const std::string& name, media::QrCode code, float side) {
    Node card;
    card.id = id;
    card.role = ui::Role::image;
    card.name = name;
    card.layout.width = card.layout.height = side;
    const auto picture = std::make_shared<const media::QrPicture>(std::move(code));
    card.draw = [picture](draw::Canvas& canvas, const base::Rect& where) {
        picture->draw(canvas, where, ui::kRadius);
    };
    return card;
}

float least_side(const media::QrCode& code) {
    return static_cast<float>(code.side() + 2 * media::kQuietModules) * media::kLeastModule;
}

std::optional<media::QrCode> address_code(const std::string& address) {
    auto code = media::QrCode::encode(address, media::QrLevel::medium, media::kMostAddressVersion);
    if (!code) code = media::QrCode::encode(address, media::QrLevel::low, media::kMostAddressVersion);
    if (code) return std::move(*code);
    base::log(base::LogLevel::warning, "screens", address + ": " + code.error().detail);
    return std::nullopt;
}

Node address_item(const Context& context, const std::string& id, const ui::Words& label,
                  const std::string& address) {
    Node item = ui::row(24, ui::Place::center);
    item.role = ui::Role::listitem;
    if (auto code = address_code(address)) {
        const float side = least_side(*code);
        item.add(code_card(id, context.tr("ui.links.code", {{"name", label.text}}), std::move(*code), side));
    } else {
        item.add(ui::icon("link", 34, Token::primary));
    }
    Node texts = ui::column(6);
    texts.layout.grow = 1;
    if (label.text != address) texts.add(ui::label(label, ui::type::kBody));
    texts.add(ui::label({address, "en"}, ui::type::kCaption, Token::ink_soft));
    item.add(std::move(texts));
    return item;
}

std::vector<Node> link_list(const Context& context, const std::vector<model::Link>& links) {
    std::vector<Node> out;
    if (!links.empty()) out.push_back(ui::paragraph({context.tr("ui.links.how"), {}}, 26, Token::ink_soft));
    for (const auto& link : links)
        out.push_back(address_item(context, "link/" + std::to_string(out.size()), words(context, link.label),
                                   link.url));
    return out;
}

std::vector<Node> source_list(const Context& context, const std::vector<model::Source>& sources) {
    std::vector<Node> out;
    for (const auto& source : sources) {
        std::string line = source.label;
        if (!source.date.empty()) line += " (" + context.day(source.date) + ")";
        out.push_back(source.url.empty() ? ui::fact("quotes", {line, "fr"}, 24, Token::ink_soft)
                                         : address_item(context, "source/" + std::to_string(out.size() + 1),
                                                        {line, "fr"}, source.url));
    }
    return out;
}

}  // namespace accueil::screens
