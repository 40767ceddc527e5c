// SPDX-License-Identifier: GPL-3.0-or-later
// Heavy files of the content folder's packs/ (maps): looked at when the folder is read, and published as
// targets of `medias`, each with the hashes of its segments and patches from the versions before. Called by
// read_content_folder and by the commands; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/publish/report.hpp"
#include "sync/publish/repository.hpp"

namespace accueil::publish {

struct Pack {
    std::string name;  ///< of the target: "packs/carte.mbtiles"
    std::filesystem::path path;
    std::uint64_t length = 0;
    std::string sha256;
    std::vector<std::string> segments;  ///< as model::MediaFile's
};

/// So many versions back, kiosks find a patch.
inline constexpr std::size_t kPatchedVersions = 3;

/// A file of packs/, read whole; nothing, with an error in the report, when it is none that a kiosk shows.
std::optional<Pack> read_pack(const std::filesystem::path& path, const std::string& name, Report& report);

struct PackPublication {
    bool is_new = false;  ///< false: the list was what it is
    std::uint64_t files = 0, bytes = 0;
    std::uint64_t patches = 0, patch_bytes = 0;  ///< made now
};

/// Makes `packs` the list of medias, when it is another: needs the key of medias then, and the online key.
/// Files and patches are written before the metadata that names them.
base::Result<PackPublication> publish_packs(Repository& repository, const std::vector<Pack>& packs,
                                            const base::Clock& clock);

}  // namespace accueil::publish
