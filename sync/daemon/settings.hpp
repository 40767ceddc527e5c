// SPDX-License-Identifier: GPL-3.0-or-later
// The command line and the configuration file of accueil-sync. Read by main, and once more at each
// SIGHUP.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sync/base/config.hpp"
#include "sync/base/i18n.hpp"
#include "sync/base/result.hpp"
#include "sync/daemon/pipeline.hpp"
#include "sync/daemon/uploader.hpp"
#include "sync/fetch/curl_client.hpp"

namespace accueil::daemon {

struct Settings {
    enum class Mode { daemon, once, status, help, version };
    Mode mode = Mode::daemon;
    bool json = false;   ///< status
    bool quiet = false;  ///< no words of success, no progress bar
    std::chrono::seconds interval{1800};
    PipelineOptions pipeline;
    fetch::CurlOptions network;
    ReportOptions report;
};

/// What config/sync.json documents.
std::vector<base::ConfigKey> config_keys();

/// invalid_input in words of the catalog for what cannot be understood. `fallback_config` is read when it
/// exists and --config names no other.
base::Result<Settings> read_settings(std::span<const std::string> arguments, const base::Catalog& catalog,
                                     const std::string& language,
                                     const std::filesystem::path& fallback_config = "/etc/accueil/sync.json");

}  // namespace accueil::daemon
