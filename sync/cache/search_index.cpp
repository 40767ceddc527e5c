// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/search_index.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sync/model/record_json.hpp"

namespace accueil::cache {

using base::Result;

namespace {

// Latin letters in lower case, their accents kept.
std::string lowered(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto c = static_cast<unsigned char>(out[i]);
        if (c >= 'A' && c <= 'Z') {
            out[i] = static_cast<char>(c - 'A' + 'a');
        } else if (c == 0xC3 && i + 1 < out.size()) {
            const auto next = static_cast<unsigned char>(out[i + 1]);
            if (next >= 0x80 && next <= 0x9E && next != 0x97) out[i + 1] = static_cast<char>(next + 0x20);
        } else if (c == 0xC5 && i + 1 < out.size() && out[i + 1] == '\x92') {
            out[i + 1] = '\x93';  // Œ
        }
    }
    return out;
}

bool is_word_to_show(std::string_view folded) {
    return folded.size() >= 3 || (folded.size() == 2 && folded[0] >= '0' && folded[0] <= '9');
}

// Characters of ASCII that no word goes beyond, whatever stands beside them.
constexpr auto kPartsWords = [] {
    std::array<bool, 256> parts{};
    for (std::size_t c = 0; c < 0x80; ++c)
        parts[c] = !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
    return parts;
}();

bool parts_words(char c) {
    return kPartsWords[static_cast<unsigned char>(c)];
}

std::string digits(std::string_view text) {
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return c >= '0' && c <= '9'; });
    return out;
}

}  // namespace

SearchTerms::Known& SearchTerms::known(std::string_view folded) {
    if (const auto place = m_known.find(folded); place != m_known.end()) return place->second;
    auto& known = m_known[std::string(folded)];
    known.stem = m_stemmer.stem(folded);
    known.stop = is_stop_word(folded);
    known.shown = is_word_to_show(folded);
    known.brief = folded.size() < 3 && folded[0] >= 'a';
    return known;
}

SearchTerms::Counts SearchTerms::take_counts() {
    auto counts = std::exchange(m_counts, {});
    for (auto& [folded, one] : m_known)
        for (auto& written : one.written)
            if (const auto count = std::exchange(written.count, 0); count != 0)
                counts[{folded, lowered(written.text)}] += count;
    return counts;
}

const SearchTerms::Run& SearchTerms::run_of(std::string_view written, std::uint64_t hash) {
    auto& run = m_runs[static_cast<std::size_t>(hash >> 32) % kRuns];
    if (run.written == written) return run;
    run.written = written;
    run.words.clear();
    SearchScanner scanner(written);
    for (SearchScanner::Word word; scanner.next(word);)
        run.words.push_back({&known(word.folded), word.begin, word.end});
    return run;
}

template <class Take>
void SearchTerms::for_each_word(std::string_view text, Take take) {
    text = text.substr(0, kMostSearchedBytes);
    for (std::size_t at = 0; at < text.size();) {
        if (parts_words(text[at])) {
            ++at;
            continue;
        }
        const auto begin = at;
        std::uint64_t hash = 0;
        for (; at < text.size() && !parts_words(text[at]); ++at)
            hash = (hash ^ static_cast<unsigned char>(text[at])) * 0x9E3779B97F4A7C15U;
        const auto& run = run_of(text.substr(begin, at - begin), hash);
        for (const auto& word : run.words)
            take(*word.known, std::string_view(run.written).substr(word.begin, word.end - word.begin));
    }
}

void SearchTerms::add_title(std::string_view text, int count) {
    for_each_word(text, [&](Known& one, std::string_view as_written) {
        if (one.stop || one.named == m_record) return;
        one.named = m_record;
        m_terms += '=';
        m_terms += one.stem;
        m_terms += ' ';
        if (one.seen != m_record) (m_terms += one.stem) += ' ';
        one.seen = m_record;
        if (!one.shown || count == 0) return;
        const auto same = std::find_if(one.written.begin(), one.written.end(),
                                       [&](const Written& written) { return written.text == as_written; });
        if (same != one.written.end())
            same->count += count;
        else
            one.written.push_back({std::string(as_written), count});
    });
}

void SearchTerms::add_text(std::string_view text) {
    for_each_word(text, [&](Known& one, std::string_view) {
        if (one.stop || one.brief || one.seen == m_record) return;
        one.seen = m_record;
        (m_terms += one.stem) += ' ';
    });
}

void SearchTerms::add_all(const model::Text& text) {
    for (const auto& [language, words] : text.by_language())
        add_text(words);
}

void SearchTerms::add_tag(std::string_view tag, std::string_view value) {
    ((m_terms += tag) += value) += ' ';
}

const std::string& SearchTerms::of(const model::Record& record, int count) {
    constexpr std::size_t kMostKnown = 200'000;
    if (m_known.size() >= kMostKnown) {
        m_counts = take_counts();
        m_runs.assign(kRuns, {});  // they point to what is known
        m_known.clear();
    }
    m_terms.clear();
    ++m_record;
    const auto title = [&](const model::Text& text) {
        for (const auto& [language, words] : text.by_language())
            add_title(words, count);
    };
    if (const auto* service = std::get_if<model::Service>(&record)) {
        title(service->name);
        add_all(service->description);
        add_all(service->publics_details);
        for (const auto& thematique : service->thematiques)
            add_tag("@", thematique);
        for (const auto& need : service->needs)
            add_tag("@need-", need);
    } else if (const auto* place = std::get_if<model::Place>(&record)) {
        title(place->name);
        add_title(place->municipality, count);
        add_all(place->description);
        add_text(place->address);
        for (const auto& number : {digits(place->telephone), digits(place->sms)})
            if (!number.empty()) add_text(number);
    } else if (const auto* initiative = std::get_if<model::Initiative>(&record)) {
        title(initiative->title);
        add_all(initiative->summary);
        add_text(initiative->carrier);
        add_text(initiative->place);
        add_text(initiative->municipality);
        add_all(initiative->body);
    } else if (const auto* question = std::get_if<model::Question>(&record)) {
        title(question->title);
        add_all(question->lead);
        add_all(question->body);
    } else if (const auto* page = std::get_if<model::Page>(&record)) {
        title(page->title);
        add_all(page->lead);
        add_all(page->body);
    }
    return m_terms;
}

Result<SearchIndex> SearchIndex::prepare(const Database& database) {
    SearchIndex index;
    index.m_add = TRY(database.prepare("INSERT INTO search (rowid, terms) VALUES (?, ?)"));
    index.m_remove =
        TRY(database.prepare("INSERT INTO search (search, rowid, terms) VALUES ('delete', ?, ?)"));
    return index;
}

Result<void> SearchIndex::apply(Statement& statement, std::int64_t number, const model::Record& record,
                                int count) {
    const auto& terms = m_terms->of(record, count);
    if (terms.empty()) return {};
    return statement.run(number, std::string_view(terms));
}

Result<void> SearchIndex::add(std::int64_t number, const model::Record& record) {
    return apply(m_add, number, record, 1);
}

Result<void> SearchIndex::remove(std::int64_t number, const model::Record& record) {
    return apply(m_remove, number, record, -1);
}

Result<void> SearchIndex::flush(const Database& database) {
    auto count = TRY(database.prepare(
        "INSERT INTO search_word VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET count = count + ?3"));
    for (const auto& [word, change] : m_terms->take_counts())
        if (change != 0) TRY(count.run(word.first, word.second, change));
    auto sweep = TRY(database.prepare("DELETE FROM search_word WHERE count <= 0"));
    return sweep.run();
}

Result<bool> renew_search_index(Database& database) {
    if (TRY(database.text("SELECT value FROM meta WHERE key = 'search'")) == kSearchVersion) return false;
    TRY(database.execute("INSERT INTO search (search) VALUES ('delete-all'); DELETE FROM search_word"));
    auto index = TRY(SearchIndex::prepare(database));
    auto records = TRY(database.prepare("SELECT number, kind, id, body FROM record ORDER BY number"));
    while (TRY(records.step())) {
        const auto record = model::record_from_json(records.text(3));
        if (!record)
            return base::fail(base::ErrorCode::corrupt, std::string(records.text(1)) + " " +
                                                            std::string(records.text(2)) + ": " +
                                                            record.error().detail);
        TRY(index.add(records.whole(0), *record));
    }
    TRY(index.flush(database));
    auto meta = TRY(database.prepare("INSERT OR REPLACE INTO meta VALUES ('search', ?)"));
    TRY(meta.run(kSearchVersion));
    return true;
}

}  // namespace accueil::cache
