// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent says of a place for one day, from the kiosk beside them: shown there at once, told to the
// centre when there is a network. Called by the local store, the kiosk's queries and its screens. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sync/model/local_time.hpp"

namespace accueil::model {

enum class DeskNoticeKind : std::uint8_t {
    closed_today,  ///< whatever its hours say
    full_today,    ///< open, but with no appointment or room left
};

/// "closed-today", "full-today": as local.db and the centre know them.
const char* name_of(DeskNoticeKind kind);
std::optional<DeskNoticeKind> desk_notice_kind(std::string_view name);

struct DeskNotice {
    std::string id;     ///< of the item that tells the centre
    std::string place;  ///< of the record
    DeskNoticeKind kind = DeskNoticeKind::closed_today;
    LocalDay day;  ///< the territory's; the notice ends with it
    bool operator==(const DeskNotice&) const = default;
};

/// What goes up: docs/operations.md, "What goes up".
std::string posted_json(const DeskNotice& notice, base::WallTime now);
/// The same when the agent takes it back.
std::string withdrawn_json(const DeskNotice& notice, base::WallTime now);

}  // namespace accueil::model
