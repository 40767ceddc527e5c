// SPDX-License-Identifier: GPL-3.0-or-later
// Printing through a real CUPS to a printer that is a socket: what comes out, what is known of it, what is
// given up.
#include "kiosk/media/printer.hpp"

#include <catch2/catch.hpp>

#include "kiosk/media/printer_queue.hpp"
#include "tests/support/cups_rig.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using media::PrinterState;
using media::PrintOutcome;
using support::CupsRig;
using support::SocketPrinter;
using support::wait_until;

namespace {

constexpr const char* kQueue = "accueil-test";

media::Paper paper() {
    media::Paper paper;
    paper.title = {"Épicerie solidaire", "fr"};
    paper.sections.push_back({});
    paper.sections.back().lines.push_back(
        {media::PaperLine::Kind::item, {"jeudi 26 novembre : 9 h – 12 h", "fr"}, {}});
    paper.sections.back().code = media::QrCode::encode("BEGIN:VCARD", media::QrLevel::medium).value();
    return paper;
}

/// A kiosk's printer, and what it has told so far.
class Kiosk {
  public:
    explicit Kiosk(const CupsRig& cups, std::chrono::milliseconds limit = 20s) {
        media::Printer::Options options;
        options.server = cups.socket();
        options.queue = kQueue;
        options.job_limit = limit;
        options.state_every = 50ms;
        m_printer = media::Printer::start(options, [this] { ++m_wakes; });
    }
    PrinterState state() {
        take();
        return m_state;
    }
    void wait_for(PrinterState state) {
        wait_until([&] { return this->state() == state; },
                   "the printer's state " + std::to_string(static_cast<int>(state)));
    }
    std::optional<PrintOutcome> print(std::chrono::milliseconds = {}) {
        m_printer->print(++m_ticket, paper());
        wait_until(
            [&] {
                take();
                return !m_finished.empty() && m_finished.back().ticket == m_ticket;
            },
            "the sheet's end");
        CHECK(m_wakes > 0);
        return m_finished.back().outcome;
    }
    media::Printer& printer() { return *m_printer; }

  private:
    void take() {
        auto news = m_printer->drain();
        if (news.state) m_state = *news.state;
        m_finished.insert(m_finished.end(), news.finished.begin(), news.finished.end());
    }
    std::atomic<int> m_wakes = 0;
    PrinterState m_state = PrinterState::unknown;
    std::vector<media::Printer::Finished> m_finished;
    std::uint64_t m_ticket = 0;
    std::unique_ptr<media::Printer> m_printer;
};

}  // namespace

TEST_CASE("what is printed reaches the printer byte for byte, and CUPS keeps nothing of it",
          "[media][print]") {
    SocketPrinter printer;
    printer.plug_in();
    CupsRig cups;
    cups.add_queue(kQueue, printer.port());
    Kiosk kiosk(cups);
    kiosk.wait_for(PrinterState::ready);
    INFO(cups.log());
    CHECK(kiosk.print() == PrintOutcome::printed);
    CHECK(kiosk.print() == PrintOutcome::printed);
    const auto pdf = media::make_pdf(paper(), media::PaperFormat::a4).value();
    CHECK(printer.printed() == std::vector<std::string>{pdf, pdf});
    wait_until([&] { return cups.spool().empty(); }, "an empty spool");
}

TEST_CASE("a printer that does not answer is given up in time, and the next visitor can print",
          "[media][print]") {
    SocketPrinter printer;
    CupsRig cups;
    cups.add_queue(kQueue, printer.port());
    Kiosk kiosk(cups, 1s);
    kiosk.wait_for(PrinterState::ready);
    CHECK(kiosk.print() == PrintOutcome::timed_out);
    wait_until([&] { return cups.spool().empty(); }, "an empty spool");
    printer.plug_in();
    kiosk.wait_for(PrinterState::ready);
    CHECK(kiosk.print() == PrintOutcome::printed);
    CHECK(printer.printed().size() == 1);
}

TEST_CASE("no queue, a stopped one and a CUPS that is gone are told, and nothing is sent", "[media][print]") {
    SocketPrinter printer;
    printer.plug_in();
    CupsRig cups;
    Kiosk kiosk(cups);
    kiosk.wait_for(PrinterState::no_queue);
    CHECK(kiosk.print() == PrintOutcome::not_ready);
    cups.add_queue(kQueue, printer.port());
    kiosk.wait_for(PrinterState::ready);
    cups.run({"cupsdisable", "-h", cups.socket(), kQueue});
    kiosk.wait_for(PrinterState::stopped);
    CHECK(kiosk.print() == PrintOutcome::not_ready);
    cups.run({"cupsenable", "-h", cups.socket(), kQueue});
    kiosk.wait_for(PrinterState::ready);
    cups.run({"cupsreject", "-h", cups.socket(), kQueue});
    kiosk.wait_for(PrinterState::stopped);
    cups.run({"cupsaccept", "-h", cups.socket(), kQueue});
    kiosk.wait_for(PrinterState::ready);
    cups.stop();
    kiosk.wait_for(PrinterState::no_queue);
    cups.start();
    kiosk.wait_for(PrinterState::ready);
    CHECK(kiosk.print() == PrintOutcome::printed);
    CHECK(printer.printed().size() == 1);
}

TEST_CASE("a kiosk that ends while it prints takes its sheet back", "[media][print]") {
    SocketPrinter printer;
    CupsRig cups;
    cups.add_queue(kQueue, printer.port());
    {
        Kiosk kiosk(cups);
        kiosk.wait_for(PrinterState::ready);
        kiosk.printer().print(7, paper());
        wait_until([&] { return !cups.spool().empty(); }, "a job");
    }
    wait_until([&] { return cups.spool().empty(); }, "an empty spool");
}

TEST_CASE("a printer's reasons say whether it prints", "[media][print]") {
    constexpr int kIdle = 3, kProcessing = 4, kStopped = 5;
    using Reasons = std::vector<std::string>;
    const auto state = [](int number, const Reasons& reasons, bool accepts = true) {
        return media::printer_state(number, accepts, reasons);
    };
    CHECK(state(kIdle, {"none"}) == PrinterState::ready);
    CHECK(state(kProcessing, {}) == PrinterState::ready);
    CHECK(state(kIdle, {"media-low-warning", "toner-low-report", "marker-supply-low"}) ==
          PrinterState::ready);
    CHECK(state(kProcessing, {"connecting-to-device"}) == PrinterState::ready);
    CHECK(state(kIdle, {"media-empty"}) == PrinterState::no_paper);
    CHECK(state(kIdle, {"media-empty-warning"}) == PrinterState::ready);
    CHECK(state(kStopped, {"paused", "media-empty-error"}) == PrinterState::no_paper);
    CHECK(state(kIdle, {"media-jam-error"}) == PrinterState::no_paper);
    CHECK(state(kIdle, {"cover-open-error"}) == PrinterState::no_paper);
    CHECK(state(kIdle, {"toner-empty-error"}) == PrinterState::trouble);
    CHECK(state(kIdle, {"offline-report"}) == PrinterState::trouble);
    CHECK(state(kIdle, {"com.vendor.something-error"}) == PrinterState::trouble);
    CHECK(state(kStopped, {"none"}) == PrinterState::stopped);
    CHECK(state(kIdle, {"paused"}) == PrinterState::stopped);
    CHECK(state(kIdle, {"none"}, false) == PrinterState::stopped);
}

TEST_CASE("what CUPS may say for ever is tried again after a while, what is set is believed",
          "[media][print]") {
    using media::Patience;
    const Patience::Time start{};
    for (const auto trouble : {PrinterState::no_paper, PrinterState::trouble}) {
        Patience patience(10min);
        CHECK(patience.seen(PrinterState::ready, start) == PrinterState::ready);
        CHECK(patience.seen(trouble, start + 1h) == trouble);
        CHECK(patience.seen(trouble, start + 1h + 9min) == trouble);
        CHECK(patience.seen(trouble, start + 1h + 10min) == PrinterState::ready);
        patience.failed(start + 1h + 12min);
        CHECK(patience.seen(trouble, start + 1h + 13min) == trouble);
        CHECK(patience.seen(trouble, start + 1h + 22min) == PrinterState::ready);
        CHECK(patience.seen(PrinterState::stopped, start + 2h) == PrinterState::stopped);
        CHECK(patience.seen(PrinterState::stopped, start + 9h) == PrinterState::stopped);
        CHECK(patience.seen(PrinterState::no_queue, start + 10h) == PrinterState::no_queue);
        CHECK(patience.seen(PrinterState::no_queue, start + 20h) == PrinterState::no_queue);
        CHECK(patience.seen(trouble, start + 21h) == trouble);
    }
}
