// SPDX-License-Identifier: GPL-3.0-or-later
// A town hall's own folder, on its own machine: its key, and public/, which it hands over to the centre. Also
// a further publisher's folder, which holds a key alone. Called by the commands of accueil-feed. One thread.
//
//   keys/territoire-44109.json, LISEZMOI.txt     secret
//   44109.public.json                            to be sent to the centre
//   public/metadata/N.territoire-44109.json, public/targets/territoires/44109/SHA256.head,
//   public/territoires/44109/{full,d}/…, public/m/…
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "sync/publish/destination.hpp"
#include "sync/publish/key_ring.hpp"

namespace accueil::publish {

enum class OldKey { kept, put_aside };

struct Joined {
    std::filesystem::path key_file, public_file;
    std::string key_id;
};

/// Makes a key for `role` in `folder`, called keys/ROLE[-NAME].json, and its public half beside. With
/// OldKey::kept invalid_input where there is one already; put aside, it goes to keys/anciennes/.
base::Result<Joined> join(const std::filesystem::path& folder, const std::string& role,
                          const std::string& name, OldKey old_key, const Access& access);

/// Moves a key file to anciennes/ beside it, under a name that is free.
base::Result<std::filesystem::path> put_aside(const std::filesystem::path& key_file);

class TownHall final : public Destination {
  public:
    /// not_found when the folder holds no key of the territory. Versions and revisions go on after `after` at
    /// least, for who lost the folder.
    static base::Result<TownHall> open(const std::filesystem::path& folder, const std::string& code,
                                       const Access& access, std::uint64_t after = 0);

    std::filesystem::path folder() const override { return m_folder; }
    std::filesystem::path public_folder() const override { return m_folder / "public"; }
    std::string records_folder() const override;
    std::string head_target() const override;
    base::Result<std::map<std::string, trust::TargetInfo>> targets() const override;
    std::uint64_t least_revision() const override { return m_after; }
    base::Result<void> sign(const std::string& head, const base::Clock& clock) override;
    base::Result<void> prolong(const std::string& head, const base::Clock& clock) override {
        return sign(head, clock);
    }
    base::Result<base::WallTime> expires_on() const override;

    /// Of the newest metadata; 0 before the first.
    std::int64_t version() const;

  private:
    TownHall(std::filesystem::path folder, std::string code, Access access, std::uint64_t after);
    base::Result<std::optional<trust::Targets>> latest() const;

    std::filesystem::path m_folder;
    std::string m_code, m_role;
    Access m_access;
    std::uint64_t m_after = 0;
};

}  // namespace accueil::publish
