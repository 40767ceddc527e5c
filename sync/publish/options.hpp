// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of accueil-feed, and the configuration file behind it. Read once, by run_command.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "sync/base/config.hpp"
#include "sync/base/i18n.hpp"
#include "sync/base/result.hpp"
#include "sync/publish/import.hpp"

namespace accueil::publish {

enum class Command {
    init,
    check,
    publish,
    renew,
    join,
    delegate,
    withdraw,
    receive,
    rotate,
    doctor,
    import,
    proposals_key,
    proposals,
    embed,
    help,
    version
};

struct Options {
    Command command = Command::help;
    std::filesystem::path content;   ///< of check, publish, embed and import
    std::filesystem::path folder;    ///< the feed; the town hall's folder of join and `publish --territory`;
                                     ///< the cache of embed
    std::filesystem::path received;  ///< what receive takes, and proposals reads
    std::filesystem::path table;     ///< of proposals: what is written, .csv or .json
    std::string territory;           ///< a code; empty for none
    std::string publisher;           ///< a name; empty for none
    std::string role;                ///< of a publisher: "contenu" or "medias"
    std::filesystem::path key;       ///< a public key that was sent
    std::vector<std::filesystem::path> key_places;  ///< where keys are beside the feed's own
    std::set<std::string> replaced;                 ///< keys that rotate replaces
    std::optional<bool> four_eyes;                  ///< whether two publishers must sign
    std::uint64_t after = 0;                        ///< numbers go on after this one
    bool quiet = false;                             ///< no progress, no warnings, no words of success
    bool json = false;                              ///< doctor speaks JSON
    bool quick = false;                             ///< doctor looks at media's lengths alone
    bool rehearsal = false;                         ///< --dry-run
    bool new_key = false;                           ///< join and proposals-key make another key
    ImportOptions import;                           ///< of import, but content, rehearsal and today
    std::filesystem::path report;                   ///< of import: a table of all that was done
};

/// What config/feed.json documents.
std::vector<base::ConfigKey> config_keys();

/// invalid_input, in words of the catalog, for what cannot be understood. `fallback_config` is read when it
/// exists and
/// --config names no other; embed reads none, since a build must not depend on the machine.
base::Result<Options> read_options(std::span<const std::string> arguments, const base::Catalog& catalog,
                                   const std::string& language,
                                   const std::filesystem::path& fallback_config = "/etc/accueil/feed.json");

}  // namespace accueil::publish
