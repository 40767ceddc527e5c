// SPDX-License-Identifier: GPL-3.0-or-later
// Opening hours as screens show them: the state, what comes next, and the week.
#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/screens/opening_words.hpp"
#include "kiosk/screens/parts.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using draw::Token;
using draw::Weight;
using model::OpeningState;
using ui::Node;

namespace {

constexpr int kDays = 7;
constexpr auto kAnnouncedAhead = std::chrono::days(30);
constexpr std::chrono::days::rep kMostCompared = 92;  ///< days of an exception, whether its weeks are alike
constexpr int kUsualFirst = 8 * 60, kUsualLast = 19 * 60;  // minutes: a week's bars are no shorter
constexpr float kBarHeight = 20;
constexpr float kWeekText = 24;
constexpr float kMostLines = 420;  // before a line is wrapped: the bars want their room

const model::Calendar& calendar_of(const Context& context) {
    static const model::Calendar metropole(model::Territory::metropole);
    return context.feed != nullptr ? *context.feed->calendar : metropole;
}

struct Look {
    const char* icon;
    Token ink, fill;
};

Look look_of(OpeningState state) {
    switch (state) {
        case OpeningState::open:
            return {"check-circle", Token::open, Token::open_soft};
        case OpeningState::closed:
            return {"x-circle", Token::closed, Token::closed_soft};
        case OpeningState::to_confirm:
            break;
    }
    return {"clock-countdown", Token::confirm, Token::confirm_soft};
}

model::LocalMinutes tomorrow_of(const Context& context) {
    return model::LocalMinutes(model::day_of(context.now) + std::chrono::days(1));
}

/// Closed now, from what would be said at the midnight to come.
PlaceStatus closed_for_today(model::OpeningStatus at_midnight, const Context& context) {
    PlaceStatus status;
    status.closed_today = true;
    status.state = OpeningState::closed;
    status.reason = model::ConfirmReason::none;
    status.by_the_hours = model::HoursState::closed;
    status.next = at_midnight.next;
    status.next_sure = at_midnight.next_sure;
    if (at_midnight.by_the_hours == model::HoursState::open)
        status.next = {tomorrow_of(context), at_midnight.changes_at, at_midnight.reason};
    return status;
}

/// From the day's midnight to what the bar shows of an interval, in minutes.
std::pair<int, int> span_of(const model::DayHours& day, const model::HoursInterval& interval, int first,
                            int last) {
    const model::LocalMinutes midnight(day.day);
    const auto minutes = [&](model::LocalMinutes at) {
        return std::clamp(static_cast<int>((at - midnight).count()), first, last);
    };
    return {minutes(interval.from), minutes(interval.to)};
}

Node stretch(int minutes, std::optional<Token> fill) {
    Node node;
    node.layout.grow = static_cast<float>(minutes);
    node.layout.height = kBarHeight;
    node.paint.fill = fill;
    node.paint.radius = fill ? kBarHeight / 2 : 0;
    return node;
}

Node bar_of(const model::DayHours& day, int first, int last) {
    Node bar = ui::row(0, ui::Place::center);
    bar.layout.grow = 1;
    bar.layout.height = kBarHeight;
    const bool is_closure = day.exception && day.exception->kind == model::ExceptionKind::closure;
    bar.paint.fill = is_closure ? Token::closed_soft : Token::border;
    bar.paint.radius = kBarHeight / 2;
    int at = first;
    for (const auto& interval : day.intervals) {
        const auto [from, to] = span_of(day, interval, first, last);
        if (from > at) bar.add(stretch(from - at, std::nullopt));
        const bool sure =
            day.reason == model::ConfirmReason::none && interval.state == model::HoursState::open;
        if (to > from) bar.add(stretch(to - from, sure ? Token::open : Token::confirm));
        at = std::max(at, to);
    }
    if (last > at) bar.add(stretch(last - at, std::nullopt));
    return bar;
}

std::string weekday_name(const Context& context, model::LocalDay day) {
    return context.tr("date.weekday." + std::to_string(model::weekday_of(day) + 1));
}

/// A column is as wide as its widest text, in whatever language; bold, as today's are.
template <class EachText>
float widest(const Context& context, const EachText& each) {
    draw::TextStyle style;
    style.size = kWeekText * context.environment.text_factor;
    style.weight = Weight::bold;
    const float most = kMostLines * context.environment.text_factor;
    float width = 0;
    each([&](const std::string& text) {
        const auto layout = context.environment.text.layout(text, style, most, context.language());
        width = std::max(width, std::ceil(layout->size().width) + 1);
    });
    return width;
}

// "Fermé du 24 au 26 décembre : inventaire". A reason in another language has a line of its own, so that a
// voice reads it as it is.
Node with_reason(const Context& context, const std::string& what, const model::Text& reason) {
    Node lines = ui::column(4);
    const auto why = words(context, reason);
    const bool is_apart = why.language != context.language();
    const auto line = why.text.empty() || is_apart
                          ? what
                          : context.tr("ui.hours.exception.why", {{"what", what}, {"reason", why.text}});
    lines.add(ui::label({line, {}}, ui::type::kBody, Token::ink, Weight::semibold));
    if (!why.text.empty() && is_apart) lines.add(ui::label(why, ui::type::kBody, Token::ink_soft));
    return lines;
}

bool are_alike(const model::DayHours& a, const model::DayHours& b) {
    const auto same = [&](const model::HoursInterval& x, const model::HoursInterval& y) {
        return x.state == y.state && x.from - a.day == y.from - b.day && x.to - a.day == y.to - b.day;
    };
    return a.reason == b.reason &&
           std::equal(a.intervals.begin(), a.intervals.end(), b.intervals.begin(), b.intervals.end(), same);
}

/// The days of an exception as they are told: those of a week, where it has more of them.
struct ExceptionDays {
    std::vector<model::DayHours> days;
    bool are_holidays_apart = false;  ///< public holidays are not as other days of the week
};

// Nothing where its weeks differ: each is shown when it comes.
std::optional<ExceptionDays> told_days(const Context& context, const model::KnownHours& hours,
                                       const model::KnownException& exception,
                                       const std::optional<model::Coordinates>& coordinates) {
    const auto& calendar = calendar_of(context);
    const auto length = (exception.days.last - exception.days.first).count() + 1;
    if (length > kMostCompared && !exception.hours->is_weekly()) return std::nullopt;
    const auto all =
        model::hours_of_days(hours, exception.days.first, static_cast<int>(std::min(length, kMostCompared)),
                             {calendar, coordinates});
    if (length <= kDays) return ExceptionDays{all};
    ExceptionDays told;
    const auto of_weekday = [&](const model::DayHours& day) {
        return std::find_if(told.days.begin(), told.days.end(), [&](const auto& other) {
            return model::weekday_of(other.day) == model::weekday_of(day.day);
        });
    };
    for (const auto& day : all) {
        if (calendar.is_public_holiday(day.day)) continue;
        const auto known = of_weekday(day);
        if (known == told.days.end())
            told.days.push_back(day);
        else if (!are_alike(*known, day))
            return std::nullopt;
    }
    for (const auto& day : all) {
        const auto usual = of_weekday(day);
        if (usual == told.days.end() || !are_alike(*usual, day)) told.are_holidays_apart = true;
    }
    return told;
}

// "lundi, mercredi : 9 h – 12 h", and which days are closed; without names where all days are alike.
void add_hours(const Context& context, ExceptionDays told, Node& into) {
    const std::string comma = context.language() == "ar" ? "، " : ", ";
    std::vector<std::pair<std::string, std::string>> lines;  // hours, names of days
    bool are_some_closed = false;
    for (auto& day : told.days) {
        day.exception = nullptr;  // what stands above says it
        if (day.intervals.empty() && day.reason == model::ConfirmReason::none) {
            are_some_closed = true;
            continue;
        }
        const auto hours = base::join(day_lines(context.catalog, context.language(), day), comma);
        const auto name = weekday_name(context, day.day);
        const auto same =
            std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.first == hours; });
        if (same == lines.end())
            lines.emplace_back(hours, name);
        else
            same->second += comma + name;
    }
    const auto say = [&](const std::string& words) { into.add(ui::label({words, {}}, ui::type::kBody)); };
    for (const auto& [hours, names] : lines)
        say(lines.size() == 1 && !are_some_closed
                ? hours
                : context.tr("ui.hours.exception.days", {{"days", names}, {"hours", hours}}));
    if (are_some_closed) say(context.tr(lines.empty() ? "ui.hours.closed" : "ui.hours.exception.other_days"));
    if (told.are_holidays_apart) say(context.tr("ui.hours.exception.not_holidays"));
}

}  // namespace

model::KnownHours hours_of(const model::Place& place, const model::Service* service) {
    return model::KnownHours::of(place, service);
}

bool is_closed_today(const query::DeskNotices* notices, const std::string& place, model::LocalMinutes now) {
    return notices != nullptr &&
           notices->find(place, model::DeskNoticeKind::closed_today, model::day_of(now)) != nullptr;
}

PlaceStatus status_of(const Context& context, const model::KnownHours& hours,
                      const std::optional<model::Coordinates>& coordinates, const std::string& place) {
    const model::HoursContext where{calendar_of(context), coordinates};
    if (is_closed_today(context.notices.get(), place, context.now))
        return closed_for_today(model::opening_status(hours, tomorrow_of(context), where), context);
    PlaceStatus status{model::opening_status(hours, context.now, where)};
    status.full_today =
        context.notices != nullptr && context.notices->find(place, model::DeskNoticeKind::full_today,
                                                            model::day_of(context.now)) != nullptr;
    return status;
}

Node full_pill(const Context& context, const PlaceStatus& status) {
    if (!status.full_today) return Node{};
    return ui::pill("users", context.tr("ui.desk.full.state"), Token::confirm, Token::confirm_soft);
}

OpeningWords words_of(const Context& context, const PlaceStatus& status) {
    auto said = opening_words(context.catalog, context.language(), status, context.now);
    if (!status.closed_today) return said;
    said.state = context.tr("ui.desk.closed.state");
    if (!status.next) said.next.clear();  // that none is known says nothing of the days to come
    return said;
}

model::OpeningState state_of(const Context& context, const model::Place& place,
                             const model::Service* service) {
    if (is_closed_today(context.notices.get(), place.id, context.now)) return OpeningState::closed;
    return model::opening_state(hours_of(place, service), context.now,
                                {calendar_of(context), place.coordinates});
}

std::vector<model::DayHours> days_of(const Context& context, const model::Place& place,
                                     const model::Service* service, model::LocalDay first, int count) {
    auto days = model::hours_of_days(hours_of(place, service), first, count,
                                     {calendar_of(context), place.coordinates});
    if (!is_closed_today(context.notices.get(), place.id, context.now)) return days;
    for (auto& day : days)
        if (day.day == model::day_of(context.now)) day = {day.day, {}, model::ConfirmReason::none, {}};
    return days;
}

Node state_pill(const Context& context, const PlaceStatus& status) {
    const Look look = look_of(status.state);
    return ui::pill(look.icon, words_of(context, status).state, look.ink, look.fill);
}

Node state_line(const Context& context, const PlaceStatus& status) {
    const auto words = words_of(context, status);
    Node line = ui::row(14, ui::Place::center);
    line.layout.wrap = true;
    line.add(state_pill(context, status));
    if (status.full_today) line.add(full_pill(context, status));
    const auto& next = words.next.empty() ? words.exception : words.next;
    if (!next.empty()) line.add(ui::label({next, {}}, 24, Token::ink));
    return line;
}

Node week_of(const Context& context, const model::Place& place) {
    const model::LocalDay today = model::day_of(context.now);
    const auto days = days_of(context, place, nullptr, today, kDays);
    int first = kUsualFirst, last = kUsualLast;
    for (const auto& day : days)
        for (const auto& interval : day.intervals) {
            const auto [from, to] = span_of(day, interval, 0, 2 * model::kMinutesOfDay);
            first = std::min(first, from / 60 * 60);
            last = std::max(last, (to + 59) / 60 * 60);
        }
    const float name_width = widest(context, [&](const auto& see) {
        for (const auto& day : days)
            see(weekday_name(context, day.day));
    });
    const float lines_width = widest(context, [&](const auto& see) {
        for (const auto& day : days)
            for (const auto& line : day_lines(context.catalog, context.language(), day))
                see(line);
    });
    Node week = ui::column(14);
    week.role = ui::Role::list;
    week.name = context.tr("ui.place.week");
    for (const auto& day : days) {
        const bool is_today = day.day == today;
        const auto weight = is_today ? Weight::bold : Weight::regular;
        Node row = ui::row(18, ui::Place::start);
        row.role = ui::Role::listitem;
        Node label = ui::label({weekday_name(context, day.day), {}}, kWeekText, Token::ink, weight);
        label.layout.width = name_width;
        row.add(std::move(label));
        Node bar = bar_of(day, first, last);
        Node middle = ui::column(0);
        middle.layout.grow = 1;
        middle.layout.padding = {8, 0, 0, 0};
        middle.add(std::move(bar));
        row.add(std::move(middle));
        Node lines = ui::column(2);
        lines.layout.width = lines_width;
        for (const auto& line : day_lines(context.catalog, context.language(), day))
            lines.add(ui::label({line, {}}, kWeekText, is_today ? Token::ink : Token::ink_soft, weight));
        row.add(std::move(lines));
        week.add(std::move(row));
    }
    return week;
}

Node exception_line(const Context& context, const model::OpeningStatus& status) {
    if (!status.exception || !status.exception->replaces()) return {};
    return with_reason(
        context,
        exception_now(context.catalog, context.language(), *status.exception, model::day_of(context.now)),
        status.exception->reason);
}

std::vector<Node> exceptions_ahead(const Context& context, const model::KnownHours& hours,
                                   const std::optional<model::Coordinates>& coordinates) {
    std::vector<Node> announced;
    if (!hours.exceptions) return announced;
    const model::LocalDay today = model::day_of(context.now);
    for (const auto* exception :
         hours.exceptions->beginning(today + std::chrono::days(1), today + kAnnouncedAhead)) {
        if (!exception->replaces()) continue;
        const bool is_closure = exception->kind == model::ExceptionKind::closure;
        Node line = ui::row(16, ui::Place::start);
        line.add(is_closure ? ui::icon("x-circle", 36, Token::closed, true)
                            : ui::icon("clock", 36, Token::primary, true));
        Node texts =
            with_reason(context, exception_ahead(context.catalog, context.language(), *exception, today),
                        exception->reason);
        texts.layout.grow = 1;
        if (!is_closure)
            if (auto told = told_days(context, hours, *exception, coordinates))
                add_hours(context, std::move(*told), texts);
        line.add(std::move(texts));
        announced.push_back(std::move(line));
    }
    return announced;
}

}  // namespace accueil::screens
