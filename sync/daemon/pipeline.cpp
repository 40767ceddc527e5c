// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/pipeline.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "sync/base/log.hpp"
#include "sync/daemon/clock_floor.hpp"
#include "sync/daemon/content_update.hpp"

namespace accueil::daemon {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::LogLevel;
using base::Result;

namespace {

constexpr std::size_t kMostRootBytes = 512'000;

Result<base::UniqueFd> take_turn(const std::filesystem::path& folder) {
    TRY(base::create_directories(folder));
    const auto path = folder / "lock";
    base::UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!fd.is_open()) return tl::unexpected<Error>(base::system_error("open", path));
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) return fd;
    if (errno == EWOULDBLOCK)
        return fail(ErrorCode::cancelled, path.string() + ": another accueil-sync is at work");
    return tl::unexpected<Error>(base::system_error("lock", path));
}

// The present content, if it is the current generation, whole, with all its media; else what is wrong with
// it.
Result<cache::ContentReader> whole_content(const std::filesystem::path& folder, cache::Check check) {
    auto reader = TRY(cache::ContentReader::open(folder, check));
    if (!reader.fallback_reason().empty()) return fail(ErrorCode::corrupt, reader.fallback_reason());
    for (const auto& file : TRY(reader.media()))
        if (!reader.media_path(file) && !reader.info().pending_media.contains(file.sha256))
            return fail(ErrorCode::corrupt, "media " + file.name + " is gone from the cache");
    return reader;
}

// What is read is held: the sweep that follows a commit would keep it.
void let_go(Result<cache::ContentReader>& reader) {
    reader = fail(ErrorCode::cancelled, "let go");
}

}  // namespace

Pipeline::Pipeline(PipelineOptions options, fetch::HttpClient& http, const base::Clock& clock, StageSink sink)
    : m_options(std::move(options)), m_http(http, clock), m_clock(&clock), m_sink(std::move(sink)) {
    while (!m_options.feed_url.empty() && m_options.feed_url.back() == '/')
        m_options.feed_url.pop_back();
}

void Pipeline::enter(Stage stage) {
    m_stage = stage;
    if (m_sink) m_sink(stage, 0, 0);
}

Result<Outcome> Pipeline::run(cache::Check check) {
    enter(Stage::start);
    m_http.forget();
    const auto turn = take_turn(m_options.trust_folder);
    // The other run writes the status.
    if (!turn && turn.error().code == ErrorCode::cancelled) return tl::unexpected<Error>(turn.error());
    ClockFloor floor(m_options.trust_folder, m_options.built_on);
    const auto now = m_clock->wall();
    auto result = [&]() -> Result<Outcome> {
        if (!turn) return tl::unexpected<Error>(turn.error());
        TRY(base::create_directories(m_options.cache_folder));
        TRY(floor.check(now));
        return synchronise(check);
    }();
    if (result) {
        if (const auto raised = floor.raise(result->published_on, now); !raised)
            base::log(LogLevel::warning, "sync", "the time is not kept: " + raised.error().detail);
    }
    note(result, floor);
    return result;
}

Result<void> Pipeline::begin_trust() {
    const auto given = base::read_file(m_options.root_file, kMostRootBytes);
    if (!given) {
        // A root that is trusted already goes on being trusted; without any there is nothing to begin with.
        std::error_code absent;
        if (!std::filesystem::exists(m_options.trust_folder / "root.json", absent))
            return fail(given.error(), "the feed's root");
        base::log(LogLevel::warning, "sync", given.error().detail + "; the root trusted before is used");
        return {};
    }
    const auto installed = trust::install_root(m_options.trust_folder, *given);
    if (!installed) return fail(installed.error(), m_options.root_file.string());
    return {};
}

Result<Outcome> Pipeline::synchronise(cache::Check check) {
    if (m_options.feed_url.empty()) return fail(ErrorCode::invalid_input, "no feed_url is set");
    enter(Stage::trust);
    TRY(begin_trust());
    auto client = TRY(trust::Client::create(m_options.trust_folder, m_http, *m_clock, m_options.feed_url,
                                            m_options.limits.trust));
    const auto trusted = TRY(client.refresh());
    return update(client, trusted, check);
}

UpdateOptions Pipeline::update_options() const {
    const auto& limits = m_options.limits;
    return {m_options.feed_url, m_options.cache_folder, m_options.territory, limits.head_bytes,
            limits.full_bytes,  limits.spare_bytes,     limits.records,      writer_options()};
}

Result<Outcome> Pipeline::update(trust::Client& client, const trust::Refreshed& trusted, cache::Check check) {
    enter(Stage::head);
    Outcome outcome;
    auto present = whole_content(m_options.cache_folder, check);
    if (!present && present.error().code != ErrorCode::not_found)
        base::log(LogLevel::warning, "sync", "the present content is made anew: " + present.error().detail);
    auto info = TRY(take_content(client, trusted, present, outcome));
    let_go(present);
    TRY(take_heavy_media(info, outcome));
    TRY(take_packs(client, info, outcome));
    return outcome;
}

Result<cache::GenerationInfo> Pipeline::take_content(trust::Client& client, const trust::Refreshed& trusted,
                                                     Result<cache::ContentReader>& present,
                                                     Outcome& outcome) {
    ContentUpdate update(update_options(), m_http, client, present ? &*present : nullptr);
    TRY(update.look());
    auto info = present ? present->info() : cache::GenerationInfo{};
    info.expires_on = trusted.expires_on;
    info.synced_on = m_clock->wall();
    info.origin = fetch::loggable(m_options.feed_url);
    if (update.is_present()) {
        // What the heads say is known: nothing is asked for.
        outcome.generation = present->generation();
        update.describe(info);
    } else {
        enter(Stage::records);
        auto writer = TRY(update.make());
        let_go(present);
        update.describe(info);
        info.pending_media.clear();
        enter(Stage::media);
        TRY(take_light_media(writer, info, outcome));
        enter(Stage::commit);
        outcome.generation = TRY(writer.commit(info));
        outcome.changed = true;
    }
    outcome.revision = info.revision;
    outcome.published_on = info.published_on;
    outcome.expires_on = trusted.expires_on;
    outcome.records = info.records;
    outcome.deltas = update.deltas();
    outcome.bytes += update.bytes();
    if (!m_options.territory.empty()) {
        TerritoryStatus territory{m_options.territory, 0, {}, {}};
        if (info.territory) {
            territory.revision = info.territory->revision;
            territory.published_on = info.territory->published_on;
        }
        if (const auto& error = update.territory_error()) {
            base::log(LogLevel::warning, "sync",
                      "territory " + m_options.territory + " stays as it was: " + error->detail);
            territory.failure = Failure{base::to_string(error->code), "", error->detail};
        }
        outcome.territory = std::move(territory);
    }
    return info;
}

void Pipeline::note(const Result<Outcome>& result, const ClockFloor& floor) const {
    auto status = read_status(m_options.cache_folder).value_or(Status{});
    const auto now = m_clock->wall();
    status.feed_url = fetch::loggable(m_options.feed_url);
    status.clock.reset();
    if (floor.check(now))
        status.last_attempt = now;
    else
        status.clock = ClockFault{now, floor.time()};
    if (result) {
        status.last_success = now;
        status.failure.reset();
        status.failures = 0;
        status.generation = result->generation;
        status.revision = result->revision;
        status.published_on = result->published_on;
        status.expires_on = result->expires_on;
        status.over_budget = result->over_budget_files;
        status.territory = result->territory;
    } else {
        status.failure =
            Failure{base::to_string(result.error().code), to_string(m_stage), result.error().detail};
        ++status.failures;
    }
    if (const auto written = write_status(m_options.cache_folder, status); !written)
        base::log(LogLevel::warning, "sync", "status not written: " + written.error().detail);
}

}  // namespace accueil::daemon
