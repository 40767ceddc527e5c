// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/body_pictures.hpp"

#include "sync/base/log.hpp"

namespace accueil::screens {

void load_pictures(const query::Source& source, const std::vector<model::MediaFile>& files,
                   std::vector<std::pair<std::string, draw::ImagePtr>>& pictures) {
    constexpr int kBodyPictureSide = 1200;
    for (const auto& file : files) {
        const auto path = query::media_file(source, file);
        if (!path) continue;  // not here yet: its description stands for it
        auto image = draw::load_image(*path, kBodyPictureSide);
        if (image)
            pictures.emplace_back("body/" + file.name, std::move(*image));
        else
            base::log(base::LogLevel::warning, "screens", image.error().detail);
    }
}

}  // namespace accueil::screens
