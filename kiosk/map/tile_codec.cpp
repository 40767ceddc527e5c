// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/tile_codec.hpp"

#include <zstd.h>

#include <cmath>
#include <cstring>

namespace accueil::map {

namespace {

constexpr std::string_view kMagic = "accueil tile\n";
constexpr int kLevel =
    1;  // a tile packs in 2 ms to a tenth; higher levels save little of what is mostly flat
constexpr std::size_t kMostText = std::size_t{4} << 20;  // key and names of one tile

// What a label learns must be written and read here too, and TileDiskCache::kFormat must grow.
static_assert(sizeof(TileLabel) == sizeof(std::string) + 3 * sizeof(double) + sizeof(std::vector<int>));

void put(std::string& out, const void* bytes, std::size_t length) {
    out.append(static_cast<const char*>(bytes), length);
}
template <class Number>
void put(std::string& out, Number number) {
    put(out, &number, sizeof number);
}
void put_text(std::string& out, std::string_view text) {
    put(out, static_cast<std::uint32_t>(text.size()));
    out += text;
}

/// Takes from the front; once something is missing everything is.
class Taker {
  public:
    explicit Taker(std::string_view bytes) : m_bytes(bytes) {}
    bool good() const { return m_good; }
    bool empty() const { return m_bytes.empty(); }

    std::string_view bytes(std::size_t length) {
        m_good = m_good && length <= m_bytes.size();
        if (!m_good) return {};
        const std::string_view taken = m_bytes.substr(0, length);
        m_bytes.remove_prefix(length);
        return taken;
    }
    template <class Number>
    Number number() {
        Number value{};
        if (const std::string_view taken = bytes(sizeof value); m_good)
            std::memcpy(&value, taken.data(), sizeof value);
        return value;
    }
    std::string_view text() { return bytes(number<std::uint32_t>()); }

  private:
    std::string_view m_bytes;
    bool m_good = true;
};

std::optional<TileLabel> take_label(Taker& taker, std::size_t rule_count) {
    TileLabel label;
    label.name = taker.text();
    label.at.x = taker.number<double>();
    label.at.y = taker.number<double>();
    label.weight = taker.number<double>();
    const auto rules = taker.number<std::uint32_t>();
    for (std::uint32_t i = 0; taker.good() && i < rules; ++i) {
        const auto rule = taker.number<std::uint32_t>();
        if (rule >= rule_count) return std::nullopt;
        label.rules.push_back(static_cast<int>(rule));
    }
    if (!taker.good() || !std::isfinite(label.at.x) || !std::isfinite(label.at.y)) return std::nullopt;
    return label;
}

tl::unexpected<base::Error> corrupt(const char* what) {
    return base::fail(base::ErrorCode::corrupt, what);
}

}  // namespace

base::Result<std::string> encode_tile(const Tile& tile, std::string_view key) {
    const std::vector<std::uint8_t>& pixels = tile.image->rgba();
    std::string plain;
    plain.reserve(pixels.size() + 4096);
    put_text(plain, key);
    put(plain, static_cast<std::uint32_t>(tile.image->width()));
    put(plain, pixels.data(), pixels.size());
    put(plain, static_cast<std::uint32_t>(tile.labels.size()));
    for (const TileLabel& label : tile.labels) {
        put_text(plain, label.name);
        put(plain, label.at.x);
        put(plain, label.at.y);
        put(plain, label.weight);
        put(plain, static_cast<std::uint32_t>(label.rules.size()));
        for (const int rule : label.rules)
            put(plain, static_cast<std::uint32_t>(rule));
    }
    if (plain.size() > pixels.size() + kMostText)
        return base::fail(base::ErrorCode::too_large, "a tile with too many names");
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
    if (!context) return base::fail(base::ErrorCode::io, "zstd: no memory");
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    std::string packed(kMagic);
    packed.resize(kMagic.size() + ZSTD_compressBound(plain.size()));
    const std::size_t length = ZSTD_compress2(context.get(), packed.data() + kMagic.size(),
                                              packed.size() - kMagic.size(), plain.data(), plain.size());
    if (ZSTD_isError(length) != 0) return base::fail(base::ErrorCode::io, ZSTD_getErrorName(length));
    packed.resize(kMagic.size() + length);
    return packed;
}

base::Result<Tile> decode_tile(std::string_view bytes, std::string_view key, const TileRequest& request) {
    if (!bytes.starts_with(kMagic)) return corrupt("no tile");
    bytes.remove_prefix(kMagic.size());
    const auto side = static_cast<std::size_t>(request.side), pixels = side * side * 4;
    const unsigned long long length = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (length == ZSTD_CONTENTSIZE_ERROR || length == ZSTD_CONTENTSIZE_UNKNOWN)
        return corrupt("no zstd frame");
    if (length < pixels || length > pixels + kMostText) return corrupt("another length than a tile's");
    std::string plain(length, '\0');
    const std::size_t unpacked = ZSTD_decompress(plain.data(), plain.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(unpacked) != 0) return corrupt(ZSTD_getErrorName(unpacked));
    if (unpacked != plain.size()) return corrupt("shorter than it says");

    Taker taker(plain);
    if (taker.text() != key) return corrupt("another tile");
    if (taker.number<std::uint32_t>() != side) return corrupt("another size");
    const std::string_view rgba = taker.bytes(pixels);
    if (!taker.good()) return corrupt("too few pixels");
    Tile tile{request, nullptr, {}};
    const auto labels = taker.number<std::uint32_t>();
    for (std::uint32_t i = 0; taker.good() && i < labels; ++i) {
        auto label = take_label(taker, request.style->label_rules.size());
        if (!label) return corrupt("a bad name");
        tile.labels.push_back(std::move(*label));
    }
    if (!taker.good() || !taker.empty()) return corrupt("not the names that it says");
    const auto* from = reinterpret_cast<const std::uint8_t*>(rgba.data());
    tile.image = std::make_shared<draw::Image>(request.side, request.side,
                                               std::vector<std::uint8_t>(from, from + rgba.size()));
    return tile;
}

}  // namespace accueil::map
