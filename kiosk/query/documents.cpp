// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/documents.hpp"

#include <algorithm>
#include <fstream>

#include "kiosk/query/source.hpp"
#include "sync/base/strings.hpp"

namespace accueil::query {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kShortestSought = 2;  // letters: one alone is everywhere

struct OpenedIndex {
    model::PagedDocument paged;
    std::uint64_t pictures_at = 0;
};

Result<std::string> read_part(const std::filesystem::path& path, std::uint64_t offset, std::size_t length) {
    std::ifstream stream(path, std::ios::binary);
    std::string bytes(length, '\0');
    stream.seekg(static_cast<std::streamoff>(offset));
    stream.read(bytes.data(), static_cast<std::streamsize>(length));
    if (!stream || static_cast<std::size_t>(stream.gcount()) != length)
        return fail(ErrorCode::corrupt, path.string() + ": shorter than it says");
    return bytes;
}

Result<OpenedIndex> read_index(const std::filesystem::path& path, std::uint64_t length) {
    const auto head = TRY(read_part(path, 0, model::kPagedHeadBytes));
    const auto index = TRY(model::paged_index_length(head));
    OpenedIndex opened;
    opened.pictures_at = model::kPagedHeadBytes + index;
    if (opened.pictures_at > length)
        return fail(ErrorCode::corrupt, path.string() + ": shorter than it says");
    const auto text = TRY(read_part(path, model::kPagedHeadBytes, index));
    opened.paged = TRY(model::decode_paged_index(text, length - opened.pictures_at));
    return opened;
}

// As it is compared: "L’accueil," is "l'accueil".
std::string folded_word(std::string_view word) {
    auto folded = base::fold(word);
    const auto is_sign = [](char c) {
        return c > 0 && std::string_view(".,;:!?()[]\"").find(c) != std::string_view::npos;
    };
    while (!folded.empty() && is_sign(folded.back()))
        folded.pop_back();
    const auto begin = std::find_if_not(folded.begin(), folded.end(), is_sign);
    folded.erase(folded.begin(), begin);
    return folded;
}

std::vector<std::string> sought_words(const std::string& text) {
    std::vector<std::string> words;
    for (const auto& word : base::split(text, ' ')) {
        auto folded = folded_word(word);
        if (!folded.empty()) words.push_back(std::move(folded));
    }
    return words;
}

}  // namespace

Result<std::optional<DocumentPage>> document(const Source& source, const std::string& id) {
    const auto named = numbered_id(id);
    if (!named) return std::nullopt;
    const auto initiative = TRY(source.reader().get<model::Initiative>(named->initiative));
    if (!initiative || named->number > initiative->documents.size()) return std::nullopt;
    const auto& record = initiative->documents[named->number - 1];
    if (!record.reading) return std::nullopt;
    DocumentPage page;
    page.initiative_id = initiative->id;
    page.initiative = initiative->title;
    page.title = record.title;
    page.language = record.language;
    const auto path = source.reader().media_path(*record.reading);
    if (!path) return page;
    page.path = *path;
    auto opened = TRY(read_index(*path, record.reading->length));
    page.paged = std::move(opened.paged);
    page.pictures_at = opened.pictures_at;
    for (const auto& one : page.paged.pages) {
        auto& words = page.folded.emplace_back();
        for (const auto word : model::words_of(one))
            words.push_back(folded_word(word));
    }
    return page;
}

Result<std::string> picture_bytes(const DocumentPage& document, const model::PagePicture& picture) {
    return read_part(document.path, document.pictures_at + picture.offset,
                     static_cast<std::size_t>(picture.length));
}

Result<std::string> first_thumbnail(const Source& source, const model::Document& document) {
    if (!document.reading) return std::string();
    const auto path = source.reader().media_path(*document.reading);
    if (!path) return std::string();
    const auto opened = TRY(read_index(*path, document.reading->length));
    if (opened.paged.pages.empty() || opened.paged.pages.front().thumbnail.length == 0) return std::string();
    const auto& thumbnail = opened.paged.pages.front().thumbnail;
    return read_part(*path, opened.pictures_at + thumbnail.offset,
                     static_cast<std::size_t>(thumbnail.length));
}

std::vector<DocumentHit> find_in(const DocumentPage& document, const std::string& text) {
    std::vector<DocumentHit> hits;
    const auto sought = sought_words(text);
    if (sought.empty() || (sought.size() == 1 && base::letter_count(sought.front()) < kShortestSought))
        return hits;
    for (std::size_t page = 0; page < document.folded.size(); ++page) {
        const auto& words = document.folded[page];
        for (std::size_t at = 0; at + sought.size() <= words.size(); ++at) {
            const bool found = std::equal(
                sought.begin(), sought.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
                [](const auto& part, const auto& word) { return word.find(part) != std::string::npos; });
            if (!found) continue;
            hits.push_back({static_cast<int>(page), at, sought.size()});
            if (hits.size() == kMostHits) return hits;
        }
    }
    return hits;
}

}  // namespace accueil::query
