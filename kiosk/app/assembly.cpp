// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/app/assembly.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "kiosk/map/vector_tiles.hpp"
#include "sync/base/log.hpp"
#include "sync/base/resources.hpp"
#include "sync/base/strings.hpp"

namespace accueil::app {

namespace {

constexpr std::array<const char*, 3> kLooks{"light", "dark", "contrast"};  // by action::Appearance

action::Preferences preferences(const base::Config& config, const Options& options) {
    action::Preferences wanted;
    wanted.language = options.language.value_or(config.text("language"));
    const std::string look = config.text("appearance");
    wanted.appearance = look == "dark"       ? action::Appearance::dark
                        : look == "contrast" ? action::Appearance::contrast
                                             : action::Appearance::light;
    if (options.appearance) wanted.appearance = *options.appearance;
    wanted.text_percent = options.text_percent.value_or(static_cast<int>(config.whole("text_percent")));
    wanted.reduced_motion = config.flag("reduced_motion");
    wanted.listening.volume = static_cast<int>(config.whole("video.volume"));
    return wanted;
}

// A notice that names this kiosk would never find it by a name that none can have.
base::Result<query::Kiosk> kiosk_of(const base::Config& config, const base::Catalog& catalog) {
    query::Kiosk kiosk{config.text("kiosk.id"), config.texts("kiosk.groups")};
    const auto check = [&](const std::string& key, const std::string& name) -> base::Result<void> {
        if (base::is_id(name)) return {};
        const auto where = config.where(key);
        return base::fail(
            base::ErrorCode::invalid_input,
            catalog.text(base::message_language(catalog), "kiosk.bad_name",
                         {{"where", where.empty() ? where : where + ": "}, {"key", key}, {"value", name}}));
    };
    if (!kiosk.id.empty()) TRY(check("kiosk.id", kiosk.id));
    for (const auto& group : kiosk.groups)
        TRY(check("kiosk.groups", group));
    return kiosk;
}

// Nothing where the configuration names no queue.
base::Result<std::optional<media::Printer::Options>> printer_of(const base::Config& config,
                                                                const base::Catalog& catalog) {
    media::Printer::Options printer;
    printer.queue = config.text("printer.queue");
    if (printer.queue.empty()) return std::nullopt;
    // As CUPS has it: what a name may not hold, and how long it may be.
    const bool is_name =
        printer.queue.size() <= 127 && std::all_of(printer.queue.begin(), printer.queue.end(), [](char c) {
            return static_cast<unsigned char>(c) > 0x20 && c != 0x7F && c != '/' && c != '#' && c != '?' &&
                   c != '\'' && c != '"';
        });
    if (!is_name) {
        const auto where = config.where("printer.queue");
        return base::fail(
            base::ErrorCode::invalid_input,
            catalog.text(base::message_language(catalog), "kiosk.bad_queue",
                         {{"where", where.empty() ? where : where + ": "}, {"value", printer.queue}}));
    }
    printer.server = config.text("printer.server");
    if (config.text("printer.paper") == "ticket") printer.format = media::PaperFormat::ticket;
    printer.job_limit = std::chrono::seconds(config.whole("printer.job_seconds"));
    return printer;
}

// Names of streets are 22 design pixels high: 2.4 mm on paper, at 350 dots an inch.
constexpr float kPixelsAMillimetre = 9, kDotsAPixel = 1.5F;

base::Result<decltype(NavigatorParts::paint_map)> paper_maps() {
    const auto assets = base::assets_folder();
    auto style = TRY(map::Style::load(assets / "styles" / "paper.json"));
    return decltype(NavigatorParts::paint_map)(
        [style = std::move(style), fonts = assets / "fonts"](map::PictureWish wish, base::Size millimetres) {
            wish.style = style;
            return map::paint_picture(
                wish, {millimetres.width * kPixelsAMillimetre, millimetres.height * kPixelsAMillimetre},
                kDotsAPixel, fonts);
        });
}

// A picture is made from what is there now; what was kept of it would only hide a fault.
enum class Kept { none, on_disk };

void load_map(Assembly& assembly, Kept kept, std::function<void()> wake) {
    const auto file = base::assets_folder() / "basemap" / "france.mbtiles";
    auto opened = map::open_source(file, map::SourceRole::base);
    if (!opened) {
        base::log(base::LogLevel::error, "app", "no base map: " + opened.error().detail);
        return;
    }
    const auto megabytes = [&](const char* key) {
        return static_cast<std::size_t>(assembly.config.whole(key)) << 20;
    };
    map::TileStoreOptions options;
    options.niceness = map::TileStoreOptions::kBehindTheScreen;
    options.budget = megabytes("map.tile_megabytes");
    map::SharedTiles shared;
    if (const auto budget = megabytes("map.cache_megabytes"); kept == Kept::on_disk && budget > 0)
        shared.disk = std::make_shared<map::TileDiskCache>(assembly.config.text("map.cache_folder"), budget);
    assembly.tiles = std::make_unique<map::TileStore>(
        [shared] { return std::make_unique<map::VectorTileMaker>(shared); }, options, std::move(wake));
    assembly.sources = map::make_sources({std::move(*opened)});
    const auto view = [&] {
        return std::make_unique<map::MapView>(*assembly.tiles, assembly.sources, assembly.map_styles[0]);
    };
    assembly.map = view();
    assembly.miniature = view();
    assembly.miniature->set_furniture(map::Furniture::none);
}

}  // namespace

base::Result<std::unique_ptr<Assembly>> Assembly::create(const Options& options, const base::Catalog& catalog,
                                                         const base::Clock& clock, std::function<void()> wake,
                                                         decltype(NavigatorParts::ask) ask,
                                                         decltype(NavigatorParts::print) print) {
    const auto keys = config_keys();
    auto config = options.config_file.empty() ? base::Config::defaults(keys)
                                              : TRY(base::Config::read(options.config_file, keys));
    auto kiosk = TRY(kiosk_of(config, catalog));
    auto printer = TRY(printer_of(config, catalog));
    if (const auto zone = config.text("time_zone"); !zone.empty()) {
        ::setenv("TZ", zone.c_str(), 1);
        ::tzset();
    }
    const auto assets = base::assets_folder();
    auto assembly = std::unique_ptr<Assembly>(new Assembly{catalog,
                                                           clock,
                                                           std::move(config),
                                                           TRY(draw::TextEngine::create(assets / "fonts")),
                                                           {},
                                                           {},
                                                           {},
                                                           {},
                                                           {},
                                                           {},
                                                           {},
                                                           {},
                                                           {},
                                                           {},
                                                           std::move(printer)});
    for (std::size_t i = 0; i < kLooks.size(); ++i) {
        assembly->themes[i] = TRY(draw::Theme::load(assets / "theme" / (std::string(kLooks[i]) + ".json")));
        assembly->map_styles[i] =
            TRY(map::Style::load(assets / "styles" / (std::string(kLooks[i]) + ".json")));
    }
    if (options.mode != Options::Mode::screenshot) {
        video::Player::Options films;
        films.audio = assembly->config.text("video.audio");
        films.drawing =
            video::drawing_of(assembly->config.text("video.drawing")).value_or(video::Drawing::automatic);
        assembly->player = video::Player::start(std::move(films), wake);
        if (assembly->config.flag("speech.enabled")) assembly->speaker = speech::Speaker::start({}, wake);
    }
    load_map(*assembly, options.mode == Options::Mode::screenshot ? Kept::none : Kept::on_disk,
             std::move(wake));
    assembly->content.cache_folder = options.cache_folder.value_or(assembly->config.text("cache_folder"));
    // A picture is of the content; it neither counts nor keeps anything.
    if (options.mode != Options::Mode::screenshot)
        assembly->content.local_folder = assembly->config.text("local_folder");
    assembly->content.embedded_folder = base::embedded_content_folder();
    const model::Coordinates here{assembly->config.real("here.latitude"),
                                  assembly->config.real("here.longitude")};
    if (here != model::Coordinates{}) assembly->content.here = here;
    assembly->content.kiosk = std::move(kiosk);

    NavigatorOptions navigator;
    navigator.defaults = preferences(assembly->config, options);
    navigator.idle = std::chrono::seconds(assembly->config.whole("idle.seconds"));
    navigator.countdown = std::chrono::seconds(assembly->config.whole("idle.countdown_seconds"));
    navigator.desk_idle = std::chrono::seconds(assembly->config.whole("desk.idle_seconds"));
    navigator.pin_file = assembly->config.text("desk.pin_file");
    auto paint_map = TRY(paper_maps());
    assembly->navigator = std::make_unique<Navigator>(
        NavigatorParts{catalog, *assembly->text, assembly->themes, assembly->map_styles, clock,
                       assembly->map.get(), assembly->miniature.get(), std::move(ask), assembly->sources,
                       std::move(print), assembly->player.get(), assembly->speaker.get(),
                       std::move(paint_map)},
        navigator);
    if (options.route != action::Route{}) assembly->navigator->perform(action::Open{options.route});
    // A list is opened with what is to be in it.
    if (options.route.screen == action::ScreenKind::fiche)
        for (const auto& item : base::split(options.route.id, ','))
            assembly->navigator->perform(action::DeskAction(action::AddToBasket{item}));
    if (options.overlay != action::Overlay::none)
        assembly->navigator->perform(action::ShowOverlay{options.overlay});
    return assembly;
}

}  // namespace accueil::app
