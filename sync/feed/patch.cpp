// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/patch.hpp"

#include <zstd.h>

#include <algorithm>
#include <memory>

#include "sync/feed/zstd_context.hpp"

namespace accueil::feed {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr int kLevel = 6;                // higher ones gain little: what matters are the long matches
constexpr int kMostPatchWindowLog = 31;  // 2 GiB
constexpr std::uint64_t kMost = std::uint64_t{2} << 30;

// Wide enough to reach from the end of the new version to the beginning of the old.
int window_log(std::uint64_t bytes) {
    int log = 10;
    while (log < kMostPatchWindowLog && (std::uint64_t{1} << log) < bytes)
        ++log;
    return log;
}

}  // namespace

std::string patch_name(const std::string& from_sha256, const std::string& to_sha256) {
    return "p/" + from_sha256 + "-" + to_sha256 + ".zst";
}

Result<std::string> make_patch(std::string_view from, std::string_view to) {
    if (from.size() + to.size() > kMost)
        return fail(ErrorCode::too_large, "a patch between files of more than 2 GiB together");
    const Compressor context(ZSTD_createCCtx());
    if (context == nullptr) return fail(ErrorCode::io, "zstd: no memory");
    const std::pair<ZSTD_cParameter, int> parameters[] = {
        {ZSTD_c_compressionLevel, kLevel},
        {ZSTD_c_enableLongDistanceMatching, 1},
        {ZSTD_c_windowLog, window_log(from.size() + to.size())},
        {ZSTD_c_checksumFlag, 1}};
    for (const auto& [parameter, value] : parameters) {
        const auto set = ZSTD_CCtx_setParameter(context.get(), parameter, value);
        if (ZSTD_isError(set) != 0)
            return fail(ErrorCode::io, std::string("zstd: ") + ZSTD_getErrorName(set));
    }
    ZSTD_CCtx_refPrefix(context.get(), from.data(), from.size());
    // Room that is not written to costs nothing: the patch is small.
    const auto bound = ZSTD_compressBound(to.size());
    const std::unique_ptr<char[]> room(new char[bound]);
    const auto size = ZSTD_compress2(context.get(), room.get(), bound, to.data(), to.size());
    if (ZSTD_isError(size) != 0) return fail(ErrorCode::io, std::string("zstd: ") + ZSTD_getErrorName(size));
    return std::string(room.get(), size);
}

bool leads_to(std::string_view patch, std::string_view from, std::string_view to) {
    const Decompressor context(ZSTD_createDCtx());
    if (context == nullptr) return false;
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMostPatchWindowLog);
    ZSTD_DCtx_refPrefix(context.get(), from.data(), from.size());
    std::string piece(ZSTD_DStreamOutSize(), '\0');
    ZSTD_inBuffer in{patch.data(), patch.size(), 0};
    std::size_t done = 0, left = 1;
    while (left != 0) {
        ZSTD_outBuffer out{piece.data(), piece.size(), 0};
        const auto before = in.pos;
        left = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(left) != 0 ||
            to.substr(std::min(done, to.size()), out.pos) != std::string_view(piece).substr(0, out.pos))
            return false;
        done += out.pos;
        if (out.pos == 0 && in.pos == before && left != 0) return false;  // it ends too early
    }
    return done == to.size() && in.pos == in.size;
}

}  // namespace accueil::feed
