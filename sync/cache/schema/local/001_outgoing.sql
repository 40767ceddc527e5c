-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a kiosk itself has to say, until a server has acknowledged it. Nothing here can be tied to a person: no moments,
-- no order of visits; counts know their half-day alone.

CREATE TABLE tally (
    half_day INTEGER NOT NULL,      -- model::HalfDay::number
    name TEXT NOT NULL,
    theme TEXT NOT NULL,
    language TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (half_day, name, theme, language)
) WITHOUT ROWID;

CREATE TABLE outgoing (
    number INTEGER PRIMARY KEY AUTOINCREMENT,   -- the order in which they were accepted
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (kind, id)
);
