// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/key_ring.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"

namespace accueil::publish {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;
using std::filesystem::path;

namespace {

constexpr std::size_t kMostKeyFile = 16 << 10;

// Nothing for a JSON file that is about something else.
std::optional<KeyFile> look_at(const path& file) {
    KeyFile key;
    key.path = file;
    key.name = file.stem().string();
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    key.is_open_to_others = (status.st_mode & 077) != 0;
    const auto bytes = base::read_file(file, kMostKeyFile);
    if (!bytes) {
        key.fault = bytes.error().detail;
        return key;
    }
    const auto json = base::parse_json(*bytes);
    if (!json || !json->is_object()) {
        key.fault = json ? "no JSON object" : json.error().detail;
        return key;
    }
    key.is_locked = json->contains("locked");
    if (!key.is_locked && !json->contains("private")) return std::nullopt;
    key.id = base::string_of(*json, "keyid");
    if (key.id.empty()) key.fault = "no keyid";
    return key;
}

std::vector<path> files_in(const path& place) {
    std::error_code error;
    if (!std::filesystem::is_directory(place, error)) return {place};
    std::vector<path> files;
    for (std::filesystem::directory_iterator entry(place, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() == ".json") files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

Result<void> write_public_key(const path& file, const PublicKeyFile& key) {
    const Json json{{"role", key.role}, {"name", key.name}, {"keyid", key.id}, {"public", key.key}};
    return base::write_file_durably(file, json.dump(2) + "\n");
}

Result<PublicKeyFile> read_public_key(const path& file, const Words& words) {
    const auto bytes = TRY(base::read_file(file, kMostKeyFile));
    const auto json = base::parse_json(bytes);
    const auto wrong = [&](const char* what) {
        return words.refuse(ErrorCode::bad_format, what, {{"file", file.string()}});
    };
    if (!json || !json->is_object() || !json->contains("public")) return wrong("public_key_none");
    if (json->contains("private") || json->contains("locked")) return wrong("public_key_secret");
    PublicKeyFile key{base::string_of(*json, "role"), base::string_of(*json, "name"),
                      base::string_of(*json, "keyid"), (*json)["public"]};
    const auto id = trust::key_id(key.key);
    if (!id || *id != key.id) return wrong("public_key_altered");
    const auto value = key.key.is_object() ? key.key.find("keyval") : key.key.end();
    const bool is_ed25519 = key.key.is_object() && base::string_of(key.key, "keytype") == "ed25519" &&
                            base::string_of(key.key, "scheme") == "ed25519" && value != key.key.end() &&
                            value->is_object() &&
                            base::from_hex(base::string_of(*value, "public")).value_or("").size() == 32;
    if (!is_ed25519 || key.key.size() != 3) return wrong("public_key_kind");
    return key;
}

std::string fingerprint(const std::string& key_id) {
    std::string groups;
    for (std::size_t at = 0; at < std::min<std::size_t>(16, key_id.size()); at += 4)
        groups += (at == 0 ? "" : " ") + key_id.substr(at, 4);
    return groups;
}

KeyRing::KeyRing(const std::vector<path>& places, std::optional<Passphrase> passphrase)
    : m_places(places), m_passphrase(std::move(passphrase)) {
    for (const auto& place : places) {
        for (const auto& file : files_in(place)) {
            auto key = look_at(file);
            if (key && (key->id.empty() || find(key->id) == nullptr)) m_files.push_back(std::move(*key));
        }
    }
}

const KeyFile* KeyRing::find(const std::string& id) const {
    const auto found =
        std::find_if(m_files.begin(), m_files.end(), [&](const KeyFile& key) { return key.id == id; });
    return found == m_files.end() ? nullptr : &*found;
}

std::size_t KeyRing::count(const trust::Role& role) const {
    return static_cast<std::size_t>(std::count_if(role.key_ids.begin(), role.key_ids.end(),
                                                  [&](const auto& id) { return find(id) != nullptr; }));
}

Result<std::vector<SigningKey>> KeyRing::load(const trust::Role& role, const std::string& name,
                                              const Words& words) const {
    std::vector<SigningKey> keys;
    const auto needed = static_cast<std::size_t>(role.threshold);
    std::optional<Error> error;
    for (const auto& id : role.key_ids) {
        if (keys.size() == needed) break;
        const auto* file = find(id);
        if (file == nullptr) continue;
        auto key = read_key(file->path, m_passphrase, words);
        // The file says what it holds; whoever changed that does not choose who signs.
        if (key && key->id() == id)
            keys.push_back(std::move(*key));
        else if (!key)
            error = key.error();
    }
    if (keys.size() >= needed) return keys;
    if (error) return tl::unexpected<Error>(std::move(*error));
    const auto same_name = std::find_if(m_files.begin(), m_files.end(), [&](const KeyFile& file) {
        return (file.name == name || file.name.starts_with(name + "-")) && !file.id.empty() &&
               std::find(role.key_ids.begin(), role.key_ids.end(), file.id) == role.key_ids.end();
    });
    if (same_name != m_files.end())
        return words.refuse(ErrorCode::bad_signature, "key_unknown",
                            {{"file", same_name->path.string()}, {"role", words.role(name)}});
    std::vector<std::string> places;
    for (const auto& place : m_places)
        places.push_back(place.string());
    return words.refuse(ErrorCode::not_found, "keys_missing",
                        {{"role", words.role(name)},
                         {"needed", std::to_string(needed)},
                         {"found", std::to_string(keys.size())},
                         {"file", name + (name == "root" ? "-1.json…" : ".json")},
                         {"places", base::join(places, ", ")}});
}

Result<SigningKey> read_key(const path& file, const std::optional<Passphrase>& passphrase,
                            const Words& words) {
    auto key = SigningKey::read(file, passphrase);
    if (!key && key.error().code == ErrorCode::invalid_input)
        return words.refuse(ErrorCode::invalid_input, passphrase ? "key_other_passphrase" : "key_locked",
                            {{"file", file.string()}});
    return key;
}

std::vector<const SigningKey*> signers(const std::vector<SigningKey>& keys) {
    std::vector<const SigningKey*> pointers;
    for (const auto& key : keys)
        pointers.push_back(&key);
    return pointers;
}

}  // namespace accueil::publish
