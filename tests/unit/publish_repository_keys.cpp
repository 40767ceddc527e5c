// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/keys.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/trust/metadata.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using base::ErrorCode;
using base::Json;
using publish::Passphrase;
using publish::SigningKey;

namespace {

// argon2id as fast as it goes: these tests are of the file, not of the guessing.
Passphrase quick(const std::string& text) {
    return {text, 1, 8192};
}

Json file_of(const std::filesystem::path& path) {
    return Json::parse(base::read_file(path).value());
}

bool verifies(const SigningKey& key, const std::string& bytes, const std::string& signature_hex) {
    const auto open = key.public_key()["keyval"]["public"].get<std::string>();
    return trust::is_signed({key.id(), "ed25519", "ed25519", open}, bytes,
                            base::from_hex(signature_hex).value());
}

}  // namespace

TEST_CASE("a key signs what trust verifies, and comes back from its file the same") {
    const support::TempDir dir;
    const auto key = SigningKey::generate();
    CHECK(verifies(key, "bonjour", key.sign("bonjour")));
    CHECK_FALSE(verifies(key, "bonsoir", key.sign("bonjour")));
    CHECK(key.id() == trust::key_id(key.public_key()).value());
    CHECK(key.id() != SigningKey::generate().id());

    REQUIRE(key.write(dir / "key.json"));
    const auto back = SigningKey::read(dir / "key.json");
    REQUIRE(back);
    CHECK(back->id() == key.id());
    CHECK(back->sign("bonjour") == key.sign("bonjour"));
}

TEST_CASE("a key file is its owner's alone, and is never overwritten") {
    const support::TempDir dir;
    const auto before = ::umask(0);
    const auto written = SigningKey::generate().write(dir / "key.json");
    ::umask(before);
    REQUIRE(written);
    struct stat status {};
    REQUIRE(::stat((dir / "key.json").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    const auto bytes = base::read_file(dir / "key.json").value();
    CHECK(SigningKey::generate().write(dir / "key.json").error().code == ErrorCode::invalid_input);
    CHECK(base::read_file(dir / "key.json").value() == bytes);
    CHECK(std::distance(std::filesystem::directory_iterator(dir.path()), {}) == 1);
}

TEST_CASE("a locked key opens with its passphrase alone, and its file does not hold the secret") {
    const support::TempDir dir;
    const auto key = SigningKey::generate();
    REQUIRE(key.write(dir / "open.json"));
    REQUIRE(key.write(dir / "locked.json", quick("mot de passe")));
    const auto secret = file_of(dir / "open.json")["private"].get<std::string>();
    CHECK(base::read_file(dir / "locked.json").value().find(secret) == std::string::npos);

    CHECK(SigningKey::read(dir / "locked.json", quick("mot de passe"))->sign("x") == key.sign("x"));
    // What the file says of argon2id counts, not what the caller would take for a new one.
    CHECK(SigningKey::read(dir / "locked.json", Passphrase{"mot de passe"})->sign("x") == key.sign("x"));
    const auto wrong = SigningKey::read(dir / "locked.json", quick("mot de pas"));
    CHECK(wrong.error().code == ErrorCode::invalid_input);
    const auto none = SigningKey::read(dir / "locked.json");
    CHECK(none.error().code == ErrorCode::invalid_input);
    CHECK(none.error().detail.find("ACCUEIL_KEY_PASSPHRASE") != std::string::npos);
    CHECK(none.error().detail.find("locked.json") != std::string::npos);
    CHECK(SigningKey::read(dir / "open.json", quick("not needed")));
}

TEST_CASE("a key file that was changed, or is something else, is told as such") {
    const support::TempDir dir;
    const auto key = SigningKey::generate();
    REQUIRE(key.write(dir / "open.json"));
    REQUIRE(key.write(dir / "locked.json", quick("mot")));
    const auto code = [&](const std::string& bytes) {
        REQUIRE(base::write_file_durably(dir / "changed.json", bytes));
        return SigningKey::read(dir / "changed.json", quick("mot")).error().code;
    };
    CHECK(SigningKey::read(dir / "none.json").error().code == ErrorCode::not_found);
    CHECK(code("") == ErrorCode::bad_format);
    CHECK(code("[]") == ErrorCode::bad_format);
    CHECK(code("{}") == ErrorCode::bad_format);
    auto file = file_of(dir / "open.json");
    file["private"] = std::string(64, '0');
    CHECK(code(file.dump()) == ErrorCode::corrupt);
    file["private"] = "00";
    CHECK(code(file.dump()) == ErrorCode::bad_format);
    file["private"] = 7;
    CHECK(code(file.dump()) == ErrorCode::bad_format);
    file = file_of(dir / "open.json");
    file["keyid"] = SigningKey::generate().id();
    CHECK(code(file.dump()) == ErrorCode::corrupt);

    const auto locked = file_of(dir / "locked.json");
    const auto with = [&](const char* field, const Json& value) {
        auto changed = locked;
        changed["locked"][field] = value;
        return code(changed.dump());
    };
    CHECK(with("kdf", "scrypt") == ErrorCode::bad_format);
    CHECK(with("memory_bytes", std::uint64_t{1} << 40) == ErrorCode::bad_format);
    CHECK(with("operations", 1'000'000) == ErrorCode::bad_format);
    CHECK(with("operations", -1) == ErrorCode::bad_format);
    CHECK(with("salt", "00") == ErrorCode::bad_format);
    CHECK(with("nonce", std::string(48, '0')) == ErrorCode::invalid_input);
    CHECK(with("box", Json::array()) == ErrorCode::bad_format);
    auto not_object = locked;
    not_object["locked"] = "yes";
    CHECK(code(not_object.dump()) == ErrorCode::bad_format);
}

TEST_CASE("the environment gives the passphrase, unless it is empty") {
    ::unsetenv("ACCUEIL_KEY_PASSPHRASE");
    CHECK_FALSE(publish::passphrase_from_environment());
    ::setenv("ACCUEIL_KEY_PASSPHRASE", "", 1);
    CHECK_FALSE(publish::passphrase_from_environment());
    ::setenv("ACCUEIL_KEY_PASSPHRASE", "mot de passe", 1);
    CHECK(publish::passphrase_from_environment()->text == "mot de passe");
    ::unsetenv("ACCUEIL_KEY_PASSPHRASE");
}
