// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/loader.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/support/kiosk_rig.hpp"
#include "tests/support/sample_content.hpp"

using namespace accueil;
using query::Loader;

namespace {

struct Title final : query::Data {
    explicit Title(std::string text) : words(std::move(text)) {}
    std::string words;
};

query::Job ask_title(const std::string& initiative) {
    return [initiative](const query::Source& source) -> base::Result<query::DataPtr> {
        const auto page = TRY(query::initiative(source, initiative));
        if (!page) return query::DataPtr();
        return query::DataPtr(std::make_shared<Title>(std::string(page->initiative.title.words("fr"))));
    };
}

std::string title(const query::Answer& answer) {
    if (!answer.data) return "failed";
    return *answer.data ? static_cast<const Title&>(**answer.data).words : "gone";
}

/// A loader and the thread that waits for its wake-ups, as the glass does. Waits end by the loader's word;
/// the time limit only keeps a broken loader from hanging the tests.
class Desk {
  public:
    Desk(const std::filesystem::path& cache, const std::filesystem::path& embedded)
        : m_loader(Loader::start({cache, embedded}, [this] {
              const std::lock_guard lock(m_mutex);
              ++m_wakes;
              m_woken.notify_all();
          })) {}
    ~Desk() { m_loader.reset(); }  // before what its wake-ups touch

    void submit(std::uint64_t ticket, query::Job job) { m_loader->submit(ticket, std::move(job)); }
    query::Answer answer(std::uint64_t ticket, query::Job job) {
        submit(ticket, std::move(job));
        return answers(1).front();
    }
    std::vector<query::Answer> answers(std::size_t count) {
        std::vector<query::Answer> all;
        wait([&](Loader::News& news) {
            for (auto& answer : news.answers)
                all.push_back(std::move(answer));
            return all.size() >= count;
        });
        return all;
    }
    void wait_for_change() {
        wait([](const Loader::News& news) { return news.content_changed; });
    }
    Loader& operator*() { return *m_loader; }

  private:
    void wait(const std::function<bool(Loader::News&)>& done) {
        for (;;) {
            int seen = 0;
            {
                const std::lock_guard lock(m_mutex);
                seen = m_wakes;
            }
            auto news = m_loader->drain();
            if (done(news)) return;
            std::unique_lock lock(m_mutex);
            REQUIRE(m_woken.wait_for(lock, std::chrono::seconds(60), [&] { return m_wakes != seen; }));
        }
    }
    std::mutex m_mutex;
    std::condition_variable m_woken;
    int m_wakes = 0;
    std::unique_ptr<Loader> m_loader;
};

std::vector<model::Record> one_initiative(const std::string& title) {
    model::Initiative initiative;
    initiative.id = "maison";
    initiative.title = model::Text(title);
    return {initiative};
}

struct Folders {
    support::TempDir folder;
    std::filesystem::path cache = folder / "cache", embedded = folder / "embedded";

    Folders() { publish_to(embedded, "embedded"); }
    void publish(const std::string& title) { publish_to(cache, title); }
    void publish_to(const std::filesystem::path& where, const std::string& title) {
        REQUIRE(support::commit_records(where, one_initiative(title), 1));
    }
};

}  // namespace

TEST_CASE("the loader answers in the order of the questions, on a thread of its own", "[query]") {
    Folders folders;
    folders.publish("first");
    Desk desk(folders.cache, folders.embedded);
    std::atomic<bool> elsewhere = false;
    desk.submit(10, [&, here = std::this_thread::get_id()](const query::Source& source) {
        elsewhere = std::this_thread::get_id() != here;
        return ask_title("maison")(source);
    });
    for (std::uint64_t ticket = 11; ticket < 40; ++ticket)
        desk.submit(ticket, ask_title(ticket == 20 ? "absent" : "maison"));
    const auto answers = desk.answers(30);
    REQUIRE(answers.size() == 30);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        CHECK(answers[i].ticket == 10 + i);
        CHECK(title(answers[i]) == (i == 10 ? "gone" : "first"));
        REQUIRE(answers[i].feed);
        CHECK_FALSE(answers[i].feed->embedded);
    }
    CHECK(elsewhere);
    CHECK((*desk).drain().answers.empty());
}

TEST_CASE("while the cache is missing, what came with the program is shown; then the cache, once it comes",
          "[query]") {
    Folders folders;
    Desk desk(folders.cache, folders.embedded);
    const auto before = desk.answer(1, ask_title("maison"));
    CHECK(title(before) == "embedded");
    CHECK(before.feed->embedded);
    folders.publish("first");
    desk.wait_for_change();
    const auto after = desk.answer(2, ask_title("maison"));
    CHECK(title(after) == "first");
    CHECK_FALSE(after.feed->embedded);
}

TEST_CASE("an empty or ruined cache is no reason for an empty screen", "[query]") {
    Folders folders;
    std::filesystem::create_directories(folders.cache);
    SECTION("a folder with nothing in it") {}
    SECTION("a pointer that is no JSON") {
        REQUIRE(base::write_file_durably(folders.cache / "current.json", "{"));
    }
    SECTION("a file where the folder should be") {
        std::filesystem::remove(folders.cache);
        REQUIRE(base::write_file_durably(folders.cache, "?"));
    }
    Desk desk(folders.cache, folders.embedded);
    const auto answer = desk.answer(1, ask_title("maison"));
    CHECK(title(answer) == "embedded");
}

TEST_CASE("a new generation is noticed by itself, and answers come from it alone", "[query]") {
    Folders folders;
    folders.publish("first");
    Desk desk(folders.cache, folders.embedded);
    const auto before = desk.answer(1, ask_title("maison"));
    for (const char* next : {"second", "third"}) {
        folders.publish(next);
        desk.wait_for_change();
        const auto after = desk.answer(2, ask_title("maison"));
        CHECK(title(after) == next);
        CHECK(after.feed->generation > before.feed->generation);
    }
    CHECK(title(before) == "first");  // what a screen holds does not change under it
}

TEST_CASE("a cache that is taken away gives the screen back to what came with the program", "[query]") {
    Folders folders;
    folders.publish("first");
    Desk desk(folders.cache, folders.embedded);
    CHECK(title(desk.answer(1, ask_title("maison"))) == "first");
    std::filesystem::remove_all(folders.cache);
    desk.wait_for_change();
    CHECK(title(desk.answer(2, ask_title("maison"))) == "embedded");
}

TEST_CASE("with neither cache nor embedded content every question is answered by a failure", "[query]") {
    const support::TempDir folder;
    Desk desk(folder / "cache", folder / "embedded");
    const auto answer = desk.answer(1, ask_title("maison"));
    CHECK(title(answer) == "failed");
    CHECK_FALSE(answer.feed);
    CHECK_FALSE(query::open_source({folder / "cache", folder / "embedded"}));
}

TEST_CASE("a loader can be ended with questions still waiting", "[query]") {
    Folders folders;
    auto loader = Loader::start({folders.cache, folders.embedded}, [] {});
    for (std::uint64_t ticket = 0; ticket < 500; ++ticket)
        loader->submit(ticket, ask_title("maison"));
    loader.reset();
    SUCCEED("it ended");
}
