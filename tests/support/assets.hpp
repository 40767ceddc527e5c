// SPDX-License-Identifier: GPL-3.0-or-later
// What comes with the kiosk, where the sources stand.
#pragma once

#include <filesystem>

namespace accueil::support {

inline std::filesystem::path assets() {
    return std::filesystem::path(ACCUEIL_SOURCE_DIR) / "assets";
}
inline std::filesystem::path national_map() {
    return assets() / "basemap" / "france.mbtiles";
}

}  // namespace accueil::support
