// SPDX-License-Identifier: GPL-3.0-or-later
// The publisher's ed25519 keys: made, kept in files that only their owner reads, used to sign. Called by
// Repository. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/json.hpp"
#include "sync/base/result.hpp"

namespace accueil::publish {

/// How a key file is locked: argon2id turns the passphrase into the key of a secretbox.
struct Passphrase {
    std::string text;
    std::uint64_t operations = 3;                           ///< argon2id's passes
    std::uint64_t memory_bytes = std::uint64_t{256} << 20;  ///< that it fills; a guess costs as much
};

/// The passphrase in $ACCUEIL_KEY_PASSPHRASE; none when unset or empty.
std::optional<Passphrase> passphrase_from_environment();

/// 32 secret bytes as a key file holds them under a passphrase.
base::Result<base::Json> lock_secret(const std::string& secret, const Passphrase& passphrase);
/// invalid_input, with what to do, when the passphrase is absent or wrong; bad_format for what this program
/// does not write.
base::Result<std::string> unlock_secret(const base::Json& locked,
                                        const std::optional<Passphrase>& passphrase);

class SigningKey {
  public:
    static SigningKey generate();

    /// invalid_input, with what to do, when the file is locked and `passphrase` is absent or wrong;
    /// bad_format when it is no key file; corrupt when its parts do not belong together.
    static base::Result<SigningKey> read(const std::filesystem::path& path,
                                         const std::optional<Passphrase>& passphrase = {});

    /// Writes a new file, mode 0600, durably; invalid_input when it exists.
    base::Result<void> write(const std::filesystem::path& path,
                             const std::optional<Passphrase>& passphrase = {}) const;

    SigningKey(SigningKey&& other) noexcept;
    SigningKey& operator=(SigningKey&& other) noexcept;
    SigningKey(const SigningKey&) = delete;
    SigningKey& operator=(const SigningKey&) = delete;
    ~SigningKey();  ///< wipes the secret

    const std::string& id() const { return m_id; }
    base::Json public_key() const;                   ///< TUF's KEY object
    std::string sign(std::string_view bytes) const;  ///< in hexadecimal

  private:
    using Seed = std::array<std::uint8_t, 32>;
    explicit SigningKey(const Seed& seed);

    Seed m_seed;
    std::array<std::uint8_t, 64> m_secret{};
    std::string m_public_hex;
    std::string m_id;
};

}  // namespace accueil::publish
