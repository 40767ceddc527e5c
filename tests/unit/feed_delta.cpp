// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/delta.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "sync/base/digest.hpp"
#include "sync/model/record_json.hpp"
#include "sync/trust/verified_bytes.hpp"
#include "tests/support/sample_content.hpp"

namespace accueil::feed {
namespace {

using base::ErrorCode;
using Content = std::map<RecordKey, std::string>;

trust::VerifiedBytes verified(const std::string& bytes) {
    return trust::verify(bytes, bytes.size(), base::sha256(bytes)).value();
}

void add_place(Content& content, int id, int position) {
    const auto record = support::sample_place("place-" + std::to_string(id), position);
    content[key_of(record)] = model::to_json(record);
}

Content applied(Content content, const Changes& changes) {
    for (const auto& [key, json] : changes) {
        if (json) {
            content[key] = *json;
        } else {
            content.erase(key);
        }
    }
    return content;
}

Content random_content(std::mt19937& random) {
    Content content;
    for (int i = 0; i < 30; ++i) {
        if (random() % 3 != 0) add_place(content, i, static_cast<int>(random() % 4));
    }
    return content;
}

TEST_CASE(
    "feed: a delta, encoded and read again, makes the later content of the earlier, once or twice applied") {
    std::mt19937 random(11);
    for (int round = 0; round < 50; ++round) {
        const auto before = random_content(random), after = random_content(random);
        const auto bytes = encode_delta(changes_between(before, after)).value();
        const auto read = decode_delta(verified(bytes));
        REQUIRE(read);
        CHECK(applied(before, *read) == after);
        CHECK(applied(after, *read) == after);
    }
    CHECK(decode_delta(verified(encode_delta({}).value()))->empty());
}

TEST_CASE("feed: deltas merged do what they do one after the other") {
    std::mt19937 random(12);
    for (int round = 0; round < 50; ++round) {
        const auto first = random_content(random), second = random_content(random),
                   third = random_content(random);
        const auto both = merged(changes_between(first, second), changes_between(second, third));
        CHECK(applied(first, both) == third);
    }
}

TEST_CASE("feed: a line that is neither a record nor a tombstone is refused with its number") {
    const auto error_of = [](const std::string& line) {
        const auto good = model::to_json(support::sample_place("a", 0)) + "\n";
        const auto delta = decode_delta(verified(compress_lines(good + line + "\n").value()));
        REQUIRE_FALSE(delta);
        CHECK(delta.error().detail.find("line 2: ") == 0);
        return delta.error().code;
    };
    CHECK(error_of(R"({"id":"b","kind":"place","removed":false})") == ErrorCode::bad_format);
    CHECK(error_of(R"({"id":"b","kind":"place","removed":true,"name":"x"})") == ErrorCode::bad_format);
    CHECK(error_of(R"({"id":7,"kind":"place","removed":true})") == ErrorCode::bad_format);
    CHECK(error_of(R"({"id":"b","removed":true})") == ErrorCode::bad_format);
    CHECK(error_of(R"({"id":"b","kind":"place","removed":true)") == ErrorCode::bad_format);
    CHECK(error_of(R"({"id":"a","kind":"place","removed":true})") == ErrorCode::bad_format);  // stands twice
    CHECK(error_of("") == ErrorCode::bad_format);
}

TEST_CASE("feed: a tombstone for a kind that this version does not know is no reason to stop") {
    const auto delta = decode_delta(verified(compress_lines(R"({"id":"b","kind":"later","removed":true})"
                                                            "\n")
                                                 .value()));
    REQUIRE(delta);
    CHECK(delta->count({"later", "b"}) == 1);
}

TEST_CASE("feed: the cheapest way from one revision to another is found, or none") {
    const std::vector<DeltaFile> deltas{{1, 2, 100, "a"}, {2, 3, 100, "b"}, {3, 4, 100, "c"},
                                        {1, 4, 350, "d"}, {2, 4, 150, "e"}, {4, 5, 900, "f"},
                                        {9, 12, 10, "g"}};
    const auto path = [&](std::uint64_t from, std::uint64_t to, std::uint64_t most, std::uint64_t request) {
        std::string names;
        const auto found = cheapest_path(deltas, from, to, most, request);
        if (!found) return std::string("none");
        for (const auto& delta : *found)
            names += delta.sha256;
        return names;
    };
    CHECK(path(1, 4, 1000, 0) == "ae");
    CHECK(path(1, 4, 1000, 200) == "d");  // one request fewer is worth more than the bytes
    CHECK(path(1, 3, 1000, 0) == "ab");
    CHECK(path(1, 5, 2000, 0) == "aef");
    CHECK(path(1, 5, 1000, 0) == "none");  // all records cost less
    CHECK(path(4, 4, 1000, 0).empty());
    CHECK(path(9, 11, 1000, 0) == "none");  // it would lead too far
    CHECK(path(5, 9, 1000, 0) == "none");
    CHECK(path(7, 9, 1000, 0) == "none");
}

}  // namespace
}  // namespace accueil::feed
