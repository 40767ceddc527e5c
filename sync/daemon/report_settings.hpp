// SPDX-License-Identifier: GPL-3.0-or-later
// The part of accueil-sync's configuration that says what goes up, where and as whom. Called by
// read_settings; pure but for the files that it reads.
#pragma once

#include <string>
#include <vector>

#include "sync/base/config.hpp"
#include "sync/base/i18n.hpp"
#include "sync/base/result.hpp"
#include "sync/daemon/uploader.hpp"

namespace accueil::daemon {

std::vector<base::ConfigKey> report_keys();

enum class Secrets { read, leave };  ///< leave: for whoever only asks how things stand

/// invalid_input in words of the catalog, with file and line, and without what is secret.
base::Result<ReportOptions> read_report(const base::Config& config, const base::Catalog& catalog,
                                        const std::string& language, Secrets secrets);

}  // namespace accueil::daemon
