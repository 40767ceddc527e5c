-- SPDX-License-Identifier: GPL-3.0-or-later
-- Of each 4 MiB of the file, its SHA-256 in hexadecimal, one after the other; empty for a small file.
ALTER TABLE media ADD COLUMN segments TEXT NOT NULL DEFAULT '';
