// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/style.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/base/strings.hpp"

namespace accueil::map {

bool Style::uses_layer(Schema schema, std::string_view source_layer) const {
    const auto same = [&](const auto& rule) {
        return rule.schema == schema && rule.source_layer == source_layer;
    };
    return std::any_of(draw_rules.begin(), draw_rules.end(), same) ||
           std::any_of(label_rules.begin(), label_rules.end(), same);
}

namespace {

constexpr double kUnbounded = 1e300;

struct Range {
    double least, most;
};
constexpr Range kWidths{0, 200}, kSizes{8, 120};  // design pixels

/// Walks a style with a pointer for messages. The first error is kept; everything after it is read as
/// defaults.
class Reader {
  public:
    Reader(const base::LocatedJson& json, const std::string& name) : m_json(json), m_name(name) {}

    base::Result<std::shared_ptr<Style>> style() {
        auto style = std::make_shared<Style>();
        const base::Json& root = m_json.value;
        known(
            "", root,
            {"name", "background", "outside", "furniture", "furniture_halo", "layers", "labels", "markers"});
        style->name = text("", root, "name", "");
        style->background = color("", root, "background");
        style->outside = color("", root, "outside");
        style->furniture = color("", root, "furniture");
        style->furniture_halo = color("", root, "furniture_halo");
        each("/layers", [&](const std::string& at, const base::Json& rule) {
            style->draw_rules.push_back(draw(at, rule));
        });
        each("/labels", [&](const std::string& at, const base::Json& rule) {
            style->label_rules.push_back(label(at, rule));
        });
        style->markers = markers();
        std::stable_sort(style->label_rules.begin(), style->label_rules.end(),
                         [](const LabelRule& a, const LabelRule& b) { return a.priority > b.priority; });
        if (m_error) return tl::unexpected<base::Error>(*m_error);
        return style;
    }

  private:
    void wrong(const std::string& at, const std::string& what) {
        if (m_error) return;
        m_error = base::Error{base::ErrorCode::invalid_input,
                              m_name + ":" + std::to_string(m_json.line_of(at)) + ": " + at + ": " + what};
    }

    void known(const std::string& at, const base::Json& object, const std::vector<std::string>& keys) {
        if (!object.is_object()) return wrong(at, "must be an object");
        for (const auto& [key, value] : object.items()) {
            if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
            const std::string near = base::nearest(key, keys);
            wrong(at + "/" + key, "unknown key" + (near.empty() ? "" : "; did you mean \"" + near + "\"?"));
        }
    }

    void each(const std::string& at, const auto& take) {
        const auto pointer = base::Json::json_pointer(at);
        if (!m_json.value.is_object() || !m_json.value.contains(pointer) || !m_json.value[pointer].is_array())
            return wrong(at, "must be a list");
        std::size_t index = 0;
        for (const base::Json& item : m_json.value[pointer])
            take(at + "/" + std::to_string(index++), item);
    }

    const base::Json* find(const base::Json& object, const std::string& key) const {
        if (!object.is_object()) return nullptr;
        const auto found = object.find(key);
        return found == object.end() ? nullptr : &*found;
    }

    std::string text(const std::string& at, const base::Json& object, const std::string& key,
                     std::optional<std::string> fallback = std::nullopt) {
        const base::Json* value = find(object, key);
        if (value != nullptr && value->is_string()) return value->get<std::string>();
        if (value != nullptr || !fallback) wrong(at + "/" + key, "must be a string");
        return fallback.value_or("");
    }

    double number(const std::string& at, const base::Json& value) {
        if (!value.is_number()) wrong(at, "must be a number");
        return value.is_number() ? value.get<double>() : 0;
    }

    double number(const std::string& at, const base::Json& object, const std::string& key, double fallback) {
        const base::Json* value = find(object, key);
        return value == nullptr ? fallback : number(at + "/" + key, *value);
    }

    bool flag(const std::string& at, const base::Json& object, const std::string& key) {
        const base::Json* value = find(object, key);
        if (value != nullptr && !value->is_boolean()) wrong(at + "/" + key, "must be true or false");
        return value != nullptr && value->is_boolean() && value->get<bool>();
    }

    draw::Color color(const std::string& at, const base::Json& object, const std::string& key) {
        const std::string hex = text(at, object, key);
        std::uint32_t bits = 0;
        const auto [end, error] = std::from_chars(hex.data() + std::min<std::size_t>(1, hex.size()),
                                                  hex.data() + hex.size(), bits, 16);
        if ((hex.size() != 7 && hex.size() != 9) || hex[0] != '#' || error != std::errc{} ||
            end != hex.data() + hex.size()) {
            wrong(at + "/" + key, "must be a colour, \"#RRGGBB\" or \"#RRGGBBAA\"");
            return {};
        }
        if (hex.size() == 7) bits = bits << 8 | 0xFF;
        const auto byte = [bits](int shift) { return static_cast<std::uint8_t>(bits >> shift & 0xFF); };
        return {byte(24), byte(16), byte(8), byte(0)};
    }

    std::optional<draw::Color> maybe_color(const std::string& at, const base::Json& object,
                                           const std::string& key) {
        if (find(object, key) == nullptr) return std::nullopt;
        return color(at, object, key);
    }

    ByZoom by_zoom(const std::string& at, const base::Json& object, const std::string& key, double fallback,
                   const Range& range) {
        const base::Json* value = find(object, key);
        if (value == nullptr) return ByZoom(fallback);
        ByZoom read = stops_of(at + "/" + key, *value);
        for (const auto& [zoom, number] : read.stops())
            if (!(number >= range.least && number <= range.most))
                wrong(at + "/" + key, "must be from " + std::to_string(static_cast<int>(range.least)) +
                                          " to " + std::to_string(static_cast<int>(range.most)));
        return m_error ? ByZoom(fallback) : read;
    }

    ByZoom stops_of(const std::string& here, const base::Json& json) {
        const base::Json* value = &json;
        if (value->is_number()) return ByZoom(value->get<double>());
        std::vector<std::pair<double, double>> stops;
        if (value->is_array())
            for (const base::Json& stop : *value) {
                if (!stop.is_array() || stop.size() != 2 || !stop[0].is_number() || !stop[1].is_number())
                    break;
                if (!stops.empty() && stop[0].get<double>() <= stops.back().first) break;
                stops.emplace_back(stop[0].get<double>(), stop[1].get<double>());
            }
        if (!value->is_array() || stops.empty() || stops.size() != value->size())
            wrong(here, "must be a number or a list of [zoom, number] with growing zooms");
        return ByZoom(std::move(stops));
    }

    template <class Rule>
    void common(const std::string& at, const base::Json& object, Rule& rule) {
        rule.id = text(at, object, "id");
        const std::string schema = text(at, object, "schema", "national");
        if (schema != "national" && schema != "openmaptiles")
            wrong(at + "/schema", "must be national or openmaptiles");
        rule.schema = schema == "openmaptiles" ? Schema::openmaptiles : Schema::national;
        rule.source_layer = text(at, object, "source_layer");
        if (const base::Json* zoom = find(object, "zoom")) {
            if (zoom->is_array() && zoom->size() == 2 && (*zoom)[0].is_number() && (*zoom)[1].is_number()) {
                rule.min_zoom = (*zoom)[0].get<double>();
                rule.max_zoom = (*zoom)[1].get<double>();
            } else {
                wrong(at + "/zoom", "must be [from, below]");
            }
        }
        rule.filter = filter(at, object);
    }

    Filter filter(const std::string& at, const base::Json& object) {
        Filter filter;
        values(at, object, "where", filter.is);
        values(at, object, "where_not", filter.is_not);
        for (const char* key : {"least", "most"}) {
            const base::Json* bounds = find(object, key);
            if (bounds == nullptr) continue;
            const bool least = std::string_view(key) == "least";
            if (!bounds->is_object())
                wrong(at + "/" + key, "must be an object of numbers");
            else
                for (const auto& [name, value] : bounds->items()) {
                    const double bound = number(at + "/" + key + "/" + name, value);
                    filter.bounds.push_back({name, least ? bound : -kUnbounded, least ? kUnbounded : bound});
                }
        }
        return filter;
    }

    void values(const std::string& at, const base::Json& object, const std::string& key,
                std::vector<Filter::Is>& into) {
        const base::Json* conditions = find(object, key);
        if (conditions == nullptr) return;
        if (!conditions->is_object()) return wrong(at + "/" + key, "must be an object");
        for (const auto& [name, list] : conditions->items()) {
            Filter::Is condition{name, {}};
            for (const base::Json& value : list.is_array() ? list : base::Json::array({list})) {
                if (value.is_string())
                    condition.any_of.emplace_back(value.get<std::string>());
                else if (value.is_boolean())
                    condition.any_of.emplace_back(value.get<bool>());
                else if (value.is_number())
                    condition.any_of.emplace_back(value.get<double>());
                else
                    wrong(at + "/" + key + "/" + name, "must be strings, numbers, true or false");
            }
            into.push_back(std::move(condition));
        }
    }

    DrawRule draw(const std::string& at, const base::Json& object) {
        DrawRule rule;
        known(at, object,
              {"id", "schema", "source_layer", "zoom", "where", "where_not", "least", "most", "fill", "line",
               "width", "ends", "dash", "edge", "edge_width"});
        common(at, object, rule);
        rule.fill = maybe_color(at, object, "fill");
        rule.line = maybe_color(at, object, "line");
        rule.edge = maybe_color(at, object, "edge");
        rule.width = by_zoom(at, object, "width", 1, kWidths);
        rule.edge_width = by_zoom(at, object, "edge_width", 0, kWidths);
        const std::string ends = text(at, object, "ends", "round");
        if (ends != "round" && ends != "flat") wrong(at + "/ends", "must be round or flat");
        rule.round_ends = ends == "round";
        if (const base::Json* dash = find(object, "dash")) {
            if (!dash->is_array() || dash->empty())
                wrong(at + "/dash", "must be a list of lengths");
            else
                for (const base::Json& length : *dash)
                    rule.dash.push_back(number(at + "/dash", length));
            if (std::any_of(rule.dash.begin(), rule.dash.end(), [](double l) { return l <= 0; }))
                wrong(at + "/dash", "must be lengths above zero");
        }
        if (!rule.fill && !rule.line && !rule.edge)
            wrong(at, "draws nothing: needs a fill, a line or an edge");
        return rule;
    }

    LabelRule label(const std::string& at, const base::Json& object) {
        LabelRule rule;
        known(at, object,
              {"id",   "schema",     "source_layer", "zoom",     "where",     "where_not", "least",
               "most", "placement",  "name",         "size",     "weight",    "italic",    "color",
               "halo", "halo_width", "dot",          "priority", "repeat",    "max_width", "uppercase",
               "icon", "icon_size",  "icon_color",   "badge",    "icon_alone"});
        common(at, object, rule);
        const std::string placement = text(at, object, "placement", "point");
        if (placement != "point" && placement != "line") wrong(at + "/placement", "must be point or line");
        rule.placement = placement == "line" ? Placement::line : Placement::point;
        if (const base::Json* names = find(object, "name"); names != nullptr && names->is_array())
            for (const base::Json& key : *names) {
                if (key.is_string()) rule.name.push_back(key.get<std::string>());
            }
        icon(at, object, rule);
        if (rule.name.empty() && !rule.icon_alone)
            wrong(at + "/name", "must be a list of keys to try in turn");
        rule.size = by_zoom(at, object, "size", 22, kSizes);
        const std::string weight = text(at, object, "weight", "medium");
        constexpr std::array kWeights{"regular", "medium", "semibold", "bold"};
        const auto found = std::find(kWeights.begin(), kWeights.end(), weight);
        if (found == kWeights.end())
            wrong(at + "/weight", "must be regular, medium, semibold or bold");
        else
            rule.weight = static_cast<draw::Weight>(found - kWeights.begin());
        rule.italic = flag(at, object, "italic");
        rule.color = color(at, object, "color");
        rule.halo = color(at, object, "halo");
        rule.halo_width = static_cast<float>(std::clamp(number(at, object, "halo_width", 2.5), 0.0, 6.0));
        rule.dot = flag(at, object, "dot");
        if (rule.placement == Placement::line && (rule.dot || !rule.icon.empty()))
            wrong(at + "/placement", "what stands along a line has neither dot nor icon");
        if (rule.dot && !rule.icon.empty()) wrong(at + "/dot", "the icon stands where the dot would");
        rule.repeat = static_cast<float>(std::clamp(number(at, object, "repeat", 0), 0.0, 1e5));
        rule.max_width = static_cast<float>(std::clamp(number(at, object, "max_width", 0), 0.0, 2000.0));
        rule.uppercase = flag(at, object, "uppercase");
        rule.priority = static_cast<int>(std::clamp(number(at, object, "priority", 0), -1e6, 1e6));
        return rule;
    }

    void icon(const std::string& at, const base::Json& object, LabelRule& rule) {
        rule.icon = text(at, object, "icon", "");
        rule.icon_size = static_cast<float>(std::clamp(number(at, object, "icon_size", 26), 8.0, 64.0));
        rule.badge = maybe_color(at, object, "badge");
        rule.icon_color = maybe_color(at, object, "icon_color").value_or(draw::Color{});
        rule.icon_alone = flag(at, object, "icon_alone");
        if (!rule.icon.empty() && find(object, "icon_color") == nullptr)
            wrong(at + "/icon", "needs an icon_color");
        if (rule.icon.empty() && rule.icon_alone) wrong(at + "/icon_alone", "there is no icon");
    }

    MarkerStyle markers() {
        MarkerStyle style{};
        const base::Json* object = find(m_json.value, "markers");
        if (object == nullptr) {
            wrong("/markers", "must be an object");
            return style;
        }
        constexpr std::array kShapes{"circle", "square", "diamond", "triangle", "hexagon", "drop"};
        std::vector<std::string> keys{"outline", "shadow", "cluster", "place", "here", "selected_ring"};
        keys.insert(keys.end(), kShapes.begin(), kShapes.end());
        known("/markers", *object, keys);
        const auto fill = [&](const std::string& key) {
            const base::Json* pair = find(*object, key);
            if (pair == nullptr) {
                wrong("/markers/" + key, "must be an object");
                return MarkerStyle::Fill{};
            }
            known("/markers/" + key, *pair, {"fill", "icon"});
            return MarkerStyle::Fill{color("/markers/" + key, *pair, "fill"),
                                     color("/markers/" + key, *pair, "icon")};
        };
        for (std::size_t i = 0; i < kShapes.size(); ++i)
            style.of_shape[i] = fill(kShapes[i]);
        style.cluster = fill("cluster");
        style.place = fill("place");
        style.here = fill("here");
        style.outline = color("/markers", *object, "outline");
        style.shadow = color("/markers", *object, "shadow");
        style.selected_ring = color("/markers", *object, "selected_ring");
        return style;
    }

    const base::LocatedJson& m_json;
    const std::string& m_name;
    std::optional<base::Error> m_error;
};

}  // namespace

base::Result<StylePtr> Style::load(const std::filesystem::path& path) {
    const std::string bytes = TRY(base::read_file(path, std::size_t{1} << 20));
    return parse(bytes, path.filename().string());
}

base::Result<StylePtr> Style::parse(std::string_view json, const std::string& name) {
    const base::LocatedJson document = TRY(base::parse_located_json(json, name, base::JsonComments::allowed));
    auto style = Reader(document, name).style();
    if (style) (*style)->digest = base::to_hex(base::sha256(json));
    return style;
}

}  // namespace accueil::map
