// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/resources.hpp"

#include <cstdlib>

namespace accueil::base {

namespace {
std::filesystem::path share_folder() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return program.parent_path().parent_path() / "share" / "accueil";
}
}  // namespace

std::filesystem::path assets_folder() {
    if (const char* named = std::getenv("ACCUEIL_ASSETS"); named != nullptr && *named != '\0') return named;
    const auto installed = share_folder();
    std::error_code error;
    if (std::filesystem::exists(installed / "i18n", error)) return installed;
    return ACCUEIL_SOURCE_ASSETS;
}

std::filesystem::path embedded_content_folder() {
    return share_folder() / "embedded";
}

}  // namespace accueil::base
