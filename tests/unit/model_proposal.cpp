// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/proposal.hpp"

#include <catch2/catch.hpp>

#include "sync/base/json.hpp"

using namespace accueil;
using base::ErrorCode;

namespace {

model::Proposal full_proposal() {
    model::Proposal proposal;
    auto& [id, kiosk, day, language, title, text, town, point, contact] = proposal;
    id = "3f2a9c1b04de77813f2a9c1b04de7781";
    kiosk = "hall";
    day = std::chrono::local_days(std::chrono::year(2026) / 11 / 26);
    language = "ar";
    title = "حديقة \"مشتركة\"";
    text = "Une ligne\nune autre; =1+1";
    point = model::Coordinates{47.21812, -1.55361};
    contact = "02 40 00 00 00";
    return proposal;
}

}  // namespace

TEST_CASE("a proposal comes back from its document with every field", "[model]") {
    const auto whole = full_proposal();
    CHECK(model::proposal_from_json(model::proposal_json(whole)).value() == whole);
    auto bare = whole;
    bare.kiosk = bare.contact = bare.text = {};
    bare.point.reset();
    CHECK(model::proposal_from_json(model::proposal_json(bare)).value() == bare);
    bare.town = "Nantes";
    CHECK(model::proposal_from_json(model::proposal_json(bare)).value() == bare);
    const auto json = base::parse_json(model::proposal_json(bare)).value();
    CHECK(json["written_on"] == "2026-11-26");
    CHECK(json["consent"] == true);
    CHECK_FALSE(json.contains("contact"));
}

TEST_CASE("what no kiosk writes is no proposal", "[model]") {
    const auto json = base::parse_json(model::proposal_json(full_proposal())).value();
    const auto code = [](const base::Json& altered) {
        const auto read = model::proposal_from_json(altered.dump());
        return read ? std::string("read") : std::string(to_string(read.error().code));
    };
    CHECK(code(json) == "read");
    auto more = json;
    more["mood"] = "good";
    CHECK(code(more) == "read");  // of a newer kiosk, which says more
    for (const char* key : {"proposal", "id", "written_on", "title", "consent"}) {
        auto less = json;
        less.erase(key);
        INFO(key);
        CHECK(code(less) == "bad_format");
        less[key] = base::Json::array();
        CHECK(code(less) == "bad_format");
    }
    auto newer = json;
    newer["proposal"] = 2;
    CHECK(code(newer) == "unsupported");
    auto without = json;
    without["consent"] = false;
    CHECK(code(without) == "bad_format");
    auto far = json;
    far["place"]["latitude"] = 91;
    CHECK(code(far) == "bad_format");
    far["place"].erase("latitude");
    CHECK(code(far) == "bad_format");
    auto other = json;
    other["id"] = "../../etc/passwd";
    CHECK(code(other) == "bad_format");
    CHECK_FALSE(model::proposal_from_json("null"));
    CHECK_FALSE(model::proposal_from_json(std::string(model::kMostProposalBytes + 1, ' ')));
}

TEST_CASE("a proposal's number is read aloud in two groups", "[model]") {
    CHECK(model::proposal_number(full_proposal().id) == "3F2A 9C1B");
}

TEST_CASE("the longest proposal that a kiosk writes is one that is read", "[model]") {
    auto longest = full_proposal();
    const auto of = [](std::size_t letters) {
        std::string text;
        for (std::size_t i = 0; i < letters; ++i)
            text += "\U0001F600";
        return text;
    };
    longest.title = of(model::kMostProposalTitle);
    longest.text = of(model::kMostProposalText);
    longest.contact = std::string(4 * model::kMostProposalContact, '"');
    CHECK(model::proposal_from_json(model::proposal_json(longest)).value() == longest);
}
