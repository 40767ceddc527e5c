// SPDX-License-Identifier: GPL-3.0-or-later
// The four top-level roles; targets and those they delegate to are in client_targets.cpp.
#include "sync/trust/client.hpp"

#include <algorithm>
#include <utility>

#include "sync/base/file.hpp"
#include "sync/base/log.hpp"
#include "sync/trust/workflow.hpp"

namespace accueil::trust {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::LogLevel;
using base::Result;

namespace {

// A server that answers every path with its front page says in its way that there is no such file.
bool looks_like_json(std::string_view body) {
    const auto first = body.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && body[first] == '{';
}

std::string with_slash(std::string url) {
    while (!url.empty() && url.back() == '/')
        url.pop_back();
    return url + '/';
}

}  // namespace

Location::Location(const std::string& feed_url) {
    const auto base = with_slash(feed_url);
    metadata_url = base + "metadata/";
    targets_url = base + "targets/";
}

Location::Location(const std::string& metadata, const std::string& targets)
    : metadata_url(with_slash(metadata)), targets_url(with_slash(targets)) {}

Client::Client(std::filesystem::path folder, fetch::HttpClient& http, const base::Clock& clock,
               Location location, const Limits& limits, Root root)
    : m_folder(std::move(folder)),
      m_http(&http),
      m_clock(&clock),
      m_location(std::move(location)),
      m_limits(limits),
      m_root(std::move(root)) {}

Result<Client> Client::create(std::filesystem::path folder, fetch::HttpClient& http, const base::Clock& clock,
                              const Location& location, const Limits& limits) {
    const auto path = folder / file_name(kRoot);
    const auto bytes = TRY(base::read_file(path));
    auto root = parse_self_signed_root(bytes);
    if (!root) return fail(ErrorCode::corrupt, path.string() + ": " + root.error().detail);
    return Client(std::move(folder), http, clock, location, limits, std::move(*root));
}

Result<Refreshed> Client::refresh() {
    m_now = m_clock->wall();
    m_snapshot.reset();
    m_targets.reset();
    m_delegated.clear();
    m_changed = false;
    TRY(update_root());
    const auto current = check_expiry(m_root, m_now);
    if (!current) return fail(current.error(), file_name(kRoot));
    const auto timestamp = TRY(update_timestamp());
    m_snapshot = TRY(update_snapshot(timestamp.snapshot));
    forget_unlisted(m_folder, *m_snapshot);
    auto targets = TRY(load_targets(kTargets, m_root.keys, m_root.roles.at(kTargets)));
    m_targets = std::make_shared<const Targets>(std::move(targets.role));
    return Refreshed{
        m_changed,
        m_root.version,
        timestamp.version,
        m_snapshot->version,
        m_targets->version,
        std::min({m_root.expires_on, timestamp.expires_on, m_snapshot->expires_on, m_targets->expires_on})};
}

Result<std::string> Client::fetch_metadata(const std::string& name, std::uint64_t max_bytes) {
    const std::string url = m_location.metadata_url + name;
    auto answer = TRY(fetch::success(m_http->get({url, max_bytes}), url));
    return std::move(answer.body);
}

Result<void> Client::persist(const std::string& role, std::string_view bytes) const {
    return base::write_file_durably(m_folder / file_name(role), bytes);
}

// Steps that snapshot and targets share: download within the announced length, hashes, signatures.
Result<Envelope> Client::fetch_expected(const std::string& name, const Keys& keys, const Role& role,
                                        const FileMeta& expected, std::size_t limit, std::string& bytes) {
    if (expected.length && *expected.length > limit)
        return fail(ErrorCode::too_large, "announced with " + std::to_string(*expected.length) + " bytes");
    const auto version = m_root.consistent_snapshot ? std::to_string(expected.version) + "." : "";
    bytes = TRY(fetch_metadata(version + file_name(name), expected.length.value_or(limit)));
    TRY(check_expected(bytes, expected));
    auto envelope = TRY(Envelope::parse(bytes));
    TRY(envelope.verify(keys, role, name));
    return envelope;
}

Result<void> Client::update_root() {
    for (int rotation = 0; rotation < m_limits.root_rotations; ++rotation) {
        const std::string name = std::to_string(m_root.version + 1) + "." + file_name(kRoot);
        const std::string url = m_location.metadata_url + name;
        auto answer = TRY(m_http->get({url, m_limits.root_bytes}));
        if (answer.status == 404 || answer.status == 403) return {};
        answer = TRY(fetch::success(std::move(answer), url));
        if (!looks_like_json(answer.body)) {
            base::log(LogLevel::warning, "trust",
                      fetch::loggable(url) + ": answered with something else; taken as absent");
            return {};
        }
        const auto accept = [&]() -> Result<Root> {
            const auto envelope = TRY(Envelope::parse(answer.body));
            TRY(envelope.verify(m_root, kRoot));
            auto next = TRY(read_root(envelope));
            TRY(envelope.verify(next, kRoot));
            TRY(check_version(next.version, FileMeta{m_root.version + 1, {}, {}}));
            return next;
        };
        auto next = accept();
        if (!next) return fail(next.error(), name);
        // Before the root is kept: a power cut between the two leads here again.
        if (is_revoked(m_root, *next, kTimestamp) || is_revoked(m_root, *next, kSnapshot)) {
            TRY(forget(m_folder, kTimestamp));
            TRY(forget(m_folder, kSnapshot));
        }
        TRY(persist(kRoot, answer.body));
        base::log(LogLevel::notice, "trust", "root version " + std::to_string(next->version) + " is trusted");
        m_root = std::move(*next);
    }
    return {};
}

// Nearly every poll finds the timestamp that is kept: a server that says so in a line spares the file. Who
// says it falsely does no more than who serves the old file again.
Result<Timestamp> Client::update_timestamp() {
    const auto& role = m_root.roles.at(kTimestamp);
    auto kept = TRY(kept_role(m_folder, kTimestamp, m_root.keys, role, read_timestamp));
    const std::string url = m_location.metadata_url + file_name(kTimestamp);
    const auto tag = kept ? kept_tag(m_folder, kept->bytes) : std::string();
    fetch::Request request{url, m_limits.timestamp_bytes};
    if (!tag.empty()) request.headers["If-None-Match"] = tag;
    auto answer = TRY(m_http->get(request));
    if (answer.status == 304 && !tag.empty()) {
        const auto current = check_expiry(kept->role, m_now);
        if (!current) return fail(current.error(), file_name(kTimestamp));
        return std::move(kept->role);
    }
    answer = TRY(fetch::success(std::move(answer), url));
    const auto& bytes = answer.body;
    const auto accept = [&]() -> Result<Timestamp> {
        const auto envelope = TRY(Envelope::parse(bytes));
        TRY(envelope.verify(m_root.keys, role, kTimestamp));
        auto next = TRY(read_timestamp(envelope));
        if (kept && next.version == kept->role.version) {
            TRY(check_expiry(kept->role, m_now));
            return std::move(kept->role);
        }
        if (kept && next.version < kept->role.version)
            return fail(ErrorCode::rollback, "version " + std::to_string(next.version) + " after " +
                                                 std::to_string(kept->role.version));
        if (kept && next.snapshot.version < kept->role.snapshot.version)
            return fail(ErrorCode::rollback, "names snapshot version " +
                                                 std::to_string(next.snapshot.version) + " after " +
                                                 std::to_string(kept->role.snapshot.version));
        TRY(check_expiry(next, m_now));
        TRY(persist(kTimestamp, bytes));
        return next;
    };
    auto timestamp = accept();
    if (!timestamp) return fail(timestamp.error(), file_name(kTimestamp));
    if (const auto found = fetch::entity_tag(answer)) keep_tag(m_folder, bytes, *found);
    return timestamp;
}

Result<Snapshot> Client::update_snapshot(const FileMeta& expected) {
    const auto& role = m_root.roles.at(kSnapshot);
    auto kept = TRY(kept_role(m_folder, kSnapshot, m_root.keys, role, read_snapshot));
    if (kept && kept->role.version == expected.version && check_expected(kept->bytes, expected) &&
        check_expiry(kept->role, m_now))
        return std::move(kept->role);

    const auto accept = [&]() -> Result<Snapshot> {
        std::string bytes;
        const auto envelope =
            TRY(fetch_expected(kSnapshot, m_root.keys, role, expected, m_limits.snapshot_bytes, bytes));
        auto next = TRY(read_snapshot(envelope));
        TRY(check_version(next.version, expected));
        if (kept) {
            TRY(check_succession(kept->role, next));
            m_changed = lists_other_versions(kept->role, next);
        }
        TRY(check_expiry(next, m_now));
        TRY(persist(kSnapshot, bytes));
        return next;
    };
    auto snapshot = accept();
    if (!snapshot) return fail(snapshot.error(), file_name(kSnapshot));
    return snapshot;
}

}  // namespace accueil::trust
