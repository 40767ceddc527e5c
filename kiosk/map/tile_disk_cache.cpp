// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/tile_disk_cache.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <chrono>
#include <vector>

#include "kiosk/map/tile_codec.hpp"
#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/log.hpp"

namespace accueil::map {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostFile = std::size_t{16} << 20;
constexpr std::uint32_t kPassesAfterFailure =
    500;  // about two dozen screens: a full disk is not asked at each tile
constexpr std::chrono::hours kTouchEvery{1};  // the age of "last used" is rough, and disks wear
constexpr const char* kSuffix = ".tile";
constexpr const char* kBeside = ".part";

bool is_hex(const std::string& name, std::size_t length) {
    return name.size() == length && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

struct Kept {
    fs::path path;
    fs::file_time_type used;
    std::uintmax_t bytes;
};

// Files that we wrote, and no others: a folder named by mistake loses nothing. Parts are what a process that
// is gone left, or what another worker is writing.
struct Found {
    std::vector<Kept> tiles, parts;
};
Found look(const fs::path& folder) {
    Found found;
    std::error_code skip;
    for (const auto& drawer : fs::directory_iterator(folder, skip)) {
        if (!is_hex(drawer.path().filename().string(), 2)) continue;
        for (const auto& file : fs::directory_iterator(drawer.path(), skip)) {
            std::error_code gone;
            if (!file.is_regular_file(gone) || !is_hex(file.path().filename().stem().stem().string(), 32))
                continue;
            const Kept kept{file.path(), file.last_write_time(gone), file.file_size(gone)};
            if (gone) continue;
            const auto suffix = file.path().extension();
            if (suffix == kSuffix) found.tiles.push_back(kept);
            if (suffix == kBeside) found.parts.push_back(kept);
        }
    }
    return found;
}

}  // namespace

std::string TileDiskCache::key_of(const TileRequest& request, std::span<const TileSource* const> parts) {
    std::string key =
        "accueil " ACCUEIL_VERSION " tile " + std::to_string(kFormat) + "\n" + request.style->digest;
    for (const TileSource* part : parts)
        key += "\n" + part->digest;
    const TileId id = request.id;
    for (const int number : {id.z, id.x, id.y, request.side})
        key += "\n" + std::to_string(number);
    return key + "\n" + std::to_string(std::bit_cast<std::uint32_t>(request.pixel_scale));
}

fs::path TileDiskCache::path_of(const std::string& key) const {
    const std::string name = base::to_hex(base::sha256(key)).substr(0, 32);
    return m_folder / name.substr(0, 2) / (name + kSuffix);
}

std::optional<Tile> TileDiskCache::load(const std::string& key, const TileRequest& request) {
    const fs::path path = path_of(key);
    const auto bytes = base::read_file(path, kMostFile);
    if (!bytes && bytes.error().code == base::ErrorCode::not_found) return std::nullopt;
    auto tile = bytes ? decode_tile(*bytes, key, request) : base::Result<Tile>(tl::unexpected(bytes.error()));
    std::error_code ignored;
    if (!tile) {
        base::log(base::LogLevel::warning, "map", "kept tile: " + path.string() + ": " + tile.error().detail);
        fs::remove(path, ignored);
        return std::nullopt;
    }
    if (const auto now = fs::file_time_type::clock::now();
        now - fs::last_write_time(path, ignored) > kTouchEvery)
        fs::last_write_time(path, now, ignored);
    return std::move(*tile);
}

void TileDiskCache::failed(const base::Error& error) {
    m_passes = kPassesAfterFailure;
    if (!m_said.exchange(true))
        base::log(base::LogLevel::notice, "map", "tiles are not kept on disk: " + error.detail);
}

void TileDiskCache::store(const std::string& key, const Tile& tile) {
    if (m_passes > 0) {
        --m_passes;
        return;
    }
    const auto bytes = encode_tile(tile, key);
    if (!bytes) return failed(bytes.error());
    if (bytes->size() > m_budget) return;
    if (const auto written = write(key, *bytes); !written) return failed(written.error());
    m_said = false;
    if (m_bytes >= 0) m_bytes += static_cast<std::int64_t>(bytes->size());
    if (m_bytes < 0 || m_bytes > static_cast<std::int64_t>(m_budget)) sweep();
}

base::Result<void> TileDiskCache::write(const std::string& key, const std::string& bytes) {
    const fs::path path = path_of(key);
    for (const fs::path& folder : {m_folder, path.parent_path()})
        if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST)
            return tl::unexpected(base::system_error("create folder", folder));
    const fs::path beside = path.parent_path() / (path.stem().string() + "." + std::to_string(::getpid()) +
                                                  "-" + std::to_string(++m_written) + kBeside);
    const auto abandon = [&](const char* what) {
        const base::Error error = base::system_error(what, beside);
        ::unlink(beside.c_str());
        return tl::unexpected<base::Error>(error);
    };
    {
        // Without fsync: a file that a power cut emptied fails its checksum, and is drawn again.
        const base::UniqueFd fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (!fd.is_open()) return tl::unexpected(base::system_error("create", beside));
        for (std::string_view rest = bytes; !rest.empty();) {
            const auto count = ::write(fd.get(), rest.data(), rest.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return abandon("write");
            rest.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    if (::rename(beside.c_str(), path.c_str()) != 0) return abandon("rename");
    return {};
}

// Once at the first tile that is kept, to know what stands there, then each time that the budget is passed.
void TileDiskCache::sweep() {
    const std::unique_lock lock(m_sweeping, std::try_to_lock);
    if (!lock.owns_lock()) return;  // the other worker is at it
    Found found = look(m_folder);
    std::error_code ignored;
    // An hour old: nobody is writing it any more.
    for (const Kept& part : found.parts)
        if (fs::file_time_type::clock::now() - part.used > std::chrono::hours(1))
            fs::remove(part.path, ignored);
    std::uintmax_t bytes = 0;
    for (const Kept& kept : found.tiles)
        bytes += kept.bytes;
    if (bytes > m_budget) {
        std::sort(found.tiles.begin(), found.tiles.end(),
                  [](const Kept& a, const Kept& b) { return a.used < b.used; });
        const std::uintmax_t enough =
            m_budget - m_budget / 8;  // so that the next sweep is not at the next tile
        for (const Kept& kept : found.tiles) {
            if (bytes <= enough) break;
            if (fs::remove(kept.path, ignored)) bytes -= kept.bytes;
        }
    }
    m_bytes = static_cast<std::int64_t>(bytes);
}

}  // namespace accueil::map
