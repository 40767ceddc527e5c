// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/proposal_key.hpp"

#include <sodium.h>

#include <algorithm>
#include <system_error>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/publish/private_file.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;
using std::filesystem::path;

namespace {

constexpr std::size_t kMostProposalKeyFile = 16 << 10;
constexpr const char *kPublicHalf = "box_public", *kSecretHalf = "box_secret", *kLockedHalf = "box_locked";

std::optional<ProposalKey> proposal_key_in(const path& file) {
    const auto bytes = base::read_file(file, kMostProposalKeyFile);
    if (!bytes) return std::nullopt;
    const auto json = base::parse_json(*bytes);
    if (!json || !json->is_object()) return std::nullopt;
    const auto key = base::box_public_key(base::string_of(*json, kPublicHalf));
    if (!key) return std::nullopt;
    return ProposalKey{file, *key};
}

Result<void> write_proposal_key(const path& file, const base::BoxSecretKey& key,
                                const std::optional<Passphrase>& passphrase) {
    std::string secret(key.bytes().begin(), key.bytes().end());
    Json json{{kPublicHalf, to_hex(key.public_key())}};
    if (passphrase)
        json[kLockedHalf] = TRY(lock_secret(secret, *passphrase));
    else
        json[kSecretHalf] = base::to_hex(secret);
    auto text = json.dump(2) + "\n";
    const auto written = write_private_file(file, text);
    sodium_memzero(secret.data(), secret.size());
    sodium_memzero(text.data(), text.size());
    return written;
}

}  // namespace

Result<MadeProposalKey> make_proposal_key(const path& folder, OldProposalKey old,
                                          const std::optional<Passphrase>& passphrase) {
    const auto file = folder / kProposalKeyFile;
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored))) {
        const auto before = proposal_key_in(file);
        if (!before) return fail(ErrorCode::corrupt, file.string() + ": is no key for proposals");
        if (old == OldProposalKey::kept) return MadeProposalKey{*before, false};
        const auto aside = folder / ("proposals-" + base::box_key_name(before->public_key) + ".json");
        std::error_code error;
        // A name that is there already is the same key's: it is its own digest.
        std::filesystem::rename(file, aside, error);
        if (error) return fail(ErrorCode::io, file.string() + ": " + error.message());
    }
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return fail(ErrorCode::io, folder.string() + ": " + error.message());
    const auto key = base::BoxSecretKey::generate();
    TRY(write_proposal_key(file, key, passphrase));
    return MadeProposalKey{{file, key.public_key()}, true};
}

std::vector<ProposalKey> find_proposal_keys(const std::vector<path>& places) {
    std::vector<ProposalKey> keys;
    const auto take = [&](const path& file) {
        const auto key = proposal_key_in(file);
        const auto is_same = [&](const ProposalKey& other) { return other.public_key == key->public_key; };
        if (key && std::none_of(keys.begin(), keys.end(), is_same)) keys.push_back(*key);
    };
    for (const auto& place : places) {
        std::error_code error;
        if (!std::filesystem::is_directory(place, error)) {
            take(place);
            continue;
        }
        std::vector<path> files;
        for (std::filesystem::directory_iterator entry(place, error), end; !error && entry != end;
             entry.increment(error))
            if (entry->path().extension() == ".json") files.push_back(entry->path());
        std::sort(files.begin(), files.end());
        for (const auto& file : files)
            take(file);
    }
    return keys;
}

Result<base::BoxSecretKey> read_proposal_key(const ProposalKey& key,
                                             const std::optional<Passphrase>& passphrase,
                                             const Words& words) {
    const auto json = TRY(base::parse_json(TRY(base::read_file(key.file, kMostProposalKeyFile))));
    std::string secret;
    if (json.contains(kLockedHalf)) {
        auto unlocked = unlock_secret(json[kLockedHalf], passphrase);
        if (!unlocked && unlocked.error().code == ErrorCode::invalid_input)
            return words.refuse(ErrorCode::invalid_input, passphrase ? "key_other_passphrase" : "key_locked",
                                {{"file", key.file.string()}});
        secret = TRY(unlocked);
    } else {
        secret = base::from_hex(base::string_of(json, kSecretHalf)).value_or("");
    }
    auto opened = base::BoxSecretKey::of(secret);
    sodium_memzero(secret.data(), secret.size());
    if (!opened || opened->public_key() != key.public_key)
        return fail(ErrorCode::corrupt,
                    key.file.string() + ": the secret half is not that of the public one");
    return opened;
}

std::string to_hex(const base::BoxPublicKey& key) {
    return base::to_hex(std::string_view(reinterpret_cast<const char*>(key.data()), key.size()));
}

}  // namespace accueil::publish
