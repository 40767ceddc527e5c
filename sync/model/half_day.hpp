// SPDX-License-Identifier: GPL-3.0-or-later
// A morning or an afternoon: as near as anything that is counted says when it was. Called by whoever counts
// and by whoever sends counts. Pure; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"

namespace accueil::model {

struct HalfDay {
    std::int64_t number = 0;  ///< half-days since the midnight that began 1970

    auto operator<=>(const HalfDay&) const = default;

    /// "2026-11-23-am" or "2026-11-23-pm".
    std::string text() const;
    /// bad_format for anything else, impossible dates included.
    static base::Result<HalfDay> parse(std::string_view text);
    static HalfDay of_utc(base::WallTime time);
    /// By the time zone of the process (TZ), which is the kiosk's.
    static HalfDay of_local(base::WallTime time);
};

}  // namespace accueil::model
