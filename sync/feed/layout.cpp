// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/layout.hpp"

namespace accueil::feed {

std::string full_name(std::uint64_t revision) {
    return "full/" + std::to_string(revision) + ".zst";
}

std::string delta_name(std::uint64_t from, std::uint64_t to) {
    return "d/" + std::to_string(from) + "-" + std::to_string(to) + ".zst";
}

std::string media_name(const std::string& sha256) {
    return "m/" + sha256.substr(0, 2) + "/" + sha256;
}

}  // namespace accueil::feed
