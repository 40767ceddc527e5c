-- SPDX-License-Identifier: GPL-3.0-or-later
-- The prepared pages of documents, which an earlier program kept in records without knowing them for media.
INSERT OR IGNORE INTO media (sha256, record, name, length, type, segments)
SELECT
    json_extract(document.value, '$.reading.sha256'),
    record.number,
    json_extract(document.value, '$.reading.name'),
    json_extract(document.value, '$.reading.length'),
    json_extract(document.value, '$.reading.type'),
    COALESCE((SELECT group_concat(segment.value, '') FROM json_each(document.value, '$.reading.segments') AS segment), '')
FROM record, json_each(record.body, '$.documents') AS document
WHERE record.kind = 'initiative' AND json_extract(document.value, '$.reading.sha256') IS NOT NULL;
