// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/trust/public_key.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include <cstddef>

#include "sync/base/digest.hpp"
#include "sync/base/strings.hpp"

namespace accueil::trust {

namespace {

constexpr std::size_t kMostPem = 16'384;
constexpr int kLeastRsaBits = 2048;

// What OpenSSL fails at it also queues for the thread, where libcurl would find it and take it for its own.
struct QuietErrors {
    QuietErrors() = default;
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
    ~QuietErrors() { ERR_clear_error(); }
};

// Without it OpenSSL asks the terminal for the password of an encrypted key.
int no_password(char*, int, int, void*) {
    return -1;
}

EVP_PKEY* read_pem(const std::string& text) {
    if (text.size() > kMostPem) return nullptr;
    const std::unique_ptr<BIO, int (*)(BIO*)> source(
        BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
    return source ? PEM_read_bio_PUBKEY(source.get(), nullptr, no_password, nullptr) : nullptr;
}

std::string number(EVP_PKEY* key, const char* name) {
    BIGNUM* read = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &read) != 1) return {};
    const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> owner(read, BN_free);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(read)), '\0');
    BN_bn2bin(read, reinterpret_cast<unsigned char*>(bytes.data()));
    return base::to_hex(bytes);
}

bool is_p256(EVP_PKEY* key) {
    char group[32] = {};
    std::size_t size = 0;
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
           EVP_PKEY_get_group_name(key, group, sizeof group, &size) == 1 &&
           std::string_view(group) == "prime256v1";
}

}  // namespace

void PublicKey::Free::operator()(evp_pkey_st* key) const {
    EVP_PKEY_free(key);
}

std::optional<PublicKey> PublicKey::from(const Key& key) {
    PublicKey read;
    if (key.scheme == "ed25519" && key.type == "ed25519") {
        auto bytes = base::from_hex(key.value);
        if (!bytes || bytes->size() != crypto_sign_PUBLICKEYBYTES) return std::nullopt;
        read.m_identity = "ed25519 " + base::to_hex(*bytes);
        read.m_bytes = std::move(*bytes);
        return read;
    }
    // Older metadata give such keys the scheme's name as their type.
    const bool is_ecdsa =
        key.scheme == "ecdsa-sha2-nistp256" && (key.type == "ecdsa" || key.type == "ecdsa-sha2-nistp256");
    const bool is_rsa = key.scheme == "rsassa-pss-sha256" && key.type == "rsa";
    if (!is_ecdsa && !is_rsa) return std::nullopt;

    const QuietErrors quiet;
    read.m_handle.reset(read_pem(key.value));
    EVP_PKEY* const handle = read.m_handle.get();
    if (handle == nullptr) return std::nullopt;
    if (is_ecdsa) {
        if (!is_p256(handle)) return std::nullopt;
        read.m_scheme = Scheme::ecdsa_p256;
        // By its coordinates: PEM has the point compressed or not.
        read.m_identity = "p256 " + number(handle, OSSL_PKEY_PARAM_EC_PUB_X) + " " +
                          number(handle, OSSL_PKEY_PARAM_EC_PUB_Y);
    } else {
        if (EVP_PKEY_get_base_id(handle) != EVP_PKEY_RSA || EVP_PKEY_get_bits(handle) < kLeastRsaBits)
            return std::nullopt;
        read.m_scheme = Scheme::rsa_pss;
        // By the modulus alone: who can sign with one exponent can with any.
        read.m_identity = "rsa " + number(handle, OSSL_PKEY_PARAM_RSA_N);
    }
    return read;
}

bool PublicKey::verifies(std::string_view bytes, std::string_view signature) const {
    if (m_scheme == Scheme::ed25519)
        return signature.size() == crypto_sign_BYTES &&
               crypto_sign_verify_detached(base::unsigned_bytes(signature), base::unsigned_bytes(bytes),
                                           bytes.size(), base::unsigned_bytes(m_bytes)) == 0;
    const QuietErrors quiet;
    // OpenSSL takes an RSA signature without its leading zeros, too; RFC 8017 (8.1.2) has one as long as the
    // key.
    if (m_scheme == Scheme::rsa_pss &&
        signature.size() != static_cast<std::size_t>(EVP_PKEY_get_size(m_handle.get())))
        return false;
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* padding = nullptr;
    if (!context || EVP_DigestVerifyInit(context.get(), &padding, EVP_sha256(), nullptr, m_handle.get()) != 1)
        return false;
    // The salt's length is read from the signature: signers differ in it, and it proves nothing.
    if (m_scheme == Scheme::rsa_pss && (EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING) != 1 ||
                                        EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, RSA_PSS_SALTLEN_AUTO) != 1))
        return false;
    return EVP_DigestVerify(context.get(), base::unsigned_bytes(signature), signature.size(),
                            base::unsigned_bytes(bytes), bytes.size()) == 1;
}

}  // namespace accueil::trust
