// SPDX-License-Identifier: GPL-3.0-or-later
// The command line and the configuration file of accueil-kiosk. Read once, by main.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/action/state.hpp"
#include "sync/base/config.hpp"
#include "sync/base/geometry.hpp"
#include "sync/base/i18n.hpp"
#include "sync/base/result.hpp"

namespace accueil::app {

struct Options {
    enum class Mode { kiosk, desk, screenshot, set_pin, help, version };
    Mode mode = Mode::kiosk;
    base::Size size{1080, 1920};          ///< device pixels of the window or the picture
    std::filesystem::path config_file;    ///< empty: the defaults
    std::filesystem::path screenshot;     ///< where the picture goes
    std::filesystem::path tree_file;      ///< where the accessibility tree goes at each change, for tests
    std::filesystem::path frames_file;    ///< where frame times go, for benchmarks
    action::Route route;                  ///< the first screen
    std::optional<std::string> language;  ///< instead of the configuration's
    std::optional<action::Appearance> appearance;
    std::optional<int> text_percent;
    action::Overlay overlay = action::Overlay::none;
    std::optional<float> scroll;
    std::optional<std::filesystem::path> cache_folder;
};

/// invalid_input in words of the catalog for what cannot be understood.
base::Result<Options> parse_options(const std::vector<std::string>& arguments, const base::Catalog& catalog,
                                    const std::string& language);

/// What config/kiosk.json documents.
std::vector<base::ConfigKey> config_keys();

/// "initiative/labacces" or "map".
std::optional<action::Route> parse_route(const std::string& text);

}  // namespace accueil::app
