// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/delta.hpp"

#include <algorithm>
#include <utility>

#include "sync/base/json.hpp"
#include "sync/model/record_json.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::feed {

using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;

namespace {

// No record has a field of this name.
constexpr const char* kRemoved = "removed";

std::string tombstone(const RecordKey& key) {
    return Json{{"kind", key.first}, {"id", key.second}, {kRemoved, true}}.dump();
}

// A tombstone's key; nothing for what is to be read as a record.
Result<std::optional<RecordKey>> read_tombstone(std::string_view line) {
    if (line.find("\"removed\"") == std::string_view::npos) return std::nullopt;
    const Json json = TRY(base::parse_json(line));
    if (!json.is_object() || !json.contains(kRemoved)) return std::nullopt;
    const auto text = [&](const char* name) {
        const auto found = json.find(name);
        return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    RecordKey key{text("kind"), text("id")};
    if (json.at(kRemoved) != true || json.size() != 3 || key.first.empty() || key.second.empty())
        return fail(ErrorCode::bad_format, "neither a record nor a tombstone");
    return key;
}

}  // namespace

Changes changes_between(const std::map<RecordKey, std::string>& before,
                        const std::map<RecordKey, std::string>& after) {
    Changes changes;
    for (const auto& [key, json] : after) {
        const auto old = before.find(key);
        if (old == before.end() || old->second != json) changes.emplace(key, json);
    }
    for (const auto& [key, json] : before) {
        if (!after.contains(key)) changes.emplace(key, std::nullopt);
    }
    return changes;
}

Changes merged(Changes earlier, Changes later) {
    later.merge(earlier);  // takes over what `later` does not name
    return later;
}

Result<std::string> encode_delta(const Changes& changes) {
    std::string lines;
    for (const auto& [key, json] : changes) {
        lines += json ? *json : tombstone(key);
        lines += '\n';
    }
    return compress_lines(lines);
}

Result<std::uint64_t> decode_delta(const trust::VerifiedBytes& bytes, const DecodeLimits& limits,
                                   const DeltaSink& sink) {
    return read_lines(bytes.view(), limits, [&](std::string_view line) -> Result<RecordKey> {
        if (auto gone = TRY(read_tombstone(line))) {
            TRY(sink.remove(*gone));
            return std::move(*gone);
        }
        auto record = TRY(model::record_from_json(line));
        auto key = key_of(record);
        TRY(sink.put(std::move(record), line));
        return key;
    });
}

Result<Changes> decode_delta(const trust::VerifiedBytes& bytes, const DecodeLimits& limits) {
    Changes changes;
    const DeltaSink sink{[&](model::Record&& record, std::string_view body) -> Result<void> {
                             changes.emplace(key_of(record), std::string(body));
                             return {};
                         },
                         [&](const RecordKey& key) -> Result<void> {
                             changes.emplace(key, std::nullopt);
                             return {};
                         }};
    TRY(decode_delta(bytes, limits, sink));
    return changes;
}

std::optional<std::vector<DeltaFile>> cheapest_path(const std::vector<DeltaFile>& deltas, std::uint64_t from,
                                                    std::uint64_t to, std::uint64_t most_bytes,
                                                    std::uint64_t request_bytes) {
    struct Reached {
        std::uint64_t bytes = 0;
        const DeltaFile* by = nullptr;
    };
    // Every delta leads to a later revision: in order of where they begin, each revision's cost is final
    // before it is gone on from.
    std::vector<const DeltaFile*> ordered;
    for (const auto& delta : deltas) {
        if (delta.from < delta.to && delta.from >= from && delta.to <= to) ordered.push_back(&delta);
    }
    std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) { return a->from < b->from; });
    std::map<std::uint64_t, Reached> reached{{from, {}}};
    for (const auto* delta : ordered) {
        const auto start = reached.find(delta->from);
        if (start == reached.end() || delta->length >= most_bytes) continue;
        const auto bytes = start->second.bytes + delta->length + request_bytes;
        const auto [end, is_new] = reached.try_emplace(delta->to, Reached{bytes, delta});
        if (!is_new && bytes < end->second.bytes) end->second = {bytes, delta};
    }
    const auto end = reached.find(to);
    if (end == reached.end() || end->second.bytes >= most_bytes) return std::nullopt;
    std::vector<DeltaFile> path;
    for (auto at = to; at != from; at = path.back().from)
        path.push_back(*reached.at(at).by);
    std::reverse(path.begin(), path.end());
    return path;
}

}  // namespace accueil::feed
