// SPDX-License-Identifier: GPL-3.0-or-later
// What each key costs while a visitor types into a content of 50,000 services and 15,000 places: the queries
// of tests/fixtures/search letter by letter, each asked whole. Prints lines of "name value unit".
// search_bench CONTENT QUERIES [DOCUMENTS]: CONTENT gives the needs and their words; titles and texts of the
// services are written to DOCUMENTS, a line each, and the typed texts to DOCUMENTS.typed, for a search of
// another kind.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "kiosk/query/loader.hpp"
#include "kiosk/query/search.hpp"
#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/publish/content_folder.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/temp_dir.hpp"

namespace {

using namespace accueil;

constexpr int kPlaces = 15'000;
constexpr int kServices = 50'000;
constexpr int kTowns = 2'000;
constexpr int kWordsOfText = 60;

// Of the processor: other work on the machine takes less from it than from the clock on the wall.
double milliseconds_now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

[[noreturn]] void fail(const std::string& what) {
    std::fprintf(stderr, "search_bench: %s\n", what.c_str());
    std::exit(1);
}

template <class T>
T must(base::Result<T> result) {
    if (!result) fail(result.error().detail);
    return std::move(*result);
}

class Maker {
  public:
    explicit Maker(const std::vector<model::Record>& records) {
        for (const auto& record : records) {
            const auto* need = std::get_if<model::Need>(&record);
            if (need == nullptr) continue;
            for (const auto& topic : need->topics) {
                m_topics.push_back({need->id, &topic});
                for (const auto& synonym : topic.synonyms)
                    if (static_cast<unsigned char>(synonym[0]) < 0x80) m_words.push_back(synonym);
            }
        }
        if (m_words.empty()) fail("the content has no needs with words");
        for (int i = 0; i < kTowns; ++i)
            m_towns.push_back(town());
    }

    std::vector<model::Record> make(std::ofstream& documents) {
        static constexpr const char* kKinds[] = {"Mairie",         "Centre social",   "Maison des services",
                                                 "Association",    "Médiathèque",     "CCAS",
                                                 "Mission locale", "Espace solidaire"};
        std::vector<model::Record> records;
        for (int i = 0; i < kPlaces; ++i) {
            auto place = support::sample_place("place-" + std::to_string(i), i);
            place.municipality = m_towns[pick(kTowns)];
            place.name = model::Text(std::string(kKinds[pick(8)]) + " de " + place.municipality);
            place.description = model::Text(text());
            place.coordinates = model::Coordinates{42 + 9 * share(), -4 + 12 * share()};
            records.emplace_back(std::move(place));
        }
        for (int i = 0; i < kServices; ++i) {
            auto service = support::sample_service("service-" + std::to_string(i), i,
                                                   "place-" + std::to_string(pick(kPlaces)));
            const auto& [need, topic] = m_topics[pick(m_topics.size())];
            service.name = model::Text(m_words[pick(m_words.size())] + " à " + m_towns[pick(kTowns)]);
            service.description = model::Text(text());
            service.needs = {need};
            service.thematiques = {topic->thematique};
            if (documents)
                documents << service.name.words("fr") << '\t' << service.description.words("fr") << '\n';
            records.emplace_back(std::move(service));
        }
        return records;
    }

  private:
    std::size_t pick(std::size_t size) { return m_random() % size; }
    double share() { return static_cast<double>(m_random() % 1'000'000) / 1e6; }
    std::string town() {
        static constexpr const char* kBegin[] = {"Mont", "Saint-", "Ville", "Cler",  "Beau", "Roche",
                                                 "Cha",  "Bel",    "Fon",   "Haute", "Vau",  "Bour"};
        static constexpr const char* kMiddle[] = {"mar", "ju", "le", "ron", "tai",
                                                  "vi",  "go", "na", "ber", "lou"};
        static constexpr const char* kEnd[] = {"ville", "court", "ac",   "mont", "ay",
                                               "bourg", "val",   "lieu", "gny",  "ieux"};
        return std::string(kBegin[pick(12)]) + kMiddle[pick(10)] + kMiddle[pick(10)] + kEnd[pick(10)];
    }
    std::string text() {
        std::string words;
        for (int count = 0; count < kWordsOfText; count += 3)
            words += m_words[pick(m_words.size())] + ". ";
        return words;
    }

    std::vector<std::pair<std::string, const model::NeedTopic*>> m_topics;
    std::vector<std::string> m_words, m_towns;
    std::mt19937 m_random{7};
};

// What stands in the field after each key.
std::vector<std::string> typed_texts(const std::string& path) {
    const auto root = base::Json::parse(must(base::read_file(path)), nullptr, false);
    std::vector<std::string> texts;
    if (!root.is_object() || !root.contains("queries")) fail(path + ": no queries");
    for (const auto& item : root["queries"]) {
        const auto query = item.value("query", "");
        for (std::size_t end = 1; end <= query.size(); ++end)
            if (end == query.size() || (static_cast<unsigned char>(query[end]) & 0xC0U) != 0x80U)
                texts.push_back(query.substr(0, end));
    }
    return texts;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 3) fail("search_bench CONTENT QUERIES [DOCUMENTS]");
    const auto content = publish::read_content_folder(arguments[1], {});
    auto texts = typed_texts(arguments[2]);
    std::ofstream documents;
    if (count > 3) {
        documents.open(arguments[3]);
        std::ofstream typed(std::string(arguments[3]) + ".typed");
        for (const auto& text : texts)
            typed << text << '\n';
    }
    auto records = Maker(content.records).make(documents);
    for (const auto& record : content.records)
        if (std::holds_alternative<model::Need>(record) || std::holds_alternative<model::FeedInfo>(record))
            records.push_back(record);
    const support::TempDir folder;
    double begin = milliseconds_now();
    must(support::commit_records(folder.path(), records, 1));
    std::printf("search.commit_65k_ms %.0f ms\n", milliseconds_now() - begin);
    const auto source = must(query::open_source({folder.path(), folder.path()}));
    begin = milliseconds_now();
    if (const auto ready = query::prepare_search(*source); !ready) fail(ready.error().detail);
    std::printf("search.prepare_ms %.1f ms\n", milliseconds_now() - begin);

    std::vector<std::pair<double, std::string>> times;
    std::size_t found = 0;
    for (const auto& text : texts) {
        begin = milliseconds_now();
        const auto answer = must(query::search(*source, {text}));
        times.emplace_back(milliseconds_now() - begin, text);
        found += answer.groups.size();
    }
    std::sort(times.begin(), times.end());
    const auto at = [&](double part) {
        return times[std::min(times.size() - 1,
                              static_cast<std::size_t>(part * static_cast<double>(times.size())))];
    };
    std::printf("search.keystrokes %zu keys\n", times.size());
    std::printf("search.keystroke_median_ms %.2f ms\n", at(0.5).first);
    std::printf("search.keystroke_p99_ms %.2f ms\n", at(0.99).first);
    std::printf("search.keystroke_max_ms %.2f ms\n", times.back().first);
    std::fprintf(stderr, "slowest: \"%s\", \"%s\"; %zu groups in all\n", times.back().second.c_str(),
                 at(0.995).second.c_str(), found);
}
