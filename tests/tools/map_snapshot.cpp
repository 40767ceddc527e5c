// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a picture of the map: map_snapshot OUT.png [--size WxH] [--at LAT,LON] [--zoom Z] [--style
// light|dark|contrast]
// [--markers FILE] [--select ID] [--town MBTILES] [--language TAG]. --town shows a file in the schema of
// OpenMapTiles over the map of France. FILE is a JSON list of {id, latitude, longitude, shape, icon,
// title}. For looking at styles without a screen.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/map/map_view.hpp"
#include "kiosk/map/vector_tiles.hpp"
#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/base/resources.hpp"

using namespace accueil;

namespace {

base::Result<std::vector<map::Marker>> read_markers(const std::string& path) {
    static constexpr const char* kShapes[] = {"circle", "square", "diamond", "triangle", "hexagon", "drop"};
    const std::string bytes = TRY(base::read_file(path));
    const base::Json list = TRY(base::parse_json(bytes));
    std::vector<map::Marker> markers;
    try {
        for (const base::Json& item : list) {
            map::Marker marker;
            marker.id = item.at("id").get<std::string>();
            marker.kind = "initiative";
            marker.coordinates = {item.at("latitude").get<double>(), item.at("longitude").get<double>()};
            marker.icon = item.value("icon", "circle");
            marker.title = item.value("title", marker.id);
            const std::string shape = item.value("shape", "circle");
            for (int i = 0; i < 6; ++i)
                if (shape == kShapes[i]) marker.shape = static_cast<model::MarkerShape>(i);
            markers.push_back(std::move(marker));
        }
    } catch (const base::Json::exception& error) {
        return base::fail(base::ErrorCode::invalid_input, path + ": " + error.what());
    }
    return markers;
}

base::Result<void> run(int argc, char** argv) {
    std::string out = argv[1], style_name = "light", markers, selected, town, language = "fr";
    int width = 1080, height = 1920;
    double latitude = 46.6, longitude = 2.25, zoom = 0;
    for (int i = 2; i + 1 < argc; i += 2) {
        const std::string option = argv[i], value = argv[i + 1];
        if (option == "--size")
            std::sscanf(value.c_str(), "%dx%d", &width, &height);
        else if (option == "--at")
            std::sscanf(value.c_str(), "%lf,%lf", &latitude, &longitude);
        else if (option == "--zoom")
            zoom = std::atof(value.c_str());
        else if (option == "--style")
            style_name = value;
        else if (option == "--town")
            town = value;
        else if (option == "--markers")
            markers = value;
        else if (option == "--language")
            language = value;
        else if (option == "--select")
            selected = value;
        else
            return base::fail(base::ErrorCode::invalid_input, "unknown option " + option);
    }
    if (width < 64 || height < 64 || width > 8192 || height > 8192)
        return base::fail(base::ErrorCode::invalid_input, "--size must be between 64x64 and 8192x8192");

    const auto assets = base::assets_folder();
    const auto file = assets / "basemap" / "france.mbtiles";
    map::TileSources sources{TRY(map::open_source(file, map::SourceRole::base))};
    if (!town.empty()) sources.push_back(TRY(map::open_source(town, map::SourceRole::town)));
    const map::StylePtr style = TRY(map::Style::load(assets / "styles" / (style_name + ".json")));
    const auto engine = TRY(draw::TextEngine::create(assets / "fonts"));
    const map::SharedTiles shared;
    map::TileStore store([&] { return std::make_unique<map::VectorTileMaker>(shared); }, {}, [] {});
    map::MapView view(store, map::make_sources(std::move(sources)), style);
    model::FeedInfo feed;
    feed.map_center = {46.6, 2.25};
    feed.map_zoom = 5;
    feed.map_bounds = {-6, 41, 10, 51.5};
    if (!town.empty()) {
        feed.map_bounds = view.sources()->back().info.bounds;
        feed.map_center = {latitude, longitude};
    }
    view.set_territory(feed);
    view.set_language(language);
    const auto canvas = draw::CairoCanvas::create(width, height, *engine);
    view.set_view_rect({0, 0, canvas->size().width, canvas->size().height});
    if (!markers.empty()) view.set_content(TRY(read_markers(markers)));
    if (!selected.empty()) view.select(selected);
    view.draw(*canvas, *engine);  // tells the view the scale
    if (zoom > 0) view.restore({map::to_world({latitude, longitude}), zoom});
    for (int pass = 0; pass < 3; ++pass) {
        view.draw(*canvas, *engine);
        if (!store.wait_until_idle(std::chrono::seconds(60)))
            return base::fail(base::ErrorCode::cancelled, "the tiles did not come");
    }
    view.draw(*canvas, *engine);
    TRY(draw::save_png(*canvas->snapshot(), out));
    std::printf("zoom %.3f  tiles %zu  %.1f MB\n", view.camera().zoom, store.size(),
                static_cast<double>(store.bytes()) / 1e6);
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs(
            "map_snapshot OUT.png [--size WxH] [--at LAT,LON --zoom Z] [--style NAME] [--markers FILE] "
            "[--town MBTILES] [--language TAG]\n",
            stderr);
        return 2;
    }
    const auto done = run(argc, argv);
    if (done) return 0;
    std::fprintf(stderr, "map_snapshot: %s\n", done.error().detail.c_str());
    return 1;
}
