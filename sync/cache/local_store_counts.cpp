// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <vector>

#include "sync/base/json.hpp"
#include "sync/base/strings.hpp"
#include "sync/cache/local_store_state.hpp"

namespace accueil::cache {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::HalfDay;

namespace {

constexpr std::int64_t kClosesAfter = 2;  // half-days: no time zone is as far from UTC as that

// "need-opened", "error-reported/hours".
bool is_count_name(const std::string& text) {
    const auto parts = base::split(text, '/');
    return !parts.empty() && std::all_of(parts.begin(), parts.end(), base::is_id);
}

bool is_language(const std::string& text) {
    return text.size() >= 2 && text.size() <= 8 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

Result<void> LocalStore::count(const std::string& name, const std::string& theme, const std::string& language,
                               HalfDay half_day) {
    if (!is_count_name(name) || (!theme.empty() && !base::is_id(theme)) || !is_language(language))
        return fail(ErrorCode::invalid_input,
                    "not to be counted: \"" + name + "\", \"" + theme + "\", \"" + language + "\"");
    TRY(come_back());
    TRY(m_state->be_quick());
    auto transaction = TRY(Transaction::begin(m_state->database));
    const bool fits =
        TRY(m_state->has_cell(half_day, name, theme, language)) || TRY(m_state->make_room_for_cell(half_day));
    // The half-day fills all cells alone: the rest is counted by name.
    if (!fits && !TRY(m_state->has_cell(half_day, name, "", ""))) {
        const auto spare = m_state->limits.tallies + m_state->limits.tallies / 10;
        if (static_cast<std::uint64_t>(TRY(m_state->database.whole("SELECT COUNT(*) FROM tally"))) >= spare)
            return fail(ErrorCode::no_space, "local.db: too many different things to count");
    }
    TRY(m_state->add(half_day, name, fits ? theme : "", fits ? language : "", 1));
    return transaction.commit();
}

// True when there is room for one more cell of `half_day`. Older half-days give way: details first, then all.
Result<bool> LocalStore::State::make_room_for_cell(HalfDay half_day) {
    for (;;) {
        if (static_cast<std::uint64_t>(TRY(database.whole("SELECT COUNT(*) FROM tally"))) < limits.tallies)
            return true;
        auto oldest = TRY(database.prepare(
            "SELECT half_day, MAX(theme <> '' OR language <> '') FROM tally WHERE half_day <> ? "
            "GROUP BY half_day ORDER BY 2 DESC, half_day LIMIT 1"));
        oldest.bind(1, half_day.number);
        if (!TRY(oldest.step())) return false;
        const auto victim = oldest.whole(0);
        const bool has_details = oldest.whole(1) != 0;
        oldest.reset();
        if (has_details) {
            auto merge = TRY(database.prepare(
                "INSERT INTO tally (half_day, name, theme, language, count) "
                "SELECT half_day, name, '', '', SUM(count) FROM tally "
                "WHERE half_day = ? AND (theme <> '' OR language <> '') GROUP BY half_day, name "
                "ON CONFLICT DO UPDATE SET count = count + excluded.count"));
            TRY(merge.run(victim));
        }
        auto remove = TRY(database.prepare(has_details ? "DELETE FROM tally WHERE half_day = ? AND "
                                                         "(theme <> '' OR language <> '')"
                                                       : "DELETE FROM tally WHERE half_day = ?"));
        TRY(remove.run(victim));
    }
}

// Empty when nothing of the half-day is shown.
Result<std::string> LocalStore::State::counts_body(HalfDay half_day) const {
    auto statement = TRY(
        database.prepare("SELECT name, theme, language, count FROM tally WHERE half_day = ? AND count > ? "
                         "ORDER BY name, theme, language"));
    statement.bind(1, half_day.number);
    statement.bind(2, kWithheld);
    auto cells = base::Json::array();
    while (TRY(statement.step()))
        cells.push_back({{"name", std::string(statement.text(0))},
                         {"theme", std::string(statement.text(1))},
                         {"language", std::string(statement.text(2))},
                         {"count", statement.whole(3)}});
    if (cells.empty()) return std::string();
    return base::Json{{"half_day", half_day.text()}, {"counts", std::move(cells)}}.dump();
}

// A half-day may be closed more than once, when a clock was set back: so its id is not the half-day alone.
Result<void> LocalStore::State::send_counts(HalfDay half_day, const std::string& body) {
    while (!TRY(has_room(OutgoingKind::counts, body.size()))) {
        if (TRY(totals_of(database, OutgoingKind::counts)).items == 0) return {};  // more than all may hold
        TRY(
            database.execute("DELETE FROM outgoing WHERE number = (SELECT MIN(number) FROM outgoing WHERE "
                             "kind = 'counts')"));
    }
    return insert(OutgoingKind::counts, half_day.text() + "-" + new_id().substr(16), "application/json",
                  body);
}

Result<std::uint64_t> LocalStore::close_counts(HalfDay now) {
    TRY(m_state->be_durable());
    auto& database = m_state->database;
    auto transaction = TRY(Transaction::begin(database));
    std::vector<HalfDay> over;
    {
        auto statement = TRY(database.prepare(
            "SELECT DISTINCT half_day FROM tally WHERE half_day <= ? OR half_day > ? ORDER BY half_day"));
        statement.bind(1, now.number - kClosesAfter);
        statement.bind(2, now.number + kClosesAfter);
        while (TRY(statement.step()))
            over.push_back({statement.whole(0)});
    }
    std::uint64_t made = 0;
    auto remove = TRY(database.prepare("DELETE FROM tally WHERE half_day = ?"));
    for (const auto half_day : over) {
        const auto body = TRY(m_state->counts_body(half_day));
        if (!body.empty()) {
            TRY(m_state->send_counts(half_day, body));
            ++made;
        }
        TRY(remove.run(half_day.number));
    }
    TRY(transaction.commit());
    return made;
}

}  // namespace accueil::cache
