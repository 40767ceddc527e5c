// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/records.hpp"

#include <type_traits>

namespace accueil::model {

const char* kind_of(const Record& record) {
    static constexpr const char* kNames[] = {"feed",       "theme", "need",    "page",  "question",
                                             "initiative", "place", "service", "notice"};
    return kNames[record.index()];
}

const std::string& id_of(const Record& record) {
    return std::visit([](const auto& value) -> const std::string& { return value.id; }, record);
}

std::vector<const MediaFile*> media_of(const Record& record) {
    std::vector<const MediaFile*> files;
    if (const auto* initiative = std::get_if<Initiative>(&record)) {
        if (initiative->video) {
            files.push_back(&initiative->video->file);
            if (initiative->video->poster) files.push_back(&*initiative->video->poster);
            for (const auto& [language, file] : initiative->video->captions)
                files.push_back(&file);
        }
        for (const auto& document : initiative->documents) {
            files.push_back(&document.file);
            if (document.reading) files.push_back(&*document.reading);
        }
        for (const auto& photo : initiative->photos)
            files.push_back(&photo.file);
    }
    std::visit(
        [&](const auto& value) {
            if constexpr (requires { value.pictures; })
                for (const auto& picture : value.pictures)
                    files.push_back(&picture);
        },
        record);
    return files;
}

}  // namespace accueil::model
