// SPDX-License-Identifier: GPL-3.0-or-later
// A TUF repository on the publisher's disk: keys/ (secret) and public/ (what a web server serves). Called by
// the commands of accueil-feed. One thread; several processes take turns by a lock.
//
//   keys/root-1.json … root-3.json, targets.json, online.json, LISEZMOI.txt
//   public/metadata/   N.root.json, N.targets.json, N.snapshot.json, timestamp.json
//   public/targets/    [folder/]SHA256.name
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/json.hpp"
#include "sync/base/result.hpp"
#include "sync/publish/keys.hpp"
#include "sync/trust/metadata.hpp"

namespace accueil::publish {

/// A file's own bytes, or where they are.
using TargetContent = std::variant<std::string, std::filesystem::path>;

struct TargetFile {
    std::string name;  ///< path below targets/, of [A-Za-z0-9._-] and '/': "feed/head"
    TargetContent content;
    base::Json custom{};  ///< an object, or null
};

struct InitOptions {
    std::optional<Passphrase>
        passphrase{};  ///< locks the root and targets keys; the online key must sign unattended
};

/// What stands in public/ and until when.
struct RepositoryStatus {
    trust::RoleHead root, targets, snapshot, timestamp;
    std::map<std::string, trust::TargetInfo> files;  ///< by name
};

class Repository {
  public:
    /// Makes keys and an empty signed repository. invalid_input when the folder holds one already.
    static base::Result<Repository> init(const std::filesystem::path& folder, const base::Clock& clock,
                                         const InitOptions& options = {});

    /// not_found when there is none; corrupt when its metadata does not verify. No key is read yet.
    static base::Result<Repository> open(const std::filesystem::path& folder,
                                         const std::optional<Passphrase>& passphrase = {});

    /// Makes `files` the whole list of targets: writes them, then targets, snapshot and, last, timestamp, so
    /// that who reads meanwhile sees the old repository or the new one. Earlier files stay. not_found says
    /// which key is missing.
    base::Result<void> publish(const std::vector<TargetFile>& files, const base::Clock& clock);

    /// Signs snapshot and timestamp anew with the online key: the content stays as it is. To be done daily.
    base::Result<void> renew(const base::Clock& clock);

    base::Result<RepositoryStatus> status() const;

    std::filesystem::path public_folder() const { return m_folder / "public"; }
    std::filesystem::path keys_folder() const { return m_folder / "keys"; }

    /// The root to give to kiosks: the latest N.root.json.
    base::Result<std::string> root_bytes() const;

  private:
    std::filesystem::path metadata_folder() const { return public_folder() / "metadata"; }
    Repository(std::filesystem::path folder, std::optional<Passphrase> passphrase);

    std::filesystem::path m_folder;
    std::optional<Passphrase> m_passphrase;
};

}  // namespace accueil::publish
