// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/command.hpp"

#include <atomic>
#include <cstdio>
#include <memory>
#include <optional>
#include <random>

#include "sync/base/resources.hpp"
#include "sync/daemon/loop.hpp"
#include "sync/daemon/progress_bar.hpp"
#include "sync/daemon/settings.hpp"
#include "sync/daemon/time_source.hpp"
#include "sync/fetch/folder_client.hpp"

namespace accueil::daemon {

using base::ErrorCode;

namespace {

enum Exit { kDone = 0, kFailed = 1, kMisunderstood = 2 };

void say(std::FILE* where, const std::string& words) {
    std::fprintf(where, "%s\n", words.c_str());
}

// By HTTP, or from the folder that a file:// address names.
base::Result<std::unique_ptr<fetch::HttpClient>> client_of(const Settings& settings,
                                                           const std::atomic<bool>* stopping) {
    const auto& url = settings.pipeline.feed_url;
    if (auto folder = fetch::folder_of(url))
        return std::make_unique<fetch::FolderClient>(url, std::move(*folder), stopping);
    auto network = settings.network;
    network.cancelled = stopping;
    return TRY(fetch::CurlClient::create(std::move(network)));
}

int once(const Settings& settings, const Words& words, const base::Clock& clock) {
    auto http = client_of(settings, nullptr);
    if (!http) {
        say(stderr, words.failure(http.error(), Stage::start, {}));
        return kFailed;
    }
    std::optional<ProgressBar> bar;
    if (!settings.quiet) bar.emplace(words, clock);
    Pipeline pipeline(settings.pipeline, **http, clock,
                      [&](Stage stage, std::uint64_t done, std::uint64_t total) {
                          if (bar) bar->show(stage, done, total);
                      });
    const auto result = pipeline.run();
    bar.reset();
    if (result) {
        if (!settings.quiet) say(stdout, words.success(*result));
        return kDone;
    }
    const auto status = read_status(settings.pipeline.cache_folder).value_or(Status{});
    say(stderr, words.failure(result.error(), pipeline.stage(), status));
    return kFailed;
}

int daemon(const Settings& settings, const Words& words, const base::Clock& clock) {
    Signals signals;
    auto http = client_of(settings, signals.stopping());
    if (!http) {
        say(stderr, words.failure(http.error(), Stage::start, {}));
        return kFailed;
    }
    Pipeline pipeline(settings.pipeline, **http, clock);
    std::random_device random;
    Schedule schedule(settings.interval, (std::uint64_t{random()} << 32) | random());
    const SystemTimeSource time;
    run_loop(pipeline, schedule, signals, words, settings.pipeline.cache_folder, {clock, time});
    return kDone;
}

int status(const Settings& settings, const Words& words, const base::Clock& clock) {
    const auto found = read_status(settings.pipeline.cache_folder);
    if (!found) {
        say(stderr,
            found.error().code == ErrorCode::not_found
                ? words.text("sync.status.none", {{"folder", settings.pipeline.cache_folder.string()}})
                : words.text("sync.detail", {{"detail", found.error().detail}}));
        return kFailed;
    }
    const ClockFloor floor(settings.pipeline.trust_folder, settings.pipeline.built_on);
    say(stdout, settings.json ? to_json(*found).dump(2, ' ', false, base::Json::error_handler_t::replace)
                              : words.status(*found, clock.wall(), floor.time()));
    return kDone;
}

}  // namespace

int run_command(std::span<const std::string> arguments) {
    const auto catalog = base::Catalog::load(base::assets_folder() / "i18n");
    if (!catalog) {
        std::fprintf(stderr, "accueil-sync: %s\n", catalog.error().detail.c_str());
        return kFailed;
    }
    const Words words(*catalog, base::message_language(*catalog));
    const auto settings = read_settings(arguments, *catalog, words.language());
    if (!settings) {
        say(stderr, settings.error().detail);
        return kMisunderstood;
    }
    const base::SystemClock clock;
    switch (settings->mode) {
        case Settings::Mode::once:
            return once(*settings, words, clock);
        case Settings::Mode::daemon:
            return daemon(*settings, words, clock);
        case Settings::Mode::status:
            return status(*settings, words, clock);
        case Settings::Mode::help:
            say(stdout, words.text("sync.usage"));
            return kDone;
        case Settings::Mode::version:
            say(stdout, std::string("accueil-sync ") + ACCUEIL_VERSION);
            return kDone;
    }
    return kMisunderstood;
}

}  // namespace accueil::daemon
