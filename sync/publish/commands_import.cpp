// SPDX-License-Identifier: GPL-3.0-or-later
// The command that brings directories of others into the content folder.
#include <ostream>

#include "sync/base/file.hpp"
#include "sync/publish/import.hpp"
#include "sync/publish/progress_line.hpp"
#include "sync/publish/session.hpp"

namespace accueil::publish {

ExitCode Session::import() const {
    // Of what a directory of thousands may say, so many lines of each kind tell what is the matter.
    constexpr std::size_t kMostLines = 40;
    ImportOptions how = m_options.import;
    how.content = m_options.content;
    how.rehearsal = m_options.rehearsal;
    how.today = day_of(m_clock.wall());
    ImportOutcome outcome;
    base::Result<void> done;
    {
        ProgressLine line(m_console, text("progress.importing"), m_words.language(), m_options.quiet);
        done = import_directory(
            how, m_catalog, [&](std::uint64_t rows, std::uint64_t total) { line.count(rows, total); },
            outcome);
    }
    if (!m_options.report.empty()) {
        const auto written = base::write_file_durably(m_options.report, outcome.log.csv(m_words));
        if (!written) return finish(written);
    }
    const bool is_refused = !done && done.error().code == base::ErrorCode::invalid_input;
    if (!m_options.quiet || is_refused) m_console.err << outcome.log.render(m_words, kMostLines);
    if (is_refused) {
        m_console.err << text("import.nothing") << "\n";
        return ExitCode::content;
    }
    if (!done) return finish(done);
    const auto count = [&](const char* key, std::uint64_t number) {
        return m_words.counted(std::string("count.") + key, number);
    };
    const auto changes = [&](const ImportCounts& counts) {
        return text("import.changes", {{"added", count("added", counts.added)},
                                       {"changed", count("changed", counts.changed)},
                                       {"removed", count("removed", counts.removed)}});
    };
    say(text("import.summary", {{"rows", count("rows", outcome.rows)},
                                {"elsewhere", std::to_string(outcome.elsewhere)},
                                {"refused", std::to_string(outcome.log.count(ImportAction::refused))},
                                {"left_out", std::to_string(outcome.log.count(ImportAction::left_out))},
                                {"repaired", std::to_string(outcome.log.count(ImportAction::repaired))},
                                {"noted", std::to_string(outcome.log.count(ImportAction::noted))}}));
    say(text("import.records",
             {{"records", count("place", outcome.places.records)}, {"changes", changes(outcome.places)}}));
    say(text("import.records", {{"records", count("service", outcome.services.records)},
                                {"changes", changes(outcome.services)}}));
    const char* end = !outcome.is_new       ? "import.same"
                      : m_options.rehearsal ? "import.rehearsal"
                                            : "import.done";
    say(text(end, {{"name", how.name}, {"folder", m_options.content.string()}}));
    return ExitCode::done;
}

}  // namespace accueil::publish
