// SPDX-License-Identifier: GPL-3.0-or-later
// What accueil-pages writes: for each thing a line, its JSON, and the bytes of its pictures. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "sync/base/json.hpp"

namespace accueil::pages {

/// "DOCUMENT 120 0\n" and so on: what it is, the bytes of the JSON, the bytes after it.
std::string frame(std::string_view kind, const base::Json& json, std::string_view bytes = {});

/// Reads the PDF on descriptor 0, and writes its pages from `first` on, `most` of them, to descriptor 1. The
/// exit status of the program.
int run(int first, int most, int seconds, int memory_megabytes, long most_fine_bytes);

}  // namespace accueil::pages
