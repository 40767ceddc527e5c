// SPDX-License-Identifier: GPL-3.0-or-later
// The frame loop: sleep until something happens, let the navigator have it, draw when something changed.
#include <csignal>
#include <fstream>

#include "kiosk/app/assembly.hpp"
#include "kiosk/draw/sfml_canvas.hpp"
#include "kiosk/input/recogniser.hpp"
#include "kiosk/platform/event_loop.hpp"
#include "kiosk/platform/window.hpp"
#include "sync/base/cases.hpp"
#include "sync/base/file.hpp"
#include "sync/base/log.hpp"
#include "sync/base/watchdog.hpp"

namespace accueil::app {

namespace {

// The only things that a signal handler may touch.
volatile std::sig_atomic_t g_stop = 0;
platform::Waker* g_waker = nullptr;

void on_stop(int) {
    g_stop = 1;
    if (g_waker != nullptr) g_waker->wake();
}

void handle_stop_signals(platform::Waker& waker) {
    g_waker = &waker;
    struct sigaction action {};
    action.sa_handler = on_stop;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
}

std::optional<base::SteadyTime> earliest(std::optional<base::SteadyTime> a,
                                         std::optional<base::SteadyTime> b) {
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

class Glass {
  public:
    Glass(const Options& options, platform::Window& window, platform::EventLoop& loop, Assembly& assembly,
          query::Loader& loader, media::Printer* printer, const base::Clock& clock)
        : m_options(options),
          m_window(window),
          m_loop(loop),
          m_assembly(assembly),
          m_loader(loader),
          m_printer(printer),
          m_clock(clock),
          m_canvas(draw::SfmlCanvas::create(window.target(), *assembly.text)),
          m_watchdog(base::Watchdog::from_environment()) {
        if (!options.frames_file.empty()) m_frames.open(options.frames_file);
    }

    int run() {
        auto& navigator = *m_assembly.navigator;
        navigator.resize(m_window.design_size());
        while (g_stop == 0 && !m_close) {
            navigator.on_news(m_loader.drain());
            if (m_printer != nullptr) navigator.on_printer(m_printer->drain());
            navigator.on_player(m_assembly.player->drain());
            if (m_assembly.speaker) navigator.on_speaker(m_assembly.speaker->drain());
            const auto turn = m_clock.steady();
            if (navigator.tick()) frame(turn);
            m_watchdog.alive(m_clock.steady());
            auto deadline = earliest(navigator.next_deadline(), m_recogniser.next_deadline());
            // The first picture waits for its content: a frame without it would only flash.
            if (!m_shown)
                deadline = earliest(std::nullopt, m_clock.steady() + std::chrono::milliseconds(150));
            for (const auto& event : m_loop.wait(earliest(deadline, m_watchdog.next_deadline())))
                handle(event);
            const auto now = m_clock.steady();
            if (const auto due = m_recogniser.next_deadline(); due && *due <= now)
                give(m_recogniser.tick(now));
        }
        m_watchdog.stopping();
        return 0;
    }

  private:
    void handle(const platform::InputEvent& event) {
        auto& navigator = *m_assembly.navigator;
        std::visit(base::Cases{
                       [&](const input::PointerEvent& pointer) { give(m_recogniser.feed(pointer)); },
                       [&](const input::KeyEvent& key) {
                           const bool overlay = navigator.state().overlay != action::Overlay::none;
                           if (key.key == input::Key::escape && !m_window.is_kiosk() && !overlay)
                               m_close = true;
                           navigator.on_key(key);
                       },
                       [&](const input::WheelEvent& wheel) { navigator.on_wheel(wheel); },
                       [&](const platform::CloseRequested&) { m_close = true; },
                       [&](const platform::Resized&) {
                           give(m_recogniser.cancel_all());
                           navigator.resize(m_window.design_size());
                       },
                       [&](const platform::Exposed&) { navigator.redraw(); },
                   },
                   event);
    }

    void give(const std::vector<input::Gesture>& gestures) {
        for (const auto& gesture : gestures) {
            m_assembly.navigator->on_gesture(gesture);
            const auto* press = std::get_if<input::Press>(&gesture);
            if (press == nullptr) continue;
            // Where nothing answers to a long press, a slow hand taps like a quick one.
            if (const auto rest = m_assembly.navigator->long_press(press->position))
                m_recogniser.want_long_press(*rest);
            else if (!m_assembly.navigator->may_be_held())
                m_recogniser.forgo_long_press();
        }
    }

    /// `start`: when its tree began to be built and laid out, which is a part of the frame's time.
    void frame(base::SteadyTime start) {
        auto& navigator = *m_assembly.navigator;
        if (!m_shown && !navigator.has_content()) return;
        m_canvas->begin_frame();
        navigator.draw(*m_canvas, m_shown && m_canvas->keeps_frames() ? Navigator::Before::last_frame
                                                                      : Navigator::Before::nothing);
        m_canvas->end_frame();
        m_window.display();
        if (m_frames.is_open()) {
            const std::chrono::duration<double, std::milli> time = m_clock.steady() - start;
            m_frames << time.count() << '\n' << std::flush;
        }
        if (!m_shown) {
            m_shown = true;
            m_watchdog.ready();
            base::log(base::LogLevel::info, "app", "first frame");
        }
        write_tree();
    }

    void write_tree() {
        auto& navigator = *m_assembly.navigator;
        if (m_options.tree_file.empty() || m_tree_written == navigator.tree_number()) return;
        m_tree_written = navigator.tree_number();
        const auto written = base::write_file_durably(m_options.tree_file, navigator.tree_json());
        if (!written) base::log(base::LogLevel::warning, "app", written.error().detail);
    }

    const Options& m_options;
    platform::Window& m_window;
    platform::EventLoop& m_loop;
    Assembly& m_assembly;
    query::Loader& m_loader;
    media::Printer* m_printer;  // null where there is none
    const base::Clock& m_clock;
    std::unique_ptr<draw::SfmlCanvas> m_canvas;
    base::Watchdog m_watchdog;
    input::Recogniser m_recogniser;
    std::ofstream m_frames;
    std::uint64_t m_tree_written = 0;
    bool m_shown = false;
    bool m_close = false;
};

}  // namespace

base::Result<int> run_on_glass(const Options& options, const base::Catalog& catalog,
                               const base::Clock& clock) {
    platform::WindowOptions wanted;
    if (options.mode == Options::Mode::desk) wanted.desk_size = options.size;

    // The loader starts before the window: both take their time, and neither needs the other. The loop that
    // it wakes is made after the window, so until then its wake-ups fall on nobody, and the first drain finds
    // its answers.
    const auto waker = TRY(platform::Waker::create());
    std::unique_ptr<query::Loader> loader;
    struct Early {
        std::uint64_t ticket;
        query::Job job;
        std::string channel;
    };
    std::vector<Early> early;
    const auto wake = [&waker] { waker->wake(); };
    std::unique_ptr<media::Printer> printer;
    const auto assembly = TRY(Assembly::create(
        options, catalog, clock, wake,
        [&](std::uint64_t ticket, query::Job job, const std::string& channel) {
            if (loader) {
                loader->submit(ticket, std::move(job), channel);
            } else {
                early.push_back({ticket, std::move(job), channel});
            }
        },
        [&](std::uint64_t ticket, media::Paper paper) {
            if (printer) printer->print(ticket, std::move(paper));
        }));
    loader = query::Loader::start(assembly->content, wake);
    for (auto& [ticket, job, channel] : early)
        loader->submit(ticket, std::move(job), channel);
    if (assembly->printer) printer = media::Printer::start(*assembly->printer, wake);

    const auto window = TRY(platform::Window::create(wanted));
    const auto loop = TRY(platform::EventLoop::create(window.get(), clock));
    loop->watch(waker->descriptor(), [&waker] { waker->clear(); });
    handle_stop_signals(loop->waker());
    const int status = Glass(options, *window, *loop, *assembly, *loader, printer.get(), clock).run();
    g_waker = nullptr;
    return status;
}

}  // namespace accueil::app
