// SPDX-License-Identifier: GPL-3.0-or-later
// The words that an admin reads of a feed: reports, and why something is refused. Given to whatever may have
// to speak; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/i18n.hpp"
#include "sync/base/result.hpp"

namespace accueil::publish {

using Arguments = std::vector<std::pair<std::string, std::string>>;

class Words {
  public:
    /// Without a catalogue, a text is its key with what fills it: for programs that show no words.
    Words() = default;
    /// `catalog` outlives it.
    Words(const base::Catalog& catalog, std::string language)
        : m_catalog(&catalog), m_language(std::move(language)) {}

    /// The text of "publish.KEY", with {name} replaced.
    std::string text(const std::string& key, const Arguments& arguments = {}) const;
    std::string counted(const std::string& key, std::uint64_t count, const Arguments& arguments = {}) const;

    /// What a role, a key file or a publisher is called: "contenu" → "le contenu (contenu)".
    std::string role(const std::string& name) const;

    /// An error that says publish.refused.KEY.
    tl::unexpected<base::Error> refuse(base::ErrorCode code, const std::string& key,
                                       const Arguments& arguments = {}) const {
        return base::fail(code, text("refused." + key, arguments));
    }

    const std::string& language() const { return m_language; }

  private:
    const base::Catalog* m_catalog = nullptr;
    std::string m_language = "fr";
};

/// "2026-11-30": the day, in UTC.
std::string day_of(base::WallTime time);

}  // namespace accueil::publish
