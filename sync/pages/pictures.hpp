// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of a page at the sizes that kiosks show, as WebP. Called by accueil-pages alone; its only thread.
#pragma once

#include <cairo.h>

#include <memory>
#include <string>

#include "sync/base/result.hpp"
#include "sync/model/paged_document.hpp"

namespace accueil::pages {

struct SurfaceEnd {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, SurfaceEnd>;

struct Size {
    int width = 0, height = 0;  ///< pixels
};
/// The largest of that shape within 2880 × 4320 pixels, the way it lies. Sides of 1 at least.
Size fine_size(double width, double height);

/// An opaque white surface; too_large where there is no memory for it.
base::Result<Surface> white_surface(Size size);

/// The pictures' bytes go to `bytes`, and where they stand into `page`. `fine` is drawn at fine_size(). The
/// fine picture is left out where its squares come to more than `most_fine_bytes`, also at the least quality.
base::Result<void> add_pictures(cairo_surface_t* fine, std::uint64_t most_fine_bytes, model::PagedPage& page,
                                std::string& bytes);

}  // namespace accueil::pages
