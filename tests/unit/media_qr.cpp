// SPDX-License-Identifier: GPL-3.0-or-later
// QR codes as they are drawn: read back by another's reader, crisp to the pixel, with their quiet zone.
#include <catch2/catch.hpp>
#include <cmath>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/media/qr.hpp"
#include "tests/support/zbar.hpp"

using namespace accueil;
using media::QrCode;
using media::QrLevel;
using media::QrPicture;

namespace {

constexpr draw::Color kDarkGround{16, 20, 28, 255};

draw::TextEngine& text_engine() {
    static const auto kEngine =
        draw::TextEngine::create(std::string(ACCUEIL_SOURCE_DIR) + "/assets/fonts").value();
    return *kEngine;
}

draw::ImagePtr drawn(const QrPicture& picture, base::Rect where, float scale, base::Size size = {760, 760}) {
    const auto canvas = draw::CairoCanvas::create(
        static_cast<int>(size.width * scale), static_cast<int>(size.height * scale), scale, text_engine());
    canvas->clear(kDarkGround);
    picture.draw(*canvas, where, 16);
    return canvas->snapshot();
}

std::array<int, 3> pixel(const draw::Image& image, int x, int y) {
    const auto* at = image.rgba().data() + (static_cast<std::ptrdiff_t>(y) * image.width() + x) * 4;
    return {at[0], at[1], at[2]};
}

std::string text_of(std::size_t bytes) {
    const std::string words = "Lundi 9 h, mercredi 14 h, vendredi matin. ";
    std::string text;
    while (text.size() < bytes)
        text += words;
    text.resize(bytes);
    return text;
}

}  // namespace

TEST_CASE("what is drawn is read back to the byte, in any script", "[media][qr]") {
    for (const auto& text : {std::string("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mairie\r\nEND:VCARD\r\n"),
                             std::string("Épicerie solidaire « L’Œuvre », œufs à 2 € l’été"),
                             std::string("مكان مفتوح يوم الخميس من الساعة 9"),
                             std::string("Їдальня працює щодня"), text_of(media::kMostBytes)}) {
        const auto code = QrCode::encode(text, QrLevel::medium);
        REQUIRE(code);
        for (const float scale : {0.75F, 1.0F, 1.5F, 2.0F}) {
            const auto picture = drawn(QrPicture(*code), {20, 20, 720, 720}, scale);
            INFO(text.substr(0, 40) << " at " << scale);
            CHECK(support::read_codes(*picture) == std::vector<std::string>{text});
        }
    }
}

TEST_CASE("the densest code is of the promised version, and what is longer is refused", "[media][qr]") {
    const auto full = QrCode::encode(text_of(media::kMostBytes), QrLevel::medium);
    REQUIRE(full);
    CHECK(full->version() == media::kMostVersion);
    CHECK(full->side() == 97);
    CHECK(full->level() == QrLevel::medium);
    const auto over = QrCode::encode(text_of(media::kMostBytes + 1), QrLevel::medium);
    REQUIRE_FALSE(over);
    CHECK(over.error().code == base::ErrorCode::too_large);
    CHECK(over.error().detail == "667 bytes do not fit into a QR code of version 20");
    CHECK(QrCode::encode(std::string(100'000, 'x'), QrLevel::low, 40).error().code ==
          base::ErrorCode::too_large);
    CHECK(QrCode::encode("", QrLevel::medium).error().code == base::ErrorCode::invalid_input);
    // Its modules on the glass.
    CHECK((full->side() + 2 * media::kQuietModules) * media::kLeastModule <= 660);
    const auto address = QrCode::encode(text_of(180), QrLevel::medium, media::kMostAddressVersion);
    REQUIRE(address);
    CHECK((address->side() + 2 * media::kQuietModules) * media::kLeastModule <= 380);
}

TEST_CASE("a version's room is used for safety", "[media][qr]") {
    const auto code = QrCode::encode("tel", QrLevel::medium);
    REQUIRE(code);
    CHECK(code->version() == 1);
    CHECK(code->level() == QrLevel::high);
    CHECK(QrCode::encode(text_of(20), QrLevel::low)->version() == 2);
    CHECK(QrCode::encode(text_of(20), QrLevel::low)->level() == QrLevel::quartile);
}

TEST_CASE("modules are whole device pixels of black on white, with four white ones around, on any ground",
          "[media][qr]") {
    const auto code = QrCode::encode(text_of(300), QrLevel::medium).value();
    for (const float scale : {0.9F, 1.0F, 1.37F, 2.0F}) {
        const base::Rect where{17.3F, 31.8F, 661.4F, 661.4F};
        const auto picture = drawn(QrPicture(code), where, scale);
        const auto device = [&](float design) { return static_cast<int>(std::lround(design * scale)); };
        const int left = device(where.x), top = device(where.y),
                  room = std::min(device(where.right()) - left, device(where.bottom()) - top);
        const int module = room / (code.side() + 8), inset = (room - module * code.side()) / 2;
        REQUIRE(module >= 5);
        CHECK(inset >= 4 * module);
        std::size_t wrong = 0;
        for (int y = 0; y < room; ++y)
            for (int x = 0; x < room; ++x) {
                const int column = x - inset, row = y - inset;
                const bool is_corner =
                    std::min(x, room - 1 - x) < 40 * scale && std::min(y, room - 1 - y) < 40 * scale;
                const bool is_code =
                    column >= 0 && row >= 0 && column < module * code.side() && row < module * code.side();
                if (is_corner && !is_code) continue;  // rounded
                const int expected = is_code && code.dark(column / module, row / module) ? 0 : 255;
                if (pixel(*picture, left + x, top + y) != std::array<int, 3>{expected, expected, expected})
                    ++wrong;
            }
        INFO("scale " << scale);
        CHECK(wrong == 0);
        CHECK(pixel(*picture, 2, 2) == std::array<int, 3>{kDarkGround.r, kDarkGround.g, kDarkGround.b});
    }
}

TEST_CASE("the densest code is read from the pixels that a modest camera has at 60 cm", "[media][qr]") {
    // 1.68 pixels of 1280 × 720 a millimetre, 0.277 mm a pixel of the glass: see qr.hpp.
    const auto text = text_of(media::kMostBytes);
    const auto picture =
        drawn(QrPicture(QrCode::encode(text, QrLevel::medium).value()), {20, 20, 660, 660}, 1);
    CHECK(support::read_codes(support::seen_at(*picture, 1.68 * 0.277)) == std::vector<std::string>{text});
    CHECK(support::read_codes(support::seen_at(*picture, 2.51 * 0.277)) == std::vector<std::string>{text});
}

TEST_CASE("where there is no room for a pixel a module there is no code", "[media][qr]") {
    const auto code = QrCode::encode(text_of(300), QrLevel::medium).value();
    const auto picture = drawn(QrPicture(code), {0, 0, 40, 40}, 1, {60, 60});
    CHECK(support::read_codes(*picture).empty());
    CHECK(pixel(*picture, 20, 20) == std::array<int, 3>{255, 255, 255});
    drawn(QrPicture(code), {0, 0, 0, 0}, 1, {60, 60});
}
