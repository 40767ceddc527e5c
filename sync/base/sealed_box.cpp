// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/sealed_box.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

#include "sync/base/digest.hpp"
#include "sync/base/strings.hpp"

namespace accueil::base {

static_assert(crypto_box_PUBLICKEYBYTES == 32 && crypto_box_SECRETKEYBYTES == 32);

namespace {

constexpr std::string_view kMagic = "ACCUEIL-SEALED ";
constexpr std::string_view kVersion = "1 ";
constexpr std::size_t kKeyNameLength = 16;
constexpr std::size_t kHead = kMagic.size() + kVersion.size() + kKeyNameLength + 1;

unsigned char* writable(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

void start_boxes() {
    // Without a source of randomness nothing may be sealed: nothing sensible can follow.
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

/// Holds what nobody else is to find in memory later.
struct WipedText {
    std::string text;
    ~WipedText() { sodium_memzero(text.data(), text.size()); }
};

}  // namespace

BoxSecretKey::BoxSecretKey(const std::array<std::uint8_t, 32>& bytes) : m_bytes(bytes) {
    crypto_scalarmult_base(m_public.data(), m_bytes.data());
}

BoxSecretKey::BoxSecretKey(BoxSecretKey&& other) noexcept : m_bytes(other.m_bytes), m_public(other.m_public) {
    sodium_memzero(other.m_bytes.data(), other.m_bytes.size());
}

BoxSecretKey& BoxSecretKey::operator=(BoxSecretKey&& other) noexcept {
    std::swap(m_bytes, other.m_bytes);
    std::swap(m_public, other.m_public);
    return *this;
}

BoxSecretKey::~BoxSecretKey() {
    sodium_memzero(m_bytes.data(), m_bytes.size());
}

BoxSecretKey BoxSecretKey::generate() {
    start_boxes();
    std::array<std::uint8_t, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    BoxSecretKey key(bytes);
    sodium_memzero(bytes.data(), bytes.size());
    return key;
}

Result<BoxSecretKey> BoxSecretKey::of(std::string_view bytes) {
    start_boxes();
    std::array<std::uint8_t, 32> copy{};
    if (bytes.size() != copy.size()) return fail(ErrorCode::bad_format, "a secret key has 32 bytes");
    std::copy(bytes.begin(), bytes.end(), copy.begin());
    BoxSecretKey key(copy);
    sodium_memzero(copy.data(), copy.size());
    return key;
}

Result<BoxPublicKey> box_public_key(std::string_view text) {
    start_boxes();
    BoxPublicKey key{};
    std::size_t length = 0;
    bool is_read = false;
    if (text.size() == 2 * key.size()) {
        const auto bytes = from_hex(text);
        is_read = bytes && bytes->size() == key.size();
        if (is_read) std::copy(bytes->begin(), bytes->end(), key.begin());
    }
    for (const int variant : {sodium_base64_VARIANT_ORIGINAL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING,
                              sodium_base64_VARIANT_URLSAFE, sodium_base64_VARIANT_URLSAFE_NO_PADDING}) {
        if (is_read) break;
        const char* end = nullptr;
        is_read = sodium_base642bin(key.data(), key.size(), text.data(), text.size(), nullptr, &length, &end,
                                    variant) == 0 &&
                  length == key.size() && end == text.data() + text.size();
    }
    if (!is_read) return fail(ErrorCode::bad_format, "not 32 bytes in hexadecimal or base64");
    if (!seal("", key)) return fail(ErrorCode::bad_format, "no point to which anything can be sealed");
    return key;
}

std::string box_key_name(const BoxPublicKey& key) {
    const std::string bytes(key.begin(), key.end());
    return to_hex(sha256(bytes)).substr(0, kKeyNameLength);
}

Result<std::string> seal(std::string_view plain, const BoxPublicKey& key) {
    start_boxes();
    const auto whole = (plain.size() / kSealedBlock + 1) * kSealedBlock;
    WipedText padded{std::string(whole, '\0')};
    std::copy(plain.begin(), plain.end(), padded.text.begin());
    std::size_t length = 0;
    if (sodium_pad(&length, writable(padded.text), plain.size(), kSealedBlock, whole) != 0 || length != whole)
        return fail(ErrorCode::too_large, "cannot be padded");
    std::string sealed(kMagic);
    sealed += kVersion;
    sealed += box_key_name(key) + "\n";
    const auto head = sealed.size();
    sealed.resize(head + crypto_box_SEALBYTES + whole);
    if (crypto_box_seal(writable(sealed) + head, unsigned_bytes(padded.text), whole, key.data()) != 0)
        return fail(ErrorCode::bad_format, "nothing can be sealed to this key");
    return sealed;
}

Result<std::string> sealed_for(std::string_view sealed) {
    if (!sealed.starts_with(kMagic)) return fail(ErrorCode::bad_format, "is no sealed text");
    if (!sealed.substr(kMagic.size()).starts_with(kVersion))
        return fail(ErrorCode::bad_format, "is sealed in a way that this version does not know");
    if (sealed.size() < kHead || sealed[kHead - 1] != '\n')
        return fail(ErrorCode::bad_digest, "is cut or altered");
    return std::string(sealed.substr(kMagic.size() + kVersion.size(), kKeyNameLength));
}

Result<std::string> unseal(std::string_view sealed, const BoxSecretKey& key) {
    start_boxes();
    if (TRY(sealed_for(sealed)) != box_key_name(key.public_key()))
        return fail(ErrorCode::not_found, "is sealed for another key");
    const auto box = sealed.substr(kHead);
    if (box.size() < crypto_box_SEALBYTES) return fail(ErrorCode::bad_digest, "is cut or altered");
    WipedText padded{std::string(box.size() - crypto_box_SEALBYTES, '\0')};
    std::size_t length = 0;
    if (crypto_box_seal_open(writable(padded.text), unsigned_bytes(box), box.size(), key.public_key().data(),
                             key.bytes().data()) != 0 ||
        sodium_unpad(&length, unsigned_bytes(padded.text), padded.text.size(), kSealedBlock) != 0)
        return fail(ErrorCode::bad_digest, "is cut or altered");
    return padded.text.substr(0, length);
}

}  // namespace accueil::base
