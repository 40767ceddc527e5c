// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers of a content folder share while it is read: the report, the ids met, the references to
// settle and the records made. Owned by read_content_folder; one thread.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/model/records.hpp"
#include "sync/publish/media_index.hpp"
#include "sync/publish/report.hpp"

namespace accueil::publish {

/// A text file of the folder.
struct SourceFile {
    std::filesystem::path path;
    std::string name;  ///< below the content folder, for people
};

/// An id that a record names, to be looked up once everything is read.
struct Reference {
    Where where;
    std::string field;
    std::string kind;  ///< of the record named
    std::string id;
};

struct Reading {
    explicit Reading(MediaIndex& index) : media(index) {}

    Report report;
    MediaIndex& media;
    std::vector<model::Record> records;
    std::vector<Reference> references;
    std::map<std::string, std::map<std::string, Where>> ids;  ///< kind → id → where it stands first
    std::set<std::string>
        incomplete;  ///< kinds of which a whole file could not be read: no talk of missing ids
    std::optional<std::array<double, 4>> bounds;  ///< of feed.json

    std::string territory_prefix;    ///< "44109-" for a territory's folder; empty for the centre's
    std::set<std::string> reserved;  ///< prefixes that are others'

    std::vector<std::string> icons;  ///< the names that the kiosk can draw; empty when that is not known

    /// Notes an id; false, with an error, when it is no id or stands already.
    bool register_id(const Where& where, const std::string& kind, const std::string& id);
};

// Each reads its files into `reading`.
void read_feed_info(const SourceFile& file, Reading& reading);
void read_needs(const SourceFile& file, Reading& reading);
void read_themes(const SourceFile& file, Reading& reading);
void read_notices(const SourceFile& file, Reading& reading);
/// All the Markdown files of one folder; `kind` is "page", "question" or "initiative".
void read_markdown_records(const std::vector<SourceFile>& files, const std::string& kind, Reading& reading);
/// All the tables of one kind; `kind` is "place" or "service".
void read_livret(const std::vector<SourceFile>& files, const std::string& kind, Reading& reading);
/// One table of them, which need not be on the disk; `name` is the path to show.
void read_livret_table(const std::string& text, const std::string& name, const std::string& kind,
                       Reading& reading);
/// livret/exceptions*, into the places and services that were read before.
void read_exceptions(const std::vector<SourceFile>& files, Reading& reading);
/// calendars/school-holidays.csv, into the settings of the feed.
void read_school_holidays(const SourceFile& file, Reading& reading);

/// Puts the territory's prefix before ids and before the references among them, and leaves out what is the
/// centre's to publish.
void make_territorial(Reading& reading);

/// Settles references, makes the links between questions and initiatives symmetric, and counts translations.
void connect(Reading& reading);

}  // namespace accueil::publish
