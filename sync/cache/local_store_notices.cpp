// SPDX-License-Identifier: GPL-3.0-or-later
// The agents' notices in local.db: a table of their own beside what waits to be sent.
#include "sync/base/strings.hpp"
#include "sync/cache/local_store_state.hpp"

namespace accueil::cache {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr const char* kNoticeType = "application/json";

std::int64_t number_of(model::LocalDay day) {
    return day.time_since_epoch().count();
}

}  // namespace

Result<NoticeSending> LocalStore::State::send_notice(const std::string& id, std::string_view body) {
    if (!TRY(has_room(OutgoingKind::notice, body.size()))) return NoticeSending::full;
    TRY(insert(OutgoingKind::notice, id, kNoticeType, body));
    return NoticeSending::queued;
}

Result<NoticeSending> LocalStore::post(const model::DeskNotice& notice, std::string_view body) {
    if (!base::is_id(notice.id) || !base::is_id(notice.place) || body.size() > m_state->limits.body_bytes)
        return fail(ErrorCode::invalid_input, "no notice: \"" + notice.id + "\" of \"" + notice.place + "\"");
    TRY(come_back());
    TRY(m_state->be_durable());
    auto& database = m_state->database;
    auto transaction = TRY(Transaction::begin(database));
    auto forget = TRY(database.prepare("DELETE FROM desk_notice WHERE day < ?"));
    TRY(forget.run(number_of(notice.day)));
    const std::string_view kind = model::name_of(notice.kind);
    auto known = TRY(database.prepare("SELECT 1 FROM desk_notice WHERE place = ? AND kind = ? AND day = ?"));
    known.bind(1, std::string_view(notice.place));
    known.bind(2, kind);
    known.bind(3, number_of(notice.day));
    if (TRY(known.step())) return NoticeSending::queued;
    known.reset();
    const auto kept = TRY(database.whole("SELECT COUNT(*) FROM desk_notice"));
    if (static_cast<std::uint64_t>(kept) >= m_state->limits.kept_notices)
        return fail(ErrorCode::no_space, "local.db: as many notices are kept as may");
    auto keep = TRY(database.prepare("INSERT INTO desk_notice (id, place, kind, day) VALUES (?, ?, ?, ?)"));
    TRY(keep.run(std::string_view(notice.id), std::string_view(notice.place), kind, number_of(notice.day)));
    const auto sending = TRY(m_state->send_notice(notice.id, body));
    TRY(transaction.commit());
    return sending;
}

Result<NoticeSending> LocalStore::withdraw(const model::DeskNotice& notice, const std::string& id,
                                           std::string_view body) {
    TRY(come_back());
    TRY(m_state->be_durable());
    auto& database = m_state->database;
    auto transaction = TRY(Transaction::begin(database));
    auto remove = TRY(database.prepare("DELETE FROM desk_notice WHERE id = ?"));
    TRY(remove.run(std::string_view(notice.id)));
    if (TRY(database.whole("SELECT changes()")) == 0) return NoticeSending::queued;
    const auto sending = TRY(m_state->send_notice(id, body));
    TRY(transaction.commit());
    return sending;
}

Result<std::vector<model::DeskNotice>> LocalStore::notices(model::LocalDay day) const {
    auto statement = TRY(m_state->database.prepare(
        "SELECT id, place, kind, day FROM desk_notice WHERE day >= ? ORDER BY place, kind, day"));
    statement.bind(1, number_of(day));
    std::vector<model::DeskNotice> found;
    while (TRY(statement.step())) {
        const auto kind = model::desk_notice_kind(statement.text(2));
        if (!kind) return fail(ErrorCode::corrupt, "local.db: a notice of an unknown kind");
        found.push_back({std::string(statement.text(0)), std::string(statement.text(1)), *kind,
                         model::LocalDay(std::chrono::days(statement.whole(3)))});
    }
    return found;
}

}  // namespace accueil::cache
