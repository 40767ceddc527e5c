// SPDX-License-Identifier: GPL-3.0-or-later
// How far a long step is: one line that changes on a terminal, one plain line at the end elsewhere. Used by
// the commands; one thread.
#pragma once

#include <cstdint>
#include <string>

#include "sync/publish/commands.hpp"

namespace accueil::publish {

class ProgressLine {
  public:
    /// Silent when `is_quiet`. `label` opens the line; `language` is for the units.
    ProgressLine(const Console& console, std::string label, std::string language, bool is_quiet);
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine();  ///< ends the line

    /// Of so many bytes.
    void update(std::uint64_t done, std::uint64_t total) { show(done, total, Unit::bytes); }
    /// Of so many things.
    void count(std::uint64_t done, std::uint64_t total) { show(done, total, Unit::things); }

  private:
    enum class Unit { bytes, things };
    void show(std::uint64_t done, std::uint64_t total, Unit unit);
    std::string amount() const;

    const Console& m_console;
    std::string m_label;
    std::string m_language;
    bool m_is_quiet;
    int m_percent = -1;
    Unit m_unit = Unit::bytes;
    std::uint64_t m_total = 0;
};

}  // namespace accueil::publish
