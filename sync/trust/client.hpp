// SPDX-License-Identifier: GPL-3.0-or-later
// The TUF client (specification 1.0.34, section 5, and TAP 15): brings the trusted metadata up to date and
// fetches targets that it vouches for. Called by the daemon's pipeline and by accueil-tuf; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/fetch/http_client.hpp"
#include "sync/trust/metadata.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::trust {

/// How much a server may make us read. What signed metadata announce is asked for to the byte, and not at all
/// when it is more than this; what nothing announces is cut here.
struct Limits {
    std::size_t root_bytes = 512'000;  ///< each version
    std::size_t timestamp_bytes = 16'384;
    std::size_t snapshot_bytes = 2'000'000;  ///< at 40 bytes a role without hashes: 50,000 publishers
    std::size_t targets_bytes = 5'000'000;   ///< of targets.json, and of each delegated role
    int root_rotations = 256;                ///< in one refresh; the next one goes on
    int delegated_roles = 32;                ///< visited in the search for one target
};

/// Where a repository is served. Its URLs end in '/'.
struct Location {
    std::string metadata_url, targets_url;

    /// Of a feed: metadata/ and targets/ below its URL.
    Location(const std::string& feed_url);  // NOLINT: a feed's URL is a location
    Location(const std::string& metadata, const std::string& targets);
};

struct Refreshed {
    bool changed =
        false;  ///< this refresh brought other targets or delegated roles; of earlier ones it says nothing
    std::int64_t root = 0, timestamp = 0, snapshot = 0, targets = 0;  ///< versions
    base::WallTime expires_on{};                                      ///< the earliest of the four
};

template <class T>
struct Loaded;

enum class Installed { kept, anew };

/// Makes the root that the admin gave with the kiosk the start of trust in `folder`. The folder's own root,
/// which may have moved on since, is kept unless it is damaged or another root is given than the last time:
/// then trust starts again from this one. bad_format, bad_signature or unsupported for a root that is none.
base::Result<Installed> install_root(const std::filesystem::path& folder, std::string_view root);

class Client {
  public:
    /// `folder` holds root.json, timestamp.json, snapshot.json, targets.json and the delegated roles that
    /// were needed, percent-encoded (see file_name()), all as received. not_found before install_root,
    /// corrupt when its root no longer verifies. `http` and `clock` outlive the client.
    static base::Result<Client> create(std::filesystem::path folder, fetch::HttpClient& http,
                                       const base::Clock& clock, const Location& location,
                                       const Limits& limits = {});

    /// The whole workflow, each file persisted as it is verified. After an error the next call goes on from
    /// there. expired: nothing newer may be taken now; what was taken before is not concerned.
    base::Result<Refreshed> refresh();

    /// What targets, or the first role on the way that its delegations prescribe, says of a target; fetches
    /// and keeps the roles on that way. not_found when none says anything; any other error when a role on the
    /// way cannot be had or trusted: what roles after it say does not count. invalid_input before a
    /// successful refresh. Expiry is judged at the time when that refresh began.
    base::Result<TargetInfo> find_target(const std::string& name);

    /// The target of find_target(), of at most `max_bytes`, downloaded and checked.
    base::Result<VerifiedBytes> target(const std::string& name, std::uint64_t max_bytes);

    const Root& root() const { return m_root; }

  private:
    struct Delegated {
        Envelope envelope;
        std::shared_ptr<const Targets> role;
    };

    Client(std::filesystem::path folder, fetch::HttpClient& http, const base::Clock& clock, Location location,
           const Limits& limits, Root root);

    base::Result<std::string> fetch_metadata(const std::string& name, std::uint64_t max_bytes);
    base::Result<Envelope> fetch_expected(const std::string& name, const Keys& keys, const Role& role,
                                          const FileMeta& expected, std::size_t limit, std::string& bytes);
    base::Result<void> persist(const std::string& role, std::string_view bytes) const;
    base::Result<void> update_root();
    base::Result<Timestamp> update_timestamp();
    base::Result<Snapshot> update_snapshot(const FileMeta& expected);
    base::Result<Loaded<Targets>> load_targets(const std::string& name, const Keys& keys, const Role& role);
    base::Result<std::shared_ptr<const Targets>> delegated(const Keys& keys, const Delegation& to);

    std::filesystem::path m_folder;
    fetch::HttpClient* m_http;
    const base::Clock* m_clock;
    Location m_location;
    Limits m_limits;
    base::WallTime m_now{};  // when the last refresh began
    Root m_root;
    std::optional<Snapshot> m_snapshot;
    std::shared_ptr<const Targets> m_targets;      // after a successful refresh
    std::map<std::string, Delegated> m_delegated;  // since then
    bool m_changed = false;
};

}  // namespace accueil::trust
