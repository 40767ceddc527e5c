// SPDX-License-Identifier: GPL-3.0-or-later
// Search as you type: one text, and what the content has for it. Loader thread; the answer may be read
// anywhere. A screen asks at each key (Loader::submit with a channel, so that what is typed over is not
// answered any more).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/query/content.hpp"

namespace accueil::query {

enum class FoundKind { need, service, place, initiative, question, page };

/// Why it was found: its title has the words; another word for it was typed; it answers the need that was
/// found; its text has the words.
enum class FoundWhy { title, synonym, need, text };

/// Bytes of a text, half open; both ends stand between characters.
struct Highlight {
    std::size_t begin = 0, end = 0;
    bool operator==(const Highlight&) const = default;
};

struct Found {
    FoundKind kind = FoundKind::need;
    std::string id;          ///< of the record: a need's for a matter of it
    std::string thematique;  ///< of a need's matter: a data·inclusion v1 value; else empty
    model::Text title;       ///< of a need's matter its own
    model::Text detail;      ///< a need's own title; a service's place; a place's commune; may be empty
    FoundWhy why = FoundWhy::title;
    std::string word;      ///< for FoundWhy::synonym the word or expression of the content that was meant
    std::string place_id;  ///< of a service: where it is; else empty
    std::vector<Highlight> highlights;     ///< of title in the language that was asked for, in order
    std::vector<std::string> thematiques;  ///< of a need's matter its own, of a service its own; else empty
    double score = 0;                      ///< within its group: higher is better; 0 to about 1.2
    std::optional<double> metres;          ///< from the kiosk, of services and places that have coordinates
};

struct FoundGroup {
    FoundKind kind = FoundKind::need;
    std::vector<Found> found;  ///< best first; never empty
};

struct SearchAnswer {
    std::string text;                ///< as it was asked
    std::vector<FoundGroup> groups;  ///< one a kind at most, the best group first; none: nothing was found
    std::vector<std::string>
        completions;  ///< words that may end what is typed, or follow it; best first, at most 5
    std::string
        meant;  ///< what was searched instead of a word that nothing has ("boulo": "boulot"); else empty
};

struct SearchRequest {
    std::string
        text;  ///< anything: what is no UTF-8 parts words, and words beyond the twelfth are not looked at
    std::string language = "fr";     ///< of the screen, for the highlights
    std::size_t most_per_group = 6;  ///< results of each kind
};

/// An empty text, and one that means nothing here, give an answer without groups.
base::Result<SearchAnswer> search(const Source& source, const SearchRequest& request);

/// What a search's screen shows beside the answer: the places that were found and those of the services.
struct SearchPage {
    SearchAnswer answer;
    std::vector<model::Place> places;  ///< each once
    const model::Place* place(const std::string& id) const;
};
base::Result<SearchPage> search_page(const Source& source, const SearchRequest& request);

/// What the screen shows before anything was typed, and where nothing is found.
struct SearchStart {
    std::vector<model::Need> needs;
    std::vector<model::Place> helplines;
};
/// Reads what the first search would read, too.
base::Result<SearchStart> search_start(const Source& source);

/// Reads what the first search would read: for the screen that opens, before the first key. Again it does
/// nothing.
base::Result<void> prepare_search(const Source& source);

}  // namespace accueil::query
