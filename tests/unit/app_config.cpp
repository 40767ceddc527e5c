// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped configuration files, each read by its own program's keys.
#include <catch2/catch.hpp>

#include "kiosk/app/options.hpp"
#include "sync/base/strings.hpp"
#include "sync/daemon/settings.hpp"
#include "sync/publish/options.hpp"
#include "tests/support/content_copy.hpp"

using namespace accueil;

namespace {

struct Program {
    const char* file;
    std::vector<base::ConfigKey> keys;
};

std::vector<Program> programs() {
    return {{"kiosk.json", app::config_keys()},
            {"sync.json", daemon::config_keys()},
            {"feed.json", publish::config_keys()}};
}

std::filesystem::path shipped(const char* file) {
    return std::filesystem::path(ACCUEIL_SOURCE_DIR) / "config" / file;
}

base::Json value_of(const base::Config& config, const base::ConfigKey& key) {
    switch (key.type) {
        case base::ConfigType::text:
            return config.text(key.name);
        case base::ConfigType::whole:
            return config.whole(key.name);
        case base::ConfigType::real:
            return config.real(key.name);
        case base::ConfigType::flag:
            return config.flag(key.name);
        case base::ConfigType::list_of_text:
            return config.texts(key.name);
    }
    return {};
}

}  // namespace

TEST_CASE("each shipped configuration reads, documents every key, and holds the defaults", "[app][config]") {
    for (const auto& program : programs()) {
        INFO(program.file);
        const auto config = base::Config::read(shipped(program.file), program.keys);
        REQUIRE(config);
        const auto defaults = base::Config::defaults(program.keys);
        const auto text = base::read_file(shipped(program.file)).value();
        for (const auto& key : program.keys) {
            INFO(key.name);
            CHECK(value_of(*config, key) == value_of(defaults, key));
            const auto own_name = "\"" + base::split(key.name, '.').back() + "\":";
            const auto at = text.find(own_name);
            REQUIRE(at != std::string::npos);
            const auto line = text.rfind('\n', at), before = text.rfind('\n', line - 1);
            const auto above = text.substr(before, line - before);
            // A pair of settings may share the words above the first of them.
            CHECK((above.find("//") != std::string::npos || key.name == "network.low_speed_seconds"));
        }
    }
}

TEST_CASE("a mistyped key names the file, the line and the nearest key, whatever the program",
          "[app][config]") {
    const support::TempDir folder;
    for (const auto& program : programs()) {
        for (const auto& key : program.keys) {
            if (key.name.find('.') != std::string::npos) continue;
            const std::string typed = key.name.substr(0, key.name.size() - 1) + "x";
            const auto file = folder / program.file;
            REQUIRE(base::write_file_durably(file, "// a comment\n{\n\n  \"" + typed + "\": \"a\"\n}\n"));
            const auto read = base::Config::read(file, program.keys);
            REQUIRE_FALSE(read);
            INFO(read.error().detail);
            CHECK(read.error().code == base::ErrorCode::invalid_input);
            CHECK(read.error().detail.starts_with(file.string() + ":4: "));
            CHECK(read.error().detail.find("\"" + typed + "\"") != std::string::npos);
            CHECK(read.error().detail.find("nearest known key is \"" + key.name + "\"") != std::string::npos);
        }
    }
}

TEST_CASE("the kiosk's configuration refuses what it cannot show", "[app][config]") {
    const support::TempDir folder;
    const auto file = folder / "kiosk.json";
    for (const auto& [line, words] :
         {std::pair("{\"text_percent\": 90}", "at least 100"),
          std::pair("{\"text_percent\": 151}", "at most 150"),
          std::pair("{\"appearance\": \"pink\"}", "light, dark, contrast"),
          std::pair("{\"reduced_motion\": \"yes\"}", "true or false"),
          std::pair("{\"idle\": {\"countdown_seconds\": 19}}", "at least 20"),
          std::pair("{\"idle\": 90}", "idle"), std::pair("{\"language\": 1}", "a text"),
          std::pair("[]", "object"), std::pair("{", "kiosk.json:")}) {
        REQUIRE(base::write_file_durably(file, line));
        const auto read = base::Config::read(file, app::config_keys());
        INFO(line);
        REQUIRE_FALSE(read);
        INFO(read.error().detail);
        CHECK(read.error().detail.find("kiosk.json:1") != std::string::npos);
        CHECK(read.error().detail.find(words) != std::string::npos);
    }
}
