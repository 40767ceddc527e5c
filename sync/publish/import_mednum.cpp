// SPDX-License-Identifier: GPL-3.0-or-later
// Places of digital help: the schema « médiation numérique » 1.0.2, and the labels of its version 0.
#include <algorithm>
#include <array>

#include "sync/base/strings.hpp"
#include "sync/publish/import_row.hpp"

namespace accueil::publish {

namespace {

struct Label {
    std::string_view label;  ///< folded; what begins so is meant
    const char* value;
};

template <std::size_t N>
const Label* meaning_of(const std::array<Label, N>& labels, const std::string& word) {
    const auto folded = base::fold(word);
    const auto found = std::find_if(labels.begin(), labels.end(),
                                    [&](const Label& label) { return folded.starts_with(label.label); });
    return found == labels.end() ? nullptr : &*found;
}

// A nullptr is a label that is known and has no word in data·inclusion.
constexpr const char* kOnlineServices = "numerique--acceder-a-des-services-en-ligne";
constexpr const char* kBasics = "numerique--maitriser-les-fondamentaux-du-numerique";
constexpr const char* kConnection = "numerique--acceder-a-une-connexion-internet";
constexpr const char* kEquipment = "numerique--acquerir-un-equipement";

constexpr std::array<Label, 21> kServices{{
    {"aide aux demarches administratives", kOnlineServices},
    {"maitrise des outils numeriques du quotidien", kBasics},
    {"insertion professionnelle via le numerique", kBasics},
    {"utilisation securisee du numerique", kBasics},
    {"parentalite et education avec le numerique", kBasics},
    {"loisirs et creations numeriques", kBasics},
    {"comprehension du monde numerique", kBasics},
    {"acces internet et materiel informatique", kConnection},
    {"acquisition de materiel informatique", kEquipment},
    {"acceder a du materiel", kConnection},
    {"acceder a une connexion internet", kConnection},
    {"utiliser le numerique au quotidien", kBasics},
    {"approfondir ma culture numerique", kBasics},
    {"prendre en main un ordinateur", kBasics},
    {"prendre en main un smartphone", kBasics},
    {"realiser des demarches administratives", kOnlineServices},
    {"accompagner les demarches de sante", kOnlineServices},
    {"promouvoir la citoyennete numerique", kBasics},
    {"devenir autonome dans les demarches", kOnlineServices},
    {"favoriser mon insertion professionnelle", kBasics},
    {"soutenir la parentalite", kBasics},
}};
constexpr std::array<Label, 8> kPublics{{{"jeunes", "jeunes"},
                                         {"etudiants", "etudiants"},
                                         {"familles", "familles"},
                                         {"seniors", "seniors"},
                                         {"femmes", "femmes"},
                                         {"uniquement femmes", "femmes"},
                                         {"adultes", nullptr},
                                         {"enfants", "familles"}}};
constexpr std::array<Label, 6> kAccess{{{"se presenter", "se-presenter"},
                                        {"telephoner", "telephoner"},
                                        {"contacter par mail", "envoyer-un-courriel"},
                                        {"prendre un rdv en ligne", "utiliser-lien-mobilisation"},
                                        {"envoyer un mail avec une fiche", "envoyer-un-courriel"},
                                        {"ce lieu n'accueille pas de public", nullptr}}};
constexpr std::array<Label, 8> kHelp{{{"a distance", "a-distance"},
                                      {"en autonomie", "en-presentiel"},
                                      {"accompagnement individuel", "en-presentiel"},
                                      {"dans un atelier", "en-presentiel"},
                                      {"avec de l'aide", "en-presentiel"},
                                      {"seul", "en-presentiel"},
                                      {"a ma place", "en-presentiel"},
                                      {"dans un lieu", "en-presentiel"}}};

void add_word(std::vector<std::string>& list, const char* value) {
    if (value != nullptr && std::find(list.begin(), list.end(), value) == list.end())
        list.emplace_back(value);
}

// "Gratuit : Je peux accéder gratuitement…" → "Gratuit"
std::string short_label(const std::string& label) {
    const auto colon = label.find(" : ");
    return colon == std::string::npos ? label : label.substr(0, colon);
}

class MednumRow {
  public:
    explicit MednumRow(ImportRow& row) : m_row(row) {}

    void gather() {
        auto& place = m_place.record;
        if (!m_row.place(place)) return;
        if (!receives_people()) return;
        const auto detail = m_row.text({"presentation_detail"});
        if (place.description.empty())
            place.description = detail;
        else if (!detail.empty())
            place.description = model::Text(std::string(place.description.words("fr")) + "\n\n" +
                                            std::string(detail.words("fr")));
        if (base::fold(m_row.raw({"itinerance"})).starts_with("itinerant") &&
            place.opening_hours_note.empty())
            place.opening_hours_note = m_row.gathering().words("note.itinerant");
        place.accessibility_url = m_row.url({"fiche_acces_libre"});
        if (const auto label = m_row.raw({"source"}); !label.empty())
            place.source = model::Source{label, {}, {}};
        service();
        m_place.where = m_row.where();
        m_row.gathering().places.push_back(std::move(m_place));
    }

  private:
    bool receives_people() {
        for (const auto& label : m_row.list({"modalites_acces"}, "|;"))
            if (const auto* known = meaning_of(kAccess, label); known != nullptr && known->value == nullptr)
                return m_row.refuse("receives_nobody", "modalites_acces", label);
        return true;
    }

    template <std::size_t N>
    std::vector<std::string> meanings(const char* field, const std::array<Label, N>& labels) {
        std::vector<std::string> out;
        for (const auto& label : m_row.list({field}, "|;")) {
            const auto* known = meaning_of(labels, label);
            if (known == nullptr)
                m_row.log(ImportAction::left_out, "label_unknown", field, label);
            else
                add_word(out, known->value);
        }
        return out;
    }

    void service() {
        const auto labels = m_row.list({"services"}, "|;");
        if (labels.empty()) {
            m_row.log(ImportAction::noted, "no_service", "services", "");
            return;
        }
        Gathered<model::Service> gathered;
        auto& service = gathered.record;
        service.id = service.place_id = m_place.record.id;
        service.name = m_row.gathering().words("service.mednum");
        std::vector<std::string> known;
        for (const auto& label : labels)
            if (const auto cleaned = clean_text(label, Lines::one); !cleaned.text.empty())
                known.push_back(cleaned.text);
        if (!known.empty()) service.description = model::Text(base::join(known, ", ") + ".");
        service.thematiques = meanings("services", kServices);
        publics(service);
        cost(service);
        service.mobilisation_modes = meanings("modalites_acces", kAccess);
        service.reception_modes = meanings("modalites_accompagnement", kHelp);
        service.mobilisation_url = m_row.url({"prise_rdv"});
        if (!service.mobilisation_url.empty()) service.appointment = model::Appointment::possible;
        service.verified_on = m_place.record.verified_on;
        gathered.where = m_row.where();
        m_row.gathering().services.push_back(std::move(gathered));
    }

    void publics(model::Service& service) {
        service.publics = meanings("publics_specifiquement_adresses", kPublics);
        // Version 0 names all who are welcome, not whom it is for: with adults among them it is everyone.
        std::vector<std::string> with_care;
        bool has_adults = false;
        std::vector<std::string> welcome;
        for (const auto& label : m_row.list({"publics_accueillis"}, "|;")) {
            const auto* known = meaning_of(kPublics, label);
            if (known == nullptr)
                with_care.push_back(short_label(label));
            else if (known->value == nullptr)
                has_adults = true;
            else
                add_word(welcome, known->value);
        }
        if (!has_adults && service.publics.empty()) service.publics = welcome;
        for (const auto& label : m_row.list({"prise_en_charge_specifique"}, "|;")) {
            with_care.push_back(label);
            if (base::fold(label).find("(anglais)") != std::string::npos) m_place.record.languages = {"en"};
        }
        if (!with_care.empty()) service.publics_details = model::Text(base::join(with_care, ", "));
    }

    // One word that settles it; several, or one with a condition, are told as they stand.
    void cost(model::Service& service) {
        auto labels = m_row.list({"frais_a_charge"}, "|;");
        if (labels.empty()) labels = m_row.list({"conditions_acces"}, "|;");
        std::vector<std::string> told;
        for (const auto& label : labels)
            told.push_back(short_label(label));
        if (told.size() == 1 && told[0] == "Gratuit") service.cost = model::Cost::free;
        if (told.size() == 1 && told[0] == "Payant") service.cost = model::Cost::paid;
        if (service.cost == model::Cost::unknown && !told.empty())
            service.cost_details = model::Text(base::join(told, ", "));
    }

    ImportRow& m_row;
    Gathered<model::Place> m_place;
};

}  // namespace

void gather_mednum(ImportRow& row) {
    MednumRow(row).gather();
}

}  // namespace accueil::publish
