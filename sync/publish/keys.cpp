// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/keys.hpp"

#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/base/log.hpp"
#include "sync/publish/private_file.hpp"
#include "sync/trust/metadata.hpp"

namespace accueil::publish {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;

namespace {

constexpr std::uint64_t kMostOperations = 64;
constexpr std::uint64_t kMostMemory = std::uint64_t{1} << 30;
constexpr const char* kKdf = "argon2id13";

unsigned char* raw(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* raw(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

void start_library() {
    // Without a source of randomness no key may be made: nothing sensible can follow.
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), count);
    return bytes;
}

// Wipes a secret that std::string or an array holds, whichever way its scope is left.
template <class Bytes>
struct Wiped {
    Bytes bytes;
    explicit Wiped(Bytes held) : bytes(std::move(held)) {}
    Wiped(const Wiped&) = delete;
    Wiped& operator=(const Wiped&) = delete;
    ~Wiped() { sodium_memzero(bytes.data(), bytes.size()); }
};

Result<void> derive(std::string& box_key, const Passphrase& passphrase, const std::string& salt) {
    if (crypto_pwhash(raw(box_key), box_key.size(), passphrase.text.data(), passphrase.text.size(), raw(salt),
                      passphrase.operations, static_cast<std::size_t>(passphrase.memory_bytes),
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(ErrorCode::io, "not enough memory for argon2id (" +
                                       std::to_string(passphrase.memory_bytes >> 20) + " MiB)");
    return {};
}

}  // namespace

Result<Json> lock_secret(const std::string& seed, const Passphrase& passphrase) {
    const std::string salt = random_bytes(crypto_pwhash_SALTBYTES);
    const std::string nonce = random_bytes(crypto_secretbox_NONCEBYTES);
    Wiped<std::string> box_key(std::string(crypto_secretbox_KEYBYTES, '\0'));
    TRY(derive(box_key.bytes, passphrase, salt));
    std::string box(seed.size() + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(raw(box), raw(seed), seed.size(), raw(nonce), raw(box_key.bytes));
    return Json{{"kdf", kKdf},
                {"operations", passphrase.operations},
                {"memory_bytes", passphrase.memory_bytes},
                {"salt", base::to_hex(salt)},
                {"nonce", base::to_hex(nonce)},
                {"box", base::to_hex(box)}};
}

namespace {

// Fields of a key file. Whatever has the wrong type reads as empty, and so has the wrong length.
std::uint64_t whole(const Json& object, const char* name) {
    return object.contains(name) && object[name].is_number_unsigned() ? object[name].get<std::uint64_t>() : 0;
}
std::string bytes_of(const Json& object, const char* name) {
    return base::from_hex(base::string_of(object, name)).value_or("");
}

}  // namespace

Result<std::string> unlock_secret(const Json& locked, const std::optional<Passphrase>& passphrase) {
    if (!passphrase)
        return fail(ErrorCode::invalid_input,
                    "the key is locked by a passphrase: set ACCUEIL_KEY_PASSPHRASE to it");
    const std::string salt = bytes_of(locked, "salt");
    const std::string nonce = bytes_of(locked, "nonce");
    const std::string box = bytes_of(locked, "box");
    Passphrase used{passphrase->text, whole(locked, "operations"), whole(locked, "memory_bytes")};
    if (base::string_of(locked, "kdf") != kKdf || salt.size() != crypto_pwhash_SALTBYTES ||
        nonce.size() != crypto_secretbox_NONCEBYTES ||
        box.size() != crypto_sign_SEEDBYTES + crypto_secretbox_MACBYTES ||
        used.operations < crypto_pwhash_OPSLIMIT_MIN || used.operations > kMostOperations ||
        used.memory_bytes < crypto_pwhash_MEMLIMIT_MIN || used.memory_bytes > kMostMemory)
        return fail(ErrorCode::bad_format, "\"locked\" is not what this program writes");
    Wiped<std::string> box_key(std::string(crypto_secretbox_KEYBYTES, '\0'));
    TRY(derive(box_key.bytes, used, salt));
    std::string seed(crypto_sign_SEEDBYTES, '\0');
    if (crypto_secretbox_open_easy(raw(seed), raw(box), box.size(), raw(nonce), raw(box_key.bytes)) != 0)
        return fail(ErrorCode::invalid_input, "the passphrase is not the key's (or the file was changed)");
    return seed;
}

std::optional<Passphrase> passphrase_from_environment() {
    const char* set = std::getenv("ACCUEIL_KEY_PASSPHRASE");
    if (set == nullptr || *set == '\0') return std::nullopt;
    return Passphrase{set};
}

SigningKey::SigningKey(const Seed& seed) : m_seed(seed) {
    std::string public_bytes(crypto_sign_PUBLICKEYBYTES, '\0');
    crypto_sign_seed_keypair(raw(public_bytes), m_secret.data(), m_seed.data());
    m_public_hex = base::to_hex(public_bytes);
    m_id = trust::key_id(public_key()).value();
}

SigningKey::SigningKey(SigningKey&& other) noexcept
    : m_seed(other.m_seed),
      m_secret(other.m_secret),
      m_public_hex(std::move(other.m_public_hex)),
      m_id(std::move(other.m_id)) {
    sodium_memzero(other.m_seed.data(), other.m_seed.size());
    sodium_memzero(other.m_secret.data(), other.m_secret.size());
}

SigningKey& SigningKey::operator=(SigningKey&& other) noexcept {
    std::swap(m_seed, other.m_seed);
    std::swap(m_secret, other.m_secret);
    std::swap(m_public_hex, other.m_public_hex);
    std::swap(m_id, other.m_id);
    return *this;
}

SigningKey::~SigningKey() {
    sodium_memzero(m_seed.data(), m_seed.size());
    sodium_memzero(m_secret.data(), m_secret.size());
}

SigningKey SigningKey::generate() {
    start_library();
    Wiped<Seed> seed(Seed{});
    randombytes_buf(seed.bytes.data(), seed.bytes.size());
    return SigningKey(seed.bytes);
}

Result<SigningKey> SigningKey::read(const std::filesystem::path& path,
                                    const std::optional<Passphrase>& passphrase) {
    start_library();
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && (status.st_mode & 077) != 0)
        base::log(base::LogLevel::warning, "publish",
                  path.string() + ": others than its owner may read this key (chmod 600)");
    const auto read_key = [&]() -> Result<SigningKey> {
        Wiped<std::string> content(TRY(base::read_file(path, 16 << 10)));
        const auto file = TRY(base::parse_json(content.bytes));
        if (!file.is_object() || base::string_of(file, "keyid").empty() || !file.contains("public"))
            return fail(ErrorCode::bad_format, "is not a key file");
        Wiped<std::string> bytes(file.contains("locked") ? TRY(unlock_secret(file["locked"], passphrase))
                                                         : bytes_of(file, "private"));
        Wiped<Seed> seed(Seed{});
        if (bytes.bytes.size() != seed.bytes.size())
            return fail(ErrorCode::bad_format, "holds no private key");
        std::copy(bytes.bytes.begin(), bytes.bytes.end(), seed.bytes.begin());
        SigningKey key(seed.bytes);
        if (key.public_key() != file["public"] || key.id() != base::string_of(file, "keyid"))
            return fail(ErrorCode::corrupt, "the private key is not that of the public one");
        return key;
    };
    auto key = read_key();
    if (!key && key.error().detail.find(path.string()) == std::string::npos)
        return fail(key.error(), path.string());
    return key;
}

Result<void> SigningKey::write(const std::filesystem::path& path,
                               const std::optional<Passphrase>& passphrase) const {
    Json file{{"keyid", m_id}, {"public", public_key()}};
    Wiped<std::string> seed(std::string(m_seed.begin(), m_seed.end()));
    if (passphrase)
        file["locked"] = TRY(lock_secret(seed.bytes, *passphrase));
    else
        file["private"] = base::to_hex(seed.bytes);
    Wiped<std::string> content(file.dump(2) + "\n");
    return write_private_file(path, content.bytes);
}

Json SigningKey::public_key() const {
    return Json{{"keytype", "ed25519"}, {"scheme", "ed25519"}, {"keyval", {{"public", m_public_hex}}}};
}

std::string SigningKey::sign(std::string_view bytes) const {
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(raw(signature), nullptr, reinterpret_cast<const unsigned char*>(bytes.data()),
                         bytes.size(), m_secret.data());
    return base::to_hex(signature);
}

}  // namespace accueil::publish
