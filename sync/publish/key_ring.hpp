// SPDX-License-Identifier: GPL-3.0-or-later
// The key files that are at hand: those of a feed's folder, and of the USB sticks that are plugged in. Found
// by what they are, whatever they are called; unlocked when somebody has to sign. One thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/publish/keys.hpp"
#include "sync/publish/words.hpp"
#include "sync/trust/metadata.hpp"

namespace accueil::publish {

/// A key file, without its secret.
struct KeyFile {
    std::filesystem::path path;
    std::string name;  ///< of the file, without ".json"
    std::string id;    ///< empty when it cannot be read
    bool is_locked = false;
    bool is_open_to_others = false;  ///< its mode lets others than its owner read it
    std::string fault;               ///< why it cannot be read; empty when it can
};

/// The public half of a key, as it is sent from one machine to another.
struct PublicKeyFile {
    std::string role;  ///< that it was made for
    std::string name;  ///< of who made it
    std::string id;
    base::Json key;  ///< TUF's KEY object
};

/// Durably, for anybody to read.
base::Result<void> write_public_key(const std::filesystem::path& path, const PublicKeyFile& file);
/// bad_format when it is none, or not the one that its id says.
base::Result<PublicKeyFile> read_public_key(const std::filesystem::path& path, const Words& words);

/// The beginning of a key's id in groups of four, to be compared by telephone: "3f2a 9c1b 04de 7781".
std::string fingerprint(const std::string& key_id);

class KeyRing {
  public:
    /// Looks in `places`, folders or files, in order; what is no key file is passed over, a key that stands
    /// twice is taken where it stands first.
    KeyRing(const std::vector<std::filesystem::path>& places, std::optional<Passphrase> passphrase);

    const std::vector<KeyFile>& files() const { return m_files; }
    const KeyFile* find(const std::string& id) const;
    /// How many of the role's keys are at hand.
    std::size_t count(const trust::Role& role) const;

    /// As many keys of the role as it asks for. not_found says which are missing, bad_signature that the file
    /// called `name` is no key of it, the error of the last one read that none of them opens.
    base::Result<std::vector<SigningKey>> load(const trust::Role& role, const std::string& name,
                                               const Words& words) const;

  private:
    std::vector<std::filesystem::path> m_places;
    std::vector<KeyFile> m_files;
    std::optional<Passphrase> m_passphrase;
};

/// SigningKey::read, with words for a passphrase that is absent or wrong.
base::Result<SigningKey> read_key(const std::filesystem::path& file,
                                  const std::optional<Passphrase>& passphrase, const Words& words);

/// Pointers to the keys, for those who sign.
std::vector<const SigningKey*> signers(const std::vector<SigningKey>& keys);

}  // namespace accueil::publish
