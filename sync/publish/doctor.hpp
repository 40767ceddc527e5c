// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at a feed's folder, its keys and every file that it serves, and says what is in order, what is not,
// and what to do. Changes nothing. Called by the commands of accueil-feed. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/feed/head.hpp"
#include "sync/publish/repository.hpp"
#include "sync/publish/repository_metadata.hpp"

namespace accueil::publish {

/// As exit codes for cron and monitoring.
enum class Level { fine = 0, soon = 1, broken = 2 };

struct Remark {
    Level level = Level::fine;
    std::string key;  ///< of assets/i18n, below "publish.doctor."
    Arguments arguments;
};

struct RoleLife {
    std::string role;
    std::int64_t version = 0;
    base::WallTime expires_on{};
    Level level = Level::fine;
};

struct Examination {
    std::vector<RoleLife> lives;
    std::vector<Remark> remarks;
    std::uint64_t files = 0, bytes = 0;          ///< that kiosks may ask for now
    std::uint64_t old_files = 0, old_bytes = 0;  ///< of earlier revisions

    Level level() const;
};

enum class Depth { quick, whole };  ///< quick: media by their length alone

class Doctor {
  public:
    /// `key_places` are looked in beside the feed's keys/.
    Doctor(std::filesystem::path folder, const base::Clock& clock, Access access)
        : m_folder(std::move(folder)), m_now(clock.wall()), m_access(std::move(access)) {}

    Examination examine(Depth depth);

  private:
    void remark(Level level, const std::string& key, Arguments arguments = {}) {
        m_found.remarks.push_back({level, key, std::move(arguments)});
    }
    std::filesystem::path metadata() const { return m_folder / "public" / "metadata"; }
    std::filesystem::path served() const { return m_folder / "public"; }

    // doctor.cpp
    bool read_metadata();
    bool check_root_chain();
    std::optional<trust::Envelope> read(const std::string& role, std::int64_t version,
                                        const trust::Keys& keys, const trust::Role& by,
                                        const trust::FileMeta* expected);
    void read_delegated();
    void note_life(const std::string& role, const trust::RoleHead& head, std::chrono::hours life);
    void check_keys();
    void check_key(const KeyFile& file, bool is_in_feed);
    void check_thresholds();

    // doctor_files.cpp
    void check_content(const std::string& folder, const std::string& head_target,
                       const std::map<std::string, trust::TargetInfo>& targets, Depth depth);
    std::optional<std::string> check_file(const std::string& name, std::uint64_t length,
                                          const std::string& sha256);
    void check_medium(const std::string& name, std::uint64_t length, const std::string& sha256, Depth depth);
    void check_pack(const trust::TargetInfo& info, Depth depth);
    void check_deltas(const std::string& folder, const feed::Head& head,
                      const std::map<std::pair<std::string, std::string>, std::string>& now);
    void check_others();

    std::filesystem::path m_folder;
    base::WallTime m_now;
    Access m_access;
    Examination m_found;
    FeedState m_state;
    std::map<std::string, trust::Targets> m_roles;  ///< delegated ones that verify
    std::set<std::string> m_named;                  ///< files below public/ that something current names
};

}  // namespace accueil::publish
