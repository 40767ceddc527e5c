// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/speech/speaker.hpp"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "sync/base/cases.hpp"
#include "sync/base/child_process.hpp"
#include "sync/base/log.hpp"
#include "sync/base/order_queue.hpp"

namespace accueil::speech {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kAhead = 2;  // passages that the process has at once

struct PrepareOrder {};
struct SayOrder {
    std::uint64_t ticket;
    Speaker::Speech speech;
};
struct RestOrder {};
struct StopOrder {};
using Order = std::variant<PrepareOrder, SayOrder, RestOrder, StopOrder, Command>;

}  // namespace

class Speaker::Private {
  public:
    Private(Options options, std::function<void()> wake)
        : m_options(std::move(options)), m_news(std::move(wake)), m_thread([this] { run(); }) {}
    ~Private() {
        give(StopOrder{});
        m_thread.join();
    }
    void give(Order order) { m_orders.give(std::move(order)); }
    std::vector<News> drain() { return m_news.drain(); }

  private:
    void run() {
        while (!m_stop) {
            m_orders.wait(m_voice ? m_voice->socket() : -1, patient_until());
            while (auto order = m_orders.next())
                carry_out(*order);
            listen();
            if (is_awaited() && Clock::now() >= m_until) end_with(speech::Fault::gone);
        }
        m_voice.reset();
    }

    void carry_out(Order& order) {
        std::visit(base::Cases{
                       [&](PrepareOrder&) { start_voice(); },
                       [&](SayOrder& say) { begin(say.ticket, std::move(say.speech)); },
                       [&](RestOrder&) {
                           m_speech.reset();
                           m_voice.reset();
                       },
                       [&](StopOrder&) { m_stop = true; },
                       [&](Command& command) { pass_on(command); },
                   },
                   order);
    }

    bool start_voice() {
        if (m_voice) return true;
        base::ChildProcess::Options child;
        child.program = m_options.program.empty() ? base::program_beside("accueil-voice") : m_options.program;
        child.arguments = {std::to_string(m_options.memory_megabytes)};
        child.socket = kSocketDescriptor;
        child.most_line = kMostMessage;
        auto started = base::ChildProcess::start(child);
        if (!started) {
            base::log(base::LogLevel::error, "speech", started.error().detail);
            return false;
        }
        m_voice.emplace(std::move(*started));
        return true;
    }

    void begin(std::uint64_t ticket, Speech speech) {
        m_ticket = ticket;
        if (!start_voice()) {
            m_speech.reset();
            tell_ui(ticket, Failed{Fault::gone});
            return;
        }
        m_voice->tell(to_line(Command(Hush{})));
        m_voice->tell(to_line(Command(SetLoudness{speech.volume})));
        if (speech.held) m_voice->tell(to_line(Command(Hold{})));
        m_is_held = speech.held;
        m_speech = std::move(speech);
        m_said = m_given = std::min(m_speech->first, m_speech->passages.size());
        // What is still heard of others is told apart by its number.
        m_base = m_next_number - static_cast<std::uint32_t>(m_given);
        m_until = Clock::now() + m_options.patience;
        give_more();
    }

    void give_more() {
        if (!m_speech) return;
        const auto& passages = m_speech->passages;
        if (m_said >= passages.size()) {
            m_speech.reset();
            tell_ui(m_ticket, SpeechEnded{});
            return;
        }
        for (; m_given < std::min(passages.size(), m_said + kAhead); ++m_given) {
            const auto& passage = passages[m_given];
            m_voice->tell(
                to_line(Command(Say{m_next_number++, m_speech->rate, passage.language, passage.text})));
        }
    }

    void pass_on(const Command& command) {
        if (std::holds_alternative<Hush>(command)) m_speech.reset();
        if (std::holds_alternative<Hold>(command)) m_is_held = true;
        if (std::holds_alternative<GoOn>(command)) {
            m_is_held = false;
            m_until = Clock::now() + m_options.patience;
        }
        if (m_voice) m_voice->tell(to_line(command));
    }

    void listen() {
        std::string line;
        while (m_voice) {
            const auto heard = m_voice->hear(line);
            if (heard == base::ChildProcess::Heard::nothing) return;
            const auto event = heard == base::ChildProcess::Heard::line ? event_of(line) : std::nullopt;
            if (!event) return end_with(Fault::gone);
            m_until = Clock::now() + m_options.patience;
            take(*event);
        }
    }

    void take(const speech::Event& event) {
        // Nothing of a number that was never given.
        const auto passage_of = [&](std::uint32_t number) -> std::optional<std::size_t> {
            const std::uint32_t passage = number - m_base;
            if (!m_speech || passage < m_said || passage >= m_given) return std::nullopt;
            return passage;
        };
        std::visit(base::Cases{
                       [&](const Voices& voices) { tell_ui(0, voices); },
                       [&](const AtWord& word) {
                           if (const auto passage = passage_of(word.number))
                               tell_ui(m_ticket,
                                       WordReached{*passage, word_at(m_speech->passages[*passage], word.at)});
                       },
                       [&](const Said& said) {
                           if (!passage_of(said.number)) return;
                           m_said = said.number - m_base + 1;
                           give_more();
                       },
                       [&](const Failed& failed) {
                           if (!std::exchange(m_speech, {})) return;
                           tell_ui(m_ticket, failed);
                       },
                   },
                   event);
    }

    void end_with(Fault fault) {
        m_voice.reset();
        if (std::exchange(m_speech, {})) tell_ui(m_ticket, Failed{fault});
    }

    bool is_awaited() const { return m_voice && m_speech && !m_is_held; }
    std::optional<Clock::time_point> patient_until() const {
        return is_awaited() ? std::optional(m_until) : std::nullopt;
    }

    void tell_ui(std::uint64_t ticket, Speaker::Event event) { m_news.put({ticket, std::move(event)}); }

    const Options m_options;
    base::OrderQueue<Order> m_orders;
    base::NewsBox<News> m_news;

    // The thread's own.
    std::optional<base::ChildProcess> m_voice;
    std::optional<Speech> m_speech;
    std::uint64_t m_ticket = 0;
    std::size_t m_said = 0, m_given = 0;  // passages: as many are over, as many the process was given
    std::uint32_t m_next_number = 1, m_base = 0;
    bool m_is_held = false, m_stop = false;
    Clock::time_point m_until;

    std::thread m_thread;
};

Speaker::Speaker(std::unique_ptr<Private> state) : m_private(std::move(state)) {}
Speaker::~Speaker() = default;

std::unique_ptr<Speaker> Speaker::start(Options options, std::function<void()> wake) {
    return std::unique_ptr<Speaker>(
        new Speaker(std::make_unique<Private>(std::move(options), std::move(wake))));
}

void Speaker::prepare() {
    m_private->give(PrepareOrder{});
}
void Speaker::say(std::uint64_t ticket, Speech speech) {
    m_private->give(SayOrder{ticket, std::move(speech)});
}
void Speaker::hush() {
    m_private->give(Command(Hush{}));
}
void Speaker::hold() {
    m_private->give(Command(Hold{}));
}
void Speaker::go_on() {
    m_private->give(Command(GoOn{}));
}
void Speaker::set_volume(int percent) {
    m_private->give(Command(SetLoudness{percent}));
}
void Speaker::rest() {
    m_private->give(RestOrder{});
}
std::vector<Speaker::News> Speaker::drain() {
    return m_private->drain();
}

}  // namespace accueil::speech
