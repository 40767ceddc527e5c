// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "sync/cache/content_reader.hpp"
#include "sync/daemon/pipeline.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/folder_http_client.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/sample_feed.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::daemon {
namespace {

using base::ErrorCode;
using support::FolderHttpClient;

const std::string kVideo(300'000, 'v');
const std::string kPaper = "%PDF-1.7 …";

std::vector<model::Record> content(const std::string& paper = kPaper) {
    auto records = support::sample_content();
    for (auto& record : records) {
        auto* initiative = std::get_if<model::Initiative>(&record);
        if (initiative == nullptr || initiative->id != "maison") continue;
        initiative->video.emplace();
        initiative->video->file = support::media_of_bytes("maison.mp4", "video/mp4", kVideo);
        initiative->documents.push_back(
            {support::media_of_bytes("maison.pdf", "application/pdf", paper), model::Text("Fiche"), "fr", 1});
    }
    return records;
}

struct FreshKiosk {
    support::FakeClock clock;
    support::SampleFeed feed{clock};
    support::TempDir folder;
    FolderHttpClient http{feed.public_folder()};
    PipelineOptions options{http.base_url(), folder / "cache", folder / "trust", feed.root_file(), {}};

    FreshKiosk() {
        options.limits.spare_bytes = 0;
        feed.add_media(kVideo);
        feed.add_media(kPaper);
        feed.publish(1, content());
    }
    base::Result<Outcome> sync() {
        http.requests.clear();
        Pipeline pipeline(options, http, clock);
        auto result = pipeline.run();
        stage = pipeline.stage();
        return result;
    }
    std::uint64_t revision_shown() const {
        const auto reader = cache::ContentReader::open(options.cache_folder, cache::Check::thorough);
        if (!reader) return 0;
        CHECK(reader->fallback_reason().empty());
        const auto media = reader->media();
        REQUIRE(media);
        for (const auto& file : *media)
            CHECK(reader->media_path(file));
        return reader->info().revision;
    }
    bool asked_for(const std::string& start) const {
        return std::any_of(http.requests.begin(), http.requests.end(),
                           [&](const std::string& path) { return path.starts_with(start); });
    }
    Stage stage = Stage::start;
};

TEST_CASE("daemon: the first synchronisation brings all records and media, the next finds nothing to do") {
    FreshKiosk kiosk;
    const auto first = kiosk.sync();
    REQUIRE(first);
    CHECK(first->changed);
    CHECK(first->generation == 1);
    CHECK(first->revision == 1);
    CHECK(first->records == content().size());
    CHECK(first->media_files == 2);
    CHECK(kiosk.revision_shown() == 1);
    const auto reader = cache::ContentReader::open(kiosk.options.cache_folder);
    REQUIRE(reader);
    for (const auto& record : content())
        CHECK(reader->get(model::kind_of(record), model::id_of(record)).value() == record);
    CHECK(reader->info().origin == kiosk.http.base_url());

    kiosk.clock.advance(std::chrono::minutes(30));
    const auto second = kiosk.sync();
    REQUIRE(second);
    CHECK_FALSE(second->changed);
    CHECK(second->generation == 1);
    CHECK_FALSE(kiosk.asked_for("full/"));
    CHECK_FALSE(kiosk.asked_for("m/"));
    CHECK(cache::current_generation(kiosk.options.cache_folder).value() == 1);
    const auto status = read_status(kiosk.options.cache_folder);
    REQUIRE(status);
    CHECK(base::format_utc(*status->last_success) == "2026-11-23T09:00:00Z");
    CHECK(status->revision == 1);
    CHECK_FALSE(status->failure);
}

TEST_CASE("daemon: an edit brings a new generation and only the media that are new") {
    FreshKiosk kiosk;
    REQUIRE(kiosk.sync());
    kiosk.feed.add_media("another paper");
    kiosk.feed.publish(2, content("another paper"));
    const auto second = kiosk.sync();
    REQUIRE(second);
    CHECK(second->changed);
    CHECK(second->media_files == 1);
    CHECK(std::count_if(kiosk.http.requests.begin(), kiosk.http.requests.end(),
                        [](const std::string& path) { return path.starts_with("m/"); }) == 1);
    CHECK(kiosk.revision_shown() == 2);
}

TEST_CASE("daemon: a new revision of the same content is taken without fetching it again") {
    FreshKiosk kiosk;
    REQUIRE(kiosk.sync());
    kiosk.feed.publish(2, content());
    const auto second = kiosk.sync();
    REQUIRE(second);
    CHECK(second->changed);
    CHECK_FALSE(kiosk.asked_for("full/"));
    CHECK(kiosk.revision_shown() == 2);
}

TEST_CASE(
    "daemon: each file that the server serves damaged, short, long, not at all or not in time leaves the old "
    "content, and the next good answer mends it") {
    FreshKiosk kiosk;
    REQUIRE(kiosk.sync());
    kiosk.feed.add_media("another paper");
    kiosk.feed.publish(2, content("another paper"));
    // The files that an update reads, by what the kiosk asks for in a trial run of its own.
    std::vector<std::string> paths;
    {
        const auto kept = kiosk.options;
        const support::TempDir elsewhere;
        kiosk.options.cache_folder = elsewhere / "cache";
        kiosk.options.trust_folder = elsewhere / "trust";
        REQUIRE(kiosk.sync());
        paths = kiosk.http.requests;
        kiosk.options = kept;
    }
    std::erase_if(paths, [](const std::string& path) {
        return path.ends_with("2.root.json") || path.ends_with("1.targets.json") ||
               path.ends_with(base::to_hex(base::sha256(kVideo)));
    });
    // timestamp, snapshot, contenu, head, full, the paper of revision 2
    REQUIRE(paths.size() == 6);
    std::uint64_t failures = 0;
    for (const auto& path : paths) {
        for (const std::string fault : {"flipped", "cut", "longer", "404", "503", "none", "page"}) {
            INFO(path << " " << fault);
            kiosk.http.tamper = [&](const fetch::Request&, const std::string& asked,
                                    fetch::Response answer) -> base::Result<fetch::Response> {
                if (asked != path) return answer;
                if (fault == "flipped") answer.body[answer.body.size() / 2] ^= 1;
                if (fault == "cut") answer.body.resize(answer.body.size() / 2);
                if (fault == "longer") answer.body += "x";
                if (fault == "404") answer = fetch::Response{404, {}, {}, 0};
                if (fault == "503") answer = fetch::Response{503, {}, {}, 0};
                if (fault == "none") return base::fail(ErrorCode::network, "connection refused");
                if (fault == "page") answer.body = "<!doctype html><title>Portail</title>";
                return answer;
            };
            const auto result = kiosk.sync();
            REQUIRE_FALSE(result);
            CHECK(kiosk.revision_shown() == 1);
            const auto status = read_status(kiosk.options.cache_folder);
            REQUIRE(status);
            CHECK(status->failures == ++failures);
            REQUIRE(status->failure);
            CHECK(status->failure->code == base::to_string(result.error().code));
            CHECK(status->revision == 1);
            if (fault == "404" || fault == "503") CHECK(result.error().code == ErrorCode::http_status);
            if (fault == "none") CHECK(result.error().code == ErrorCode::network);
        }
    }
    CHECK(failures == 42);
    kiosk.http.tamper = nullptr;
    REQUIRE(kiosk.sync());
    CHECK(kiosk.revision_shown() == 2);
    CHECK(read_status(kiosk.options.cache_folder)->failures == 0);
}

TEST_CASE("daemon: bytes that a proxy spoilt are asked for once more, past the proxy") {
    FreshKiosk kiosk;
    int spoilt = 0;
    kiosk.http.tamper = [&](const fetch::Request& request, const std::string& path,
                            fetch::Response answer) -> base::Result<fetch::Response> {
        if ((path.starts_with("full/") || path.starts_with("m/")) &&
            !request.headers.contains("Cache-Control")) {
            answer.body[0] ^= 1;
            ++spoilt;
        }
        return answer;
    };
    REQUIRE(kiosk.sync());
    CHECK(spoilt == 3);
    CHECK(kiosk.revision_shown() == 1);
}

TEST_CASE("daemon: media that came before a cut are not fetched again") {
    FreshKiosk kiosk;
    int answered = 0;
    kiosk.http.tamper = [&](const fetch::Request& request, const std::string& path,
                            fetch::Response answer) -> base::Result<fetch::Response> {
        static_cast<void>(request);
        if (path.starts_with("m/") && ++answered == 2) return base::fail(ErrorCode::network, "cut");
        return answer;
    };
    CHECK(kiosk.sync().error().code == ErrorCode::network);
    CHECK(kiosk.stage == Stage::media);
    CHECK(kiosk.revision_shown() == 0);
    kiosk.http.tamper = nullptr;
    CHECK(kiosk.sync()->media_files == 1);
}

TEST_CASE("daemon: expired signatures bring nothing new and take nothing away; renewed, they do") {
    FreshKiosk kiosk;
    REQUIRE(kiosk.sync());
    kiosk.feed.publish(2, content("x"));
    kiosk.feed.add_media("x");
    kiosk.clock.advance(std::chrono::hours(24 * 8));  // a timestamp holds for seven days
    CHECK(kiosk.sync().error().code == ErrorCode::expired);
    CHECK(kiosk.stage == Stage::trust);
    CHECK(kiosk.revision_shown() == 1);
    REQUIRE(kiosk.feed.repository().renew(kiosk.clock));
    REQUIRE(kiosk.sync());
    CHECK(kiosk.revision_shown() == 2);
}

TEST_CASE(
    "daemon: content or media damaged on the kiosk's disk are made anew though the revision is the same") {
    FreshKiosk kiosk;
    REQUIRE(kiosk.sync());
    SECTION("content.db") {
        const auto path = kiosk.options.cache_folder / "generations/00000001/content.db";
        auto bytes = base::read_file(path).value();
        bytes[bytes.size() / 2] ^= 1;
        REQUIRE(base::write_file_durably(path, bytes));
    }
    SECTION("a blob") {
        std::filesystem::remove(
            cache::blob_path(kiosk.options.cache_folder, base::to_hex(base::sha256(kPaper))));
    }
    SECTION("current.json") {
        REQUIRE(base::write_file_durably(kiosk.options.cache_folder / "current.json", ""));
    }
    SECTION("the whole cache") {
        std::filesystem::remove_all(kiosk.options.cache_folder);
    }
    const auto result = kiosk.sync();
    REQUIRE(result);
    CHECK(result->changed);
    CHECK(kiosk.revision_shown() == 1);
}

TEST_CASE("daemon: a signed head that does not fit its records is refused") {
    FreshKiosk kiosk;
    REQUIRE(kiosk.sync());
    auto head = kiosk.feed.write(2, support::sample_content());
    SECTION("state root") {
        head.state_root = std::string(64, '0');
        kiosk.feed.sign(head);
        CHECK(kiosk.sync().error().code == ErrorCode::bad_digest);
        CHECK(kiosk.stage == Stage::commit);
    }
    SECTION("number of records") {
        ++head.records;
        kiosk.feed.sign(head);
        CHECK(kiosk.sync().error().code == ErrorCode::bad_format);
    }
    CHECK(kiosk.revision_shown() == 1);
}

TEST_CASE("daemon: limits end a synchronisation before the bytes are fetched") {
    FreshKiosk kiosk;
    SECTION("records") {
        kiosk.options.limits.full_bytes = 100;
        CHECK(kiosk.sync().error().code == ErrorCode::too_large);
        CHECK_FALSE(kiosk.asked_for("full/"));
    }
    SECTION("decompressed records") {
        kiosk.options.limits.records.bytes = 1000;
        CHECK(kiosk.sync().error().code == ErrorCode::too_large);
    }
    SECTION("a media file") {
        kiosk.options.limits.media_bytes = kVideo.size() - 1;
        CHECK(kiosk.sync().error().code == ErrorCode::too_large);
        CHECK_FALSE(kiosk.asked_for("m/"));
    }
    SECTION("free space") {
        kiosk.options.limits.spare_bytes = std::uint64_t{1} << 60;
        CHECK(kiosk.sync().error().code == ErrorCode::no_space);
        CHECK_FALSE(kiosk.asked_for("m/"));
    }
    CHECK(kiosk.revision_shown() == 0);
    CHECK(read_status(kiosk.options.cache_folder)->failure);
}

TEST_CASE("daemon: without a feed or a root it says so; a root that is trusted already is enough") {
    FreshKiosk kiosk;
    SECTION("no feed") {
        kiosk.options.feed_url = "";
        CHECK(kiosk.sync().error().code == ErrorCode::invalid_input);
    }
    SECTION("no root") {
        kiosk.options.root_file = kiosk.folder / "absent.json";
        CHECK(kiosk.sync().error().code == ErrorCode::not_found);
        CHECK(kiosk.http.requests.empty());
    }
    SECTION("a root that was trusted before") {
        REQUIRE(kiosk.sync());
        kiosk.options.root_file = kiosk.folder / "absent.json";
        CHECK(kiosk.sync());
    }
    SECTION("another feed's root") {
        const support::SampleFeed other(kiosk.clock);
        kiosk.options.root_file = other.root_file();
        CHECK(kiosk.sync().error().code == ErrorCode::bad_signature);
        CHECK_FALSE(kiosk.asked_for("full/"));
    }
}

TEST_CASE("daemon: a second run beside one under way leaves it alone, its status too") {
    FreshKiosk kiosk;
    REQUIRE(base::create_directories(kiosk.options.trust_folder));
    const base::UniqueFd lock(::open((kiosk.options.trust_folder / "lock").c_str(), O_RDWR | O_CREAT, 0600));
    REQUIRE(::flock(lock.get(), LOCK_EX) == 0);
    CHECK(kiosk.sync().error().code == ErrorCode::cancelled);
    CHECK(kiosk.http.requests.empty());
    CHECK(read_status(kiosk.options.cache_folder).error().code == ErrorCode::not_found);
}

TEST_CASE("daemon: the stages are told in order, media with bytes") {
    FreshKiosk kiosk;
    std::vector<std::string> stages;
    std::uint64_t last = 0;
    Pipeline pipeline(kiosk.options, kiosk.http, kiosk.clock,
                      [&](Stage stage, std::uint64_t done, std::uint64_t total) {
                          if (total == 0)
                              stages.emplace_back(to_string(stage));
                          else {
                              CHECK(total == kVideo.size() + kPaper.size());
                              CHECK(done >= last);
                              last = done;
                          }
                      });
    REQUIRE(pipeline.run());
    CHECK(stages == std::vector<std::string>{"start", "trust", "head", "records", "media", "commit"});
    CHECK(last == kVideo.size() + kPaper.size());
}

}  // namespace
}  // namespace accueil::daemon
