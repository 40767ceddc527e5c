// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "sync/base/digest.hpp"
#include "sync/base/json.hpp"
#include "sync/feed/head.hpp"
#include "sync/feed/layout.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::feed {
namespace {

using base::ErrorCode;

trust::VerifiedBytes verified_head(const std::string& bytes) {
    return trust::verify(bytes, bytes.size(), base::sha256(bytes)).value();
}

Head sample() {
    Head head;
    head.revision = 7;
    head.state_root = std::string(64, 'a');
    head.published_on = base::parse_utc("2026-11-23T08:30:00Z").value();
    head.records = 50'000;
    head.full = {full_name(7), 10'700'000, std::string(64, 'b')};
    head.deltas = {{6, 7, 141'000, std::string(64, 'c')}, {1, 7, 300'000, std::string(64, 'd')}};
    return head;
}

TEST_CASE("feed: a head reads back as it was written, and passes over what a later version adds") {
    const auto head = sample();
    CHECK(decode_head(verified_head(encode_head(head))) == head);
    auto json = base::parse_json(encode_head(head)).value();
    json["later"] = {1, 2, 3};
    CHECK(decode_head(verified_head(json.dump())) == head);
    CHECK(head.full.name == "full/7.zst");
    CHECK(media_name(std::string(64, 'c')) == "m/cc/" + std::string(64, 'c'));
}

TEST_CASE("feed: a head's deltas are read strictly; a head from before there were any has none") {
    const auto with = [](const base::Json& deltas) {
        auto json = base::parse_json(encode_head(sample())).value();
        json["deltas"] = deltas;
        return decode_head(verified_head(json.dump()));
    };
    const std::string digest(64, 'c');
    CHECK(with(base::Json::array())->deltas.empty());
    CHECK(with({{6, 7, 10, digest, "later"}})->deltas.size() == 1);
    for (const auto& wrong : {base::Json("none"), base::Json({{6, 7, 10}}), base::Json({{7, 7, 10, digest}}),
                              base::Json({{8, 7, 10, digest}}), base::Json({{-1, 7, 10, digest}}),
                              base::Json({{6, 7, 1.5, digest}}), base::Json({{6, 7, 10, "abc"}}),
                              base::Json({{6, 7, 10, 5}}), base::Json({7})}) {
        INFO(wrong.dump());
        const auto head = with(wrong);
        REQUIRE_FALSE(head);
        CHECK(head.error().code == ErrorCode::bad_format);
        CHECK(head.error().detail.find("deltas") != std::string::npos);
    }
    auto json = base::parse_json(encode_head(sample())).value();
    json.erase("deltas");
    CHECK(decode_head(verified_head(json.dump()))->deltas.empty());
}

TEST_CASE("feed: a head of another format is unsupported, so that an old kiosk keeps what it has") {
    auto json = base::parse_json(encode_head(sample())).value();
    json["format"] = 2;
    CHECK(decode_head(verified_head(json.dump())).error().code == ErrorCode::unsupported);
}

TEST_CASE("feed: a head without a field, or with one of a wrong type, names it") {
    const auto good = base::parse_json(encode_head(sample())).value();
    for (const std::string key : {"format", "revision", "state_root", "published_on", "records", "full"}) {
        for (const base::Json& wrong : {base::Json(), base::Json("x"), base::Json(-1), base::Json(1.5)}) {
            auto json = good;
            if (wrong.is_null())
                json.erase(key);
            else
                json[key] = wrong;
            const auto head = decode_head(verified_head(json.dump()));
            REQUIRE_FALSE(head);
            CHECK(head.error().code == ErrorCode::bad_format);
            CHECK(head.error().detail.find(key) != std::string::npos);
        }
    }
    for (const std::string key : {"name", "length", "sha256"}) {
        auto json = good;
        json["full"].erase(key);
        CHECK(decode_head(verified_head(json.dump())).error().detail.find(key) != std::string::npos);
    }
    for (const std::string bytes : {"", "{", "[]", "null"})
        CHECK_FALSE(decode_head(verified_head(bytes)));
}

TEST_CASE("feed: a head cannot name a file outside the feed") {
    for (const std::string name : {"../keys/root-1.json", "/etc/passwd", "full/../../x", "http://elsewhere/x",
                                   "full//x", "full/.hidden", "full/x?y", "", "full/a b"}) {
        auto head = sample();
        head.full.name = name;
        INFO(name);
        CHECK(decode_head(verified_head(encode_head(head))).error().code == ErrorCode::bad_format);
    }
}

}  // namespace
}  // namespace accueil::feed
