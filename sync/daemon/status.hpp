// SPDX-License-Identifier: GPL-3.0-or-later
// What the last synchronisations came to: status.json in the cache folder. Written by the pipeline and the
// round, read by `accueil-sync status` and whoever watches over kiosks. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/base/json.hpp"
#include "sync/base/result.hpp"

namespace accueil::daemon {

struct Failure {
    std::string code;    ///< base::to_string(ErrorCode)
    std::string stage;   ///< to_string(Stage)
    std::string detail;  ///< for the log
    bool operator==(const Failure&) const = default;
};

/// A clock that cannot be right: nothing was judged by it.
struct ClockFault {
    base::WallTime shows{};
    base::WallTime at_least{};  ///< what is known to have passed
    bool operator==(const ClockFault&) const = default;
};

struct ReportFailure {
    std::string code;    ///< base::to_string(ErrorCode)
    std::string server;  ///< whose refusal or silence it is, "dav.example:8443"; empty: the kiosk's own disk
    std::string detail;  ///< for the log
    bool operator==(const ReportFailure&) const = default;
};

/// What went up, and what waits to.
struct ReportStatus {
    std::string url;  ///< without credentials
    std::optional<base::WallTime> last_attempt;
    std::optional<base::WallTime> last_success;  ///< everything that waited was taken
    std::optional<ReportFailure> failure;        ///< of the last attempt
    std::uint64_t failures = 0;                  ///< attempts in a row
    std::optional<base::WallTime> not_before;    ///< until then the server asks to be left alone
    std::map<std::string, std::uint64_t>
        pending;  ///< items by kind, "proposal"; none of those that have none
    bool operator==(const ReportStatus&) const = default;
};

/// What stands of the kiosk's own territory.
struct TerritoryStatus {
    std::string code;
    std::uint64_t revision = 0;  ///< 0: nothing
    std::optional<base::WallTime> published_on;
    std::optional<Failure> failure;  ///< why its news were not taken; without a stage
    bool operator==(const TerritoryStatus&) const = default;
};

struct Status {
    std::string feed_url;                        ///< without credentials
    std::optional<base::WallTime> last_attempt;  ///< with a clock that could be right
    std::optional<base::WallTime> last_success;
    std::optional<Failure> failure;  ///< of the last attempt
    std::uint64_t failures = 0;      ///< in a row
    std::uint64_t generation = 0;    ///< 0: no content yet
    std::uint64_t revision = 0;
    std::optional<base::WallTime> published_on;
    std::optional<base::WallTime> expires_on;    ///< of the trust that the last success rests on
    std::optional<base::WallTime> expires_seen;  ///< when that date was seen first
    std::optional<base::WallTime> next_attempt;  ///< as the daemon plans it
    std::uint64_t over_budget = 0;               ///< heavy files that media.budget_megabytes has no room for
    std::optional<ClockFault> clock;             ///< at the last attempt
    std::optional<TerritoryStatus> territory;    ///< none: the centre's content alone
    std::optional<ReportStatus> report;          ///< none: nothing goes up
    bool operator==(const Status&) const = default;
};

base::Json to_json(const Status& status);
base::Result<Status> status_from_json(const base::Json& json);

/// not_found before the first attempt.
base::Result<Status> read_status(const std::filesystem::path& cache_folder);
base::Result<void> write_status(const std::filesystem::path& cache_folder, const Status& status);

}  // namespace accueil::daemon
