// SPDX-License-Identifier: GPL-3.0-or-later
// One digest over a whole content: the publisher signs it, the cache recomputes it before it commits. Any
// thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sync/base/digest.hpp"
#include "sync/model/records.hpp"

namespace accueil::cache {

/// Of a territory's records, and of all others.
struct StateRoots {
    std::string centre, territory;
};

/// SHA-256, in hexadecimal, over the lines "kind TAB id TAB sha256-of-the-record's-JSON LF" sorted by kind,
/// then id, byte by byte. The records may come in any order; none may stand twice.
std::string state_root(std::span<const model::Record> records);

/// The same from digests that are known, given in order.
class StateRoot {
  public:
    void add(std::string_view kind, std::string_view id, const base::Sha256& digest);
    std::string finish();  ///< once

  private:
    base::Sha256Stream m_stream;
};

}  // namespace accueil::cache
