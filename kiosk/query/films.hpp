// SPDX-License-Identifier: GPL-3.0-or-later
// What a film's screen asks: its file, and what is said in it. Loader thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/query/content.hpp"
#include "sync/model/captions.hpp"
#include "sync/model/records.hpp"

namespace accueil::query {

struct FilmPage {
    std::string initiative_id;
    model::Text initiative;  ///< its title
    model::Video video;
    std::filesystem::path file;                               ///< empty while it has not come
    std::map<std::string, std::vector<model::Cue>> captions;  ///< by language; those that are there
    std::optional<std::filesystem::path> poster;
};
/// Of the initiative with that id; nullopt where there is none, or none with a film. Captions that cannot be
/// read are left out, and logged.
base::Result<std::optional<FilmPage>> film(const Source& source, const std::string& id);

}  // namespace accueil::query
