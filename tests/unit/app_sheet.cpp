// SPDX-License-Identifier: GPL-3.0-or-later
// The list over the map as a finger drags and throws it; time is given.
#include <catch2/catch.hpp>

#include "kiosk/app/sheet.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::Sheet;
using app::SheetMotion;

namespace {

const base::SteadyTime kStart{};

SheetMotion resting(Sheet sheet) {
    SheetMotion motion;
    motion.set_heights({100, 600, 1200});
    motion.jump(sheet);
    return motion;
}

}  // namespace

TEST_CASE("a sheet that is let go rests at the nearest of its heights", "[app][map]") {
    const auto [dragged, meant] = GENERATE(std::pair(-100.0F, Sheet::peek), std::pair(-300.0F, Sheet::half),
                                           std::pair(-700.0F, Sheet::half), std::pair(-900.0F, Sheet::full),
                                           std::pair(-5000.0F, Sheet::full));
    auto motion = resting(Sheet::peek);
    motion.drag(dragged);
    CHECK(motion.height() == std::min(1200.0F, 100 - dragged));
    CHECK(motion.release(0, kStart, false) == meant);
    motion.tick(kStart + 1s);
    CHECK_FALSE(motion.moving());
    CHECK(motion.height() == SheetMotion::Heights{100, 600, 1200}.of(meant));
}

TEST_CASE("a sheet that is thrown goes to the next height in that direction", "[app][map]") {
    auto motion = resting(Sheet::half);
    motion.drag(-20);
    CHECK(motion.release(-900, kStart, false) == Sheet::full);
    motion = resting(Sheet::half);
    motion.drag(20);
    CHECK(motion.release(900, kStart, false) == Sheet::peek);
    motion = resting(Sheet::full);
    motion.drag(50);
    CHECK(motion.release(900, kStart, false) == Sheet::half);
    motion = resting(Sheet::peek);
    motion.drag(-30);
    CHECK(motion.release(900, kStart, false) == Sheet::peek);
}

TEST_CASE("a sheet glides in a fifth of a second, and not at all where motion is reduced", "[app][map]") {
    auto motion = resting(Sheet::peek);
    motion.settle(Sheet::half, kStart, false);
    CHECK(motion.moving());
    CHECK(motion.tick(kStart + 100ms));
    CHECK(motion.height() > 300);
    CHECK(motion.height() < 600);
    CHECK(motion.tick(kStart + 200ms));
    CHECK(motion.height() == 600);
    CHECK_FALSE(motion.moving());
    CHECK_FALSE(motion.tick(kStart + 300ms));

    motion.settle(Sheet::full, kStart, true);
    CHECK_FALSE(motion.moving());
    CHECK(motion.height() == 1200);
}

TEST_CASE("another glass gives a resting sheet its height there", "[app][map]") {
    auto motion = resting(Sheet::half);
    motion.set_heights({100, 400, 800});
    CHECK(motion.height() == 400);
    motion.drag(-150);
    motion.set_heights({100, 300, 500});
    CHECK(motion.height() == 500);  // under the finger, as high as it goes
}
