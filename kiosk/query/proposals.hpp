// SPDX-License-Identifier: GPL-3.0-or-later
// A visitor's proposal on its way: sealed to the centre's key before it touches the disk, then kept for the
// daemon. Writes the disk: called on the loader thread alone, but for new_proposal_id().
#pragma once

#include <string>

#include "kiosk/query/content.hpp"
#include "sync/model/proposal.hpp"

namespace accueil::query {

/// Of a proposal that was never kept. Any thread.
std::string new_proposal_id();

/// Seals it to `key` (model::ProposalInfo::key) and keeps it under its id, with the name of `source`'s kiosk:
/// from the return on it outlives a power cut. The same id again is accepted as it was. no_space where as
/// many wait as may, or the disk is full; not_found where this kiosk keeps nothing; else why the disk or the
/// key refuses. No error says anything of what was written.
base::Result<void> propose(const Source& source, model::Proposal proposal, const std::string& key);

}  // namespace accueil::query
