// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/territory_rows.hpp"

#include <algorithm>

namespace accueil::cache {

using base::ErrorCode;
using base::fail;
using base::Result;

Result<StateRoots> read_roots(const Database& database, const std::string& id_prefix) {
    auto statement = TRY(database.prepare("SELECT kind, id, digest FROM record ORDER BY kind, id, digest"));
    StateRoot centre, territory;
    std::pair<std::string, std::string> last;
    while (TRY(statement.step())) {
        const auto kind = statement.text(0), id = statement.text(1);
        if (kind == last.first && id == last.second)
            return fail(ErrorCode::corrupt, last.first + " " + last.second + " stands twice");
        last.first = kind;
        last.second = id;
        base::Sha256 digest{};
        const auto bytes = statement.blob(2);
        if (bytes.size() != digest.size())
            return fail(ErrorCode::corrupt, "a record's digest has a wrong length");
        std::copy(bytes.begin(), bytes.end(), digest.begin());
        const bool is_territory = !id_prefix.empty() && id.starts_with(id_prefix);
        (is_territory ? territory : centre).add(kind, id, digest);
    }
    return StateRoots{centre.finish(), territory.finish()};
}

Result<std::vector<std::pair<std::string, std::string>>> read_keys(const Database& database,
                                                                   const std::string& id_prefix) {
    std::vector<std::pair<std::string, std::string>> keys;
    auto statement = TRY(database.prepare("SELECT kind, id FROM record ORDER BY kind, id"));
    while (TRY(statement.step()))
        if (statement.text(1).starts_with(id_prefix)) keys.emplace_back(statement.text(0), statement.text(1));
    return keys;
}

Result<std::set<std::string>> read_media_of(const Database& database, const std::string& id_prefix) {
    std::set<std::string> own, others;
    auto statement =
        TRY(database.prepare("SELECT media.sha256, record.id FROM media JOIN record ON number = record"));
    while (TRY(statement.step()))
        (statement.text(1).starts_with(id_prefix) ? own : others).emplace(statement.text(0));
    std::erase_if(own, [&](const std::string& sha256) { return others.contains(sha256); });
    return own;
}

}  // namespace accueil::cache
