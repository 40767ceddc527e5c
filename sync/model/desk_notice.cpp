// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/desk_notice.hpp"

#include "sync/base/json.hpp"

namespace accueil::model {

namespace {

constexpr DeskNoticeKind kDeskNoticeKinds[] = {DeskNoticeKind::closed_today, DeskNoticeKind::full_today};
constexpr std::size_t kDayLength = 10;  // "2026-11-23"

base::Json body_of(const DeskNotice& notice, const char* said) {
    const base::WallTime midnight(notice.day.time_since_epoch());
    return {{"notice", said},
            {"kind", name_of(notice.kind)},
            {"place", notice.place},
            {"day", base::format_utc(midnight).substr(0, kDayLength)}};
}

}  // namespace

const char* name_of(DeskNoticeKind kind) {
    return kind == DeskNoticeKind::closed_today ? "closed-today" : "full-today";
}

std::optional<DeskNoticeKind> desk_notice_kind(std::string_view name) {
    for (const auto kind : kDeskNoticeKinds)
        if (name == name_of(kind)) return kind;
    return std::nullopt;
}

std::string posted_json(const DeskNotice& notice, base::WallTime now) {
    auto body = body_of(notice, "posted");
    body["posted_on"] = base::format_utc(now);
    return body.dump();
}

std::string withdrawn_json(const DeskNotice& notice, base::WallTime now) {
    auto body = body_of(notice, "withdrawn");
    body["withdraws"] = notice.id;
    body["withdrawn_on"] = base::format_utc(now);
    return body.dump();
}

}  // namespace accueil::model
