// SPDX-License-Identifier: GPL-3.0-or-later
// The commands about what visitors propose: the key that they seal to, and the opening.
#include <ostream>

#include "sync/publish/private_file.hpp"
#include "sync/publish/proposal_key.hpp"
#include "sync/publish/proposals.hpp"
#include "sync/publish/report.hpp"
#include "sync/publish/session.hpp"

namespace accueil::publish {

using base::Result;

Result<void> Session::proposals_key() const {
    const auto passphrase = passphrase_from_environment();
    const auto made = TRY(
        make_proposal_key(m_options.folder / "keys",
                          m_options.new_key ? OldProposalKey::put_aside : OldProposalKey::kept, passphrase));
    say(text(made.is_new ? "proposals_key.done" : "proposals_key.same",
             {{"key", made.key.file.string()}, {"public", to_hex(made.key.public_key)}}));
    if (made.is_new && !passphrase) say(text("proposals_key.unlocked"));
    return {};
}

ExitCode Session::proposals() const {
    const auto failed = [&](const base::Error& error) {
        return finish(tl::unexpected<base::Error>(error), "proposals.failed");
    };
    auto places = m_options.key_places;
    if (!m_options.folder.empty()) places.insert(places.begin(), m_options.folder / "keys");
    std::vector<base::BoxSecretKey> keys;
    for (const auto& key : find_proposal_keys(places)) {
        auto secret = read_proposal_key(key, passphrase_from_environment(), m_words);
        if (secret)
            keys.push_back(std::move(*secret));
        else  // another key may open all the same
            m_console.err << "accueil-feed: " << printable(secret.error().detail, 1000) << "\n";
    }
    if (keys.empty()) return failed({base::ErrorCode::not_found, text("proposals.no_key")});
    const auto opened = open_proposals(m_options.received, keys);
    if (!opened) return failed(opened.error());
    const auto table = m_options.table.extension() == ".csv" ? proposals_csv(opened->proposals, m_words)
                                                             : proposals_json(opened->proposals);
    if (const auto written = write_private_file(m_options.table, table); !written)
        return failed(written.error());
    for (const auto& file : opened->unopened)
        m_console.err << printable(file.name, 500) << ": " << text("proposals.why." + file.why) << "\n";
    say(text("proposals.done", {{"proposals", m_words.counted("count.proposals", opened->proposals.size())},
                                {"file", m_options.table.string()}}));
    if (opened->twice > 0) say(text("proposals.twice", {{"count", std::to_string(opened->twice)}}));
    if (opened->unopened.empty()) return ExitCode::done;
    m_console.err << text("proposals.unopened",
                          {{"files", m_words.counted("count.files", opened->unopened.size())}})
                  << "\n";
    return ExitCode::content;
}

}  // namespace accueil::publish
