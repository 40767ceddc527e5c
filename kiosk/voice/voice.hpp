// SPDX-License-Identifier: GPL-3.0-or-later
// What accueil-kiosk wants said, through the machine's sound output. Called by main; one thread, and SFML's
// own.
#pragma once

#include "kiosk/voice/synthesiser.hpp"
#include "sync/base/file.hpp"

namespace accueil::voice {

/// Does what comes over `socket` and says there what is heard, until its other end is gone. The process's
/// exit status.
int run_voice(Synthesiser synthesiser, base::UniqueFd socket);

}  // namespace accueil::voice
