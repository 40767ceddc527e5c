// SPDX-License-Identifier: GPL-3.0-or-later
// A text in several languages, French always among them. Value; any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace accueil::model {

class Text {
  public:
    Text() = default;
    explicit Text(std::string french) { m_by_language["fr"] = std::move(french); }

    void set(const std::string& language, std::string words) { m_by_language[language] = std::move(words); }

    /// What to show to a reader of `language`, and the language it is really in: French where there is no
    /// translation.
    struct Shown {
        std::string_view words;
        std::string_view language;
    };
    Shown in(std::string_view language) const {
        auto found = m_by_language.find(language);
        if (found == m_by_language.end()) found = m_by_language.find("fr");
        if (found == m_by_language.end()) return {{}, "fr"};
        return {found->second, found->first};
    }
    std::string_view words(std::string_view language) const { return in(language).words; }

    bool empty() const { return words("fr").empty(); }
    bool has(std::string_view language) const { return m_by_language.contains(language); }
    const std::map<std::string, std::string, std::less<>>& by_language() const { return m_by_language; }
    bool operator==(const Text&) const = default;

  private:
    std::map<std::string, std::string, std::less<>> m_by_language;
};

}  // namespace accueil::model
