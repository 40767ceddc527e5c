// SPDX-License-Identifier: GPL-3.0-or-later
// The livret: places and services, as tables or as JSON of the same fields.
#include <algorithm>

#include "sync/base/strings.hpp"
#include "sync/publish/csv.hpp"
#include "sync/publish/fields.hpp"
#include "sync/publish/json_value.hpp"
#include "sync/publish/text_file.hpp"
#include "sync/publish/vocabulary.hpp"

namespace accueil::publish {

namespace {

std::optional<model::Source> read_source(Fields& fields) {
    const auto label = fields.string("source");
    const auto url = fields.url("source_url");
    if (label.empty() && url.empty()) return std::nullopt;
    return model::Source{label, url, {}};
}

void read_place(Fields& fields, model::Place& place) {
    static constexpr Choice<model::PlaceType> kTypes[] = {{"place", model::PlaceType::place},
                                                          {"helpline", model::PlaceType::helpline}};
    static constexpr Choice<model::Answer> kAnswers[] = {{"oui", model::Answer::yes},
                                                         {"non", model::Answer::no}};
    place.name = fields.text("nom", Presence::required);
    place.type = fields.word<model::PlaceType>("type", kTypes, model::PlaceType::place);
    const bool is_place = place.type == model::PlaceType::place;
    const auto presence = is_place ? Presence::required : Presence::optional;
    place.description = fields.text("description");
    place.address = fields.string("adresse", presence);
    place.address_complement = fields.string("complement_adresse");
    place.postcode = fields.postcode("code_postal", presence);
    place.municipality = fields.string("commune", presence);
    place.insee = fields.insee("code_insee");
    place.coordinates = fields.coordinates();
    if (!is_place && !place.address.empty()) fields.warning("adresse", "helpline_address");
    place.telephone = fields.telephone("telephone");
    place.telephone_label = fields.text("telephone_libelle");
    place.sms = fields.telephone("sms");
    place.email = fields.email("courriel");
    place.website = fields.url("site_web");
    place.opening_hours = fields.string("horaires_accueil");
    place.opening_hours_note = fields.text("horaires_note");
    place.languages = fields.languages("langues");
    place.unconditional =
        fields.word<model::Answer>("accueil_inconditionnel", kAnswers, model::Answer::unknown);
    place.accessibility = fields.words("acces", all_accessibilities());
    place.accessibility_url = fields.url("accessibilite_lieu");
    place.transport = fields.text("transports");
    place.networks = fields.list("reseaux_porteurs");
    place.zone = fields.zone("zone");
    place.source = read_source(fields);
    place.verified_on = fields.date("verified_on");
}

void read_service(Fields& fields, model::Service& service) {
    static constexpr Choice<model::Appointment> kAppointments[] = {
        {"sans", model::Appointment::none},
        {"possible", model::Appointment::possible},
        {"obligatoire", model::Appointment::required}};
    static constexpr Choice<model::Cost> kCosts[] = {{"gratuit", model::Cost::free},
                                                     {"payant", model::Cost::paid}};
    service.place_id = fields.reference("place_id", "place");
    service.name = fields.text("nom", Presence::required);
    service.type = fields.word("type", all_service_types());
    service.description = fields.text("description");
    service.needs = fields.references("needs", "need", Presence::required);
    service.thematiques = fields.words("thematiques", all_thematiques());
    service.publics = fields.words("publics", all_publics());
    service.publics_details = fields.text("publics_precisions");
    service.appointment =
        fields.word<model::Appointment>("rendez_vous", kAppointments, model::Appointment::unknown);
    service.cost = fields.word<model::Cost>("frais", kCosts, model::Cost::unknown);
    service.cost_details = fields.text("frais_precisions");
    service.reception_modes = fields.words("modes_accueil", all_reception_modes());
    service.mobilisation_modes = fields.words("modes_mobilisation", all_mobilisation_modes());
    service.mobilisable_by = fields.words("mobilisable_par", all_mobilisers());
    service.mobilisation_details = fields.text("mobilisation_precisions");
    service.mobilisation_url = fields.url("lien_mobilisation");
    service.conditions = fields.text("conditions_acces");
    service.zone = fields.zone("zone_eligibilite");
    service.telephone = fields.telephone("telephone");
    service.email = fields.email("courriel");
    service.opening_hours = fields.string("horaires_accueil");
    service.opening_hours_note = fields.text("horaires_note");
    service.papers = fields.list("pieces");
    service.languages = fields.languages("langues");
    service.source = read_source(fields);
    service.verified_on = fields.date("verified_on");
}

void read_fields(Fields& fields, model::Place& place) {
    read_place(fields, place);
}
void read_fields(Fields& fields, model::Service& service) {
    read_service(fields, service);
}

template <class T>
constexpr const char* kKind = std::is_same_v<T, model::Place> ? "place" : "service";

// What the columns may be called is what the reader asks of an empty row.
template <class T>
void check_header(const Table& table, const Where& file, Reading& reading) {
    MediaIndex no_media;
    Reading scratch(no_media);
    const Value no_row;
    Fields asked(no_row, file, Form::table, scratch);
    asked.record_id();
    T ignored;
    read_fields(asked, ignored);

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

template <class T>
void read_row(const Value& row, const std::string& file, Form form, int position, Reading& reading) {
    Fields fields(row, {file, row.position.line, row.position.column, kKind<T>, {}}, form, reading);
    const auto id = fields.record_id();
    if (!id) return;
    T record;
    record.id = *id;
    record.position = position;
    read_fields(fields, record);
    if (form == Form::table_as_json) fields.finish();
    reading.records.push_back(std::move(record));
}

template <class T>
bool read_table(const std::string& text, const std::string& file, Reading& reading) {
    const auto table = read_csv(text, file, reading.report);
    if (!table) return false;
    RowOrder order(file);
    const Where where{file, 1, 0, {}, {}};
    check_header<T>(*table, where, reading);
    const bool is_place = std::is_same_v<T, model::Place>;
    const std::vector<std::string> names = is_place
                                               ? std::vector<std::string>{"id", "nom"}
                                               : std::vector<std::string>{"id", "place_id", "nom", "needs"};
    if (!has_required_columns(*table, names, where, reading)) return false;
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
        read_row<T>(row, file, Form::table, order.next(), reading);
    }
    return !table->is_damaged;
}

template <class T>
bool read_list(const std::string& text, const std::string& file, Reading& reading) {
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
            read_row<T>(item, file, Form::table_as_json, position, reading);
        } else {
            reading.report.error({file, item.position.line, 0, {}, {}}, "expected_objects");
        }
    }
    return true;
}

template <class T>
void read_all(const std::vector<SourceFile>& files, Reading& reading) {
    for (const auto& file : files) {
        const auto text = read_text_file(file.path, file.name, reading.report);
        const bool is_table = file.path.extension() == ".csv";
        const bool is_whole = text && (is_table ? read_table<T>(*text, file.name, reading)
                                                : read_list<T>(*text, file.name, reading));
        if (!is_whole) reading.incomplete.insert(kKind<T>);
    }
}

}  // namespace

void read_livret_table(const std::string& text, const std::string& name, const std::string& kind,
                       Reading& reading) {
    if (kind == "place") {
        read_table<model::Place>(text, name, reading);
    } else {
        read_table<model::Service>(text, name, reading);
    }
}

void read_livret(const std::vector<SourceFile>& files, const std::string& kind, Reading& reading) {
    if (kind == "place") {
        read_all<model::Place>(files, reading);
    } else {
        read_all<model::Service>(files, reading);
    }
}

}  // namespace accueil::publish
