// SPDX-License-Identifier: GPL-3.0-or-later
// TUF metadata (specification 1.0.34, section 4; TAP 15): strict reading, and signatures. An Envelope is
// verified before the role inside it is read. Called by Client and by the publisher. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/json.hpp"
#include "sync/base/result.hpp"

namespace accueil::trust {

inline constexpr const char* kRoot = "root";
inline constexpr const char* kTimestamp = "timestamp";
inline constexpr const char* kSnapshot = "snapshot";
inline constexpr const char* kTargets = "targets";

/// A public key. The id is a name, unique in the file that lists it, and no more: section 4.3 has clients
/// check that it is the key's hash, which TAP 12 takes back and the repositories of sigstore and tuf-on-ci do
/// not keep to. Nothing rests on it here: a name stands for one key of one delegator, and whoever counts or
/// compares signers goes by signer_of().
struct Key {
    std::string id;
    std::string type;    ///< "ed25519", "ecdsa", "rsa"…
    std::string scheme;  ///< "ed25519", "ecdsa-sha2-nistp256", "rsassa-pss-sha256"…
    std::string value;   ///< keyval.public as written: hexadecimal for ed25519, else PEM
};

using Keys = std::map<std::string, Key>;  ///< by id

/// Who may sign: `threshold` different ones of `key_ids`.
struct Role {
    std::vector<std::string> key_ids;
    std::int64_t threshold = 1;
};

/// Hash algorithm → hexadecimal digest.
using Hashes = std::map<std::string, std::string>;

/// What one metadata file says of another.
struct FileMeta {
    std::int64_t version = 0;
    std::optional<std::uint64_t> length;
    Hashes hashes;  ///< empty when it does not say
};

struct TargetInfo {
    std::string name;
    std::uint64_t length = 0;
    Hashes hashes;       ///< never empty
    base::Json custom;   ///< an object, or null
    std::string role{};  ///< who says so: "targets" or a delegated role; empty outside Client's answers
};

/// A part of the target names that another role may speak for. With neither patterns nor prefixes: no part.
struct Delegation {
    std::string name;
    Role role;
    bool terminating = false;
    std::vector<std::string> paths;          ///< patterns, see matches_pattern()
    std::vector<std::string> hash_prefixes;  ///< of the name's sha256, lower-case hexadecimal
};

/// All names, dealt out over 2^bit_length roles "PREFIX-HEX" by their hash, each terminating (TAP 15).
struct HashBins {
    Role role;
    int bit_length = 1;  ///< 1 to 32
    std::string name_prefix;
};

struct Delegations {
    Keys keys;
    std::vector<Delegation> roles;  ///< the first has the first word; names are unique
    std::optional<HashBins> bins;   ///< never beside roles
};

/// What every role's metadata begins with.
struct RoleHead {
    std::int64_t version = 0;
    base::WallTime expires_on{};
};

struct Root : RoleHead {
    bool consistent_snapshot = false;
    Keys keys;
    std::map<std::string, Role> roles;  ///< the four top-level ones are always there
};
struct Timestamp : RoleHead {
    FileMeta snapshot;
};
struct Snapshot : RoleHead {
    std::map<std::string, FileMeta> meta;  ///< by file name without version: "targets.json", always there
};
struct Targets : RoleHead {
    std::map<std::string, TargetInfo> targets;  ///< by name
    Delegations delegations;
};

/// A signed file as received: {"signed": …, "signatures": […]}.
class Envelope {
  public:
    /// bad_format for anything but that; a key id that signs twice is refused.
    static base::Result<Envelope> parse(std::string_view bytes);

    /// bad_signature unless `role.threshold` different keys of `role` signed. `name` is for the words.
    base::Result<void> verify(const Keys& keys, const Role& role, const std::string& name) const;

    /// The same for a top-level role, as `root` lists it.
    base::Result<void> verify(const Root& root, const std::string& role_name) const;

    const base::Json& content() const { return m_signed; }

  private:
    struct Signature {
        std::string key_id;
        std::string bytes;  // empty where the file's text is no hexadecimal: it counts for nothing
    };
    base::Json m_signed;
    std::string m_canonical;
    std::vector<Signature> m_signatures;
};

// Each reads the role inside an envelope: bad_format for a wrong type or field, unsupported for a
// spec_version that is not 1.x. Unknown fields are passed over (they are signed nonetheless). A delegated
// role is read as targets.
base::Result<Root> read_root(const Envelope& envelope);
base::Result<Timestamp> read_timestamp(const Envelope& envelope);
base::Result<Snapshot> read_snapshot(const Envelope& envelope);
base::Result<Targets> read_targets(const Envelope& envelope);

/// A root that verifies by its own keys.
base::Result<Root> parse_self_signed_root(std::string_view bytes);

/// The id that the specification gives a key in its JSON form; invalid_input when it cannot be canonical.
base::Result<std::string> key_id(const base::Json& key);

/// What the key is, whatever it is called and however it is written; the key's own text where that is no
/// usable key.
std::string signer_of(const Key& key);

/// True for a signature of `bytes` by `key`; false too for a scheme that is not known here.
bool is_signed(const Key& key, std::string_view bytes, std::string_view signature);

/// bad_digest unless the bytes have every hash that is given; unsupported when none is of a known kind.
base::Result<void> check_hashes(std::string_view bytes, const Hashes& hashes);

}  // namespace accueil::trust
