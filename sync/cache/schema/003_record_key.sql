-- SPDX-License-Identifier: GPL-3.0-or-later
-- The state root is read from an index of its own, without the bodies. That a kind and an id stand once is seen to by the
-- writer, which reads this index in order before it commits.
CREATE TABLE record_moved (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    digest BLOB NOT NULL,           -- SHA-256 of body
    body TEXT NOT NULL              -- JSON, byte for byte as it was signed
);
INSERT INTO record_moved SELECT number, kind, id, position, digest, body FROM record;
DROP TABLE record;
ALTER TABLE record_moved RENAME TO record;
CREATE UNIQUE INDEX record_key ON record (kind, id, digest);
