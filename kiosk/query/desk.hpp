// SPDX-License-Identifier: GPL-3.0-or-later
// What this kiosk keeps and says by itself: the agents' notices and anonymous counts, in local.db. The
// functions read and write the disk: called on the loader thread alone. DeskNotices is immutable and may be
// read anywhere.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/query/content.hpp"
#include "sync/model/desk_notice.hpp"
#include "sync/model/half_day.hpp"

namespace accueil::query {

/// The notices that stand. Whether one counts is asked at display time, with the territory's day.
class DeskNotices {
  public:
    explicit DeskNotices(std::vector<model::DeskNotice> all = {});

    /// The notice of that kind on that day, or nothing.
    const model::DeskNotice* find(const std::string& place, model::DeskNoticeKind kind,
                                  model::LocalDay day) const;

  private:
    std::vector<model::DeskNotice> m_all;  // by place, kind and day
};

/// Those of `source`'s kiosk, as they were last read; never null.
std::shared_ptr<const DeskNotices> desk_notices(const Source& source);

/// Says it of the place for `day`: from the return on it is shown, and outlives a power cut. False when this
/// kiosk alone shows it, since too many notices wait for the centre.
base::Result<bool> post_notice(const Source& source, const std::string& place, model::DeskNoticeKind kind,
                               model::LocalDay day, base::WallTime now);
/// Takes it back; where it does not stand, nothing happens. False as above.
base::Result<bool> withdraw_notice(const Source& source, const std::string& place, model::DeskNoticeKind kind,
                                   model::LocalDay day, base::WallTime now);

/// One more, anonymously: names and themes are ids, "need-opened", "unmet-need", "error-reported/hours". A
/// kiosk without a local store counts nothing.
base::Result<void> count(const Source& source, const std::string& name, const std::string& theme,
                         const std::string& language, model::HalfDay half_day);

/// How a list names an initiative, "initiative/labacces"; a place is named by its id alone.
inline constexpr std::string_view kListedInitiative = "initiative/";

/// One of a visitor's list or of an orientation sheet.
struct ListedRow {
    std::string item;                               ///< as the list names it
    std::variant<PlaceRow, InitiativePage> record;  ///< a place with all its services
    const PlaceRow* place() const { return std::get_if<PlaceRow>(&record); }
    const InitiativePage* initiative() const { return std::get_if<InitiativePage>(&record); }
};
/// Those that exist, in the order of `items`.
base::Result<std::vector<ListedRow>> listed_rows(const Source& source, const std::vector<std::string>& items);

}  // namespace accueil::query
