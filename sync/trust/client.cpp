// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/trust/client.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "sync/base/file.hpp"
#include "sync/base/log.hpp"

namespace accueil::trust {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::LogLevel;
using base::Result;

namespace {

std::string file_name(const char* role) {
    return std::string(role) + ".json";
}

std::string versioned(const char* role, std::int64_t version, bool consistent) {
    return consistent ? std::to_string(version) + "." + file_name(role) : file_name(role);
}

// Percent-encoded, '/' kept.
std::string url_path(std::string_view path) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : path) {
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              std::string_view("-._~/").find(c) != std::string_view::npos;
        if (is_plain) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
    return out;
}

template <class T>
struct Stored {
    T role;
    std::string bytes;
};

// What is kept of a role, if it is still what the root's keys sign. Anything else is as good as absent: it is
// fetched.
template <class T>
Result<std::optional<Stored<T>>> stored(const std::filesystem::path& folder, const char* name,
                                        const Root& root, Result<T> (*read)(const Envelope&)) {
    auto bytes = base::read_file(folder / file_name(name));
    if (!bytes && bytes.error().code == ErrorCode::not_found) return std::nullopt;
    if (!bytes) return tl::unexpected<Error>(bytes.error());
    const auto check = [&]() -> Result<T> {
        const auto envelope = TRY(Envelope::parse(*bytes));
        TRY(envelope.verify(root, name));
        return read(envelope);
    };
    auto role = check();
    if (!role) {
        base::log(LogLevel::warning, "trust",
                  "kept " + file_name(name) + " is not used: " + role.error().detail);
        return std::nullopt;
    }
    return Stored<T>{std::move(*role), std::move(*bytes)};
}

Result<void> check_expected(std::string_view bytes, const FileMeta& expected) {
    if (expected.length && bytes.size() != *expected.length)
        return fail(ErrorCode::bad_digest, std::to_string(bytes.size()) + " bytes where " +
                                               std::to_string(*expected.length) + " were announced");
    if (expected.hashes.empty()) return {};
    return check_hashes(bytes, expected.hashes);
}

Result<void> check_version(std::int64_t version, const FileMeta& expected) {
    if (version == expected.version) return {};
    return fail(version < expected.version ? ErrorCode::rollback : ErrorCode::bad_format,
                "version " + std::to_string(version) + " where " + std::to_string(expected.version) +
                    " was announced");
}

Result<void> check_expiry(const RoleHead& head, base::WallTime now) {
    if (head.expires_on > now) return {};
    return fail(ErrorCode::expired, "version " + std::to_string(head.version) + " expired on " +
                                        base::format_utc(head.expires_on));
}

// A key that could sign the role may no longer: what it signed may have been made to outrun the true
// versions.
bool is_revoked(const Root& before, const Root& after, const char* name) {
    const auto& now = after.roles.at(name).key_ids;
    const auto& then = before.roles.at(name).key_ids;
    return std::any_of(then.begin(), then.end(), [&](const std::string& id) {
        return std::find(now.begin(), now.end(), id) == now.end();
    });
}

Result<void> forget(const std::filesystem::path& folder, const char* role) {
    const auto path = folder / file_name(role);
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        return tl::unexpected<Error>(base::system_error("remove", path));
    return {};
}

// A server that answers every path with its front page says in its way that there is no such file.
bool looks_like_json(std::string_view body) {
    const auto first = body.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && body[first] == '{';
}

}  // namespace

Client::Client(std::filesystem::path folder, fetch::HttpClient& http, const base::Clock& clock,
               const std::string& base_url, const Limits& limits, Root root)
    : m_folder(std::move(folder)), m_http(&http), m_clock(&clock), m_limits(limits), m_root(std::move(root)) {
    std::string url = base_url;
    while (!url.empty() && url.back() == '/')
        url.pop_back();
    m_metadata_url = url + "/metadata/";
    m_targets_url = url + "/targets/";
}

Result<Client> Client::create(std::filesystem::path folder, fetch::HttpClient& http, const base::Clock& clock,
                              const std::string& base_url, const Limits& limits) {
    const auto path = folder / file_name(kRoot);
    const auto bytes = TRY(base::read_file(path));
    auto root = parse_self_signed_root(bytes);
    if (!root) return fail(ErrorCode::corrupt, path.string() + ": " + root.error().detail);
    return Client(std::move(folder), http, clock, base_url, limits, std::move(*root));
}

Result<Refreshed> Client::refresh() {
    const auto now = m_clock->wall();
    m_targets.reset();
    m_changed = false;
    TRY(update_root());
    const auto current = check_expiry(m_root, now);
    if (!current) return fail(current.error(), file_name(kRoot));
    const auto timestamp = TRY(update_timestamp(now));
    const auto snapshot = TRY(update_snapshot(timestamp.snapshot, now));
    auto targets = TRY(update_targets(snapshot.meta.at(file_name(kTargets)), now));
    const Refreshed refreshed{
        m_changed,
        m_root.version,
        timestamp.version,
        snapshot.version,
        targets.version,
        std::min({m_root.expires_on, timestamp.expires_on, snapshot.expires_on, targets.expires_on})};
    m_targets = std::move(targets);
    return refreshed;
}

Result<std::string> Client::fetch_metadata(const std::string& name, std::uint64_t max_bytes) {
    const std::string url = m_metadata_url + name;
    auto answer = TRY(fetch::success(m_http->get({url, max_bytes}), url));
    return std::move(answer.body);
}

Result<void> Client::persist(const char* role, std::string_view bytes) const {
    return base::write_file_durably(m_folder / file_name(role), bytes);
}

Result<void> Client::update_root() {
    for (int rotation = 0; rotation < m_limits.root_rotations; ++rotation) {
        const std::string name = versioned(kRoot, m_root.version + 1, true);
        const std::string url = m_metadata_url + name;
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

Result<Timestamp> Client::update_timestamp(base::WallTime now) {
    auto kept = TRY(stored(m_folder, kTimestamp, m_root, read_timestamp));
    const auto bytes = TRY(fetch_metadata(file_name(kTimestamp), m_limits.timestamp_bytes));
    const auto accept = [&]() -> Result<Timestamp> {
        const auto envelope = TRY(Envelope::parse(bytes));
        TRY(envelope.verify(m_root, kTimestamp));
        auto next = TRY(read_timestamp(envelope));
        if (kept && next.version == kept->role.version) {
            TRY(check_expiry(kept->role, now));
            return std::move(kept->role);
        }
        if (kept && next.version < kept->role.version)
            return fail(ErrorCode::rollback, "version " + std::to_string(next.version) + " after " +
                                                 std::to_string(kept->role.version));
        if (kept && next.snapshot.version < kept->role.snapshot.version)
            return fail(ErrorCode::rollback, "names snapshot version " +
                                                 std::to_string(next.snapshot.version) + " after " +
                                                 std::to_string(kept->role.snapshot.version));
        TRY(check_expiry(next, now));
        TRY(persist(kTimestamp, bytes));
        return next;
    };
    auto timestamp = accept();
    if (!timestamp) return fail(timestamp.error(), file_name(kTimestamp));
    return timestamp;
}

// Steps that snapshot and targets share: download within the announced length, hashes, signatures.
Result<Envelope> Client::fetch_expected(const char* role, const FileMeta& expected, std::size_t limit,
                                        std::string& bytes) {
    if (expected.length && *expected.length > limit)
        return fail(ErrorCode::too_large, "announced with " + std::to_string(*expected.length) + " bytes");
    bytes = TRY(fetch_metadata(versioned(role, expected.version, m_root.consistent_snapshot),
                               expected.length.value_or(limit)));
    TRY(check_expected(bytes, expected));
    auto envelope = TRY(Envelope::parse(bytes));
    TRY(envelope.verify(m_root, role));
    return envelope;
}

Result<Snapshot> Client::update_snapshot(const FileMeta& expected, base::WallTime now) {
    auto kept = TRY(stored(m_folder, kSnapshot, m_root, read_snapshot));
    if (kept && kept->role.version == expected.version && check_expected(kept->bytes, expected) &&
        check_expiry(kept->role, now))
        return std::move(kept->role);

    const auto accept = [&]() -> Result<Snapshot> {
        std::string bytes;
        const auto envelope = TRY(fetch_expected(kSnapshot, expected, m_limits.snapshot_bytes, bytes));
        auto next = TRY(read_snapshot(envelope));
        TRY(check_version(next.version, expected));
        if (kept) {
            for (const auto& [name, before] : kept->role.meta) {
                const auto after = next.meta.find(name);
                if (after == next.meta.end()) return fail(ErrorCode::rollback, "no longer lists " + name);
                if (after->second.version < before.version)
                    return fail(ErrorCode::rollback, name + ": version " +
                                                         std::to_string(after->second.version) + " after " +
                                                         std::to_string(before.version));
            }
        }
        TRY(check_expiry(next, now));
        TRY(persist(kSnapshot, bytes));
        return next;
    };
    auto snapshot = accept();
    if (!snapshot) return fail(snapshot.error(), file_name(kSnapshot));
    return snapshot;
}

Result<Targets> Client::update_targets(const FileMeta& expected, base::WallTime now) {
    auto kept = TRY(stored(m_folder, kTargets, m_root, read_targets));
    if (kept && kept->role.version == expected.version && check_expected(kept->bytes, expected) &&
        check_expiry(kept->role, now))
        return std::move(kept->role);

    const auto accept = [&]() -> Result<Targets> {
        std::string bytes;
        const auto envelope = TRY(fetch_expected(kTargets, expected, m_limits.targets_bytes, bytes));
        auto next = TRY(read_targets(envelope));
        TRY(check_version(next.version, expected));
        TRY(check_expiry(next, now));
        TRY(persist(kTargets, bytes));
        return next;
    };
    auto targets = accept();
    if (!targets) return fail(targets.error(), file_name(kTargets));
    m_changed = true;
    return targets;
}

Result<TargetInfo> Client::find_target(const std::string& name) const {
    if (!m_targets) return fail(ErrorCode::invalid_input, name + ": asked for before a successful refresh");
    const auto found = m_targets->targets.find(name);
    if (found == m_targets->targets.end())
        return fail(ErrorCode::not_found, "no target \"" + name + "\" in the feed");
    return found->second;
}

Result<VerifiedBytes> Client::target(const std::string& name, std::uint64_t max_bytes) {
    const auto info = TRY(find_target(name));
    if (info.length > max_bytes)
        return fail(ErrorCode::too_large,
                    name + ": announced with " + std::to_string(info.length) + " bytes");
    std::string path = name;
    if (m_root.consistent_snapshot) {
        const auto sha256 = info.hashes.find("sha256");
        const auto& hash = sha256 != info.hashes.end() ? sha256->second : info.hashes.begin()->second;
        const auto slash = path.rfind('/');
        path.insert(slash == std::string::npos ? 0 : slash + 1, hash + ".");
    }
    const std::string url = m_targets_url + url_path(path);
    auto answer = TRY(fetch::success(m_http->get({url, info.length}), url));
    const auto checked = check_expected(answer.body, FileMeta{0, info.length, info.hashes});
    if (!checked) return fail(checked.error(), fetch::loggable(url));
    return VerifiedBytes(std::move(answer.body));
}

}  // namespace accueil::trust
