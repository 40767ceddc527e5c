// SPDX-License-Identifier: GPL-3.0-or-later
// What a list of places is narrowed by: "open", "at/DAY/PART", "no-appointment", "unconditional", "free",
// "has-ACCESS" ("has-plain-pied"), "language/CODE", "public/VALUE", "near/METRES". Of one kind (what stands
// before the slash) one is on at a time. Pure; UI thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/screens/filter_table.hpp"
#include "kiosk/screens/openings.hpp"
#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

/// A part of a day that people name: [from, to) in minutes of it.
struct DayPart {
    const char* name;  ///< "morning": the key "ui.filter.part.morning"
    int from, to;
};
inline constexpr DayPart kDayParts[] = {{"morning", 8 * 60, 12 * 60},
                                        {"noon", 12 * 60, 14 * 60},
                                        {"afternoon", 14 * 60, 18 * 60},
                                        {"evening", 18 * 60, 22 * 60}};

std::string moment_filter(model::LocalDay day, const DayPart& part);
/// The day and the part of an "at" filter; nothing for another one or one that cannot be read.
std::optional<std::pair<model::LocalDay, DayPart>> moment_of(const std::string& filter);

/// What the filters leave of a row: the place with those of its services that pass all of them; nothing where
/// none does. Only what is certain passes: a place whose hours are to be confirmed is not "open".
std::optional<query::PlaceRow> narrowed(const Context& context, const query::PlaceRow& row,
                                        const std::vector<std::string>& filters);
std::vector<query::PlaceRow> narrowed(const Context& context, const std::vector<query::PlaceRow>& rows,
                                      const std::vector<std::string>& filters);
bool passes(const Context& context, const query::PlaceRow& row, const std::string& filter);

/// Those that are on, in the order of choice; then those that would leave some of the rows, and not all: what
/// gives nothing is not offered, and what changes nothing neither. "at" is offered by moment_offers.
std::vector<FilterOffer> filter_offers(const Context& context, const std::vector<query::PlaceRow>& rows);
/// For `days` days from today on each part, with its rows; also those of none, as what is over has.
std::vector<FilterOffer> moment_offers(const Context& context, const std::vector<query::PlaceRow>& rows,
                                       int days);

/// Some row is certainly open at some moment of them.
bool any_moment(const Context& context, const std::vector<query::PlaceRow>& rows, int days);

/// "Gratuit", "On y parle arabe", "Jeudi après-midi".
std::string filter_words(const Context& context, const std::string& filter);
const char* filter_icon(const std::string& filter);

/// What a list's screen depends on: what was made of it may be remembered while this is the same.
struct ViewKey {
    std::uint64_t reading;  ///< of the query::NeedPage; 0 is like no other
    action::Route route;
    std::vector<std::string> filters;
    std::string language;
    model::LocalMinutes now;
    const query::FeedSummary* feed;
    std::shared_ptr<const query::DeskNotices> notices;  ///< held, so that no other ones have their address
    bool operator==(const ViewKey&) const = default;

    static ViewKey of(const Context& context, const query::NeedPage& page) {
        return {page.reading, context.entry.route, context.entry.filters, context.language(),
                context.now,  context.feed,        context.notices};
    }
};

/// What a list shows, of a content, of the visitor's filters, and of a minute.
struct ListView {
    std::vector<query::PlaceRow> rows;  ///< what the filters leave
    std::vector<FilterOffer> offers;
    std::size_t open_now = 0;       ///< of `rows`
    bool any_moment = false;        ///< some row, filtered or not, opens in the days of moment_offers
    std::vector<Opening> openings;  ///< of `rows`, in the seven days to come; for the screen that shows them
};
inline constexpr int kMomentDays = 8;  ///< so that each weekday is there, also when its own hours are over

/// Made once and remembered until something of it changes, since a screen is built anew at each step of a
/// finger that scrolls. Holds until the next call. UI thread.
const ListView& list_view(const Context& context, const query::NeedPage& page);

/// The chips over a list: what is on first, the usual ones, and the way to all of them.
ui::Node filter_chips(const Context& context, const ListView& list);
/// Over the screen: all filters; days and their parts.
ui::Node filters_dialog(const Context& context, const ListView& list);
ui::Node moment_dialog(const Context& context, const query::NeedPage& page);

}  // namespace accueil::screens
