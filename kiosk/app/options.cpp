// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/app/options.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <string_view>

#include "kiosk/action/action.hpp"
#include "sync/base/strings.hpp"

namespace accueil::app {

using base::ConfigKey;
using base::ConfigType;

std::vector<ConfigKey> config_keys() {
    return {
        {"cache_folder", ConfigType::text, "/var/lib/accueil/cache", {}, {}, {}},
        {"language", ConfigType::text, "fr", {}, {}, {}},
        {"appearance", ConfigType::text, "light", {}, {}, {"light", "dark", "contrast"}},
        {"text_percent", ConfigType::whole, 100, 100, 150, {}},
        {"reduced_motion", ConfigType::flag, false, {}, {}, {}},
        {"time_zone", ConfigType::text, "Europe/Paris", {}, {}, {}},
        {"here.latitude", ConfigType::real, 0.0, -85, 85, {}},
        {"here.longitude", ConfigType::real, 0.0, -180, 180, {}},
        {"kiosk.id", ConfigType::text, "", {}, {}, {}},
        {"kiosk.groups", ConfigType::list_of_text, base::Json::array(), {}, {}, {}},
        {"idle.seconds", ConfigType::whole, 90, 5, 3600, {}},
        {"idle.countdown_seconds", ConfigType::whole, 25, 20, 600, {}},
        {"local_folder", ConfigType::text, "/var/lib/accueil/local", {}, {}, {}},
        {"desk.pin_file", ConfigType::text, "/var/lib/accueil/local/desk.pin", {}, {}, {}},
        {"desk.idle_seconds", ConfigType::whole, 60, 10, 3600, {}},
        {"video.audio", ConfigType::text, "auto", {}, {}, {}},
        {"video.drawing", ConfigType::text, "auto", {}, {}, {"auto", "software"}},
        {"video.volume", ConfigType::whole, 50, 0, 100, {}},
        {"speech.enabled", ConfigType::flag, true, {}, {}, {}},
        {"printer.queue", ConfigType::text, "", {}, {}, {}},
        {"printer.server", ConfigType::text, "", {}, {}, {}},
        {"printer.paper", ConfigType::text, "a4", {}, {}, {"a4", "ticket"}},
        {"printer.job_seconds", ConfigType::whole, 90, 10, 900, {}},
        {"map.tile_megabytes", ConfigType::whole, 96, 16, 1024, {}},
        {"map.cache_folder", ConfigType::text, "/var/lib/accueil/tiles", {}, {}, {}},
        {"map.cache_megabytes", ConfigType::whole, 256, 0, 65536, {}},
    };
}

std::optional<action::Route> parse_route(const std::string& text) {
    const auto slash = text.find('/');
    const std::string name = text.substr(0, slash);
    const std::string id = slash == std::string::npos ? "" : text.substr(slash + 1);
    for (int kind = 0; kind <= static_cast<int>(action::ScreenKind::photo); ++kind) {
        const auto screen = static_cast<action::ScreenKind>(kind);
        if (name == action::name_of(screen)) return action::Route{screen, id};
    }
    return std::nullopt;
}

namespace {

// All of `text` as a number, without a sign, spaces or anything after it.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<base::Size> parse_size(std::string_view text) {
    const auto by = text.find('x');
    if (by == std::string_view::npos) return std::nullopt;
    const auto width = parse_number<unsigned>(text.substr(0, by)),
               height = parse_number<unsigned>(text.substr(by + 1));
    const auto fits = [](const auto& side) { return side && *side >= 320 && *side <= 8192; };
    if (!fits(width) || !fits(height)) return std::nullopt;
    return base::Size{static_cast<float>(*width), static_cast<float>(*height)};
}

class Parser {
  public:
    Parser(const base::Catalog& catalog, const std::string& language)
        : m_catalog(catalog), m_language(language) {}

    base::Result<void> option(const std::string& name, const std::string& value) {
        const auto wrong = [&] {
            return base::fail(
                base::ErrorCode::invalid_input,
                m_catalog.text(m_language, "kiosk.bad_value", {{"option", name}, {"value", value}}));
        };
        if (name == "--window") {
            const auto size = parse_size(value);
            if (!size) return wrong();
            options.mode = Options::Mode::desk;
            options.size = *size;
        } else if (name == "--screenshot") {
            options.mode = Options::Mode::screenshot;
            options.screenshot = value;
        } else if (name == "--size") {
            const auto size = parse_size(value);
            if (!size) return wrong();
            options.size = *size;
        } else if (name == "--config") {
            options.config_file = value;
        } else if (name == "--cache") {
            options.cache_folder = value;
        } else if (name == "--tree") {
            options.tree_file = value;
        } else if (name == "--frames") {
            options.frames_file = value;
        } else if (name == "--language") {
            options.language = value;
        } else if (name == "--route") {
            const auto route = parse_route(value);
            if (!route) return wrong();
            options.route = *route;
        } else if (name == "--appearance") {
            if (value != "light" && value != "dark" && value != "contrast") return wrong();
            options.appearance = value == "dark"       ? action::Appearance::dark
                                 : value == "contrast" ? action::Appearance::contrast
                                                       : action::Appearance::light;
        } else if (name == "--text") {
            if (value != "100" && value != "125" && value != "150") return wrong();
            options.text_percent = std::stoi(value);
        } else if (name == "--overlay") {
            static const std::map<std::string, action::Overlay> kOverlays{
                {"languages", action::Overlay::languages}, {"access", action::Overlay::access},
                {"moment", action::Overlay::moment},       {"filters", action::Overlay::filters},
                {"by-theme", action::Overlay::by_theme},   {"by-territory", action::Overlay::by_territory},
                {"by-kind", action::Overlay::by_kind},     {"by-year", action::Overlay::by_year},
                {"take-away", action::Overlay::take_away}};
            const auto overlay = kOverlays.find(value);
            if (overlay == kOverlays.end()) return wrong();
            options.overlay = overlay->second;
        } else if (name == "--scroll") {
            const auto pixels = parse_number<float>(value);
            if (!pixels || !std::isfinite(*pixels) || *pixels < 0) return wrong();
            options.scroll = *pixels;
        }
        return {};
    }

    Options options;

  private:
    const base::Catalog& m_catalog;
    const std::string& m_language;
};

}  // namespace

base::Result<Options> parse_options(const std::vector<std::string>& arguments, const base::Catalog& catalog,
                                    const std::string& language) {
    static const std::vector<std::string> kWithValue = {
        "--window",   "--screenshot", "--size",       "--config", "--cache",   "--tree",  "--frames",
        "--language", "--route",      "--appearance", "--text",   "--overlay", "--scroll"};
    static const std::vector<std::string> kAll = [] {
        auto all = kWithValue;
        all.insert(all.end(), {"--kiosk", "--set-pin", "--help", "--version"});
        return all;
    }();
    Parser parser(catalog, language);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string name = arguments[i];
        std::optional<std::string> value;
        if (const auto equals = name.find('='); equals != std::string::npos) {
            value = name.substr(equals + 1);
            name.erase(equals);
        }
        if (name == "--help" || name == "-h") {
            parser.options.mode = Options::Mode::help;
            return parser.options;
        }
        if (name == "--version") {
            parser.options.mode = Options::Mode::version;
            return parser.options;
        }
        if (name == "--kiosk") continue;
        if (name == "--set-pin") {
            parser.options.mode = Options::Mode::set_pin;
            continue;
        }
        if (std::find(kWithValue.begin(), kWithValue.end(), name) == kWithValue.end()) {
            const auto near = base::nearest(name, kAll);
            return base::fail(
                base::ErrorCode::invalid_input,
                catalog.text(language, near.empty() ? "kiosk.unknown_option" : "kiosk.unknown_option_near",
                             {{"option", name}, {"near", near}}));
        }
        if (!value) {
            if (i + 1 == arguments.size()) {
                return base::fail(base::ErrorCode::invalid_input,
                                  catalog.text(language, "kiosk.missing_value", {{"option", name}}));
            }
            value = arguments[++i];
        }
        TRY(parser.option(name, *value));
    }
    return parser.options;
}

}  // namespace accueil::app
