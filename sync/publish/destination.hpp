// SPDX-License-Identifier: GPL-3.0-or-later
// Where a publication goes: the feed's own content at the centre, or a territory's at its town hall. Both
// hold a head, all records, deltas and media; they differ in who signs the head. Called by publication.cpp.
// One thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/publish/repository.hpp"

namespace accueil::publish {

class Destination {
  public:
    virtual ~Destination() = default;
    virtual std::filesystem::path folder() const = 0;         ///< holds the lock of who publishes
    virtual std::filesystem::path public_folder() const = 0;  ///< media and targets stand below
    virtual std::string records_folder() const = 0;           ///< below that: "", or "territoires/44109"
    virtual std::string head_target() const = 0;

    /// The targets that the role signs at present, by name.
    virtual base::Result<std::map<std::string, trust::TargetInfo>> targets() const = 0;
    /// The numbers of revisions go on after this one at least.
    virtual std::uint64_t least_revision() const { return 0; }
    /// Signs this head, and what follows from that.
    virtual base::Result<void> sign(const std::string& head, const base::Clock& clock) = 0;
    /// Prolongs what is signed already, `head` among it.
    virtual base::Result<void> prolong(const std::string& head, const base::Clock& clock) = 0;
    /// Until when kiosks take it without anything being done.
    virtual base::Result<base::WallTime> expires_on() const = 0;
};

/// The feed's own content.
class Centre final : public Destination {
  public:
    /// `repository` outlives it.
    explicit Centre(Repository& repository) : m_repository(repository) {}

    std::filesystem::path folder() const override { return m_repository.folder(); }
    std::filesystem::path public_folder() const override { return m_repository.public_folder(); }
    std::string records_folder() const override { return {}; }
    std::string head_target() const override;
    base::Result<std::map<std::string, trust::TargetInfo>> targets() const override;
    base::Result<void> sign(const std::string& head, const base::Clock& clock) override;
    base::Result<void> prolong(const std::string& head, const base::Clock& clock) override;
    base::Result<base::WallTime> expires_on() const override;

  private:
    base::Result<std::vector<std::string>> old_roles(const base::Clock& clock) const;

    Repository& m_repository;
};

}  // namespace accueil::publish
