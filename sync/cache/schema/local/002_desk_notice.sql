-- SPDX-License-Identifier: GPL-3.0-or-later
-- What agents said of places for one day: kept here until that day is over, whether or not the centre has heard of it.

CREATE TABLE desk_notice (
    id TEXT PRIMARY KEY,            -- that of the item in outgoing
    place TEXT NOT NULL,
    kind TEXT NOT NULL,             -- model::name_of(DeskNoticeKind)
    day INTEGER NOT NULL,           -- the territory's, in days since 1970-01-01
    UNIQUE (place, kind, day)
) WITHOUT ROWID;
