// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the interface, from assets/i18n/LANGUAGE.json. Loaded once, then read only; any thread.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/base/result.hpp"

namespace accueil::base {

using TextArguments = std::initializer_list<std::pair<std::string_view, std::string>>;

class Catalog {
  public:
    /// Reads every LANGUAGE.json of `folder`. A file is one object of key → text, or key → object of CLDR
    /// plural categories (zero, one, two, few, many, other) → text. fr.json must exist and hold every key.
    static Result<Catalog> load(const std::filesystem::path& folder);

    /// The text of `key` with {name} replaced; French where `language` lacks it; the key itself where no
    /// language has it.
    std::string text(std::string_view language, std::string_view key, TextArguments arguments = {}) const;

    /// The same for a count: the plural form that `language` uses for it, with {count} replaced.
    std::string plural(std::string_view language, std::string_view key, long count,
                       TextArguments arguments = {}) const;

    bool has(std::string_view language, std::string_view key) const;
    std::vector<std::string> languages() const;
    std::vector<std::string> keys(std::string_view language) const;

  private:
    const std::string* find(std::string_view language, const std::string& key) const;
    std::map<std::string, std::map<std::string, std::string>, std::less<>>
        m_texts;  // language → "key" or "key#form"
};

/// CLDR cardinal category of a whole number: "zero", "one", "two", "few", "many" or "other".
std::string_view plural_category(std::string_view language, long count);

/// True for scripts written right to left (ar, fa, ps, ur, he and their regions).
bool is_right_to_left(std::string_view language);

/// The language of command-line messages: fr unless LC_ALL, LC_MESSAGES or LANG names another that is known.
std::string message_language(const Catalog& catalog);

}  // namespace accueil::base
