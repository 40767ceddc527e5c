// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/livret_rows.hpp"

#include <algorithm>

#include "sync/base/strings.hpp"
#include "sync/publish/csv.hpp"
#include "sync/publish/json_value.hpp"
#include "sync/publish/text_file.hpp"

namespace accueil::publish {

namespace {

// What the columns may be called is what the reader asks of an empty row.
void check_header(const Table& table, const Where& file, const RowKind& kind, Reading& reading) {
    MediaIndex no_media;
    Reading scratch(no_media);
    const Value no_row;
    Fields asked(no_row, file, Form::table, scratch);
    kind.ask(asked);

    Value header;
    header.type = Value::Type::map;
    for (const auto& cell : table.header) {
        const std::string name(base::trim(cell.text));
        Where where = file;
        where.line = cell.position.line;
        where.column = cell.position.column;
        if (name.empty()) {
            reading.report.error(where, "csv_column_unnamed");
        } else if (header.find(name) != nullptr) {
            reading.report.error(where, "field_twice", {{"field", name}});
        } else {
            header.members.push_back({name, cell.position, {}});
        }
    }
    Fields present(header, file, Form::table, reading);
    present.know_all_of(asked);
    present.finish();
}

bool has_required_columns(const Table& table, const std::vector<std::string>& names, const Where& file,
                          Reading& reading) {
    bool has_all = true;
    for (const auto& name : names) {
        const bool is_there = std::any_of(table.header.begin(), table.header.end(),
                                          [&](const Cell& cell) { return base::trim(cell.text) == name; });
        if (!is_there) reading.report.error(file, "csv_column_missing", {{"field", name}});
        has_all = has_all && is_there;
    }
    return has_all;
}

// The order of the rows of one file, counted anew in each: a row more in one table leaves the records of the
// others as they are. Imports stand behind what was written by hand, by id: what comes and goes in a
// directory of thousands leaves the others' records alone.
class RowOrder {
  public:
    explicit RowOrder(const std::string& file) : m_is_import(file.starts_with("livret/imports/")) {}
    int next() { return m_is_import ? kBehindAll : ++m_count; }

  private:
    static constexpr int kBehindAll = 1'000'000;
    bool m_is_import;
    int m_count = 0;
};

void read_row(const Value& row, const std::string& file, Form form, int position, const RowKind& kind,
              Reading& reading) {
    Fields fields(row, {file, row.position.line, row.position.column, kind.kind, {}}, form, reading);
    if (kind.take(fields, position, reading) && form == Form::table_as_json) fields.finish();
}

bool read_list_rows(const std::string& text, const std::string& file, const RowKind& kind, Reading& reading) {
    const auto list = read_json(text, file, reading.report);
    if (!list) return false;
    if (list->type != Value::Type::list) {
        reading.report.error({file, 1, 0, {}, {}}, "expected_objects");
        return false;
    }
    RowOrder order(file);
    for (const auto& item : list->items) {
        const int position = order.next();
        if (item.type == Value::Type::map) {
            read_row(item, file, Form::table_as_json, position, kind, reading);
        } else {
            reading.report.error({file, item.position.line, 0, {}, {}}, "expected_objects");
        }
    }
    return true;
}

}  // namespace

bool read_table_rows(const std::string& text, const std::string& file, const RowKind& kind,
                     Reading& reading) {
    const auto table = read_csv(text, file, reading.report);
    if (!table) return false;
    RowOrder order(file);
    const Where where{file, 1, 0, {}, {}};
    check_header(*table, where, kind, reading);
    if (!has_required_columns(*table, kind.required, where, reading)) return false;
    for (const auto& cells : table->rows) {
        Value row;
        row.type = Value::Type::map;
        row.position = cells.front().position;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string name(base::trim(table->header[i].text));
            const auto words = base::trim(cells[i].text);
            if (words.empty() || row.find(name) != nullptr) continue;
            Value value;
            value.type = Value::Type::plain;
            value.position = cells[i].position;
            value.text = words;
            row.members.push_back({name, cells[i].position, std::move(value)});
        }
        read_row(row, file, Form::table, order.next(), kind, reading);
    }
    return !table->is_damaged;
}

void read_row_files(const std::vector<SourceFile>& files, const RowKind& kind, Reading& reading) {
    for (const auto& file : files) {
        const auto text = read_text_file(file.path, file.name, reading.report);
        const bool is_table = file.path.extension() == ".csv";
        const bool is_whole = text && (is_table ? read_table_rows(*text, file.name, kind, reading)
                                                : read_list_rows(*text, file.name, kind, reading));
        if (!is_whole) reading.incomplete.insert(kind.kind);
    }
}

}  // namespace accueil::publish
