// SPDX-License-Identifier: GPL-3.0-or-later
// The TUF client (specification 1.0.34, section 5): brings the trusted metadata up to date and fetches
// targets that it vouches for. Called by the daemon's pipeline; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/fetch/http_client.hpp"
#include "sync/trust/metadata.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::trust {

/// How much a server may make us read where nothing signed says it yet.
struct Limits {
    std::size_t root_bytes = 512'000;
    std::size_t timestamp_bytes = 16'384;
    std::size_t snapshot_bytes = 2'000'000;
    std::size_t targets_bytes = 5'000'000;
    int root_rotations = 256;  ///< in one refresh
};

struct Refreshed {
    bool changed = false;  ///< this refresh brought new targets metadata; of earlier ones it says nothing
    std::int64_t root = 0, timestamp = 0, snapshot = 0, targets = 0;  ///< versions
    base::WallTime expires_on{};                                      ///< the earliest of the four
};

enum class Installed { kept, anew };

/// Makes the root that the admin gave with the kiosk the start of trust in `folder`. The folder's own root,
/// which may have moved on since, is kept unless it is damaged or another root is given than the last time:
/// then trust starts again from this one. bad_format, bad_signature or unsupported for a root that is none.
base::Result<Installed> install_root(const std::filesystem::path& folder, std::string_view root);

class Client {
  public:
    /// `folder` holds root.json, timestamp.json, snapshot.json and targets.json as received. not_found before
    /// install_root, corrupt when its root no longer verifies. `base_url` is the feed's: metadata/ and
    /// targets/ are below it. `http` and `clock` outlive the client.
    static base::Result<Client> create(std::filesystem::path folder, fetch::HttpClient& http,
                                       const base::Clock& clock, const std::string& base_url,
                                       const Limits& limits = {});

    /// The whole workflow, each file persisted as it is verified. After an error the next call goes on from
    /// there. expired: nothing newer may be taken now; what was taken before is not concerned.
    base::Result<Refreshed> refresh();

    /// What the metadata of the last successful refresh says of a target; not_found when it says nothing.
    base::Result<TargetInfo> find_target(const std::string& name) const;

    /// A target of at most `max_bytes`, downloaded and checked. invalid_input before a successful refresh.
    base::Result<VerifiedBytes> target(const std::string& name, std::uint64_t max_bytes);

    const Root& root() const { return m_root; }

  private:
    Client(std::filesystem::path folder, fetch::HttpClient& http, const base::Clock& clock,
           const std::string& base_url, const Limits& limits, Root root);

    base::Result<std::string> fetch_metadata(const std::string& name, std::uint64_t max_bytes);
    base::Result<Envelope> fetch_expected(const char* role, const FileMeta& expected, std::size_t limit,
                                          std::string& bytes);
    base::Result<void> persist(const char* role, std::string_view bytes) const;
    base::Result<void> update_root();
    base::Result<Timestamp> update_timestamp(base::WallTime now);
    base::Result<Snapshot> update_snapshot(const FileMeta& expected, base::WallTime now);
    base::Result<Targets> update_targets(const FileMeta& expected, base::WallTime now);

    std::filesystem::path m_folder;
    fetch::HttpClient* m_http;
    const base::Clock* m_clock;
    std::string m_metadata_url;
    std::string m_targets_url;
    Limits m_limits;
    Root m_root;
    std::optional<Targets> m_targets;
    bool m_changed = false;
};

}  // namespace accueil::trust
