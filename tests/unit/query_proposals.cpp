// SPDX-License-Identifier: GPL-3.0-or-later
// A proposal on its way to local.db: sealed before it is there.
#include "kiosk/query/proposals.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "kiosk/query/loader.hpp"
#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/sealed_box.hpp"
#include "sync/cache/local_store.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using base::ErrorCode;

namespace {

struct ProposalFolders {
    support::TempDir folder;
    query::Loader::Options options{folder / "cache", folder / "none", {}, {"hall", {}}, folder / "local"};
    base::BoxSecretKey key = base::BoxSecretKey::generate();

    ProposalFolders() { REQUIRE(support::commit_records(folder / "cache", support::sample_content(), 1)); }
    std::shared_ptr<const query::Source> open() const { return query::open_source(options).value(); }
    std::string public_key() const {
        const auto& bytes = key.public_key();
        return base::to_hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    }
    std::vector<cache::Outgoing> waiting() const {
        const auto store = cache::LocalStore::open(folder / "local/local.db").value();
        std::vector<cache::Outgoing> all;
        for (std::uint64_t number = 0;;) {
            const auto next = store.next_after(number).value();
            if (!next) return all;
            number = next->number;
            all.push_back(*next);
        }
    }
};

model::Proposal some_proposal() {
    model::Proposal proposal;
    proposal.id = query::new_proposal_id();
    proposal.day = std::chrono::local_days(std::chrono::year(2026) / 11 / 26);
    proposal.language = "fr";
    proposal.title = "Un jardin introuvable";
    proposal.text = "Des parcelles pour qui arrive.";
    proposal.contact = "02 40 12 34 56";
    return proposal;
}

}  // namespace

TEST_CASE("a proposal is kept sealed, with the kiosk's name; no file has a word of it", "[query][propose]") {
    const ProposalFolders folders;
    const auto source = folders.open();
    auto proposal = some_proposal();
    REQUIRE(query::propose(*source, proposal, folders.public_key()));
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folders.folder / "local")) {
        if (!entry.is_regular_file()) continue;
        const auto bytes = base::read_file(entry.path()).value();
        for (const char* word : {"introuvable", "parcelles", "40 12 34"})
            CHECK(bytes.find(word) == std::string::npos);
    }
    const auto waiting = folders.waiting();
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].kind == cache::OutgoingKind::proposal);
    CHECK(waiting[0].id == proposal.id);
    CHECK(waiting[0].content_type == "application/octet-stream");
    proposal.kiosk = "hall";
    const auto plain = base::unseal(waiting[0].body, folders.key).value();
    CHECK(model::proposal_from_json(plain).value() == proposal);
}

TEST_CASE("the same proposal twice is one", "[query][propose]") {
    const ProposalFolders folders;
    const auto source = folders.open();
    const auto proposal = some_proposal();
    REQUIRE(query::propose(*source, proposal, folders.public_key()));
    REQUIRE(query::propose(*source, proposal, folders.public_key()));
    CHECK(folders.waiting().size() == 1);
}

TEST_CASE("a full outbox, a key that is none, a kiosk that keeps nothing: refused without a word of it",
          "[query][propose]") {
    ProposalFolders folders;
    const auto quiet = [&](const base::Result<void>& refused, ErrorCode code) {
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == code);
        CHECK(refused.error().detail.find("introuvable") == std::string::npos);
    };
    {
        const auto source = folders.open();
        quiet(query::propose(*source, some_proposal(), "none"), ErrorCode::bad_format);
        quiet(query::propose(*source, some_proposal(), std::string(64, '0')), ErrorCode::bad_format);
        auto store = cache::LocalStore::open(folders.folder / "local/local.db").value();
        const std::string large(200'000, 'x');
        for (int i = 0; store.put(cache::OutgoingKind::proposal, "filler-" + std::to_string(i),
                                  "application/octet-stream", large);
             ++i)
            REQUIRE(i < 100);
        for (int i = 0; store.put(cache::OutgoingKind::proposal, "small-" + std::to_string(i),
                                  "application/octet-stream", std::string(1000, 'x'));
             ++i)
            REQUIRE(i < 500);
        quiet(query::propose(*source, some_proposal(), folders.public_key()), ErrorCode::no_space);
    }
    folders.options.local_folder.clear();
    quiet(query::propose(*folders.open(), some_proposal(), folders.public_key()), ErrorCode::not_found);
}

TEST_CASE("a town's own way of proposing goes before the centre's, as a whole", "[query][propose]") {
    const auto shown = [](const model::ProposalInfo& own) {
        support::TempDir folder;
        auto records = support::sample_content();
        model::FeedInfo town;
        town.id = "44109-feed";
        town.title = model::Text("Nantes");
        town.proposal = own;
        std::get<model::FeedInfo>(records.front()).proposal = {"https://centre.example/proposer",
                                                               std::string(64, 'a'), model::Text("Le centre"),
                                                               "01 00 00 00 00"};
        auto info = support::sample_info(1, cache::state_root(records));
        info.territory = cache::TerritoryInfo{
            "44109", "44109-", 1, cache::state_root(std::vector<model::Record>{town}), {}, {}, 1};
        records.push_back(town);
        auto writer = cache::ContentWriter::create(folder / "cache", cache::Base::empty).value();
        for (const auto& record : records)
            REQUIRE(writer.put(record));
        REQUIRE(writer.commit(info));
        const auto source = query::open_source({folder / "cache", folder / "none", {}, {}, {}}).value();
        return query::feed(*source).value().info.proposal;
    };
    CHECK(shown({}).url == "https://centre.example/proposer");
    CHECK(shown({}).key == std::string(64, 'a'));
    const auto own = shown({"https://ville.example/proposer", {}, {}, {}});
    CHECK(own.url == "https://ville.example/proposer");
    CHECK(own.key.empty());  // what is written for the town is not sealed to the centre
}
