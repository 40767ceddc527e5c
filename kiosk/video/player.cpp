// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/video/player.hpp"

#include <optional>
#include <thread>
#include <utility>

#include "kiosk/video/player_process.hpp"
#include "sync/base/cases.hpp"
#include "sync/base/log.hpp"
#include "sync/base/order_queue.hpp"

namespace accueil::video {

namespace {

using Clock = std::chrono::steady_clock;

struct OpenOrder {
    std::uint64_t ticket;
    Player::Film film;
    std::shared_ptr<SharedFrames> frames;
};
struct CloseOrder {};
struct StopOrder {};
using Order = std::variant<OpenOrder, CloseOrder, StopOrder, Command>;

}  // namespace

class Player::Private {
  public:
    Private(Options options, std::function<void()> wake)
        : m_options(std::move(options)), m_news(std::move(wake)), m_thread([this] { run(); }) {}
    ~Private() {
        give(StopOrder{});
        m_thread.join();
    }

    void give(Order order) { m_orders.give(std::move(order)); }
    void open(std::uint64_t ticket, Film film) {
        auto frames = SharedFrames::create(m_options.room);
        if (!frames) {
            base::log(base::LogLevel::error, "video", frames.error().detail);
            m_frames.reset();
            give(CloseOrder{});
            tell_ui(ticket, Failed{Fault::gone});
            return;
        }
        m_frames = std::make_shared<SharedFrames>(std::move(*frames));
        give(OpenOrder{ticket, std::move(film), m_frames});
    }
    void close() {
        m_frames.reset();
        give(CloseOrder{});
    }
    std::shared_ptr<SharedFrames> frames() const { return m_frames; }
    std::vector<News> drain() { return m_news.drain(); }

  private:
    void run() {
        while (!m_stop) {
            m_orders.wait(m_process ? m_process->socket() : -1, patient_until());
            while (auto order = m_orders.next())
                carry_out(std::move(*order));
            listen();
            if (is_awaited() && Clock::now() >= m_until) end_with(Fault::stalled);
        }
        end_process();
    }

    void end_process() {
        m_process.reset();
        if (const auto dropped = std::exchange(m_dropped, {}); dropped != Dropped{})
            base::log(base::LogLevel::info, "video",
                      "frames left out: " + std::to_string(dropped.decoder) + " by the decoder, " +
                          std::to_string(dropped.output) + " that came too late");
    }

    void carry_out(Order order) {
        std::visit(base::Cases{
                       [&](OpenOrder& open) {
                           end_process();
                           m_ticket = open.ticket;
                           m_is_playing = !open.film.paused;
                           m_has_frame = m_has_ended = false;
                           auto started =
                               PlayerProcess::start(m_options, open.film, open.frames->descriptor());
                           if (started) {
                               m_process.emplace(std::move(*started));
                               m_until = Clock::now() + m_options.patience;
                           } else {
                               base::log(base::LogLevel::error, "video", started.error().detail);
                               tell_ui(m_ticket, Failed{Fault::gone});
                           }
                       },
                       [&](CloseOrder&) { end_process(); },
                       [&](StopOrder&) { m_stop = true; },
                       [&](Command& command) {
                           if (!m_process) return;
                           m_process->tell(command);
                           if (std::holds_alternative<Play>(command)) m_is_playing = true;
                           if (std::holds_alternative<Pause>(command)) m_is_playing = false;
                           // After a seek a frame comes even where the film is paused.
                           if (std::holds_alternative<Seek>(command)) m_has_frame = false;
                           if (std::holds_alternative<SetVolume>(command)) return;
                           m_has_ended = false;
                           m_until = Clock::now() + m_options.patience;
                       },
                   },
                   order);
    }

    void listen() {
        while (m_process) {
            Event event;
            switch (m_process->hear(event)) {
                case PlayerProcess::Heard::nothing:
                    return;
                case PlayerProcess::Heard::end:
                    end_with(Fault::gone);
                    return;
                case PlayerProcess::Heard::line:
                    break;
            }
            m_until = Clock::now() + m_options.patience;
            if (std::holds_alternative<FrameReady>(event)) m_has_frame = true;
            if (std::holds_alternative<Ended>(event)) m_has_ended = true;
            if (const auto* dropped = std::get_if<Dropped>(&event)) {
                m_dropped = *dropped;
                continue;
            }
            const bool is_over = std::holds_alternative<Failed>(event);
            tell_ui(m_ticket, std::move(event));
            if (is_over) end_process();
        }
    }

    void end_with(Fault fault) {
        end_process();
        tell_ui(m_ticket, Failed{fault});
    }

    bool is_awaited() const { return m_process && !m_has_ended && (m_is_playing || !m_has_frame); }
    std::optional<Clock::time_point> patient_until() const {
        return is_awaited() ? std::optional(m_until) : std::nullopt;
    }

    void tell_ui(std::uint64_t ticket, Event event) {
        // Of frames that nobody has looked at, the last counts.
        const bool is_frame = std::holds_alternative<FrameReady>(event);
        m_news.put({ticket, std::move(event)}, [&](const News& last) {
            return is_frame && last.ticket == ticket && std::holds_alternative<FrameReady>(last.event);
        });
    }

    const Options m_options;
    std::shared_ptr<SharedFrames> m_frames;  // the UI thread's

    base::OrderQueue<Order> m_orders;
    base::NewsBox<News> m_news;

    // The thread's own.
    std::optional<PlayerProcess> m_process;
    std::uint64_t m_ticket = 0;
    Dropped m_dropped;
    bool m_is_playing = false, m_has_frame = false, m_has_ended = false, m_stop = false;
    Clock::time_point m_until;

    std::thread m_thread;
};

Player::Player(std::unique_ptr<Private> state) : m_private(std::move(state)) {}
Player::~Player() = default;

std::unique_ptr<Player> Player::start(Options options, std::function<void()> wake) {
    return std::unique_ptr<Player>(
        new Player(std::make_unique<Private>(std::move(options), std::move(wake))));
}

void Player::open(std::uint64_t ticket, Film film) {
    m_private->open(ticket, std::move(film));
}
void Player::close() {
    m_private->close();
}
void Player::tell(const Command& command) {
    m_private->give(command);
}
std::shared_ptr<SharedFrames> Player::frames() const {
    return m_private->frames();
}
std::vector<Player::News> Player::drain() {
    return m_private->drain();
}

}  // namespace accueil::video
