-- SPDX-License-Identifier: GPL-3.0-or-later
-- One generation of content. A record's truth is its body; every other table answers a question and follows from bodies.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE record (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    digest BLOB NOT NULL,           -- SHA-256 of body
    body TEXT NOT NULL,             -- JSON, byte for byte as it was signed
    UNIQUE (kind, id)
);

-- Initiatives and places that have coordinates. The tree keeps 32-bit floats, rounded outwards; latitude and longitude
-- are the exact ones.
CREATE VIRTUAL TABLE marker USING rtree (
    number, west, east, south, north, +kind TEXT, +id TEXT, +latitude REAL, +longitude REAL
);

CREATE TABLE service_need (
    need TEXT NOT NULL,
    service INTEGER NOT NULL,       -- record.number, here and below
    PRIMARY KEY (need, service)
) WITHOUT ROWID;

CREATE TABLE service_place (
    place TEXT NOT NULL,
    service INTEGER NOT NULL,
    PRIMARY KEY (place, service)
) WITHOUT ROWID;

CREATE TABLE initiative_theme (
    theme TEXT NOT NULL,
    initiative INTEGER NOT NULL,
    PRIMARY KEY (theme, initiative)
) WITHOUT ROWID;

CREATE TABLE initiative_need (
    need TEXT NOT NULL,
    initiative INTEGER NOT NULL,
    PRIMARY KEY (need, initiative)
) WITHOUT ROWID;

-- Either side may name the link, and both may: named_by keeps the two apart.
CREATE TABLE answers (
    question TEXT NOT NULL,
    initiative TEXT NOT NULL,
    named_by TEXT NOT NULL,
    PRIMARY KEY (question, initiative, named_by)
) WITHOUT ROWID;
CREATE INDEX answers_of_initiative ON answers (initiative, question);

CREATE TABLE media (
    sha256 TEXT NOT NULL,
    record INTEGER NOT NULL,
    name TEXT NOT NULL,
    length INTEGER NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (sha256, record, name)
) WITHOUT ROWID;
