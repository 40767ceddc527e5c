// SPDX-License-Identifier: GPL-3.0-or-later
// What several screens share. UI thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/opening_words.hpp"
#include "kiosk/screens/screen.hpp"
#include "kiosk/ui/components.hpp"
#include "sync/model/opening_status.hpp"
#include "sync/model/records.hpp"

namespace accueil::screens {

/// The text in the interface's language, or in French and marked so.
ui::Words words(const Context& context, const model::Text& text);

action::Open open(action::ScreenKind screen, const std::string& id = {});

/// Icon of a theme in its marker's shape and colour would need colour; here icon and title in a soft pill.
ui::Node theme_pill(const Context& context, const model::Theme& theme);

/// A card that leads to an initiative: title, place and year, summary, what it holds, beside a picture where
/// there is one.
ui::Node initiative_card(const Context& context, const query::InitiativeSummary& initiative,
                         std::optional<ui::Node> picture = {});

/// What there is to see and read of it, under a card's words; nothing where there is neither.
std::optional<ui::Node> media_line(const Context& context, const query::InitiativeSummary& initiative);

/// The poster, or where there is none the icon of a theme, in one and the same frame.
ui::Node card_picture(draw::ImagePtr poster, const std::string& icon);

/// A card that leads to a place of the livret: name, how far, address, state.
ui::Node nearby_card(const Context& context, const query::NearbyPlace& nearby);

/// A card that leads to a place of the livret: name, state, what for, how far, what matters.
ui::Node place_row(const Context& context, const query::PlaceRow& row);

/// An icon on a soft square with round corners, of `side` design pixels.
ui::Node icon_badge(const std::string& icon_name, float side);
/// The first line of a card that leads on: a title and an arrow.
ui::Node card_head(ui::Words title, float size);

ui::Node need_tile(const Context& context, const model::Need& need, const std::string& note);

/// A titled part of a page.
ui::Node section(const Context& context, const std::string& key, std::vector<ui::Node> content);

/// A service's own hours where it has some, or those of its place.
model::KnownHours hours_of(const model::Place& place, const model::Service* service = nullptr);
/// What may be said of a place now: by its hours, and by what the desk says of it today, which goes first.
struct PlaceStatus : model::OpeningStatus {
    bool closed_today = false;  ///< whatever the hours say; `next` is after today
    bool full_today = false;
};
/// By the territory's calendar; `place` is the place's id.
PlaceStatus status_of(const Context& context, const model::KnownHours& hours,
                      const std::optional<model::Coordinates>& coordinates, const std::string& place);
/// The desk says so of the place, for the day of `now`.
bool is_closed_today(const query::DeskNotices* notices, const std::string& place, model::LocalMinutes now);
/// What is said of it: opening_words(), where the desk says nothing else.
OpeningWords words_of(const Context& context, const PlaceStatus& status);
/// The state alone: for filters and counts.
model::OpeningState state_of(const Context& context, const model::Place& place,
                             const model::Service* service = nullptr);
/// What is open on `count` days from `first` on.
std::vector<model::DayHours> days_of(const Context& context, const model::Place& place,
                                     const model::Service* service, model::LocalDay first, int count);
/// "Ouvert" in the state's colour, with its icon.
ui::Node state_pill(const Context& context, const PlaceStatus& status);
/// The pill, and what comes next beside it: "Ferme à 17 h 30".
ui::Node state_line(const Context& context, const PlaceStatus& status);
/// "Complet aujourd'hui", where the desk says so; a node without children elsewhere.
ui::Node full_pill(const Context& context, const PlaceStatus& status);
/// The seven days from today on, each with a bar and in words.
ui::Node week_of(const Context& context, const model::Place& place);
/// What is said of the exception that counts now, with its reason; without children where none does.
ui::Node exception_line(const Context& context, const model::OpeningStatus& status);
/// The exceptions that begin within the next 30 days, each announced in words; hours with their days.
std::vector<ui::Node> exceptions_ahead(const Context& context, const model::KnownHours& hours,
                                       const std::optional<model::Coordinates>& coordinates);

/// A place's notices that are in force, the most urgent first, each with its urgency by icon and word.
std::vector<ui::Node> notice_cards(const Context& context, const std::string& place);
/// The most urgent notice of this kiosk for the top strip; nothing where none is in force.
std::optional<ui::Node> notice_strip(const Context& context);
/// A place's most urgent notice as a small line of a list's row: nothing below "important".
std::optional<ui::Node> notice_line(const Context& context, const std::string& place);

/// "Sans rendez-vous", "Gratuit", "De plain-pied", languages: what matters before one sets out.
std::vector<ui::Node> place_facts(const Context& context, const model::Place& place,
                                  const std::vector<model::Service>& services);

/// Street, complement, postcode and town, a line each; empty where nothing is known.
std::string address_lines(const model::Place& place);
/// "650 m", "2,3 km": a length on the ground, with the language's decimal mark.
std::string distance_words(const Context& context, double metres);
/// Whether there is room, with the day on which that was so and an icon: what capacity_today() knows; nothing
/// where that is nothing.
struct CapacityWords {
    const char* icon;
    std::string text;
};
std::optional<CapacityWords> capacity_words(const Context& context, const model::Service& service);
/// From the kiosk, metres; nothing where one of the two is not known.
std::optional<double> metres_to(const Context& context, const model::Place& place);
/// "650 m, 11 min à pied"; the distance alone where nobody would walk it. Along the great circle and a third
/// more for streets, at 4.5 km an hour.
std::string way_words(const Context& context, double metres);

/// The way from the kiosk, as place_facts() has the others; nothing where one of the two is not known.
std::optional<ui::Node> way_fact(const Context& context, const model::Place& place);

std::string language_names(const Context& context, const std::vector<std::string>& languages);

/// Posters of the initiatives, decoded for the loader thread.
std::vector<std::pair<std::string, draw::ImagePtr>> load_posters(
    const std::vector<query::InitiativeSummary>& initiatives, int max_side);

/// Two columns on a wide glass, one under the other on a tall one.
ui::Node columns(const Context& context, ui::Node first, ui::Node second);
/// Quieter, how loud, louder; their ids begin with `prefix`.
std::vector<ui::Node> volume_parts(const Context& context, const std::string& prefix);

}  // namespace accueil::screens
