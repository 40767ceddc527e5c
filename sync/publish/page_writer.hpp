// SPDX-License-Identifier: GPL-3.0-or-later
// The file that holds a document's pages in the making: pictures are put down as they come, the index before
// them at the end. Called by document_pages.cpp; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "sync/base/result.hpp"
#include "sync/model/paged_document.hpp"
#include "sync/model/records.hpp"

namespace accueil::publish {

class PageWriter {
  public:
    /// Works beside `path`, which appears with finish(). Past `most_bytes` of pictures, fine ones are left
    /// out.
    PageWriter(std::filesystem::path path, std::uint64_t most_bytes);
    PageWriter(const PageWriter&) = delete;
    PageWriter& operator=(const PageWriter&) = delete;
    ~PageWriter();  ///< leaves nothing but what was finished

    /// `bytes` are those in which the page's pictures have their places. bad_format where one is no WebP,
    /// no_space where even the plain pictures come to twice the limit.
    base::Result<void> add(model::PagedPage page, std::string_view bytes);
    /// A page that could not be prepared.
    void add_missing() { document.pages.emplace_back(); }
    /// Its digest, length and segments.
    base::Result<model::MediaFile> finish();

    model::PagedDocument document;

  private:
    base::Result<void> keep(model::PagePicture& picture, std::string_view bytes);

    std::filesystem::path m_path, m_pictures_path, m_whole_path;
    std::ofstream m_pictures;
    std::uint64_t m_length = 0;
    std::uint64_t m_most;
};

/// What its bytes are, in its full length. The name and the type are left to fill.
base::Result<model::MediaFile> examine_pages_file(const std::filesystem::path& path);

}  // namespace accueil::publish
