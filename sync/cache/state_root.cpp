// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/state_root.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "sync/model/record_json.hpp"

namespace accueil::cache {

void StateRoot::add(std::string_view kind, std::string_view id, const base::Sha256& digest) {
    std::string line(kind);
    line += '\t';
    line += id;
    line += '\t';
    line += base::to_hex(digest);
    line += '\n';
    m_stream.update(line);
}

std::string StateRoot::finish() {
    return base::to_hex(m_stream.finish());
}

std::string state_root(std::span<const model::Record> records) {
    std::vector<const model::Record*> sorted;
    sorted.reserve(records.size());
    for (const auto& record : records)
        sorted.push_back(&record);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
        return std::make_tuple(std::string_view(model::kind_of(*a)), std::string_view(model::id_of(*a))) <
               std::make_tuple(std::string_view(model::kind_of(*b)), std::string_view(model::id_of(*b)));
    });
    StateRoot root;
    for (const auto* record : sorted)
        root.add(model::kind_of(*record), model::id_of(*record), base::sha256(model::to_json(*record)));
    return root.finish();
}

}  // namespace accueil::cache
