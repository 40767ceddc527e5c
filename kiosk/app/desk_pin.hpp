// SPDX-License-Identifier: GPL-3.0-or-later
// The PIN of the agent's desk: its hash in a file of the kiosk's, and beside it how many wrong ones were
// tried, so that a wait outlives a restart. Everything here reads the disk, and a check takes its time: the
// navigator has it done on the loader thread; --set-pin calls set_pin from main.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>

#include "kiosk/query/loader.hpp"
#include "sync/base/clock.hpp"

namespace accueil::app {

/// Up to eight digits, wiped when they are let go.
class PinDigits {
  public:
    PinDigits() = default;
    PinDigits(const PinDigits&) = delete;
    PinDigits& operator=(const PinDigits&) = delete;
    ~PinDigits() { wipe(); }

    void push(int digit);
    void pop();
    void wipe();
    std::string_view text() const { return {m_digits.data(), m_count}; }

  private:
    std::array<char, 8> m_digits{};
    std::size_t m_count = 0;
};

/// Writes the hash of `digits` (four to eight; invalid_input for anything else) for its owner alone, durably,
/// and forgets the wrong tries. Run by root, the file belongs to whom its folder does.
base::Result<void> set_pin(const std::filesystem::path& file, std::string_view digits);

/// What the file says of a try, or without one.
struct PinVerdict final : query::Data {
    bool is_right = false;
    std::chrono::seconds wait{0};  ///< before the next try
};

/// Answers with a PinVerdict that says how long to wait; a null pointer where there is no PIN. A file that
/// others than its owner may read is an error: the desk stays shut.
query::Job pin_state_job(std::filesystem::path file, const base::Clock& clock);

/// Tries `digits`. It counts as wrong, on the disk, before it is looked at: a power cut is no free try. After
/// three wrong ones in a row it must be waited, 30 s and twice as long each time, up to 15 min; while one
/// must wait nothing is tried.
query::Job pin_job(std::filesystem::path file, const base::Clock& clock,
                   std::shared_ptr<const PinDigits> digits);

}  // namespace accueil::app
