// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a content folder: findings with their place, rendered in the reader's language. Filled
// by ContentFolder's readers, printed by the accueil-feed commands; one thread.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "sync/base/i18n.hpp"
#include "sync/publish/words.hpp"

namespace accueil::publish {

enum class Severity { error, warning };

/// Where something stands. Lines and columns (in characters) start at 1; 0 is unknown.
struct Where {
    std::string file;  ///< below the content folder
    int line = 0;
    int column = 0;
    std::string kind;  ///< of the record: "place", "initiative"…; may be empty
    std::string id;    ///< of the record; may be empty
};

struct Finding {
    Severity severity = Severity::error;
    Where where;
    std::string key;  ///< of assets/i18n, below "publish.finding."
    Arguments arguments;
    long count = -1;  ///< of messages that count something

    /// "livret/places.csv:12:5: lieu « ccas » : …" without a line end.
    std::string render(const base::Catalog& catalog, const std::string& language) const;
};

class Report {
  public:
    void error(Where where, std::string key, Arguments arguments = {}) {
        add({Severity::error, std::move(where), std::move(key), std::move(arguments)});
    }
    void warning(Where where, std::string key, Arguments arguments = {}) {
        add({Severity::warning, std::move(where), std::move(key), std::move(arguments)});
    }
    void add(Finding finding);

    bool has_errors() const { return m_errors > 0; }
    std::size_t errors() const { return m_errors; }
    std::size_t warnings() const { return m_findings.size() - m_errors; }
    const std::vector<Finding>& findings() const { return m_findings; }

    /// Errors and warnings together by file and line; findings about no file come last.
    void sort();

    /// One line a finding, then one that counts them.
    std::string render(const base::Catalog& catalog, const std::string& language) const;

  private:
    std::vector<Finding> m_findings;
    std::size_t m_errors = 0;
};

/// Text from files made safe for a terminal and for UTF-8: control characters and ill-formed bytes become
/// "�", and what is longer than `most` characters is cut with "…".
std::string printable(std::string_view text, std::size_t most = 80);

}  // namespace accueil::publish
