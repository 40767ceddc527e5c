// SPDX-License-Identifier: GPL-3.0-or-later
// Owners of zstd's contexts. Null where there is no memory for one.
#pragma once

#include <zstd.h>

#include <memory>

namespace accueil::feed {

struct FreeContext {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

using Compressor = std::unique_ptr<ZSTD_CCtx, FreeContext>;
using Decompressor = std::unique_ptr<ZSTD_DCtx, FreeContext>;

}  // namespace accueil::feed
