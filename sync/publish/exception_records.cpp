// SPDX-License-Identifier: GPL-3.0-or-later
// livret/exceptions*: exceptional closures and hours, row by row, into the places and services that they
// name.
#include <algorithm>
#include <map>
#include <utility>

#include "sync/model/local_time.hpp"
#include "sync/model/opening_hours.hpp"
#include "sync/model/opening_hours_repair.hpp"
#include "sync/publish/livret_rows.hpp"

namespace accueil::publish {

namespace {

using OfRecord = std::pair<std::string, std::string>;  // kind, id

struct ExceptionRow {
    OfRecord of;
    model::HoursException exception;
    Where where;
};

std::string take_day(Fields& fields, const std::string& key, Presence presence) {
    auto text = fields.string(key, presence);
    if (text.empty() || model::read_day(text)) return text;
    fields.error(key, "bad_day", {{"field", key}, {"value", text}});
    return {};
}

std::string take_hours(Fields& fields) {
    auto text = fields.string("horaires");
    if (text.empty()) return text;
    if (const auto hours = model::OpeningHours::parse(text)) return hours->text() == "off" ? "" : text;
    const auto near = model::repair_hours(text);
    fields.error("horaires", near ? "bad_hours_near" : "bad_hours",
                 {{"field", "horaires"}, {"value", text}, {"near", near ? near->text : ""}});
    return text;
}

class ExceptionReader {
  public:
    explicit ExceptionReader(Reading& reading) : m_reading(reading) {}

    RowKind kind() {
        const auto ask = [](Fields& fields) {
            for (const char* name : {"place_id", "service_id", "du", "au", "horaires"})
                fields.string(name);
            fields.text("motif");
        };
        return {{}, {"du"}, ask, [this](Fields& fields, int, Reading&) { return take(fields); }};
    }

    // By first day: of two that overlap the later one is told.
    void settle() {
        std::map<OfRecord, std::vector<ExceptionRow>> of_records;
        for (auto& row : m_rows)
            of_records[row.of].push_back(std::move(row));
        for (auto& record : m_reading.records) {
            const auto found = of_records.find({model::kind_of(record), model::id_of(record)});
            if (found != of_records.end()) put(found->second, record);
        }
    }

  private:
    bool take(Fields& fields) {
        ExceptionRow row;
        const bool has_place = fields.has("place_id"), has_service = fields.has("service_id");
        if (has_place == has_service)
            fields.error("du", has_place ? "exception_of_both" : "exception_of_none");
        if (has_place) row.of = {"place", fields.reference("place_id", "place")};
        if (has_service) row.of = {"service", fields.reference("service_id", "service")};
        auto& exception = row.exception;
        exception.first = take_day(fields, "du", Presence::required);
        exception.last = fields.has("au") ? take_day(fields, "au", Presence::optional) : exception.first;
        exception.hours = take_hours(fields);
        exception.reason = fields.text("motif");
        if (exception.first.empty() || exception.last.empty() || has_place == has_service) return true;
        if (exception.last < exception.first) {
            fields.error("au", "until_before_since", {{"since", exception.first}, {"until", exception.last}});
            return true;
        }
        row.where = fields.where("du");
        m_rows.push_back(std::move(row));
        return true;
    }

    void put(std::vector<ExceptionRow>& rows, model::Record& record) {
        std::stable_sort(rows.begin(), rows.end(),
                         [](const auto& a, const auto& b) { return a.exception.first < b.exception.first; });
        std::vector<model::HoursException> exceptions;
        const ExceptionRow* before = nullptr;
        for (const auto& row : rows) {
            if (before != nullptr && row.exception.first <= before->exception.last)
                m_reading.report.error(
                    row.where, "exceptions_overlap",
                    {{"first", before->where.file + ":" + std::to_string(before->where.line)},
                     {"since", before->exception.first},
                     {"until", before->exception.last}});
            if (before == nullptr || row.exception.last > before->exception.last) before = &row;
            exceptions.push_back(row.exception);
        }
        std::visit(
            [&](auto& value) {
                if constexpr (requires { value.exceptions; }) value.exceptions = std::move(exceptions);
            },
            record);
    }

    Reading& m_reading;
    std::vector<ExceptionRow> m_rows;
};

}  // namespace

void read_exceptions(const std::vector<SourceFile>& files, Reading& reading) {
    ExceptionReader reader(reading);
    read_row_files(files, reader.kind(), reading);
    reader.settle();
}

}  // namespace accueil::publish
