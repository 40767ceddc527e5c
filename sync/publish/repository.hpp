// SPDX-License-Identifier: GPL-3.0-or-later
// A feed on its admin's disk, a TUF repository: keys/ (secret) and public/ (what a web server serves). Called
// by the commands of accueil-feed. One thread; several processes take turns by a lock. Who may sign is
// changed in ceremony.hpp.
//
//   keys/root-1.json … root-3.json, contenu.json, medias.json, online.json, LISEZMOI.txt
//   public/metadata/   N.root.json, N.targets.json, N.contenu.json, N.medias.json, N.territoire-CODE.json,
//                      N.snapshot.json, timestamp.json
//   public/targets/    [folder/]SHA256.name
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/publish/key_ring.hpp"
#include "sync/publish/keys.hpp"
#include "sync/publish/target_files.hpp"
#include "sync/publish/words.hpp"
#include "sync/trust/metadata.hpp"

namespace accueil::publish {

struct InitOptions {
    std::optional<Passphrase>
        passphrase{};  ///< locks all keys but the online one, which must sign unattended
    Words words{};
};

/// How somebody comes to the keys, and how to speak to them.
struct Access {
    std::optional<Passphrase> passphrase{};
    std::vector<std::filesystem::path> key_places{};  ///< looked in beside keys/: USB sticks
    Words words{};
};

/// All targets of one role.
struct RoleFiles {
    std::string role;  ///< kContentRole or kMediaRole
    std::vector<TargetFile> files;
    std::vector<trust::TargetInfo> standing{};  ///< that are in public/ already, and stay as they are
};

/// What stands in public/ and until when.
struct RepositoryStatus {
    trust::RoleHead root, targets, snapshot, timestamp, content, media;
    std::map<std::string, trust::TargetInfo> files;  ///< of content, by name
    std::map<std::string, trust::TargetInfo> packs;  ///< of media, by name
    std::map<std::string, std::optional<trust::RoleHead>>
        territories;  ///< by code; nothing where none was received or it does not verify
};

/// A role that has lived half its life or more.
struct Ageing {
    std::string role;  ///< "root", "targets", "contenu", "territoire-44109"…
    base::WallTime expires_on{};
};

class Repository {
  public:
    /// Makes keys and an empty signed feed. invalid_input when the folder holds one already.
    static base::Result<Repository> init(const std::filesystem::path& folder, const base::Clock& clock,
                                         const InitOptions& options = {});

    /// not_found when there is none; corrupt when its metadata does not verify. No key is read yet.
    static base::Result<Repository> open(const std::filesystem::path& folder, Access access = {});
    /// The same where snapshot and timestamp may be a thief's: the root alone must be there.
    static base::Result<Repository> find(const std::filesystem::path& folder, Access access = {});

    /// Makes `files` the whole list of targets of these roles: writes them, then the roles, snapshot and,
    /// last, timestamp, so that who reads meanwhile sees the old feed or the new one. Earlier files stay.
    /// Needs these roles' keys and the online key: not_found says which is missing.
    base::Result<void> publish(const std::vector<RoleFiles>& roles, const base::Clock& clock);
    /// The same for the content alone.
    base::Result<void> publish(const std::vector<TargetFile>& files, const base::Clock& clock) {
        return publish({RoleFiles{"contenu", files, {}}}, clock);
    }

    /// Signs the roles' present lists for another 30 days.
    base::Result<void> sign_again(const std::vector<std::string>& roles, const base::Clock& clock);

    /// Signs snapshot and timestamp anew with the online key: the content stays as it is. To be done daily.
    base::Result<void> renew(const base::Clock& clock);

    base::Result<RepositoryStatus> status() const;

    std::filesystem::path folder() const { return m_folder; }
    std::filesystem::path public_folder() const { return m_folder / "public"; }
    std::filesystem::path metadata_folder() const { return public_folder() / "metadata"; }
    std::filesystem::path keys_folder() const { return m_folder / "keys"; }
    KeyRing keys() const;
    const Words& words() const { return m_access.words; }
    const std::optional<Passphrase>& passphrase() const { return m_access.passphrase; }

    /// The root to give to kiosks: the latest N.root.json.
    base::Result<std::string> root_bytes() const;

  private:
    Repository(std::filesystem::path folder, Access access);
    base::Result<void> look_for_feed() const;

    std::filesystem::path m_folder;
    Access m_access;
};

/// The earliest date on which something that all kiosks need expires.
base::WallTime expires_on(const RepositoryStatus& status);

/// What is past half its life. The daily renewal brings on snapshot and timestamp alone.
std::vector<Ageing> ageing(const RepositoryStatus& status, base::WallTime now);

}  // namespace accueil::publish
