// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/command.hpp"

#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <random>

#include "sync/base/resources.hpp"
#include "sync/base/watchdog.hpp"
#include "sync/daemon/loop.hpp"
#include "sync/daemon/progress_bar.hpp"
#include "sync/daemon/round.hpp"
#include "sync/daemon/settings.hpp"
#include "sync/daemon/time_source.hpp"

namespace accueil::daemon {

using base::ErrorCode;

namespace {

enum Exit { kDone = 0, kFailed = 1, kMisunderstood = 2 };

void say(std::FILE* where, const std::string& words) {
    std::fprintf(where, "%s\n", words.c_str());
}

int once(const Settings& settings, const Words& words, const base::Clock& clock) {
    std::optional<ProgressBar> bar;
    if (!settings.quiet) bar.emplace(words, clock);
    RoundHooks hooks;
    hooks.stage = [&](Stage stage, std::uint64_t done, std::uint64_t total) {
        if (bar) bar->show(stage, done, total);
    };
    const auto round = Round::create(settings, clock, std::move(hooks));
    if (!round) {
        say(stderr, words.failure(round.error(), Stage::start, {}));
        return kFailed;
    }
    const auto came = (*round)->run();
    bar.reset();
    if (came.content) {
        if (!settings.quiet) say(stdout, words.success(*came.content));
    } else {
        const auto status = read_status(settings.pipeline.cache_folder).value_or(Status{});
        say(stderr, words.failure(came.content.error(), (*round)->stage(), status));
    }
    if (came.report) {
        const auto said = words.report(*came.report, came.sent);
        if (!said.empty() && (came.report->failure || !settings.quiet))
            say(came.report->failure ? stderr : stdout, said);
    }
    return came.content && !(came.report && came.report->failure) ? kDone : kFailed;
}

int daemon(const Settings& settings, const Words& words, const base::Clock& clock,
           const std::function<base::Result<Settings>()>& read_again) {
    Signals signals;
    auto systemd = base::Watchdog::from_environment();
    RoundHooks hooks;
    hooks.stopping = signals.stopping();
    hooks.alive = [&] { systemd.alive(clock.steady()); };
    auto round = Round::create(settings, clock, hooks);
    if (!round) {
        say(stderr, words.failure(round.error(), Stage::start, {}));
        return kFailed;
    }
    std::random_device random;
    Schedule schedule(settings.interval, (std::uint64_t{random()} << 32) | random());
    const SystemTimeSource time;
    const auto make_round = [&]() -> base::Result<std::unique_ptr<Round>> {
        return Round::create(TRY(read_again()), clock, hooks);
    };
    run_loop(std::move(*round), {make_round, schedule, signals, systemd, words, clock, time});
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
            return daemon(*settings, words, clock,
                          [&] { return read_settings(arguments, *catalog, words.language()); });
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
