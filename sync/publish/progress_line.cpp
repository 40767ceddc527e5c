// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/progress_line.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

#include "sync/base/strings.hpp"

namespace accueil::publish {

ProgressLine::ProgressLine(const Console& console, std::string label, std::string language, bool is_quiet)
    : m_console(console), m_label(std::move(label)), m_language(std::move(language)), m_is_quiet(is_quiet) {}

ProgressLine::~ProgressLine() {
    if (m_is_quiet || m_percent < 0) return;
    if (m_console.is_terminal) {
        m_console.err << "\n";
    } else {
        m_console.err << m_label << " " << amount() << "\n";
    }
    m_console.err.flush();
}

std::string ProgressLine::amount() const {
    return m_unit == Unit::bytes ? base::format_bytes(m_total, m_language) : std::to_string(m_total);
}

void ProgressLine::show(std::uint64_t done, std::uint64_t total, Unit unit) {
    if (total == 0) return;
    m_unit = unit;
    const int percent = static_cast<int>(std::min<std::uint64_t>(100, done * 100 / total));
    const bool is_news = percent != m_percent;
    m_percent = percent;
    m_total = total;
    if (m_is_quiet || !m_console.is_terminal || !is_news) return;
    m_console.err << "\r" << m_label << " " << percent << " % (" << amount() << ")\x1b[K";
    m_console.err.flush();
}

}  // namespace accueil::publish
