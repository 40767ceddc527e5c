// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/mvt.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <protozero/pbf_message.hpp>

namespace accueil::map {

namespace {

// Field numbers of vector_tile.proto.
enum class TileField : protozero::pbf_tag_type { layers = 3 };
enum class LayerField : protozero::pbf_tag_type {
    name = 1,
    features = 2,
    keys = 3,
    values = 4,
    extent = 5,
    version = 15
};
enum class FeatureField : protozero::pbf_tag_type { id = 1, tags = 2, type = 3, geometry = 4 };
enum class ValueField : protozero::pbf_tag_type {
    text = 1,
    real32 = 2,
    real64 = 3,
    whole = 4,
    unsigned_whole = 5,
    signed_whole = 6,
    flag = 7
};

// A field of another wire type than its own is passed over like an unknown one: reading it as its own would
// trip protozero's assertions.
template <class Field>
constexpr std::uint32_t bytes(Field field) {
    return protozero::tag_and_type(field, protozero::pbf_wire_type::length_delimited);
}
template <class Field>
constexpr std::uint32_t varint(Field field) {
    return protozero::tag_and_type(field, protozero::pbf_wire_type::varint);
}
template <class Field>
constexpr std::uint32_t fixed32(Field field) {
    return protozero::tag_and_type(field, protozero::pbf_wire_type::fixed32);
}
template <class Field>
constexpr std::uint32_t fixed64(Field field) {
    return protozero::tag_and_type(field, protozero::pbf_wire_type::fixed64);
}

constexpr std::int64_t kMaxCoordinate = 1 << 24;  // keeps every later sum in range

struct Limit : std::exception {
    explicit Limit(const char* of) : what_of(of) {}
    const char* what() const noexcept override { return what_of; }
    const char* what_of;
};

class Decoder {
  public:
    explicit Decoder(const MvtLimits& limits) : m_limits(limits) {}

    MvtTile tile(std::string_view data, const std::function<bool(std::string_view)>& wanted) {
        MvtTile result;
        protozero::pbf_message<TileField> message(data.data(), data.size());
        while (message.next()) {
            if (message.tag_and_type() != bytes(TileField::layers)) {
                message.skip();
                continue;
            }
            if (++m_layers > m_limits.layers) throw Limit("layers");
            const protozero::data_view view = message.get_view();
            if (const std::string name = name_of(view); wanted(name))
                result.layers.push_back(layer(view, name));
        }
        result.points = m_points;
        return result;
    }

  private:
    std::string text(protozero::data_view view) const {
        if (view.size() > m_limits.text) throw Limit("text");
        return std::string(view.data(), view.size());
    }

    std::string name_of(protozero::data_view view) const {
        protozero::pbf_message<LayerField> message(view);
        std::string name;
        while (message.next(LayerField::name, protozero::pbf_wire_type::length_delimited))
            name = text(message.get_view());
        return name;
    }

    MvtLayer layer(protozero::data_view view, const std::string& name) {
        MvtLayer layer;
        layer.name = name;
        std::vector<protozero::data_view> features;
        protozero::pbf_message<LayerField> message(view);
        while (message.next()) {
            switch (message.tag_and_type()) {
                case bytes(LayerField::features):
                    if (++m_features > m_limits.features) throw Limit("features");
                    features.push_back(message.get_view());
                    break;
                case bytes(LayerField::keys):
                    if (++m_values > m_limits.values) throw Limit("keys");
                    layer.keys.push_back(text(message.get_view()));
                    break;
                case bytes(LayerField::values):
                    if (++m_values > m_limits.values) throw Limit("values");
                    layer.values.push_back(value(message.get_view()));
                    break;
                case varint(LayerField::extent):
                    layer.extent = message.get_uint32();
                    break;
                default:
                    message.skip();
            }
        }
        if (layer.extent < 1 || layer.extent > 65536) throw Limit("extent");
        layer.features.reserve(features.size());
        // Keys and values may stand after the features that use them.
        for (const protozero::data_view& each : features) {
            MvtFeature made;
            if (feature(each, layer, made)) layer.features.push_back(std::move(made));
        }
        return layer;
    }

    MvtValue value(protozero::data_view view) const {
        MvtValue result;
        protozero::pbf_message<ValueField> message(view);
        while (message.next()) {
            switch (message.tag_and_type()) {
                case bytes(ValueField::text):
                    result = text(message.get_view());
                    break;
                case fixed32(ValueField::real32):
                    result = finite(static_cast<double>(message.get_float()));
                    break;
                case fixed64(ValueField::real64):
                    result = finite(message.get_double());
                    break;
                case varint(ValueField::whole):
                    result = static_cast<double>(message.get_int64());
                    break;
                case varint(ValueField::unsigned_whole):
                    result = static_cast<double>(message.get_uint64());
                    break;
                case varint(ValueField::signed_whole):
                    result = static_cast<double>(message.get_sint64());
                    break;
                case varint(ValueField::flag):
                    result = message.get_bool();
                    break;
                default:
                    message.skip();
            }
        }
        return result;
    }

    static MvtValue finite(double number) {
        if (!std::isfinite(number)) return {};
        return number;
    }

    bool feature(protozero::data_view view, const MvtLayer& layer, MvtFeature& made) {
        protozero::pbf_message<FeatureField> message(view);
        protozero::iterator_range<protozero::pbf_reader::const_uint32_iterator> geometry;
        while (message.next()) {
            switch (message.tag_and_type()) {
                case varint(FeatureField::id):
                    made.id = message.get_uint64();
                    break;
                case bytes(FeatureField::tags): {
                    const auto tags = message.get_packed_uint32();
                    for (auto at = tags.begin(); at != tags.end();) {
                        const std::uint32_t key = *at++;
                        if (at == tags.end()) return false;
                        const std::uint32_t of = *at++;
                        if (key >= layer.keys.size() || of >= layer.values.size()) return false;
                        if (++m_tags > m_limits.points) throw Limit("tags");
                        made.tags.emplace_back(key, of);
                    }
                    break;
                }
                case varint(FeatureField::type): {
                    const auto type = message.get_enum();
                    made.type =
                        type >= 1 && type <= 3 ? static_cast<MvtGeometry>(type) : MvtGeometry::unknown;
                    break;
                }
                case bytes(FeatureField::geometry):
                    geometry = message.get_packed_uint32();
                    break;
                default:
                    message.skip();
            }
        }
        return made.type != MvtGeometry::unknown && points(geometry, made);
    }

    template <class Range>
    bool points(const Range& commands, MvtFeature& made) {
        constexpr std::uint32_t kMoveTo = 1, kLineTo = 2, kClosePath = 7;
        std::int64_t x = 0, y = 0;
        for (auto at = commands.begin(); at != commands.end();) {
            const std::uint32_t word = *at++, command = word & 7, count = word >> 3;
            if (command == kClosePath) continue;
            if (command != kMoveTo && command != kLineTo) return false;
            if (command == kLineTo && made.parts.empty()) return false;
            for (std::uint32_t i = 0; i < count; ++i) {
                if (at == commands.end()) return false;
                const std::uint32_t dx = *at++;
                if (at == commands.end()) return false;
                const std::uint32_t dy = *at++;
                x += protozero::decode_zigzag32(dx);
                y += protozero::decode_zigzag32(dy);
                if (std::abs(x) > kMaxCoordinate || std::abs(y) > kMaxCoordinate) return false;
                if (++m_points > m_limits.points) throw Limit("points");
                if (command == kMoveTo) made.parts.push_back(static_cast<std::uint32_t>(made.points.size()));
                made.points.push_back({static_cast<std::int32_t>(x), static_cast<std::int32_t>(y)});
            }
        }
        if (made.points.empty()) return false;
        made.least = made.most = made.points.front();
        for (const MvtPoint p : made.points) {
            made.least = {std::min(made.least.x, p.x), std::min(made.least.y, p.y)};
            made.most = {std::max(made.most.x, p.x), std::max(made.most.y, p.y)};
        }
        return true;
    }

    const MvtLimits& m_limits;
    std::size_t m_layers = 0, m_features = 0, m_points = 0, m_values = 0, m_tags = 0;
};

}  // namespace

const MvtValue* MvtLayer::value_of(const MvtFeature& feature, std::string_view key) const {
    for (const auto& [key_index, value_index] : feature.tags)
        if (keys[key_index] == key) return &values[value_index];
    return nullptr;
}

std::size_t MvtTile::bytes() const {
    std::size_t sum = sizeof(MvtTile);
    for (const MvtLayer& layer : layers) {
        sum += sizeof(MvtLayer);
        for (const std::string& key : layer.keys)
            sum += sizeof key + key.capacity();
        for (const MvtValue& value : layer.values) {
            sum += sizeof value;
            if (const auto* text = std::get_if<std::string>(&value); text != nullptr) sum += text->capacity();
        }
        for (const MvtFeature& feature : layer.features)
            sum += sizeof feature + feature.points.capacity() * sizeof(MvtPoint) +
                   feature.tags.capacity() * sizeof feature.tags[0] +
                   feature.parts.capacity() * sizeof feature.parts[0];
    }
    return sum;
}

base::Result<MvtTile> decode_mvt(std::string_view bytes, const std::function<bool(std::string_view)>& wanted,
                                 const MvtLimits& limits) {
    try {
        return Decoder(limits).tile(bytes, wanted);
    } catch (const Limit& limit) {
        return base::fail(base::ErrorCode::too_large,
                          std::string("vector tile: too many or too long: ") + limit.what());
    } catch (const std::exception& error) {
        return base::fail(base::ErrorCode::bad_format, std::string("vector tile: ") + error.what());
    }
}

}  // namespace accueil::map
