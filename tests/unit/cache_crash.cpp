// SPDX-License-Identifier: GPL-3.0-or-later
// A writer that dies, or is refused, at each of its steps in turn leaves the old content or the new.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "sync/base/file.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/cache/content_writer.hpp"
#include "sync/cache/state_root.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::cache {
namespace {

using base::ErrorCode;
using base::Result;

const std::string kPhoto(70'000, 'p');

std::vector<model::Record> content_of(std::uint64_t revision) {
    auto records = support::sample_content();
    model::Initiative initiative;
    initiative.id = "photo";
    initiative.title = model::Text("Révision " + std::to_string(revision));
    const auto bytes = kPhoto + std::to_string(revision);
    initiative.photos.push_back({support::media_of_bytes("photo.jpg", "image/jpeg", bytes), {}, ""});
    records.push_back(initiative);
    return records;
}

Result<std::uint64_t> write_revision(const std::filesystem::path& folder, const support::TempDir& files,
                                     std::uint64_t revision, Base base, WriterOptions options = {}) {
    const auto records = content_of(revision);
    const auto source = files / ("photo" + std::to_string(revision));
    TRY(base::write_file_durably(source, kPhoto + std::to_string(revision)));
    auto writer = TRY(ContentWriter::create(folder, base, std::move(options)));
    for (const auto& record : records)
        TRY(writer.put(record));
    for (const auto& file : TRY(writer.missing_media()))
        TRY(writer.put_media(file, source));
    return writer.commit(support::sample_info(revision, state_root(records)));
}

// One of the two, whole: every record and its picture.
std::uint64_t revision_shown(const std::filesystem::path& folder) {
    const auto reader = ContentReader::open(folder, Check::thorough);
    REQUIRE(reader);
    CHECK(reader->fallback_reason().empty());
    const auto revision = reader->info().revision;
    for (const auto& record : content_of(revision)) {
        CHECK(reader->get(model::kind_of(record), model::id_of(record)).value() == record);
        for (const auto* file : model::media_of(record)) {
            const auto path = reader->media_path(*file);
            REQUIRE(path);
            CHECK(base::read_file(*path).value() == kPhoto + std::to_string(revision));
        }
    }
    return revision;
}

std::size_t files_below(const std::filesystem::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        count += entry.is_regular_file();
    return count;
}

int run_child(const std::function<int()>& work) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(work());
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status);
}

TEST_CASE(
    "cache: a crash before any step leaves the old content or the new, whole, and the next writer goes on") {
    const auto base = GENERATE(Base::empty, Base::current);
    constexpr int kCrashed = 42;
    std::vector<std::uint64_t> shown;
    for (int crash_at = 1;; ++crash_at) {
        const support::TempDir folder, files;
        REQUIRE(write_revision(folder.path(), files, 1, Base::empty));
        REQUIRE(write_revision(folder.path(), files, 2, Base::empty));
        const int result = run_child([&] {
            int step = 0;
            const WriterOptions options{[&](std::string_view) -> Result<void> {
                if (++step == crash_at) ::_exit(kCrashed);
                return {};
            }};
            return write_revision(folder.path(), files, 3, base, options) ? 0 : 1;
        });
        REQUIRE((result == kCrashed || result == 0));
        if (result == 0) break;  // past the last step
        INFO("crash before step " << crash_at);
        shown.push_back(revision_shown(folder.path()));

        REQUIRE(write_revision(folder.path(), files, 4, base));
        CHECK(revision_shown(folder.path()) == 4);
        CHECK_FALSE(std::filesystem::exists(folder / "generations/building"));
        CHECK(
            (!std::filesystem::exists(folder / "partial") || std::filesystem::is_empty(folder / "partial")));
        // lock, current.json, two generations of two files, their two pictures
        CHECK(files_below(folder.path()) == 8);
    }
    CHECK(shown.size() > 15);
    CHECK(std::is_sorted(shown.begin(), shown.end()));
    CHECK(shown.front() == 2);
    CHECK(shown.back() == 3);
}

TEST_CASE("cache: a first content that crashes before any step shows nothing or itself") {
    for (int crash_at = 1;; ++crash_at) {
        const support::TempDir folder, files;
        const int result = run_child([&] {
            int step = 0;
            const WriterOptions options{[&](std::string_view) -> Result<void> {
                if (++step == crash_at) ::_exit(42);
                return {};
            }};
            return write_revision(folder.path(), files, 1, Base::empty, options) ? 0 : 1;
        });
        if (result == 0) break;
        REQUIRE(result == 42);
        if (const auto reader = ContentReader::open(folder.path()); reader)
            CHECK(revision_shown(folder.path()) == 1);
        else
            CHECK(reader.error().code == ErrorCode::not_found);
        REQUIRE(write_revision(folder.path(), files, 2, Base::empty));
        CHECK(revision_shown(folder.path()) == 2);
    }
}

TEST_CASE("cache: a step that the system refuses is the commit's error, and the old content stands") {
    int refused = 0;
    for (int fail_at = 1;; ++fail_at) {
        const support::TempDir folder, files;
        REQUIRE(write_revision(folder.path(), files, 1, Base::empty));
        int step = 0;
        std::string name;
        const auto written =
            write_revision(folder.path(), files, 2, Base::current, {[&](std::string_view at) -> Result<void> {
                               if (++step != fail_at) return {};
                               name = at;
                               return base::fail(ErrorCode::io, "refused");
                           }});
        if (step < fail_at) break;
        INFO(name);
        // Sweeping comes after the switch: its refusal is no failure.
        if (name.starts_with("remove")) {
            CHECK(written);
            CHECK(revision_shown(folder.path()) == 2);
        } else {
            REQUIRE_FALSE(written);
            CHECK(written.error().detail == "refused");
            CHECK(revision_shown(folder.path()) == 1);
            ++refused;
        }
        CHECK_FALSE(std::filesystem::exists(folder / "generations/building"));
        REQUIRE(write_revision(folder.path(), files, 3, Base::current));
        CHECK(revision_shown(folder.path()) == 3);
    }
    CHECK(refused > 12);
}

TEST_CASE("cache: files that may not grow past any size end in an error and the old content") {
    const support::TempDir files;
    int failed = 0;
    // In steps of a SQLite page and less: inside the first page, inside the database, inside the picture.
    for (const rlim_t limit : {1, 100, 1000, 4096, 9000, 20'000, 40'000, 60'000, 70'000, 1 << 20}) {
        const support::TempDir folder;
        REQUIRE(write_revision(folder.path(), files, 1, Base::empty));
        REQUIRE(base::write_file_durably(files / "photo2", kPhoto + "2"));
        const int result = run_child([&] {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit size{limit, limit};
            ::setrlimit(RLIMIT_FSIZE, &size);
            const auto records = content_of(2);
            auto written = [&]() -> Result<std::uint64_t> {
                auto writer = TRY(ContentWriter::create(folder.path(), Base::empty));
                for (const auto& record : records)
                    TRY(writer.put(record));
                for (const auto& file : TRY(writer.missing_media()))
                    TRY(writer.put_media(file, files / "photo2"));
                return writer.commit(support::sample_info(2, state_root(records)));
            }();
            return written ? 0 : 1;
        });
        INFO("limit " << limit);
        CHECK(revision_shown(folder.path()) == (result == 0 ? 2 : 1));
        failed += result;
        CHECK_FALSE(std::filesystem::exists(folder / "generations/building"));
    }
    CHECK(failed >= 7);
    CHECK(failed < 10);
}

}  // namespace
}  // namespace accueil::cache
