// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/media_index.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include "sync/base/digest.hpp"
#include "sync/base/strings.hpp"
#include "sync/model/captions.hpp"
#include "sync/publish/text_file.hpp"
#include "sync/publish/vocabulary.hpp"

namespace accueil::publish {

namespace {

constexpr std::uint64_t kMostMediaBytes = std::uint64_t{2} << 30;

struct Ending {
    const char* ending;
    const char* type;
    MediaKind kind;
};
constexpr Ending kEndings[] = {
    {".mp4", "video/mp4", MediaKind::video},    {".webm", "video/webm", MediaKind::video},
    {".vtt", "text/vtt", MediaKind::captions},  {".pdf", "application/pdf", MediaKind::document},
    {".jpg", "image/jpeg", MediaKind::picture}, {".jpeg", "image/jpeg", MediaKind::picture},
    {".png", "image/png", MediaKind::picture},  {".webp", "image/webp", MediaKind::picture},
};

const Ending* ending_of(const std::string& name) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (const auto& ending : kEndings) {
        if (lower.ends_with(ending.ending)) return &ending;
    }
    return nullptr;
}

MediaKind kind_of_type(const std::string& type) {
    return std::find_if(std::begin(kEndings), std::end(kEndings),
                        [&](const Ending& ending) { return type == ending.type; })
        ->kind;
}

const char* words_of(model::CaptionFault fault) {
    switch (fault) {
        case model::CaptionFault::bad_time:
            return "captions_bad_time";
        case model::CaptionFault::ends_early:
            return "captions_ends_early";
        case model::CaptionFault::no_gap:
            return "captions_no_gap";
        case model::CaptionFault::too_long:
            return "captions_too_long";
        case model::CaptionFault::too_many:
            return "captions_too_many";
        case model::CaptionFault::not_utf8:  // read_text_file() said it
        case model::CaptionFault::none:
            break;
    }
    return "captions_none";
}

bool has_captions(const std::filesystem::path& path, const Where& where, Report& report) {
    const auto text = read_text_file(path, where.file, report);
    if (!text) return false;
    const auto cues = model::parse_captions(*text);
    if (!cues) report.error({where.file, cues.error().line, 0, {}, {}}, words_of(cues.error().fault));
    return cues.has_value();
}

const char* endings_of(MediaKind kind) {
    switch (kind) {
        case MediaKind::video:
            return ".mp4, .webm";
        case MediaKind::captions:
            return ".vtt";
        case MediaKind::document:
            return ".pdf";
        case MediaKind::picture:
            return ".jpg, .png, .webp";
    }
    return "";
}

}  // namespace

std::string sniff_media_type(std::string_view head) {
    const auto at = [&](std::size_t offset) { return head.substr(std::min(offset, head.size()), 4); };
    if (at(4) == "ftyp") return "video/mp4";
    if (head.starts_with("\x1A\x45\xDF\xA3")) return "video/webm";
    if (head.starts_with("%PDF-")) return "application/pdf";
    if (head.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
    if (head.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
    if (head.starts_with("RIFF") && at(8) == "WEBP") return "image/webp";
    if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
    if (head.starts_with("WEBVTT")) return "text/vtt";
    return "";
}

void MediaIndex::add(const std::filesystem::path& path, const std::string& name, std::uint64_t length) {
    m_files[name] = {path, length, false, std::nullopt};
    m_total += length;
}

std::optional<model::MediaFile> MediaIndex::use(const std::string& name, MediaKind kind, const Where& where,
                                                const std::string& field, Report& report) {
    const auto found = m_files.find(name);
    if (found == m_files.end()) {
        std::vector<std::string> names;
        for (const auto& [known, file] : m_files)
            names.push_back(known);
        const auto near = suggest(name, names);
        if (near.empty()) {
            report.error(where, "media_missing", {{"field", field}, {"name", name}});
        } else {
            report.error(where, "media_missing_near", {{"field", field}, {"name", name}, {"near", near}});
        }
        return std::nullopt;
    }
    File& file = found->second;
    if (!file.is_used) {
        file.is_used = true;
        examine(name, file, report);
    }
    if (!file.media) return std::nullopt;
    if (kind_of_type(file.media->type) != kind) {
        report.error(where, "media_other_kind",
                     {{"field", field}, {"name", name}, {"endings", endings_of(kind)}});
        return std::nullopt;
    }
    return file.media;
}

void MediaIndex::examine(const std::string& name, File& file, Report& report) {
    const Where where{"media/" + name, 0, 0, {}, {}};
    const Ending* ending = ending_of(name);
    if (ending == nullptr) return report.error(where, "media_ending");
    if (file.length == 0) return report.error(where, "media_empty");
    if (file.length > kMostMediaBytes) {
        return report.error(where, "media_too_large");
    }
    std::ifstream stream(file.path, std::ios::binary);
    std::vector<char> buffer(std::size_t{1} << 20);  // a segment is a whole number of them
    base::Sha256Stream digest, segment;
    std::vector<std::string> segments;
    std::uint64_t length = 0;
    std::string type;
    while (stream.good()) {
        stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(stream.gcount()));
        if (length == 0) type = sniff_media_type(bytes);
        digest.update(bytes);
        segment.update(bytes);
        length += bytes.size();
        if (!bytes.empty() && (length % model::kSegmentBytes == 0 || length == file.length)) {
            segments.push_back(base::to_hex(segment.finish()));
            segment = {};
        }
        m_done += bytes.size();
        if (m_progress) m_progress(std::min(m_done, m_total), m_total);
    }
    if (stream.bad() || length != file.length) return report.error(where, "unreadable", {{"detail", name}});
    if (type.empty()) return report.error(where, "media_not_what_it_says", {{"type", ending->type}});
    if (type != ending->type) {
        // A picture is shown by what it is; a document called a picture would break what shows it.
        if (kind_of_type(type) != ending->kind) {
            return report.error(where, "media_other_type", {{"type", type}});
        }
        report.warning(where, "media_other_type", {{"type", type}});
    }
    if (type == "text/vtt" && !has_captions(file.path, where, report)) return;
    const auto hex = base::to_hex(digest.finish());
    if (length <= model::kSegmentBytes) segments.clear();
    file.media = model::MediaFile{hex, length, name, type, std::move(segments)};
    m_paths.emplace(hex, file.path);
}

void MediaIndex::report_unused(Report& report) const {
    for (const auto& [name, file] : m_files) {
        if (!file.is_used) report.warning({"media/" + name, 0, 0, {}, {}}, "media_unused");
    }
}

}  // namespace accueil::publish
