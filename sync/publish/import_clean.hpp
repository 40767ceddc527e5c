// SPDX-License-Identifier: GPL-3.0-or-later
// Values as directories have them made into values of the content folder, where there is no doubt about what
// is meant. Called by the importers, who report what was done. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sync/model/records.hpp"

namespace accueil::publish {

/// What became of a value.
struct Cleaned {
    std::string text;         ///< empty where there is nothing to take
    std::string repair = {};  ///< what was repaired: a key of assets/i18n below "publish.import.said."
    std::string fault = {};   ///< why nothing could be taken; such a key too
    std::string rest = {};    ///< what was left out of the value
};

enum class Lines { one, many };

/// Words without markup: HTML and the marks of Markdown are taken out, entities and white space resolved. A
/// text that has lost letters (U+FFFD) is a fault.
Cleaned clean_text(std::string_view text, Lines lines);
/// "04 89 04 32 90", "+687 44 57 28", "39 39": the first number where there are several.
Cleaned clean_telephone(std::string_view text);
/// The first address of several; "https://" where none is said.
Cleaned clean_url(std::string_view text);
Cleaned clean_email(std::string_view text);
/// Five digits: with the zero that a spreadsheet took away.
Cleaned clean_postcode(std::string_view text);
Cleaned clean_insee(std::string_view text);
/// YYYY-MM-DD of "2023-05-11", "2023-05-11T08:00:00Z", "11/05/2023". Days before 2000 (placeholders) and days
/// behind `today` (YYYY-MM-DD) are faults.
Cleaned clean_date(std::string_view text, std::string_view today);

/// A number with a decimal point or comma, spaces between thousands allowed.
std::optional<double> clean_number(std::string_view text);

/// WGS 84 of Lambert-93 (EPSG:2154) in metres; nothing outside of metropolitan France.
std::optional<model::Coordinates> from_lambert93(double x, double y);

/// An id's part: lower-case letters without accents, digits, single hyphens; may be empty.
std::string slug(std::string_view text);

}  // namespace accueil::publish
