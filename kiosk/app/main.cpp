// SPDX-License-Identifier: GPL-3.0-or-later
#include <clocale>
#include <iostream>

#include "kiosk/app/assembly.hpp"
#include "kiosk/app/set_pin.hpp"
#include "sync/base/resources.hpp"

using namespace accueil;

int main(int count, char** arguments) {
    // Numbers are read and written with a point whatever the machine's language; libraries that we call rely
    // on it.
    std::setlocale(LC_ALL, "");
    std::setlocale(LC_NUMERIC, "C");
    const auto catalog = base::Catalog::load(base::assets_folder() / "i18n");
    if (!catalog) {
        std::cerr << "accueil-kiosk: " << catalog.error().detail << '\n';
        return 3;
    }
    const std::string language = base::message_language(*catalog);
    const auto options = app::parse_options({arguments + 1, arguments + count}, *catalog, language);
    if (!options) {
        std::cerr << options.error().detail << '\n';
        return 2;
    }
    const base::SystemClock clock;
    const auto explain = [&](const base::Error& error) {
        const bool no_display = error.code == base::ErrorCode::unsupported;
        std::cerr << catalog->text(language, no_display ? "kiosk.no_display" : "kiosk.cannot_start",
                                   {{"detail", error.detail}})
                  << '\n';
        return 3;
    };
    switch (options->mode) {
        case app::Options::Mode::help:
            std::cout << catalog->text(language, "kiosk.help");
            return 0;
        case app::Options::Mode::version:
            std::cout << "accueil-kiosk " ACCUEIL_VERSION "\n";
            return 0;
        case app::Options::Mode::set_pin:
            return app::ask_for_pin(*options, *catalog, language);
        case app::Options::Mode::screenshot: {
            const auto done = app::take_screenshot(*options, *catalog, clock);
            if (!done) return explain(done.error());
            std::cout << catalog->text(language, "kiosk.screenshot_done",
                                       {{"file", options->screenshot.string()}})
                      << '\n';
            return 0;
        }
        default: {
            const auto status = app::run_on_glass(*options, *catalog, clock);
            return status ? *status : explain(status.error());
        }
    }
}
