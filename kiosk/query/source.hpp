// SPDX-License-Identifier: GPL-3.0-or-later
// The cache behind the questions: within query/ alone. Loader thread.
#pragma once

#include <memory>
#include <utility>

#include "kiosk/query/content.hpp"
#include "sync/cache/content_reader.hpp"

namespace accueil::query {

/// local.db; see local.hpp.
class Local;
/// What a search needs of the content in memory; see searcher.hpp.
class Searcher;

class Source {
  public:
    Source(cache::ContentReader reader, bool embedded, std::shared_ptr<Local> local,
           std::optional<model::Coordinates> here = {}, Kiosk kiosk = {})
        : m_local(std::move(local)),
          m_reader(std::move(reader)),
          m_embedded(embedded),
          m_here(here),
          m_kiosk(std::move(kiosk)) {}
    const cache::ContentReader& reader() const { return m_reader; }
    Local& local() const { return *m_local; }
    bool embedded() const { return m_embedded; }
    /// Where this kiosk stands, where it was told.
    std::optional<model::Coordinates> here() const { return m_here; }
    const Kiosk& kiosk() const { return m_kiosk; }

    /// Made at the first call (content.cpp).
    base::Result<std::shared_ptr<const FeedSummary>> summary() const;

    /// Made at the first call, which reads the words of the content (searcher.cpp).
    base::Result<std::shared_ptr<const Searcher>> searcher() const;

  private:
    mutable std::shared_ptr<const Searcher> m_searcher;
    mutable std::shared_ptr<const FeedSummary> m_summary;
    std::shared_ptr<Local> m_local;  // the kiosk's, whatever the generation
    cache::ContentReader m_reader;
    bool m_embedded;
    std::optional<model::Coordinates> m_here;
    Kiosk m_kiosk;
};

}  // namespace accueil::query
