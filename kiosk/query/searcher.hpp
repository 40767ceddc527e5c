// SPDX-License-Identifier: GPL-3.0-or-later
// What a search needs of the content in memory: the matters of its needs, the words of its titles, and where
// each record is. Held by the Source, so as long as a generation is read; loader thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "kiosk/query/search.hpp"
#include "kiosk/query/search_lexicon.hpp"
#include "kiosk/query/search_topics.hpp"

namespace accueil::query {

class Searcher {
  public:
    static base::Result<std::shared_ptr<const Searcher>> create(const Source& source);

    const Topics& topics() const { return m_topics; }
    const Lexicon& titles() const { return m_titles; }

    struct Spot {
        FoundKind kind = FoundKind::page;
        bool is_searched = false;
        float metres = -1;  ///< from the kiosk; below 0 where that is not known
    };
    Spot spot(std::int64_t number) const {
        const auto at = static_cast<std::size_t>(number);
        return number < 0 || at >= m_spots.size() ? Spot{} : m_spots[at];
    }

  private:
    Searcher(Topics topics, Lexicon titles, std::vector<Spot> spots)
        : m_topics(std::move(topics)), m_titles(std::move(titles)), m_spots(std::move(spots)) {}
    Topics m_topics;
    Lexicon m_titles;
    std::vector<Spot> m_spots;  // by number
};

}  // namespace accueil::query
