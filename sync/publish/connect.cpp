// SPDX-License-Identifier: GPL-3.0-or-later
// What can only be said once every file is read.
#include <algorithm>
#include <map>

#include "sync/base/strings.hpp"
#include "sync/feed/records.hpp"
#include "sync/model/record_json.hpp"
#include "sync/publish/reading.hpp"
#include "sync/publish/vocabulary.hpp"

namespace accueil::publish {

namespace {

void check_references(Reading& reading) {
    // A column shifted by one makes every row wrong: comparing each with all ids would take minutes.
    int suggestions = 100;
    for (const auto& reference : reading.references) {
        const auto& known = reading.ids[reference.kind];
        if (known.contains(reference.id) || reading.incomplete.contains(reference.kind)) continue;
        if (!reading.territory_prefix.empty() &&
            (reference.kind == "question" || reference.kind == "initiative")) {
            reading.report.warning(reference.where, "reference_national",
                                   {{"field", reference.field}, {"id", reference.id}});
            continue;
        }
        std::vector<std::string> ids;
        if (suggestions-- > 0)
            for (const auto& [id, where] : known)
                ids.push_back(id);
        const auto near = suggest(reference.id, ids);
        // One message a kind, so that each language can say it in its own grammar.
        const auto key = "reference_" + reference.kind + (near.empty() ? "" : "_near");
        reading.report.error(reference.where, key,
                             {{"field", reference.field}, {"id", reference.id}, {"near", near}});
    }
}

void add_once(std::vector<std::string>& list, const std::string& id) {
    if (std::find(list.begin(), list.end(), id) == list.end()) list.push_back(id);
}

void link_both_ways(std::vector<model::Record>& records) {
    std::map<std::string, model::Question*> questions;
    std::map<std::string, model::Initiative*> initiatives;
    for (auto& record : records) {
        if (auto* question = std::get_if<model::Question>(&record)) questions[question->id] = question;
        if (auto* initiative = std::get_if<model::Initiative>(&record))
            initiatives[initiative->id] = initiative;
    }
    for (const auto& [id, question] : questions) {
        for (const auto& named : question->initiatives) {
            if (const auto found = initiatives.find(named); found != initiatives.end()) {
                add_once(found->second->questions, id);
            }
        }
    }
    for (const auto& [id, initiative] : initiatives) {
        for (const auto& named : initiative->questions) {
            if (const auto found = questions.find(named); found != questions.end()) {
                add_once(found->second->initiatives, id);
            }
        }
    }
}

std::vector<const model::Text*> texts_of(const model::Record& record) {
    std::vector<const model::Text*> texts;
    const auto add = [&](const auto&... more) { (texts.push_back(&more), ...); };
    std::visit(
        [&](const auto& value) {
            if constexpr (requires { value.title; }) add(value.title);
            if constexpr (requires { value.name.by_language(); }) add(value.name);
            if constexpr (requires { value.subtitle; })
                add(value.subtitle, value.notice, value.proposal.reader);
            if constexpr (requires { value.summary; }) add(value.summary);
            if constexpr (requires { value.lead; }) add(value.lead);
            if constexpr (requires { value.body; }) add(value.body);
            if constexpr (requires { value.urgency; }) add(value.text);
            if constexpr (requires { value.exceptions; }) {
                for (const auto& exception : value.exceptions)
                    add(exception.reason);
            }
            if constexpr (requires { value.words.by_language(); }) add(value.words);
            if constexpr (requires { value.description; }) add(value.description, value.opening_hours_note);
            if constexpr (requires { value.telephone_label; }) add(value.telephone_label, value.transport);
            if constexpr (requires { value.publics_details; }) add(value.publics_details, value.cost_details);
            if constexpr (requires { value.topics; }) {
                for (const auto& topic : value.topics)
                    add(topic.title);
            }
            if constexpr (requires { value.links; }) {
                for (const auto& link : value.links)
                    add(link.label);
            }
            if constexpr (requires { value.documents; }) {
                if (value.video) add(value.video->title);
                for (const auto& document : value.documents)
                    add(document.title);
                for (const auto& photo : value.photos)
                    add(photo.alt);
            }
        },
        record);
    return texts;
}

void count_translations(Reading& reading) {
    const auto info = std::find_if(reading.records.begin(), reading.records.end(), [](const auto& record) {
        return std::holds_alternative<model::FeedInfo>(record);
    });
    if (info == reading.records.end()) return;
    const auto& languages = std::get<model::FeedInfo>(*info).languages;
    std::map<std::string, std::pair<long, long>> missing;  // texts, records
    std::map<std::string, long> not_listed;
    for (const auto& record : reading.records) {
        std::map<std::string, long> of_record;
        for (const auto* text : texts_of(record)) {
            if (text->by_language().empty()) continue;
            // A proper noun, such as a place's name, is the same in every language.
            const bool is_name =
                std::holds_alternative<model::Place>(record) && text == &std::get<model::Place>(record).name;
            for (const auto& language : languages) {
                if (!text->has(language) && !is_name) ++of_record[language];
            }
            for (const auto& [language, words] : text->by_language()) {
                if (std::find(languages.begin(), languages.end(), language) == languages.end()) {
                    ++not_listed[language];
                }
            }
        }
        for (const auto& [language, texts] : of_record) {
            missing[language].first += texts;
            ++missing[language].second;
        }
    }
    for (const auto& [language, count] : missing) {
        reading.report.add({Severity::warning,
                            {},
                            "translations_missing",
                            {{"language", language}, {"records", std::to_string(count.second)}},
                            count.first});
    }
    for (const auto& [language, count] : not_listed) {
        reading.report.add({Severity::warning,
                            {"feed.json", 0, 0, {}, {}},
                            "language_not_listed",
                            {{"language", language}},
                            count});
    }
}

// A kiosk refuses a record that is larger than it expects, whoever signed it.
void check_sizes(Reading& reading) {
    constexpr std::size_t kMost = feed::DecodeLimits{}.line_bytes;
    for (const auto& record : reading.records) {
        if (model::to_json(record).size() <= kMost) continue;
        const std::string kind = model::kind_of(record);
        const auto found = reading.ids[kind].find(model::id_of(record));
        reading.report.error(
            found == reading.ids[kind].end() ? Where{"feed.json", 0, 0, {}, {}} : found->second,
            "record_too_large", {{"bytes", std::to_string(kMost)}});
    }
}

}  // namespace

bool Reading::register_id(const Where& where, const std::string& kind, const std::string& id) {
    if (!base::is_id(id)) {
        report.error(where, "bad_id", {{"id", id}});
        return false;
    }
    const auto hyphen = id.find('-');
    if (hyphen != std::string::npos && reserved.contains(id.substr(0, hyphen + 1))) {
        report.error(where, "id_reserved", {{"id", id}, {"prefix", id.substr(0, hyphen + 1)}});
        return false;
    }
    auto [found, is_new] = ids[kind].emplace(id, where);
    if (is_new && !territory_prefix.empty()) {
        // With the prefix and without, an id becomes the same.
        const bool has_prefix = id.starts_with(territory_prefix);
        const auto whole = has_prefix ? id : territory_prefix + id;
        const auto other = ids[kind].find(has_prefix ? id.substr(territory_prefix.size()) : whole);
        if (!base::is_id(whole)) {
            report.error(where, "id_long_for_territory", {{"id", id}, {"prefix", territory_prefix}});
            return false;
        }
        if (other != ids[kind].end()) {
            found = other;
            is_new = false;
        }
    }
    if (is_new) return true;
    const auto& first = found->second;
    report.error(
        where, "id_twice",
        {{"id", id}, {"first", first.file + (first.line > 1 ? ":" + std::to_string(first.line) : "")}});
    return false;
}

void connect(Reading& reading) {
    check_references(reading);
    link_both_ways(reading.records);
    check_sizes(reading);
    count_translations(reading);
    if (!reading.territory_prefix.empty()) make_territorial(reading);
}

}  // namespace accueil::publish
