// SPDX-License-Identifier: GPL-3.0-or-later
// OpenGL without a window, for frames that a GPU scales and colours, and reads back into memory. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "sync/base/result.hpp"

namespace accueil::player {

class Gpu {
  public:
    enum class Accept {
        hardware,  ///< what the processor draws itself costs twice what mpv's own way does
        any,
    };
    /// With a context that is current on this thread. unsupported where there is none, or none that is
    /// accepted.
    static base::Result<std::unique_ptr<Gpu>> create(Accept accept);
    ~Gpu();
    Gpu(const Gpu&) = delete;
    Gpu& operator=(const Gpu&) = delete;

    /// For mpv.
    static void* address_of(void* context, const char* name);

    /// A frame of that many pixels to draw into; 0 where there is no memory for it.
    unsigned framebuffer(int width, int height);
    /// What was drawn into it, from its first row: blue, green, red, nothing; `stride` bytes a row, of whole
    /// pixels.
    void read(std::uint8_t* pixels, std::size_t stride) const;

  private:
    struct Private;
    explicit Gpu(std::unique_ptr<Private> state);
    std::unique_ptr<Private> m_private;
};

}  // namespace accueil::player
