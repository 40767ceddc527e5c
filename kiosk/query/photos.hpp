// SPDX-License-Identifier: GPL-3.0-or-later
// The photos of an initiative, one at a time. Loader thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/query/content.hpp"
#include "sync/model/records.hpp"

namespace accueil::query {

struct PhotoPage {
    std::string initiative_id;
    model::Text initiative;  ///< its title
    model::Photo photo;
    std::size_t number = 1, count = 1;          ///< of those of the initiative; number from 1
    std::optional<std::filesystem::path> file;  ///< nothing while it has not come
};
/// "labacces/2" is the second photo of the initiative labacces; nullopt where there is none.
base::Result<std::optional<PhotoPage>> photo(const Source& source, const std::string& id);

/// Where the photos of an initiative are, in their order; nothing for one that has not come.
std::vector<std::optional<std::filesystem::path>> photo_files(const Source& source,
                                                              const model::Initiative& initiative);

}  // namespace accueil::query
