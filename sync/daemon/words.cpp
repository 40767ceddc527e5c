// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/words.hpp"

#include <algorithm>
#include <chrono>

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

std::string Words::territory(const TerritoryStatus& territory) const {
    const auto words = territory.revision == 0
                           ? text("sync.territory.none", {{"code", territory.code}})
                           : text("sync.territory.kept",
                                  {{"code", territory.code},
                                   {"revision", std::to_string(territory.revision)},
                                   {"date", time(territory.published_on.value_or(base::WallTime{}))}});
    if (!territory.failure) return words;
    return words + "\n" +
           text("sync.territory.failed",
                {{"code", territory.code}, {"reason", reason(territory.failure->code)}}) +
           "\n" + text("sync.detail", {{"detail", territory.failure->detail}});
}

std::string Words::success(const Outcome& outcome) const {
    auto words = text(outcome.changed ? "sync.changed" : "sync.up_to_date",
                      {{"revision", std::to_string(outcome.revision)},
                       {"date", time(outcome.published_on)},
                       {"records", std::to_string(outcome.records)}});
    if (outcome.territory) words += "\n" + territory(*outcome.territory);
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

std::string Words::report(const ReportStatus& report, std::uint64_t sent) const {
    std::string words;
    if (sent > 0) words = m_catalog.plural(m_language, "sync.report.sent", static_cast<long>(sent));
    if (!report.failure) return words;
    if (!words.empty()) words += "\n";
    return words + failed_upwards(*report.failure);
}

std::string Words::failed_upwards(const ReportFailure& failure) const {
    const auto key = "sync.report.error." + failure.code;
    const auto why = m_catalog.has("fr", key) ? text(key) : reason(failure.code);
    return (failure.server.empty()
                ? text("sync.report.failed_here", {{"reason", why}})
                : text("sync.report.failed", {{"server", failure.server}, {"reason", why}})) +
           "\n" + text("sync.detail", {{"detail", failure.detail}});
}

// "il y a 3 jours"
std::string Words::age(base::WallTime from, base::WallTime now) const {
    const auto hours = std::chrono::floor<std::chrono::hours>(std::max(now, from) - from).count();
    return hours < 48 ? m_catalog.plural(m_language, "sync.age.hours", static_cast<long>(hours))
                      : m_catalog.plural(m_language, "sync.age.days", static_cast<long>(hours / 24));
}

std::string Words::trust(const Status& status, base::WallTime now, bool is_clock_wrong) const {
    const auto until = *status.expires_on;
    if (is_clock_wrong) return "\n" + text("sync.status.expires", {{"date", time(until)}});
    if (until <= now) return "\n" + text("sync.status.expired", {{"date", time(until)}});
    auto words = "\n" + text("sync.status.expires", {{"date", time(until)}});
    // A feed that is signed anew each day is never so old: somebody should look before it is too late.
    if (status.expires_seen && now - *status.expires_seen > until - now)
        words += "\n" + text("sync.status.half", {{"date", time(*status.expires_seen)}});
    return words;
}

std::string Words::upwards(const ReportStatus& report, base::WallTime now) const {
    auto words = "\n" + text("sync.report.to", {{"url", report.url}});
    if (report.last_success)
        words += " " + text("sync.report.last_success", {{"date", time(*report.last_success)}});
    for (const auto& [kind, count] : report.pending)
        words += "\n" + m_catalog.plural(m_language, "sync.report.pending." + kind, static_cast<long>(count));
    if (report.failure) words += "\n" + failed_upwards(*report.failure);
    if (report.not_before && *report.not_before > now)
        words += "\n" + text("sync.report.not_before", {{"date", time(*report.not_before)}});
    return words;
}

std::string Words::status(const Status& status, base::WallTime now, base::WallTime floor) const {
    const bool is_clock_wrong = now < floor;
    std::string words = text("sync.status.feed", {{"url", status.feed_url}}) + "\n" + kept(status);
    if (status.generation != 0 && status.published_on && !is_clock_wrong)
        words += " " + age(*status.published_on, now);
    words += "\n";
    if (status.territory) words += territory(*status.territory) + "\n";
    words += status.last_success ? text("sync.status.last_success", {{"date", time(*status.last_success)}})
                                 : text("sync.status.never");
    if (status.expires_on) words += trust(status, now, is_clock_wrong);
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
    if (status.next_attempt)
        words += "\n" + (*status.next_attempt > now
                             ? text("sync.status.next", {{"date", time(*status.next_attempt)}})
                             : text("sync.status.next_late", {{"date", time(*status.next_attempt)}}));
    if (status.report) words += upwards(*status.report, now);
    return words;
}

}  // namespace accueil::daemon
