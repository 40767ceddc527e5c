// SPDX-License-Identifier: GPL-3.0-or-later
// The publisher's repository, read by the client that kiosks run.
#include "sync/publish/repository.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/trust/client.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/folder_http_client.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using base::ErrorCode;
using base::Json;
using publish::Repository;
using publish::RoleFiles;
using publish::TargetFile;

namespace {

struct Feed {
    support::TempDir dir;
    support::FakeClock clock{"2026-11-23T08:30:00Z"};
    Repository repository = Repository::init(dir / "feed", clock).value();
    support::FolderHttpClient http{dir / "feed/public"};

    Feed() { REQUIRE(trust::install_root(dir / "trust", repository.root_bytes().value())); }

    std::filesystem::path metadata(const std::string& name) const {
        return dir / ("feed/public/metadata/" + name);
    }
    trust::Client client() {
        return trust::Client::create(dir / "trust", http, clock, http.base_url()).value();
    }
    std::string outcome() {
        const auto refreshed = client().refresh();
        return refreshed ? "ok" : base::to_string(refreshed.error().code);
    }
    base::Result<std::string> target(const std::string& name) {
        auto reader = client();
        TRY(reader.refresh());
        const auto bytes = TRY(reader.target(name, 1 << 20));
        return std::string(bytes.view());
    }
};

std::vector<std::string> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

TEST_CASE("a new repository is one that a kiosk accepts") {
    Feed feed;
    CHECK(feed.outcome() == "ok");
    CHECK(names_in(feed.repository.public_folder() / "metadata") ==
          std::vector<std::string>{"1.contenu.json", "1.medias.json", "1.root.json", "1.snapshot.json",
                                   "1.targets.json", "timestamp.json"});
    CHECK(names_in(feed.repository.keys_folder()) ==
          std::vector<std::string>{"LISEZMOI.txt", "contenu.json", "medias.json", "online.json",
                                   "root-1.json", "root-2.json", "root-3.json"});
    CHECK(names_in(feed.dir / "feed") == std::vector<std::string>{"keys", "lock", "public"});
    struct stat status {};
    REQUIRE(::stat(feed.repository.keys_folder().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    const auto words = base::read_file(feed.repository.keys_folder() / "LISEZMOI.txt").value();
    CHECK(words.find("HORS DE CETTE") < words.find("MOVE THEM OFF"));

    const auto root = trust::parse_self_signed_root(feed.repository.root_bytes().value()).value();
    CHECK(root.consistent_snapshot);
    CHECK(root.roles.at("root").key_ids.size() == 3);
    CHECK(root.roles.at("root").threshold == 2);
    CHECK(root.roles.at("snapshot").key_ids == root.roles.at("timestamp").key_ids);
    CHECK(root.roles.at("targets").key_ids == root.roles.at("root").key_ids);
    CHECK(root.roles.at("targets").threshold == 2);
    CHECK(root.keys.size() == 4);
    const auto targets = trust::read_targets(
        trust::Envelope::parse(base::read_file(feed.metadata("1.targets.json")).value()).value());
    REQUIRE(targets);
    CHECK(targets->targets.empty());
    CHECK(targets->delegations.keys.size() == 2);
    REQUIRE(targets->delegations.roles.size() == 2);
    const auto& content = targets->delegations.roles[0];
    CHECK(content.name == "contenu");
    CHECK(content.paths == std::vector<std::string>{"feed/*"});
    const auto& media = targets->delegations.roles[1];
    CHECK(media.name == "medias");
    CHECK(media.paths == std::vector<std::string>{"packs/*"});
    CHECK(content.role.key_ids != media.role.key_ids);
    for (const auto& role : targets->delegations.roles) {
        CHECK(role.terminating);
        CHECK(role.role.threshold == 1);
    }
}

TEST_CASE("what is published reaches the kiosk, from bytes and from a file") {
    Feed feed;
    const std::string pack(700'000, 'p');
    REQUIRE(base::write_file_durably(feed.dir / "pack", pack));
    const TargetFile head{"feed/head", std::string("revision 1"), Json{{"revision", 1}}};
    const TargetFile map{"packs/carte.bin", feed.dir / "pack"};
    REQUIRE(
        feed.repository.publish(std::vector<RoleFiles>{{"contenu", {head}}, {"medias", {map}}}, feed.clock));
    CHECK(feed.target("feed/head").value() == "revision 1");
    CHECK(feed.target("packs/carte.bin").value() == pack);
    auto client = feed.client();
    REQUIRE(client.refresh());
    CHECK(client.find_target("feed/head")->custom["revision"] == 1);
    CHECK(client.find_target("feed/head")->role == "contenu");
    CHECK(client.find_target("packs/carte.bin")->role == "medias");
    CHECK(names_in(feed.repository.public_folder() / "targets/feed") ==
          std::vector<std::string>{base::to_hex(base::sha256("revision 1")) + ".head"});

    REQUIRE(feed.repository.publish({{"feed/head", std::string("revision 2")}}, feed.clock));
    CHECK(feed.target("feed/head").value() == "revision 2");
    CHECK(feed.target("packs/carte.bin").value() == pack);  // another role's, and left alone
    const auto status = feed.repository.status().value();
    CHECK(status.targets.version == 1);
    CHECK(status.content.version == 3);
    CHECK(status.media.version == 2);
    CHECK(status.files.size() == 1);
    CHECK(status.packs.size() == 1);
}

TEST_CASE("each role lives as long as it should, and a renewal brings snapshot and timestamp on") {
    Feed feed;
    REQUIRE(feed.repository.publish({{"feed/head", std::string("x")}}, feed.clock));
    auto status = feed.repository.status().value();
    CHECK(base::format_utc(status.root.expires_on) == "2027-11-23T08:30:00Z");
    CHECK(base::format_utc(status.targets.expires_on) == "2027-11-23T08:30:00Z");
    CHECK(base::format_utc(status.content.expires_on) == "2026-12-23T08:30:00Z");
    CHECK(base::format_utc(status.media.expires_on) == "2026-12-23T08:30:00Z");
    CHECK(base::format_utc(status.snapshot.expires_on) == "2026-11-30T08:30:00Z");
    CHECK(base::format_utc(status.timestamp.expires_on) == "2026-11-30T08:30:00Z");

    feed.clock.set_wall("2026-11-30T08:29:59Z");
    CHECK(feed.outcome() == "ok");
    feed.clock.set_wall("2026-11-30T08:30:00Z");
    CHECK(feed.outcome() == "expired");
    REQUIRE(feed.repository.renew(feed.clock));
    CHECK(feed.target("feed/head").value() == "x");
    status = feed.repository.status().value();
    CHECK(status.content.version == 2);
    CHECK(status.snapshot.version == 3);
    CHECK(status.timestamp.version == 3);
    CHECK(base::format_utc(status.timestamp.expires_on) == "2026-12-07T08:30:00Z");

    feed.clock.set_wall("2026-12-23T08:30:00Z");
    REQUIRE(feed.repository.renew(feed.clock));
    // The content's own signature: only a publisher's key brings it on.
    CHECK(feed.target("feed/head").error().code == ErrorCode::expired);
    REQUIRE(feed.repository.publish({{"feed/head", std::string("x")}}, feed.clock));
    CHECK(feed.target("feed/head").value() == "x");

    feed.clock.set_wall("2027-11-23T08:30:00Z");
    CHECK(feed.repository.publish(std::vector<TargetFile>{}, feed.clock).error().code == ErrorCode::expired);
    CHECK(feed.repository.renew(feed.clock).error().code == ErrorCode::expired);
}

TEST_CASE("renewal needs the online key alone, publishing says which key is missing") {
    Feed feed;
    const auto keys = feed.repository.keys_folder();
    for (const char* name : {"root-1.json", "root-2.json", "root-3.json", "contenu.json", "medias.json"})
        std::filesystem::remove(keys / name);
    auto repository = Repository::open(feed.dir / "feed");
    REQUIRE(repository);
    CHECK(repository->renew(feed.clock));
    CHECK(feed.outcome() == "ok");
    const auto refused = repository->publish({{"feed/head", std::string("x")}}, feed.clock);
    CHECK(refused.error().code == ErrorCode::not_found);
    CHECK(refused.error().detail.find("contenu.json") != std::string::npos);
    CHECK(std::filesystem::is_empty(feed.repository.public_folder() / "targets"));
}

TEST_CASE("a key that the root does not know signs nothing") {
    Feed feed;
    const auto path = feed.repository.keys_folder() / "contenu.json";
    std::filesystem::remove(path);
    REQUIRE(publish::SigningKey::generate().write(path));
    CHECK(feed.repository.publish(std::vector<TargetFile>{}, feed.clock).error().code ==
          ErrorCode::bad_signature);
    CHECK(feed.repository.status()->content.version == 1);
}

TEST_CASE("all keys but the online one can be locked; the daily renewal goes on without the passphrase") {
    const support::TempDir dir;
    const support::FakeClock clock;
    const publish::Passphrase passphrase{"mot de passe", 1, 8192};
    REQUIRE(Repository::init(dir / "feed", clock, {passphrase}));
    auto without = Repository::open(dir / "feed").value();
    CHECK(without.renew(clock));
    CHECK(without.publish(std::vector<TargetFile>{}, clock).error().code == ErrorCode::invalid_input);
    CHECK(Repository::open(dir / "feed", {passphrase, {}, {}})->publish(std::vector<TargetFile>{}, clock));
    for (const char* name : {"root-1.json", "root-2.json", "root-3.json", "contenu.json", "medias.json"})
        CHECK_FALSE(publish::SigningKey::read(dir / "feed/keys" / name));
}

TEST_CASE("a feed is never made over another, and what an interrupted beginning left is replaced") {
    const support::TempDir dir;
    const support::FakeClock clock;
    const auto folder = dir / "feed";
    std::filesystem::create_directories(folder / "keys.new");
    REQUIRE(base::write_file_durably(folder / "keys.new/root-1.json", "half"));
    REQUIRE(Repository::init(folder, clock));
    CHECK_FALSE(std::filesystem::exists(folder / "keys.new"));
    const auto root = base::read_file(folder / "public/metadata/1.root.json").value();
    CHECK(Repository::init(folder, clock).error().code == ErrorCode::invalid_input);
    CHECK(base::read_file(folder / "public/metadata/1.root.json").value() == root);
}

TEST_CASE("a folder without a feed, or with a damaged one, is not opened") {
    const support::TempDir empty;
    CHECK(Repository::open(empty.path()).error().code == ErrorCode::not_found);
    Feed feed;
    REQUIRE(feed.repository.publish({{"feed/head", std::string("x")}}, feed.clock));
    const std::string name = GENERATE("1.root.json", "timestamp.json", "2.snapshot.json", "1.targets.json");
    auto bytes = base::read_file(feed.metadata(name)).value();
    const std::string_view date = R"("expires":"202)";
    const auto expires = bytes.find(date);
    REQUIRE(expires != std::string::npos);
    bytes[expires + date.size()] = '9';
    REQUIRE(base::write_file_durably(feed.metadata(name), bytes));
    const auto opened = Repository::open(feed.dir / "feed");
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::corrupt);
    CHECK(opened.error().detail.find(name) != std::string::npos);
}

TEST_CASE("a target's name is a plain path, its data an object, and both stand once") {
    Feed feed;
    for (const char* name :
         {"", "/head", "head/", "a//b", "../head", "a/../b", ".head", "a/.b", "tête", "a b", "a\\b"})
        CHECK(feed.repository.publish({{name, std::string("x")}}, feed.clock).error().code ==
              ErrorCode::invalid_input);
    const TargetFile plain{"feed/b-1_2.c", std::string("x")};
    CHECK(feed.repository.publish(std::vector<TargetFile>{plain, plain}, feed.clock).error().code ==
          ErrorCode::invalid_input);
    for (const auto& custom : {Json("text"), Json{{"a", 1.5}}, Json{{"a", "\xff"}}})
        CHECK(feed.repository.publish({{"feed/head", std::string("x"), custom}}, feed.clock).error().code ==
              ErrorCode::invalid_input);
    CHECK(feed.repository.publish({{"feed/head", feed.dir / "none"}}, feed.clock).error().code ==
          ErrorCode::not_found);
    // Another role's part of the feed, and what is nobody's.
    for (const char* name : {"packs/carte.bin", "territoires/44109/head", "head", "feed/a/b"})
        CHECK(feed.repository.publish({{name, std::string("x")}}, feed.clock).error().code ==
              ErrorCode::invalid_input);
    CHECK(feed.repository.status()->content.version == 1);
    CHECK(feed.repository.publish(std::vector<TargetFile>{plain}, feed.clock));
}

TEST_CASE("publishing that stops half-way leaves the old feed whole, and can be done again") {
    Feed feed;
    REQUIRE(feed.repository.publish({{"feed/head", std::string("old")}}, feed.clock));
    // What cannot be replaced by a file stops the writing there.
    const std::string stop = GENERATE("3.contenu.json", "3.snapshot.json", "timestamp.json.tmp");
    INFO(stop);
    std::filesystem::create_directories(feed.metadata(stop) / "x");
    CHECK_FALSE(feed.repository.publish({{"feed/head", std::string("new")}}, feed.clock));
    CHECK(feed.target("feed/head").value() == "old");
    std::filesystem::remove_all(feed.metadata(stop));
    REQUIRE(feed.repository.publish({{"feed/head", std::string("new")}}, feed.clock));
    CHECK(feed.target("feed/head").value() == "new");
}

TEST_CASE("who reads while others publish and renew sees one whole feed after another") {
    Feed feed;
    REQUIRE(feed.repository.publish({{"feed/head", std::string("0")}}, feed.clock));
    constexpr int kRounds = 25;
    std::atomic<int> failed{0};
    std::atomic<int> running{2};
    std::thread publisher([&] {
        for (int round = 1; round <= kRounds; ++round)
            if (!feed.repository.publish({{"feed/head", std::to_string(round)}}, feed.clock)) ++failed;
        --running;
    });
    std::thread renewer([&] {
        auto other = Repository::open(feed.dir / "feed");
        for (int round = 0; round < kRounds; ++round)
            if (!other || !other->renew(feed.clock)) ++failed;
        --running;
    });
    int last = 0, reads = 0;
    std::string wrong;
    while (running > 0 && wrong.empty()) {
        const auto head = feed.target("feed/head");
        if (!head)
            wrong = head.error().detail;
        else if (std::stoi(*head) < last)
            wrong = *head + " after " + std::to_string(last);
        else
            last = std::stoi(*head);
        ++reads;
    }
    publisher.join();
    renewer.join();
    CHECK(wrong == "");
    CHECK(failed == 0);
    CHECK(reads > 0);
    CHECK(feed.target("feed/head").value() == std::to_string(kRounds));
    CHECK(feed.repository.status()->timestamp.version == 2 + 2 * kRounds);
}
