// SPDX-License-Identifier: GPL-3.0-or-later
// Many synchronisations with the real client, through a server that spoils answers, from a real nginx: each
// ends in a whole generation or in the one before, and all is well again once the faults stop.
// fault_sessions.sh starts it with ACCUEIL_FEED (a folder that nginx serves) and ACCUEIL_ORIGIN (its
// address); ACCUEIL_SESSIONS and ACCUEIL_SEED.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "sync/cache/content_reader.hpp"
#include "sync/daemon/pipeline.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fault_server.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/sample_feed.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil {
namespace {

constexpr int kRevisions = 12;

std::string setting(const char* name, const char* fallback) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : fallback;
}

// A film of two segments, a little other in each third revision.
std::string film_of(int revision) {
    std::string film(model::kSegmentBytes + 1000, 'f');
    film[100] = static_cast<char>('a' + revision / 3);
    return film;
}

std::vector<model::Record> content_of(int revision) {
    auto records = support::sample_content();
    for (int i = 0; i < 400; ++i) {
        if (i % 17 != revision)
            records.push_back(
                support::sample_place("lieu-" + std::to_string(i), i * (i % 40 == revision ? 7 : 1)));
    }
    for (auto& record : records) {
        auto* initiative = std::get_if<model::Initiative>(&record);
        if (initiative == nullptr || initiative->id != "maison") continue;
        const auto film = film_of(revision);
        initiative->video.emplace();
        auto& file = initiative->video->file = support::media_of_bytes("maison.mp4", "video/mp4", film);
        for (std::size_t at = 0; at < film.size(); at += model::kSegmentBytes)
            file.segments.push_back(
                base::to_hex(base::sha256(std::string_view(film).substr(at, model::kSegmentBytes))));
        initiative->documents.push_back(
            {support::media_of_bytes("maison.pdf", "application/pdf", "%PDF-1.7 " + std::to_string(revision)),
             model::Text("Fiche"), "fr", 1});
    }
    return records;
}

struct Shown {
    std::uint64_t generation = 0, revision = 0;
};

// What the cache shows, whole; a cache that shows nothing is generation 0.
Shown shown(const std::filesystem::path& cache, const std::map<std::uint64_t, std::string>& roots) {
    const auto reader = cache::ContentReader::open(cache, cache::Check::thorough);
    if (!reader) {
        REQUIRE(reader.error().code == base::ErrorCode::not_found);
        return {};
    }
    REQUIRE(reader->fallback_reason().empty());
    REQUIRE(roots.at(reader->info().revision) == reader->info().state_root);
    const auto media = reader->media();
    REQUIRE(media);
    for (const auto& file : *media) {
        const auto path = reader->media_path(file);
        REQUIRE(path);
        REQUIRE(base::to_hex(base::digest_file(*path)->sha256) == file.sha256);
    }
    return {reader->generation(), reader->info().revision};
}

}  // namespace

TEST_CASE("synchronisations through a server that spoils answers") {
    const auto sessions = std::stoi(setting("ACCUEIL_SESSIONS", "200"));
    const auto seed = std::stoull(setting("ACCUEIL_SEED", "1"));
    std::mt19937_64 random(seed);
    support::FakeClock clock;
    support::SampleFeed feed(clock, setting("ACCUEIL_FEED", ""));
    std::map<std::uint64_t, std::string> roots;
    const auto publish = [&](int revision) {
        const auto content = content_of(revision);
        feed.add_media(film_of(revision));
        feed.add_media("%PDF-1.7 " + std::to_string(revision));
        roots[static_cast<std::uint64_t>(revision)] =
            feed.publish_change(static_cast<std::uint64_t>(revision), content).state_root;
    };
    publish(1);
    support::FaultServer server(setting("ACCUEIL_ORIGIN", ""), seed);
    fetch::CurlOptions network;
    network.low_speed_time = std::chrono::seconds(1);
    network.connect_timeout = std::chrono::seconds(2);
    const auto http = fetch::CurlClient::create(network).value();
    // A server that spoils nothing stalls nothing either, but a busy machine may.
    const auto patient = fetch::CurlClient::create({}).value();

    int revision = 1, changed = 0, refused = 0, kiosks = 0;
    std::unique_ptr<support::TempDir> folder;
    Shown before;
    for (int session = 0; session < sessions; ++session) {
        INFO("session " << session << ", seed " << seed);
        if (folder == nullptr || random() % 40 == 0) {  // another kiosk, new from its box
            folder = std::make_unique<support::TempDir>();
            before = {};
            ++kiosks;
        }
        if (random() % (static_cast<std::uint64_t>(sessions) / kRevisions + 1) == 0 && revision < kRevisions)
            publish(++revision);
        daemon::PipelineOptions options{
            server.url(), *folder / "cache", *folder / "trust", feed.root_file(), {}};
        options.limits.spare_bytes = 0;
        static constexpr double kChances[] = {0.05, 0.2, 0.5, 0.9};
        const bool is_honest = random() % 20 == 0;
        server.set_chance(is_honest ? 0 : kChances[random() % std::size(kChances)]);
        const auto outcome = daemon::Pipeline(options, is_honest ? *patient : *http, clock).run();
        const auto after = shown(options.cache_folder, roots);
        REQUIRE(after.revision >= before.revision);
        if (outcome) {
            REQUIRE(after.revision == outcome->revision);
        } else {
            ++refused;
            REQUIRE(after.generation == before.generation);
        }
        if (is_honest) {
            INFO((outcome ? std::string() : outcome.error().detail));
            REQUIRE(outcome);
            REQUIRE(after.revision == static_cast<std::uint64_t>(revision));
        }
        changed += after.generation != before.generation ? 1 : 0;
        before = after;
    }
    std::printf(
        "%d sessions of %d kiosks: %d brought something new, %d ended in an error and the old content\n",
        sessions, kiosks, changed, refused);
    for (const auto& [fault, count] : server.counts())
        std::printf("  %-10s %d\n", fault.c_str(), count);
    CHECK(changed > sessions / 50);
    CHECK(refused > sessions / 50);
}

}  // namespace accueil
