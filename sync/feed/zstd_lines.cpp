// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/zstd_lines.hpp"

#include <zstd.h>

#include <memory>

#include "sync/feed/zstd_context.hpp"

namespace accueil::feed {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr int kCompressionLevel = 19;
constexpr int kMostWindowLog = 27;  // 128 MiB: what level 19 may ask for, and no more of a kiosk's memory

// Splits what it is fed into lines.
class LineReader {
  public:
    LineReader(const DecodeLimits& limits, const LineSink& sink) : m_limits(limits), m_sink(sink) {}

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
        return m_lines;
    }

  private:
    std::string where() const { return "line " + std::to_string(m_lines + 1) + ": "; }
    tl::unexpected<base::Error> too_large(const std::string& what) const {
        return fail(ErrorCode::too_large, where() + what);
    }

    Result<void> take_line() {
        if (m_lines == m_limits.records)
            return too_large("more than " + std::to_string(m_limits.records) + " records");
        auto key = m_sink(m_line);
        if (!key) return fail(key.error().code, where() + key.error().detail);
        if (m_lines > 0 && *key <= m_last)
            return fail(ErrorCode::bad_format, where() + key->first + " " + key->second + " stands after " +
                                                   m_last.first + " " + m_last.second);
        m_last = std::move(*key);
        ++m_lines;
        m_line.clear();
        return {};
    }

    const DecodeLimits& m_limits;
    const LineSink& m_sink;
    std::string m_line;
    RecordKey m_last;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_lines = 0;
};

}  // namespace

Result<std::string> compress_lines(std::string_view lines) {
    const Compressor context(ZSTD_createCCtx());
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

Result<std::uint64_t> read_lines(std::string_view compressed, const DecodeLimits& limits,
                                 const LineSink& sink) {
    const Decompressor context(ZSTD_createDCtx());
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMostWindowLog);
    LineReader lines(limits, sink);
    std::string out(ZSTD_DStreamOutSize(), '\0');
    ZSTD_inBuffer input{compressed.data(), compressed.size(), 0};
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

}  // namespace accueil::feed
