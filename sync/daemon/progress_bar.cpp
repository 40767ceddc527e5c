// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/progress_bar.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "sync/base/strings.hpp"

namespace accueil::daemon {

namespace {
constexpr std::size_t kCells = 24;
constexpr auto kRedraw = std::chrono::milliseconds(100);
}  // namespace

ProgressBar::ProgressBar(const Words& words, const base::Clock& clock)
    : m_words(words), m_clock(clock), m_is_terminal(::isatty(STDERR_FILENO) == 1) {}

std::string ProgressBar::line(const Words& words, Stage stage, std::uint64_t done, std::uint64_t total) {
    if (total == 0) return words.stage(stage) + "…";
    done = std::min(done, total);
    const auto filled =
        static_cast<std::size_t>(static_cast<double>(done) / static_cast<double>(total) * kCells);
    std::string bar = "[";
    for (std::size_t i = 0; i < kCells; ++i)
        bar += i < filled ? "█" : "·";
    const auto percent =
        std::to_string(static_cast<int>(static_cast<double>(done) / static_cast<double>(total) * 100));
    return bar + "] " + std::string(3 - std::min<std::size_t>(3, percent.size()), ' ') + percent + " %  " +
           words.text("sync.progress", {{"stage", words.stage(stage)},
                                        {"done", base::format_bytes(done, words.language())},
                                        {"total", base::format_bytes(total, words.language())}});
}

void ProgressBar::show(Stage stage, std::uint64_t done, std::uint64_t total) {
    if (!m_is_terminal) return;
    const auto now = m_clock.steady();
    if (m_drawn && total != 0 && done != total && now - m_last < kRedraw) return;
    m_last = now;
    m_drawn = true;
    std::fprintf(stderr, "\r\033[K%s", line(m_words, stage, done, total).c_str());
    std::fflush(stderr);
}

void ProgressBar::clear() {
    if (m_drawn) std::fputs("\r\033[K", stderr);
    m_drawn = false;
}

}  // namespace accueil::daemon
