// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/fetch/folder_client.hpp"

#include <catch2/catch.hpp>

#include "sync/base/file.hpp"
#include "tests/support/curl_rig.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using base::ErrorCode;

namespace {

struct Stick {
    support::TempDir dir;
    Stick() {
        REQUIRE(base::create_directories(dir / "feed/m"));
        REQUIRE(base::write_file_durably(dir / "feed/m/a b", "0123456789"));
        REQUIRE(base::write_file_durably(dir / "secret", "secret"));
    }
    fetch::FolderClient client{"file:///stick/", dir / "feed"};
};

}  // namespace

TEST_CASE("a folder is read as a server would answer") {
    Stick stick;
    const auto whole = stick.client.get({"file:///stick/m/a%20b", 10});
    REQUIRE(whole);
    CHECK(whole->status == 200);
    CHECK(whole->body == "0123456789");
    CHECK(stick.client.get({"file:///stick/m/none", 10})->status == 404);
    CHECK(stick.client.get({"file:///stick/m", 10})->status == 404);
    CHECK(stick.client.get({"file:///stick/m/a%20b", 9}).error().code == ErrorCode::too_large);
    support::StringSink sink;
    sink.bytes = "0123";
    const fetch::Download rest{{"file:///stick/m/a%20b", 10, {}, 4}, &sink};
    std::uint64_t received = 0;
    const auto parts =
        stick.client.download(std::span(&rest, 1), [&](std::uint64_t bytes) { received = bytes; });
    REQUIRE(parts.at(0));
    CHECK(parts.at(0)->status == 206);
    CHECK(sink.bytes == "0123456789");
    CHECK(received == 6);
}

TEST_CASE("nothing outside the folder is read") {
    Stick stick;
    CHECK(stick.client.get({"file:///stick/../secret", 10})->status == 404);
    CHECK(stick.client.get({"file:///stick/%2e%2e/secret", 10})->status == 404);
    CHECK(stick.client.get({"file:///stick/m/..%2F..%2Fsecret", 10})->status == 404);
    CHECK(stick.client.get({"file:///elsewhere/a", 10}).error().code == ErrorCode::invalid_input);
    CHECK(stick.client.get({"http://stick/a", 10}).error().code == ErrorCode::invalid_input);
}

TEST_CASE("a stick that is pulled out is a feed without files, not a crash") {
    fetch::FolderClient client("file:///stick", "/nonexistent/stick");
    CHECK(client.get({"file:///stick/metadata/timestamp.json", 10})->status == 404);
}

TEST_CASE("a folder is what a file:// address names") {
    CHECK(fetch::folder_of("file:///media/cl%C3%A9%20usb") == std::filesystem::path("/media/clé usb"));
    CHECK_FALSE(fetch::folder_of("file://host/share"));
    CHECK_FALSE(fetch::folder_of("https://feed.example/"));
    CHECK_FALSE(fetch::folder_of("/media/usb"));
}
