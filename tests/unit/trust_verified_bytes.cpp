// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/trust/verified_bytes.hpp"

#include <catch2/catch.hpp>
#include <type_traits>

using namespace accueil;
using base::ErrorCode;

TEST_CASE("bytes are verified by length and SHA-256") {
    const auto digest = base::sha256("bonjour");
    CHECK(trust::verify("bonjour", 7, digest)->view() == "bonjour");
    CHECK(trust::verify("bonjour", 7, base::to_hex(digest))->view() == "bonjour");
    CHECK(trust::verify("bonjour", 8, digest).error().code == ErrorCode::bad_digest);
    CHECK(trust::verify("bonsoir", 7, digest).error().code == ErrorCode::bad_digest);
    CHECK(trust::verify("bonjour", 7, "abc").error().code == ErrorCode::bad_format);
}

TEST_CASE("nothing else makes verified bytes") {
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<trust::VerifiedBytes>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<trust::VerifiedBytes, std::string>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, trust::VerifiedBytes>);
}
