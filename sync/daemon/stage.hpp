// SPDX-License-Identifier: GPL-3.0-or-later
// How far an update has come, for its progress and for what is said where it fails. Pure; any thread.
#pragma once

namespace accueil::daemon {

enum class Stage { start, trust, head, records, media, commit };
/// The word of status.json.
const char* to_string(Stage stage);

}  // namespace accueil::daemon
