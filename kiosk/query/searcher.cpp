// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/searcher.hpp"

#include <algorithm>

#include "kiosk/query/source.hpp"

namespace accueil::query {

namespace {

FoundKind kind_named(const std::string& kind) {
    if (kind == "service") return FoundKind::service;
    if (kind == "place") return FoundKind::place;
    if (kind == "initiative") return FoundKind::initiative;
    return kind == "question" ? FoundKind::question : FoundKind::page;
}

}  // namespace

base::Result<std::shared_ptr<const Searcher>> Searcher::create(const Source& source) {
    const auto& reader = source.reader();
    std::vector<Lexicon::Word> words;
    for (auto& word : TRY(reader.search_words()))
        words.push_back({std::move(word.word), std::move(word.shown),
                         static_cast<std::uint32_t>(std::clamp<std::int64_t>(word.count, 0, 1'000'000))});
    const auto about = TRY(feed(source));
    const auto from = about.here.value_or(about.info.map_center);
    std::vector<Spot> spots;
    for (const auto& record : TRY(reader.search_records())) {
        if (record.number < 0) continue;
        const auto at = static_cast<std::size_t>(record.number);
        if (at >= spots.size()) spots.resize(at + 1);
        spots[at].kind = kind_named(record.kind);
        spots[at].is_searched = true;
        if (record.coordinates)
            spots[at].metres = static_cast<float>(metres_between(from, *record.coordinates));
    }
    return std::shared_ptr<const Searcher>(
        new Searcher(Topics(TRY(reader.all<model::Need>())), Lexicon(std::move(words)), std::move(spots)));
}

base::Result<std::shared_ptr<const Searcher>> Source::searcher() const {
    if (!m_searcher) m_searcher = TRY(Searcher::create(*this));
    return m_searcher;
}

}  // namespace accueil::query
