// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/words.hpp"

#include "sync/base/strings.hpp"

namespace accueil::daemon {

// "23 novembre 2026, 08:30 UTC"
std::string Words::time(base::WallTime time) const {
    const auto utc = base::format_utc(time);
    const auto month = std::to_string(std::stoi(utc.substr(5, 2)));
    return text("sync.time", {{"day", std::to_string(std::stoi(utc.substr(8, 2)))},
                              {"month", text("date.month." + month)},
                              {"year", utc.substr(0, 4)},
                              {"clock", utc.substr(11, 5)}});
}

std::string Words::stage(Stage stage) const {
    return text(std::string("sync.stage.") + to_string(stage));
}

std::string Words::reason(const std::string& code) const {
    const auto key = "sync.error." + code;
    return m_catalog.has(m_language, key) || m_catalog.has("fr", key) ? text(key) : code;
}

std::string Words::kept(const Status& status) const {
    if (status.generation == 0) return text("sync.kept_none");
    return text("sync.kept", {{"revision", std::to_string(status.revision)},
                              {"date", status.published_on ? time(*status.published_on) : "?"}});
}

std::string Words::success(const Outcome& outcome) const {
    auto words = text(outcome.changed ? "sync.changed" : "sync.up_to_date",
                      {{"revision", std::to_string(outcome.revision)},
                       {"date", time(outcome.published_on)},
                       {"records", std::to_string(outcome.records)}});
    if (outcome.media_files > 0)
        words += "\n" + m_catalog.plural(m_language, "sync.media", static_cast<long>(outcome.media_files),
                                         {{"size", base::format_bytes(outcome.bytes, m_language)}});
    if (outcome.pending_files > 0)
        words +=
            "\n" + m_catalog.plural(m_language, "sync.pending", static_cast<long>(outcome.pending_files));
    if (outcome.over_budget_files > 0)
        words += "\n" + m_catalog.plural(m_language, "sync.status.over_budget",
                                         static_cast<long>(outcome.over_budget_files));
    return words;
}

std::string Words::failure(const base::Error& error, Stage at, const Status& status) const {
    return text("sync.failed", {{"stage", stage(at)}, {"reason", reason(base::to_string(error.code))}}) +
           "\n" + kept(status) + "\n" + text("sync.detail", {{"detail", error.detail}});
}

std::string Words::status(const Status& status, base::WallTime now, base::WallTime floor) const {
    const bool is_clock_wrong = now < floor;
    std::string words = text("sync.status.feed", {{"url", status.feed_url}}) + "\n" + kept(status) + "\n";
    words += status.last_success ? text("sync.status.last_success", {{"date", time(*status.last_success)}})
                                 : text("sync.status.never");
    if (status.expires_on)
        words += "\n" + text(is_clock_wrong || *status.expires_on > now ? "sync.status.expires"
                                                                        : "sync.status.expired",
                             {{"date", time(*status.expires_on)}});
    if (status.over_budget > 0)
        words += "\n" + m_catalog.plural(m_language, "sync.status.over_budget",
                                         static_cast<long>(status.over_budget));
    if (is_clock_wrong)
        words += "\n" + text("sync.status.clock", {{"shows", time(now)}, {"least", time(floor)}});
    if (status.failure) {
        words +=
            "\n" + m_catalog.plural(m_language, "sync.status.failing", static_cast<long>(status.failures),
                                    {{"date", status.last_attempt ? time(*status.last_attempt) : "?"},
                                     {"stage", text("sync.stage." + status.failure->stage)},
                                     {"reason", reason(status.failure->code)}});
        if (status.failure->code == base::to_string(base::ErrorCode::expired))
            words += "\n" + text("sync.status.clock_or_feed", {{"shows", time(now)}});
        words += "\n" + text("sync.detail", {{"detail", status.failure->detail}});
    }
    return words;
}

}  // namespace accueil::daemon
