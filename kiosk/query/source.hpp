// SPDX-License-Identifier: GPL-3.0-or-later
// The cache behind the questions: within query/ alone. Loader thread.
#pragma once

#include "sync/cache/content_reader.hpp"

namespace accueil::query {

class Source {
  public:
    Source(cache::ContentReader reader, bool embedded) : m_reader(std::move(reader)), m_embedded(embedded) {}
    const cache::ContentReader& reader() const { return m_reader; }
    bool embedded() const { return m_embedded; }

  private:
    cache::ContentReader m_reader;
    bool m_embedded;
};

}  // namespace accueil::query
