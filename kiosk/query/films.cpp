// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/films.hpp"

#include "kiosk/query/source.hpp"
#include "sync/base/file.hpp"
#include "sync/base/log.hpp"

namespace accueil::query {

namespace {

constexpr std::size_t kMostCaptionBytes = std::size_t{8} << 20;

}  // namespace

base::Result<std::optional<FilmPage>> film(const Source& source, const std::string& id) {
    const auto initiative = TRY(source.reader().get<model::Initiative>(id));
    if (!initiative || !initiative->video) return std::nullopt;
    FilmPage page;
    page.initiative_id = id;
    page.initiative = initiative->title;
    page.video = *initiative->video;
    if (auto path = source.reader().media_path(page.video.file)) page.file = std::move(*path);
    if (page.video.poster) page.poster = source.reader().media_path(*page.video.poster);
    for (const auto& [language, track] : page.video.captions) {
        const auto path = source.reader().media_path(track);
        if (!path) continue;
        const auto text = base::read_file(*path, kMostCaptionBytes);
        if (!text) {
            base::log(base::LogLevel::warning, "query", text.error().detail);
            continue;
        }
        auto cues = model::parse_captions(*text);
        if (cues)
            page.captions.emplace(language, std::move(*cues));
        else
            base::log(
                base::LogLevel::warning, "query",
                track.name + ":" + std::to_string(cues.error().line) + ": captions that cannot be read");
    }
    return page;
}

}  // namespace accueil::query
