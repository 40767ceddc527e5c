// SPDX-License-Identifier: GPL-3.0-or-later
// The cache behind the questions: within query/ alone. Loader thread.
#pragma once

#include "sync/cache/content_reader.hpp"

namespace accueil::query {

class Source {
  public:
    Source(cache::ContentReader reader, bool embedded, std::optional<model::Coordinates> here = {})
        : m_reader(std::move(reader)), m_embedded(embedded), m_here(here) {}
    const cache::ContentReader& reader() const { return m_reader; }
    bool embedded() const { return m_embedded; }
    /// Where this kiosk stands, where it was told.
    std::optional<model::Coordinates> here() const { return m_here; }

  private:
    cache::ContentReader m_reader;
    bool m_embedded;
    std::optional<model::Coordinates> m_here;
};

}  // namespace accueil::query
