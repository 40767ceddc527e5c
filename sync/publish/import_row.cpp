// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/import_row.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sync/base/strings.hpp"
#include "sync/model/opening_hours_repair.hpp"
#include "sync/publish/facts.hpp"

namespace accueil::publish {

namespace {

// What directories call the columns of the content, the likeliest first.
const std::map<std::string, std::vector<std::string>>& usual_names() {
    static const std::map<std::string, std::vector<std::string>> kNames{
        {"id", {"id", "id_fs", "matricule", "@feature", "@id", "id_osm", "osm_id"}},
        {"nom", {"nom", "lib_fs", "lib_france_services", "name"}},
        {"description", {"description", "presentation_resume", "descr"}},
        {"adresse", {"adresse"}},
        {"complement_adresse", {"complement_adresse", "complement_d_adresse"}},
        {"code_postal", {"code_postal", "addr:postcode", "contact:postcode", "postcode"}},
        {"commune", {"commune", "lib_com", "addr:city", "contact:city", "city"}},
        {"code_insee", {"code_insee", "insee_com", "ref:insee"}},
        {"latitude", {"latitude", "lat", "@lat", "y"}},
        {"longitude", {"longitude", "lon", "lng", "@lon", "x"}},
        {"telephone", {"telephone", "phone", "contact:phone", "contact_telephone"}},
        {"sms", {"sms"}},
        {"courriel",
         {"courriel", "courriels", "mail", "contact_mail", "email", "contact:email", "contact_email"}},
        {"site_web", {"site_web", "website", "contact:website", "contact_web", "url"}},
        {"horaires_accueil", {"horaires_accueil", "horaires", "opening_hours", "horaires_ouverture_osm"}},
        {"horaires_note", {}},
        {"transports", {"transports"}},
        {"verified_on", {"date_maj", "check_date:opening_hours", "check_date", "survey:date"}},
        {"source", {"source_label"}}};
    return kNames;
}

bool is_placeholder(std::string_view text) {
    static constexpr std::array<std::string_view, 7> kNothing{"-",   "none",          "null", "nan",
                                                              "n/a", "non renseigne", "nc"};
    const auto folded = base::fold(text);
    return std::find(kNothing.begin(), kNothing.end(), folded) != kNothing.end();
}

// "COMPLEMENT.D.ADRESSE" → "complement_d_adresse"; "addr:street" stays.
std::string plain_name(std::string_view name) {
    std::string out;
    for (const char c : base::fold(name)) {
        const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':' || c == '@';
        if (is_kept)
            out += c;
        else if (!out.empty() && out.back() != '_')
            out += '_';
    }
    while (out.ends_with('_'))
        out.pop_back();
    return out;
}

}  // namespace

model::Text Gathering::words(const std::string& key) const {
    model::Text text;
    for (const auto& language : catalog.languages())
        if (catalog.has(language, "import." + key))
            text.set(language, catalog.text(language, "import." + key));
    return text;
}

ImportRow::ImportRow(const Value& row, const std::string& file, Gathering& gathering)
    : m_where{file, row.position.line, row.position.column, {}, {}}, m_gathering(gathering) {
    auto& plain = gathering.plain_names;
    for (const auto& member : row.members) {
        auto found = plain.find(member.key);
        if (found == plain.end()) found = plain.emplace(member.key, plain_name(member.key)).first;
        m_fields.emplace_back(found->second, &member);
    }
    m_where.id = id();
}

std::vector<std::string> ImportRow::names(const std::string& column) const {
    const auto& mapping = m_gathering.mapping;
    if (const auto mapped = mapping.find(column); mapped != mapping.end()) return mapped->second;
    const auto usual = usual_names().find(column);
    return usual == usual_names().end() ? std::vector<std::string>{column} : usual->second;
}

const Value::Member* ImportRow::find(const std::vector<std::string>& names) {
    const Value::Member* found = nullptr;
    for (const auto& name : names) {
        const auto plain = plain_name(name);
        for (const auto& [key, member] : m_fields) {
            if (key != plain) continue;
            m_gathering.asked.insert(member->key);
            const auto text = base::trim(member->value.text);
            const bool is_empty =
                member->value.type != Value::Type::list && (text.empty() || is_placeholder(text));
            if (found == nullptr && !is_empty) found = member;
        }
    }
    return found;
}

std::string ImportRow::raw(const std::vector<std::string>& names) {
    const auto* member = find(names);
    if (member == nullptr) return {};
    const auto& value = member->value;
    if (value.type != Value::Type::list) return std::string(base::trim(value.text));
    std::vector<std::string> parts;
    for (const auto& item : value.items)
        parts.emplace_back(base::trim(item.text));
    return base::join(parts, "|");
}

std::vector<std::string> ImportRow::list(std::initializer_list<const char*> names,
                                         std::string_view separators) {
    std::vector<std::string> out;
    auto text = raw(names);
    for (char& c : text)
        if (separators.find(c) != std::string_view::npos || c == '|') c = '|';
    for (const auto& part : base::split(text, '|')) {
        const std::string word(base::trim(part));
        if (!word.empty() && std::find(out.begin(), out.end(), word) == out.end()) out.push_back(word);
    }
    return out;
}

void ImportRow::log(ImportAction action, const std::string& key, const std::string& field,
                    const std::string& value, Arguments arguments) {
    Where where = m_where;
    for (const auto& [plain, member] : m_fields)
        if (member->key == field && member->position.line > 0) {
            where.line = member->position.line;
            where.column = member->position.column;
        }
    m_gathering.log.add({action, where, field, value, key, std::move(arguments)});
}

bool ImportRow::refuse(const std::string& key, const std::string& field, const std::string& value) {
    log(ImportAction::refused, key, field, value);
    return false;
}

template <class Clean>
std::string ImportRow::take(const std::vector<std::string>& names, const Clean& clean) {
    const auto value = raw(names);
    if (value.empty()) return {};
    const auto cleaned = clean(value);
    const auto field = find(names)->key;
    if (!cleaned.fault.empty()) {
        log(ImportAction::left_out, cleaned.fault, field, value);
    } else if (!cleaned.repair.empty()) {
        log(ImportAction::repaired, cleaned.repair, field, value,
            {{"made", cleaned.text}, {"rest", cleaned.rest}});
    }
    return cleaned.text;
}

std::string ImportRow::line(const std::vector<std::string>& names) {
    return take(names, [](std::string_view text) { return clean_text(text, Lines::one); });
}

model::Text ImportRow::text(std::initializer_list<const char*> names) {
    constexpr std::size_t kMostBytes = 20'000;
    auto words = take({names.begin(), names.end()}, [](std::string_view text) {
        return text.size() > kMostBytes ? Cleaned{"", "", "text_too_long"} : clean_text(text, Lines::many);
    });
    return words.empty() ? model::Text() : model::Text(words);
}

std::string ImportRow::id() {
    return raw(names("id"));
}

std::string ImportRow::date() {
    const auto& today = m_gathering.options.today;
    const auto date =
        take(names("verified_on"), [&](std::string_view text) { return clean_date(text, today); });
    return date.empty() ? m_gathering.options.date : date;
}

// A mapping's fields stand one after the other; OpenStreetMap keeps number and street apart.
std::string ImportRow::address() {
    const auto mapped = m_gathering.mapping.find("adresse");
    if (mapped != m_gathering.mapping.end() && mapped->second.size() > 1) {
        std::string out;
        for (const auto& name : mapped->second)
            if (const auto part = line({name}); !part.empty()) out += (out.empty() ? "" : " ") + part;
        return out;
    }
    auto whole = line(names("adresse"));
    if (!whole.empty()) return whole;
    const auto street = line({"addr:street", "contact:street", "street", "addr:place"});
    const auto number = line({"addr:housenumber", "contact:housenumber", "housenumber"});
    return street.empty() || number.empty() ? street : number + " " + street;
}

void ImportRow::coordinates(model::Place& place) {
    const auto latitude_names = names("latitude"), longitude_names = names("longitude");
    const auto latitude_text = raw(latitude_names), longitude_text = raw(longitude_names);
    if (latitude_text.empty() && longitude_text.empty()) return;
    const auto* field = find(latitude_text.empty() ? longitude_names : latitude_names);
    const auto pair = latitude_text + " " + longitude_text;
    auto latitude = clean_number(latitude_text), longitude = clean_number(longitude_text);
    const auto leave_out = [&](const char* key) { log(ImportAction::left_out, key, field->key, pair); };
    if (!latitude || !longitude) return leave_out("coordinates_bad");
    if (*latitude == 0 && *longitude == 0) return leave_out("coordinates_zero");
    if (const auto made = from_lambert93(*longitude, *latitude)) {
        log(ImportAction::repaired, "coordinates_lambert", field->key, pair);
        place.coordinates = made;
        return;
    }
    // Only one reading of "4.05 43.95" lies in metropolitan France.
    if (*latitude > -6 && *latitude < 10 && *longitude > 41 && *longitude < 52) {
        std::swap(latitude, longitude);
        log(ImportAction::repaired, "coordinates_swapped", field->key, pair);
    }
    if (std::abs(*latitude) > 90 || std::abs(*longitude) > 180) return leave_out("coordinates_bad");
    place.coordinates = model::Coordinates{*latitude, *longitude};
}

void ImportRow::hours(const std::string& written, const std::string& field, std::string& hours,
                      model::Text& note) {
    if (written.empty()) return;
    const auto repaired = model::repair_hours(written);
    if (!repaired) {
        log(ImportAction::left_out, "hours_unreadable", field, written);
        const auto cleaned = clean_text(written, Lines::one);
        // What people can read stands for what the kiosk cannot.
        if (note.empty() && !cleaned.text.empty()) note = model::Text(cleaned.text);
        return;
    }
    hours = repaired->text;
    if (repaired->has_doubtful_day) {
        log(ImportAction::left_out, "hours_doubtful", field, written, {{"made", repaired->text}});
        if (note.empty()) note = m_gathering.words("note.doubtful_hours");
    } else if (!repaired->repairs.empty()) {
        std::vector<std::string> kinds;
        for (const auto repair : repaired->repairs)
            kinds.emplace_back(model::to_string(repair));
        log(ImportAction::repaired, "hours", field, written,
            {{"made", repaired->text}, {"kinds", base::join(kinds, ", ")}});
    }
}

bool ImportRow::is_asked_for(const model::Place& place) const {
    const auto& only = m_gathering.options.only;
    return only.empty() || std::any_of(only.begin(), only.end(), [&](const std::string& code) {
               return place.insee.starts_with(code) ||
                      (place.insee.empty() && place.postcode.starts_with(code));
           });
}

void ImportRow::spot(model::Place& place) {
    place.postcode = take(names("code_postal"), clean_postcode);
    place.insee = take(names("code_insee"), clean_insee);
    place.address = address();
    place.municipality = line(names("commune"));
    place.address_complement = line(names("complement_adresse"));
    coordinates(place);
}

bool ImportRow::place(model::Place& place) {
    constexpr std::size_t kMostName = 300;
    place.id = id();
    spot(place);
    if (!is_asked_for(place)) {
        ++m_gathering.elsewhere;
        return false;
    }
    const auto required = [&](std::string& value, const char* column, const char* key) {
        if (!value.empty()) return true;
        // What stood there and was no good is in the log already.
        const auto* member = find(names(column));
        return refuse(key, member == nullptr ? column : member->key,
                      member == nullptr ? "" : member->value.text);
    };
    auto name = line(names("nom"));
    if (!required(name, "nom", "name_missing")) return false;
    if (name.size() > kMostName) return refuse("name_too_long", find(names("nom"))->key, name);
    place.name = model::Text(name);
    if (place.id.empty()) return refuse("id_missing", "id");
    if (!place.coordinates) {
        if (!required(place.address, "adresse", "address_missing")) return false;
        if (!required(place.postcode, "code_postal", "postcode_missing")) return false;
        if (!required(place.municipality, "commune", "municipality_missing")) return false;
    } else if (place.address.empty()) {
        log(ImportAction::noted, "address_on_map", "adresse", "");
    }
    if (const auto words =
            take(names("description"), [](std::string_view t) { return clean_text(t, Lines::many); });
        !words.empty() && words.size() < 20'000)
        place.description = model::Text(words);
    place.telephone = telephone();
    place.sms = take(names("sms"), clean_telephone);
    place.email = email();
    place.website = take(names("site_web"), clean_url);
    if (const auto words = line(names("transports")); !words.empty()) place.transport = model::Text(words);
    if (const auto words = line(names("horaires_note")); !words.empty())
        place.opening_hours_note = model::Text(words);
    const auto* written = find(names("horaires_accueil"));
    if (written != nullptr)
        hours(raw(names("horaires_accueil")), written->key, place.opening_hours, place.opening_hours_note);
    place.verified_on = date();
    auto label = line(names("source"));
    if (label.empty()) label = m_gathering.options.source;
    if (label.empty()) label = m_gathering.attribution;
    if (!label.empty()) place.source = model::Source{label, {}, {}};
    return true;
}

}  // namespace accueil::publish
