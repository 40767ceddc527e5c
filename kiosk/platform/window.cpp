// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/platform/window.hpp"

#include <SFML/Graphics/Image.hpp>
#include <SFML/Graphics/RenderWindow.hpp>
#include <SFML/Graphics/Texture.hpp>
#include <SFML/System/Err.hpp>
#include <SFML/Window/Event.hpp>
#include <algorithm>
#include <cmath>
#include <ostream>
#include <set>
#include <utility>

#include "kiosk/platform/keys.hpp"
#include "kiosk/platform/x_connection.hpp"

// After SFML: X.h defines None, which is also a style of SFML's.
#include <GL/glx.h>
#undef None

namespace accueil::platform {

namespace {

constexpr std::int64_t kMouse = 0;
constexpr int kDesignShorterSide = 1080;

}  // namespace

struct Window::Private {
    explicit Private(std::unique_ptr<XConnection> connection) : x(std::move(connection)) {}

    std::unique_ptr<XConnection> x;
    sf::RenderWindow window;
    Display* sfml_display = nullptr;
    bool kiosk = true;
    ScreenSize size;
    bool mouse_pressed = false;
    std::set<sf::Keyboard::Key> keys_down;

    float scale() const {
        return static_cast<float>(std::min(size.width, size.height)) / static_cast<float>(kDesignShorterSide);
    }
    base::Point to_design(float x_position, float y_position) const {
        return {x_position / scale(), y_position / scale()};
    }
    base::Point to_design(int x_position, int y_position) const {
        return to_design(static_cast<float>(x_position), static_cast<float>(y_position));
    }

    bool resize(int width, int height) {
        if (width <= 0 || height <= 0 || (width == size.width && height == size.height)) return false;
        size = {width, height};
        window.setView(sf::View({0, 0, static_cast<float>(width), static_cast<float>(height)}));
        return true;
    }

    void translate(const sf::Event& event, std::vector<InputEvent>& events, base::SteadyTime now);
};

void Window::Private::translate(const sf::Event& event, std::vector<InputEvent>& events,
                                base::SteadyTime now) {
    const auto mouse = [&](input::PointerPhase phase, int x_position, int y_position) {
        append(events, input::PointerEvent{kMouse, phase, to_design(x_position, y_position), now});
    };
    switch (event.type) {
        case sf::Event::Closed:
            if (!kiosk) append(events, CloseRequested{});
            break;
        case sf::Event::Resized: {
            const int width = static_cast<int>(event.size.width),
                      height = static_cast<int>(event.size.height);
            if (resize(width, height)) append(events, Resized{width, height});
            break;
        }
        case sf::Event::MouseButtonPressed:
            if (event.mouseButton.button != sf::Mouse::Left || mouse_pressed) break;
            mouse_pressed = true;
            mouse(input::PointerPhase::down, event.mouseButton.x, event.mouseButton.y);
            break;
        case sf::Event::MouseMoved:
            if (mouse_pressed) mouse(input::PointerPhase::move, event.mouseMove.x, event.mouseMove.y);
            break;
        case sf::Event::MouseButtonReleased:
            if (event.mouseButton.button != sf::Mouse::Left || !mouse_pressed) break;
            mouse_pressed = false;
            mouse(input::PointerPhase::up, event.mouseButton.x, event.mouseButton.y);
            break;
        case sf::Event::MouseWheelScrolled:
            if (event.mouseWheelScroll.wheel != sf::Mouse::VerticalWheel) break;
            append(events, input::WheelEvent{event.mouseWheelScroll.delta,
                                             to_design(event.mouseWheelScroll.x, event.mouseWheelScroll.y)});
            break;
        case sf::Event::KeyPressed: {
            const bool repeat = !keys_down.insert(event.key.code).second;
            append(events,
                   input::KeyEvent{key_of(event.key.code), event.key.shift, event.key.control, repeat});
            break;
        }
        case sf::Event::TextEntered: {
            const auto letter = event.text.unicode;
            if (letter < 0x20 || letter == 0x7F) break;  // keys that write nothing
            const auto utf8 = sf::String(letter).toUtf8();
            append(events,
                   input::KeyEvent{input::Key::other, false, false, false, {utf8.begin(), utf8.end()}});
            break;
        }
        case sf::Event::KeyReleased:
            keys_down.erase(event.key.code);
            break;
        case sf::Event::LostFocus:
            keys_down.clear();
            break;
        default:
            break;
    }
}

base::Result<std::unique_ptr<Window>> Window::create(const WindowOptions& options) {
    // First of all: without a display the mere existence of a window of SFML's aborts the program.
    auto connection = TRY(XConnection::open());
    auto data = std::make_unique<Private>(std::move(connection));
    data->kiosk = !options.desk_size;
    ScreenSize size = data->x->screen_size();
    if (options.desk_size) {
        size = {static_cast<int>(std::lround(options.desk_size->width)),
                static_cast<int>(std::lround(options.desk_size->height))};
    }
    if (size.width < 1 || size.height < 1) {
        return base::fail(base::ErrorCode::invalid_input, "a window needs at least one pixel");
    }
    // Never Style::Fullscreen: SFML would grab the pointer, and with it the first finger. No depth, no
    // stencil, no MSAA: without a GPU each costs a screenful of memory traffic a frame.
    data->window.create(sf::VideoMode(static_cast<unsigned>(size.width), static_cast<unsigned>(size.height)),
                        sf::String::fromUtf8(options.title.begin(), options.title.end()),
                        data->kiosk ? sf::Style::None : sf::Style::Default, sf::ContextSettings(0, 0, 0));
    if (!data->window.isOpen() || !data->window.setActive(true)) {
        return base::fail(base::ErrorCode::unsupported, "the display gives no OpenGL window");
    }
    data->sfml_display = glXGetCurrentDisplay();
    if (data->sfml_display == nullptr) {
        return base::fail(base::ErrorCode::unsupported, "the window has no OpenGL context of GLX");
    }
    if (data->kiosk) {
        data->window.setPosition({0, 0});
        data->window.setMouseCursorVisible(false);
        data->x->keep_screen_lit();
    }
    // Where there is no GPU it is not to be had, and SFML says so on standard error.
    std::streambuf* const words = sf::err().rdbuf(nullptr);
    data->window.setVerticalSyncEnabled(true);
    sf::err().rdbuf(words);
    const sf::Vector2u given = data->window.getSize();
    data->resize(static_cast<int>(given.x), static_cast<int>(given.y));
    TRY(data->x->listen(data->window.getSystemHandle()));
    return std::unique_ptr<Window>(new Window(std::move(data)));
}

Window::Window(std::unique_ptr<Private> data) : m_private(std::move(data)) {}
Window::~Window() = default;

int Window::width() const {
    return m_private->size.width;
}
int Window::height() const {
    return m_private->size.height;
}
float Window::scale() const {
    return m_private->scale();
}
bool Window::is_kiosk() const {
    return m_private->kiosk;
}
sf::RenderTarget& Window::target() {
    return m_private->window;
}
void Window::display() {
    m_private->window.display();
}

base::Result<void> Window::save_png(const std::filesystem::path& path) {
    if (path.extension() != ".png") {
        return base::fail(base::ErrorCode::invalid_input, path.string() + ": a picture's name ends in .png");
    }
    sf::Texture texture;
    if (!texture.create(static_cast<unsigned>(width()), static_cast<unsigned>(height()))) {
        return base::fail(base::ErrorCode::unsupported, "no texture of the window's size");
    }
    texture.update(m_private->window);
    if (!texture.copyToImage().saveToFile(path.string())) {
        return base::fail(base::ErrorCode::io, path.string() + ": cannot be written");
    }
    return {};
}

void Window::drain(std::vector<InputEvent>& events, const base::Clock& clock) {
    Private& own = *m_private;
    const XListener listener{
        [&](const input::PointerEvent& touch) {
            input::PointerEvent scaled = touch;
            scaled.position = own.to_design(touch.position.x, touch.position.y);
            append(events, scaled);
        },
        [&] { append(events, Exposed{}); },
        [&](ScreenSize screen) {
            // The screen was turned or replaced. The window's Resized comes back through SFML.
            if (!own.kiosk) return;
            own.window.setSize({static_cast<unsigned>(screen.width), static_cast<unsigned>(screen.height)});
            own.window.setPosition({0, 0});
        },
    };
    own.x->drain(listener, clock);
    sf::Event event;
    while (own.window.pollEvent(event))
        own.translate(event, events, clock.steady());
    XFlush(own.sfml_display);
}

std::vector<int> Window::descriptors() const {
    return {ConnectionNumber(m_private->sfml_display), m_private->x->descriptor()};
}

}  // namespace accueil::platform
