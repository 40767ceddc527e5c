// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/import_tables.hpp"

#include <array>
#include <charconv>
#include <map>

#include "sync/base/strings.hpp"
#include "sync/publish/import_log.hpp"

namespace accueil::publish {

namespace {

std::string digits_of(double number) {
    std::array<char, 32> buffer{};
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
}

// A record's cells by column, in the order in which they are first put.
class TableWriter {
  public:
    void begin_row() { m_rows.emplace_back(); }
    void put(const std::string& column, const std::string& value) {
        if (!m_place.contains(column)) {
            m_place[column] = m_columns.size();
            m_columns.push_back({column, false});
        }
        if (value.empty()) return;
        m_columns[m_place[column]].is_used = true;
        m_rows.back()[column] = value;
    }
    void put(const std::string& column, const std::vector<std::string>& list) {
        put(column, base::join(list, "|"));
    }
    void put(const std::string& column, const model::Text& text) {
        put(column, std::string(text.words("fr")));
        for (const auto& [language, words] : text.by_language())
            if (language != "fr") m_translations[column + "_" + language] = column;
        for (const auto& [language, words] : text.by_language())
            if (language != "fr") m_rows.back()[column + "_" + language] = words;
    }

    std::string table() const {
        std::vector<std::string> columns;
        for (const auto& [name, is_used] : m_columns) {
            if (!is_used && name != "id") continue;
            columns.push_back(name);
            for (const auto& [translation, of] : m_translations)
                if (of == name) columns.push_back(translation);
        }
        std::string out = base::join(columns, ",") + "\n";
        for (const auto& row : m_rows) {
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const auto found = row.find(columns[i]);
                out += (i > 0 ? "," : "") + (found == row.end() ? std::string() : csv_cell(found->second));
            }
            out += "\n";
        }
        return out;
    }

  private:
    struct Column {
        std::string name;
        bool is_used;
    };
    std::vector<Column> m_columns;
    std::map<std::string, std::size_t> m_place;
    std::map<std::string, std::string> m_translations;  // column → the French one's
    std::vector<std::map<std::string, std::string>> m_rows;
};

template <class T>
void put_source(TableWriter& table, const T& record) {
    table.put("source", record.source ? record.source->label : std::string());
    table.put("source_url", record.source ? record.source->url : std::string());
    table.put("verified_on", record.verified_on);
}

}  // namespace

std::string places_table(const std::vector<model::Place>& places) {
    TableWriter table;
    for (const auto& place : places) {
        table.begin_row();
        table.put("id", place.id);
        table.put("nom", place.name);
        table.put("description", place.description);
        table.put("adresse", place.address);
        table.put("complement_adresse", place.address_complement);
        table.put("code_postal", place.postcode);
        table.put("commune", place.municipality);
        table.put("code_insee", place.insee);
        table.put("latitude", place.coordinates ? digits_of(place.coordinates->latitude) : std::string());
        table.put("longitude", place.coordinates ? digits_of(place.coordinates->longitude) : std::string());
        table.put("telephone", place.telephone);
        table.put("sms", place.sms);
        table.put("courriel", place.email);
        table.put("site_web", place.website);
        table.put("horaires_accueil", place.opening_hours);
        table.put("horaires_note", place.opening_hours_note);
        table.put("langues", place.languages);
        table.put("acces", place.accessibility);
        table.put("accessibilite_lieu", place.accessibility_url);
        table.put("transports", place.transport);
        table.put("reseaux_porteurs", place.networks);
        put_source(table, place);
    }
    return table.table();
}

std::string services_table(const std::vector<model::Service>& services) {
    static constexpr std::array<const char*, 4> kAppointments{"", "sans", "possible", "obligatoire"};
    static constexpr std::array<const char*, 3> kCosts{"", "gratuit", "payant"};
    TableWriter table;
    for (const auto& service : services) {
        table.begin_row();
        table.put("id", service.id);
        table.put("place_id", service.place_id);
        table.put("nom", service.name);
        table.put("type", service.type);
        table.put("description", service.description);
        table.put("needs", service.needs);
        table.put("thematiques", service.thematiques);
        table.put("publics", service.publics);
        table.put("publics_precisions", service.publics_details);
        table.put("rendez_vous",
                  std::string(kAppointments.at(static_cast<std::size_t>(service.appointment))));
        table.put("frais", std::string(kCosts.at(static_cast<std::size_t>(service.cost))));
        table.put("frais_precisions", service.cost_details);
        table.put("modes_accueil", service.reception_modes);
        table.put("modes_mobilisation", service.mobilisation_modes);
        table.put("mobilisable_par", service.mobilisable_by);
        table.put("mobilisation_precisions", service.mobilisation_details);
        table.put("lien_mobilisation", service.mobilisation_url);
        table.put("conditions_acces", service.conditions);
        table.put("zone_eligibilite", service.zone);
        table.put("telephone", service.telephone);
        table.put("courriel", service.email);
        table.put("horaires_accueil", service.opening_hours);
        table.put("horaires_note", service.opening_hours_note);
        put_source(table, service);
    }
    return table.table();
}

}  // namespace accueil::publish
