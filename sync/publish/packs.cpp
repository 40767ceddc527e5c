// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/packs.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/log.hpp"
#include "sync/feed/layout.hpp"
#include "sync/feed/patch.hpp"
#include "sync/model/records.hpp"
#include "sync/publish/repository_metadata.hpp"
#include "sync/publish/target_files.hpp"
#include "sync/publish/territory.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::Json;
using base::Result;
using std::filesystem::path;

namespace {

constexpr std::uint64_t kMostPackBytes = std::uint64_t{2} << 30;
constexpr std::string_view kSqlite("SQLite format 3\0", 16);

// A file's bytes, read when they are looked at.
class Mapped {
  public:
    static Result<Mapped> open(const path& file) {
        const base::UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
        struct stat status {};
        if (!fd.is_open() || ::fstat(fd.get(), &status) != 0)
            return tl::unexpected<base::Error>(base::system_error("open", file));
        Mapped mapped;
        mapped.m_size = static_cast<std::size_t>(status.st_size);
        if (mapped.m_size == 0) return mapped;
        mapped.m_bytes = ::mmap(nullptr, mapped.m_size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
        if (mapped.m_bytes == MAP_FAILED) {
            mapped.m_bytes = nullptr;
            return tl::unexpected<base::Error>(base::system_error("map", file));
        }
        return mapped;
    }
    Mapped(Mapped&& other) noexcept
        : m_bytes(std::exchange(other.m_bytes, nullptr)), m_size(std::exchange(other.m_size, 0)) {}
    Mapped& operator=(Mapped&&) = delete;
    ~Mapped() {
        if (m_bytes != nullptr) ::munmap(m_bytes, m_size);
    }
    std::string_view bytes() const { return {static_cast<const char*>(m_bytes), m_size}; }

  private:
    Mapped() = default;
    void* m_bytes = nullptr;
    std::size_t m_size = 0;
};

// The versions before, the last first, by what the list says of the pack at present.
std::vector<std::string> earlier_versions(const trust::TargetInfo& before) {
    std::vector<std::string> versions{before.hashes.at("sha256")};
    if (!before.custom.is_object() || !before.custom.contains("patches")) return versions;
    for (const auto& patch : before.custom["patches"])
        if (patch.is_object() && patch.contains("from") && patch["from"].is_string())
            versions.push_back(patch["from"].get<std::string>());
    if (versions.size() > kPatchedVersions) versions.resize(kPatchedVersions);
    return versions;
}

class Patcher {
  public:
    Patcher(const path& public_folder, PackPublication& publication)
        : m_public(public_folder), m_publication(publication) {}

    // Each patch that is worth its request. A version that is gone from the disk, or was spoilt there, has
    // none.
    Result<Json> patches(const Pack& pack, const trust::TargetInfo& before) {
        Json list = Json::array();
        const auto to = TRY(Mapped::open(pack.path));
        for (const auto& sha256 : earlier_versions(before)) {
            if (sha256 == pack.sha256) continue;
            trust::TargetInfo earlier{pack.name, 0, {{"sha256", sha256}}, {}};
            const path file = m_public / feed::kTargetsFolder / target_path(earlier);
            const auto digest = base::digest_file(file);
            if (!digest || base::to_hex(digest->sha256) != sha256) continue;
            const auto from = TRY(Mapped::open(file));
            const auto patch = feed::make_patch(from.bytes(), to.bytes());
            if (!patch || patch->size() > to.bytes().size() / 10 * 8) continue;
            if (!feed::leads_to(*patch, from.bytes(), to.bytes())) {
                base::log(base::LogLevel::warning, "publish", pack.name + ": a patch does not lead there");
                continue;
            }
            list.push_back(TRY(write(sha256, pack.sha256, *patch)));
        }
        return list;
    }

  private:
    Result<Json> write(const std::string& from, const std::string& to, const std::string& patch) {
        const auto name = feed::patch_name(from, to);
        TRY(base::create_directories((m_public / name).parent_path()));
        TRY(base::write_file_durably(m_public / name, patch));
        TRY(sync_folders(m_public, name));
        ++m_publication.patches;
        m_publication.patch_bytes += patch.size();
        return Json{{"from", from}, {"length", patch.size()}, {"sha256", base::to_hex(base::sha256(patch))}};
    }

    path m_public;
    PackPublication& m_publication;
};

}  // namespace

std::optional<Pack> read_pack(const path& file, const std::string& name, Report& report) {
    const Where where{name, 0, 0, {}, {}};
    if (!check_target_files({{name, std::string()}})) {
        report.error(where, "pack_name");
        return std::nullopt;
    }
    if (!name.ends_with(".mbtiles")) {
        report.error(where, "pack_ending");
        return std::nullopt;
    }
    std::ifstream stream(file, std::ios::binary);
    std::vector<char> buffer(std::size_t{1} << 20);  // a segment is a whole number of them
    base::Sha256Stream digest, segment;
    Pack pack{name, file, 0, {}, {}};
    bool is_sqlite = false;
    std::uint64_t in_segment = 0;
    while (stream.good()) {
        stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(stream.gcount()));
        if (pack.length == 0) is_sqlite = bytes.starts_with(kSqlite);
        digest.update(bytes);
        segment.update(bytes);
        pack.length += bytes.size();
        in_segment += bytes.size();
        if (in_segment == model::kSegmentBytes || (in_segment > 0 && !stream.good())) {
            pack.segments.push_back(base::to_hex(segment.finish()));
            segment = {};
            in_segment = 0;
        }
    }
    if (stream.bad()) {
        report.error(where, "unreadable", {{"detail", name}});
        return std::nullopt;
    }
    if (!is_sqlite || pack.length > kMostPackBytes) {
        report.error(where, is_sqlite ? "media_too_large" : "pack_not_mbtiles");
        return std::nullopt;
    }
    if (pack.length <= model::kSegmentBytes) pack.segments.clear();
    pack.sha256 = base::to_hex(digest.finish());
    return pack;
}

Result<PackPublication> publish_packs(Repository& repository, const std::vector<Pack>& packs,
                                      const base::Clock& clock) {
    const auto before = TRY(repository.status()).packs;
    PackPublication publication;
    publication.is_new = before.size() != packs.size();
    RoleFiles list{kMediaRole, {}, {}};
    std::vector<const Pack*> changed;
    for (const auto& pack : packs) {
        ++publication.files;
        publication.bytes += pack.length;
        const auto found = before.find(pack.name);
        if (found == before.end() || found->second.hashes.at("sha256") != pack.sha256) {
            changed.push_back(&pack);
            continue;
        }
        list.standing.push_back(found->second);
        // One that somebody took away from the web server's folder comes back.
        const auto name = std::string(feed::kTargetsFolder) + "/" + target_path(found->second);
        TRY(copy_checked(repository.public_folder(), {pack.path, name, pack.length, pack.sha256}));
    }
    publication.is_new = publication.is_new || !changed.empty();
    if (!publication.is_new) return publication;
    // Making patches takes minutes: who cannot sign learns it first.
    const auto state = TRY(load_state(repository.metadata_folder()));
    TRY(repository.keys().load(delegation_of(state.targets, kMediaRole)->role, kMediaRole,
                               repository.words()));
    Patcher patcher(repository.public_folder(), publication);
    for (const auto* pack : changed) {
        Json custom{{"segments", pack->segments}, {"patches", Json::array()}};
        if (const auto found = before.find(pack->name); found != before.end())
            custom["patches"] = TRY(patcher.patches(*pack, found->second));
        list.files.push_back({pack->name, pack->path, std::move(custom)});
    }
    TRY(repository.publish(std::vector<RoleFiles>{list}, clock));
    return publication;
}

}  // namespace accueil::publish
