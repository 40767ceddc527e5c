// SPDX-License-Identifier: GPL-3.0-or-later
// Finished tiles on disk: a second start draws nothing twice, and whatever the disk does costs a drawing at
// most.
#include "kiosk/map/tile_disk_cache.hpp"

#include <zstd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "kiosk/map/tile_codec.hpp"
#include "kiosk/map/tile_store.hpp"
#include "kiosk/map/vector_tiles.hpp"
#include "sync/base/file.hpp"
#include "tests/support/assets.hpp"
#include "tests/support/map_maker.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using namespace accueil::map;
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using support::assets;

namespace {

StylePtr kept_style(const char* name = "light") {
    return Style::load(assets() / "styles" / (std::string(name) + ".json")).value();
}

TileSource france() {
    return open_source(assets() / "basemap" / "france.mbtiles", SourceRole::base).value();
}

std::vector<TileRequest> view(const StylePtr& in, const TileSourcesPtr& sources, int side = 128) {
    std::vector<TileRequest> wanted;
    for (const TileId id : tiles_in(to_world_rect(-4, 46, 1, 49), 7))
        wanted.push_back({id, side, 1, in, sources});
    return wanted;
}

/// A start of the program: two workers, what they made, and how.
struct Start {
    SharedTiles shared;
    std::unique_ptr<TileStore> store;

    explicit Start(const fs::path& folder, std::size_t budget = std::size_t{64} << 20) {
        shared.disk = std::make_shared<TileDiskCache>(folder, budget);
        store = std::make_unique<TileStore>([this] { return std::make_unique<VectorTileMaker>(shared); },
                                            TileStoreOptions{}, [] {});
    }
    void show(const std::vector<TileRequest>& wanted) {
        store->want(wanted);
        REQUIRE(store->wait_until_idle(60s));
    }
};

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
}

}  // namespace

TEST_CASE("A second start draws nothing twice, and shows the same", "[map]") {
    const support::TempDir folder;
    const auto cache = folder / "tiles";
    const auto sources = make_sources({france()});
    Start first(cache);
    first.show(view(kept_style(), sources));
    const std::uint64_t drawn = first.shared.counts->drawn;
    CHECK(drawn >= 6);
    CHECK(first.shared.counts->from_disk == 0);
    CHECK(files_in(cache).size() == drawn);

    // Read anew: other pointers, the same bytes.
    Start second(cache);
    const auto wanted = view(kept_style(), make_sources({france()}));
    second.show(wanted);
    CHECK(second.shared.counts->drawn == 0);
    CHECK(second.shared.counts->from_disk == drawn);
    std::size_t names = 0;
    for (const TileRequest& request : wanted) {
        const Tile* before = first.store->find(request.id);
        const Tile* after = second.store->find(request.id);
        REQUIRE((before != nullptr && after != nullptr));
        CHECK(after->made_for == request);
        REQUIRE((before->image != nullptr) == (after->image != nullptr));
        if (before->image) CHECK(before->image->rgba() == after->image->rgba());
        REQUIRE(before->labels.size() == after->labels.size());
        for (std::size_t i = 0; i < before->labels.size(); ++i) {
            CHECK(before->labels[i].name == after->labels[i].name);
            CHECK(before->labels[i].at == after->labels[i].at);
            CHECK(before->labels[i].weight == after->labels[i].weight);
            CHECK(before->labels[i].rules == after->labels[i].rules);
            ++names;
        }
    }
    CHECK(names > 100);
}

TEST_CASE("Another style, size, scale or file is another tile; a town elsewhere is none", "[map]") {
    const support::TempDir folder;
    const auto sources = make_sources({france()});
    const auto light = kept_style();
    Start start(folder / "tiles");
    const TileRequest one{{7, 63, 44}, 128, 1, light, sources};
    start.show({one});
    REQUIRE(start.shared.counts->drawn == 1);
    const auto drawn_of = [&](TileRequest request) {
        Start again(folder / "tiles");
        again.show({std::move(request)});
        return again.shared.counts->drawn.load();
    };
    CHECK(drawn_of(one) == 0);
    TileRequest other = one;
    other.style = kept_style("dark");
    CHECK(drawn_of(other) == 1);
    other = one;
    other.side = 96;
    CHECK(drawn_of(other) == 1);
    other = one;
    other.pixel_scale = 1.5F;
    CHECK(drawn_of(other) == 1);
    other = one;
    other.id.x += 1;
    CHECK(drawn_of(other) == 1);
    TileSource changed = france();
    changed.digest = std::string(64, 'a');
    other = one;
    other.sources = make_sources({changed});
    CHECK(drawn_of(other) == 1);

    TileSource town = france();
    town.role = SourceRole::town;
    town.digest = std::string(64, 'b');
    town.area = TileId{7, 60, 44}.world_rect();
    other = one;
    other.sources = make_sources({france(), town});
    CHECK(drawn_of(other) == 0);
    other.id.x = 60;
    CHECK(drawn_of(other) == 1);
}

TEST_CASE("What is cut, flipped, emptied or another's is removed, drawn again and kept again", "[map]") {
    const support::TempDir folder;
    const auto cache = folder / "tiles";
    const auto sources = make_sources({france()});
    const std::vector<TileRequest> wanted{{{7, 63, 44}, 64, 1, kept_style(), sources}};
    Start(cache).show(wanted);
    REQUIRE(files_in(cache).size() == 1);
    const fs::path file = files_in(cache).front();
    const std::string whole = base::read_file(file).value();
    std::vector<std::string> bad{"", "x", whole + "x", std::string(whole.size(), '\0')};
    for (std::size_t cut = 1; cut < whole.size(); cut += whole.size() / 9)
        bad.push_back(whole.substr(0, cut));
    for (std::size_t at = 0; at < whole.size(); at += whole.size() / 40) {
        bad.push_back(whole);
        bad.back()[at] = static_cast<char>(bad.back()[at] ^ 0x40);
    }
    std::size_t drawn = 0;
    for (const std::string& bytes : bad) {
        std::ofstream(file, std::ios::trunc) << bytes;
        Start start(cache);
        start.show(wanted);
        drawn += start.shared.counts->drawn;
        CHECK(start.store->find({7, 63, 44})->image->width() == 64);
        CHECK(base::read_file(file).value() == whole);
    }
    CHECK(drawn == bad.size());

    // A file that was kept for another place, put here.
    const TileRequest other{{7, 64, 44}, 64, 1, wanted[0].style, sources};
    Start(cache).show({other});
    for (const fs::path& each : files_in(cache))
        if (each != file) fs::copy_file(each, file, fs::copy_options::overwrite_existing);
    Start start(cache);
    start.show(wanted);
    CHECK(start.shared.counts->drawn == 1);
}

TEST_CASE("Kept bytes that lie about their length or hold no tile are refused before memory is taken",
          "[map]") {
    const TileRequest request{{7, 63, 44}, 64, 1, kept_style(), nullptr};
    const auto packed = [](const std::string& plain) {
        std::string out(ZSTD_compressBound(plain.size()), '\0');
        out.resize(ZSTD_compress(out.data(), out.size(), plain.data(), plain.size(), 1));
        return "accueil tile\n" + out;
    };
    const auto refused = [&](const std::string& bytes) {
        const auto tile = decode_tile(bytes, "key", request);
        return !tile && tile.error().code == base::ErrorCode::corrupt;
    };
    CHECK(refused(packed(std::string(200 << 20, 'a'))));
    CHECK(refused(packed("")));
    CHECK(refused(packed(std::string(64 * 64 * 4 + 100, '\xff'))));
    Tile tile{request,
              std::make_shared<draw::Image>(64, 64, std::vector<std::uint8_t>(64 * 64 * 4, 255)),
              {{"Nantes", {0.5, 0.25}, 300'000, {0, 3}, {{0.4, 0.2}, {0.6, 0.3}}, {{"ar", "نانت"}}}}};
    const std::string good = encode_tile(tile, "key").value();
    const auto kept = decode_tile(good, "key", request).value().labels;
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].name == "Nantes");
    CHECK(kept[0].at == tile.labels[0].at);
    CHECK(kept[0].line == tile.labels[0].line);
    CHECK(kept[0].translations == tile.labels[0].translations);
    CHECK(kept[0].rules == tile.labels[0].rules);
    CHECK(decode_tile(good, "another", request).error().code == base::ErrorCode::corrupt);
    tile.labels[0].rules = {1000};
    CHECK(refused(encode_tile(tile, "key").value()));

    // Behind an intact checksum too: what is inside the frame is not believed.
    std::string plain(ZSTD_getFrameContentSize(good.data() + 13, good.size() - 13), '\0');
    ZSTD_decompress(plain.data(), plain.size(), good.data() + 13, good.size() - 13);
    std::mt19937 random(20261125);
    std::size_t errors = 0;
    for (int round = 0; round < 2000; ++round) {
        std::string changed = plain;
        const std::size_t at = random() % 2 == 0 ? random() % 16 : changed.size() - 1 - random() % 60;
        changed[at] = static_cast<char>(random());
        if (random() % 4 == 0) changed.resize(changed.size() - random() % 50);
        errors += decode_tile(packed(changed), "key", request) ? 0 : 1;
    }
    CHECK(errors > 500);
}

TEST_CASE("The folder stays within its budget, and what was not used for longest goes first", "[map]") {
    const support::TempDir folder;
    const auto cache = folder / "tiles";
    const auto sources = make_sources({france()});
    const auto light = kept_style();
    Start(cache).show(view(light, sources));
    const auto before = files_in(cache);
    std::uintmax_t bytes = 0;
    for (const fs::path& file : before) {
        bytes += fs::file_size(file);
        fs::last_write_time(file, fs::file_time_type::clock::now() - 48h);
    }
    // One of them is used again; then others come, for whom there is no room.
    const TileRequest used = view(light, sources).front();
    TileDiskCache reader(cache, bytes);
    const std::string key = TileDiskCache::key_of(used, sources_of(*sources, used.id));
    REQUIRE(reader.load(key, used));
    // Not ours, though it lies among ours; and what a killed process left.
    std::ofstream(cache / "notes.txt") << "keep me";
    const auto left = before.front().parent_path() / (std::string(32, 'a') + ".77-1.part");
    std::ofstream(left) << "half";
    fs::last_write_time(left, fs::file_time_type::clock::now() - 2h);
    auto others = view(kept_style("dark"), sources);
    others.resize(others.size() / 2);
    Start(cache, bytes).show(others);
    std::uintmax_t after = 0;
    for (const fs::path& file : files_in(cache))
        if (file.extension() == ".tile") after += fs::file_size(file);
    CHECK(after <= bytes);
    CHECK(after > bytes / 2);
    CHECK(fs::exists(reader.path_of(key)));
    CHECK(fs::exists(cache / "notes.txt"));
    CHECK_FALSE(fs::exists(left));
    std::size_t gone = 0;
    for (const fs::path& file : before)
        gone += fs::exists(file) ? 0 : 1;
    CHECK(gone >= before.size() / 4);
}

TEST_CASE("Without a folder that can be written the map is drawn all the same", "[map]") {
    const support::TempDir folder;
    std::ofstream(folder / "file") << "no folder";
    const auto sources = make_sources({france()});
    for (const fs::path& where : {folder / "absent" / "tiles", folder / "file", folder / "file" / "tiles",
                                  fs::path("/proc/accueil-tiles")}) {
        Start start(where);
        start.show(view(kept_style(), sources, 64));
        CHECK(start.shared.counts->drawn >= 6);
        CHECK(start.store->find({7, 63, 44})->image != nullptr);
    }
    CHECK_FALSE(fs::exists(folder / "absent"));
}

TEST_CASE("A tile that lacks what a bad file should have brought is not kept", "[map]") {
    const support::TempDir folder;
    TileSource town = france();
    town.role = SourceRole::town;
    town.path = folder / "gone.mbtiles";
    town.digest = std::string(64, 'b');
    Start start(folder / "tiles");
    start.show({{{7, 63, 44}, 64, 1, kept_style(), make_sources({france(), town})}});
    CHECK(start.store->find({7, 63, 44})->image != nullptr);
    CHECK_FALSE(fs::exists(folder / "tiles"));
}
