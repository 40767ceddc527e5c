// SPDX-License-Identifier: GPL-3.0-or-later
// Changes to who may sign, made with two of the offline keys: territories and publishers come and go, keys
// are replaced, root and targets live another year. Everything is prepared and signed before the first file
// is written. Called by the commands of accueil-feed. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/file.hpp"
#include "sync/base/result.hpp"
#include "sync/publish/key_ring.hpp"
#include "sync/publish/repository.hpp"
#include "sync/publish/repository_metadata.hpp"

namespace accueil::publish {

enum class Rehearsal { no, yes };  ///< yes: all is checked, nothing is written

class Ceremony {
  public:
    /// Takes the feed's lock. `replaced` are the keys that are to be replaced: "root-2", "online", "contenu",
    /// "medias", "contenu-NAME", a territory's code. With "online" among them, what snapshot and timestamp
    /// say is not relied upon: whoever stole that key may have signed them.
    static base::Result<Ceremony> open(Repository& repository, const base::Clock& clock,
                                       std::set<std::string> replaced = {});

    // Each refuses, with words, what makes no sense; none writes.
    base::Result<void> delegate_territory(const std::string& code, const PublicKeyFile& key);
    base::Result<void> withdraw_territory(const std::string& code);
    base::Result<void> add_publisher(const std::string& role, const PublicKeyFile& key);
    base::Result<void> withdraw_publisher(const std::string& role, const std::string& name);
    /// How many of the role's publishers must sign.
    base::Result<void> set_threshold(const std::string& role, int threshold);
    /// Replaces the keys that open() was told of: by new ones made here, or, of a territory and of a further
    /// publisher, by the one that they sent.
    base::Result<void> replace_keys(const std::optional<PublicKeyFile>& sent);
    /// A new root, so that it lives another year.
    void prolong() { m_root_changes = true; }

    /// Signs and writes all that follows from the changes, root last. Gives what was done, a line each.
    base::Result<std::vector<std::string>> finish(Rehearsal rehearsal);

  private:
    struct NewKey {
        SigningKey key;
        std::string file;  ///< in keys/, without ".json"
        bool is_locked;
        std::string old_id;
    };
    struct Plan;

    Ceremony(Repository& repository, const base::Clock& clock, base::UniqueFd held)
        : m_repository(repository), m_clock(clock), m_held(std::move(held)), m_ring(repository.keys()) {}

    base::Result<void> load();
    base::Result<void> load_after_theft();
    base::Json* delegation(const std::string& role);
    base::Result<void> add_role(const std::string& role, const PublicKeyFile& key, const std::string& name);
    base::Result<void> replace_offline(const std::string& name);
    base::Result<void> replace_online();
    base::Result<void> replace_delegated(const std::string& which, const std::optional<PublicKeyFile>& sent);
    void drop_unused_keys();

    base::Result<Plan> plan();
    base::Result<void> plan_roles(Plan& plan);
    base::Result<std::vector<SigningKey>> keys_for(const trust::Role& role, const std::string& name) const;
    Signers new_signers(const trust::Role& role) const;
    base::Result<void> write(Plan& plan);
    base::Result<void> write_keys();
    base::Result<void> settle_keys();
    void say(const std::string& key, const Arguments& arguments = {}) {
        m_lines.push_back(m_repository.words().text("ceremony." + key, arguments));
    }

    Repository& m_repository;
    const base::Clock& m_clock;
    base::UniqueFd m_held;
    KeyRing m_ring;
    std::set<std::string> m_replaced;
    FeedState m_state;
    Metas m_listed;  ///< what the next snapshot says unless a role is signed again
    base::Json m_root, m_targets;
    bool m_root_changes = false;
    std::vector<NewKey> m_new_keys;
    std::vector<std::string> m_withdrawn;  ///< codes of territories
    std::vector<std::string> m_lines;
};

}  // namespace accueil::publish
