// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "sync/base/config.hpp"
#include "sync/base/file.hpp"
#include "sync/base/i18n.hpp"
#include "sync/base/strings.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;

TEST_CASE("an unknown key is named with its line and the nearest known one", "[base]") {
    const support::TempDir folder;
    const std::vector<base::ConfigKey> keys{{"idle.seconds", base::ConfigType::whole, 90, 5, 3600, {}},
                                            {"language", base::ConfigType::text, "fr", {}, {}, {}}};
    const auto file = folder / "kiosk.json";
    REQUIRE(base::write_file_durably(file, "// a comment\n{\n  \"idle\": {\n    \"secondes\": 3\n  }\n}\n"));
    const auto read = base::Config::read(file, keys);
    REQUIRE_FALSE(read);
    CHECK(read.error().detail.find("kiosk.json:4: unknown key \"idle.secondes\"") != std::string::npos);
    CHECK(read.error().detail.find("\"idle.seconds\"") != std::string::npos);
    REQUIRE(base::write_file_durably(file, "{\"idle\": {\"seconds\": 2}}"));
    CHECK(base::Config::read(file, keys).error().detail.find("at least 5") != std::string::npos);
    REQUIRE(base::write_file_durably(file, "{\"language\": \"en\"}"));
    const auto good = base::Config::read(file, keys);
    REQUIRE(good);
    CHECK(good->text("language") == "en");
    CHECK(good->whole("idle.seconds") == 90);
}

TEST_CASE("every word of the interface is there in its three languages", "[base]") {
    for (const char* language : {"fr", "en", "ar"}) {
        const auto catalog = base::Catalog::load(ACCUEIL_SOURCE_DIR "/assets/i18n");
        REQUIRE(catalog);
        for (const auto& key : catalog->keys("fr")) {
            if (!key.starts_with("ui.")) continue;
            INFO(language << " " << key);
            CHECK(catalog->has(language, key));
        }
    }
}

TEST_CASE("counts take the plural of their language", "[base]") {
    CHECK(base::plural_category("fr", 0) == "one");
    CHECK(base::plural_category("fr", 2) == "other");
    CHECK(base::plural_category("en", 0) == "other");
    CHECK(base::plural_category("ar", 2) == "two");
    CHECK(base::plural_category("ar", 11) == "many");
    CHECK(base::plural_category("ar", 103) == "few");
}

TEST_CASE("folding makes what people type comparable", "[base]") {
    CHECK(base::fold("Œuvre d’Été") == "oeuvre d'ete");
    CHECK(base::is_valid_utf8("é"));
    CHECK_FALSE(base::is_valid_utf8("\xE9"));
    CHECK_FALSE(base::is_valid_utf8("\xC0\x80"));
    CHECK(base::is_id("mairie-de-nantes"));
    CHECK_FALSE(base::is_id("-mairie"));
}
