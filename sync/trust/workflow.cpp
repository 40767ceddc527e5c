// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/trust/workflow.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <system_error>

#include "sync/base/digest.hpp"

namespace accueil::trust {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr const char* kTagFile = "timestamp.etag";
constexpr std::size_t kMostTag = 256;

bool is_tag(std::string_view tag) {
    return !tag.empty() && tag.size() <= kMostTag &&
           std::all_of(tag.begin(), tag.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

std::string digest_of(std::string_view bytes) {
    return base::to_hex(base::sha256(bytes));
}

}  // namespace

std::string kept_tag(const std::filesystem::path& folder, std::string_view timestamp) {
    const auto line = base::read_file(folder / kTagFile, 2 * kMostTag).value_or("");
    const auto digest = digest_of(timestamp) + ' ';
    if (!line.starts_with(digest)) return {};
    auto tag = line.substr(digest.size());
    return is_tag(tag) ? tag : std::string();
}

void keep_tag(const std::filesystem::path& folder, std::string_view timestamp, const std::string& tag) {
    if (!is_tag(tag) || kept_tag(folder, timestamp) == tag) return;
    const auto written = base::write_file_durably(folder / kTagFile, digest_of(timestamp) + ' ' + tag);
    if (!written) base::log(base::LogLevel::info, "trust", written.error().detail);
}

Result<void> check_expected(std::string_view bytes, const FileMeta& expected) {
    if (expected.length && bytes.size() != *expected.length)
        return fail(ErrorCode::bad_digest, std::to_string(bytes.size()) + " bytes where " +
                                               std::to_string(*expected.length) + " were announced");
    if (expected.hashes.empty()) return {};
    return check_hashes(bytes, expected.hashes);
}

Result<void> check_version(std::int64_t version, const FileMeta& expected) {
    if (version == expected.version) return {};
    return fail(version < expected.version ? ErrorCode::rollback : ErrorCode::bad_format,
                "version " + std::to_string(version) + " where " + std::to_string(expected.version) +
                    " was announced");
}

Result<void> check_expiry(const RoleHead& head, base::WallTime now) {
    if (head.expires_on > now) return {};
    return fail(ErrorCode::expired, "version " + std::to_string(head.version) + " expired on " +
                                        base::format_utc(head.expires_on));
}

Result<void> check_succession(const Snapshot& before, const Snapshot& after) {
    for (const auto& [name, old] : before.meta) {
        const auto found = after.meta.find(name);
        if (found == after.meta.end()) return fail(ErrorCode::rollback, "no longer lists " + name);
        if (found->second.version < old.version)
            return fail(ErrorCode::rollback, name + ": version " + std::to_string(found->second.version) +
                                                 " after " + std::to_string(old.version));
    }
    return {};
}

bool lists_other_versions(const Snapshot& before, const Snapshot& after) {
    return !std::equal(before.meta.begin(), before.meta.end(), after.meta.begin(), after.meta.end(),
                       [](const auto& one, const auto& other) {
                           return one.first == other.first && one.second.version == other.second.version;
                       });
}

bool is_revoked(const Root& before, const Root& after, const std::string& role) {
    // Compared by what the keys are: an id may be given to another key.
    const auto signers = [&role](const Root& root) {
        std::set<std::string> out;
        for (const auto& id : root.roles.at(role).key_ids)
            if (const auto key = root.keys.find(id); key != root.keys.end())
                out.insert(signer_of(key->second));
        return out;
    };
    const auto then = signers(before), now = signers(after);
    return !std::includes(now.begin(), now.end(), then.begin(), then.end());
}

Result<void> forget(const std::filesystem::path& folder, const std::string& role) {
    const auto path = folder / file_name(role);
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        return tl::unexpected<Error>(base::system_error("remove", path));
    return {};
}

void forget_unlisted(const std::filesystem::path& folder, const Snapshot& snapshot) {
    std::set<std::string> listed;
    for (const char* name : {kRoot, kTimestamp, kSnapshot, kTargets})
        listed.insert(file_name(name));
    constexpr std::string_view kEnding = ".json";
    for (const auto& [name, meta] : snapshot.meta)
        if (name.size() > kEnding.size() &&
            std::string_view(name).substr(name.size() - kEnding.size()) == kEnding)
            listed.insert(file_name(std::string_view(name).substr(0, name.size() - kEnding.size())));
    std::error_code error;
    std::filesystem::directory_iterator entry(folder, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        const auto& path = entry->path();
        if (path.extension() != kEnding || listed.contains(path.filename().string())) continue;
        if (::unlink(path.c_str()) == 0)
            base::log(base::LogLevel::info, "trust",
                      path.filename().string() + ": no longer listed, removed");
    }
}

}  // namespace accueil::trust
