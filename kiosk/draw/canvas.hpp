// SPDX-License-Identifier: GPL-3.0-or-later
// What screens draw on, in design pixels. Two of them: sfml_canvas.hpp for the glass, cairo_canvas.hpp for
// pictures without a display; both must give the same picture. UI thread.
#pragma once

#include "kiosk/draw/color.hpp"
#include "kiosk/draw/image.hpp"
#include "kiosk/draw/moving_picture.hpp"
#include "kiosk/draw/text.hpp"
#include "sync/base/geometry.hpp"

namespace accueil::draw {

struct BoxStyle {
    Color fill = kTransparent;
    Color border = kTransparent;
    float border_width = 0;  ///< drawn inside the rectangle
    float radius = 0;
    bool operator==(const BoxStyle&) const = default;
};

enum class Axis { horizontal, vertical };

/// A part of an image that stands turned about its middle: words along a street.
struct TurnedPart {
    base::Rect source;   ///< image pixels
    base::Point center;  ///< of the part, on the canvas
    base::Size size;     ///< before it is turned
    float angle = 0;     ///< radians, clockwise
};

/// How an image will be drawn: as large as it is, at another size, or as a turned part.
enum class ImageUse { own_size, stretched, turned };

class Canvas {
  public:
    virtual ~Canvas() = default;

    virtual base::Size size() const = 0;  ///< design pixels
    virtual float scale() const = 0;      ///< device pixels a design pixel

    virtual void clear(Color color) = 0;
    virtual void box(const base::Rect& rect, const BoxStyle& style) = 0;
    virtual void text(const TextLayoutPtr& layout, base::Point top_left, Color color) = 0;
    /// The whole image stretched over `rect`, multiplied by `tint`, its corners rounded.
    virtual void image(const ImagePtr& image, const base::Rect& rect, Color tint = {255, 255, 255, 255},
                       float radius = 0) = 0;
    /// Makes an image ready that this frame will draw, before anything of the frame is drawn. A wish: one
    /// that comes unprepared in the midst of a frame parts it in two, and on software GL each part costs a
    /// look at the whole glass. Stretched, it is drawn from this one picture at every size.
    virtual void prepare(const ImagePtr&, ImageUse) {}
    /// The newest frame stretched over `rect`, with nothing of what is below; black before the first.
    virtual void moving(const MovingPicturePtr& picture, const base::Rect& rect) = 0;
    virtual void prepare(const MovingPicturePtr&) {}
    /// Neither snapped to whole pixels nor reduced: made for images of about the size that they are drawn at.
    virtual void turned(const ImagePtr& image, const TurnedPart& part, Color tint = {255, 255, 255, 255}) = 0;
    virtual void gradient(const base::Rect& rect, Color from, Color to, Axis axis) = 0;
    virtual void line(base::Point from, base::Point to, float width, Color color) = 0;

    /// Clips nest: what is drawn shows within all of them. Every push is popped.
    virtual void push_clip(const base::Rect& rect) = 0;
    virtual void pop_clip() = 0;
};

class ClipScope {
  public:
    ClipScope(Canvas& canvas, const base::Rect& rect) : m_canvas(canvas) { m_canvas.push_clip(rect); }
    ~ClipScope() { m_canvas.pop_clip(); }
    ClipScope(const ClipScope&) = delete;
    ClipScope& operator=(const ClipScope&) = delete;

  private:
    Canvas& m_canvas;
};

}  // namespace accueil::draw
