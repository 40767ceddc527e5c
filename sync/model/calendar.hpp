// SPDX-License-Identifier: GPL-3.0-or-later
// The days that opening hours speak of: public holidays of France and overseas, computed; school holidays,
// which come as data. Made once by whoever asks for opening hours, then read only. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sync/model/local_time.hpp"
#include "sync/model/records.hpp"

namespace accueil::model {

/// Where public holidays differ (Code du travail L3133-1, L3134-13, L3422-2; the territories' own codes).
enum class Territory : std::uint8_t {
    metropole,
    alsace_moselle,
    guadeloupe,
    martinique,
    guyane,
    reunion,
    mayotte,
    saint_barthelemy,
    saint_martin,
    saint_pierre_et_miquelon,
    nouvelle_caledonie,
    polynesie,
    wallis_et_futuna,
};

/// Where school holidays differ.
enum class SchoolZone : std::uint8_t {
    a,
    b,
    c,
    corse,
    guadeloupe,  ///< with Saint-Barthélemy and Saint-Martin
    martinique,
    guyane,
    reunion,
    mayotte,
    saint_pierre_et_miquelon,
    nouvelle_caledonie,
    polynesie,
    wallis_et_futuna,
};

enum class PublicHoliday : std::uint8_t {
    new_year,
    arrival_of_the_gospel,  ///< Polynésie, 5 March
    good_friday,            ///< Alsace-Moselle (towns with a Protestant church), Polynésie
    easter_monday,
    saint_peter_chanel,  ///< Wallis-et-Futuna, 28 April
    labour_day,
    victory_1945,
    abolition_of_slavery,  ///< each overseas territory has a day of its own
    ascension,
    whit_monday,
    autonomy_day,  ///< Polynésie, 29 June, to 2024
    bastille_day,
    territory_day,  ///< Wallis-et-Futuna, 29 July
    assumption,
    citizenship_day,  ///< Nouvelle-Calédonie, 24 September
    all_saints,
    armistice_1918,
    matarii,  ///< Polynésie, 20 November, from 2025
    christmas,
    second_day_of_christmas,  ///< Alsace-Moselle
};

/// Of a town by its INSEE code ("67482", "2A004", "97302"); of a département by its number. Nothing for
/// other text.
std::optional<Territory> territory_of(std::string_view insee);
std::optional<SchoolZone> school_zone_of(std::string_view insee);

/// "a", "b", "c", "corse", "guadeloupe"… as content names it.
const char* school_zone_name(SchoolZone zone);
/// Nothing for another name.
std::optional<SchoolZone> school_zone_named(std::string_view name);

TimeZone time_zone_of(Territory territory);

/// Easter Sunday of the Gregorian calendar.
LocalDay easter_sunday(std::chrono::year year);

/// The holiday that `day` is, by the law as it stands today (May 8 since 1982). Where two fall together, the
/// first of the enumeration.
std::optional<PublicHoliday> public_holiday(LocalDay day, Territory territory);

/// First and last day, both counted.
struct DayRange {
    LocalDay first, last;
    bool operator==(const DayRange&) const = default;
};

/// Of the feed's school holidays those of one zone; a period whose dates cannot be read is passed over.
std::vector<DayRange> holidays_of_zone(const std::vector<SchoolHolidays>& holidays, SchoolZone zone);

class Calendar {
  public:
    /// `school_holidays` are those of one zone, in any order; they may overlap. What lies before the first
    /// or behind the last of them is not known.
    explicit Calendar(Territory territory, std::vector<DayRange> school_holidays = {});

    Territory territory() const { return m_territory; }
    TimeZone time_zone() const { return time_zone_of(m_territory); }
    bool is_public_holiday(LocalDay day) const;
    bool is_school_holiday(LocalDay day) const;
    /// False where the data say nothing: is_school_holiday is then false for want of knowledge.
    bool knows_school_holidays(LocalDay day) const;

  private:
    Territory m_territory;
    std::vector<std::uint64_t> m_holiday_bits;  ///< a bit a day from kFirstBitYear on
    std::vector<DayRange> m_school;             ///< sorted, apart from each other
};

}  // namespace accueil::model
