// SPDX-License-Identifier: GPL-3.0-or-later
// Where the program's own files are: installed, in a build tree, or where ACCUEIL_ASSETS says. Any thread.
#pragma once

#include <filesystem>

namespace accueil::base {

/// The folder that holds i18n/, fonts/, theme/, basemap/: $ACCUEIL_ASSETS, else share/accueil beside the
/// program's bin/, else the source tree's assets/ that the program was built from.
std::filesystem::path assets_folder();

/// The embedded content's cache folder: share/accueil/embedded beside bin/, in a build tree as when
/// installed.
std::filesystem::path embedded_content_folder();

}  // namespace accueil::base
