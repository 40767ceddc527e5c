// SPDX-License-Identifier: GPL-3.0-or-later
// What accueil-sync says to people, in their language, from assets/i18n. Called by main and the loop. Pure;
// any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sync/base/i18n.hpp"
#include "sync/base/result.hpp"
#include "sync/daemon/pipeline.hpp"
#include "sync/daemon/status.hpp"

namespace accueil::daemon {

class Words {
  public:
    Words(const base::Catalog& catalog, std::string language)
        : m_catalog(catalog), m_language(std::move(language)) {}

    const std::string& language() const { return m_language; }
    std::string text(std::string_view key, base::TextArguments arguments = {}) const {
        return m_catalog.text(m_language, key, arguments);
    }

    /// One line, or two when files came with it.
    std::string success(const Outcome& outcome) const;
    /// What failed and where, what was not changed, and the detail for those who mend it.
    std::string failure(const base::Error& error, Stage stage, const Status& status) const;
    /// What went up, and what did not; empty for neither.
    std::string report(const ReportStatus& report, std::uint64_t sent) const;
    /// Several lines. `now` tells what is past its date, unless it is before `floor`: such a clock is wrong.
    std::string status(const Status& status, base::WallTime now, base::WallTime floor = {}) const;
    std::string stage(Stage stage) const;

  private:
    std::string reason(const std::string& code) const;
    std::string kept(const Status& status) const;
    std::string time(base::WallTime time) const;
    std::string age(base::WallTime from, base::WallTime now) const;
    std::string territory(const TerritoryStatus& territory) const;
    std::string trust(const Status& status, base::WallTime now, bool is_clock_wrong) const;
    std::string failed_upwards(const ReportFailure& failure) const;
    std::string upwards(const ReportStatus& report, base::WallTime now) const;

    const base::Catalog& m_catalog;
    std::string m_language;
};

}  // namespace accueil::daemon
