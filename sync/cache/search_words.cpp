// SPDX-License-Identifier: GPL-3.0-or-later
// Stems, stop words, sounds and typos.
#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "sync/cache/search_text.hpp"

namespace accueil::cache {

namespace {

using Words = std::unordered_set<std::string_view>;

bool is_latin(std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

bool is_stop_word(std::string_view folded) {
    static const Words kWords{
        // French
        "a", "ai", "ais", "ait", "alors", "as", "au", "aussi", "autre", "aux", "avec", "avez", "avoir",
        "avons", "b", "bah", "beaucoup", "ben", "bien", "bon", "bonjour", "c", "ca", "car", "ce", "cela",
        "ces", "cet", "cette", "ceux", "chez", "comme", "comment", "d", "dans", "de", "depuis", "des", "deux",
        "dire", "doit", "dois", "donc", "dont", "du", "elle", "en", "encore", "entre", "es", "est", "et",
        "etait", "etes", "etre", "eu", "eux", "fais", "fait", "faire", "faut", "h", "i", "il", "ils", "j",
        "je", "jusqu", "k", "l", "la", "le", "les", "leur", "leurs", "lorsque", "lui", "m", "ma", "mais",
        "me", "meme", "merci", "mes", "moi", "mon", "n", "ne", "ni", "non", "nos", "notre", "nous", "on",
        "ont", "or", "ou", "oui", "par", "parce", "pas", "peu", "peut", "peux", "plus", "pour", "pourquoi",
        "pouvoir", "pres", "qu", "quand", "que", "quel", "quelle", "quelles", "quels", "quelque", "qui",
        "quoi", "r", "s", "sa", "sais", "sait", "sans", "se", "ses", "si", "soit", "son", "sont", "suis",
        "sur", "t", "ta", "te", "tes", "toi", "ton", "tout", "toute", "toutes", "tous", "tres", "trop", "tu",
        "u", "un", "une", "va", "vais", "vers", "veut", "veux", "voudrais", "vos", "votre", "vous",
        "vraiment", "y", "svp", "stp", "madame", "monsieur", "salut", "coucou", "quelqu", "rien", "quelquun",
        "jamais", "toujours", "ici", "maintenant", "aujourd", "hui", "etais", "avais", "ete", "aller", "vont",
        "puis", "marche", "truc", "chose", "z", "e", "f", "g", "o", "p", "q", "v", "w", "x",
        // as in messages
        "jai", "jsuis", "chui", "chuis", "jveu", "jveux", "jcherche", "jvoudrai", "jvoudrais", "jpeux",
        "jpeu", "ke", "ki", "koi", "kel", "kelle", "pa", "ds", "pr", "ya", "yа", "ct", "cest", "kom", "kan",
        "ki", "jme", "jdois", "jfais", "jlai", "tt", "bcp", "pk", "pkoi", "komment", "komen", "coman", "mwa",
        "moua", "avk", "ossi", "suit", "sui", "fo", "fau", "bjr", "slt", "cmt", "ms", "vs", "dla", "nn",
        "dun", "dune", "lun", "jen", "jnai", "nai", "nest", "taime", "men", "sen", "fer", "fere", "ojd",
        "auj", "voudrai", "peus", "chez",
        // English
        "the", "an", "to", "of", "my", "is", "am", "are", "for", "in", "with", "how", "where", "what", "want",
        "and", "it", "at", "from", "have", "has", "do", "does", "can", "please",
        // Arabic, Spanish, Portuguese, German, Ukrainian and Russian
        "في", "من", "على", "الي", "عن", "هل", "انا", "ان", "el", "los", "las", "una", "mi", "ich", "und",
        "der", "die", "das", "eine", "ein", "я", "и", "в", "на", "у", "мне", "мені", "как", "як", "де", "где",
        "не"};
    return kWords.contains(folded);
}

bool is_weak_word(std::string_view folded) {
    static const Words kWords{
        "aide",       "aides",          "aider",      "besoin",   "besoins",       "cherche",
        "chercher",   "cherches",       "trouver",    "trouve",   "trouv",         "demande",
        "demander",   "demandes",       "avoir",      "obtenir",  "nouveau",       "nouvelle",
        "petit",      "petite",         "service",    "services", "probleme",      "problemes",
        "pb",         "question",       "info",       "infos",    "renseignement", "gratuit",
        "gratuite",   "accompagnement", "prendre",    "mettre",   "donner",        "personne",
        "personnes",  "gens",           "pouvoir",    "savoir",   "connaitre",     "centre",
        "maison",     "association",    "numero",     "urgent",   "vite",          "contact",
        "contacter",  "recevoir",       "toucher",    "moyen",    "solution",      "perdu",
        "perdre",     "plusieurs",      "passer",     "suivre",   "recherche",     "rechercher",
        "faire",      "ville",          "commune",    "quartier", "help",          "need",
        "find",       "free",           "assistance", "soutien",  "point",         "france",
        "public",     "publics",        "jour",       "jours",    "temps",         "proche",
        "dispositif", "organisme",      "structure"};
    return kWords.contains(folded);
}

std::string sound_key(std::string_view word) {
    if (word.size() < 3 || !is_latin(word)) return {};
    const auto at = [&](std::size_t i) { return i < word.size() ? word[i] : '\0'; };
    const auto vowel = [](char c) {
        return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
    };
    std::string key;
    const auto put = [&](char sound) {
        if (key.empty() || key.back() != sound) key += sound;
    };
    // What is written at the end of a word and not heard.
    std::size_t size = word.size();
    const auto ends = [&](std::string_view tail) { return word.substr(0, size).ends_with(tail); };
    if (size > 4 && ends("ent")) {
        size -= 1;  // an, as in logement; of verbs too
    } else {
        while (size > 3 && (ends("s") || ends("x") || ends("t") || ends("d") || ends("p")))
            --size;
    }
    if (size > 4 && (ends("que") || ends("gue"))) size -= 2;
    if (size > 3 && (ends("er") || ends("ez"))) --size;
    while (size > 3 && ends("e") && !vowel(word[size - 2]))
        --size;
    if (size > 4 && ends("ee")) --size;
    const bool silent = word.starts_with("ps") || word.starts_with("pn");
    for (std::size_t i = silent ? 1 : 0; i < size;) {
        const char c = word[i], next = i + 1 < size ? at(i + 1) : '\0',
                   after = i + 2 < size ? at(i + 2) : '\0';
        const bool soft = next == 'e' || next == 'i' || next == 'y';
        const auto nasal = [&](std::size_t from) {  // n or m before no vowel and no second one
            const char n = from < size ? word[from] : '\0', behind = from + 1 < size ? word[from + 1] : '\0';
            return (n == 'n' || n == 'm') && !vowel(behind) && behind != 'n' && behind != 'm' &&
                   behind != 'h';
        };
        if (c == 'e' && next == 'a' && after == 'u')
            put('o'), i += 3;
        else if (c == 'a' && next == 'u')
            put('o'), i += 2;
        else if (c == 'o' && next == 'u')
            put('w'), i += 2;
        else if (c == 'o' && next == 'i')
            put('w'), key += 'a', i += 2;
        else if ((c == 'a' || c == 'e') && nasal(i + 1))
            put('A'), i += 2;
        else if ((c == 'i' || c == 'y' || c == 'u') && nasal(i + 1))
            put('I'), i += 2;
        else if ((c == 'a' || c == 'e') && next == 'i' && nasal(i + 2))
            put('I'), i += 3;
        else if (c == 'o' && nasal(i + 1))
            put('O'), i += 2;
        else if ((c == 'a' || c == 'e') && next == 'i' && after == 'l')
            put('e'), key += 'y', i += after == at(i + 3) ? 4 : 3;
        else if ((c == 'a' || c == 'e') && (next == 'i' || next == 'y'))
            put('e'), i += 2;
        else if ((c == 'e' || c == 'o') && next == 'u')
            put('E'), i += 2;
        else if (c == 'o' && next == 'e')
            put('E'), i += at(i + 2) == 'u' ? 3 : 2;
        else if (c == 'p' && next == 'h')
            put('f'), i += 2;
        else if (c == 'c' && next == 'h')
            put(i > 0 && at(i - 1) == 'y' ? 'k' : 'S'), i += 2;
        else if (c == 's' && next == 'c' && (after == 'h'))
            put('S'), i += 3;
        else if (c == 'g' && next == 'n')
            put('n'), i += 2;
        else if (c == 'g' && next == 'u' && (after == 'e' || after == 'i'))
            put('g'), i += 2;
        else if (c == 'q')
            put('k'), i += next == 'u' ? 2 : 1;
        else if (c == 'c')
            put(soft ? 's' : 'k'), ++i;
        else if (c == 'g')
            put(soft ? 'j' : 'g'), ++i;
        else if (c == 's')
            put(i > 0 && vowel(at(i - 1)) && vowel(next) ? 'z' : 's'), ++i;
        else if (c == 't' && next == 'i' && after == 'o' && i > 0)
            put('s'), ++i;
        else if (c == 'x')
            put('k'), put('s'), ++i;
        else if (c == 'y')
            put('i'), ++i;
        else if (c == 'w')
            put('v'), ++i;
        else if (c == 'h')
            ++i;
        else
            put(c), ++i;
    }
    return key;
}

std::size_t typo_distance(std::string_view a, std::string_view b, std::size_t most) {
    const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (gap > most || b.size() > kLongestWord || a.size() > kLongestWord) return most + 1;
    std::array<std::array<std::uint8_t, kLongestWord + 1>, 3> rows{};
    const auto row = [&](std::size_t i) -> auto& {
        return rows[i % 3];
    };
    for (std::size_t j = 0; j <= b.size(); ++j)
        row(0)[j] = static_cast<std::uint8_t>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& here = row(i);
        const auto& above = row(i + 2);
        here[0] = static_cast<std::uint8_t>(i);
        std::size_t least = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t value = std::min<std::size_t>(
                {above[j] + 1U, here[j - 1] + 1U, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                value = std::min<std::size_t>(value, row(i + 1)[j - 2] + 1U);
            here[j] = static_cast<std::uint8_t>(value);
            least = std::min(least, value);
        }
        if (least > most) return most + 1;
    }
    return std::min<std::size_t>(row(a.size())[b.size()], most + 1);
}

void Stemmer::Close::operator()(sb_stemmer* stemmer) const {
    sb_stemmer_delete(stemmer);
}

Stemmer::Stemmer() : m_snowball(sb_stemmer_new("french", "UTF_8")) {}
Stemmer::~Stemmer() = default;

const std::string& Stemmer::stem(std::string_view folded) {
    if (const auto known = m_known.find(folded); known != m_known.end()) return known->second;
    constexpr std::size_t kMostKnown = 100'000, kShortest = 4;
    if (m_known.size() >= kMostKnown) m_known.clear();
    std::string stem(folded);
    if (folded.size() >= kShortest && is_latin(folded) && m_snowball) {
        const auto* symbols =
            sb_stemmer_stem(m_snowball.get(), reinterpret_cast<const sb_symbol*>(folded.data()),
                            static_cast<int>(folded.size()));
        if (symbols != nullptr)
            stem.assign(reinterpret_cast<const char*>(symbols),
                        static_cast<std::size_t>(sb_stemmer_length(m_snowball.get())));
    }
    return m_known.emplace(folded, std::move(stem)).first->second;
}

}  // namespace accueil::cache
