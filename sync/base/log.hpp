// SPDX-License-Identifier: GPL-3.0-or-later
// One line a message on standard error, with journald's level prefix when it is journald that reads. Any
// thread.
#pragma once

#include <string_view>

namespace accueil::base {

enum class LogLevel { error = 3, warning = 4, notice = 5, info = 6, debug = 7 };

/// Lines above this level are dropped; the default is info.
void set_log_level(LogLevel most);

/// `module` names the folder that speaks. Nothing that a visitor typed or touched may stand in `message`.
void log(LogLevel level, std::string_view module, std::string_view message);

}  // namespace accueil::base
