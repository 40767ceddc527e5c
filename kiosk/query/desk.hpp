// SPDX-License-Identifier: GPL-3.0-or-later
// What this kiosk keeps and says by itself: the agents' notices and anonymous counts, in local.db. The
// functions read and write the disk: called on the loader thread alone. DeskNotices is immutable and may be
// read anywhere.
#pragma once

#include <string>
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

/// The places that exist, in the order of `ids`, each with all its services: an orientation sheet.
base::Result<std::vector<PlaceRow>> place_rows(const Source& source, const std::vector<std::string>& ids);

}  // namespace accueil::query
