// SPDX-License-Identifier: GPL-3.0-or-later
// The part of metadata.hpp that needs cryptography.
#include <sodium.h>

#include <algorithm>
#include <set>

#include "sync/base/digest.hpp"
#include "sync/base/strings.hpp"
#include "sync/trust/metadata.hpp"
#include "sync/trust/public_key.hpp"

namespace accueil::trust {

using base::ErrorCode;
using base::fail;

namespace {

std::string sha512_hex(std::string_view bytes) {
    std::string digest(crypto_hash_sha512_BYTES, '\0');
    crypto_hash_sha512(reinterpret_cast<unsigned char*>(digest.data()), base::unsigned_bytes(bytes),
                       bytes.size());
    return base::to_hex(digest);
}

bool is_same_hex(const std::string& written, const std::string& computed) {
    const auto digest = base::from_hex(written);
    return digest && base::to_hex(*digest) == computed;
}

}  // namespace

base::Result<std::string> key_id(const base::Json& key) {
    const auto canonical = TRY(base::canonical_json(key));
    return base::to_hex(base::sha256(canonical));
}

std::string signer_of(const Key& key) {
    const auto read = PublicKey::from(key);
    return read ? read->identity() : key.type + " " + key.scheme + " " + key.value;
}

bool is_signed(const Key& key, std::string_view bytes, std::string_view signature) {
    const auto read = PublicKey::from(key);
    return read && read->verifies(bytes, signature);
}

base::Result<void> check_hashes(std::string_view bytes, const Hashes& hashes) {
    bool known = false;
    for (const auto& [algorithm, digest] : hashes) {
        std::string computed;
        if (algorithm == "sha256")
            computed = base::to_hex(base::sha256(bytes));
        else if (algorithm == "sha512")
            computed = sha512_hex(bytes);
        else
            continue;
        known = true;
        if (!is_same_hex(digest, computed))
            return fail(ErrorCode::bad_digest,
                        "the bytes do not have the " + algorithm + " that was announced");
    }
    if (!known) return fail(ErrorCode::unsupported, "announced by no kind of hash that is known here");
    return {};
}

base::Result<void> Envelope::verify(const Keys& keys, const Role& role, const std::string& name) const {
    // Counted by what the key is, not by what it is called: one key is one signer.
    std::set<std::string> signers;
    for (const auto& signature : m_signatures) {
        if (std::find(role.key_ids.begin(), role.key_ids.end(), signature.key_id) == role.key_ids.end())
            continue;
        const auto listed = keys.find(signature.key_id);
        if (listed == keys.end()) continue;
        const auto key = PublicKey::from(listed->second);
        if (key && key->verifies(m_canonical, signature.bytes)) signers.insert(key->identity());
    }
    if (static_cast<std::int64_t>(signers.size()) < role.threshold)
        return fail(ErrorCode::bad_signature, "signed by " + std::to_string(signers.size()) + " of the " +
                                                  std::to_string(role.threshold) + " keys that the role " +
                                                  name + " asks for");
    return {};
}

base::Result<void> Envelope::verify(const Root& root, const std::string& role_name) const {
    const auto role = root.roles.find(role_name);
    if (role == root.roles.end())
        return fail(ErrorCode::bad_signature, "no role \"" + role_name + "\" in the root");
    return verify(root.keys, role->second, role_name);
}

}  // namespace accueil::trust
