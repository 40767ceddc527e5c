// SPDX-License-Identifier: GPL-3.0-or-later
// Writes small vector tiles, for tests of what reads and draws them. One thread.
#pragma once

#include <algorithm>
#include <map>
#include <protozero/pbf_writer.hpp>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/map/mvt.hpp"

namespace accueil::support {

class MvtMaker {
  public:
    using Tags = std::vector<std::pair<std::string, std::string>>;
    using Points = std::vector<map::MvtPoint>;

    void point(const std::string& layer, map::MvtPoint at, const Tags& tags) { add(layer, 1, {at}, tags); }
    void line(const std::string& layer, const Points& points, const Tags& tags) {
        add(layer, 2, points, tags);
    }
    void polygon(const std::string& layer, const Points& ring, const Tags& tags) {
        add(layer, 3, ring, tags);
    }

    std::string bytes() const {
        std::string made;
        protozero::pbf_writer tile(made);
        for (const auto& [name, content] : m_layers) {
            std::string bytes;
            protozero::pbf_writer layer(bytes);
            layer.add_uint32(15, 2);
            layer.add_string(1, name);
            for (const std::string& feature : content.features)
                layer.add_message(2, feature);
            for (const std::string& key : content.keys)
                layer.add_string(3, key);
            for (const std::string& text : content.values) {
                std::string value_bytes;
                protozero::pbf_writer value(value_bytes);
                value.add_string(1, text);
                layer.add_message(4, value_bytes);
            }
            layer.add_uint32(5, 4096);
            tile.add_message(3, bytes);
        }
        return made;
    }

  private:
    struct Layer {
        std::vector<std::string> features, keys, values;
    };

    static std::uint32_t index_of(std::vector<std::string>& all, const std::string& text) {
        const auto found = std::find(all.begin(), all.end(), text);
        if (found != all.end()) return static_cast<std::uint32_t>(found - all.begin());
        all.push_back(text);
        return static_cast<std::uint32_t>(all.size() - 1);
    }

    void add(const std::string& layer_name, int type, const Points& points, const Tags& tags) {
        Layer& layer = m_layers[layer_name];
        std::vector<std::uint32_t> tag_numbers, geometry;
        for (const auto& [key, value] : tags) {
            tag_numbers.push_back(index_of(layer.keys, key));
            tag_numbers.push_back(index_of(layer.values, value));
        }
        map::MvtPoint pen;
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (i == 0) geometry.push_back(1U << 3 | 1U);
            if (i == 1) geometry.push_back(static_cast<std::uint32_t>(points.size() - 1) << 3 | 2U);
            geometry.push_back(protozero::encode_zigzag32(points[i].x - pen.x));
            geometry.push_back(protozero::encode_zigzag32(points[i].y - pen.y));
            pen = points[i];
        }
        if (type == 3) geometry.push_back(1U << 3 | 7U);
        std::string feature_bytes;
        protozero::pbf_writer feature(feature_bytes);
        feature.add_packed_uint32(2, tag_numbers.begin(), tag_numbers.end());
        feature.add_enum(3, type);
        feature.add_packed_uint32(4, geometry.begin(), geometry.end());
        layer.features.push_back(std::move(feature_bytes));
    }

    std::map<std::string, Layer> m_layers;
};

}  // namespace accueil::support
