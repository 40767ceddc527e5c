// SPDX-License-Identifier: GPL-3.0-or-later
// calendars/school-holidays.csv: what opening hours mean by SH, for each zone.
#include <algorithm>
#include <tuple>

#include "sync/base/strings.hpp"
#include "sync/model/calendar.hpp"
#include "sync/publish/csv.hpp"
#include "sync/publish/facts.hpp"
#include "sync/publish/reading.hpp"
#include "sync/publish/text_file.hpp"
#include "sync/publish/vocabulary.hpp"

namespace accueil::publish {

namespace {

class HolidayTable {
  public:
    HolidayTable(const Table& table, const std::string& name, Report& report)
        : m_table(table), m_name(name), m_report(report) {}

    // The place of each column; false, with an error, where one is missing.
    bool find_columns() {
        const std::vector<std::string> names{"zone", "nom", "debut", "fin"};
        bool has_all = true;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto found =
                std::find_if(m_table.header.begin(), m_table.header.end(),
                             [&](const Cell& cell) { return base::trim(cell.text) == names[i]; });
            m_columns[i] = static_cast<std::size_t>(found - m_table.header.begin());
            if (found != m_table.header.end()) continue;
            m_report.error({m_name, 1, 0, {}, {}}, "csv_column_missing", {{"field", names[i]}});
            has_all = false;
        }
        for (const auto& cell : m_table.header) {
            const std::string name(base::trim(cell.text));
            if (std::find(names.begin(), names.end(), name) == names.end())
                m_report.error({m_name, cell.position.line, cell.position.column, {}, {}}, "field_unknown",
                               {{"field", name}});
        }
        return has_all;
    }

    std::optional<model::SchoolHolidays> row(const std::vector<Cell>& cells) {
        model::SchoolHolidays made;
        const Cell& zone_cell = cells[m_columns[0]];
        const auto zone = model::school_zone_named(base::fold(base::trim(zone_cell.text)));
        if (!zone) {
            m_report.error(at(zone_cell), "bad_school_zone", {{"value", zone_cell.text}});
            return std::nullopt;
        }
        made.zone = model::school_zone_name(*zone);
        made.name = base::trim(cells[m_columns[1]].text);
        made.first = date(cells[m_columns[2]], "debut");
        made.last = date(cells[m_columns[3]], "fin");
        if (made.first.empty() || made.last.empty()) return std::nullopt;
        if (made.last < made.first) {
            m_report.error(at(cells[m_columns[3]]), "until_before_since",
                           {{"since", made.first}, {"until", made.last}});
            return std::nullopt;
        }
        return made;
    }

  private:
    Where at(const Cell& cell) const { return {m_name, cell.position.line, cell.position.column, {}, {}}; }
    std::string date(const Cell& cell, const char* field) {
        std::string text(base::trim(cell.text));
        if (text.size() == 10 && is_date(text)) return text;
        m_report.error(at(cell), "bad_day", {{"field", field}, {"value", text}});
        return {};
    }

    const Table& m_table;
    const std::string& m_name;
    Report& m_report;
    std::array<std::size_t, 4> m_columns{};
};

}  // namespace

void read_school_holidays(const SourceFile& file, Reading& reading) {
    const auto info = std::find_if(reading.records.begin(), reading.records.end(), [](const auto& record) {
        return std::holds_alternative<model::FeedInfo>(record);
    });
    if (info == reading.records.end()) {
        reading.report.warning({file.name, 0, 0, {}, {}}, "school_holidays_without_feed");
        return;
    }
    const auto text = read_text_file(file.path, file.name, reading.report);
    const auto table = text ? read_csv(*text, file.name, reading.report) : std::nullopt;
    if (!table) return;
    HolidayTable rows(*table, file.name, reading.report);
    if (!rows.find_columns()) return;
    auto& holidays = std::get<model::FeedInfo>(*info).school_holidays;
    for (const auto& cells : table->rows)
        if (auto made = rows.row(cells)) holidays.push_back(std::move(*made));
    // Sorted, so that the order of rows changes nothing of what is published.
    std::sort(holidays.begin(), holidays.end(), [](const auto& a, const auto& b) {
        return std::tie(a.zone, a.first, a.last, a.name) < std::tie(b.zone, b.first, b.last, b.name);
    });
    holidays.erase(std::unique(holidays.begin(), holidays.end()), holidays.end());
}

}  // namespace accueil::publish
