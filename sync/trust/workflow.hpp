// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that the roles share on the client's way (specification 1.0.34, section 5): what is kept, what was
// announced, what has expired. Called by Client alone; one thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sync/base/file.hpp"
#include "sync/base/log.hpp"
#include "sync/trust/delegations.hpp"
#include "sync/trust/metadata.hpp"

namespace accueil::trust {

/// A role and the file that it was read from.
template <class T>
struct Loaded {
    T role;
    Envelope envelope;
    std::string bytes;
};

/// What is kept of a role, if it is still what `keys` sign. Anything else is as good as absent: it is
/// fetched.
template <class T>
base::Result<std::optional<Loaded<T>>> kept_role(const std::filesystem::path& folder, const std::string& name,
                                                 const Keys& keys, const Role& role,
                                                 base::Result<T> (*read)(const Envelope&)) {
    auto bytes = base::read_file(folder / file_name(name));
    if (!bytes && bytes.error().code == base::ErrorCode::not_found) return std::nullopt;
    if (!bytes) return tl::unexpected<base::Error>(bytes.error());
    auto loaded = [&]() -> base::Result<Loaded<T>> {
        auto envelope = TRY(Envelope::parse(*bytes));
        TRY(envelope.verify(keys, role, name));
        auto content = TRY(read(envelope));
        return Loaded<T>{std::move(content), std::move(envelope), std::move(*bytes)};
    }();
    if (!loaded) {
        base::log(base::LogLevel::warning, "trust",
                  "kept " + file_name(name) + " is not used: " + loaded.error().detail);
        return std::nullopt;
    }
    return std::move(*loaded);
}

/// The server's name (ETag) for a timestamp of these bytes, if it gave one; else empty. Kept beside it in
/// timestamp.etag.
std::string kept_tag(const std::filesystem::path& folder, std::string_view timestamp);
/// Only a saving of bytes: what cannot be written is not missed, and a tag that is no header's value is not
/// kept.
void keep_tag(const std::filesystem::path& folder, std::string_view timestamp, const std::string& tag);

/// bad_digest unless the bytes have the length and the hashes that were announced, where they were.
base::Result<void> check_expected(std::string_view bytes, const FileMeta& expected);

/// rollback for an older version than announced, bad_format for a newer one.
base::Result<void> check_version(std::int64_t version, const FileMeta& expected);

/// expired from that very second on.
base::Result<void> check_expiry(const RoleHead& head, base::WallTime now);

/// rollback when a role that `before` lists is left out of `after`, or older there.
base::Result<void> check_succession(const Snapshot& before, const Snapshot& after);

/// True when a role has another version in `after`, or is new there.
bool lists_other_versions(const Snapshot& before, const Snapshot& after);

/// True when a key that could sign the role may no longer: what it signed may have been made to outrun the
/// true versions.
bool is_revoked(const Root& before, const Root& after, const std::string& role);

/// Removes what is kept of a role.
base::Result<void> forget(const std::filesystem::path& folder, const std::string& role);

/// Removes what is kept of delegated roles that `snapshot` does not list; what cannot be removed stays.
void forget_unlisted(const std::filesystem::path& folder, const Snapshot& snapshot);

}  // namespace accueil::trust
