// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/photos.hpp"

#include "kiosk/query/source.hpp"

namespace accueil::query {

base::Result<std::optional<PhotoPage>> photo(const Source& source, const std::string& id) {
    const auto named = numbered_id(id);
    if (!named) return std::nullopt;
    const auto initiative = TRY(source.reader().get<model::Initiative>(named->initiative));
    const auto number = named->number;
    if (!initiative || number > initiative->photos.size()) return std::nullopt;
    const auto& record = initiative->photos[number - 1];
    return PhotoPage{initiative->id, initiative->title,         record,
                     number,         initiative->photos.size(), source.reader().media_path(record.file)};
}

std::vector<std::optional<std::filesystem::path>> photo_files(const Source& source,
                                                              const model::Initiative& initiative) {
    std::vector<std::optional<std::filesystem::path>> files;
    for (const auto& one : initiative.photos)
        files.push_back(source.reader().media_path(one.file));
    return files;
}

}  // namespace accueil::query
