// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>
#include <fstream>

#include "kiosk/map/tile_store.hpp"
#include "kiosk/map/vector_tiles.hpp"
#include "tests/support/assets.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using namespace accueil::map;
using namespace std::chrono_literals;
using support::assets;

namespace {

constexpr auto kPatience = 20s;

StylePtr light() {
    static const StylePtr style = Style::load(assets() / "styles" / "light.json").value();
    return style;
}

TileRequest request(TileId id, int side = 64) {
    return {id, side, 1, light()};
}

/// A disk that stalls: each tile waits until the test lets it go. Tells the order in which tiles were begun.
struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<TileId> begun;
    int allowed = 0;
    std::size_t made = 0;

    void let(int count) {
        const std::lock_guard lock(mutex);
        allowed += count;
        changed.notify_all();
    }
    bool wait_begun(std::size_t count) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, kPatience, [&] { return begun.size() >= count; });
    }
};

class GatedMaker final : public TileMaker {
  public:
    explicit GatedMaker(Gate& gate) : m_gate(gate) {}
    Tile make(const TileRequest& wanted) override {
        std::unique_lock lock(m_gate.mutex);
        m_gate.begun.push_back(wanted.id);
        m_gate.changed.notify_all();
        m_gate.changed.wait(lock, [&] { return m_gate.allowed > 0; });
        --m_gate.allowed;
        ++m_gate.made;
        const auto side = static_cast<std::size_t>(wanted.side);
        return {wanted,
                std::make_shared<draw::Image>(wanted.side, wanted.side,
                                              std::vector<std::uint8_t>(side * side * 4, 255)),
                {}};
    }

  private:
    Gate& m_gate;
};

/// One worker behind a gate.
struct StoreRig {
    Gate gate;
    std::atomic<int> wakes{0};
    TileStore store;
    explicit StoreRig(std::size_t budget = 1 << 20)
        : store([this] { return std::make_unique<GatedMaker>(gate); }, {budget, 1}, [this] { ++wakes; }) {}
    ~StoreRig() { gate.let(1000); }
    void want(std::vector<TileRequest> requests) { store.want(requests); }
};

}  // namespace

TEST_CASE("Tiles are made in the order in which they are wanted", "[map]") {
    StoreRig rig;
    rig.want({request({3, 4, 2}), request({3, 3, 2}), request({3, 5, 2})});
    rig.gate.let(3);
    REQUIRE(rig.store.wait_until_idle(kPatience));
    CHECK(rig.gate.begun == std::vector<TileId>{{3, 4, 2}, {3, 3, 2}, {3, 5, 2}});
    CHECK(rig.wakes == 3);
    CHECK(rig.store.size() == 3);
}

TEST_CASE("What left the view before it was begun is never made", "[map]") {
    StoreRig rig;
    rig.want({request({8, 1, 1}), request({8, 2, 1}), request({8, 3, 1})});
    REQUIRE(rig.gate.wait_begun(1));
    rig.want({request({8, 9, 1})});
    rig.gate.let(10);
    REQUIRE(rig.store.wait_until_idle(kPatience));
    CHECK(rig.gate.begun == std::vector<TileId>{{8, 1, 1}, {8, 9, 1}});
}

TEST_CASE("What is being made, or was made, is not made again", "[map]") {
    StoreRig rig;
    rig.want({request({8, 1, 1})});
    REQUIRE(rig.gate.wait_begun(1));
    rig.want({request({8, 1, 1}), request({8, 2, 1})});
    rig.gate.let(10);
    REQUIRE(rig.store.wait_until_idle(kPatience));
    rig.want({request({8, 2, 1}), request({8, 1, 1})});
    CHECK(rig.store.idle());
    CHECK(rig.gate.begun.size() == 2);
}

TEST_CASE("The screen's thread never waits while the disk stalls", "[map]") {
    StoreRig rig;
    rig.want({request({8, 1, 1}), request({8, 2, 1})});
    REQUIRE(rig.gate.wait_begun(1));
    // The only worker hangs; every call that a frame makes comes back all the same.
    CHECK_FALSE(rig.store.collect());
    CHECK(rig.store.find({8, 1, 1}) == nullptr);
    CHECK_FALSE(rig.store.idle());
    rig.want({request({8, 3, 1})});
    CHECK_FALSE(rig.store.wait_until_idle(0ms));
    rig.gate.let(10);
    CHECK(rig.store.wait_until_idle(kPatience));
    CHECK(rig.store.find({8, 3, 1}) != nullptr);
}

TEST_CASE("A tile of another size is shown until the one of the right size takes its place", "[map]") {
    StoreRig rig;
    rig.gate.let(10);
    rig.want({request({8, 1, 1}, 64)});
    REQUIRE(rig.store.wait_until_idle(kPatience));
    const std::size_t before = rig.store.bytes();
    rig.want({request({8, 1, 1}, 96)});
    REQUIRE(rig.store.find({8, 1, 1}) != nullptr);
    REQUIRE(rig.store.wait_until_idle(kPatience));
    CHECK(rig.store.find({8, 1, 1})->image->width() == 96);
    CHECK(rig.store.size() == 1);
    CHECK(rig.store.bytes() == before + (96 * 96 - 64 * 64) * 4);
}

TEST_CASE("The least recently used tiles go first when the budget is full", "[map]") {
    constexpr std::size_t kOne = 64 * 64 * 4;
    StoreRig rig(3 * kOne + kOne / 2);
    rig.gate.let(100);
    for (int x = 0; x < 3; ++x) {
        rig.want({request({8, x, 1})});
        REQUIRE(rig.store.wait_until_idle(kPatience));
    }
    CHECK(rig.store.find({8, 0, 1}) != nullptr);  // used again
    rig.want({request({8, 7, 1})});
    REQUIRE(rig.store.wait_until_idle(kPatience));
    CHECK(rig.store.bytes() <= 3 * kOne + kOne / 2);
    CHECK(rig.store.find({8, 0, 1}) != nullptr);
    CHECK(rig.store.find({8, 1, 1}) == nullptr);
    CHECK(rig.store.find({8, 7, 1}) != nullptr);
}

TEST_CASE("What is on the screen stays, even beyond the budget", "[map]") {
    StoreRig rig(64 * 64 * 4);
    rig.gate.let(100);
    rig.want({request({8, 0, 1}), request({8, 1, 1}), request({8, 2, 1})});
    REQUIRE(rig.store.wait_until_idle(kPatience));
    CHECK(rig.store.size() == 3);
}

TEST_CASE("A store that goes while tiles are asked for waits for those in hand", "[map]") {
    Gate gate;
    {
        TileStore store([&] { return std::make_unique<GatedMaker>(gate); }, {1 << 20, 1}, {});
        const std::vector<TileRequest> wanted{request({8, 1, 1}), request({8, 2, 1}), request({8, 3, 1})};
        store.want(wanted);
        REQUIRE(gate.wait_begun(1));
        gate.let(3);  // whichever of the three its worker still begins
    }
    CHECK(gate.made == gate.begun.size());
}

TEST_CASE("A maker that runs out of memory costs one blank tile", "[map]") {
    struct Greedy final : TileMaker {
        Tile make(const TileRequest&) override { throw std::bad_alloc(); }
    };
    TileStore store([] { return std::make_unique<Greedy>(); }, {1 << 20, 2}, {});
    const std::vector<TileRequest> wanted{request({8, 1, 1})};
    store.want(wanted);
    REQUIRE(store.wait_until_idle(kPatience));
    REQUIRE(store.find({8, 1, 1}) != nullptr);
    CHECK(store.find({8, 1, 1})->image == nullptr);
}

TEST_CASE("Two workers make the tiles of France, each with its names, and beyond the last zoom too",
          "[map]") {
    const auto file = assets() / "basemap" / "france.mbtiles";
    const auto sources = make_sources({open_source(file, SourceRole::base).value()});
    const auto request = [&](TileId id, int side) { return TileRequest{id, side, 1, light(), sources}; };
    TileStore store([] { return std::make_unique<VectorTileMaker>(); }, {}, {});
    std::vector<TileRequest> wanted;
    for (const TileId id : tiles_in(to_world_rect(-2, 47, -1, 47.6), 8))
        wanted.push_back(request(id, 256));
    wanted.push_back(request({11, 1014, 717}, 256));
    wanted.push_back(request({2, 1, 1}, 256));    // before the first zoom
    wanted.push_back(request({8, 10, 10}, 256));  // outside of the data
    store.want(wanted);
    REQUIRE(store.wait_until_idle(kPatience));
    CHECK(store.find({2, 1, 1})->image == nullptr);
    CHECK(store.find({8, 10, 10})->image == nullptr);
    const auto names = [&](TileId id) {
        std::vector<std::string> found;
        for (const TileLabel& label : store.find(id)->labels) {
            found.push_back(label.name);
            CHECK(id.world_rect().contains(label.at));
        }
        return found;
    };
    const auto near = names({8, 126, 89});
    CHECK(std::find(near.begin(), near.end(), "Nantes") != near.end());
    CHECK(near.size() > 20);
    const TileId deep{11, static_cast<int>(to_world({47.2184, -1.5536}).x * 2048),
                      static_cast<int>(to_world({47.2184, -1.5536}).y * 2048)};
    const std::vector<TileRequest> again{request(deep, 256)};
    store.want(again);
    REQUIRE(store.wait_until_idle(kPatience));
    CHECK(store.find(deep)->image->width() == 256);
    const auto far = names(deep);
    CHECK(std::find(far.begin(), far.end(), "Nantes") != far.end());
    CHECK(far.size() < near.size());
}

TEST_CASE("A missing or broken file gives blank tiles, not the end of the kiosk", "[map]") {
    const support::TempDir folder;
    std::ofstream(folder / "broken.mbtiles") << std::string(9000, '\x7f');
    for (const char* name : {"none.mbtiles", "broken.mbtiles"}) {
        TileSource source;
        source.path = folder / name;
        source.info.max_zoom = 8;
        const auto sources = make_sources({source});
        VectorTileMaker maker;
        CHECK(maker.make({{5, 15, 11}, 64, 1, light(), sources}).image == nullptr);
        CHECK(maker.make({{5, 16, 11}, 64, 1, light(), sources}).image == nullptr);
    }
}
