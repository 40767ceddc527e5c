// SPDX-License-Identifier: GPL-3.0-or-later
// Opening hours as a record may hold them: read, spelt, evaluated; and as an importer may find them.
#include <algorithm>
#include <string>

#include "sync/model/opening_hours.hpp"
#include "sync/model/opening_hours_repair.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/support/hours_samples.hpp"

using namespace accueil;
using fuzz::must;

namespace {

void look_at(const model::OpeningHours& hours) {
    const auto spelt = hours.text();
    if (spelt.size() <= 4096) must(model::OpeningHours::parse(spelt).value().rules() == hours.rules());
    // Over New Year and the night on which the clock goes forward.
    for (const char* begin : {"2026-12-30 23:00", "2027-03-27 12:00"}) {
        const auto from = support::at(begin), to = from + std::chrono::days(4);
        const auto intervals = hours.intervals(from, to, support::nantes());
        for (std::size_t i = 0; i < intervals.size(); ++i) {
            must(intervals[i].from < intervals[i].to && intervals[i].state != model::HoursState::closed);
            must(i == 0 || intervals[i - 1].to <= intervals[i].from);
            must(hours.state_at(intervals[i].from, support::nantes()) == intervals[i].state);
        }
        const auto change = hours.next_change(from, to, support::nantes());
        must(!change ||
             hours.state_at(*change, support::nantes()) != hours.state_at(from, support::nantes()));
        must(change || intervals.empty() || (intervals[0].from == from && intervals[0].to == to));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t length) {
    const std::string text(fuzz::view(bytes, length));
    const auto hours = model::OpeningHours::parse(text);
    if (hours) look_at(*hours);
    const auto repaired = model::repair_hours(text);
    must(!hours || repaired);
    if (repaired && repaired->text.size() <= 4096)
        must(model::OpeningHours::parse(repaired->text).value().text() == repaired->text);
    return 0;
}
