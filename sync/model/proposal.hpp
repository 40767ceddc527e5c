// SPDX-License-Identifier: GPL-3.0-or-later
// An initiative that a visitor proposes, as one JSON document (docs/content.md, "Proposals"). Written by the
// kiosk, which seals it; read by the admins' tool. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"
#include "sync/model/local_time.hpp"
#include "sync/model/records.hpp"

namespace accueil::model {

/// In letters (code points); kMostProposalBytes bounds the whole document.
inline constexpr std::size_t kMostProposalTitle = 120, kMostProposalText = 2000, kMostProposalContact = 160;
inline constexpr std::size_t kMostProposalBytes = 64 << 10;

struct Proposal {
    std::string id;     ///< 32 hexadecimal digits: also of the item that goes up
    std::string kiosk;  ///< the kiosk's id; may be empty
    LocalDay day{};     ///< the territory's, on which it was written
    std::string language;
    std::string title, text;
    std::string town;  ///< "here": the territory's name; empty otherwise
    std::optional<Coordinates> point;
    std::string contact;  ///< as the visitor wrote it; may be empty
    bool operator==(const Proposal&) const = default;
};

/// Without consent there is no proposal: it stands in the document.
std::string proposal_json(const Proposal& proposal);
/// bad_format for what no kiosk writes, unsupported for a newer version. Unknown fields are passed over.
base::Result<Proposal> proposal_from_json(std::string_view text);

/// The number that a visitor is told, and a table shows: "3F2A 9C1B", of the id.
std::string proposal_number(const std::string& id);

}  // namespace accueil::model
