// SPDX-License-Identifier: GPL-3.0-or-later
// The file that says which field of a directory is which column of the content.
#include <algorithm>

#include "sync/publish/import_source.hpp"
#include "sync/publish/json_value.hpp"
#include "sync/publish/text_file.hpp"
#include "sync/publish/vocabulary.hpp"

namespace accueil::publish {

namespace {

const std::vector<std::string>& mapped_columns() {
    static const std::vector<std::string> kColumns{
        "id",       "nom",        "description",      "adresse",       "complement_adresse", "code_postal",
        "commune",  "code_insee", "latitude",         "longitude",     "telephone",          "sms",
        "courriel", "site_web",   "horaires_accueil", "horaires_note", "transports",         "verified_on",
        "source"};
    return kColumns;
}

}  // namespace

bool read_mapping(const std::filesystem::path& path, std::map<std::string, std::vector<std::string>>& mapping,
                  ImportLog& log) {
    if (path.empty()) return true;
    const auto name = path.filename().string();
    Report report;
    const auto text = read_text_file(path, name, report);
    const auto json = text ? read_json(*text, name, report) : std::nullopt;
    log.add_findings(report);
    if (!json) return false;
    const auto refuse = [&](Position at, const std::string& field, const char* key,
                            const std::string& near = "") {
        log.add({ImportAction::refused,
                 {name, at.line, at.column, {}, {}},
                 field,
                 "",
                 key,
                 {{"field", field}, {"near", near}}});
        return false;
    };
    if (json->type != Value::Type::map) return refuse({1, 0}, "", "finding.expected_object");
    for (const auto& [column, position, value] : json->members) {
        const auto& known = mapped_columns();
        if (std::find(known.begin(), known.end(), column) == known.end()) {
            const auto near = suggest(column, known);
            return refuse(position, column,
                          near.empty() ? "finding.field_unknown" : "finding.field_unknown_near", near);
        }
        auto& fields = mapping[column];
        if (value.is_scalar()) fields.push_back(value.text);
        for (const auto& item : value.items)
            if (item.is_scalar()) fields.push_back(item.text);
        if (fields.empty()) return refuse(position, column, "mapping_empty");
    }
    return true;
}

}  // namespace accueil::publish
