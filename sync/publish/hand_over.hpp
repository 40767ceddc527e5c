// SPDX-License-Identifier: GPL-3.0-or-later
// What a town hall hands over, taken into the feed at the centre: looked at as a kiosk would look at it, and
// refused with words before a byte of the feed changes. Called by the commands of accueil-feed. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/publish/repository.hpp"

namespace accueil::publish {

struct Received {
    std::string code;
    std::int64_t version = 0;  ///< of the territory's metadata
    std::uint64_t revision = 0, records = 0;
    std::uint64_t new_bytes = 0;  ///< written into public/
    base::WallTime expires_on{};
    bool holds_secret_key = false;  ///< a key lay beside: it is no secret any more
};

/// Takes `folder`, a town hall's public/ or what holds it, into public/ and signs snapshot and timestamp by
/// the online key. Any error leaves the feed as it was: bad_signature when the key that was delegated to did
/// not sign, rollback when the version does not rise, invalid_input for anything that is not the territory's
/// own, bad_digest and not_found for files.
base::Result<Received> receive(Repository& repository, const std::filesystem::path& folder,
                               const base::Clock& clock);

}  // namespace accueil::publish
