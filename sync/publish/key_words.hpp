// SPDX-License-Identifier: GPL-3.0-or-later
// LISEZMOI.txt beside the keys: who keeps which, where. Written once, in both languages, for whoever opens
// the folder years later. Pure.
#pragma once

#include <string>

namespace accueil::publish {

extern const char* const kFeedKeysReadMe;

/// Of a town hall's own folder, or a further publisher's; `key` is the key file's name.
std::string joined_read_me(const std::string& key, const std::string& public_key);

}  // namespace accueil::publish
