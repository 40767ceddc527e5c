// SPDX-License-Identifier: GPL-3.0-or-later
#include <zstd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "sync/base/digest.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/feed/records.hpp"
#include "sync/model/record_json.hpp"
#include "sync/trust/verified_bytes.hpp"
#include "tests/support/sample_content.hpp"

namespace accueil::feed {
namespace {

using base::ErrorCode;

trust::VerifiedBytes verified_records(const std::string& bytes) {
    return trust::verify(bytes, bytes.size(), base::sha256(bytes)).value();
}

std::string compress(const std::string& bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 1));
    return out;
}

std::string line(const std::string& id) {
    return model::to_json(support::sample_place(id, 0)) + "\n";
}

base::Error error_of(const std::string& lines, const DecodeLimits& limits = {}) {
    const auto decoded = decode_full(verified_records(compress(lines)), limits);
    REQUIRE_FALSE(decoded);
    return decoded.error();
}

TEST_CASE(
    "feed: all records come back, in order, whatever order they were given in; the same bytes each time") {
    auto records = support::sample_content();
    const auto bytes = encode_full(records).value();
    std::shuffle(records.begin(), records.end(), std::mt19937(7));
    CHECK(encode_full(records).value() == bytes);
    const auto decoded = decode_full(verified_records(bytes));
    REQUIRE(decoded);
    CHECK(decoded->size() == records.size());
    CHECK(cache::state_root(*decoded) == cache::state_root(records));
    CHECK(std::is_sorted(decoded->begin(), decoded->end(), [](const auto& a, const auto& b) {
        return std::string(model::kind_of(a)) + "\t" + model::id_of(a) <
               std::string(model::kind_of(b)) + "\t" + model::id_of(b);
    }));
    CHECK(decode_full(verified_records(encode_full({}).value()))->empty());
}

TEST_CASE("feed: more records than one buffer holds come back whole") {
    std::vector<model::Record> records;
    for (int i = 0; i < 3000; ++i)
        records.push_back(support::sample_place("place-" + std::to_string(i), i));
    const auto decoded = decode_full(verified_records(encode_full(records).value()));
    REQUIRE(decoded);
    CHECK(cache::state_root(*decoded) == cache::state_root(records));
}

TEST_CASE("feed: a record that stands twice is refused, by who writes and by who reads") {
    auto records = support::sample_content();
    records.push_back(records.front());
    CHECK(encode_full(records).error().code == ErrorCode::invalid_input);
    CHECK(error_of(line("a") + line("a")).code == ErrorCode::bad_format);
    CHECK(error_of(line("b") + line("a")).code == ErrorCode::bad_format);
}

TEST_CASE("feed: what cannot be read is refused with its line") {
    CHECK(error_of(line("a") + line("b") + "{\"kind\":\"place\"}\n").detail.find("line 3: ") == 0);
    CHECK(error_of(line("a") + "no json\n").detail.find("line 2: ") == 0);
    CHECK(error_of(line("a") + "\n").detail.find("line 2: ") == 0);
    CHECK(error_of(line("a") + "{\"kind\":\"place\",\"id\":\"b\"}").detail == "line 2: does not end");
    CHECK(error_of("{\"kind\":\"place\",\"id\":\"b\",\"name\":" + std::string(100, '[') +
                   std::string(100, ']') + "}\n")
              .code == ErrorCode::bad_format);
    CHECK(error_of("{\"kind\":\"timetable\",\"id\":\"b\"}\n").code == ErrorCode::unsupported);
}

TEST_CASE("feed: reading stops at the limits of bytes, of a line and of records, before memory is taken") {
    DecodeLimits limits;
    limits.bytes = 1'000'000;
    // 64 MB of spaces in a few kilobytes.
    CHECK(error_of(std::string(64 << 20, ' '), limits).code == ErrorCode::too_large);
    limits = {};
    limits.line_bytes = 1000;
    CHECK(error_of(line(std::string(900, 'a')), limits).code == ErrorCode::too_large);
    limits = {};
    limits.records = 1;
    CHECK(error_of(line("a") + line("b"), limits).code == ErrorCode::too_large);
    limits.records = 2;
    CHECK(decode_full(verified_records(compress(line("a") + line("b"))), limits)->size() == 2);
}

TEST_CASE("feed: zstd that is cut, followed by something, or none at all is refused") {
    const auto good = compress(line("a") + line("b"));
    for (std::size_t length = 0; length < good.size(); ++length)
        CHECK(decode_full(verified_records(good.substr(0, length))).error().code == ErrorCode::bad_format);
    CHECK(decode_full(verified_records(good + good)).error().code == ErrorCode::bad_format);
    CHECK(decode_full(verified_records(good + "x")).error().code == ErrorCode::bad_format);
    CHECK(decode_full(verified_records(line("a"))).error().code == ErrorCode::bad_format);
}

TEST_CASE("feed: the sink's refusal is what the reading comes to") {
    int taken = 0;
    const auto decoded = decode_full(verified_records(compress(line("a") + line("b"))), {},
                                     [&](model::Record&&, std::string_view body) -> base::Result<void> {
                                         CHECK(body == line(taken == 0 ? "a" : "b").substr(0, body.size()));
                                         if (++taken == 2) return base::fail(ErrorCode::no_space, "full");
                                         return {};
                                     });
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().code == ErrorCode::no_space);
    CHECK(decoded.error().detail == "line 2: full");
}

}  // namespace
}  // namespace accueil::feed
