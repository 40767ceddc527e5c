// SPDX-License-Identifier: GPL-3.0-or-later
// A directory's file as rows, whatever its form: a table in UTF-8 or Windows-1252, a JSON list, GeoJSON. Used
// by import_directory; one thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/publish/import_log.hpp"
#include "sync/publish/value.hpp"

namespace accueil::publish {

struct ImportSource {
    std::string name;                    ///< the file's, for people
    std::vector<Value> rows;             ///< maps
    std::vector<Value::Member> columns;  ///< of a table: its header, for what is not read of it
    std::string attribution;             ///< of GeoJSON; may be empty
};

/// nullopt when the file is not to be used at all, which is then in the log with line and column. A feature
/// of GeoJSON becomes a row of its properties and of `@lon`, `@lat` and `@feature`, its id.
std::optional<ImportSource> read_import_source(const std::filesystem::path& path, ImportLog& log);

/// Which fields of the source are which column of the content: a JSON object of column → field, or list of
/// fields. False when it cannot be used, which is then in the log; an empty path maps nothing.
bool read_mapping(const std::filesystem::path& path, std::map<std::string, std::vector<std::string>>& mapping,
                  ImportLog& log);

}  // namespace accueil::publish
