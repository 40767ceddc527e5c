// SPDX-License-Identifier: GPL-3.0-or-later
// What is sealed to a key, and who can open it.
#include "sync/base/sealed_box.hpp"

#include <catch2/catch.hpp>

using namespace accueil;
using base::BoxSecretKey;
using base::ErrorCode;

namespace {

std::string hex(const base::BoxPublicKey& key) {
    std::string text;
    constexpr const char* kDigits = "0123456789abcdef";
    for (const auto byte : key)
        (text += kDigits[byte >> 4U]) += kDigits[byte & 15U];
    return text;
}

}  // namespace

TEST_CASE("what is sealed opens with the secret half, and with it alone", "[base]") {
    const auto key = BoxSecretKey::generate(), other = BoxSecretKey::generate();
    for (const std::string& plain :
         {std::string(), std::string("Un jardin"), std::string(4095, 'x'), std::string(4096, 'x'),
          std::string(10'000, '\0'), std::string("\x80\x80\x00", 3)}) {
        const auto sealed = base::seal(plain, key.public_key()).value();
        CHECK(base::unseal(sealed, key).value() == plain);
        CHECK(base::unseal(sealed, other).error().code == ErrorCode::not_found);
        if (plain.size() > 3) CHECK(sealed.find(plain.substr(0, 4)) == std::string::npos);
    }
}

TEST_CASE("the length of what is sealed tells no more than its block", "[base]") {
    const auto key = BoxSecretKey::generate();
    const auto length = [&](std::size_t plain) {
        return base::seal(std::string(plain, 'x'), key.public_key()).value().size();
    };
    CHECK(length(0) == length(1));
    CHECK(length(0) == length(base::kSealedBlock - 1));
    CHECK(length(base::kSealedBlock) == length(0) + base::kSealedBlock);
}

TEST_CASE("the same text is sealed otherwise each time", "[base]") {
    const auto key = BoxSecretKey::generate();
    CHECK(base::seal("Un jardin", key.public_key()).value() !=
          base::seal("Un jardin", key.public_key()).value());
}

TEST_CASE("a sealed text that was altered or cut anywhere is told, never misread", "[base]") {
    const auto key = BoxSecretKey::generate();
    const auto sealed = base::seal("Un jardin", key.public_key()).value();
    for (std::size_t at = 0; at < sealed.size(); at += at < 60 ? 1 : 211) {
        INFO(at);
        auto altered = sealed;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        CHECK_FALSE(base::unseal(altered, key));
        CHECK_FALSE(base::unseal(sealed.substr(0, at), key));
    }
    CHECK(base::unseal(sealed.substr(0, sealed.size() - 1), key).error().code == ErrorCode::bad_digest);
    CHECK_FALSE(base::unseal(sealed + "x", key));
    CHECK(base::sealed_for("{\"notice\": 1}").error().code == ErrorCode::bad_format);
    CHECK(base::sealed_for("ACCUEIL-SEALED 2 0123456789abcdef\nx").error().code == ErrorCode::bad_format);
}

TEST_CASE("a public key is read in hexadecimal and base64, and nothing else is one", "[base]") {
    const auto key = BoxSecretKey::generate();
    const auto digits = hex(key.public_key());
    CHECK(base::box_public_key(digits).value() == key.public_key());
    // RFC 7748, section 6.1: the public key of Alice.
    const auto alice =
        base::box_public_key("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a").value();
    for (const char* text :
         {"hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=", "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo",
          "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo",
          "8520F0098930A754748B7DDCB43EF75A0DBF3A0D26381AF4EBA4A98EAA9B4E6A"})
        CHECK(base::box_public_key(text).value() == alice);
    for (const std::string& text :
         {std::string(), std::string("clé"), digits.substr(1), digits + "0", digits.substr(0, 63) + "g",
          digits.substr(0, 44), std::string("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTm="),
          std::string(64, '0'),          // a point to which nothing can be sealed
          "01" + std::string(62, '0')})  // another
        CHECK_FALSE(base::box_public_key(text));
}

TEST_CASE("a secret key has 32 bytes and one public half", "[base]") {
    const auto key = BoxSecretKey::generate();
    const std::string bytes(key.bytes().begin(), key.bytes().end());
    CHECK(BoxSecretKey::of(bytes).value().public_key() == key.public_key());
    CHECK_FALSE(BoxSecretKey::of(bytes.substr(1)));
    CHECK(base::box_key_name(key.public_key()).size() == 16);
    CHECK(base::box_key_name(key.public_key()) != base::box_key_name(BoxSecretKey::generate().public_key()));
}
