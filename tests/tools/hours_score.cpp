// SPDX-License-Identifier: GPL-3.0-or-later
// hours_score FILE…: evaluates the opening hours of each file and prints how many are exactly as it expects:
// canonical spellings, lenient ones (repaired first), those of a file of real ones, and strings that must be
// refused. Then each that differs, with -v. The exit status is 2 for a file that is none of that form.
//
// {"vectors": [{"expr", "from", "to", "expected": [[from, to, "open"|"unknown"]…], "lenient", "group"?}],
// "invalid": ["…" | {"expr"}]}; times are local, of Nantes. Minutes that the clock skips or shows twice are
// left out.
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/model/opening_hours.hpp"
#include "sync/model/opening_hours_repair.hpp"
#include "tests/support/school_holidays.hpp"

using namespace accueil;
using model::HoursInterval;
using model::LocalMinutes;

namespace {

constexpr model::Coordinates kNantes{47.2184, -1.5536};

struct Count {
    int exact = 0, total = 0;
};

struct Score {
    Count canonical, lenient, real, invalid;
};

// "2026-03-30T09:00:00"
base::Result<LocalMinutes> read_time(const std::string& text) {
    const auto utc = TRY(base::parse_utc(text + "Z"));
    return LocalMinutes(std::chrono::floor<std::chrono::minutes>(utc).time_since_epoch());
}

std::string show(LocalMinutes time) {
    return base::format_utc(base::WallTime(time.time_since_epoch())).substr(0, 16);
}

std::string show(const std::vector<HoursInterval>& intervals) {
    std::string text;
    for (const auto& interval : intervals)
        text += "    " + show(interval.from) + " " + show(interval.to) +
                (interval.state == model::HoursState::open ? " open\n" : " unknown\n");
    return text;
}

bool is_odd(LocalMinutes minute) {
    return model::is_skipped(minute, model::TimeZone::paris) ||
           model::is_repeated(minute, model::TimeZone::paris);
}

// The same without the minutes that the clock skips or repeats: those of whole hours, between 01:00 and
// 04:00.
std::vector<HoursInterval> without_odd_minutes(const std::vector<HoursInterval>& intervals) {
    using std::chrono::hours;
    std::vector<HoursInterval> kept;
    for (const auto& interval : intervals) {
        LocalMinutes begin = interval.from;
        for (auto day = model::day_of(interval.from); LocalMinutes(day) < interval.to;
             day += std::chrono::days(1)) {
            const LocalMinutes odd = LocalMinutes(day) + hours(2);
            if (!is_odd(odd)) continue;
            if (begin < odd && interval.to > begin)
                kept.push_back({begin, std::min(odd, interval.to), interval.state});
            begin = std::max(begin, odd + hours(1));
        }
        if (begin < interval.to) kept.push_back({begin, interval.to, interval.state});
    }
    return kept;
}

base::Result<std::vector<HoursInterval>> expected_of(const base::Json& vector) {
    std::vector<HoursInterval> expected;
    for (const auto& row : vector.at("expected"))
        expected.push_back({TRY(read_time(row.at(0).get<std::string>())),
                            TRY(read_time(row.at(1).get<std::string>())),
                            row.at(2) == "open" ? model::HoursState::open : model::HoursState::unknown});
    return expected;
}

base::Result<std::vector<HoursInterval>> evaluate(const base::Json& vector, const model::Calendar& calendar) {
    std::string text = vector.at("expr").get<std::string>();
    if (vector.value("lenient", false)) text = TRY(model::repair_hours(text)).text;
    const auto hours = TRY(model::OpeningHours::parse(text));
    return hours.intervals(TRY(read_time(vector.at("from").get<std::string>())),
                           TRY(read_time(vector.at("to").get<std::string>())), {calendar, kNantes});
}

base::Result<void> score_vector(const base::Json& vector, const model::Calendar& calendar, bool tell,
                                Score& score) {
    Count& count = vector.contains("group")         ? score.real
                   : vector.value("lenient", false) ? score.lenient
                                                    : score.canonical;
    ++count.total;
    const auto expected = TRY(expected_of(vector));
    const auto found = evaluate(vector, calendar);
    if (found && without_odd_minutes(*found) == without_odd_minutes(expected)) {
        ++count.exact;
        return {};
    }
    if (!tell) return {};
    std::printf("  %s differs: %s\n", vector.value("id", "").c_str(),
                vector.at("expr").get<std::string>().c_str());
    if (found)
        std::printf("   expected\n%s   found\n%s", show(expected).c_str(), show(*found).c_str());
    else
        std::printf("   %s\n", found.error().detail.c_str());
    return {};
}

base::Result<Score> score_file(const std::string& name, const model::Calendar& calendar, bool tell) {
    const auto text = TRY(base::read_file(name));
    const auto document = TRY(base::parse_json(text));
    Score score;
    try {
        for (const auto& vector : document.at("vectors"))
            TRY(score_vector(vector, calendar, tell, score));
        for (const auto& item : document.at("invalid")) {
            const auto hours =
                item.is_string() ? item.get<std::string>() : item.at("expr").get<std::string>();
            ++score.invalid.total;
            if (!model::OpeningHours::parse(hours))
                ++score.invalid.exact;
            else if (tell)
                std::printf("  not refused: %s\n", hours.c_str());
        }
    } catch (const base::Json::exception& error) {
        return base::fail(base::ErrorCode::bad_format, error.what());
    }
    return score;
}

void print(const char* name, const Count& count) {
    if (count.total != 0) std::printf(" %s %d/%d", name, count.exact, count.total);
}

}  // namespace

int main(int count, char** arguments) {
    const model::Calendar calendar(model::Territory::metropole, support::school_holidays_of_zone_b());
    bool tell = false;
    int files = 0;
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(arguments[i], "-v") == 0) {
            tell = true;
            continue;
        }
        ++files;
        const auto score = score_file(arguments[i], calendar, tell);
        if (!score) {
            std::fprintf(stderr, "%s: %s\n", arguments[i], score.error().detail.c_str());
            return 2;
        }
        std::printf("%s:", arguments[i]);
        print("canonical", score->canonical);
        print("lenient", score->lenient);
        print("real", score->real);
        print("invalid", score->invalid);
        std::printf("\n");
    }
    if (files == 0) std::fprintf(stderr, "hours_score [-v] FILE…\n");
    return files == 0 ? 2 : 0;
}
