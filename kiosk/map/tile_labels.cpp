// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/tile_labels.hpp"

#include "kiosk/map/layer_filter.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "kiosk/map/label_line.hpp"

namespace accueil::map {

namespace {

constexpr std::size_t kMostName = 200;         // bytes: what is longer is no name
constexpr std::size_t kMostTranslations = 40;  // the kiosk has fewer languages
constexpr std::size_t kMostLinePoints = 6000;  // of one line: simplifying takes their square at worst
constexpr std::size_t kMostLines = 4000;       // of one name
constexpr double kSimplify = 0.7;              // device pixels
constexpr double kShortestName = 20;           // device pixels: two letters
constexpr std::string_view kLanguage = "{language}";

std::string_view text_of(const MvtLayer& layer, const MvtFeature& feature, std::string_view key) {
    const MvtValue* value = layer.value_of(feature, key);
    const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
    return text != nullptr && text->size() <= kMostName ? std::string_view(*text) : std::string_view();
}

double number_of(const MvtLayer& layer, const MvtFeature& feature, std::string_view key) {
    const MvtValue* value = layer.value_of(feature, key);
    const auto* number = value == nullptr ? nullptr : std::get_if<double>(value);
    return number == nullptr ? 0 : *number;
}

/// All that the feature is called by keys like `pattern`, such as "name:{language}".
void add_translations(const MvtLayer& layer, const MvtFeature& feature, std::string_view pattern,
                      std::vector<std::pair<std::string, std::string>>& into) {
    const std::size_t hole = pattern.find(kLanguage);
    const std::string_view before = pattern.substr(0, hole), after = pattern.substr(hole + kLanguage.size());
    for (const auto& [key_index, value_index] : feature.tags) {
        const std::string_view key = layer.keys[key_index];
        if (key.size() <= before.size() + after.size() || key.size() > before.size() + after.size() + 35 ||
            !key.starts_with(before) || !key.ends_with(after))
            continue;
        const auto* words = std::get_if<std::string>(&layer.values[value_index]);
        if (words == nullptr || words->empty() || words->size() > kMostName ||
            into.size() >= kMostTranslations)
            continue;
        into.emplace_back(key.substr(before.size(), key.size() - before.size() - after.size()), *words);
    }
}

void name(const LabelRule& rule, const MvtLayer& layer, const MvtFeature& feature, TileLabel& label) {
    for (const std::string& key : rule.name) {
        if (key.find(kLanguage) != std::string::npos) {
            add_translations(layer, feature, key, label.translations);
            continue;
        }
        label.name = text_of(layer, feature, key);
        if (!label.name.empty()) break;
    }
    if (label.name.empty() && !label.translations.empty()) label.name = label.translations.front().second;
    std::erase_if(label.translations, [&](const auto& pair) { return pair.second == label.name; });
}

class Picker {
  public:
    Picker(const TilePart& part, const TileRequest& request, const MvtLayer& layer)
        : m_part(part), m_request(request), m_layer(layer), m_area(request.id.world_rect()) {
        if (part.within)
            m_area = {std::max(m_area.left, part.within->left), std::max(m_area.top, part.within->top),
                      std::min(m_area.right, part.within->right),
                      std::min(m_area.bottom, part.within->bottom)};
        const auto& rules = request.style->label_rules;
        for (std::size_t i = 0; i < rules.size(); ++i)
            if (rules[i].schema == part.schema && rules[i].source_layer == layer.name)
                m_rules.push_back({static_cast<int>(i), LayerFilter(rules[i].filter, layer)});
    }

    void add(std::vector<TileLabel>& labels) {
        if (m_rules.empty()) return;
        for (const MvtFeature& feature : m_layer.features) {
            if (feature.points.empty()) continue;
            if (feature.type == MvtGeometry::point)
                add_point(feature, labels);
            else if (feature.type == MvtGeometry::line)
                add_lines(feature, labels);
        }
    }

  private:
    WorldPoint world(MvtPoint p) const {
        const double unit = std::exp2(-m_part.source.z);
        return {(m_part.source.x + static_cast<double>(p.x) / m_layer.extent) * unit,
                (m_part.source.y + static_cast<double>(p.y) / m_layer.extent) * unit};
    }

    /// With its rules and its name; nothing when it has neither.
    std::optional<TileLabel> label_of(const MvtFeature& feature, Placement placement) {
        TileLabel label;
        const auto& rules = m_request.style->label_rules;
        for (auto& [index, filter] : m_rules)
            if (rules[static_cast<std::size_t>(index)].placement == placement && filter.accepts(feature))
                label.rules.push_back(index);
        if (label.rules.empty()) return std::nullopt;
        name(rules[static_cast<std::size_t>(label.rules.front())], m_layer, feature, label);
        if (label.name.empty())
            std::erase_if(label.rules,
                          [&](int rule) { return !rules[static_cast<std::size_t>(rule)].icon_alone; });
        if (label.rules.empty()) return std::nullopt;
        return label;
    }

    void add_point(const MvtFeature& feature, std::vector<TileLabel>& labels) {
        const WorldPoint at = world(feature.points.front());
        // Its buffer's names are those of the neighbour.
        if (at.x < m_area.left || at.y < m_area.top || at.x >= m_area.right || at.y >= m_area.bottom) return;
        auto label = label_of(feature, Placement::point);
        if (!label) return;
        label->at = at;
        // OpenMapTiles rank what is important low.
        label->weight = number_of(m_layer, feature, "pop") - number_of(m_layer, feature, "rank");
        labels.push_back(std::move(*label));
    }

    void add_lines(const MvtFeature& feature, std::vector<TileLabel>& labels) {
        if (feature.points.size() > kMostLinePoints) return;
        const auto label = label_of(feature, Placement::line);
        if (!label || label->name.empty()) return;
        for (std::size_t part = 0; part < feature.parts.size(); ++part) {
            const std::size_t begin = feature.parts[part];
            const std::size_t end =
                part + 1 < feature.parts.size() ? feature.parts[part + 1] : feature.points.size();
            Line line;
            for (std::size_t i = begin; i < end; ++i)
                line.push_back(world(feature.points[i]));
            for (Line& piece : cut_to(line, m_area)) {
                labels.push_back(*label);
                labels.back().line = std::move(piece);
            }
        }
    }

    struct Rule {
        int index;
        LayerFilter filter;
    };
    const TilePart& m_part;
    const TileRequest& m_request;
    const MvtLayer& m_layer;
    WorldRect m_area;
    std::vector<Rule> m_rules;
};

bool on_edge(const Line& line, const WorldRect& area, double reach) {
    const auto near = [&](WorldPoint p) {
        return std::min({p.x - area.left, area.right - p.x, p.y - area.top, area.bottom - p.y}) < reach;
    };
    return near(line.front()) || near(line.back());
}

}  // namespace

const std::string& TileLabel::name_in(const std::string& language) const {
    for (std::string_view tag = language; !tag.empty();
         tag = tag.substr(0, tag.rfind('-') == std::string_view::npos ? 0 : tag.rfind('-')))
        for (const auto& [of, words] : translations)
            if (of == tag) return words;
    return name;
}

std::size_t TileLabel::bytes() const {
    std::size_t sum = sizeof(TileLabel) + name.capacity() + rules.capacity() * sizeof(int) +
                      line.capacity() * sizeof(WorldPoint);
    for (const auto& [language, words] : translations)
        sum += sizeof(std::pair<std::string, std::string>) + language.capacity() + words.capacity();
    return sum;
}

void add_labels(const TilePart& part, const TileRequest& request, std::vector<TileLabel>& labels) {
    for (const MvtLayer& layer : part.data.layers)
        Picker(part, request, layer).add(labels);
}

void join_labels(std::vector<TileLabel>& labels, const TileRequest& request) {
    struct Group {
        TileLabel label;
        std::vector<Line> lines;
    };
    std::map<std::pair<std::string, std::vector<int>>, Group> groups;
    for (TileLabel& label : labels) {
        if (label.line.empty()) continue;
        Group& group = groups[{label.name, label.rules}];
        if (group.lines.size() < kMostLines) group.lines.push_back(std::move(label.line));
        label.line.clear();
        if (group.label.rules.empty()) group.label = label;
        label.rules.clear();
    }
    std::erase_if(labels, [](const TileLabel& label) { return label.rules.empty(); });
    const WorldRect area = request.id.world_rect();
    const double pixel = area.width() / request.side;
    for (auto& [key, group] : groups)
        for (const Line& line : joined(std::move(group.lines), pixel)) {
            if (line.size() > kMostLinePoints) continue;
            TileLabel label = group.label;
            label.line = simplified(line, kSimplify * pixel);
            label.weight = length_of(label.line);
            // A stub at the edge may be the end of the neighbour's.
            if (label.weight < kShortestName * pixel && !on_edge(label.line, area, pixel)) continue;
            label.at = middle_of(label.line);
            labels.push_back(std::move(label));
        }
}

}  // namespace accueil::map
