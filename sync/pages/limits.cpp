// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pages/limits.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "sync/base/sanitizers.hpp"

namespace accueil::pages {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr rlim_t kOpenFiles = 64;  // fonts that a file names and does not hold

Result<void> set_limit(__rlimit_resource what, rlim_t value) {
    const rlimit limit{value, value};
    if (::setrlimit(what, &limit) != 0)
        return fail(ErrorCode::io, std::string("setrlimit: ") + std::strerror(errno));
    return {};
}

}  // namespace

Result<void> limit_process(int memory_megabytes) {
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail(ErrorCode::io, std::string("prctl: ") + std::strerror(errno));
    if constexpr (!base::kReservesAddresses)
        TRY(set_limit(RLIMIT_AS, static_cast<rlim_t>(memory_megabytes) << 20));
    TRY(set_limit(RLIMIT_FSIZE, 0));
    TRY(set_limit(RLIMIT_CORE, 0));
    return set_limit(RLIMIT_NOFILE, kOpenFiles);
}

Result<void> grant_seconds(int seconds) {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    rlimit limit{};
    ::getrlimit(RLIMIT_CPU, &limit);
    // The last second has begun.
    limit.rlim_cur = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1 + seconds);
    if (::setrlimit(RLIMIT_CPU, &limit) != 0)
        return fail(ErrorCode::io, std::string("setrlimit: ") + std::strerror(errno));
    return {};
}

}  // namespace accueil::pages
