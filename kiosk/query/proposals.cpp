// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/proposals.hpp"

#include "kiosk/query/local.hpp"
#include "kiosk/query/source.hpp"
#include "sync/base/sealed_box.hpp"

namespace accueil::query {

std::string new_proposal_id() {
    return cache::LocalStore::new_id();
}

base::Result<void> propose(const Source& source, model::Proposal proposal, const std::string& key) {
    proposal.kiosk = source.kiosk().id;
    const auto reader = TRY(base::box_public_key(key));
    const auto sealed = TRY(base::seal(model::proposal_json(proposal), reader));
    return source.local().with([&](cache::LocalStore& store) {
        return store.put(cache::OutgoingKind::proposal, proposal.id, "application/octet-stream", sealed);
    });
}

}  // namespace accueil::query
