// SPDX-License-Identifier: GPL-3.0-or-later
// What opening hours cost: reading them, what they take in memory, and "open now?" of 100,000 places, with
// distinct real expressions in turn. Prints lines of "name value unit".
//
// hours_bench [FILE]: a file as hours_score takes; that of the folder beside the project where it is, else a
// few expressions of the same kinds.
#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <set>
#include <string>
#include <vector>

#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/model/opening_status.hpp"
#include "tests/bench/cpu_time.hpp"
#include "tests/support/school_holidays.hpp"

namespace {

using namespace accueil;

constexpr std::size_t kPlaces = 100'000;
constexpr std::size_t kKept = 10'000;
constexpr model::Coordinates kNantes{47.2184, -1.5536};

template <class Work>
double median_of_five(const Work& work) {
    std::vector<double> times;
    for (int i = 0; i < 5; ++i)
        times.push_back(bench::cpu_milliseconds(work));
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

void print(const char* name, double value, const char* unit) {
    std::printf("%s %.2f %s\n", name, value, unit);
}

std::vector<std::string> expressions(const char* file) {
    const auto text = base::read_file(file);
    const auto document = text ? base::parse_json(*text) : base::Result<base::Json>(base::Json());
    std::set<std::string> distinct;
    if (document && document->contains("vectors")) {
        for (const auto& vector : document->at("vectors")) {
            if (!vector.value("lenient", false)) distinct.insert(vector.value("expr", ""));
        }
    }
    if (distinct.empty()) {
        std::fprintf(stderr, "hours_bench: %s is not there: a few expressions in its place\n", file);
        distinct = {"Mo-Fr 09:00-12:30,14:00-17:00; PH off", "Tu,Th 13:30-17:30; Sa 09:00-12:00; PH off",
                    "Mo-Fr 08:30-17:00",
                    "Mo 14:00-18:00; Tu-Fr 09:00-12:00,14:00-18:00; Sa[1,3] 09:00-12:00"};
    }
    return {distinct.begin(), distinct.end()};
}

std::size_t bytes_in_use() {
    return mallinfo2().uordblks;
}

}  // namespace

int main(int argc, char** argv) {
    const auto texts =
        expressions(argc > 1 ? argv[1] : ACCUEIL_SOURCE_DIR "/../shared/data/opening_hours/real_fr.json");
    const model::Calendar calendar(model::Territory::metropole, support::school_holidays_of_zone_b());
    const model::HoursContext context{calendar, kNantes};
    using namespace std::chrono;
    const model::LocalMinutes now =
        model::LocalMinutes(local_days(2026y / 11 / 25)) + hours(10) + minutes(17);
    const model::LocalMinutes holiday = model::LocalMinutes(local_days(2026y / 11 / 11)) + hours(10);

    const double parsing = median_of_five([&] {
        for (std::size_t i = 0; i < kKept; ++i) {
            if (!model::OpeningHours::parse(texts[i % texts.size()])) std::abort();
        }
    });
    print("hours.parse_per_s", static_cast<double>(kKept) / parsing * 1000, "/s");

    std::vector<model::KnownHours> known;
    known.reserve(kKept);
    const std::size_t before = bytes_in_use();
    for (std::size_t i = 0; i < kKept; ++i)
        known.push_back(model::KnownHours::of(texts[i % texts.size()], "", "2026-11-01"));
    print("hours.memory_10k_mb",
          static_cast<double>(bytes_in_use() - before + kKept * sizeof(model::KnownHours)) / 1e6, "MB");

    std::size_t open = 0;
    const auto count_open = [&](model::LocalMinutes time) {
        return median_of_five([&] {
            open = 0;
            for (std::size_t i = 0; i < kPlaces; ++i)
                open += known[i % kKept].hours->state_at(time, context) == model::HoursState::open ? 1 : 0;
        });
    };
    print("hours.now_100k_ms", count_open(now), "ms");
    print("hours.now_100k_open", static_cast<double>(open), "places");
    print("hours.now_100k_holiday_ms", count_open(holiday), "ms");
    print("hours.status_100k_ms", median_of_five([&] {
              open = 0;
              for (std::size_t i = 0; i < kPlaces; ++i)
                  open += model::opening_status(known[i % kKept], now, context).state ==
                          model::OpeningState::open;
          }),
          "ms");
    print("hours.week_10k_ms", median_of_five([&] {
              for (const auto& hours : known)
                  open += model::hours_of_days(hours, model::day_of(now), 7, context).size();
          }),
          "ms");
    return 0;
}
