// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/records.hpp"

#include <zstd.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "sync/model/record_json.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::feed {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr int kCompressionLevel = 19;
constexpr int kMostWindowLog = 27;  // 128 MiB: what level 19 may ask for, and no more of a kiosk's memory

using Key = std::pair<std::string, std::string>;

Key key_of(const model::Record& record) {
    return {model::kind_of(record), model::id_of(record)};
}

struct FreeContext {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

// Splits what it is fed into lines and hands each record on.
class LineReader {
  public:
    LineReader(const DecodeLimits& limits, const RecordSink& sink) : m_limits(limits), m_sink(sink) {}

    Result<void> feed(std::string_view bytes) {
        m_bytes += bytes.size();
        if (m_bytes > m_limits.bytes)
            return too_large("more than " + std::to_string(m_limits.bytes) + " bytes in all");
        while (!bytes.empty()) {
            const auto end = bytes.find('\n');
            const auto part = bytes.substr(0, end);
            if (m_line.size() + part.size() > m_limits.line_bytes)
                return too_large("a record of more than " + std::to_string(m_limits.line_bytes) + " bytes");
            m_line += part;
            if (end == std::string_view::npos) return {};
            bytes.remove_prefix(end + 1);
            TRY(take_line());
        }
        return {};
    }

    Result<std::uint64_t> finish() {
        if (!m_line.empty()) return fail(ErrorCode::bad_format, where() + "does not end");
        return m_records;
    }

  private:
    std::string where() const { return "line " + std::to_string(m_records + 1) + ": "; }
    tl::unexpected<base::Error> too_large(const std::string& what) const {
        return fail(ErrorCode::too_large, where() + what);
    }

    Result<void> take_line() {
        if (m_records == m_limits.records)
            return too_large("more than " + std::to_string(m_limits.records) + " records");
        auto record = model::record_from_json(m_line);
        if (!record) return fail(record.error().code, where() + record.error().detail);
        auto key = key_of(*record);
        if (m_records > 0 && key <= m_last)
            return fail(ErrorCode::bad_format, where() + key.first + " " + key.second + " stands after " +
                                                   m_last.first + " " + m_last.second);
        m_last = std::move(key);
        TRY(m_sink(std::move(*record), m_line));
        ++m_records;
        m_line.clear();
        return {};
    }

    const DecodeLimits& m_limits;
    const RecordSink& m_sink;
    std::string m_line;
    Key m_last;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_records = 0;
};

}  // namespace

Result<std::string> encode_full(std::span<const model::Record> records) {
    std::vector<std::pair<Key, const model::Record*>> sorted;
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

    const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kCompressionLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    std::string compressed(ZSTD_compressBound(lines.size()), '\0');
    const auto length =
        ZSTD_compress2(context.get(), compressed.data(), compressed.size(), lines.data(), lines.size());
    if (ZSTD_isError(length) != 0)
        return fail(ErrorCode::io, std::string("zstd: ") + ZSTD_getErrorName(length));
    compressed.resize(length);
    return compressed;
}

Result<std::uint64_t> decode_full(const trust::VerifiedBytes& bytes, const DecodeLimits& limits,
                                  const RecordSink& sink) {
    const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMostWindowLog);
    LineReader lines(limits, sink);
    std::string out(ZSTD_DStreamOutSize(), '\0');
    ZSTD_inBuffer input{bytes.view().data(), bytes.view().size(), 0};
    std::size_t rest = 1;  // 0 at the end of a frame
    for (bool full = false; input.pos < input.size || full;) {
        if (rest == 0) return fail(ErrorCode::bad_format, "zstd: bytes after the end");
        ZSTD_outBuffer output{out.data(), out.size(), 0};
        rest = ZSTD_decompressStream(context.get(), &output, &input);
        if (ZSTD_isError(rest) != 0)
            return fail(ErrorCode::bad_format, std::string("zstd: ") + ZSTD_getErrorName(rest));
        TRY(lines.feed(std::string_view(out.data(), output.pos)));
        full = output.pos == output.size && rest != 0;
    }
    if (rest != 0) return fail(ErrorCode::bad_format, "zstd: ends too early");
    return lines.finish();
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
