// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/take_away.hpp"

#include <algorithm>

#include "kiosk/media/qr.hpp"
#include "kiosk/screens/codes.hpp"
#include "kiosk/screens/initiative_words.hpp"
#include "kiosk/screens/overlays.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/place_words.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/log.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using media::NotePart;
using ui::Node;

namespace {

// Design pixels: of the white cards. The greatest code is 630 of them, the greatest address 366.
constexpr float kUprightCode = 720, kLyingCode = 660, kLeastCode = 630, kAddressCode = 380,
                kLeastAddressCode = 368;
constexpr float kSheetMargin = 40, kLyingWidth = 1760;

NotePart part(std::string title, std::vector<std::string> lines, int rank, std::size_t least = 0,
              NotePart::Kind kind = NotePart::Kind::lines) {
    return {std::move(title), std::move(lines), kind, rank, least};
}

/// In the words of the screen's language first, then in French, which is written at the door.
void name_contact(media::Contact& contact, const Context& context, const model::Text& name) {
    contact.name = words(context, name).text;
    if (const auto french = name.words("fr"); french != contact.name) contact.organisation = french;
}

/// Of a place the openings can be spared, of an initiative where it is.
NotePart listed_part(const Context& context, const query::ListedRow& row, int rank) {
    std::vector<std::string> lines;
    const auto add = [&](std::string line) {
        if (!line.empty()) lines.push_back(std::move(line));
    };
    if (const auto* page = row.initiative()) {
        add(page->initiative.carrier);
        add(web_page_of(context, page->initiative));
        const auto stays = lines.size();
        add(where_in_words(page->initiative));
        return part(words(context, page->initiative.title).text, std::move(lines), rank, stays);
    }
    const auto& [place, services] = *row.place();
    add(address_in_words(place));
    add(in_one_piece(telephone_of(place, services)));
    const auto stays = lines.size();
    if (auto openings = openings_in_words(context, place, services); !openings.empty())
        add(std::move(openings.front()));
    return part(words(context, place.name).text, std::move(lines), rank, stays);
}

struct TakenAway {
    std::string name;
    base::Result<media::Card> card;
    std::string address;  ///< of the web page; may be empty
};

TakenAway taken_from(const Context& context, const query::Data& data) {
    const auto& route = context.entry.route;
    const auto contact =
        route.screen == ScreenKind::place   ? contact_of(context, as<query::PlacePage>(data).value)
        : route.screen == ScreenKind::fiche ? contact_of(context, as<ListedRows>(data).value)
                                            : contact_of(context, as<query::InitiativePage>(data).value);
    TakenAway taken{contact.name, media::make_card(contact, media::kMostBytes), {}};
    if (context.feed != nullptr && route.screen != ScreenKind::fiche)
        taken.address = context.feed->pages.address_of(
            route.screen == ScreenKind::place ? "place" : "initiative", route.id, context.language());
    return taken;
}

/// With the largest letters all of it fits only with less around the code and fewer words.
bool large(const Context& context) {
    return context.environment.text_factor > 1.25F;
}

const char* what_it_holds(const Context& context) {
    const auto screen = context.entry.route.screen;
    if (screen == ScreenKind::place) return "ui.take.holds_place";
    if (screen == ScreenKind::initiative) return "ui.take.holds_initiative";
    const auto& basket = context.state.basket;
    const auto initiatives = std::count_if(basket.begin(), basket.end(), is_listed_initiative);
    if (initiatives == 0) return "ui.take.holds_list";
    return initiatives == std::ssize(basket) ? "ui.take.holds_initiatives" : "ui.take.holds_both";
}

/// What the code is for, and what it is not.
Node code_words(const Context& context, bool is_shortened) {
    Node column = ui::column(context.environment.text_factor > 1 ? 8 : 16);
    column.add(
        ui::paragraph({context.tr("ui.take.how"), {}}, large(context) ? ui::type::kBody : ui::type::kLead));
    if (!is_shortened || !large(context)) column.add(ui::paragraph({context.tr(what_it_holds(context)), {}}));
    if (is_shortened) column.add(ui::fact("info", {context.tr("ui.take.shortened"), {}}));
    if (!large(context)) column.add(ui::fact("wifi-slash", {context.tr("ui.take.offline"), {}}));
    return column;
}

/// Nothing where the feed has no public site, or the address does not fit.
std::optional<Node> address_part(const Context& context, const TakenAway& taken) {
    if (taken.address.empty()) return std::nullopt;
    auto code = address_code(taken.address);
    if (!code) return std::nullopt;
    Node line = ui::row(28);
    line.add(code_card("take/web", context.tr("ui.take.web_code", {{"name", taken.name}}), std::move(*code),
                       large(context) ? kLeastAddressCode : kAddressCode));
    Node texts = ui::column(12);
    texts.layout.grow = 1;
    texts.add(ui::heading({context.tr("ui.take.web"), {}}, 2, ui::type::kLead));
    if (!large(context)) texts.add(ui::paragraph({context.tr("ui.take.web_how"), {}}));
    line.add(std::move(texts));
    return line;
}

}  // namespace

media::Contact contact_of(const Context& context, const query::PlacePage& page) {
    const auto& place = page.place;
    media::Contact contact;
    name_contact(contact, context, place.name);
    contact.telephone = telephone_of(place, page.services);
    contact.email = place.email;
    contact.website = place.website;
    if (place.type == model::PlaceType::place) {
        contact.street = place.address;
        contact.complement = place.address_complement;
        contact.postcode = place.postcode;
        contact.town = place.municipality;
    }
    auto& note = contact.note;
    note.push_back(part(context.tr("ui.take.openings", {{"date", today_in_words(context)}}),
                        openings_in_words(context, place, page.services), 1, 2));
    if (!place.opening_hours_note.empty())
        note.push_back(
            part({}, {words(context, place.opening_hours_note).text}, 4, 0, NotePart::Kind::prose));
    note.push_back(part(context.tr("ui.place.papers"), papers_of(page.services), 2, 1));
    note.push_back(part(context.tr("ui.take.about"), facts_in_words(context, place, page.services), 3));
    note.push_back(
        part(context.tr("ui.place.services"), services_in_words(context, place, page.services), 5));
    if (!place.transport.empty())
        note.push_back(part(context.tr("ui.place.transport"), {words(context, place.transport).text}, 6, 0,
                            NotePart::Kind::prose));
    return contact;
}

media::Contact contact_of(const Context& context, const query::InitiativePage& page) {
    const auto& initiative = page.initiative;
    media::Contact contact;
    name_contact(contact, context, initiative.title);
    if (!initiative.carrier.empty()) contact.organisation = initiative.carrier;
    contact.town = initiative.municipality;
    if (!initiative.links.empty()) contact.website = initiative.links.front().url;
    auto& note = contact.note;
    note.push_back(part({}, {words(context, initiative.summary).text}, 4, 0, NotePart::Kind::prose));
    std::vector<std::string> facts;
    if (!initiative.place.empty()) facts.push_back(initiative.place);
    if (auto when = when_in_words(context, initiative); !when.empty()) facts.push_back(std::move(when));
    note.push_back(part({}, std::move(facts), 2, 1));
    note.push_back(part(context.tr("ui.take.near"), nearby_in_words(context, page), 3, 1));
    return contact;
}

media::Contact contact_of(const Context& context, const ListedRows& rows) {
    media::Contact contact;
    contact.name = context.tr("ui.list.title") + ", " + today_in_words(context);
    int rank = 0;
    for (const auto& item : context.state.basket)
        // What was chosen last gives way first, and before anything goes all lose what can be spared.
        if (const auto* row = row_of(rows, item)) contact.note.push_back(listed_part(context, *row, ++rank));
    return contact;
}

bool can_be_taken(const Context& context) {
    const auto screen = context.entry.route.screen;
    return screen == ScreenKind::place || screen == ScreenKind::initiative ||
           (screen == ScreenKind::fiche && !context.state.desk.open && !context.state.basket.empty());
}

Node take_away_button(const Context& context) {
    return ui::button("take", context.tr("ui.take"), "qr-code",
                      action::ShowOverlay{action::Overlay::take_away}, ui::ButtonKind::primary);
}

Node take_away_dialog(const Context& context, const query::Data& data) {
    const action::ShowOverlay close{action::Overlay::take_away};
    Node node = dialog(context, context.tr("ui.take.title"), "qr-code", close);
    Node& sheet = dialog_sheet(node);
    const auto taken = taken_from(context, data);
    Node close_button =
        ui::button("dialog/close", context.tr("ui.close"), "check", close, ui::ButtonKind::primary);
    auto code = taken.card.and_then(
        [](const media::Card& card) { return media::QrCode::encode(card.text, media::QrLevel::medium); });
    if (!code) {
        base::log(base::LogLevel::warning, "screens", code.error().detail);
        sheet.add(ui::paragraph({context.tr("ui.take.failed"), {}}, ui::type::kLead));
        sheet.add(std::move(close_button));
        return node;
    }
    Node card = code_card("take/code", context.tr("ui.take.code", {{"name", taken.name}}), std::move(*code),
                          large(context)       ? kLeastCode
                          : context.portrait() ? kUprightCode
                                               : kLyingCode);
    Node texts = ui::column(context.environment.text_factor > 1 ? 12 : 24);
    texts.add(code_words(context, taken.card->shortened));
    if (auto address = address_part(context, taken)) texts.add(std::move(*address));
    if (context.portrait()) {
        Node middle = ui::row(0);
        middle.layout.distribute = ui::Distribute::center;
        middle.add(std::move(card));
        sheet.add(std::move(middle));
        sheet.add(std::move(texts));
        sheet.add(std::move(close_button));
        return node;
    }
    sheet.layout.max_width = kLyingWidth;
    sheet.layout.width = std::min(kLyingWidth, context.size.width - 2 * kSheetMargin);
    Node both = ui::row(48, ui::Place::start);
    both.add(std::move(card));
    texts.layout.grow = 1;
    texts.add(std::move(close_button));
    both.add(std::move(texts));
    sheet.add(std::move(both));
    return node;
}

}  // namespace accueil::screens
