// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a cache folder and the JSON in them, for this folder's own use. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/cache/generation.hpp"

namespace accueil::cache {

/// generation.json: what a generation is, and what its content.db must be.
struct GenerationFile {
    std::uint64_t number = 0;
    GenerationInfo info;
    std::uint64_t length = 0;  ///< of content.db
    std::string sha256;
};

std::string encode_generation(const GenerationFile& file);
base::Result<GenerationFile> read_generation(const std::filesystem::path& generation_folder);
std::string encode_current(std::uint64_t number, const GenerationInfo& info);

/// Makes a generation the current one, durably.
base::Result<void> switch_to(const std::filesystem::path& cache_folder, std::uint64_t number,
                             const GenerationInfo& info);

std::filesystem::path generations_folder(const std::filesystem::path& cache_folder);
std::filesystem::path generation_folder(const std::filesystem::path& cache_folder, std::uint64_t number);
/// All that stand there, ascending; whole or not.
std::vector<std::uint64_t> list_generations(const std::filesystem::path& cache_folder);

/// 64 lower-case hexadecimal digits: what may become a file's name.
bool is_sha256(std::string_view text);

}  // namespace accueil::cache
