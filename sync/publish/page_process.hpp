// SPDX-License-Identifier: GPL-3.0-or-later
// Runs accueil-pages over a PDF, and believes nothing of what it answers: it is a process that a hostile file
// may have taken over. Called by document_pages.cpp; one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "sync/base/json.hpp"
#include "sync/base/result.hpp"
#include "sync/model/paged_document.hpp"

namespace accueil::publish {

/// What the preparation of one PDF may cost.
struct PageLimits {
    int page_seconds = 20;                    ///< of the processor, for a page and for opening the file
    std::chrono::seconds page_wait{120};      ///< by the clock: the process is ended, whatever it is doing
    std::chrono::minutes document_wait{60};   ///< by the clock, for all pages
    int memory_megabytes = 1024;              ///< of addresses
    std::size_t pages = model::kMostPages;    ///< that are kept
    int failures = 5;                         ///< pages that end the process, before the rest is given up
    std::uint64_t fine_bytes = 900'000;       ///< of a page's fine picture
    std::uint64_t document_bytes = 96 << 20;  ///< of all pictures: beyond them none is fine
};

/// One thing that the process said.
struct PageFrame {
    std::string kind;  ///< "DOCUMENT", "REFUSED", "PAGE", "FAILED" or "END"
    base::Json json;
    std::string bytes;
};

struct PageRun {
    bool is_whole = false;   ///< "END" was said
    bool is_late = false;    ///< ended by the clock, which another day may not do
    bool is_faulty = false;  ///< poppler complained of the file's syntax
};

/// Called for each; false ends the process.
using OnFrame = std::function<bool(PageFrame&&)>;

/// From page `first` (from 0) on. not_found where the program is not beside this one.
base::Result<PageRun> run_pages(const std::filesystem::path& pdf, std::size_t first, const PageLimits& limits,
                                std::chrono::steady_clock::time_point deadline, const OnFrame& on_frame);

}  // namespace accueil::publish
