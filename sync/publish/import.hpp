// SPDX-License-Identifier: GPL-3.0-or-later
// Directories as others keep them made into tables of a content folder (docs/content.md, "Imports"). Called
// by the import command; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/publish/import_log.hpp"

namespace accueil::publish {

enum class ImportKind : std::uint8_t { mednum, data_inclusion, france_services, geojson, csv };

struct ImportOptions {
    ImportKind kind = ImportKind::mednum;
    std::vector<std::filesystem::path> files;
    std::filesystem::path content;
    std::string name;                ///< of the import: begins its records' ids and its files' names
    std::string date;                ///< YYYY-MM-DD: of records that do not say when they were checked
    std::string source;              ///< whom the facts are owed to, where the records do not say
    std::vector<std::string> needs;  ///< of services whose thématiques no need gathers; of places without any
    std::vector<std::string> only;   ///< INSEE codes or postcodes, or their beginnings; empty takes all
    std::filesystem::path mapping;   ///< which field of the files is which column; empty for the usual names
    bool rehearsal = false;          ///< writes nothing
    std::string today;               ///< YYYY-MM-DD
};

/// What an import made, of a kind of records.
struct ImportCounts {
    std::uint64_t records = 0, added = 0, changed = 0, removed = 0;
};

struct ImportOutcome {
    ImportLog log;  ///< sorted
    std::uint64_t rows = 0;
    std::uint64_t elsewhere = 0;  ///< rows outside of `only`
    ImportCounts places, services;
    bool is_new = false;  ///< the tables changed, or would
};

/// `progress` follows the rows read: done, of how many.
using ImportProgress = std::function<void(std::uint64_t, std::uint64_t)>;

/// Reads all files, and replaces the tables of the import `name` by what they hold. invalid_input, with the
/// reasons in `outcome.log`, where a file cannot be read as a whole or nothing would be left: the content
/// folder is then as it was. io and the like where the folder cannot be written.
base::Result<void> import_directory(const ImportOptions& options, const base::Catalog& catalog,
                                    const ImportProgress& progress, ImportOutcome& outcome);

}  // namespace accueil::publish
