// SPDX-License-Identifier: GPL-3.0-or-later
// What kiosks sent up, sealed, as an admin reads it. Nothing is changed or erased where it lies. One thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/base/sealed_box.hpp"
#include "sync/model/proposal.hpp"
#include "sync/publish/words.hpp"

namespace accueil::publish {

/// A file that is none of those that were opened, and why: ends "publish.proposals.why.".
struct UnopenedFile {
    std::string name;  ///< below the folder
    std::string why;   ///< "other_key", "altered", "not_sealed", "newer", "no_proposal", "unreadable"
};

struct OpenedProposals {
    std::vector<model::Proposal> proposals;  ///< by day, then kiosk, then id
    std::vector<UnopenedFile> unopened;      ///< by name
    std::uint64_t twice = 0;                 ///< files that hold again what another one holds
};

/// All files below `folder`, or below its `proposal/` where there is one; names that begin with a dot are
/// passed over, links are not followed. not_found where it is no folder, io where it cannot be listed.
base::Result<OpenedProposals> open_proposals(const std::filesystem::path& folder,
                                             const std::vector<base::BoxSecretKey>& keys);

/// For a spreadsheet: UTF-8 with its mark, semicolons, nothing that would be calculated.
std::string proposals_csv(const std::vector<model::Proposal>& proposals, const Words& words);
/// A list of the documents as they were sealed (docs/content.md, "Proposals").
std::string proposals_json(const std::vector<model::Proposal>& proposals);

}  // namespace accueil::publish
