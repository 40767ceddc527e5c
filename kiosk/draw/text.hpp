// SPDX-License-Identifier: GPL-3.0-or-later
// Text by Pango: shaping, wrapping, measuring. One engine a window, owned by main, used on the UI thread
// alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/geometry.hpp"
#include "sync/base/result.hpp"

namespace accueil::draw {

enum class Weight { regular, medium, semibold, bold };
enum class TextAlign { left, center, right };

struct TextStyle {
    float size = 28;  ///< design pixels
    Weight weight = Weight::regular;
    bool italic = false;
    float line_height = 1.4F;  ///< times the size
    TextAlign align = TextAlign::left;
    int max_lines = 0;    ///< 0: as many as needed; else the last is ended by "…"
    bool markup = false;  ///< the text is Pango markup (made by us, never from content)
    bool operator==(const TextStyle&) const = default;
};

/// Whether the text has a letter of a script that runs from right to left. In a language of such a script it
/// is then laid out from right to left, though a Latin name may stand first; without one its first letter
/// decides.
bool has_right_to_left_letter(std::string_view text);

/// What cannot be parted of a line: a letter with its marks, or several that are written as one. Design
/// pixels.
struct Cluster {
    float left = 0, width = 0;
};

/// A shaped and wrapped text, in design pixels. Immutable.
class TextLayout {
  public:
    virtual ~TextLayout() = default;
    virtual base::Size size() const = 0;       ///< width of the widest line, height of all lines
    virtual float first_baseline() const = 0;  ///< from the top
    virtual int line_count() const = 0;
    virtual bool truncated() const = 0;
    virtual bool right_to_left() const = 0;
    /// Where the next letter would stand: as high as a line, without a width.
    virtual base::Rect caret() const = 0;
    /// Of the first line, from left to right. Empty where the script joins its letters or runs from right to
    /// left: such words are turned as one piece.
    virtual std::vector<Cluster> clusters() const = 0;
    virtual std::uint64_t identity() const = 0;
};

using TextLayoutPtr = std::shared_ptr<const TextLayout>;

class TextEngine {
  public:
    /// Loads the fonts of `fonts_folder` (the icons and what it bundles) beside those of the system.
    static base::Result<std::unique_ptr<TextEngine>> create(const std::filesystem::path& fonts_folder);
    ~TextEngine();

    /// `max_width` 0 means one line as long as it needs. `language` is BCP 47: it picks shapes and the base
    /// direction of neutral text. Recently used layouts are kept.
    TextLayoutPtr layout(std::string_view text, const TextStyle& style, float max_width,
                         std::string_view language);

    /// An icon of the icon font by name ("bed", "fork-knife"), `size` design pixels square. An unknown name
    /// gives the icon "circle" and a log line.
    TextLayoutPtr icon(std::string_view name, float size, bool filled = false);
    bool has_icon(std::string_view name) const;

    struct Private;
    Private& priv() { return *m_private; }

  private:
    explicit TextEngine(std::unique_ptr<Private> state);
    std::unique_ptr<Private> m_private;
};

}  // namespace accueil::draw
