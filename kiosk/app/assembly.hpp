// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that a kiosk needs beside a window, loaded and put together; shared by the glass and by
// pictures. Main owns it; UI thread.
#pragma once

#include <array>
#include <functional>
#include <memory>

#include "kiosk/app/navigator.hpp"
#include "kiosk/app/options.hpp"
#include "kiosk/draw/text.hpp"
#include "kiosk/draw/theme.hpp"
#include "kiosk/map/map_view.hpp"
#include "kiosk/speech/speaker.hpp"
#include "kiosk/video/player.hpp"
#include "sync/base/config.hpp"
#include "sync/base/i18n.hpp"

namespace accueil::app {

struct Assembly {
    const base::Catalog& catalog;
    const base::Clock& clock;
    base::Config config;
    std::unique_ptr<draw::TextEngine> text;
    std::array<draw::Theme, 3> themes;        // by action::Appearance
    std::array<map::StylePtr, 3> map_styles;  // the same
    std::unique_ptr<map::TileStore> tiles;    // null where the base map is missing: the list serves
    map::TileSourcesPtr sources;              // the base map alone
    std::unique_ptr<map::MapView> map, miniature;
    std::unique_ptr<video::Player> player;     // null for a picture
    std::unique_ptr<speech::Speaker> speaker;  // the same, and where the configuration wants none
    std::unique_ptr<Navigator> navigator;
    query::Loader::Options content;
    std::optional<media::Printer::Options> printer;  // nothing where the configuration names none

    /// `wake` is called from other threads when the loop should turn; `ask` and `print` as in
    /// NavigatorParts.
    static base::Result<std::unique_ptr<Assembly>> create(const Options& options,
                                                          const base::Catalog& catalog,
                                                          const base::Clock& clock,
                                                          std::function<void()> wake,
                                                          decltype(NavigatorParts::ask) ask,
                                                          decltype(NavigatorParts::print) print = {});
};

/// Draws one screen without a display and writes it as PNG.
base::Result<void> take_screenshot(const Options& options, const base::Catalog& catalog,
                                   const base::Clock& clock);

/// Opens the window and runs until the end; the exit status.
base::Result<int> run_on_glass(const Options& options, const base::Catalog& catalog,
                               const base::Clock& clock);

}  // namespace accueil::app
