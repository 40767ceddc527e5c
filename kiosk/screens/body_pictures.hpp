// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures within running text: read on the loader thread, shown on the UI thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/query/content.hpp"
#include "kiosk/screens/screen.hpp"
#include "kiosk/ui/markdown.hpp"
#include "sync/model/records.hpp"

namespace accueil::screens {

/// Those that a record's body shows, for the loader thread: by their paths behind "body/".
void load_pictures(const query::Source& source, const std::vector<model::MediaFile>& files,
                   std::vector<std::pair<std::string, draw::ImagePtr>>& pictures);
/// The same of an answer, for running_text(). The answer outlives what it gives.
template <class T>
ui::PictureOf pictures_of(const Loaded<T>& answer) {
    return [&answer](const std::string& path) { return answer.picture("body/" + path); };
}
/// A record that may not exist, and the pictures in its body; `files` gives those of it.
template <class T, class Files>
base::Result<query::DataPtr> with_pictures(const query::Source& source, base::Result<std::optional<T>> found,
                                           const Files& files) {
    auto record = TRY(std::move(found));
    if (!record) return query::DataPtr();
    auto answer = std::make_shared<Loaded<T>>(std::move(*record));
    load_pictures(source, files(answer->value), answer->pictures);
    return query::DataPtr(std::move(answer));
}

}  // namespace accueil::screens
