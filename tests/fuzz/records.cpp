// SPDX-License-Identifier: GPL-3.0-or-later
// Files of records, whole and deltas, from bytes to records and back. Mutations are made to the lines inside
// the zstd frame; some to the frame itself.
#include <zstd.h>

#include <vector>

#include "sync/feed/delta.hpp"
#include "sync/feed/records.hpp"
#include "sync/model/record_json.hpp"
#include "sync/trust/verified_bytes.hpp"
#include "tests/fuzz/must.hpp"

using namespace accueil;
using fuzz::must;

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* bytes, std::size_t length, std::size_t most);

namespace {

constexpr std::size_t kMostLines = std::size_t{1} << 20;

feed::DecodeLimits limits() {
    return {kMostLines, 100'000, 1000};
}

void look_at(const model::Record& record, std::string_view body) {
    must(!model::id_of(record).empty());
    // What was read and is written is read as the same again.
    const auto written = model::to_json(record);
    const auto again = model::record_from_json(written);
    must(again.has_value());
    must(*again == record);
    must(model::to_json(*again) == written);
    must(model::record_from_json(body).value() == record);
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t length, std::size_t most,
                                               unsigned seed) {
    std::vector<std::uint8_t> lines(kMostLines);
    const auto standing = ZSTD_decompress(lines.data(), lines.size() / 2, bytes, length);
    if (seed % 16 == 0 || ZSTD_isError(standing) != 0) return LLVMFuzzerMutate(bytes, length, most);
    const auto changed = LLVMFuzzerMutate(lines.data(), standing, lines.size());
    const auto packed = ZSTD_compress(bytes, most, lines.data(), changed, 1);
    return ZSTD_isError(packed) != 0 ? LLVMFuzzerMutate(bytes, length, most) : packed;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t length) {
    const std::string text(fuzz::view(bytes, length));
    const auto verified = trust::verify(text, text.size(), base::sha256(text)).value();
    std::vector<model::Record> records;
    const auto full =
        feed::decode_full(verified, limits(), [&](model::Record&& record, std::string_view body) {
            look_at(record, body);
            records.push_back(std::move(record));
            return base::Result<void>{};
        });
    if (full) {
        must(records.size() == *full);
        const auto packed = feed::encode_full(records).value();
        must(feed::decode_full(trust::verify(packed, packed.size(), base::sha256(packed)).value()).value() ==
             records);
    }
    std::uint64_t lines = 0;
    const auto delta = feed::decode_delta(verified, limits(),
                                          {[&](model::Record&& record, std::string_view body) {
                                               look_at(record, body);
                                               ++lines;
                                               return base::Result<void>{};
                                           },
                                           [&](const feed::RecordKey& key) {
                                               must(!key.first.empty() && !key.second.empty());
                                               ++lines;
                                               return base::Result<void>{};
                                           }});
    if (delta) must(lines == *delta);
    return 0;
}
