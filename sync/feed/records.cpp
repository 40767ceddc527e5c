// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/records.hpp"

#include <algorithm>
#include <utility>

#include "sync/model/record_json.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::feed {

using base::ErrorCode;
using base::fail;
using base::Result;

RecordKey key_of(const model::Record& record) {
    return {model::kind_of(record), model::id_of(record)};
}

Result<std::string> encode_full(std::span<const model::Record> records) {
    std::vector<std::pair<RecordKey, const model::Record*>> sorted;
    sorted.reserve(records.size());
    for (const auto& record : records)
        sorted.emplace_back(key_of(record), &record);
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end(),
                                          [](const auto& a, const auto& b) { return a.first == b.first; });
    if (twice != sorted.end())
        return fail(ErrorCode::invalid_input,
                    twice->first.first + " " + twice->first.second + " stands twice");
    std::string lines;
    for (const auto& [key, record] : sorted) {
        lines += model::to_json(*record);
        lines += '\n';
    }
    return compress_lines(lines);
}

Result<std::uint64_t> decode_full(const trust::VerifiedBytes& bytes, const DecodeLimits& limits,
                                  const RecordSink& sink) {
    return read_lines(bytes.view(), limits, [&](std::string_view line) -> Result<RecordKey> {
        auto record = TRY(model::record_from_json(line));
        auto key = key_of(record);
        TRY(sink(std::move(record), line));
        return key;
    });
}

Result<std::vector<model::Record>> decode_full(const trust::VerifiedBytes& bytes,
                                               const DecodeLimits& limits) {
    std::vector<model::Record> records;
    TRY(decode_full(bytes, limits, [&](model::Record&& record, std::string_view) -> Result<void> {
        records.push_back(std::move(record));
        return {};
    }));
    return records;
}

}  // namespace accueil::feed
