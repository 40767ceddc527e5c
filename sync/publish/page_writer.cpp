// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/page_writer.hpp"

#include <unistd.h>

#include <string>
#include <system_error>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/publish/media_index.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::fail;
using base::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kCopied = std::size_t{1} << 20;  // a segment is a whole number of them

}  // namespace

PageWriter::PageWriter(fs::path path, std::uint64_t most_bytes)
    : m_path(std::move(path)),
      m_pictures_path(m_path.string() + ".pictures-" + std::to_string(::getpid())),
      m_whole_path(m_path.string() + ".new-" + std::to_string(::getpid())),
      m_pictures(m_pictures_path, std::ios::binary | std::ios::trunc),
      m_most(most_bytes) {}

PageWriter::~PageWriter() {
    std::error_code ignored;
    fs::remove(m_pictures_path, ignored);
    fs::remove(m_whole_path, ignored);
}

Result<void> PageWriter::keep(model::PagePicture& picture, std::string_view bytes) {
    if (picture.length == 0) return {};
    const auto own = bytes.substr(picture.offset, picture.length);
    if (sniff_media_type(own) != "image/webp") return fail(ErrorCode::bad_format, "a picture is no WebP");
    m_pictures.write(own.data(), static_cast<std::streamsize>(own.size()));
    if (!m_pictures) return tl::unexpected<base::Error>(base::system_error("write", m_pictures_path));
    picture.offset = m_length;
    m_length += own.size();
    return {};
}

Result<void> PageWriter::add(model::PagedPage page, std::string_view bytes) {
    if (m_length + page.picture.length + page.thumbnail.length > 2 * m_most)
        return fail(ErrorCode::no_space, "the pictures take too much");
    if (m_length + bytes.size() > m_most) {
        page.tiles.clear();
        page.fine_width = page.fine_height = 0;
    }
    TRY(keep(page.thumbnail, bytes));
    TRY(keep(page.picture, bytes));
    for (auto& tile : page.tiles)
        TRY(keep(tile, bytes));
    document.pages.push_back(std::move(page));
    return {};
}

Result<model::MediaFile> PageWriter::finish() {
    m_pictures.close();
    const auto index = model::encode_paged(document);
    if (index.size() > model::kMostPagedIndexBytes)
        return fail(ErrorCode::too_large, "the words of the document take too much");
    {
        std::ifstream from(m_pictures_path, std::ios::binary);
        std::ofstream to(m_whole_path, std::ios::binary | std::ios::trunc);
        to.write(index.data(), static_cast<std::streamsize>(index.size()));
        std::vector<char> buffer(kCopied);
        while (from.good() && to.good()) {
            from.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
            to.write(buffer.data(), from.gcount());
        }
        to.close();
        if (from.bad() || !to) return tl::unexpected<base::Error>(base::system_error("write", m_whole_path));
    }
    auto file = TRY(examine_pages_file(m_whole_path));
    if (file.length != index.size() + m_length)
        return tl::unexpected<base::Error>(base::system_error("write", m_whole_path));
    std::error_code error;
    fs::rename(m_whole_path, m_path, error);
    if (error) return fail(ErrorCode::io, m_path.string() + ": " + error.message());
    return file;
}

Result<model::MediaFile> examine_pages_file(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return fail(ErrorCode::not_found, path.string());
    std::vector<char> buffer(kCopied);
    base::Sha256Stream digest, segment;
    model::MediaFile file;
    std::uint64_t in_segment = 0;
    while (stream.good()) {
        stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(stream.gcount()));
        digest.update(bytes);
        segment.update(bytes);
        file.length += bytes.size();
        in_segment += bytes.size();
        if (in_segment == model::kSegmentBytes || (in_segment > 0 && !stream.good())) {
            file.segments.push_back(base::to_hex(segment.finish()));
            segment = {};
            in_segment = 0;
        }
    }
    if (stream.bad()) return tl::unexpected<base::Error>(base::system_error("read", path));
    file.sha256 = base::to_hex(digest.finish());
    if (file.length <= model::kSegmentBytes) file.segments.clear();
    return file;
}

}  // namespace accueil::publish
