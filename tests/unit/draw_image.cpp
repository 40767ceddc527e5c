// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>
#include <string>

#include "kiosk/draw/color.hpp"
#include "kiosk/draw/image.hpp"
#include "kiosk/draw/shrink.hpp"
#include "sync/base/file.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;

namespace {

std::string fixture(const std::string& name) {
    return std::string(ACCUEIL_SOURCE_DIR) + "/tests/fixtures/draw/" + name;
}

std::string bytes_of(const std::string& name) {
    const auto bytes = base::read_file(fixture(name));
    REQUIRE(bytes.has_value());
    return *bytes;
}

draw::Color pixel(const draw::Image& image, int x, int y) {
    const std::uint8_t* at = image.rgba().data() + (y * image.width() + x) * 4;
    return {at[0], at[1], at[2], at[3]};
}

}  // namespace

TEST_CASE("PNG, JPEG and WebP give the same picture", "[draw]") {
    for (const char* name : {"gradient.png", "gradient.jpg", "gradient.webp"}) {
        INFO(name);
        const auto image = draw::load_image(fixture(name), 1000);
        REQUIRE(image.has_value());
        CHECK((*image)->width() == 96);
        CHECK((*image)->height() == 64);
        CHECK((*image)->opaque());
        CHECK(int{pixel(**image, 48, 0).r} > 240);
        CHECK(int{pixel(**image, 48, 0).b} < 15);
        CHECK(int{pixel(**image, 48, 63).b} > 240);
        CHECK(int{pixel(**image, 48, 32).r} == Approx(126).margin(6));
    }
}

TEST_CASE("a picture is shrunk to fit, keeping its ratio and its colours", "[draw]") {
    for (const char* name : {"gradient.png", "gradient.jpg", "gradient.webp"}) {
        INFO(name);
        const auto image = draw::load_image(fixture(name), 24);
        REQUIRE(image.has_value());
        CHECK((*image)->width() == 24);
        CHECK((*image)->height() == 16);
        CHECK(int{pixel(**image, 12, 0).r} > 235);
        CHECK(int{pixel(**image, 12, 15).b} > 235);
    }
}

TEST_CASE("a picture is cut to a shape around its middle, and not where it has it", "[draw]") {
    // Each pixel says where it stood.
    const auto made = [](int width, int height) {
        std::vector<std::uint8_t> rgba;
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                rgba.insert(rgba.end(), {static_cast<std::uint8_t>(x), static_cast<std::uint8_t>(y), 0, 255});
        return std::make_shared<const draw::Image>(width, height, std::move(rgba));
    };
    const auto from_wide = draw::cropped(made(100, 20), 2);
    CHECK(from_wide->width() == 40);
    CHECK(from_wide->height() == 20);
    CHECK(pixel(*from_wide, 0, 0) == draw::Color{30, 0, 0, 255});
    CHECK(pixel(*from_wide, 39, 19) == draw::Color{69, 19, 0, 255});
    const auto from_high = draw::cropped(made(20, 100), 2);
    CHECK(from_high->width() == 20);
    CHECK(from_high->height() == 10);
    CHECK(pixel(*from_high, 0, 0) == draw::Color{0, 45, 0, 255});
    const auto same = made(160, 90);
    CHECK(draw::cropped(same, 16.0 / 9) == same);
    CHECK(draw::cropped(made(1, 1), 2)->width() == 1);
}

TEST_CASE("what is transparent lends no colour when a picture is shrunk", "[draw]") {
    // Left half transparent black, right half opaque green: the middle is half transparent and wholly green.
    const auto image = draw::load_image(fixture("half.png"), 32);
    REQUIRE(image.has_value());
    CHECK_FALSE((*image)->opaque());
    const auto odd = draw::shrink((*image)->rgba(), 32, (*image)->height(), 3, 1);
    REQUIRE(odd.size() == 12);
    CHECK(int{odd[3]} == 0);
    CHECK(int{odd[5]} == 255);
    CHECK(int{odd[7]} == Approx(128).margin(2));
    CHECK(int{odd[11]} == 255);
    const auto premultiplied = draw::premultiplied(**image, 5);
    CHECK(premultiplied.width == 1);
    CHECK(int{premultiplied.rgba[1]} == int{premultiplied.rgba[3]});
}

TEST_CASE("a picture of more than 64 million pixels is refused before it is decoded", "[draw]") {
    const auto image = draw::load_image(fixture("vast.png"), 1000);
    REQUIRE_FALSE(image.has_value());
    CHECK(image.error().code == base::ErrorCode::too_large);
    CHECK_THAT(image.error().detail, Catch::Contains("vast.png") && Catch::Contains("20000"));
}

TEST_CASE("bytes that are no picture give an error, wherever they break off", "[draw]") {
    CHECK(draw::decode_image("", 100).error().code == base::ErrorCode::bad_format);
    CHECK(draw::decode_image("GIF89a", 100).error().code == base::ErrorCode::bad_format);
    CHECK(draw::load_image(fixture("none.png"), 100).error().code == base::ErrorCode::not_found);
    for (const char* name : {"gradient.png", "gradient.webp"}) {
        const std::string whole = bytes_of(name);
        for (std::size_t length = 0; length + 16 < whole.size(); length += 7) {
            INFO(name << " cut at " << length);
            CHECK_FALSE(draw::decode_image(whole.substr(0, length), 100).has_value());
        }
    }
    // A JPEG shows what there is of it; its head alone shows nothing.
    const std::string jpeg = bytes_of("gradient.jpg");
    CHECK_FALSE(draw::decode_image(jpeg.substr(0, 40), 100).has_value());
    CHECK_FALSE(draw::decode_image(jpeg.substr(0, 3), 100).has_value());
}

TEST_CASE("a saved PNG reads back as it was", "[draw]") {
    std::vector<std::uint8_t> rgba;
    for (int i = 0; i < 5 * 3 * 4; ++i)
        rgba.push_back(static_cast<std::uint8_t>(i * 4 + 3));
    const draw::Image image(5, 3, rgba);
    const support::TempDir folder;
    REQUIRE(draw::save_png(image, folder.path() / "a.png").has_value());
    const auto again = draw::load_image(folder.path() / "a.png", 100);
    REQUIRE(again.has_value());
    CHECK((*again)->rgba() == rgba);
    CHECK((*again)->identity() != image.identity());
}
