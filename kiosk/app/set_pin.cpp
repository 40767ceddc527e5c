// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/app/set_pin.hpp"

#include <sodium.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "kiosk/app/desk_pin.hpp"
#include "sync/base/config.hpp"

namespace accueil::app {

namespace {

constexpr int kCannot = 3, kWrongUse = 2;

/// What is typed does not show while this lives.
class NoEcho {
  public:
    NoEcho() {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0) return;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_is_silent = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;
    ~NoEcho() {
        if (m_is_silent) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }

  private:
    termios m_before{};
    bool m_is_silent = false;
};

struct Line {
    std::string text;
    Line() { text.reserve(64); }  // so that what is typed is in one place
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    ~Line() { sodium_memzero(text.data(), text.size()); }
};

void read_line(Line& line) {
    std::getline(std::cin, line.text);
    if (line.text.ends_with('\r')) line.text.pop_back();
}

}  // namespace

int ask_for_pin(const Options& options, const base::Catalog& catalog, const std::string& language) {
    const auto say = [&](const char* key, base::TextArguments arguments = {}) {
        return catalog.text(language, key, arguments);
    };
    const auto keys = config_keys();
    const auto config = options.config_file.empty() ? base::Result<base::Config>(base::Config::defaults(keys))
                                                    : base::Config::read(options.config_file, keys);
    if (!config) {
        std::cerr << say("kiosk.pin.refused", {{"detail", config.error().detail}}) << '\n';
        return kWrongUse;
    }
    Line first, again;
    if (::isatty(STDIN_FILENO) != 0) {
        const NoEcho quiet;
        std::cout << say("kiosk.pin.ask") << std::flush;
        read_line(first);
        std::cout << '\n' << say("kiosk.pin.again") << std::flush;
        read_line(again);
        std::cout << '\n';
        if (first.text != again.text) {
            std::cerr << say("kiosk.pin.differs") << '\n';
            return kWrongUse;
        }
    } else {
        read_line(first);
    }
    const std::filesystem::path file = config->text("desk.pin_file");
    const auto set = set_pin(file, first.text);
    if (set) {
        std::cout << say("kiosk.pin.done", {{"file", file.string()}}) << '\n';
        return 0;
    }
    const bool is_wrong_pin = set.error().code == base::ErrorCode::invalid_input;
    std::cerr << (is_wrong_pin ? say("kiosk.pin.digits")
                               : say("kiosk.pin.refused", {{"detail", set.error().detail}}))
              << '\n';
    return is_wrong_pin ? kWrongUse : kCannot;
}

}  // namespace accueil::app
