// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/pipeline.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "sync/base/log.hpp"
#include "sync/daemon/clock_floor.hpp"
#include "sync/daemon/record_files.hpp"
#include "sync/feed/layout.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::daemon {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::LogLevel;
using base::Result;

namespace {

constexpr std::size_t kMostRootBytes = 512'000;

// A wrong answer may be a proxy's: the second request asks for the origin's own.
const fetch::Headers kFresh = {{"Cache-Control", "no-cache"}, {"Pragma", "no-cache"}};
const fetch::Headers kAny = {};

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

const char* to_string(Stage stage) {
    switch (stage) {
        case Stage::start:
            return "start";
        case Stage::trust:
            return "trust";
        case Stage::head:
            return "head";
        case Stage::records:
            return "records";
        case Stage::media:
            return "media";
        case Stage::commit:
            return "commit";
    }
    return "";
}

Pipeline::Pipeline(PipelineOptions options, fetch::HttpClient& http, const base::Clock& clock, StageSink sink)
    : m_options(std::move(options)), m_http(http, clock), m_clock(&clock), m_sink(std::move(sink)) {
    while (!m_options.feed_url.empty() && m_options.feed_url.back() == '/')
        m_options.feed_url.pop_back();
}

void Pipeline::enter(Stage stage) {
    m_stage = stage;
    if (m_sink) m_sink(stage, 0, 0);
}

std::string Pipeline::url_of(const std::string& name) const {
    return m_options.feed_url + "/" + name;
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

Result<Outcome> Pipeline::update(trust::Client& client, const trust::Refreshed& trusted, cache::Check check) {
    enter(Stage::head);
    auto present = whole_content(m_options.cache_folder, check);
    if (!present && present.error().code != ErrorCode::not_found)
        base::log(LogLevel::warning, "sync", "the present content is made anew: " + present.error().detail);
    const auto announced = TRY(client.find_target(feed::kHeadTarget));
    const auto digest = announced.hashes.find("sha256");
    const std::string head_sha256 = digest == announced.hashes.end() ? std::string() : digest->second;

    Outcome outcome;
    outcome.expires_on = trusted.expires_on;
    if (present && !head_sha256.empty() && present->info().head_sha256 == head_sha256) {
        // What the head says is known: nothing is asked for.
        auto info = present->info();
        outcome.revision = info.revision;
        outcome.published_on = info.published_on;
        outcome.records = info.records;
        outcome.generation = present->generation();
        info.expires_on = trusted.expires_on;
        info.synced_on = m_clock->wall();
        let_go(present);
        TRY(take_heavy_media(info, outcome));
        return outcome;
    }
    const auto head_bytes = TRY(client.target(feed::kHeadTarget, m_options.limits.head_bytes));
    const auto head = TRY(feed::decode_head(head_bytes));

    outcome.revision = head.revision;
    outcome.published_on = head.published_on;
    outcome.records = head.records;
    cache::GenerationInfo info;
    info.revision = head.revision;
    info.state_root = head.state_root;
    info.published_on = head.published_on;
    info.expires_on = trusted.expires_on;
    info.synced_on = m_clock->wall();
    info.head_sha256 = head_sha256;
    info.records = head.records;
    info.origin = fetch::loggable(m_options.feed_url);

    if (present && present->info().state_root == head.state_root &&
        present->info().revision == head.revision) {
        outcome.generation = present->generation();
        info.pending_media = present->info().pending_media;
    } else {
        enter(Stage::records);
        auto writer = TRY(make_content(head, present ? &*present : nullptr, outcome));
        let_go(present);
        enter(Stage::media);
        TRY(take_light_media(writer, info, outcome));
        enter(Stage::commit);
        outcome.generation = TRY(writer.commit(info));
        outcome.changed = true;
    }
    let_go(present);
    TRY(take_heavy_media(info, outcome));
    return outcome;
}

// By deltas where they are cheaper than all records; by all records where the deltas turn out to be no good.
Result<cache::ContentWriter> Pipeline::make_content(const feed::Head& head,
                                                    const cache::ContentReader* present, Outcome& outcome) {
    using cache::ContentWriter;
    forget_records(m_options.cache_folder, head);
    std::optional<std::vector<feed::DeltaFile>> path;
    if (present != nullptr && present->info().state_root == head.state_root) {
        path.emplace();  // another revision of the same content
    } else if (present != nullptr && present->info().revision < head.revision) {
        path = feed::cheapest_path(head.deltas, present->info().revision, head.revision, head.full.length);
    }
    if (path) {
        const auto by_deltas = [&]() -> Result<ContentWriter> {
            auto writer =
                TRY(ContentWriter::create(m_options.cache_folder, cache::Base::current, writer_options()));
            TRY(take_deltas(*path, writer, outcome));
            const auto root = TRY(writer.state_root());
            if (root != head.state_root)
                return fail(ErrorCode::bad_digest, "the deltas lead to state root " + root);
            return writer;
        };
        auto writer = by_deltas();
        // What the disk refuses, or a person, is refused the way round, too.
        const bool is_no_good = !writer && writer.error().code != ErrorCode::io &&
                                writer.error().code != ErrorCode::no_space &&
                                writer.error().code != ErrorCode::cancelled;
        if (!is_no_good) return writer;
        base::log(LogLevel::warning, "sync", "all records are fetched: " + writer.error().detail);
    }
    outcome.deltas = 0;
    auto writer = TRY(ContentWriter::create(m_options.cache_folder, cache::Base::empty, writer_options()));
    TRY(take_full(head, writer, outcome));
    return writer;
}

Result<trust::VerifiedBytes> Pipeline::fetch_verified(const feed::FeedFile& file, Outcome& outcome) {
    if (file.length > m_options.limits.full_bytes)
        return fail(ErrorCode::too_large,
                    file.name + ": " + std::to_string(file.length) + " bytes announced");
    if (auto kept = kept_records(m_options.cache_folder, file)) return std::move(*kept);
    const auto url = url_of(file.name);
    const auto attempt = [&](const fetch::Headers& headers) -> Result<trust::VerifiedBytes> {
        auto answer = TRY(fetch::success(m_http.get({url, file.length, headers}), url));
        auto verified = trust::verify(std::move(answer.body), file.length, file.sha256);
        if (!verified) return fail(verified.error(), fetch::loggable(url));
        return verified;
    };
    auto bytes = attempt(kAny);
    if (!bytes && bytes.error().code == ErrorCode::bad_digest) bytes = attempt(kFresh);
    if (!bytes) return bytes;
    outcome.bytes += file.length;
    keep_records(m_options.cache_folder, file, bytes->view(), m_options.limits.spare_bytes);
    return bytes;
}

Result<void> Pipeline::take_deltas(const std::vector<feed::DeltaFile>& path, cache::ContentWriter& writer,
                                   Outcome& outcome) {
    const feed::DeltaSink sink{
        [&](model::Record&& record, std::string_view body) { return writer.put(record, body); },
        [&](const feed::RecordKey& key) { return writer.remove(key.first, key.second); }};
    for (const auto& delta : path) {
        const feed::FeedFile file{feed::delta_name(delta.from, delta.to), delta.length, delta.sha256};
        const auto bytes = TRY(fetch_verified(file, outcome));
        const auto taken = feed::decode_delta(bytes, m_options.limits.records, sink);
        if (!taken) return fail(taken.error(), file.name);
        ++outcome.deltas;
    }
    return {};
}

Result<void> Pipeline::take_full(const feed::Head& head, cache::ContentWriter& writer, Outcome& outcome) {
    const auto bytes = TRY(fetch_verified(head.full, outcome));
    const auto count = feed::decode_full(
        bytes, m_options.limits.records,
        [&](model::Record&& record, std::string_view body) { return writer.put(record, body); });
    if (!count) return fail(count.error(), head.full.name);
    if (*count != head.records)
        return fail(ErrorCode::bad_format, head.full.name + ": " + std::to_string(*count) +
                                               " records, announced were " + std::to_string(head.records));
    return {};
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
    } else {
        status.failure =
            Failure{base::to_string(result.error().code), to_string(m_stage), result.error().detail};
        ++status.failures;
    }
    if (const auto written = write_status(m_options.cache_folder, status); !written)
        base::log(LogLevel::warning, "sync", "status not written: " + written.error().detail);
}

}  // namespace accueil::daemon
