// SPDX-License-Identifier: GPL-3.0-or-later
// Makes each PDF that initiatives name into pages that kiosks open (model/paged_document.hpp), once: what was
// made stands in a folder by the PDF's digest. Called by read_content_folder; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/model/records.hpp"
#include "sync/publish/page_process.hpp"
#include "sync/publish/report.hpp"

namespace accueil::publish {

struct PagesOptions {
    std::filesystem::path folder{};  ///< keeps what was made; empty: documents are not prepared
    PageLimits limits{};
    /// Documents so far, and all of them.
    std::function<void(std::uint64_t done, std::uint64_t total)> progress{};
};

/// Fills Document::reading and Document::pages, and adds what was made to `media`. What cannot be made is
/// said, and the document stays without.
void prepare_documents(std::vector<model::Record>& records,
                       std::map<std::string, std::filesystem::path>& media, const PagesOptions& options,
                       Report& report);

/// Where what was made is kept, and what takes it away again.
struct PagesPlace {
    std::filesystem::path folder;
    std::shared_ptr<const void> end;  ///< of a folder that is for this once
};
/// $XDG_CACHE_HOME/accueil/pages, or ~/.cache/accueil/pages; where neither can be written, a folder for this
/// once.
base::Result<PagesPlace> pages_place();

}  // namespace accueil::publish
