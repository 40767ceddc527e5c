// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/clock_floor.hpp"

#include <algorithm>

#include "sync/base/file.hpp"
#include "sync/base/log.hpp"

namespace accueil::daemon {

namespace {

// Not called *.json: a metadata folder holds no other files of that ending than roles.
constexpr const char* kFloorFile = "clock.floor";
constexpr std::size_t kMostFloorBytes = 64;

}  // namespace

ClockFloor::ClockFloor(const std::filesystem::path& trust_folder, base::WallTime built_on)
    : m_path(trust_folder / kFloorFile), m_time(built_on) {
    auto text = base::read_file(m_path, kMostFloorBytes);
    if (!text && text.error().code == base::ErrorCode::not_found) return;
    if (text && text->ends_with('\n')) text->pop_back();
    const auto kept = text ? base::parse_utc(*text) : tl::unexpected(text.error());
    if (kept)
        m_time = std::max(m_time, *kept);
    else
        base::log(base::LogLevel::warning, "sync", "the time known before is lost: " + kept.error().detail);
}

base::Result<void> ClockFloor::check(base::WallTime now) const {
    if (now >= m_time) return {};
    return base::fail(base::ErrorCode::wrong_clock, "the clock is wrong: it shows " + base::format_utc(now) +
                                                        ", and it is past " + base::format_utc(m_time));
}

base::Result<void> ClockFloor::raise(base::WallTime signed_on, base::WallTime now) {
    const auto time = std::chrono::floor<std::chrono::seconds>(std::min(signed_on, now));
    if (time <= m_time) return {};
    TRY(base::write_file_durably(m_path, base::format_utc(time) + "\n"));
    m_time = time;
    return {};
}

}  // namespace accueil::daemon
