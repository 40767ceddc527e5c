// SPDX-License-Identifier: GPL-3.0-or-later
// The one window: borderless over the whole screen on a kiosk, an ordinary one at a desk. It owns the OpenGL
// context and both X connections (SFML's, and one for touch, which SFML does not deliver). UI thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/platform/input_event.hpp"
#include "sync/base/clock.hpp"
#include "sync/base/geometry.hpp"
#include "sync/base/result.hpp"

namespace sf {
class RenderTarget;
}

namespace accueil::platform {

struct WindowOptions {
    /// Device pixels of a window at a desk, with borders, cursor and close button. Without it: kiosk mode,
    /// borderless at the desktop's size, no cursor, no way out; it follows the screen when that is turned.
    std::optional<base::Size> desk_size;
    std::string title = "Accueil";
};

class Window {
  public:
    /// unsupported when there is no display or no XInput 2.2 on it; the detail says what to do.
    static base::Result<std::unique_ptr<Window>> create(const WindowOptions& options);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    int width() const;    ///< device pixels
    int height() const;   ///< device pixels
    float scale() const;  ///< device pixels a design pixel: the shorter side is 1080 design pixels
    base::Size design_size() const {
        return {static_cast<float>(width()) / scale(), static_cast<float>(height()) / scale()};
    }
    bool is_kiosk() const;

    sf::RenderTarget& target();
    void display();  ///< shows what was drawn; waits for the screen where the driver can

    /// What was last drawn, read back. Call it before display().
    base::Result<void> save_png(const std::filesystem::path& path);

    // For the event loop.

    /// Appends all that has arrived, without waiting.
    void drain(std::vector<InputEvent>& events, const base::Clock& clock);
    /// File descriptors that become readable when more arrives. Only valid after drain() found nothing:
    /// events may already sit in Xlib's own queue.
    std::vector<int> descriptors() const;

  private:
    struct Private;
    explicit Window(std::unique_ptr<Private> data);
    std::unique_ptr<Private> m_private;
};

}  // namespace accueil::platform
