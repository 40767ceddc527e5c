// SPDX-License-Identifier: GPL-3.0-or-later
// A map style: whatever it says, it is refused with its place or draws a tile.
#include "kiosk/map/style.hpp"

#include "tests/fuzz/must.hpp"
#include "tests/support/town_scene.hpp"

using namespace accueil;
using fuzz::must;

namespace {

const map::MvtTile& town() {
    static const auto made =
        map::decode_mvt(support::town_tile(), [](std::string_view) { return true; }).value();
    return made;
}

void paint(const map::StylePtr& style, map::TileId id) {
    const map::TilePart part{town(), support::kTownTile, map::Schema::openmaptiles, std::nullopt};
    const map::Tile tile = map::paint_tile({&part, 1}, {id, 64, 0.125F, style});
    must(tile.image != nullptr && tile.image->width() == 64);
    for (const map::TileLabel& label : tile.labels) {
        must(!label.rules.empty() && label.name_in("ar").size() <= 200);
        for (const int rule : label.rules)
            must(rule >= 0 && static_cast<std::size_t>(rule) < style->label_rules.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t length) {
    const auto style = map::Style::parse(fuzz::view(bytes, length), "style.json");
    if (!style) {
        must(style.error().detail.starts_with("style.json:"));
        return 0;
    }
    paint(*style, support::kTownTile);
    paint(*style, support::kTownTile.child(1, 0).child(0, 1));
    for (const map::LabelRule& rule : (*style)->label_rules)
        for (const double zoom : {-1.0, 0.0, 14.0, 99.0})
            must(rule.size.step_at(zoom) >= 8 && rule.size.step_at(zoom) <= 120);
    return 0;
}
