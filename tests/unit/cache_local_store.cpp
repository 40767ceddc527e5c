// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/local_store.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <set>
#include <vector>

#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/cache/sqlite.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using base::ErrorCode;
using cache::LocalLimits;
using cache::LocalStore;
using cache::Outgoing;
using cache::OutgoingKind;
using model::HalfDay;

namespace {

const HalfDay kMorning = HalfDay::parse("2026-11-23-am").value();
const HalfDay kLater = HalfDay::parse("2026-11-24-pm").value();

LocalStore open(const support::TempDir& folder, LocalLimits limits = {}) {
    auto store = LocalStore::open(folder / "local/local.db", limits);
    if (!store) FAIL(store.error().detail);
    return std::move(*store);
}

std::vector<Outgoing> all(const LocalStore& store) {
    std::vector<Outgoing> items;
    for (std::uint64_t number = 0;;) {
        auto next = store.next_after(number);
        REQUIRE(next);
        if (!*next) return items;
        number = (*next)->number;
        items.push_back(std::move(**next));
    }
}

void count(LocalStore& store, int times, const std::string& name, const std::string& theme = "",
           HalfDay half_day = kMorning, const std::string& language = "fr") {
    for (int time = 0; time < times; ++time)
        REQUIRE(store.count(name, theme, language, half_day));
}

// All bytes of all files of the folder.
std::string bytes_on_disk(const std::filesystem::path& folder) {
    std::string bytes;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        bytes += base::read_file(entry.path()).value();
    return bytes;
}

}  // namespace

TEST_CASE("local store: half-days read as they are written, and follow one another") {
    CHECK(kMorning.text() == "2026-11-23-am");
    CHECK(HalfDay{kMorning.number + 1}.text() == "2026-11-23-pm");
    CHECK(HalfDay{kMorning.number + 2}.text() == "2026-11-24-am");
    CHECK(HalfDay::of_utc(base::parse_utc("2026-11-23T11:59:59Z").value()) == kMorning);
    CHECK(HalfDay::of_utc(base::parse_utc("2026-11-23T12:00:00Z").value()).text() == "2026-11-23-pm");
    for (const char* wrong : {"", "2026-11-23", "2026-11-23-xm", "2026-02-30-am", "2026-11-23-am "})
        CHECK(HalfDay::parse(wrong).error().code == ErrorCode::bad_format);
}

TEST_CASE("local store: what is accepted comes out in its order, as it was, also for another process") {
    const support::TempDir folder;
    auto store = open(folder);
    const std::string sealed("\0\x01\xff sealed", 10);
    const auto id = LocalStore::new_id();
    CHECK(id.size() == 32);
    CHECK(id != LocalStore::new_id());
    REQUIRE(store.put(OutgoingKind::proposal, id, "application/octet-stream", sealed));
    REQUIRE(store.put(OutgoingKind::notice, id, "application/json", "{}"));
    // Told twice, because whoever told it died before it heard the answer.
    REQUIRE(store.put(OutgoingKind::proposal, id, "application/octet-stream", sealed));
    const auto items = all(open(folder));
    REQUIRE(items.size() == 2);
    CHECK(items[0].kind == OutgoingKind::proposal);
    CHECK(items[0].id == id);
    CHECK(items[0].content_type == "application/octet-stream");
    CHECK(items[0].body == sealed);
    CHECK(items[1].kind == OutgoingKind::notice);
    CHECK(store.totals(OutgoingKind::proposal)->items == 1);
    CHECK(store.totals(OutgoingKind::proposal)->bytes == 10);

    REQUIRE(store.acknowledge(OutgoingKind::proposal, id));
    REQUIRE(store.acknowledge(OutgoingKind::proposal, id));
    CHECK(all(store).size() == 1);
    // Numbers are not used again.
    REQUIRE(store.put(OutgoingKind::notice, "second", "application/json", "{}"));
    CHECK(all(store).back().number > items[1].number);
}

TEST_CASE("local store: what cannot be sent is refused") {
    const support::TempDir folder;
    auto store = open(folder);
    CHECK(store.put(OutgoingKind::notice, "../x", "a/b", "").error().code == ErrorCode::invalid_input);
    CHECK(store.put(OutgoingKind::notice, "x", "a/b\r\nHost: y", "").error().code ==
          ErrorCode::invalid_input);
    CHECK(store.put(OutgoingKind::notice, "x", "", "").error().code == ErrorCode::invalid_input);
    CHECK(store.put(OutgoingKind::counts, "x", "a/b", "").error().code == ErrorCode::invalid_input);
    const std::string large(LocalLimits{}.body_bytes + 1, 'x');
    CHECK(store.put(OutgoingKind::notice, "x", "a/b", large).error().code == ErrorCode::too_large);
    // Nothing that a person may have typed.
    CHECK(store.count("Nom Prénom", "", "fr", kMorning).error().code == ErrorCode::invalid_input);
    CHECK(store.count("search", "je cherche", "fr", kMorning).error().code == ErrorCode::invalid_input);
    CHECK(store.count("search", "", "Français", kMorning).error().code == ErrorCode::invalid_input);
    CHECK(all(store).empty());
}

TEST_CASE("local store: a full kind refuses one more, and keeps what it accepted") {
    const support::TempDir folder;
    LocalLimits limits;
    limits.proposals = {3, 100};
    auto store = open(folder, limits);
    for (const char* id : {"a", "b"})
        REQUIRE(store.put(OutgoingKind::proposal, id, "a/b", std::string(40, 'x')));
    CHECK(store.put(OutgoingKind::proposal, "c", "a/b", std::string(21, 'x')).error().code ==
          ErrorCode::no_space);
    REQUIRE(store.put(OutgoingKind::proposal, "c", "a/b", std::string(20, 'x')));
    const auto refused = store.put(OutgoingKind::proposal, "d", "a/b", "");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::no_space);
    CHECK(refused.error().detail.find("proposal") != std::string::npos);
    CHECK(all(store).size() == 3);
    REQUIRE(store.put(OutgoingKind::notice, "d", "a/b", ""));
    REQUIRE(store.acknowledge(OutgoingKind::proposal, "a"));
    REQUIRE(store.put(OutgoingKind::proposal, "d", "a/b", ""));
}

TEST_CASE("local store: counts go up by half-day once it is over everywhere, five and fewer never") {
    const support::TempDir folder;
    auto store = open(folder);
    count(store, 6, "need-opened", "manger");
    count(store, 5, "need-opened", "un-toit");
    count(store, 7, "visit", "", kMorning, "ar");
    count(store, 6, "visit", "", HalfDay{kMorning.number + 1});
    for (const int ahead : {0, 1})
        CHECK(store.close_counts(HalfDay{kMorning.number + ahead}).value() == 0);
    CHECK(store.close_counts(HalfDay{kMorning.number + 2}).value() == 1);
    const auto items = all(store);
    REQUIRE(items.size() == 1);
    CHECK(items[0].kind == OutgoingKind::counts);
    CHECK(items[0].id.starts_with("2026-11-23-am-"));
    CHECK(items[0].content_type == "application/json");
    const auto body = base::parse_json(items[0].body).value();
    CHECK(body == base::parse_json(R"({"half_day": "2026-11-23-am", "counts": [
        {"name": "need-opened", "theme": "manger", "language": "fr", "count": 6},
        {"name": "visit", "theme": "", "language": "ar", "count": 7}]})")
                      .value());
    // Once.
    CHECK(store.close_counts(HalfDay{kMorning.number + 2}).value() == 0);
    CHECK(store.close_counts(HalfDay{kMorning.number + 3}).value() == 1);
    // Only small ones: erased, and nothing is said.
    count(store, 5, "visit");
    CHECK(store.close_counts(kLater).value() == 0);
    CHECK(all(store).size() == 2);
}

TEST_CASE("local store: a clock that was wrong loses no counts and gives no id twice") {
    const support::TempDir folder;
    auto store = open(folder);
    count(store, 6, "visit");
    CHECK(store.close_counts(kLater).value() == 1);
    count(store, 6, "visit");  // set back
    CHECK(store.close_counts(kLater).value() == 1);
    count(store, 6, "visit", "", HalfDay{kLater.number + 20'000});  // decades ahead
    CHECK(store.close_counts(kLater).value() == 1);
    std::set<std::string> ids;
    for (const auto& item : all(store))
        ids.insert(item.id);
    CHECK(ids.size() == 3);
}

TEST_CASE("local store: too many cells are merged, the oldest first, then forgotten; the present goes on") {
    const support::TempDir folder;
    LocalLimits limits;
    limits.tallies = 10;
    auto store = open(folder, limits);
    const HalfDay second{kMorning.number + 1};
    for (int theme = 0; theme < 5; ++theme)
        count(store, 2, "need-opened", "theme-" + std::to_string(theme));
    for (int theme = 0; theme < 9; ++theme)
        count(store, 6, "need-opened", "theme-" + std::to_string(theme), second);
    // The first half-day keeps its sum, without themes.
    CHECK(store.close_counts(HalfDay{kMorning.number + 2}).value() == 1);
    const auto items = all(store);
    const auto body = base::parse_json(items.at(0).body).value();
    REQUIRE(body.at("counts").size() == 1);
    CHECK(body.at("counts")[0].at("count") == 10);
    CHECK(body.at("counts")[0].at("theme") == "");
    // One half-day fills everything: it is counted by name, and then no more.
    count(store, 6, "need-opened", "theme-9", second);
    count(store, 3, "need-opened", "theme-10", second);
    count(store, 3, "need-opened", "theme-11", second);
    CHECK(store.count("visit", "", "fr", second).error().code == ErrorCode::no_space);
    count(store, 1, "need-opened", "theme-9", second);
    CHECK(store.close_counts(kLater).value() == 1);
    const auto full = base::parse_json(all(store).at(1).body).value().at("counts");
    CHECK(full.size() == 11);
    CHECK(full[0].at("theme") == "");
    CHECK(full[0].at("count") == 6);
}

TEST_CASE("local store: closed counts past their limit push the oldest out") {
    const support::TempDir folder;
    LocalLimits limits;
    limits.counts.items = 2;
    auto store = open(folder, limits);
    for (int half_day = 0; half_day < 4; ++half_day)
        count(store, 6, "visit", "", HalfDay{kMorning.number + half_day});
    CHECK(store.close_counts(HalfDay{kMorning.number + 9}).value() == 4);
    const auto items = all(store);
    REQUIRE(items.size() == 2);
    CHECK(items[0].id.starts_with("2026-11-24-am-"));
    CHECK(items[1].id.starts_with("2026-11-24-pm-"));
}

TEST_CASE("local store: what was acknowledged is gone from every byte of every file, other readers or not") {
    const support::TempDir folder;
    auto kiosk = open(folder);
    auto daemon = open(folder);
    const std::string secret(20'000, 'S');
    const std::string small = "un-petit-secret-de-guichet";
    REQUIRE(kiosk.put(OutgoingKind::proposal, "large", "a/b", "begin" + secret));
    REQUIRE(kiosk.put(OutgoingKind::proposal, "small", "a/b", small));
    REQUIRE(kiosk.put(OutgoingKind::proposal, "kept", "a/b", "un-autre-qui-reste"));
    count(kiosk, 3, "rarely-seen");
    REQUIRE(bytes_on_disk(folder / "local").find(small) != std::string::npos);
    REQUIRE(daemon.acknowledge(OutgoingKind::proposal, "large"));
    REQUIRE(daemon.acknowledge(OutgoingKind::proposal, "small"));
    REQUIRE(daemon.close_counts(kLater));
    CHECK(daemon.erase_acknowledged().value());
    const auto left = bytes_on_disk(folder / "local");
    CHECK(left.find("SSSSSSSS") == std::string::npos);
    CHECK(left.find(small) == std::string::npos);
    CHECK(left.find("rarely-seen") == std::string::npos);
    CHECK(left.find("un-autre-qui-reste") != std::string::npos);
    CHECK(all(kiosk).size() == 1);
}

TEST_CASE("local store: killed between two writes, all that was accepted is there, and nothing else") {
    const support::TempDir folder;
    for (int after = 1; after <= 12; ++after) {
        int told[2];
        REQUIRE(::pipe(told) == 0);
        const auto before = all(open(folder)).size();
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto store = LocalStore::open(folder / "local/local.db");
            for (;;) {
                const auto id = LocalStore::new_id();
                if (!store || !store->put(OutgoingKind::notice, id, "a/b", id)) ::_exit(1);
                if (::write(told[1], "+", 1) != 1) ::_exit(1);
            }
        }
        ::close(told[1]);
        char one = 0;
        std::size_t accepted = 0;
        for (; accepted < static_cast<std::size_t>(after); ++accepted)
            REQUIRE(::read(told[0], &one, 1) == 1);
        ::kill(child, SIGKILL);
        while (::read(told[0], &one, 1) == 1)
            ++accepted;
        ::close(told[0]);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));
        const auto items = all(open(folder));
        // One more may have been written than was told.
        CHECK(items.size() >= before + accepted);
        CHECK(items.size() <= before + accepted + 1);
        for (const auto& item : items)
            CHECK(item.body == item.id);
        auto store = open(folder);
        for (const auto& item : items)
            REQUIRE(store.acknowledge(item.kind, item.id));
    }
}

TEST_CASE("local store: two processes write and acknowledge at once, and neither loses anything") {
    const support::TempDir folder;
    constexpr int kItems = 60;
    LocalLimits limits;
    limits.patience = std::chrono::minutes(2);  // a machine with other work lets one of the two wait for long
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        auto store = LocalStore::open(folder / "local/local.db", limits);
        if (!store) ::_exit(1);
        for (int item = 0; item < kItems; ++item)
            if (!store->put(OutgoingKind::notice, "item-" + std::to_string(item), "a/b", "x") ||
                !store->count("visit", "", "fr", kMorning))
                ::_exit(2);
        ::_exit(0);
    }
    auto store = open(folder, limits);
    int taken = 0;
    for (std::uint64_t number = 0; taken < kItems;) {
        const auto next = store.next_after(number);
        REQUIRE(next);
        if (!*next) continue;
        CHECK((*next)->id == "item-" + std::to_string(taken++));
        number = (*next)->number;
        REQUIRE(store.acknowledge((*next)->kind, (*next)->id));
        REQUIRE(store.erase_acknowledged());
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(all(store).empty());
    CHECK(store.close_counts(kLater).value() == 1);
    CHECK(base::parse_json(all(store).at(0).body).value().at("counts")[0].at("count") == kItems);
}

TEST_CASE("local store: a damaged file is set aside, and whoever has it open comes to the new one") {
    const support::TempDir folder;
    const auto file = folder / "local/local.db";
    auto kiosk = open(folder);
    for (int item = 0; item < 20; ++item)
        REQUIRE(kiosk.put(OutgoingKind::notice, LocalStore::new_id(), "a/b", std::string(3000, 'x')));
    REQUIRE(kiosk.erase_acknowledged());
    auto bytes = base::read_file(file).value();
    const auto damage = GENERATE(0, 4096);  // the head; a page of the tables
    bytes.replace(static_cast<std::size_t>(damage), 2000, 2000, '\xA5');
    REQUIRE(base::write_file_durably(file, bytes));  // as another file, too: the kiosk's is gone
    auto daemon = open(folder);
    CHECK(all(daemon).empty());
    CHECK((base::read_file(folder / "local/local.db.damaged").value() == bytes));
    REQUIRE(kiosk.put(OutgoingKind::notice, "after", "a/b", ""));
    REQUIRE(kiosk.count("visit", "", "fr", kMorning));
    CHECK(all(daemon).size() == 1);
    // Removed by a person: the same.
    for (const char* end : {"", "-wal", "-shm"})
        std::filesystem::remove(file.string() + end);
    REQUIRE(kiosk.put(OutgoingKind::notice, "again", "a/b", ""));
    CHECK(all(open(folder)).at(0).id == "again");
}

TEST_CASE("local store: another's database, or a place that cannot be written, is said and left alone") {
    const support::TempDir folder;
    REQUIRE(base::create_directories(folder / "local"));
    const auto file = folder / "local/local.db";
    {
        auto other = cache::Database::open(file, cache::Database::Mode::create).value();
        REQUIRE(other.execute("CREATE TABLE other (x); PRAGMA user_version = 3"));
    }
    CHECK(LocalStore::open(file).error().code == ErrorCode::unsupported);
    CHECK(std::filesystem::exists(file));
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    CHECK(LocalStore::open(file).error().code == ErrorCode::io);
    CHECK(LocalStore::open("/proc/local/local.db").error().detail.find("/proc/local") != std::string::npos);
}
