// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <thread>
#include <utility>

#include "kiosk/app/assembly.hpp"
#include "kiosk/draw/cairo_canvas.hpp"

namespace accueil::app {

base::Result<void> take_screenshot(const Options& options, const base::Catalog& catalog,
                                   const base::Clock& clock) {
    std::vector<std::pair<std::uint64_t, query::Job>> jobs;
    const auto assembly = TRY(Assembly::create(
        options, catalog, clock, [] {},
        [&](std::uint64_t ticket, query::Job job, const std::string&) {
            jobs.emplace_back(ticket, std::move(job));
        }));
    auto& navigator = *assembly->navigator;
    const auto source = TRY(query::open_source(assembly->content));
    const auto feed = std::make_shared<const query::FeedSummary>(TRY(query::feed(*source)));
    // An answer may make it ask for what stands on the map, a tree for the page that it shows.
    const auto answer = [&] {
        while (!jobs.empty()) {
            query::Loader::News news;
            for (auto& [ticket, job] : std::exchange(jobs, {}))
                news.answers.push_back({ticket, job(*source), feed});
            navigator.on_news(std::move(news));
            navigator.tick();
        }
    };
    answer();

    const int width = static_cast<int>(options.size.width), height = static_cast<int>(options.size.height);
    const auto canvas = draw::CairoCanvas::create(width, height, *assembly->text);
    navigator.resize(canvas->size());
    navigator.tick();
    if (options.scroll) navigator.scroll_to(*options.scroll);
    // Tiles come from their workers: draw, wait for what the drawing asked for, draw again.
    for (int pass = 0; pass < 4; ++pass) {
        navigator.tick();
        answer();
        navigator.draw(*canvas);
        if (assembly->tiles == nullptr || assembly->tiles->idle()) break;
        assembly->tiles->wait_until_idle(std::chrono::seconds(20));
    }
    navigator.tick();
    navigator.draw(*canvas);
    TRY(draw::save_png(*canvas->snapshot(), options.screenshot));
    if (!options.tree_file.empty()) std::ofstream(options.tree_file) << navigator.tree_json();
    return {};
}

}  // namespace accueil::app
