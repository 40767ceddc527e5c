// SPDX-License-Identifier: GPL-3.0-or-later
// The file of the PIN, and what is counted beside it.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "kiosk/app/desk_pin.hpp"
#include "sync/base/file.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/shipped_content.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using support::FakeClock;

namespace {

struct PinBox {
    support::TempDir folder;
    std::filesystem::path file = folder / "desk.pin", tries = folder / "desk.pin.tries";
    FakeClock clock;
    std::shared_ptr<const query::Source> source;

    PinBox() {
        REQUIRE(support::commit_records(folder / "cache", std::vector<model::Record>{}, 1));
        source = support::open_cache(folder / "cache");
        REQUIRE(app::set_pin(file, "4821"));
    }
    base::Result<query::DataPtr> tried(const std::string& digits) {
        auto typed = std::make_shared<app::PinDigits>();
        for (const char digit : digits)
            typed->push(digit - '0');
        return app::pin_job(file, clock, typed)(*source);
    }
    app::PinVerdict attempt(const std::string& digits) {
        return static_cast<const app::PinVerdict&>(*tried(digits).value());
    }
    std::chrono::seconds wait_now() {
        return static_cast<const app::PinVerdict&>(*app::pin_state_job(file, clock)(*source).value()).wait;
    }
};

}  // namespace

TEST_CASE("the PIN's file holds a slow hash, for its owner alone, and nothing of the PIN", "[app][desk]") {
    PinBox box;
    struct stat about {};
    REQUIRE(::stat(box.file.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    const auto bytes = base::read_file(box.file).value();
    CHECK(bytes.starts_with("$argon2id$"));
    CHECK(bytes.find("4821") == std::string::npos);
    CHECK(box.attempt("4821").is_right);
    for (const char* wrong : {"4820", "482", "48210", "", "48214821"})
        CHECK_FALSE(box.attempt(wrong).is_right);
}

TEST_CASE("a PIN is four to eight digits; what is none changes nothing", "[app][desk]") {
    PinBox box;
    for (const char* wrong : {"", "123", "123456789", "12a4", "١٢٣٤", " 1234", "-123"})
        CHECK(app::set_pin(box.file, wrong).error().code == base::ErrorCode::invalid_input);
    CHECK(box.attempt("4821").is_right);
    CHECK_FALSE(app::set_pin("/proc/none/desk.pin", "1234"));
}

TEST_CASE("after three wrong PINs each one doubles the wait, up to a quarter of an hour", "[app][desk]") {
    PinBox box;
    CHECK(box.attempt("0000").wait == 0s);
    CHECK(box.attempt("0000").wait == 0s);
    for (const auto wait : {30s, 60s, 120s, 240s, 480s, 900s, 900s}) {
        CHECK(box.attempt("0000").wait == wait);
        CHECK(box.wait_now() == wait);
        box.clock.advance(wait - 1s);
        CHECK_FALSE(box.attempt("4821").is_right);  // not even looked at
        CHECK(box.wait_now() == 1s);
        box.clock.advance(1s);
        CHECK(box.wait_now() == 0s);
    }
    CHECK(box.attempt("4821").is_right);
    CHECK_FALSE(std::filesystem::exists(box.tries));
    CHECK(box.attempt("0000").wait == 0s);  // counted from the beginning
}

TEST_CASE("a clock that jumps back does not make a wait longer", "[app][desk]") {
    PinBox box;
    for (int time = 0; time < 3; ++time)
        (void)box.attempt("0000");
    box.clock.set_wall("2020-01-01T00:00:00Z");
    CHECK(box.wait_now() == 30s);
    box.clock.advance(30s);
    CHECK(box.attempt("4821").is_right);
}

TEST_CASE("a try that cannot be counted is none; spoilt counts make one wait", "[app][desk]") {
    PinBox box;
    SECTION("the count cannot be written") {
        std::filesystem::create_directory(box.folder / "desk.pin.tries.tmp");
        CHECK_FALSE(box.tried("4821"));
        std::filesystem::remove(box.folder / "desk.pin.tries.tmp");
        CHECK(box.attempt("4821").is_right);
    }
    SECTION("spoilt") {
        for (const char* bytes : {"", "{", "[]", "{\"wrong\": -1}", "{\"wrong\": 2, \"until\": \"soon\"}"}) {
            std::ofstream(box.tries) << bytes;
            CHECK(box.wait_now() == 30s);
            box.clock.advance(30s);
        }
        CHECK(box.attempt("4821").is_right);
    }
    SECTION("a new PIN forgets them") {
        for (int time = 0; time < 5; ++time)
            (void)box.attempt("0000");
        REQUIRE(app::set_pin(box.file, "9999"));
        CHECK(box.attempt("9999").is_right);
    }
}

TEST_CASE("digits are gone once they are let go", "[app][desk]") {
    app::PinDigits digits;
    for (int digit = 0; digit < 12; ++digit)
        digits.push(digit % 10);
    CHECK(digits.text() == "01234567");
    digits.pop();
    CHECK(digits.text() == "0123456");
    const char* at = digits.text().data();
    digits.wipe();
    CHECK(digits.text().empty());
    CHECK(std::string(at, 8) == std::string(8, '\0'));
}
