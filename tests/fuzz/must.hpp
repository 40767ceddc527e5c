// SPDX-License-Identifier: GPL-3.0-or-later
// What every fuzz target begins with: the entry that libFuzzer calls, and a promise whose breach is a crash.
// One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t length);

namespace accueil::fuzz {

inline std::string_view view(const std::uint8_t* bytes, std::size_t length) {
    return {reinterpret_cast<const char*>(bytes), length};
}

inline void must(bool promise) {
    if (!promise) std::abort();
}

}  // namespace accueil::fuzz
