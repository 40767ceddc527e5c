// SPDX-License-Identifier: GPL-3.0-or-later
// What the process that reads a PDF takes from itself before it opens it. Called by accueil-pages alone; its
// only thread.
#pragma once

#include "sync/base/result.hpp"

namespace accueil::pages {

/// No more memory than that, no files written, no core left behind, no new rights; ends with its parent.
base::Result<void> limit_process(int memory_megabytes);

/// From now on so many seconds of the processor; the kernel ends the process after them.
base::Result<void> grant_seconds(int seconds);

}  // namespace accueil::pages
