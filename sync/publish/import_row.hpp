// SPDX-License-Identifier: GPL-3.0-or-later
// One row of a directory: its fields by their usual names, cleaned, with what was done to them in the log;
// and what all rows of an import share. Used by the importers; one thread.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sync/publish/import.hpp"
#include "sync/publish/import_clean.hpp"
#include "sync/publish/import_source.hpp"

namespace accueil::publish {

/// A record as it was gathered: its id, and the place that a service names, are the source's own words.
template <class T>
struct Gathered {
    T record;
    Where where;
    std::optional<model::Place> spot = {};  ///< of a service that says where it is done
};

/// What the importers fill.
struct Gathering {
    Gathering(const ImportOptions& its_options, const base::Catalog& its_catalog, ImportLog& its_log)
        : options(its_options), catalog(its_catalog), log(its_log) {}

    const ImportOptions& options;
    const base::Catalog& catalog;
    ImportLog& log;
    std::map<std::string, std::vector<std::string>>
        mapping;                                     ///< column of the content → fields of the source
    std::set<std::string> asked;                     ///< fields that some row was asked for
    std::string attribution;                         ///< of the file that is read
    std::map<std::string, std::string> plain_names;  ///< a field's name → the same for comparing
    std::vector<Gathered<model::Place>> places;
    std::vector<Gathered<model::Service>> services;
    std::uint64_t elsewhere = 0;

    /// A text of assets/i18n, "import.KEY", in all its languages.
    model::Text words(const std::string& key) const;
};

class ImportRow {
  public:
    /// Both outlive it.
    ImportRow(const Value& row, const std::string& file, Gathering& gathering);

    /// The value of the first of `names` that has one; "" where none has.
    std::string raw(const std::vector<std::string>& names);
    std::string raw(std::initializer_list<const char*> names) { return raw({names.begin(), names.end()}); }
    bool has(std::initializer_list<const char*> names) { return !raw(names).empty(); }
    /// The values of a list, or of a text apart by one of `separators`.
    std::vector<std::string> list(std::initializer_list<const char*> names, std::string_view separators);
    model::Text text(std::initializer_list<const char*> names);

    /// Fills what a place has in every directory: its id (the source's), names, address, coordinates, ways to
    /// reach it, hours, date. False when it cannot be shown, or is not asked for.
    bool place(model::Place& place);
    /// Address, codes and coordinates alone.
    void spot(model::Place& place);
    std::string id();
    /// Opening hours into `hours`; what cannot be read, and what may not be meant, into `note`.
    void hours(const std::string& written, const std::string& field, std::string& hours, model::Text& note);
    std::string telephone() { return take(names("telephone"), clean_telephone); }
    std::string email() { return take(names("courriel"), clean_email); }
    std::string url(std::initializer_list<const char*> names) {
        return take({names.begin(), names.end()}, clean_url);
    }
    std::string date();

    /// False, with a line in the log.
    bool refuse(const std::string& key, const std::string& field = "", const std::string& value = "");
    void log(ImportAction action, const std::string& key, const std::string& field, const std::string& value,
             Arguments arguments = {});
    const Where& where() const { return m_where; }
    Gathering& gathering() { return m_gathering; }

  private:
    /// The usual names of a column of the content, or those that the mapping gives it.
    std::vector<std::string> names(const std::string& column) const;
    const Value::Member* find(const std::vector<std::string>& names);
    template <class Clean>
    std::string take(const std::vector<std::string>& names, const Clean& clean);
    std::string line(const std::vector<std::string>& names);
    std::string address();
    void coordinates(model::Place& place);
    bool is_asked_for(const model::Place& place) const;

    Where m_where;
    Gathering& m_gathering;
    std::vector<std::pair<std::string, const Value::Member*>> m_fields;
};

// One row each, into the gathering. True when something was taken.
void gather_mednum(ImportRow& row);
void gather_data_inclusion(ImportRow& row);
void gather_france_services(ImportRow& row);
void gather_generic(ImportRow& row);

/// Places of their own for services that are done elsewhere than where their structure is.
void place_services(Gathering& gathering);

/// Hours of each day in a field of its own ("h_lundi"), as one text of the language.
std::string hours_of_days(ImportRow& row);

}  // namespace accueil::publish
