// SPDX-License-Identifier: GPL-3.0-or-later
// JSON files of the content folder as Values. Called by the readers; one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sync/publish/report.hpp"
#include "sync/publish/value.hpp"

namespace accueil::publish {

/// nullopt when the text is not JSON, which is then in the report.
std::optional<Value> read_json(std::string_view text, const std::string& name, Report& report);

}  // namespace accueil::publish
