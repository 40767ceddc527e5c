// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/search.hpp"

#include <algorithm>
#include <set>

#include "kiosk/query/searcher.hpp"
#include "kiosk/query/source.hpp"
#include "sync/cache/search_text.hpp"

namespace accueil::query {

namespace {

using base::Result;
using Numbers = std::vector<std::int64_t>;

constexpr std::size_t kMostCompletions = 5;
constexpr std::size_t kMostRows = 30'000;  // of one question to the index
constexpr std::size_t kLooked = 24;        // records of each kind that are read to be compared

// What the title's words are compared with: stems, and the beginning that the last word may be.
struct Sought {
    std::vector<std::set<std::string>> groups;  // of each word that was typed
    std::string beginning;
};

bool has_word(const std::set<std::string>& group, const std::string& beginning, const std::string& folded,
              const std::string& stem) {
    return group.contains(stem) || (beginning.size() >= 2 && folded.starts_with(beginning));
}

// The words of the title that were typed. A word that is begun is marked as far as it is typed.
std::vector<Highlight> highlights_of(std::string_view title, const Sought& sought, const Topics& topics) {
    std::vector<Highlight> found;
    for (const auto& token : cache::search_tokens(title)) {
        if (cache::is_stop_word(token.folded)) continue;
        const auto& stem = topics.stem(token.folded);
        bool is_whole = false;
        for (const auto& group : sought.groups)
            is_whole = is_whole || group.contains(stem);
        if (is_whole) found.push_back({token.begin, token.end});
    }
    return found;
}

class Searching {
  public:
    Searching(const Source& source, const Searcher& searcher, const SearchRequest& request)
        : m_source(source), m_searcher(searcher), m_request(request) {}

    Result<SearchAnswer> run() {
        m_answer.text = m_request.text;
        m_words = m_searcher.topics().parse(m_request.text);
        complete();
        if (m_words.empty()) return std::move(m_answer);
        m_matches = m_searcher.topics().match(m_request.text, m_words, m_searcher.titles());
        seek();
        add_needs();
        TRY(add_records());
        std::stable_sort(m_answer.groups.begin(), m_answer.groups.end(),
                         [](const FoundGroup& a, const FoundGroup& b) {
                             return a.found.front().score > b.found.front().score;
                         });
        return std::move(m_answer);
    }

  private:
    void complete() {
        const auto& topics = m_searcher.topics();
        auto& words = m_answer.completions;
        const auto add = [&](const std::string& word) {
            if (words.size() < kMostCompletions && std::find(words.begin(), words.end(), word) == words.end())
                words.push_back(word);
        };
        for (const auto& word : topics.next_words(m_request.text, kMostCompletions))
            add(word);
        if (m_words.empty() || !m_words.back().is_last) return;
        const auto& last = m_words.back().folded;
        for (const auto word : topics.words().completions(last, kMostCompletions))
            add(topics.words()[word].shown);
        for (const auto word : m_searcher.titles().completions(last, kMostCompletions))
            add(m_searcher.titles()[word].shown);
    }

    // The stems that each word may stand for in the records.
    void seek() {
        constexpr std::size_t kMostBegun = 12, kMostNear = 3;
        const auto& topics = m_searcher.topics();
        for (const auto& word : m_words) {
            std::set<std::string> group{topics.stem(word.folded)};
            const bool is_known = topics.words().find(word.folded) != Lexicon::kNone ||
                                  m_searcher.titles().find(word.folded) != Lexicon::kNone;
            const auto add = [&](const Lexicon& lexicon, Lexicon::Index index) {
                group.insert(topics.stem(lexicon[index].folded));
            };
            bool is_begun = false;
            if (word.is_last && word.folded.size() >= 2) {
                m_sought.beginning = word.folded;
                for (const auto index : m_searcher.titles().completions(word.folded, kMostBegun))
                    add(m_searcher.titles(), index), is_begun = true;
                for (const auto index : topics.words().completions(word.folded, kMostBegun))
                    add(topics.words(), index), is_begun = true;
            }
            if (!is_known && !is_begun) {
                const Lexicon::Near* best = nullptr;
                // A long way from what was typed only where it is all that was typed.
                const auto far = [&](const Lexicon::Near& near) {
                    return near.quality < 0.75 && m_words.size() > 1;
                };
                auto of_titles = m_searcher.titles().near(word.folded, kMostNear);
                auto of_topics = topics.words().near(word.folded, kMostNear);
                std::erase_if(of_titles, far);
                std::erase_if(of_topics, far);
                for (const auto& near : of_titles)
                    add(m_searcher.titles(), near.word);
                for (const auto& near : of_topics)
                    add(topics.words(), near.word);
                if (!of_topics.empty()) best = &of_topics.front();
                if (best == nullptr && !of_titles.empty()) best = &of_titles.front();
                if (best != nullptr && m_answer.meant.empty())
                    m_answer.meant = !of_topics.empty() ? topics.words()[best->word].shown
                                                        : m_searcher.titles()[best->word].shown;
                m_is_known.push_back(best != nullptr);
            } else {
                m_is_known.push_back(true);
            }
            m_sought.groups.push_back(std::move(group));
        }
    }

    void add_needs() {
        FoundGroup group{FoundKind::need, {}};
        const auto& topics = m_searcher.topics();
        std::set<std::pair<std::string, std::string>> shown;
        for (const auto& match : m_matches) {
            if (group.found.size() >= m_request.most_per_group) break;
            const auto& topic = topics.topics()[match.topic];
            const auto& need = topics.needs()[topic.need];
            if (!shown.emplace(need.id, topic.thematique).second) continue;
            Found found;
            found.kind = FoundKind::need;
            found.id = need.id;
            found.thematique = topic.thematique;
            if (!topic.thematique.empty()) found.thematiques = {topic.thematique};
            found.title = topic.title;
            if (!topic.thematique.empty()) found.detail = need.title;
            found.highlights = highlights_of(topic.title.words(m_request.language), m_sought, topics);
            found.why = found.highlights.empty() ? FoundWhy::synonym : FoundWhy::title;
            if (found.why == FoundWhy::synonym) found.word = match.phrase;
            found.score = match.score;
            group.found.push_back(std::move(found));
        }
        if (!group.found.empty()) m_answer.groups.push_back(std::move(group));
    }

    // What the index has for the words: all in titles, then all somewhere, then those that say something.
    Result<void> add_records() {
        cache::SearchGroups in_title, anywhere, strong;
        std::size_t known = 0;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            std::vector<std::string> any(m_sought.groups[i].begin(), m_sought.groups[i].end()), title;
            for (const auto& stem : any)
                title.push_back("=" + stem);
            in_title.push_back(std::move(title));
            if (m_is_known[i] && !cache::is_weak_word(m_words[i].folded)) strong.push_back(any);
            known += m_is_known[i] ? 1 : 0;
            anywhere.push_back(std::move(any));
        }
        // One letter says nothing; what it may become is in the completions.
        if (m_words.size() == 1 && m_words[0].folded.size() < 2) return {};
        TRY(take(in_title, 0.75, FoundWhy::title));
        TRY(take(anywhere, 0.45, FoundWhy::text));
        // A name that is spelled as another word: "demi" for "Demy".
        if (m_taken.empty()) TRY(take(names_like(), 0.6, FoundWhy::title));
        if (m_taken.empty() && !strong.empty() && strong.size() < anywhere.size() &&
            (2 * known > m_words.size() || !m_matches.empty()))
            TRY(take(strong, 0.35, FoundWhy::text));
        if (!m_matches.empty()) {
            const auto& best = m_searcher.topics().topics()[m_matches.front().topic];
            const auto& need = m_searcher.topics().needs()[best.need];
            const auto tag = best.thematique.empty() ? "@need-" + need.id : "@" + best.thematique;
            TRY(take({{tag}}, 0.3, FoundWhy::need));
        }
        for (const auto kind : {FoundKind::service, FoundKind::place, FoundKind::initiative,
                                FoundKind::question, FoundKind::page})
            TRY(add_group(kind));
        return {};
    }

    cache::SearchGroups names_like() {
        constexpr std::size_t kMostNear = 4;
        cache::SearchGroups groups;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            auto& group = m_sought.groups[i];
            if (m_words[i].folded.size() >= 4)
                for (const auto& near : m_searcher.titles().near(m_words[i].folded, kMostNear))
                    group.insert(m_searcher.topics().stem(m_searcher.titles()[near.word].folded));
            std::vector<std::string> title;
            for (const auto& stem : group)
                title.push_back("=" + stem);
            groups.push_back(std::move(title));
        }
        return groups;
    }

    struct Candidate {
        std::int64_t number;
        float metres;
        double base;
        FoundWhy why;
    };

    // The nearest of each kind, where they are not there already.
    Result<void> take(const cache::SearchGroups& groups, double base, FoundWhy why) {
        std::vector<Candidate> of_kind[6];
        for (const auto number : TRY(m_source.reader().search(groups, kMostRows))) {
            const auto spot = m_searcher.spot(number);
            if (spot.is_searched && !m_taken.contains(number))
                of_kind[static_cast<std::size_t>(spot.kind)].push_back({number, spot.metres, base, why});
        }
        for (std::size_t kind = 0; kind < 6; ++kind) {
            auto& found = of_kind[kind];
            const auto nearer = [](const Candidate& a, const Candidate& b) {
                const float x = a.metres < 0 ? 1e9F : a.metres, y = b.metres < 0 ? 1e9F : b.metres;
                return x != y ? x < y : a.number < b.number;
            };
            if (found.size() > kLooked) {
                std::nth_element(found.begin(), found.begin() + kLooked, found.end(), nearer);
                found.resize(kLooked);
            }
            for (const auto& one : found) {
                if (m_candidates[kind].size() >= 2 * kLooked) break;
                m_taken.insert(one.number);
                m_candidates[kind].push_back(one);
            }
        }
        return {};
    }

    // How much of the title is what was typed: 0 to 1.
    double share_of(std::string_view title) const {
        double all = 0, typed = 0;
        for (const auto& token : cache::search_tokens(title)) {
            if (cache::is_stop_word(token.folded)) continue;
            ++all;
            const auto& stem = m_searcher.topics().stem(token.folded);
            for (const auto& group : m_sought.groups) {
                if (!has_word(group, m_sought.beginning, token.folded, stem)) continue;
                ++typed;
                break;
            }
        }
        return all > 0 ? typed / all : 0;
    }

    Result<void> add_group(FoundKind kind) {
        auto& candidates = m_candidates[static_cast<std::size_t>(kind)];
        if (candidates.empty()) return {};
        Numbers numbers;
        for (const auto& candidate : candidates)
            numbers.push_back(candidate.number);
        auto records = TRY(m_source.reader().records_by_number(numbers));
        if (records.size() != candidates.size())
            return base::fail(base::ErrorCode::corrupt, "the index names records that are not there");
        FoundGroup group{kind, {}};
        for (std::size_t i = 0; i < records.size(); ++i) {
            auto found = describe(records[i]);
            found.kind = kind;
            found.why = candidates[i].why;
            if (candidates[i].metres >= 0) found.metres = candidates[i].metres;
            const double share = share_of(found.title.words("fr"));
            // Of two alike the nearer one: a kilometre is worth little beside a word.
            const double near = found.metres ? 0.02 / (1 + *found.metres / 1000) : 0;
            found.score = candidates[i].base + 0.25 * share + near;
            group.found.push_back(std::move(found));
        }
        std::stable_sort(group.found.begin(), group.found.end(),
                         [](const Found& a, const Found& b) { return a.score > b.score; });
        if (group.found.size() > m_request.most_per_group) group.found.resize(m_request.most_per_group);
        for (auto& found : group.found) {
            found.highlights =
                highlights_of(found.title.words(m_request.language), m_sought, m_searcher.topics());
            if (kind != FoundKind::service) continue;
            if (const auto place = TRY(m_source.reader().get<model::Place>(found.place_id)))
                found.detail = place->name;
        }
        m_answer.groups.push_back(std::move(group));
        return {};
    }

    // A service's place stands in `word` until it is looked up.
    static Found describe(model::Record& record) {
        Found found;
        found.id = model::id_of(record);
        if (auto* service = std::get_if<model::Service>(&record)) {
            found.title = std::move(service->name);
            found.place_id = std::move(service->place_id);
            found.thematiques = std::move(service->thematiques);
        } else if (auto* place = std::get_if<model::Place>(&record)) {
            found.title = std::move(place->name);
            if (!place->municipality.empty()) found.detail = model::Text(std::move(place->municipality));
        } else if (auto* initiative = std::get_if<model::Initiative>(&record)) {
            found.title = std::move(initiative->title);
            const auto& where = initiative->place.empty() ? initiative->municipality : initiative->place;
            if (!where.empty()) found.detail = model::Text(where);
        } else if (auto* question = std::get_if<model::Question>(&record)) {
            found.title = std::move(question->title);
        } else if (auto* page = std::get_if<model::Page>(&record)) {
            found.title = std::move(page->title);
        }
        return found;
    }

    const Source& m_source;
    const Searcher& m_searcher;
    const SearchRequest& m_request;
    SearchAnswer m_answer;
    std::vector<QueryWord> m_words;
    std::vector<bool> m_is_known;  // of each word: the content has it, or one near it
    std::vector<Topics::Match> m_matches;
    Sought m_sought;
    std::set<std::int64_t> m_taken;
    std::vector<Candidate> m_candidates[6];  // by kind
};

}  // namespace

Result<SearchAnswer> search(const Source& source, const SearchRequest& request) {
    const auto searcher = TRY(source.searcher());
    return Searching(source, *searcher, request).run();
}

Result<void> prepare_search(const Source& source) {
    TRY(source.searcher());
    return {};
}

}  // namespace accueil::query
