// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a text is a date, an address, a code: the forms of docs/content.md. For the readers of a content
// folder and for importers. Pure; any thread.
#pragma once

#include <string>

namespace accueil::publish {

/// YYYY-MM-DD, YYYY-MM or YYYY, of a day that there is.
bool is_date(const std::string& text);
/// http:// or https://, with a host.
bool is_web_address(const std::string& text);
bool is_email(const std::string& text);
/// Digits and spaces, with or without a leading +.
bool is_telephone(const std::string& text);
/// A commune's five characters.
bool is_insee(const std::string& text);
/// A commune's code, a département's ("44", "2A", "974"), an EPCI's nine digits, or "france".
bool is_zone(const std::string& text);
bool all_digits(const std::string& text);

}  // namespace accueil::publish
