// SPDX-License-Identifier: GPL-3.0-or-later
// An admin's content folder (docs/content.md) read whole: its records, its media and all that is wrong with
// it. Called by the accueil-feed commands; one thread.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sync/model/records.hpp"
#include "sync/publish/document_pages.hpp"
#include "sync/publish/media_index.hpp"
#include "sync/publish/packs.hpp"
#include "sync/publish/report.hpp"

namespace accueil::publish {

struct ContentFolder {
    std::vector<model::Record> records;                  ///< not to be published while the report has errors
    std::map<std::string, std::filesystem::path> media;  ///< SHA-256 → file, of all that records name
    std::vector<Pack> packs;                             ///< heavy files of packs/
    Report report;                                       ///< sorted
    std::shared_ptr<const void> scratch{};  ///< holds files of `media` that are made for this once
};

struct ReadOptions {
    MediaProgress progress{};  ///< follows the reading of media
    std::string territory{};   ///< a code: the folder is that territory's own, and its ids get its prefix
    std::set<std::string> reserved{};  ///< prefixes of territories, "44109-": no id may begin so
    PagesOptions pages{};              ///< of documents
};

/// Never fails: whatever is wrong is in the report.
ContentFolder read_content_folder(const std::filesystem::path& path, ReadOptions options = {});

}  // namespace accueil::publish
