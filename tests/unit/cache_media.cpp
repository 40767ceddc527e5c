// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "sync/base/file.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/cache/content_writer.hpp"
#include "sync/cache/migrate.hpp"
#include "sync/cache/record_index.hpp"
#include "sync/cache/schema.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/model/record_json.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::cache {
namespace {

using base::ErrorCode;
using support::media_of_bytes;
using support::sample_info;

const std::string kVideo(200'000, 'v');
const std::string kPaper = "%PDF-1.7 …";

model::Record with_media() {
    model::Initiative initiative;
    initiative.id = "maison";
    initiative.title = model::Text("Maison");
    initiative.video.emplace();
    initiative.video->file = media_of_bytes("maison.mp4", "video/mp4", kVideo);
    initiative.documents.push_back(
        {media_of_bytes("maison.pdf", "application/pdf", kPaper), model::Text("Fiche"), "fr", 1});
    return initiative;
}

std::string write(const support::TempDir& folder, const std::string& name, const std::string& bytes) {
    REQUIRE(base::write_file_durably(folder / name, bytes));
    return folder / name;
}

TEST_CASE(
    "cache: a generation is not committed before all its media are there; then they are found by content") {
    const support::TempDir folder, files;
    const auto record = with_media();
    const auto video = std::get<model::Initiative>(record).video->file;
    const auto paper = std::get<model::Initiative>(record).documents[0].file;
    const auto info = sample_info(1, state_root(std::span(&record, 1)));

    {
        auto writer = ContentWriter::create(folder.path(), Base::empty);
        REQUIRE(writer);
        REQUIRE(writer->put(record));
        REQUIRE(writer->missing_media()->size() == 2);
        REQUIRE(writer->put_media(video, write(files, "v", kVideo)));
        CHECK(writer->has_media(video));
        REQUIRE(writer->missing_media() == std::vector{paper});
        const auto early = writer->commit(info);
        REQUIRE_FALSE(early);
        CHECK(early.error().code == ErrorCode::not_found);
        CHECK(early.error().detail.find("maison.pdf") != std::string::npos);
    }
    CHECK(ContentReader::open(folder.path()).error().code == ErrorCode::not_found);

    auto writer = ContentWriter::create(folder.path(), Base::empty);
    REQUIRE(writer);
    REQUIRE(writer->put(record));
    CHECK(writer->has_media(video));  // what the failed attempt brought is not asked for again
    auto part = PartFile::open(folder.path(), paper);
    REQUIRE(part);
    REQUIRE(part->write(kPaper));
    REQUIRE(writer->put_media(std::move(*part)));
    CHECK_FALSE(std::filesystem::exists(partial_path(folder.path(), paper.sha256)));
    REQUIRE(writer->commit(info));

    const auto reader = ContentReader::open(folder.path());
    REQUIRE(reader);
    CHECK(base::read_file(reader->media_path(paper).value()).value() == kPaper);
    CHECK(base::read_file(reader->media_path(video).value()).value() == kVideo);
    CHECK(reader->media()->size() == 2);
    CHECK_FALSE(reader->media_path(media_of_bytes("x", "", "other")).has_value());
}

TEST_CASE("cache: media that are not what their record says never become blobs") {
    const support::TempDir folder, files;
    const auto video = media_of_bytes("maison.mp4", "video/mp4", kVideo);
    auto writer = ContentWriter::create(folder.path(), Base::empty);
    REQUIRE(writer);
    auto flipped = kVideo;
    flipped[100'000] ^= 1;
    for (const auto& bytes : {flipped, kVideo + "v", kVideo.substr(1), std::string()}) {
        const auto put = writer->put_media(video, write(files, "v", bytes));
        REQUIRE_FALSE(put);
        CHECK(put.error().code == ErrorCode::bad_digest);
        CHECK_FALSE(writer->has_media(video));
    }
    CHECK(writer->put_media(video, files / "absent").error().code == ErrorCode::not_found);
    CHECK_FALSE(std::filesystem::exists(blob_path(folder.path(), video.sha256)));
    CHECK(std::filesystem::is_empty(folder / "partial"));
}

TEST_CASE("cache: a record cannot name a media file outside the blobs") {
    const support::TempDir folder;
    auto record = with_media();
    std::get<model::Initiative>(record).video->file.sha256 = "../../../../../../../../etc/passwd";
    auto writer = ContentWriter::create(folder.path(), Base::empty);
    REQUIRE(writer);
    CHECK(writer->put(record).error().code == ErrorCode::bad_format);
    auto file = std::get<model::Initiative>(record).video->file;
    CHECK(writer->put_media(file, "/dev/null").error().code == ErrorCode::invalid_input);
    CHECK_FALSE(writer->has_media(file));
}

TEST_CASE("cache: blobs go when no kept generation names them, not before") {
    const support::TempDir folder, files;
    const auto record = with_media();
    const auto video = std::get<model::Initiative>(record).video->file;
    {
        auto writer = ContentWriter::create(folder.path(), Base::empty);
        REQUIRE(writer);
        REQUIRE(writer->put(record));
        REQUIRE(writer->put_media(video, write(files, "v", kVideo)));
        REQUIRE(writer->put_media(std::get<model::Initiative>(record).documents[0].file,
                                  write(files, "p", kPaper)));
        REQUIRE(writer->commit(sample_info(1, state_root(std::span(&record, 1)))));
    }
    const auto blob = blob_path(folder.path(), video.sha256);
    const auto plain = support::sample_content();
    REQUIRE(support::commit_records(folder.path(), plain, 2));
    CHECK(std::filesystem::exists(blob));  // the generation before may still be on screen
    REQUIRE(support::commit_records(folder.path(), plain, 3));
    CHECK_FALSE(std::filesystem::exists(blob));
}

TEST_CASE("cache: pages of documents that an earlier program kept without knowing them become media") {
    const support::TempDir folder;
    model::Initiative initiative;
    initiative.id = "maison";
    const std::string segment(64, '1');
    const model::MediaFile pages{std::string(64, 'b'),
                                 9'000'000,
                                 "maison.pdf.pages",
                                 "application/vnd.accueil.pages",
                                 {segment, segment, segment}};
    initiative.documents.push_back(
        {media_of_bytes("maison.pdf", "application/pdf", kPaper), model::Text("Fiche"), "fr", 1, pages});
    auto database = Database::open(folder / "content.db", Database::Mode::create).value();
    for (const auto& sql : migrations().subspan(0, 4))
        REQUIRE(database.execute(std::string(sql)));
    REQUIRE(database.execute("PRAGMA user_version = 4"));
    auto insert =
        database.prepare("INSERT INTO record VALUES (1, 'initiative', 'maison', 0, x'00', ?)").value();
    REQUIRE(insert.run(model::to_json(model::Record(initiative))));
    REQUIRE(migrate(database));
    CHECK(read_media(database).value() == std::vector{pages});
}

}  // namespace
}  // namespace accueil::cache
