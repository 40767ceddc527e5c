// SPDX-License-Identifier: GPL-3.0-or-later
// The keys that open what visitors proposed: made beside the feed's other keys, found by what they hold. One
// thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/sealed_box.hpp"
#include "sync/publish/keys.hpp"
#include "sync/publish/words.hpp"

namespace accueil::publish {

/// "proposals.json": the one that feed.json names; those before it have their names in theirs.
inline constexpr const char* kProposalKeyFile = "proposals.json";

struct ProposalKey {
    std::filesystem::path file;
    base::BoxPublicKey public_key;
};

/// Makes FOLDER/proposals.json, mode 0600, locked where there is a passphrase. The one that is there already
/// is given back as it is, or with OldProposalKey::put_aside kept as proposals-NAME.json: it still opens what
/// was sealed for it.
enum class OldProposalKey { kept, put_aside };
struct MadeProposalKey {
    ProposalKey key;
    bool is_new = false;
};
base::Result<MadeProposalKey> make_proposal_key(const std::filesystem::path& folder, OldProposalKey old,
                                                const std::optional<Passphrase>& passphrase);

/// Those in `places`, folders or files; what is no such key is passed over, one that stands twice is taken
/// once.
std::vector<ProposalKey> find_proposal_keys(const std::vector<std::filesystem::path>& places);

/// The secret half. An error says what to do about a passphrase that is absent or wrong.
base::Result<base::BoxSecretKey> read_proposal_key(const ProposalKey& key,
                                                   const std::optional<Passphrase>& passphrase,
                                                   const Words& words);

/// 64 hexadecimal digits, as feed.json takes them.
std::string to_hex(const base::BoxPublicKey& key);

}  // namespace accueil::publish
