// SPDX-License-Identifier: GPL-3.0-or-later
// A place's sheet: state first, then what is done there, how to come and to call.
#include "kiosk/screens/aloud.hpp"
#include "kiosk/screens/desk.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/paper_words.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/take_away.hpp"
#include "kiosk/screens/text_links.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

bool has_exceptional_week(const model::KnownHours& hours, model::LocalDay today) {
    for (int i = 0; hours.exceptions && i < 7; ++i)
        if (hours.exceptions->on(today + std::chrono::days(i)) != nullptr) return true;
    return false;
}

Node hours_card(const Context& context, const model::Place& place) {
    Node card = ui::card(ui::Edges::all(28));
    const auto hours = hours_of(place);
    const auto status = status_of(context, hours, place.coordinates, place.id);
    const auto said = words_of(context, status);
    Node state = ui::row(16);
    state.layout.wrap = true;
    state.add(state_pill(context, status));
    if (status.full_today) state.add(full_pill(context, status));
    card.add(std::move(state));
    if (Node exception = exception_line(context, status); !exception.children.empty())
        card.add(std::move(exception));
    if (!said.next.empty())
        card.add(ui::label({said.next, {}}, ui::type::kLead, Token::ink, Weight::semibold));
    if (!said.reason.empty()) card.add(ui::label({said.reason, {}}, ui::type::kBody));
    if (!said.comment.empty()) card.add(ui::label({said.comment, "fr"}, ui::type::kBody, Token::ink_soft));
    if (status.state == model::OpeningState::to_confirm) {
        card.add(ui::label(
            {context.tr(place.telephone.empty() ? "ui.place.state.ask" : "ui.place.state.call"), {}},
            ui::type::kBody));
    }
    if (!place.opening_hours_note.empty())
        card.add(ui::paragraph(words(context, place.opening_hours_note), ui::type::kBody, Token::ink_soft));
    if (!place.telephone.empty()) {
        Node line = ui::row(24);
        line.add(ui::icon("phone", 56, Token::primary, true));
        Node texts = ui::column(0);
        texts.layout.grow = 1;
        Node number = ui::label({place.telephone, "fr"}, ui::type::kLarge, Token::ink, Weight::bold);
        texts.add(std::move(number));
        if (!place.telephone_label.empty())
            texts.add(ui::label(words(context, place.telephone_label), 24, Token::ink_soft));
        line.add(std::move(texts));
        card.add(std::move(line));
    }
    if (!place.sms.empty()) {
        card.add(
            ui::fact("chat-text", {context.tr("ui.place.sms") + " : " + place.sms, {}}, ui::type::kLead));
    }
    Node ahead = ui::column(18, {16, 0, 16, 0});
    for (auto& announced : exceptions_ahead(context, hours, place.coordinates))
        ahead.add(std::move(announced));
    if (!ahead.children.empty()) card.add(std::move(ahead));
    // Every day like another needs no week.
    const bool is_always = hours.hours && hours.hours->text() == "24/7";
    if ((hours.hours && !is_always) || has_exceptional_week(hours, model::day_of(context.now)))
        card.add(week_of(context, place));
    return card;
}

// Of the service alone: those of its place stand above.
void add_exceptions(const Context& context, const model::Place& place, const model::Service& service,
                    Node& card) {
    const auto hours = model::KnownHours::of(service.opening_hours, {}, {}, service.exceptions);
    if (Node now = exception_line(context, status_of(context, hours, place.coordinates, place.id));
        !now.children.empty())
        card.add(std::move(now));
    for (auto& announced : exceptions_ahead(context, hours, place.coordinates))
        card.add(std::move(announced));
}

Node service_card(const Context& context, const model::Place& place, const model::Service& service,
                  const TextLinks& links) {
    Node card = ui::card(ui::Edges::all(28));
    card.role = ui::Role::listitem;
    card.add(ui::heading(words(context, service.name), 3, ui::type::kLead));
    if (!service.description.empty())
        card.add(plain_paragraphs(links, words(context, service.description), ui::type::kBody));
    add_exceptions(context, place, service, card);
    const auto appointment = [&] {
        switch (service.appointment) {
            case model::Appointment::none:
                return "ui.appointment.none";
            case model::Appointment::possible:
                return "ui.appointment.possible";
            case model::Appointment::required:
                return "ui.appointment.required";
            case model::Appointment::unknown:
                break;
        }
        return "ui.appointment.unknown";
    }();
    Node facts = ui::column(10);
    facts.add(ui::fact("calendar", {context.tr(appointment), {}}));
    if (const auto capacity = capacity_words(context, service))
        facts.add(ui::fact(capacity->icon, {capacity->text, {}}));
    if (service.cost != model::Cost::unknown) {
        std::string cost = context.tr(service.cost == model::Cost::free ? "ui.cost.free" : "ui.cost.paid");
        if (!service.cost_details.empty()) cost += " · " + words(context, service.cost_details).text;
        facts.add(ui::fact("coins", {cost, {}}));
    }
    if (!service.publics.empty() || !service.publics_details.empty()) {
        std::string who;
        for (const auto& audience : service.publics) {
            if (!who.empty()) who += context.language() == "ar" ? "، " : ", ";
            who += context.catalog.has("fr", "publics." + audience) ? context.tr("publics." + audience)
                                                                    : audience;
        }
        if (!service.publics_details.empty())
            who += (who.empty() ? "" : " · ") + words(context, service.publics_details).text;
        facts.add(ui::fact("users-three", {who, {}}));
    }
    if (!service.languages.empty())
        facts.add(ui::fact("chats", {language_names(context, service.languages), {}}));
    card.add(std::move(facts));
    if (!service.papers.empty()) {
        card.add(
            ui::label({context.tr("ui.place.papers"), {}}, ui::type::kBody, Token::ink, Weight::semibold));
        for (const auto& paper : service.papers)
            card.add(ui::fact("file-text", {paper, "fr"}));
    }
    return card;
}

// Where it is, with the kiosk if that is near; the map itself is a tap away.
Node on_map(const Context& context, const model::Place& place) {
    const auto words = context.tr("ui.initiatives.on_map");
    Node card =
        ui::card_control("place/map", words, open(ScreenKind::map, "place/" + place.id), ui::Edges::all(0));
    card.layout.gap = 0;
    Node frame = ui::column(0, {6, 6, 0, 6});
    frame.add(miniature_picture(context, context.portrait() ? 300 : 260));
    card.add(std::move(frame));
    Node line = ui::row(16, ui::Place::center);
    line.layout.padding = ui::Edges::of(14, 24);
    Node label = ui::label({words, {}}, ui::type::kBody, Token::primary, Weight::semibold);
    label.layout.grow = 1;
    line.add(ui::icon("map-trifold", 36, Token::primary));
    line.add(std::move(label));
    line.add(ui::icon("arrow-right", 36, Token::primary));
    card.add(std::move(line));
    return card;
}

Node practical_card(const Context& context, const model::Place& place) {
    Node card = ui::card(ui::Edges::all(28));
    card.layout.gap = 18;
    if (place.type == model::PlaceType::place) {
        if (const auto address = address_lines(place); !address.empty())
            card.add(ui::fact("map-pin", {address, "fr"}, ui::type::kLead));
    }
    if (const auto metres = metres_to(context, place))
        card.add(ui::fact("person-simple-walk", {way_words(context, *metres), {}}, ui::type::kLead));
    if (place.coordinates) card.add(on_map(context, place));
    if (!place.transport.empty()) card.add(ui::fact("bus", words(context, place.transport)));
    if (place.unconditional == model::Answer::yes)
        card.add(ui::fact("hand-heart", {context.tr("ui.place.unconditional"), {}}));
    if (!place.accessibility.empty()) {
        std::string line;
        for (const auto& access : place.accessibility) {
            if (!context.catalog.has("fr", "ui.access." + access)) continue;
            line += (line.empty() ? "" : " · ") + context.tr("ui.access." + access);
        }
        card.add(ui::fact("wheelchair", {line, {}}));
    }
    if (!place.languages.empty()) card.add(ui::fact("chats", {language_names(context, place.languages), {}}));
    if (!place.email.empty()) card.add(ui::fact("envelope", {place.email, "fr"}, 26));
    if (!place.website.empty()) card.add(ui::fact("globe", {place.website, "fr"}, 26));
    return card;
}

Node verified(const Context& context, const model::Place& place) {
    Node node = ui::column(4);
    if (place.source && !place.source->label.empty()) {
        node.add(ui::label({context.tr("ui.place.source", {{"source", place.source->label}}), {}},
                           ui::type::kCaption, Token::ink_soft));
    }
    if (!place.verified_on.empty()) {
        node.add(ui::label({context.tr("ui.place.verified", {{"date", context.day(place.verified_on)}}), {}},
                           ui::type::kCaption, Token::ink_soft));
    }
    return node;
}

Node content(const Context& context, const query::Data& data) {
    const auto& page_data = as<query::PlacePage>(data).value;
    const auto& place = page_data.place;
    Node page = ui::column(24);
    page.role = ui::Role::article;
    page.name = words(context, place.name).text;
    page.add(ui::heading(words(context, place.name), 1, ui::type::kLarge));
    Elsewhere elsewhere;
    elsewhere.add(context, page_data.initiatives, "ui.need.initiatives");
    TextLinks links(context, std::move(elsewhere));
    links.add(words(context, place.description), ui::Writing::plain);
    for (const auto& service : page_data.services)
        links.add(words(context, service.description), ui::Writing::plain);
    if (!place.description.empty())
        page.add(plain_paragraphs(links, words(context, place.description), ui::type::kLead));
    if (context.state.desk.open) page.add(desk_card(context, place.id));

    Node left = ui::column(24);
    for (auto& notice : notice_cards(context, place.id))
        left.add(std::move(notice));
    left.add(hours_card(context, place));
    Node actions = ui::row(16);
    actions.layout.wrap = true;
    actions.add(take_away_button(context));
    if (!context.state.desk.open) actions.add(basket_button(context, place.id));
    if (auto print = print_button(context); !print.id.empty()) actions.add(std::move(print));
    if (context.voice != nullptr) actions.add(listen_button(context));
    left.add(std::move(actions));
    std::vector<Node> services;
    for (const auto& service : page_data.services)
        services.push_back(service_card(context, place, service, links));
    if (!services.empty()) left.add(section(context, "ui.place.services", std::move(services)));

    Node right = ui::column(24);
    Node practical = practical_card(context, place);
    if (!practical.children.empty()) {
        std::vector<Node> one;
        one.push_back(std::move(practical));
        right.add(section(context, "ui.place.practical", std::move(one)));
        right.children.back().layout.padding.top = 0;
    }
    if (auto section = links.section()) right.add(std::move(*section));
    right.add(report_button(context));
    if (!page_data.initiatives.empty()) {
        std::vector<Node> cards;
        for (const auto& initiative : page_data.initiatives)
            cards.push_back(initiative_card(context, initiative));
        right.add(section(context, "ui.need.initiatives", std::move(cards)));
    }
    right.add(verified(context, place));
    page.add(columns(context, std::move(left), std::move(right)));
    return page;
}

}  // namespace

Screen place_screen() {
    return {[](const action::Route& route) -> query::Job {
                return
                    [id = route.id](const query::Source& source) { return loaded(query::place(source, id)); };
            },
            content};
}

}  // namespace accueil::screens
