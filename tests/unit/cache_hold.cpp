// SPDX-License-Identifier: GPL-3.0-or-later
// What is on screen is kept until it is not, and the media keep to a budget.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/cache/content_reader.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::cache {
namespace {

constexpr std::size_t kPhotoBytes = 70'000;

std::string photo_of(std::uint64_t revision) {
    return std::string(kPhotoBytes, static_cast<char>('a' + revision));
}

model::MediaFile file_of(std::uint64_t revision) {
    return support::media_of_bytes("photo.jpg", "image/jpeg", photo_of(revision));
}

// A cache whose generation N shows one picture of its own.
struct Cache {
    support::TempDir folder, files;
    WriterOptions options{};

    base::Result<std::uint64_t> commit(std::uint64_t revision) {
        model::Initiative initiative;
        initiative.id = "photo";
        initiative.title = model::Text("Révision " + std::to_string(revision));
        initiative.photos.push_back({file_of(revision), {}, ""});
        const std::vector<model::Record> records{initiative};
        TRY(base::write_file_durably(files / "photo", photo_of(revision)));
        auto writer = TRY(ContentWriter::create(folder.path(), Base::empty, options));
        TRY(writer.put(initiative));
        TRY(writer.put_media(file_of(revision), files / "photo"));
        return writer.commit(support::sample_info(revision, state_root(records)));
    }
    bool has_generation(std::uint64_t number) const {
        return std::filesystem::exists(folder / ("generations/0000000" + std::to_string(number)));
    }
    bool has_photo(std::uint64_t revision) const {
        return std::filesystem::exists(blob_path(folder.path(), file_of(revision).sha256));
    }
};

// Another process that reads the current generation, as a kiosk does.
class OtherReader {
  public:
    explicit OtherReader(const std::filesystem::path& folder) {
        int up[2], down[2];
        REQUIRE(::pipe(up) == 0);
        REQUIRE(::pipe(down) == 0);
        m_process = ::fork();
        REQUIRE(m_process >= 0);
        if (m_process == 0) {
            ::close(up[0]);
            ::close(down[1]);
            ::_exit(read_until_told(folder, down[0], up[1]));
        }
        ::close(up[1]);
        ::close(down[0]);
        m_answers = base::UniqueFd(up[0]);
        m_questions = base::UniqueFd(down[1]);
        REQUIRE(answer() == 'o');
    }
    ~OtherReader() { end(SIGKILL); }

    /// The picture that its generation shows, opened now.
    bool opens_photo() {
        REQUIRE(::write(m_questions.get(), "?", 1) == 1);
        return answer() == 'y';
    }
    void end(int by_signal) {
        if (m_process <= 0) return;
        if (by_signal != 0) ::kill(m_process, by_signal);
        m_questions.reset();  // else it ends by itself
        ::waitpid(m_process, nullptr, 0);
        m_process = 0;
    }

  private:
    static int read_until_told(const std::filesystem::path& folder, int questions, int answers) {
        const auto reader = ContentReader::open(folder);
        if (!reader || ::write(answers, "o", 1) != 1) return 1;
        const auto revision = reader->info().revision;
        for (char question = 0; ::read(questions, &question, 1) == 1;) {
            const auto path = reader->media_path(file_of(revision));
            const bool is_there = path && base::read_file(*path).value_or("") == photo_of(revision);
            if (::write(answers, is_there ? "y" : "n", 1) != 1) return 1;
        }
        return 0;
    }
    char answer() const {
        char byte = 0;
        return ::read(m_answers.get(), &byte, 1) == 1 ? byte : '\0';
    }

    pid_t m_process = 0;
    base::UniqueFd m_questions, m_answers;
};

TEST_CASE("cache: what another process still shows is kept, with its media, until it lets go") {
    const auto ending = GENERATE(0, SIGKILL);  // a reader that crashes leaves nothing behind
    Cache cache;
    REQUIRE(cache.commit(1));
    OtherReader kiosk(cache.folder.path());
    for (std::uint64_t revision = 2; revision <= 4; ++revision) {
        REQUIRE(cache.commit(revision));
        CHECK(cache.has_generation(1));
        CHECK(kiosk.opens_photo());
    }
    CHECK_FALSE(cache.has_generation(2));
    CHECK_FALSE(cache.has_photo(2));
    CHECK(cache.has_generation(3));

    kiosk.end(ending);
    CHECK(cache.has_generation(1));
    REQUIRE(cache.commit(5));
    CHECK_FALSE(cache.has_generation(1));
    CHECK_FALSE(cache.has_photo(1));
    CHECK(cache.has_photo(4));
    CHECK(cache.has_photo(5));
}

TEST_CASE("cache: many readers of one generation hold it, to the last") {
    Cache cache;
    REQUIRE(cache.commit(1));
    auto one = ContentReader::open(cache.folder.path());
    auto other = ContentReader::open(cache.folder.path());
    REQUIRE(cache.commit(2));
    one = base::fail(base::ErrorCode::cancelled, "let go");
    REQUIRE(cache.commit(3));
    CHECK(cache.has_generation(1));
    other = base::fail(base::ErrorCode::cancelled, "let go");
    REQUIRE(cache.commit(4));
    CHECK_FALSE(cache.has_generation(1));
}

TEST_CASE("cache: beyond the budget, media go that only the generation before has") {
    Cache cache;
    cache.options.blob_budget = kPhotoBytes * 3 / 2;
    REQUIRE(cache.commit(1));
    CHECK(cache.has_photo(1));
    REQUIRE(cache.commit(2));
    CHECK(cache.has_generation(1));
    CHECK_FALSE(cache.has_photo(1));
    CHECK(cache.has_photo(2));

    SECTION("but not while they are on screen") {
        auto reader = ContentReader::open(cache.folder.path());
        REQUIRE(cache.commit(3));
        CHECK(cache.has_photo(2));
        CHECK(cache.has_photo(3));
        reader = base::fail(base::ErrorCode::cancelled, "let go");
        REQUIRE(cache.commit(4));
        CHECK_FALSE(cache.has_photo(2));
        CHECK_FALSE(cache.has_photo(3));
    }
    SECTION("nor within it") {
        cache.options.blob_budget = kPhotoBytes * 2;
        REQUIRE(cache.commit(3));
        CHECK(cache.has_photo(2));
    }
    SECTION("and what the present one shows stays whatever the budget") {
        cache.options.blob_budget = 1;
        REQUIRE(cache.commit(3));
        CHECK(cache.has_photo(3));
        CHECK_FALSE(cache.has_photo(2));
    }
}

}  // namespace
}  // namespace accueil::cache
