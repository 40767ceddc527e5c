// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/log.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

namespace accueil::base {

namespace {
std::atomic<int> g_most{static_cast<int>(LogLevel::info)};
}

void set_log_level(LogLevel most) {
    g_most = static_cast<int>(most);
}

void log(LogLevel level, std::string_view module, std::string_view message) {
    if (static_cast<int>(level) > g_most) return;
    static const bool to_journal = std::getenv("JOURNAL_STREAM") != nullptr;
    std::string line;
    if (to_journal) line = "<" + std::to_string(static_cast<int>(level)) + ">";
    line.append(module).append(": ");
    for (const char c : message)
        line += c == '\n' ? ' ' : c;
    line += '\n';
    // One write keeps lines of several threads apart; a lost log line is not worth an error.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace accueil::base
