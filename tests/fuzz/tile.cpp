// SPDX-License-Identifier: GPL-3.0-or-later
// A map file's tile, from packed bytes to pixels and names: unpacked, decoded, drawn by a part of a real
// style at any depth, kept and read again. Four bytes before it say how.
#include <filesystem>
#include <vector>

#include "kiosk/map/layer_filter.hpp"
#include "kiosk/map/mbtiles.hpp"
#include "kiosk/map/tile_codec.hpp"
#include "kiosk/map/tile_painter.hpp"
#include "kiosk/map/tile_source.hpp"
#include "sync/base/strings.hpp"
#include "tests/fuzz/must.hpp"

using namespace accueil;
using fuzz::must;

namespace {

const map::Style& whole_style() {
    static const auto kStyle =
        map::Style::load(std::filesystem::path(ACCUEIL_SOURCE_DIR) / "tests/fixtures/map/streets.json")
            .value();
    return *kStyle;
}

/// Every rule whose bit stands in `choice`, which repeats.
map::StylePtr part_of_style(unsigned choice) {
    auto style = std::make_shared<map::Style>(whole_style());
    unsigned at = 0;
    const auto left_out = [&](const auto&) { return (choice >> (at++ % 8) & 1U) == 0; };
    std::erase_if(style->draw_rules, left_out);
    std::erase_if(style->label_rules, left_out);
    return style;
}

void compare_filters(const map::Style& style, const map::MvtTile& tile) {
    for (const map::MvtLayer& layer : tile.layers)
        for (const map::DrawRule& rule : style.draw_rules) {
            map::LayerFilter ready(rule.filter, layer);
            for (std::size_t i = 0; i < std::min<std::size_t>(layer.features.size(), 50); ++i)
                must(ready.accepts(layer.features[i]) == rule.filter.accepts(layer, layer.features[i]));
        }
}

void paint(const map::MvtTile& data, map::Schema schema, unsigned depth, const map::StylePtr& style) {
    const int zoom = static_cast<int>(depth % 15), deeper = static_cast<int>(depth / 15) % 6;
    const map::TileId source{zoom, (1 << zoom) / 2, (1 << zoom) / 3};
    map::TileId target = source;
    for (int i = 0; i < deeper; ++i)
        target = target.child(static_cast<int>(depth >> i & 1U), static_cast<int>(depth >> (i + 1) & 1U));
    map::TilePart part{data, source, schema, std::nullopt};
    if (depth % 7 == 0) {
        part.within = target.world_rect();
        part.within->right = part.within->center().x;
    }
    const map::TileRequest request{target, 96, 1, style, nullptr};
    const map::Tile tile = map::paint_tile({&part, 1}, request);
    must(tile.image != nullptr && tile.image->width() == 96 && tile.image->opaque());
    for (const map::TileLabel& label : tile.labels) {
        must(target.world_rect().contains(label.at));
        must(!label.name.empty() && !label.rules.empty());
    }
    const auto kept = map::encode_tile(tile, "key");
    if (!kept) return;
    const auto again = map::decode_tile(*kept, "key", request);
    must(again.has_value());
    must(again->image->rgba() == tile.image->rgba() && again->labels.size() == tile.labels.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t length) {
    if (length < 4) return 0;
    const auto text = fuzz::view(bytes + 4, length - 4);
    const auto schema = bytes[0] % 2 == 0 ? map::Schema::national : map::Schema::openmaptiles;
    const auto style = part_of_style(bytes[1]);
    switch (bytes[0] / 2 % 16) {
        case 0: {
            constexpr std::size_t kMost = 100'000;
            const auto plain = map::inflate_all(text, kMost);
            must(!plain || plain->size() <= kMost);
            break;
        }
        case 1:
            (void)map::decode_tile(text, "key", {{5, 16, 11}, 16, 1, style, nullptr});
            break;
        case 2: {
            const auto plain = map::plain_attribution(text);
            must(plain.size() <= 204 && base::is_valid_utf8(plain));
            break;
        }
        default: {
            const map::MvtLimits limits{.layers = 16, .features = 5000, .points = 20'000, .values = 5000};
            const bool wants_all = bytes[3] % 2 == 0;
            const auto tile = map::decode_mvt(
                text, [&](std::string_view name) { return wants_all || style->uses_layer(schema, name); },
                limits);
            if (!tile) break;
            must(tile->layers.size() <= 16 && tile->points <= 20'000);
            compare_filters(*style, *tile);
            paint(*tile, schema, bytes[2], style);
        }
    }
    return 0;
}
