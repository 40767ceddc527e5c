// SPDX-License-Identifier: GPL-3.0-or-later
// QR codes, made by libqrencode (this file's .cpp alone knows it) and drawn in whole device pixels. Screens
// and the paper call it; QrCode is a value for any thread, QrPicture is of the UI thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "kiosk/draw/canvas.hpp"
#include "sync/base/result.hpp"

namespace accueil::media {

/// How much of a code may be spoilt and still be read: 7, 15, 25 and 30 %.
enum class QrLevel : std::uint8_t { low, medium, quartile, high };

/// The light modules around a code, without which a reader does not find it (ISO/IEC 18004).
inline constexpr int kQuietModules = 4;

// How dense a code may be. A 24" glass of 1920 × 1080 shows 0.277 mm a pixel. A telephone of 2021 looks for
// codes in pictures of 1280 × 720 to 1920 × 1080, of some 65° across: at 60 cm these 76 cm of glass make 1.7
// to 2.5 pixels a millimetre. A module wants three of them, hence 1.2 to 1.8 mm; six design pixels are 1.66
// mm: 2.8 to 4.2.
inline constexpr float kLeastModule = 6;  ///< design pixels
/// 97 modules and the quiet ones, 105: 630 design pixels, 174 mm of that glass. Upright and lying glasses
/// have the room.
inline constexpr int kMostVersion = 20;
/// What fits into it at QrLevel::medium (fingers on the glass, a lamp's reflection), as bytes.
inline constexpr std::size_t kMostBytes = 666;
/// The same for a web address, which stands smaller beside it: 61 modules, 366 design pixels.
inline constexpr int kMostAddressVersion = 9;

class QrCode {
  public:
    /// The bytes as they are (8-bit mode), in the smallest version that holds them at `least`, then at the
    /// highest level that this version has room for. invalid_input for no bytes; too_large where
    /// `most_version` does not hold them. No character set is announced (ECI): readers take UTF-8 for what it
    /// is, and some show the announcement.
    static base::Result<QrCode> encode(std::string_view bytes, QrLevel least,
                                       int most_version = kMostVersion);

    int side() const { return m_side; }  ///< modules, without the quiet ones
    int version() const { return m_version; }
    QrLevel level() const { return m_level; }
    bool dark(int x, int y) const { return m_dark[static_cast<std::size_t>(y * m_side + x)] != 0; }

  private:
    int m_side = 0, m_version = 0;
    QrLevel m_level = QrLevel::medium;
    std::vector<std::uint8_t> m_dark;  ///< row by row
};

/// A code on a white card: black on white in every theme.
class QrPicture {
  public:
    explicit QrPicture(QrCode code) : m_code(std::move(code)) {}
    const QrCode& code() const { return m_code; }

    /// Fills the square `where` with the card, and in its middle stands the code, each module as many whole
    /// device pixels as fit with the quiet zone. Nothing where there is less than one.
    void draw(draw::Canvas& canvas, const base::Rect& where, float radius = 0) const;

  private:
    QrCode m_code;
    // What was drawn last: as many bytes as pixels, made again only for another size.
    mutable draw::ImagePtr m_image;
    mutable int m_module_pixels = 0;
};

}  // namespace accueil::media
