// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/hand_over.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/feed/head.hpp"
#include "sync/feed/layout.hpp"
#include "sync/feed/records.hpp"
#include "sync/model/record_json.hpp"
#include "sync/publish/deltas.hpp"
#include "sync/publish/repository_metadata.hpp"
#include "sync/publish/territory.hpp"
#include "sync/trust/delegations.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::Result;
using std::filesystem::path;

namespace {

// What a kiosk accepts at most; what is more would be refused there, by all of them.
constexpr std::size_t kMostRole = 5'000'000;
constexpr std::size_t kMostHead = 65'536;
constexpr std::size_t kMostFull = std::size_t{256} << 20;
constexpr std::uint64_t kMostMedium = std::uint64_t{2} << 30;
constexpr std::int64_t kMostStep = 100'000;  ///< of a version, at once
constexpr std::chrono::hours kSkew{24};      ///< that a town hall's clock may be ahead

// Nobody's links are followed out of what was handed over.
Result<std::string> read_plain(const path& file, std::size_t limit) {
    struct stat status {};
    if (::lstat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
        return base::fail(ErrorCode::io, file.string() + ": not a file");
    return base::read_file(file, limit);
}

class HandOver {
  public:
    HandOver(Repository& repository, path folder, const FeedState& state, base::WallTime now)
        : m_repository(repository),
          m_words(repository.words()),
          m_folder(std::move(folder)),
          m_state(state),
          m_now(now) {}

    Result<void> look() {
        TRY(find_role());
        TRY(read_role());
        TRY(read_head());
        TRY(read_records());
        TRY(check_deltas());
        return list_media();
    }

    /// Everything is as it must be: copies, metadata last.
    Result<trust::FileMeta> take() {
        const path to = m_repository.public_folder();
        for (const auto& file : m_files)
            received.new_bytes += TRY(copy_checked(to, file));
        const auto name = versioned_name(received.version, m_role);
        TRY(base::write_file_durably(to / "metadata" / name, m_role_bytes));
        return meta_of(m_role, received.version, m_role_bytes);
    }

    const std::string& role() const { return m_role; }
    Received received;

  private:
    tl::unexpected<base::Error> refuse(ErrorCode code, const char* key, Arguments more = {}) const {
        more.insert(more.begin(), {"code", received.code});
        return m_words.refuse(code, key, more);
    }

    // The newest metadata of a territory in the folder: one territory at a time.
    Result<void> find_role() {
        std::error_code error;
        std::set<std::string> roles;
        for (std::filesystem::directory_iterator entry(m_folder / "metadata", error), end;
             !error && entry != end; entry.increment(error)) {
            std::string name = entry->path().filename().string();
            if (!name.ends_with(".json")) continue;
            name.erase(name.size() - 5);
            const auto dot = name.find('.');
            if (dot != std::string::npos && territory_of_role(name.substr(dot + 1)))
                roles.insert(name.substr(dot + 1));
        }
        if (roles.size() != 1)
            return m_words.refuse(ErrorCode::not_found, roles.empty() ? "hand_over_none" : "hand_over_many",
                                  {{"folder", m_folder.string()}});
        m_role = *roles.begin();
        received.code = *territory_of_role(m_role);
        const auto versions = versions_of(m_folder / "metadata", m_role);
        if (versions.empty()) return refuse(ErrorCode::invalid_input, "hand_over_version_wild");
        received.version = versions.front();
        return {};
    }

    Result<void> read_role() {
        const auto* delegation = delegation_of(m_state.targets, m_role);
        if (delegation == nullptr) return refuse(ErrorCode::bad_signature, "hand_over_not_delegated");
        m_role_bytes =
            TRY(read_plain(m_folder / "metadata" / versioned_name(received.version, m_role), kMostRole));
        const auto envelope = trust::Envelope::parse(m_role_bytes);
        if (!envelope)
            return refuse(envelope.error().code, "hand_over_unreadable",
                          {{"detail", envelope.error().detail}});
        if (!envelope->verify(m_state.targets.delegations.keys, delegation->role, m_role))
            return refuse(ErrorCode::bad_signature, "hand_over_signature");
        const auto role = trust::read_targets(*envelope);
        if (!role)
            return refuse(role.error().code, "hand_over_unreadable", {{"detail", role.error().detail}});
        if (role->version != received.version)
            return refuse(ErrorCode::bad_format, "hand_over_unreadable", {{"detail", "version"}});
        const auto listed = m_state.snapshot.meta.find(trust::file_name(m_role));
        const auto before = listed == m_state.snapshot.meta.end() ? 0 : listed->second.version;
        const Arguments versions{{"version", std::to_string(received.version)},
                                 {"before", std::to_string(before)}};
        if (received.version <= before) return refuse(ErrorCode::rollback, "hand_over_version", versions);
        if (received.version - before > kMostStep)
            return refuse(ErrorCode::invalid_input, "hand_over_version_wild", versions);
        if (role->expires_on <= m_now)
            return refuse(ErrorCode::expired, "hand_over_expired", {{"date", day_of(role->expires_on)}});
        if (role->expires_on > m_now + kRoleLife + kSkew)
            return refuse(ErrorCode::invalid_input, "hand_over_too_long",
                          {{"date", day_of(role->expires_on)}});
        received.expires_on = role->expires_on;
        return check_targets(*role);
    }

    Result<void> check_targets(const trust::Targets& role) {
        const auto head = feed::territory_head(received.code);
        for (const auto& [name, info] : role.targets)
            if (name != head) return refuse(ErrorCode::invalid_input, "hand_over_paths", {{"name", name}});
        if (!role.delegations.roles.empty() || role.delegations.bins || !role.delegations.keys.empty())
            return refuse(ErrorCode::invalid_input, "hand_over_delegates");
        if (!role.targets.contains(head)) return refuse(ErrorCode::invalid_input, "hand_over_no_head");
        m_head_info = role.targets.at(head);
        const auto sha256 = m_head_info.hashes.find("sha256");
        if (sha256 == m_head_info.hashes.end() || !base::sha256_from_hex(sha256->second) ||
            m_head_info.hashes.size() != 1 || m_head_info.length > kMostHead)
            return refuse(ErrorCode::invalid_input, "hand_over_unreadable", {{"detail", head}});
        return {};
    }

    // A file of the folder as it was announced, or of the feed where it came before.
    Result<trust::VerifiedBytes> read_announced(const std::string& name, std::uint64_t length,
                                                const std::string& sha256, std::size_t limit) {
        if (length > limit) return refuse(ErrorCode::too_large, "hand_over_too_large", {{"name", name}});
        for (const auto& from : {m_folder, m_repository.public_folder()}) {
            auto bytes = read_plain(from / name, limit);
            if (!bytes && bytes.error().code == ErrorCode::not_found) continue;
            if (!bytes) return tl::unexpected<base::Error>(bytes.error());
            auto verified = trust::verify(std::move(*bytes), length, sha256);
            if (!verified) return refuse(ErrorCode::bad_digest, "hand_over_altered", {{"name", name}});
            if (from == m_folder) TRY(plan(name, length, sha256));
            return verified;
        }
        return refuse(ErrorCode::not_found, "hand_over_missing", {{"name", name}});
    }

    // What was published under a name keeps it: caches on the way to kiosks hold it for ever.
    Result<void> plan(const std::string& name, std::uint64_t length, const std::string& sha256) {
        const path target = m_repository.public_folder() / name;
        std::error_code ignored;
        if (std::filesystem::exists(target, ignored)) {
            const auto there = base::digest_file(target);
            if (!there || base::to_hex(there->sha256) != sha256)
                return refuse(ErrorCode::invalid_input, "hand_over_name_taken", {{"name", name}});
            return {};
        }
        m_files.push_back({m_folder / name, name, length, sha256, Links::refused});
        return {};
    }

    Result<void> read_head() {
        const std::string name = std::string(feed::kTargetsFolder) + "/" + target_path(m_head_info);
        const auto bytes =
            TRY(read_announced(name, m_head_info.length, m_head_info.hashes.at("sha256"), kMostHead));
        auto head = feed::decode_head(bytes);
        if (!head)
            return refuse(head.error().code, "hand_over_unreadable", {{"detail", head.error().detail}});
        m_head = std::move(*head);
        if (m_head.full.name != feed::full_name(m_head.revision))
            return refuse(ErrorCode::invalid_input, "hand_over_paths", {{"name", m_head.full.name}});
        received.revision = m_head.revision;
        received.records = m_head.records;
        return {};
    }

    std::string below(const std::string& name) const {
        return feed::territory_folder(received.code) + "/" + name;
    }

    Result<void> read_records() {
        const auto bytes =
            TRY(read_announced(below(m_head.full.name), m_head.full.length, m_head.full.sha256, kMostFull));
        auto records = feed::decode_full(bytes);
        if (!records)
            return refuse(records.error().code, "hand_over_unreadable", {{"detail", records.error().detail}});
        m_records = std::move(*records);
        static constexpr std::array<std::string_view, 7> kKinds{"initiative", "question", "page", "place",
                                                                "service",    "notice",   "feed"};
        const auto prefix = feed::territory_prefix(received.code);
        for (const auto& record : m_records) {
            const std::string kind = model::kind_of(record);
            const auto& id = model::id_of(record);
            if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end())
                return refuse(ErrorCode::invalid_input, "hand_over_kind", {{"id", id}, {"kind", kind}});
            if (!id.starts_with(prefix) || (kind == "feed" && id != prefix + "feed"))
                return refuse(ErrorCode::invalid_input, "hand_over_id", {{"id", id}, {"prefix", prefix}});
            // What is said of the centre's places is the centre's to say.
            const auto* notice = std::get_if<model::Notice>(&record);
            for (const auto& place : notice != nullptr ? notice->places : std::vector<std::string>{})
                if (!place.starts_with(prefix))
                    return refuse(ErrorCode::invalid_input, "hand_over_id",
                                  {{"id", place}, {"prefix", prefix}});
        }
        if (m_records.size() != m_head.records || cache::state_root(m_records) != m_head.state_root)
            return refuse(ErrorCode::bad_digest, "hand_over_state");
        return {};
    }

    // A delta may only say what the records say; a kiosk that finds otherwise has lost the bytes of it.
    Result<void> check_deltas() {
        std::map<feed::RecordKey, std::string> now;
        for (const auto& record : m_records)
            now[feed::key_of(record)] = model::to_json(record);
        if (m_head.deltas.size() > 2 * kDeltaRevisions)
            return refuse(ErrorCode::too_large, "hand_over_too_large", {{"name", "d/"}});
        for (const auto& delta : m_head.deltas) {
            const auto name = below(feed::delta_name(delta.from, delta.to));
            const auto bytes = TRY(read_announced(name, delta.length, delta.sha256, kMostFull));
            const auto changes = feed::decode_delta(bytes);
            if (!changes)
                return refuse(changes.error().code, "hand_over_unreadable",
                              {{"detail", changes.error().detail}});
            const auto prefix = feed::territory_prefix(received.code);
            for (const auto& [key, json] : *changes) {
                if (!key.second.starts_with(prefix))
                    return refuse(ErrorCode::invalid_input, "hand_over_id",
                                  {{"id", key.second}, {"prefix", prefix}});
                if (delta.to != m_head.revision) continue;
                const auto found = now.find(key);
                if (json ? found == now.end() || found->second != *json : found != now.end())
                    return refuse(ErrorCode::bad_digest, "hand_over_delta", {{"name", name}});
            }
        }
        return {};
    }

    Result<void> list_media() {
        std::set<std::string> seen;
        for (const auto& record : m_records) {
            for (const auto* file : model::media_of(record)) {
                if (!seen.insert(file->sha256).second) continue;
                if (!base::sha256_from_hex(file->sha256) || file->length > kMostMedium)
                    return refuse(ErrorCode::too_large, "hand_over_too_large", {{"name", file->name}});
                const auto name = feed::media_name(file->sha256);
                std::error_code error;
                const auto there = std::filesystem::file_size(m_repository.public_folder() / name, error);
                if (!error && there == file->length) continue;
                const auto status = std::filesystem::symlink_status(m_folder / name, error);
                if (!std::filesystem::is_regular_file(status))
                    return refuse(ErrorCode::not_found, "hand_over_missing", {{"name", file->name}});
                const auto digest = TRY(base::digest_file(m_folder / name));
                if (digest.length != file->length || base::to_hex(digest.sha256) != file->sha256)
                    return refuse(ErrorCode::bad_digest, "hand_over_altered", {{"name", file->name}});
                m_files.push_back({m_folder / name, name, file->length, file->sha256, Links::refused});
            }
        }
        return {};
    }

    Repository& m_repository;
    const Words& m_words;
    path m_folder;
    const FeedState& m_state;
    base::WallTime m_now;
    std::string m_role, m_role_bytes;
    trust::TargetInfo m_head_info;
    feed::Head m_head;
    std::vector<model::Record> m_records;
    std::vector<FileToCopy> m_files;
};

bool holds_keys(const path& folder) {
    const auto ring = KeyRing({folder / "keys"}, std::nullopt);
    return !ring.files().empty();
}

}  // namespace

Result<Received> receive(Repository& repository, const path& folder, const base::Clock& clock) {
    std::error_code ignored;
    const bool is_above = std::filesystem::is_directory(folder / "public" / "metadata", ignored);
    const path from = is_above ? folder / "public" : folder;
    const auto held = TRY(take_turn(repository.folder(), "lock"));
    const auto now = clock.wall();
    const auto state = TRY(load_state(repository.metadata_folder()));
    TRY(check_numbers(state, repository.words()));
    // Who cannot sign does not begin.
    const auto online =
        TRY(repository.keys().load(state.root.roles.at(trust::kTimestamp), kOnline, repository.words()));
    HandOver hand_over(repository, from, state, now);
    TRY(hand_over.look());
    const auto meta = TRY(hand_over.take());
    TRY(commit(repository.metadata_folder(), state, {{trust::file_name(hand_over.role()), meta}},
               signers(online), now));
    hand_over.received.holds_secret_key = holds_keys(from) || (is_above && holds_keys(folder));
    return hand_over.received;
}

}  // namespace accueil::publish
