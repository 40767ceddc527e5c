// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/town_hall.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "sync/base/file.hpp"
#include "sync/feed/layout.hpp"
#include "sync/publish/key_words.hpp"
#include "sync/publish/repository_metadata.hpp"
#include "sync/publish/target_files.hpp"
#include "sync/publish/territory.hpp"

namespace accueil::publish {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;
using std::filesystem::path;

namespace {

Result<void> make_private_folder(const path& folder) {
    TRY(base::create_directories(folder.parent_path()));
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return tl::unexpected<Error>(base::system_error("create folder", folder));
    return {};
}

}  // namespace

Result<path> put_aside(const path& key_file) {
    const path folder = key_file.parent_path() / "anciennes";
    TRY(make_private_folder(folder));
    std::error_code ignored;
    path to;
    for (int number = 1; to.empty() || std::filesystem::exists(to, ignored); ++number)
        to = folder / (key_file.stem().string() + "." + std::to_string(number) + ".json");
    if (::rename(key_file.c_str(), to.c_str()) != 0)
        return tl::unexpected<Error>(base::system_error("rename", key_file));
    TRY(base::fsync_path(folder));
    TRY(base::fsync_path(key_file.parent_path()));
    return to;
}

Result<Joined> join(const path& folder, const std::string& role, const std::string& name, OldKey old_key,
                    const Access& access) {
    const auto code = territory_of_role(role);
    const std::string stem = code ? role : role + "-" + name;
    const path keys = folder / "keys";
    const Joined joined{keys / (stem + ".json"), folder / ((code ? *code : name) + ".public.json"), {}};
    TRY(make_private_folder(keys));
    std::error_code ignored;
    const bool has_one = std::filesystem::exists(joined.key_file, ignored);
    if (has_one && old_key == OldKey::kept)
        return access.words.refuse(ErrorCode::invalid_input, "joined_already",
                                   {{"file", joined.key_file.string()}});
    if (has_one) TRY(put_aside(joined.key_file));
    const auto key = SigningKey::generate();
    TRY(key.write(joined.key_file, access.passphrase));
    TRY(write_public_key(joined.public_file, {role, code ? *code : name, key.id(), key.public_key()}));
    TRY(base::write_file_durably(folder / "LISEZMOI.txt",
                                 joined_read_me(stem + ".json", joined.public_file.filename().string())));
    return Joined{joined.key_file, joined.public_file, key.id()};
}

TownHall::TownHall(path folder, std::string code, Access access, std::uint64_t after)
    : m_folder(std::move(folder)),
      m_code(std::move(code)),
      m_role(territory_role(m_code)),
      m_access(std::move(access)),
      m_after(after) {}

Result<TownHall> TownHall::open(const path& folder, const std::string& code, const Access& access,
                                std::uint64_t after) {
    TownHall hall(folder, code, access, after);
    std::error_code ignored;
    const path file = folder / "keys" / (hall.m_role + ".json");
    if (!std::filesystem::exists(file, ignored))
        return access.words.refuse(ErrorCode::not_found, "not_joined",
                                   {{"file", file.string()}, {"folder", folder.string()}, {"code", code}});
    return hall;
}

std::string TownHall::records_folder() const {
    return feed::territory_folder(m_code);
}

std::string TownHall::head_target() const {
    return feed::territory_head(m_code);
}

std::int64_t TownHall::version() const {
    const auto versions = versions_of(public_folder() / "metadata", m_role);
    return versions.empty() ? 0 : versions.front();
}

// This folder is the town hall's own: its signature is what others check.
Result<std::optional<trust::Targets>> TownHall::latest() const {
    if (version() == 0) return std::nullopt;
    const path file = public_folder() / "metadata" / versioned_name(version(), m_role);
    const auto bytes = TRY(base::read_file(file, kMostMetadata));
    const auto envelope = TRY(trust::Envelope::parse(bytes));
    return TRY(trust::read_targets(envelope));
}

Result<std::map<std::string, trust::TargetInfo>> TownHall::targets() const {
    auto role = TRY(latest());
    return role ? std::move(role->targets) : std::map<std::string, trust::TargetInfo>{};
}

Result<base::WallTime> TownHall::expires_on() const {
    const auto role = TRY(latest());
    return role ? role->expires_on : base::WallTime{};
}

Result<void> TownHall::sign(const std::string& head, const base::Clock& clock) {
    const auto key =
        TRY(read_key(m_folder / "keys" / (m_role + ".json"), m_access.passphrase, m_access.words));
    const path metadata = public_folder() / "metadata";
    TRY(base::create_directories(metadata));
    const auto info = TRY(place_target(public_folder() / feed::kTargetsFolder, {head_target(), head}));
    const auto next = std::max(version(), static_cast<std::int64_t>(m_after)) + 1;
    Json content = role_content(trust::kTargets, next, clock.wall() + kRoleLife);
    content["targets"] = target_list({info});
    TRY(write_metadata(metadata / versioned_name(next, m_role), content, {&key}));
    return {};
}

}  // namespace accueil::publish
