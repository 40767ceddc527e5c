// SPDX-License-Identifier: GPL-3.0-or-later
// A picture that changes many times a second, as a film does. UI thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace accueil::draw {

class MovingPicture {
  public:
    virtual ~MovingPicture() = default;

    /// Pixels of four bytes: blue, green, red, and one that means nothing. Rows from the top, `stride` bytes
    /// from one to the next.
    struct Frame {
        const std::uint8_t* pixels = nullptr;
        int width = 0, height = 0;
        std::size_t stride = 0;
        std::uint64_t number = 0;  ///< another for each frame
    };
    /// The newest; its pixels stand until the next call. Nothing before the first.
    virtual std::optional<Frame> newest() = 0;
};

using MovingPicturePtr = std::shared_ptr<MovingPicture>;

}  // namespace accueil::draw
