// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "sync/daemon/progress_bar.hpp"
#include "sync/daemon/schedule.hpp"
#include "sync/daemon/settings.hpp"
#include "sync/daemon/signals.hpp"
#include "sync/daemon/status.hpp"
#include "sync/daemon/words.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::daemon {
namespace {

using base::ErrorCode;
using Arguments = std::vector<std::string>;

const base::Catalog& settings_catalog() {
    static const auto loaded = base::Catalog::load(std::string(ACCUEIL_SOURCE_DIR) + "/assets/i18n").value();
    return loaded;
}

base::Result<Settings> settings(const Arguments& arguments) {
    return read_settings(arguments, settings_catalog(), "en", "/nonexistent/sync.json");
}

TEST_CASE("daemon: config/sync.json documents every key, and shows the defaults") {
    const auto path = std::string(ACCUEIL_SOURCE_DIR) + "/config/sync.json";
    const auto text = base::read_file(path).value();
    const auto shipped = base::Config::read(path, config_keys());
    REQUIRE(shipped);
    const auto defaults = base::Config::defaults(config_keys());
    for (const auto& key : config_keys()) {
        INFO(key.name);
        CHECK(text.find("\"" + key.name.substr(key.name.rfind('.') + 1) + "\":") != std::string::npos);
        if (key.type == base::ConfigType::text)
            CHECK(shipped->text(key.name) == defaults.text(key.name));
        else
            CHECK(shipped->whole(key.name) == defaults.whole(key.name));
    }
}

TEST_CASE("daemon: options go before the configuration file, and it before the defaults") {
    const support::TempDir folder;
    REQUIRE(
        base::write_file_durably(folder / "sync.json",
                                 "{ // a comment\n\"feed_url\": \"https://a/\", \"cache_folder\": \"/c\", "
                                 "\"limits\": {\"media_megabytes\": 5}, \"interval_minutes\": 10}"));
    const auto file = settings({"--config", folder / "sync.json"});
    REQUIRE(file);
    CHECK(file->mode == Settings::Mode::daemon);
    CHECK(file->pipeline.feed_url == "https://a/");
    CHECK(file->pipeline.trust_folder == "/c/trust");
    CHECK(file->pipeline.root_file == "/etc/accueil/root.json");
    CHECK(file->pipeline.limits.media_bytes == 5'000'000);
    CHECK(file->interval == std::chrono::minutes(10));
    const auto both = settings({"--once", "--feed=http://b", "--config", folder / "sync.json", "--cache",
                                "/d", "--root", "/r", "--trust", "/t"});
    REQUIRE(both);
    CHECK(both->mode == Settings::Mode::once);
    CHECK(both->pipeline.feed_url == "http://b");
    CHECK(both->pipeline.cache_folder == "/d");
    CHECK(both->pipeline.root_file == "/r");
    CHECK(both->pipeline.trust_folder == "/t");
    CHECK(settings({"status", "--json"})->json);
}

TEST_CASE("daemon: what cannot be understood is said with the option, or the file and line") {
    for (const Arguments& wrong : {Arguments{"--onse"}, Arguments{"--feed"}, Arguments{"--cache="},
                                   Arguments{"now"}, Arguments{"--once=1"}}) {
        const auto result = settings(wrong);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == ErrorCode::invalid_input);
        CHECK(result.error().detail.find(wrong[0].substr(0, 6).substr(0, wrong[0].find('='))) !=
              std::string::npos);
    }
    const support::TempDir folder;
    REQUIRE(base::write_file_durably(folder / "sync.json", "{\n\"feed_ulr\": \"x\"}"));
    const auto result = settings({"--config", folder / "sync.json"});
    REQUIRE_FALSE(result);
    CHECK(result.error().detail.find("sync.json:2") != std::string::npos);
    CHECK(result.error().detail.find("feed_url") != std::string::npos);
    CHECK_FALSE(settings({"--config", folder / "absent.json"}));
}

TEST_CASE(
    "daemon: kiosks started together ask apart; each asks again after its interval, give or take a fifth") {
    using Seconds = Schedule::Seconds;
    double least = 1e9, most = 0, sum = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        Schedule schedule(Seconds(1800), seed);
        const auto first = schedule.first(true).count();
        least = std::min(least, first);
        most = std::max(most, first);
        sum += first;
        const auto next = schedule.after_success().count();
        CHECK((next >= 1440 && next <= 2160));
        CHECK(schedule.first(false) == Seconds(0));
    }
    CHECK(least < 20);
    CHECK(most > 1780);
    CHECK(most <= 1800);
    CHECK(sum / 2000 == Approx(900).margin(40));
}

TEST_CASE("daemon: failures are tried again ever more rarely, up to an hour, and a success begins anew") {
    using Seconds = Schedule::Seconds;
    std::vector<double> most(14, 0.0);
    double after = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        Schedule schedule(Seconds(1800), seed);
        for (auto& ceiling : most) {
            const auto delay = schedule.after_failure().count();
            CHECK(delay >= 1);
            ceiling = std::max(ceiling, delay);
        }
        schedule.after_success();
        after = std::max(after, schedule.after_failure().count());
    }
    for (std::size_t i = 0; i < most.size(); ++i) {
        const double ceiling = std::min(3600.0, 30.0 * static_cast<double>(1 << i));
        CHECK(most[i] <= ceiling);
        CHECK(most[i] > ceiling * 0.98);
    }
    CHECK(after <= 30);
}

TEST_CASE("daemon: the status reads back as it was written, and survives a server's odd bytes") {
    const support::TempDir folder;
    CHECK(read_status(folder.path()).error().code == ErrorCode::not_found);
    Status status;
    status.feed_url = "https://accueil.invalid/feed";
    status.last_attempt = base::parse_utc("2026-11-23T08:30:00Z").value();
    status.last_success = base::parse_utc("2026-11-22T08:30:00Z").value();
    status.published_on = base::parse_utc("2026-11-20T08:30:00Z").value();
    status.expires_on = base::parse_utc("2026-11-27T08:30:00Z").value();
    status.failure = Failure{"network", "trust", "no route"};
    status.failures = 3;
    status.generation = 12;
    status.revision = 40;
    REQUIRE(write_status(folder.path(), status));
    CHECK(read_status(folder.path()).value() == status);
    status.failure->detail = "got \xff\xfe";
    REQUIRE(write_status(folder.path(), status));
    CHECK(read_status(folder.path())->failure->detail.starts_with("got "));
    for (const std::string wrong :
         {"", "[]", "{\"failures\":-1}", "{\"last_attempt\":\"yesterday\"}", "{\"failure\":1}"}) {
        REQUIRE(base::write_file_durably(folder / "status.json", wrong));
        CHECK_FALSE(read_status(folder.path()));
    }
}

TEST_CASE("daemon: every error and stage has its words in French and in English") {
    for (const std::string language : {"fr", "en"}) {
        for (int code = 0; code <= static_cast<int>(ErrorCode::unsupported); ++code)
            CHECK(settings_catalog().has(
                language, std::string("sync.error.") + base::to_string(static_cast<ErrorCode>(code))));
        for (int stage = 0; stage <= static_cast<int>(Stage::commit); ++stage)
            CHECK(settings_catalog().has(language,
                                         std::string("sync.stage.") + to_string(static_cast<Stage>(stage))));
    }
}

TEST_CASE("daemon: a failure says what failed, what still shows, and the detail") {
    const Words words(settings_catalog(), "fr");
    const base::Error error{ErrorCode::no_space, "/var/lib/accueil: No space left on device"};
    const auto first = words.failure(error, Stage::media, {});
    CHECK(first.find("fichiers joints") != std::string::npos);
    CHECK(first.find("plein") != std::string::npos);
    CHECK(first.find("venu avec le programme") != std::string::npos);
    CHECK(first.find("No space left") != std::string::npos);
    Status status;
    status.generation = 2;
    status.revision = 9;
    status.published_on = base::parse_utc("2026-11-20T08:30:00Z").value();
    status.expires_on = base::parse_utc("2026-11-27T08:30:00Z").value();
    status.failure = Failure{"expired", "trust", "timestamp.json"};
    status.failures = 2;
    CHECK(words.failure(error, Stage::media, status)
              .find("révision 9, publiée le 20 novembre 2026, 08:30 UTC") != std::string::npos);
    const auto before = words.status(status, base::parse_utc("2026-11-26T00:00:00Z").value());
    CHECK(before.find("valent jusqu’au 27 novembre 2026") != std::string::npos);
    CHECK(before.find("2 échecs de suite") != std::string::npos);
    const auto after = words.status(status, base::parse_utc("2026-11-28T00:00:00Z").value());
    CHECK(after.find("ont dépassé leur date") != std::string::npos);
    CHECK(before.find('{') == std::string::npos);
    Outcome outcome;
    outcome.changed = true;
    outcome.media_files = 1;
    outcome.bytes = 1'200'000;
    CHECK(words.success(outcome).find("1 fichier joint reçu ; 1,2") != std::string::npos);
}

TEST_CASE("daemon: the progress line shows how far, and never more than all") {
    const Words words(settings_catalog(), "en");
    CHECK(ProgressBar::line(words, Stage::trust, 0, 0) == "signatures…");
    const auto half = ProgressBar::line(words, Stage::media, 1'000'000, 2'000'000);
    CHECK(half.find(" 50 %") != std::string::npos);
    CHECK(ProgressBar::line(words, Stage::media, 3, 2).find("100 %") != std::string::npos);
}

TEST_CASE(
    "daemon: a signal ends a wait; SIGUSR1 asks for work, SIGHUP for the settings, SIGTERM for the end") {
    Signals signals;
    CHECK_FALSE(signals.wait(std::chrono::duration<double>(0)));
    ::kill(::getpid(), SIGUSR1);
    CHECK(signals.wait(std::chrono::seconds(10)));
    CHECK_FALSE(signals.is_stopping());
    CHECK(signals.take_synchronise());
    CHECK_FALSE(signals.take_synchronise());
    ::kill(::getpid(), SIGHUP);
    CHECK(signals.wait(std::chrono::seconds(10)));
    CHECK(signals.take_reload());
    CHECK_FALSE(signals.take_reload());
    CHECK_FALSE(signals.take_synchronise());
    CHECK_FALSE(signals.is_stopping());
    ::kill(::getpid(), SIGTERM);
    CHECK(signals.wait(std::chrono::seconds(10)));
    CHECK(signals.is_stopping());
}

}  // namespace
}  // namespace accueil::daemon
