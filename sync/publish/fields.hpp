// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of one record, or of a part of it, taken by name and type. What is wrong goes to the report with
// its place; what is taken is known, and finish() reports the rest. Used by the record readers; one thread.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/model/records.hpp"
#include "sync/publish/reading.hpp"
#include "sync/publish/value.hpp"

namespace accueil::publish {

enum class Presence { optional, required };

/// In a table a list is one cell, its values apart by "|", and a number may have a decimal comma. In both a
/// table and the JSON that stands for it, a text's translations may be fields of their own: nom, nom_en,
/// nom_ar.
enum class Form { document, table, table_as_json };

template <class T>
struct Choice {
    const char* word;
    T value;
};

class Fields {
  public:
    /// `map` outlives it; where.file, kind and id go into every finding.
    Fields(const Value& map, Where where, Form form, Reading& reading);

    /// The record's own id, required, registered under its kind and put into every later finding; nullopt
    /// when it is bad or stands already.
    std::optional<std::string> record_id();
    std::string string(const std::string& key, Presence presence = Presence::optional);
    model::Text text(const std::string& key, Presence presence = Presence::optional);
    std::optional<double> number(const std::string& key, double least, double most);
    int whole(const std::string& key, int least, int most);
    std::vector<std::string> list(const std::string& key, Presence presence = Presence::optional);
    std::string date(const std::string& key);
    std::string url(const std::string& key, Presence presence = Presence::optional);

    template <class T>
    T word(const std::string& key, std::span<const Choice<T>> choices, T fallback) {
        std::vector<std::string> words;
        for (const auto& choice : choices)
            words.emplace_back(choice.word);
        const auto taken = one_of(string(key), words, key);
        for (const auto& choice : choices) {
            if (taken == choice.word) return choice.value;
        }
        return fallback;
    }
    std::string word(const std::string& key, std::span<const std::string> words) {
        return one_of(string(key), words, key);
    }
    /// A list whose values are all among `words`.
    std::vector<std::string> words(const std::string& key, std::span<const std::string> words,
                                   const std::string& message = "bad_word");
    std::vector<std::string> languages(const std::string& key);
    std::string language(const std::string& key);
    /// Ids of records of `kind`, looked up later.
    std::vector<std::string> references(const std::string& key, const std::string& kind,
                                        Presence presence = Presence::optional);
    std::string reference(const std::string& key, const std::string& kind);
    /// Codes of communes, or "france".
    std::vector<std::string> insee_codes(const std::string& key);
    /// Where one may live to be received: communes, départements, EPCI, or "france".
    std::vector<std::string> zone(const std::string& key);
    /// Where something is practised: communes, départements and regions that there are, or "france".
    std::vector<std::string> practised_in(const std::string& key);
    std::string insee(const std::string& key);
    std::string postcode(const std::string& key, Presence presence);
    std::string telephone(const std::string& key);
    std::string email(const std::string& key);
    /// The fields latitude and longitude: both or neither; a warning outside the bounds of feed.json's map.
    std::optional<model::Coordinates> coordinates();
    /// West, south, east, north.
    std::optional<std::array<double, 4>> bounds(const std::string& key);
    std::optional<model::MediaFile> media(const std::string& key, MediaKind kind,
                                          Presence presence = Presence::optional);

    std::optional<Fields> part(const std::string& key);
    std::vector<Fields> parts(const std::string& key);
    std::vector<model::Link> links();
    std::vector<model::Source> sources();

    /// Says that a field is known without taking it.
    const Value* find(const std::string& key);
    bool has(const std::string& key);

    /// The place of a field, or of the record where it has none.
    Where where(const std::string& key) const;
    void error(const std::string& key, const std::string& message, Arguments arguments = {});
    void warning(const std::string& key, const std::string& message, Arguments arguments = {});

    /// Reports every field that was not asked for, with the nearest that was.
    void finish();
    /// The same for a map whose keys are languages.
    void finish_languages();
    std::vector<std::string> names() const;
    void know_all_of(const Fields& other);

  private:
    struct Item {
        std::string text;
        Where where;
    };
    std::vector<Item> items(const std::string& key, Presence presence);
    std::string one_of(const std::string& value, std::span<const std::string> words, const std::string& key);
    void report_bad_word(const Where& where, const std::string& key, const std::string& value,
                         std::span<const std::string> words, const std::string& message);
    std::optional<std::string> scalar(const Value& value, const std::string& key);
    bool is_clean(const std::string& text, const Where& where);
    Where at(const Value& value) const;
    void check_missing(bool is_missing, const std::string& key, Presence presence);

    const Value& m_map;
    Where m_where;
    Form m_form;
    Reading& m_reading;
    std::vector<std::string> m_known;
    std::vector<std::string> m_translated;  // texts that take the suffix of a language
};

}  // namespace accueil::publish
