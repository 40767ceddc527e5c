// SPDX-License-Identifier: GPL-3.0-or-later
// What one machine writes and another alone can read: libsodium's sealed boxes (X25519, XSalsa20-Poly1305),
// padded, so that their length says little of what is in them. Kiosks seal, the admins' tool opens. Pure; any
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"

namespace accueil::base {

using BoxPublicKey = std::array<std::uint8_t, 32>;

/// A key that opens what was sealed to its public half. Wiped when it goes.
class BoxSecretKey {
  public:
    static BoxSecretKey generate();
    /// 32 bytes; bad_format for another length.
    static Result<BoxSecretKey> of(std::string_view bytes);
    BoxSecretKey(BoxSecretKey&& other) noexcept;
    BoxSecretKey& operator=(BoxSecretKey&& other) noexcept;
    BoxSecretKey(const BoxSecretKey&) = delete;
    BoxSecretKey& operator=(const BoxSecretKey&) = delete;
    ~BoxSecretKey();

    const BoxPublicKey& public_key() const { return m_public; }
    const std::array<std::uint8_t, 32>& bytes() const { return m_bytes; }

  private:
    explicit BoxSecretKey(const std::array<std::uint8_t, 32>& bytes);
    std::array<std::uint8_t, 32> m_bytes;
    BoxPublicKey m_public{};
};

/// Hexadecimal (64 digits) or base64 (with or without its padding) of 32 bytes; bad_format for anything else,
/// and for the few points to which nothing can be sealed.
Result<BoxPublicKey> box_public_key(std::string_view text);

/// The first 16 hexadecimal digits of the key's SHA-256: tells keys apart, and is no secret.
std::string box_key_name(const BoxPublicKey& key);

/// Lengths of what is sealed are multiples of this many bytes, with at least one of padding.
inline constexpr std::size_t kSealedBlock = 4096;

/// "ACCUEIL-SEALED 1 KEYNAME\n" and the box. bad_format where nothing can be sealed to the key.
Result<std::string> seal(std::string_view plain, const BoxPublicKey& key);

/// The name of the key that a sealed text is for; bad_format where it is none, or of another version.
Result<std::string> sealed_for(std::string_view sealed);
/// bad_format where it is none; not_found where it is for another key; bad_digest where it was altered or
/// cut.
Result<std::string> unseal(std::string_view sealed, const BoxSecretKey& key);

}  // namespace accueil::base
