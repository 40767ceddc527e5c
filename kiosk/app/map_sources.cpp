// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/app/map_sources.hpp"

#include "sync/base/log.hpp"

namespace accueil::app {

query::Job map_sources_job(map::TileSourcesPtr shipped) {
    return [shipped = std::move(shipped)](const query::Source& content) -> base::Result<query::DataPtr> {
        map::TileSources sources = *shipped;
        for (const query::MapFile& file : TRY(query::maps(content))) {
            auto opened = map::open_source(file.path, map::SourceRole::town, file.sha256);
            if (opened)
                sources.push_back(std::move(*opened));
            else
                base::log(base::LogLevel::error, "app", file.name + ": " + opened.error().detail);
        }
        auto answer = std::make_shared<MapSources>();
        answer->sources = map::make_sources(std::move(sources));
        return query::DataPtr(std::move(answer));
    };
}

}  // namespace accueil::app
