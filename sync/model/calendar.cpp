// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/calendar.hpp"

#include <algorithm>
#include <array>

namespace accueil::model {

namespace {

using std::chrono::days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr year kFirstBitYear{1990};
constexpr year kEndBitYear{2100};

LocalDay date(year y, unsigned month, unsigned day) {
    return LocalDay(y / static_cast<int>(month) / static_cast<int>(day));
}

struct FixedDay {
    PublicHoliday holiday;
    unsigned month, day;
};

constexpr std::array<FixedDay, 8> kEverywhere{{{PublicHoliday::new_year, 1, 1},
                                               {PublicHoliday::labour_day, 5, 1},
                                               {PublicHoliday::victory_1945, 5, 8},
                                               {PublicHoliday::bastille_day, 7, 14},
                                               {PublicHoliday::assumption, 8, 15},
                                               {PublicHoliday::all_saints, 11, 1},
                                               {PublicHoliday::armistice_1918, 11, 11},
                                               {PublicHoliday::christmas, 12, 25}}};

struct OwnDay {
    Territory territory;
    FixedDay day;
    int first_year = 0, last_year = 9999;
};

// The days of abolition: décret 83-1003, as amended by 2012-553.
constexpr std::array<OwnDay, 14> kOwnDays{{
    {Territory::alsace_moselle, {PublicHoliday::second_day_of_christmas, 12, 26}},
    {Territory::guadeloupe, {PublicHoliday::abolition_of_slavery, 5, 27}},
    {Territory::martinique, {PublicHoliday::abolition_of_slavery, 5, 22}},
    {Territory::guyane, {PublicHoliday::abolition_of_slavery, 6, 10}},
    {Territory::reunion, {PublicHoliday::abolition_of_slavery, 12, 20}},
    {Territory::mayotte, {PublicHoliday::abolition_of_slavery, 4, 27}},
    {Territory::saint_barthelemy, {PublicHoliday::abolition_of_slavery, 10, 9}},
    {Territory::saint_martin, {PublicHoliday::abolition_of_slavery, 5, 28}},
    {Territory::nouvelle_caledonie, {PublicHoliday::citizenship_day, 9, 24}},
    {Territory::polynesie, {PublicHoliday::arrival_of_the_gospel, 3, 5}},
    {Territory::polynesie, {PublicHoliday::autonomy_day, 6, 29}, 1985, 2024},
    {Territory::polynesie, {PublicHoliday::matarii, 11, 20}, 2025},
    {Territory::wallis_et_futuna, {PublicHoliday::saint_peter_chanel, 4, 28}},
    {Territory::wallis_et_futuna, {PublicHoliday::territory_day, 7, 29}},
}};

std::optional<PublicHoliday> holiday_after_easter(std::int64_t days_after, Territory territory) {
    switch (days_after) {
        case -2:
            if (territory == Territory::alsace_moselle || territory == Territory::polynesie)
                return PublicHoliday::good_friday;
            return std::nullopt;
        case 1:
            return PublicHoliday::easter_monday;
        case 39:
            return PublicHoliday::ascension;
        case 50:
            return PublicHoliday::whit_monday;
        default:
            return std::nullopt;
    }
}

std::size_t bit_of(LocalDay day) {
    return static_cast<std::size_t>((day - date(kFirstBitYear, 1, 1)).count());
}

// "2A" and "2B" count as 20; -1 for anything that is no number of a département. Overseas "97" and "98" have
// three digits.
int departement(std::string_view insee) {
    const auto is_digit = [&](std::size_t at) {
        return at < insee.size() && insee[at] >= '0' && insee[at] <= '9';
    };
    const auto digit = [&](std::size_t at) { return insee[at] - '0'; };
    if (insee.size() < 2 || !is_digit(0)) return -1;
    if (insee[0] == '2' && (insee[1] == 'A' || insee[1] == 'B')) return 20;
    if (!is_digit(1)) return -1;
    const int two = digit(0) * 10 + digit(1);
    if (two < 97) return two == 0 ? -1 : two;
    if (!is_digit(2)) return -1;
    return two * 10 + digit(2);
}

}  // namespace

std::optional<Territory> territory_of(std::string_view insee) {
    switch (departement(insee)) {
        case -1:
            return std::nullopt;
        case 57:
        case 67:
        case 68:
            return Territory::alsace_moselle;
        case 971:
            return Territory::guadeloupe;
        case 972:
            return Territory::martinique;
        case 973:
            return Territory::guyane;
        case 974:
            return Territory::reunion;
        case 975:
            return Territory::saint_pierre_et_miquelon;
        case 976:
            return Territory::mayotte;
        case 977:
            return Territory::saint_barthelemy;
        case 978:
            return Territory::saint_martin;
        case 986:
            return Territory::wallis_et_futuna;
        case 987:
            return Territory::polynesie;
        case 988:
            return Territory::nouvelle_caledonie;
        default:
            break;
    }
    return departement(insee) < 97 ? std::optional(Territory::metropole) : std::nullopt;
}

std::optional<SchoolZone> school_zone_of(std::string_view insee) {
    // By académie: Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon and Poitiers are A;
    // Créteil, Montpellier, Paris, Toulouse and Versailles are C; the rest of the mainland is B.
    static constexpr std::array kZoneA{1,  3,  7,  15, 16, 17, 19, 21, 23, 24, 25, 26, 33, 38, 39, 40,
                                       42, 43, 47, 58, 63, 64, 69, 70, 71, 73, 74, 79, 86, 87, 89, 90};
    static constexpr std::array kZoneC{9,  11, 12, 30, 31, 32, 34, 46, 48, 65, 66,
                                       75, 77, 78, 81, 82, 91, 92, 93, 94, 95};
    const int number = departement(insee);
    switch (number) {
        case 20:
            return SchoolZone::corse;
        case 971:
        case 977:
        case 978:
            return SchoolZone::guadeloupe;
        case 972:
            return SchoolZone::martinique;
        case 973:
            return SchoolZone::guyane;
        case 974:
            return SchoolZone::reunion;
        case 975:
            return SchoolZone::saint_pierre_et_miquelon;
        case 976:
            return SchoolZone::mayotte;
        case 986:
            return SchoolZone::wallis_et_futuna;
        case 987:
            return SchoolZone::polynesie;
        case 988:
            return SchoolZone::nouvelle_caledonie;
        default:
            break;
    }
    if (number < 1 || number > 95) return std::nullopt;
    if (std::binary_search(kZoneA.begin(), kZoneA.end(), number)) return SchoolZone::a;
    return std::binary_search(kZoneC.begin(), kZoneC.end(), number) ? SchoolZone::c : SchoolZone::b;
}

TimeZone time_zone_of(Territory territory) {
    switch (territory) {
        case Territory::metropole:
        case Territory::alsace_moselle:
            return TimeZone::paris;
        case Territory::guadeloupe:
        case Territory::martinique:
        case Territory::saint_barthelemy:
        case Territory::saint_martin:
            return TimeZone::antilles;
        case Territory::guyane:
            return TimeZone::guyane;
        case Territory::reunion:
            return TimeZone::reunion;
        case Territory::mayotte:
            return TimeZone::mayotte;
        case Territory::saint_pierre_et_miquelon:
            return TimeZone::miquelon;
        case Territory::nouvelle_caledonie:
            return TimeZone::noumea;
        case Territory::polynesie:
            return TimeZone::tahiti;
        case Territory::wallis_et_futuna:
            return TimeZone::wallis;
    }
    return TimeZone::paris;
}

// Gauss's rule as Meeus states it for the Gregorian calendar (Astronomical Algorithms, chapter 8).
LocalDay easter_sunday(year y) {
    const int number = static_cast<int>(y);
    const int golden = number % 19;
    const int century = number / 100, rest = number % 100;
    const int correction = (century - (century + 8) / 25 + 1) / 3;
    const int epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    const int weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    const int shift = (golden + 11 * epact + 22 * weekday) / 451;
    const int day = epact + weekday - 7 * shift + 114;
    return date(y, static_cast<unsigned>(day / 31), static_cast<unsigned>(day % 31 + 1));
}

std::optional<PublicHoliday> public_holiday(LocalDay day, Territory territory) {
    const year_month_day parts(day);
    std::optional<PublicHoliday> found =
        holiday_after_easter((day - easter_sunday(parts.year())).count(), territory);
    const auto take = [&](const FixedDay& fixed) {
        const bool is_on = static_cast<unsigned>(parts.month()) == fixed.month &&
                           static_cast<unsigned>(parts.day()) == fixed.day;
        if (is_on && (!found || fixed.holiday < *found)) found = fixed.holiday;
    };
    for (const auto& fixed : kEverywhere)
        take(fixed);
    for (const auto& own : kOwnDays) {
        const int y = static_cast<int>(parts.year());
        if (own.territory == territory && y >= own.first_year && y <= own.last_year) take(own.day);
    }
    return found;
}

Calendar::Calendar(Territory territory, std::vector<DayRange> school_holidays) : m_territory(territory) {
    const LocalDay end = date(kEndBitYear, 1, 1);
    m_holiday_bits.resize(bit_of(end) / 64 + 1);
    for (LocalDay day = date(kFirstBitYear, 1, 1); day < end; day += days(1)) {
        if (public_holiday(day, territory))
            m_holiday_bits[bit_of(day) / 64] |= std::uint64_t{1} << (bit_of(day) % 64);
    }
    std::sort(school_holidays.begin(), school_holidays.end(),
              [](const DayRange& a, const DayRange& b) { return a.first < b.first; });
    for (const auto& range : school_holidays) {
        if (range.last < range.first) continue;
        if (m_school.empty() || range.first > m_school.back().last)
            m_school.push_back(range);
        else
            m_school.back().last = std::max(m_school.back().last, range.last);
    }
}

bool Calendar::is_public_holiday(LocalDay day) const {
    if (day < date(kFirstBitYear, 1, 1) || day >= date(kEndBitYear, 1, 1))
        return public_holiday(day, m_territory).has_value();
    return (m_holiday_bits[bit_of(day) / 64] >> (bit_of(day) % 64) & 1) != 0;
}

bool Calendar::is_school_holiday(LocalDay day) const {
    const auto after = std::upper_bound(m_school.begin(), m_school.end(), day,
                                        [](LocalDay d, const DayRange& range) { return d < range.first; });
    return after != m_school.begin() && day <= std::prev(after)->last;
}

bool Calendar::knows_school_holidays(LocalDay day) const {
    return !m_school.empty() && day >= m_school.front().first && day <= m_school.back().last;
}

}  // namespace accueil::model
