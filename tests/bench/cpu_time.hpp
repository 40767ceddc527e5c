// SPDX-License-Identifier: GPL-3.0-or-later
// What work costs the processor, which other work on the machine takes less from than from the clock on the
// wall.
#pragma once

#include <time.h>

namespace accueil::bench {

/// Milliseconds of the whole process, all its threads together.
template <class Work>
double cpu_milliseconds(const Work& work) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    };
    const auto begin = now();
    work();
    return now() - begin;
}

}  // namespace accueil::bench
