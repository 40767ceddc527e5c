// SPDX-License-Identifier: GPL-3.0-or-later
// A key of the metadata, ready to verify: ed25519 by libsodium, ECDSA and RSA by OpenSSL, which no other file
// knows. Called by signatures.cpp. Any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sync/trust/metadata.hpp"

struct evp_pkey_st;

namespace accueil::trust {

class PublicKey {
  public:
    /// nullopt for a key that no specification's scheme can use: a kind, scheme or curve that is not known,
    /// RSA under 2048 bits, text that is no key.
    static std::optional<PublicKey> from(const Key& key);

    /// The same for every way to write one key.
    const std::string& identity() const { return m_identity; }

    bool verifies(std::string_view bytes, std::string_view signature) const;

  private:
    enum class Scheme { ed25519, ecdsa_p256, rsa_pss };
    struct Free {
        void operator()(evp_pkey_st* key) const;
    };
    PublicKey() = default;

    Scheme m_scheme = Scheme::ed25519;
    std::string m_identity;
    std::string m_bytes;                          // ed25519
    std::unique_ptr<evp_pkey_st, Free> m_handle;  // the others
};

}  // namespace accueil::trust
