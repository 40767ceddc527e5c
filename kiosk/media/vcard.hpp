// SPDX-License-Identifier: GPL-3.0-or-later
// A place or an initiative as a contact that a telephone's camera opens by itself, without a network:
// vCard 3.0, made as short as a QR code wants it by one written rule. Screens call it. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"

namespace accueil::media {

/// A part of the contact's note.
struct NotePart {
    enum class Kind {
        lines,  ///< gives way line by line, from the last on
        prose,  ///< gives way word by word, from the last on
    };
    std::string title;  ///< its own line; may be empty
    std::vector<std::string> lines;
    Kind kind = Kind::lines;
    int rank = 0;           ///< the greater, the sooner it gives way
    std::size_t least = 0;  ///< lines that stay in any case
};

struct Contact {
    std::string name;
    std::string organisation;
    std::string telephone, email, website;
    std::string street, complement, postcode, town;
    std::vector<NotePart> note;  ///< in the order in which it is read
};

struct Card {
    std::string text;        ///< UTF-8, its lines ended by CR LF
    bool shortened = false;  ///< something of the contact is not in it
};

/// Why vCard 3.0: cameras of telephones act on contacts, and on plain text an iPhone's does nothing or offers
/// a search on the web. Of its versions, 3.0 is read by all; with 4.0 some refuse accents. CHARSET stands
/// where there are any: no part of 3.0, but iOS needs it and nobody minds. Lines are not folded: that could
/// part a letter's bytes.
///
/// In full where `most_bytes` hold it. Else, until they do:
///  1. note parts give way, the greatest rank first, each down to its `least` and prose to nothing; what was
///  taken
///     from leaves "…" as its last line or word;
///  2. the website goes, then the e-mail address, then the organisation, then the address's complement;
///  3. note parts go whole, the greatest rank first;
///  4. the name is cut after a word, with "…".
/// Telephone and address never go, and nothing ends within a word or a letter. too_large where even that does
/// not fit, invalid_input without a name.
base::Result<Card> make_card(Contact contact, std::size_t most_bytes);

/// The longest beginning of whole words, with "…", of at most `most_bytes`; the text itself where it fits;
/// empty where not even one word does.
std::string shortened_words(std::string_view text, std::size_t most_bytes);

}  // namespace accueil::media
