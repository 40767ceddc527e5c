-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a record is found by: the terms of search_terms.hpp, made by the writer, so that nothing is parsed here. Of each record
-- its number is kept and which terms it has: no text, no positions.
CREATE VIRTUAL TABLE search USING fts5 (
    terms, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '=@-'"
);
INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);
INSERT INTO search (search, rank) VALUES ('pgsz', 16000);

-- The words of titles, for completing and correcting what is typed.
CREATE TABLE search_word (
    word TEXT NOT NULL,             -- folded
    shown TEXT NOT NULL,            -- lower case, with its accents
    count INTEGER NOT NULL,         -- records
    PRIMARY KEY (word, shown)
) WITHOUT ROWID;
