// SPDX-License-Identifier: GPL-3.0-or-later
// Files put below public/: copied beside, checked by their SHA-256, synced and renamed. Called by repository,
// publication and hand-overs. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/base/json.hpp"
#include "sync/base/result.hpp"
#include "sync/trust/metadata.hpp"

namespace accueil::publish {

/// A file's own bytes, or where they are.
using TargetContent = std::variant<std::string, std::filesystem::path>;

struct TargetFile {
    std::string name;  ///< path below targets/, of [A-Za-z0-9._-] and '/': "feed/head"
    TargetContent content;
    base::Json custom{};  ///< an object, or null
};

/// invalid_input for a name that is no plain path or stands twice, and for data that cannot be signed.
base::Result<void> check_target_files(const std::vector<TargetFile>& files);

/// Writes [folder/]SHA256.name below `targets`, hashed as it is copied.
base::Result<trust::TargetInfo> place_target(const std::filesystem::path& targets, const TargetFile& file);

/// Where place_target() puts a target.
std::string target_path(const trust::TargetInfo& info);

enum class Links { followed, refused };

/// What a file must be, and where it goes below public/.
struct FileToCopy {
    std::filesystem::path source;
    std::string name;
    std::uint64_t length = 0;
    std::string sha256;  ///< hexadecimal
    Links links = Links::followed;
};

/// Copies it unless a file of that length stands there already. bad_digest when its bytes are others than
/// announced: nothing is left then. `advance` is told how many bytes were read or passed over. Gives the
/// bytes written.
base::Result<std::uint64_t> copy_checked(const std::filesystem::path& public_folder, const FileToCopy& file,
                                         const std::function<void(std::uint64_t)>& advance = {});

/// Makes the folders of `name` below `root` be there after a power cut.
base::Result<void> sync_folders(const std::filesystem::path& root, const std::filesystem::path& name);

}  // namespace accueil::publish
