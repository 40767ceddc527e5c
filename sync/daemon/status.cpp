// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/status.hpp"

#include "sync/base/file.hpp"

namespace accueil::daemon {

using base::ErrorCode;
using base::Json;
using base::Result;

namespace {

constexpr const char* kStatusFile = "status.json";
constexpr std::size_t kMostStatusBytes = 65536;

void put(Json& object, const char* key, const std::optional<base::WallTime>& time) {
    if (time) object[key] = base::format_utc(*time);
}

Result<std::string> text(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return std::string();
    if (!found->is_string())
        return base::fail(ErrorCode::bad_format, std::string(key) + ": a text was expected");
    return found->get<std::string>();
}

Result<std::optional<base::WallTime>> time(const Json& object, const char* key) {
    const auto words = TRY(text(object, key));
    if (words.empty()) return std::optional<base::WallTime>();
    return std::optional(TRY(base::parse_utc(words)));
}

Result<std::uint64_t> whole(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return std::uint64_t{0};
    if (!found->is_number_unsigned())
        return base::fail(ErrorCode::bad_format, std::string(key) + ": a whole number was expected");
    return found->get<std::uint64_t>();
}

template <class F>
Json failure_json(const F& failure, const char* second, const std::string& value) {
    return {{"code", failure.code}, {second, value}, {"detail", failure.detail}};
}

Json to_json(const ReportStatus& report) {
    Json object = {{"url", report.url}, {"failures", report.failures}, {"pending", report.pending}};
    put(object, "last_attempt", report.last_attempt);
    put(object, "last_success", report.last_success);
    put(object, "not_before", report.not_before);
    if (report.failure) object["failure"] = failure_json(*report.failure, "server", report.failure->server);
    return object;
}

// A Failure or a ReportFailure, which differ in their second member.
template <class F>
Result<std::optional<F>> failure_of(const Json& object, const char* second) {
    const auto failure = object.find("failure");
    if (failure == object.end()) return std::optional<F>();
    if (!failure->is_object()) return base::fail(ErrorCode::bad_format, "failure: an object was expected");
    return std::optional(
        F{TRY(text(*failure, "code")), TRY(text(*failure, second)), TRY(text(*failure, "detail"))});
}

Result<std::optional<ReportStatus>> report_of(const Json& json) {
    const auto object = json.find("report");
    if (object == json.end()) return std::optional<ReportStatus>();
    if (!object->is_object()) return base::fail(ErrorCode::bad_format, "report: an object was expected");
    ReportStatus report;
    report.url = TRY(text(*object, "url"));
    report.last_attempt = TRY(time(*object, "last_attempt"));
    report.last_success = TRY(time(*object, "last_success"));
    report.not_before = TRY(time(*object, "not_before"));
    report.failures = TRY(whole(*object, "failures"));
    report.failure = TRY(failure_of<ReportFailure>(*object, "server"));
    if (const auto pending = object->find("pending"); pending != object->end() && pending->is_object())
        for (const auto& [kind, count] : pending->items())
            report.pending[kind] = TRY(whole(*pending, kind.c_str()));
    return std::optional(std::move(report));
}

Json to_json(const TerritoryStatus& territory) {
    Json object = {{"code", territory.code}, {"revision", territory.revision}};
    put(object, "published_on", territory.published_on);
    if (territory.failure)
        object["failure"] = failure_json(*territory.failure, "stage", territory.failure->stage);
    return object;
}

Result<std::optional<TerritoryStatus>> territory_of(const Json& json) {
    const auto object = json.find("territory");
    if (object == json.end()) return std::optional<TerritoryStatus>();
    if (!object->is_object()) return base::fail(ErrorCode::bad_format, "territory: an object was expected");
    return std::optional(TerritoryStatus{TRY(text(*object, "code")), TRY(whole(*object, "revision")),
                                         TRY(time(*object, "published_on")),
                                         TRY(failure_of<Failure>(*object, "stage"))});
}

Result<std::optional<ClockFault>> clock_of(const Json& json) {
    const auto clock = json.find("clock");
    if (clock == json.end()) return std::optional<ClockFault>();
    if (!clock->is_object()) return base::fail(ErrorCode::bad_format, "clock: an object was expected");
    const auto shows = TRY(time(*clock, "shows")), at_least = TRY(time(*clock, "at_least"));
    if (!shows || !at_least) return base::fail(ErrorCode::bad_format, "clock: two times were expected");
    return std::optional(ClockFault{*shows, *at_least});
}

}  // namespace

Json to_json(const Status& status) {
    Json object = {{"feed_url", status.feed_url},
                   {"failures", status.failures},
                   {"generation", status.generation},
                   {"revision", status.revision}};
    put(object, "last_attempt", status.last_attempt);
    put(object, "last_success", status.last_success);
    put(object, "published_on", status.published_on);
    put(object, "expires_on", status.expires_on);
    put(object, "expires_seen", status.expires_seen);
    put(object, "next_attempt", status.next_attempt);
    if (status.over_budget > 0) object["over_budget"] = status.over_budget;
    if (status.clock)
        object["clock"] = {{"shows", base::format_utc(status.clock->shows)},
                           {"at_least", base::format_utc(status.clock->at_least)}};
    if (status.failure) object["failure"] = failure_json(*status.failure, "stage", status.failure->stage);
    if (status.territory) object["territory"] = to_json(*status.territory);
    if (status.report) object["report"] = to_json(*status.report);
    return object;
}

Result<Status> status_from_json(const Json& json) {
    if (!json.is_object()) return base::fail(ErrorCode::bad_format, "an object was expected");
    Status status;
    status.feed_url = TRY(text(json, "feed_url"));
    status.last_attempt = TRY(time(json, "last_attempt"));
    status.last_success = TRY(time(json, "last_success"));
    status.published_on = TRY(time(json, "published_on"));
    status.expires_on = TRY(time(json, "expires_on"));
    status.failures = TRY(whole(json, "failures"));
    status.generation = TRY(whole(json, "generation"));
    status.revision = TRY(whole(json, "revision"));
    status.expires_seen = TRY(time(json, "expires_seen"));
    status.next_attempt = TRY(time(json, "next_attempt"));
    status.over_budget = TRY(whole(json, "over_budget"));
    status.clock = TRY(clock_of(json));
    status.failure = TRY(failure_of<Failure>(json, "stage"));
    status.territory = TRY(territory_of(json));
    status.report = TRY(report_of(json));
    return status;
}

Result<Status> read_status(const std::filesystem::path& cache_folder) {
    const auto path = cache_folder / kStatusFile;
    const auto bytes = TRY(base::read_file(path, kMostStatusBytes));
    const auto json = base::parse_json(bytes, 8);
    if (!json) return base::fail(json.error(), path.string());
    auto status = status_from_json(*json);
    if (!status) return base::fail(status.error(), path.string());
    return status;
}

Result<void> write_status(const std::filesystem::path& cache_folder, const Status& status) {
    // A detail may hold a server's bytes, which need not be UTF-8.
    return base::write_file_durably(
        cache_folder / kStatusFile,
        to_json(status).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace accueil::daemon
