// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/time_source.hpp"

#include <sys/timex.h>

#include <filesystem>
#include <system_error>

namespace accueil::daemon {

namespace {
constexpr std::chrono::seconds kLook{5};
constexpr std::chrono::minutes kPatience{2};
}  // namespace

bool SystemTimeSource::is_synchronised() const {
    timex state{};
    if (::adjtimex(&state) >= 0 && (state.status & STA_UNSYNC) == 0) return true;
    std::error_code absent;
    return std::filesystem::exists("/run/systemd/timesync/synchronized", absent);
}

std::optional<std::chrono::seconds> wait_for_time(const TimeSource& source, std::chrono::nanoseconds waited) {
    if (waited >= kPatience || source.is_synchronised()) return std::nullopt;
    return kLook;
}

}  // namespace accueil::daemon
