// SPDX-License-Identifier: GPL-3.0-or-later
// The cache behind the questions: within query/ alone. Loader thread.
#pragma once

#include <memory>

#include "sync/cache/content_reader.hpp"

namespace accueil::query {

/// local.db; see local.hpp.
class Local;
/// What a search needs of the content in memory; see searcher.hpp.
class Searcher;

class Source {
  public:
    Source(cache::ContentReader reader, bool embedded, std::shared_ptr<Local> local,
           std::optional<model::Coordinates> here = {})
        : m_local(std::move(local)), m_reader(std::move(reader)), m_embedded(embedded), m_here(here) {}
    const cache::ContentReader& reader() const { return m_reader; }
    Local& local() const { return *m_local; }
    bool embedded() const { return m_embedded; }
    /// Where this kiosk stands, where it was told.
    std::optional<model::Coordinates> here() const { return m_here; }

    /// Made at the first call, which reads the words of the content (searcher.cpp).
    base::Result<std::shared_ptr<const Searcher>> searcher() const;

  private:
    mutable std::shared_ptr<const Searcher> m_searcher;
    std::shared_ptr<Local> m_local;  // the kiosk's, whatever the generation
    cache::ContentReader m_reader;
    bool m_embedded;
    std::optional<model::Coordinates> m_here;
};

}  // namespace accueil::query
