// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/photos.hpp"

#include <charconv>

#include "kiosk/query/source.hpp"

namespace accueil::query {

base::Result<std::optional<PhotoPage>> photo(const Source& source, const std::string& id) {
    const auto slash = id.rfind('/');
    if (slash == std::string::npos) return std::nullopt;
    std::size_t number = 0;
    const auto* end = id.data() + id.size();
    const auto [stopped, error] = std::from_chars(id.data() + slash + 1, end, number);
    const auto initiative = TRY(source.reader().get<model::Initiative>(id.substr(0, slash)));
    if (error != std::errc() || stopped != end || !initiative || number == 0 ||
        number > initiative->photos.size())
        return std::nullopt;
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
