// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>
#include <fstream>

#include "sync/base/file.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/cache/content_writer.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/model/record_json.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::cache {
namespace {

using base::ErrorCode;
using support::commit_records;
using support::sample_content;
using support::sample_info;

template <class T>
std::vector<std::string> ids(const base::Result<std::vector<T>>& values) {
    REQUIRE(values);
    std::vector<std::string> found;
    for (const auto& value : *values)
        found.push_back(value.id);
    return found;
}

using Ids = std::vector<std::string>;

TEST_CASE("cache: a generation reads back every record as it was put, and what it says of itself") {
    const support::TempDir folder;
    const auto records = sample_content();
    REQUIRE(commit_records(folder.path(), records, 7) == 1u);

    const auto reader = ContentReader::open(folder.path(), Check::thorough);
    REQUIRE(reader);
    CHECK(reader->generation() == 1);
    CHECK(reader->info() == sample_info(7, state_root(records)));
    CHECK(reader->fallback_reason().empty());
    for (const auto& record : records) {
        const auto found = reader->get(model::kind_of(record), model::id_of(record));
        REQUIRE(found);
        REQUIRE(found->has_value());
        CHECK(**found == record);
    }
    CHECK_FALSE(reader->get("place", "nowhere").value().has_value());
    CHECK(reader->get<model::FeedInfo>("feed").value()->title.words("fr") == "Accueil");
    CHECK(reader->count("service").value() == 3);
    CHECK(current_generation(folder.path()).value() == 1);
}

TEST_CASE("cache: lists come by position, and each question finds its records") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    const auto reader = ContentReader::open(folder.path());
    REQUIRE(reader);
    CHECK(ids(reader->all<model::Initiative>()) == Ids{"enquete", "maison", "comptoir"});
    CHECK(ids(reader->services_for_need("manger")) == Ids{"epicerie", "douches"});
    CHECK(ids(reader->services_for_need("dormir")) == Ids{"repas"});
    CHECK(ids(reader->services_for_need("voler")).empty());
    CHECK(ids(reader->services_of_place("ccas")) == Ids{"epicerie", "repas"});
    CHECK(ids(reader->initiatives_of_theme("ecoute")) == Ids{"enquete", "comptoir"});
    CHECK(ids(reader->initiatives_for_need("manger")) == Ids{"enquete", "maison", "comptoir"});
    const Ids asked{"mairie", "nowhere", "ccas"};
    CHECK(ids(reader->places_by_id(asked)) == Ids{"mairie", "ccas"});
}

TEST_CASE(
    "cache: a link between initiative and question holds whichever side names it, and once when both do") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    const auto reader = ContentReader::open(folder.path());
    REQUIRE(reader);
    CHECK(ids(reader->initiatives_answering("silos")) == Ids{"maison", "comptoir"});
    CHECK(ids(reader->initiatives_answering("hospitalite")) == Ids{"comptoir"});
    CHECK(ids(reader->questions_of("comptoir")) == Ids{"hospitalite", "silos"});
    CHECK(ids(reader->questions_of("enquete")).empty());
}

TEST_CASE("cache: markers are those within the bounds, borders included, with exact coordinates") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    const auto reader = ContentReader::open(folder.path());
    REQUIRE(reader);
    CHECK(reader->markers()->size() == 4);
    const auto place = support::sample_place("mairie", 1);
    const auto [latitude, longitude] = *place.coordinates;
    const auto on_the_point = reader->markers({longitude, latitude, longitude, latitude});
    REQUIRE(on_the_point);
    REQUIRE(on_the_point->size() == 1);
    CHECK(on_the_point->front() == Marker{"place", "mairie", *place.coordinates});
    // Nearer than a 32-bit float can tell apart.
    CHECK(reader->markers({longitude + 1e-9, latitude, longitude + 1, latitude + 1})->empty());
}

TEST_CASE("cache: a generation upon the current one holds its changes and nothing of what they replaced") {
    const support::TempDir folder;
    auto records = sample_content();
    REQUIRE(commit_records(folder.path(), records, 1));

    auto writer = ContentWriter::create(folder.path(), Base::current);
    REQUIRE(writer);
    CHECK(writer->record_count().value() == records.size());
    std::vector<model::Record> after;
    for (auto record : records) {
        if (auto* service = std::get_if<model::Service>(&record);
            service != nullptr && service->id == "repas") {
            service->needs = {"manger"};
            service->place_id = "mairie";
            REQUIRE(writer->put(record));
        }
        if (auto* initiative = std::get_if<model::Initiative>(&record)) {
            if (initiative->id == "maison") {
                REQUIRE(writer->remove("initiative", "maison"));
                continue;
            }
            if (initiative->id == "comptoir") {
                initiative->coordinates.reset();
                initiative->questions = {"hospitalite"};
                initiative->themes = {"lieux"};
                REQUIRE(writer->put(record));
            }
        }
        after.push_back(record);
    }
    REQUIRE(writer->remove("initiative", "never-there"));
    REQUIRE(writer->state_root().value() == state_root(after));
    REQUIRE(writer->commit(sample_info(2, state_root(after))) == 2u);

    const auto reader = ContentReader::open(folder.path(), Check::thorough);
    REQUIRE(reader);
    CHECK(reader->info().revision == 2);
    CHECK(ids(reader->services_for_need("dormir")).empty());
    CHECK(ids(reader->services_for_need("manger")) == Ids{"epicerie", "repas", "douches"});
    CHECK(ids(reader->services_of_place("ccas")) == Ids{"epicerie"});
    CHECK(ids(reader->initiatives_of_theme("lieux")) == Ids{"comptoir"});
    CHECK(ids(reader->initiatives_answering("silos")) == Ids{"comptoir"});  // the question still names it
    CHECK(ids(reader->questions_of("maison")) == Ids{"silos"});  // by a question that was not changed
    const auto markers = reader->markers();
    REQUIRE(markers);
    REQUIRE(markers->size() == 2);
    CHECK((*markers)[0].id == "ccas");
}

TEST_CASE("cache: a record is kept byte for byte as it was signed, fields of later versions with it") {
    const support::TempDir folder;
    const model::Record record = support::sample_place("ccas", 0);
    std::string body = model::to_json(record);
    body.insert(body.size() - 1, ",\"zz_of_a_later_version\":[1,2]");
    StateRoot root;
    root.add("place", "ccas", base::sha256(body));
    const auto announced = root.finish();
    CHECK(announced != state_root(std::span(&record, 1)));

    auto writer = ContentWriter::create(folder.path(), Base::empty);
    REQUIRE(writer);
    REQUIRE(writer->put(record, body));
    REQUIRE(writer->commit(sample_info(1, announced)));
    CHECK(ContentReader::open(folder.path())->get("place", "ccas").value() == record);
}

TEST_CASE("cache: the state root does not depend on the records' order, and on every byte of them") {
    auto records = sample_content();
    const auto root = state_root(records);
    std::reverse(records.begin(), records.end());
    CHECK(state_root(records) == root);
    std::get<model::Service>(records[0]).papers = {"justificatif"};
    CHECK(state_root(records) != root);
    records.erase(records.begin());
    CHECK(state_root(records) != root);
    CHECK(root.size() == 64);
}

TEST_CASE("cache: content that is not what was announced is refused and the old generation stands") {
    const support::TempDir folder;
    auto records = sample_content();
    REQUIRE(commit_records(folder.path(), records, 1));
    {
        auto writer = ContentWriter::create(folder.path(), Base::empty);
        REQUIRE(writer);
        REQUIRE(writer->put(records[0]));
        const auto committed = writer->commit(sample_info(2, state_root(records)));
        REQUIRE_FALSE(committed);
        CHECK(committed.error().code == ErrorCode::bad_digest);
    }
    CHECK_FALSE(std::filesystem::exists(folder / "generations/building"));
    CHECK(ContentReader::open(folder.path())->info().revision == 1);
    CHECK(ContentReader::open(folder.path())->count("service").value() == 3);
}

TEST_CASE("cache: one writer at a time; the second is told, and may when the first is done") {
    const support::TempDir folder;
    {
        const auto first = ContentWriter::create(folder.path(), Base::empty);
        REQUIRE(first);
        const auto second = ContentWriter::create(folder.path(), Base::empty);
        REQUIRE_FALSE(second);
        CHECK(second.error().code == ErrorCode::cancelled);
        CHECK(std::filesystem::exists(folder / "generations/building/content.db"));
    }
    CHECK(ContentWriter::create(folder.path(), Base::empty));
    const auto upon_nothing = ContentWriter::create(folder.path(), Base::current);
    REQUIRE_FALSE(upon_nothing);
    CHECK(upon_nothing.error().code == ErrorCode::not_found);
}

TEST_CASE("cache: the generation before stays, older ones go") {
    const support::TempDir folder;
    const auto records = sample_content();
    for (std::uint64_t revision = 1; revision <= 4; ++revision)
        REQUIRE(commit_records(folder.path(), records, revision));
    std::vector<std::string> standing;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "generations"))
        standing.push_back(entry.path().filename());
    std::sort(standing.begin(), standing.end());
    CHECK(standing == Ids{"00000003", "00000004"});
}

TEST_CASE("cache: an open reader goes on reading its generation after it was removed") {
    const support::TempDir folder;
    const auto records = sample_content();
    REQUIRE(commit_records(folder.path(), records, 1));
    const auto reader = ContentReader::open(folder.path());
    REQUIRE(reader);
    for (std::uint64_t revision = 2; revision <= 4; ++revision)
        REQUIRE(commit_records(folder.path(), std::span(records).first(3), revision));
    CHECK(ids(reader->services_for_need("manger")) == Ids{"epicerie", "douches"});
}

TEST_CASE("cache: a folder whose name holds the marks of a URI is a folder like others") {
    const support::TempDir folder;
    const auto odd = folder / "50% d'accueil? #1 é";
    REQUIRE(commit_records(odd, sample_content(), 1));
    CHECK(ContentReader::open(odd)->count("need").value() == 2);
}

}  // namespace
}  // namespace accueil::cache
