// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/opening_hours_words.hpp"

#include <algorithm>
#include <array>

#include "sync/base/strings.hpp"
#include "sync/model/opening_hours_scanner.hpp"

namespace accueil::model {

namespace {

/// Words with "|" between them, folded, and what they stand for.
struct Meaning {
    std::string_view words;
    std::string_view stands_for;
};

// Where two languages share an abbreviation, French has it ("di" is dimanche, "ma" mardi); "mar" is left
// alone.
constexpr std::string_view kHalfDay = " ";  ///< said of hours that follow; without them it is not enough

constexpr std::array kMeanings{
    Meaning{
        "lundi|lundis|lun|lu|mondays|montag|montags|lunes|lunedi|segunda-feira|segunda|maandag|poniedzialek|"
        "pazartesi|понедельник|понеділок|пн|الاثنين|الإثنين|月曜日|月曜|星期一|周一|วันจันทร์|pondeli|pondelok|"
        "hetfo|mandag|mandags|maanantai|luni|ponedjeljak|ponedeljek|ponedeljak|pn|pon|월요일|月|Δευτέρα",
        "Mo"},
    Meaning{
        "mardi|mardis|ma|tuesdays|dienstag|dienstags|martes|martedi|terca-feira|terca|dinsdag|wtorek|sali|"
        "вторник|вівторок|вт|الثلاثاء|火曜日|火曜|星期二|周二|วันอังคาร|utery|utorok|kedd|tisdag|tirsdag|"
        "tiistai|marti|utorak|torek|wt|화요일|火",
        "Tu"},
    Meaning{
        "mercredi|mercredis|mer|me|mi|wednesdays|mittwoch|mittwochs|miercoles|mercoledi|quarta-feira|quarta|"
        "woensdag|sroda|carsamba|среда|середа|ср|الأربعاء|الاربعاء|水曜日|水曜|星期三|周三|วันพุธ|streda|"
        "szerda|onsdag|keskiviikko|miercuri|srijeda|sreda|sr|수요일|水",
        "We"},
    Meaning{"jeudi|jeudis|jeu|je|do|thursdays|donnerstag|donnerstags|jueves|giovedi|quinta-feira|quinta|"
            "donderdag|czwartek|persembe|четверг|четвер|чт|الخميس|木曜日|木曜|星期四|周四|วันพฤหัสบดี|ctvrtek|"
            "stvrtok|csutortok|torsdag|torstai|joi|cetvrtak|cetrtek|czw|목요일|木",
            "Th"},
    Meaning{"vendredi|vendredis|ven|ve|fridays|freitag|freitags|viernes|venerdi|sexta-feira|sexta|vrijdag|"
            "piatek|cuma|пятница|пʼятниця|п'ятниця|пт|الجمعة|金曜日|金曜|星期五|周五|วันศุกร์|patek|piatok|"
            "pentek|fredag|perjantai|vineri|petak|petek|pt|금요일|金",
            "Fr"},
    Meaning{
        "samedi|samedis|sam|saturdays|samstag|samstags|sonnabend|sonnabends|sabado|sabato|zaterdag|sobota|"
        "cumartesi|суббота|субота|сб|السبت|土曜日|土曜|星期六|周六|วันเสาร์|szombat|lordag|lauantai|sambata|"
        "subota|sob|토요일|土",
        "Sa"},
    Meaning{"dimanche|dimanches|dim|di|so|sundays|sonntag|sonntags|domingo|domenica|zondag|niedziela|pazar|"
            "воскресенье|неділя|вс|нд|الأحد|الاحد|日曜日|日曜|星期日|星期天|周日|วันอาทิตย์|nedele|nedela|"
            "vasarnap|sondag|sunnuntai|duminica|nedjelja|nedelja|ndz|일요일|日",
            "Su"},
    Meaning{"janvier|janv|januar|enero|gennaio|janeiro|januari|januarys|января|январь|يناير|styczen|leden",
            "Jan"},
    Meaning{"fevrier|fevr|fev|februar|febrero|febbraio|fevereiro|februari|февраль|февраля|فبراير|luty|unor",
            "Feb"},
    Meaning{"mars|marz|maerz|marzo|marco|maart|март|марта|مارس|marzec|brezen", "Mar"},
    Meaning{"avril|avr|abril|aprile|april|апрель|апреля|أبريل|ابريل|kwiecien|duben", "Apr"},
    Meaning{"mai|mayo|maggio|maio|mei|май|мая|مايو|maj|kveten", "May"},
    Meaning{"juin|juni|junio|giugno|junho|июнь|июня|يونيو|czerwiec|cerven", "Jun"},
    Meaning{"juillet|juil|juli|julio|luglio|julho|июль|июля|يوليو|lipiec|cervenec", "Jul"},
    Meaning{"aout|agosto|augustus|август|августа|أغسطس|اغسطس|sierpien|srpen|augusti", "Aug"},
    Meaning{"septembre|septiembre|settembre|setembro|сентябрь|сентября|سبتمبر|wrzesien|zari", "Sep"},
    Meaning{"octobre|oktober|okt|octubre|ottobre|outubro|октябрь|октября|أكتوبر|اكتوبر|pazdziernik|rijen",
            "Oct"},
    Meaning{"novembre|noviembre|novembro|ноябрь|ноября|نوفمبر", "Nov"},
    Meaning{"decembre|dezember|dez|diciembre|dicembre|dezembro|декабрь|декабря|ديسمبر|grudzien|prosinec",
            "Dec"},
    Meaning{"weekend|weekends|week-end|week-ends|wochenende|fin de semaine|fim de semana|fine settimana",
            "Sa-Su"},
    Meaning{"weekday|weekdays|workday|workdays|work day|work days|working days|en semaine|la semaine|"
            "jours ouvres|wochentags|dias laborables",
            "Mo-Fr"},
    Meaning{"werktag|werktags|werktage|werktagen|werktaglich", "Mo-Sa"},
    Meaning{
        "daily|everyday|every day|each day|tous les jours|chaque jour|quotidien|quotidiennement|7j/7|7 j/7|"
        "7j / 7|7j sur 7|7 jours sur 7|7/7|7 days a week|7 days|taglich|taeglich|tgl|tlj|jeden tag|"
        "todos los dias|tutti i giorni|todos os dias|dagelijks",
        "Mo-Su"},
    Meaning{
        "24/7|always open|always|nonstop|non-stop|non stop|nonstop geoffnet|nonstop open|24h/24|24h/24h|24 "
        "h/24|"
        "24/24|24h sur 24|24 h sur 24|24 heures sur 24|24h|24 hours|24 hours a day|24 stunden|"
        "24 hours 7 days a week|24 hours/7 days a week|24h/24 7j/7|24h/24, 7j/7|24h/24 et 7j/7|7j/7 24h/24|"
        "7j/7, 24h/24|7j/7 et 24h/24|24/24 7/7|7/7 24/24|immer|immer geoffnet|rund um die uhr|toujours "
        "ouvert|"
        "durchgehend geoffnet|siempre abierto|sempre aperto",
        "24/7"},
    Meaning{"all day|whole day|toute la journee|journee entiere|ganztagig|ganztags", "00:00-24:00"},
    Meaning{
        "public holiday|public holidays|holiday|holidays|bank holiday|bank holidays|feiertag|feiertage|"
        "feiertags|feiertagen|gesetzliche feiertage|jour ferie|jours feries|ferie|feries|festivos|festivi|"
        "feriados|祝日",
        "PH"},
    Meaning{"day after public holiday|day after a public holiday|lendemain de jour ferie", "PH +1 day"},
    Meaning{
        "day before public holiday|day before a public holiday|veille de jour ferie|veilles de jours feries",
        "PH -1 day"},
    Meaning{
        "school holiday|school holidays|schoolholiday|schoolholidays|ferien|schulferien|vacances scolaires|"
        "vacances|vacaciones escolares|vacanze scolastiche",
        "SH"},
    Meaning{
        "sonn- und feiertag|sonn- und feiertags|sonn- und feiertagen|sonn und feiertag|sonn und feiertags|"
        "sonn-/feiertag|sonn-/feiertags|sonn- u. feiertags|sonn-und feiertags|sonn-und feiertag|"
        "sonn- & feiertags|dimanches et jours feries|dimanche et jours feries|dimanche et feries",
        "Su,PH"},
    Meaning{"geoffnet|offen|ouvert|ouverte|ouverts|ouverture|abierto|aperto|aberto", "open"},
    Meaning{"geschlossen|geschl.|geschl|zu|ruhetag|ferme|fermee|fermes|fermeture|cerrado|chiuso|fechado|"
            "close|gesloten|"
            "zamkniete|"
            "выходной|مغلق",
            "off"},
    Meaning{"daylight|daytime|sr-ss|du lever au coucher du soleil|sonnenaufgang bis sonnenuntergang",
            "sunrise-sunset"},
    Meaning{"lever du soleil|sonnenaufgang", "sunrise"},
    Meaning{"coucher du soleil|sonnenuntergang", "sunset"},
    Meaning{"midnight|minuit|mitternacht|medianoche|mezzanotte", "00:00"},
    Meaning{"noon|midday|midi|mittag|mittags|mediodia|mezzogiorno", "12:00"},
    Meaning{"late|till late|until late|bis open end|bis spat|closing time|till closing|open "
            "end|open-end|openend|closing|spat|ende|fermeture variable|jusqu'a fermeture",
            "+"},
    Meaning{"to|till|til|until|thru|through|bis|a|au|aux|as|jusqu'a|jusqu'au|jusque|hasta|ate|tot|al|до|по",
            "-"},
    Meaning{"et|und|and|y|e|ainsi que|puis|sowie|u.|und nur|und an|et seulement|et le|et les", ","},
    Meaning{"de|du|d'|le|la|les|l'|from|von|vom|the|an|um|on|at|only|nur|les jours|jours|"
            "del|dalle|das",
            ""},
    Meaning{"ab|a partir de|apres|after|des|a partir das|dalle ore", "@"},
    Meaning{"le matin|matin|matins|l'apres-midi|apres-midi|vormittags|nachmittags", kHalfDay},
    Meaning{"a.m.|a.m", "am"},
    Meaning{"p.m.|p.m", "pm"},
    Meaning{"wk|woche|wochen|semaine|semaines|weeks|kw", "week"},
    Meaning{"easter sunday|ostersonntag|ostern|paques|dimanche de paques|pascua|pasqua", "easter"},
    Meaning{"heures|heure|hrs|hours|uhr|hs|horas|ore|uur", "h"},
};

// What is kept as a comment, in the words of who wrote it.
constexpr std::string_view kComments =
    "sur rendez-vous|sur rendez vous|sur rdv|uniquement sur rendez-vous|uniquement sur rdv|avec rendez-vous|"
    "nach vereinbarung|nur nach vereinbarung|on appointment|by appointment|by appointment "
    "only|on_appointment|"
    "nach absprache|nach telefonischer vereinbarung|termine nach vereinbarung|on request|auf anfrage|sur "
    "demande|"
    "sur inscription";

constexpr std::string_view kHeadings =
    "opening_hours|opening hours|offnungszeit|offnungszeiten|horaires d'ouverture|horaire "
    "d'ouverture|horaires|"
    "horaire|heures d'ouverture|ouverture|hours|geschaftszeiten|sprechzeiten|orari|horario";

// Capital letters of Russian as small ones: base::fold leaves other alphabets as they are.
std::string with_small_cyrillic(std::string text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        auto second = static_cast<unsigned char>(text[i + 1]);
        if (static_cast<unsigned char>(text[i]) != 0xD0 || second < 0x90 || second > 0xAF) continue;
        if (second >= 0xA0) text[i] = '\xD1';
        text[i + 1] = static_cast<char>(second < 0xA0 ? second + 0x20 : second - 0x20);
    }
    return text;
}

bool is_word_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

bool begins_word(std::string_view text, std::size_t at) {
    if (at == 0) return true;
    const char before = text[at - 1], here = text[at];
    if (is_digit(here)) return !is_digit(before) && !is_word_letter(before) && before != ':' && before != '.';
    return !is_word_letter(before) && before != '_';
}

bool ends_word(std::string_view text, std::size_t end) {
    if (end >= text.size() || text[end - 1] == '\'') return true;
    if (is_digit(text[end - 1])) return !is_digit(text[end]) && text[end] != ':' && text[end] != '-';
    return !is_word_letter(text[end]) && text[end] != '_';
}

// The length of the longest of `words` that stands at `at`; 0 for none.
std::size_t longest(std::string_view words, std::string_view text, std::size_t at) {
    std::size_t best = 0;
    while (!words.empty()) {
        const auto bar = words.find('|');
        const auto word = words.substr(0, bar);
        if (word.size() > best && text.substr(at, word.size()) == word && ends_word(text, at + word.size()))
            best = word.size();
        words = bar == std::string_view::npos ? std::string_view() : words.substr(bar + 1);
    }
    return best;
}

std::string replace_unquoted(std::string_view text, ReplacedWords& into) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 0;
        std::string stands_for;
        bool is_half_day = false;
        if (begins_word(text, at)) {
            for (const auto& meaning : kMeanings) {
                const std::size_t found = longest(meaning.words, text, at);
                if (found <= length) continue;
                length = found;
                stands_for = std::string(" ").append(meaning.stands_for).append(" ");
                is_half_day = meaning.stands_for.data() == kHalfDay.data();
            }
            if (const std::size_t found = longest(kComments, text, at); found > length) {
                length = found;
                stands_for = std::string(" \"").append(text.substr(at, found)).append("\" ");
            }
        }
        if (length == 0) {
            out += text[at++];
            continue;
        }
        at += length;
        out += stands_for;
        into.replaced = true;
        into.names_half_days |= is_half_day;
    }
    return out;
}

// "Horaires d'ouverture : " goes.
std::string_view without_heading(std::string_view text, ReplacedWords& into) {
    const std::size_t length = longest(kHeadings, text, 0);
    if (length == 0) return text;
    auto rest = base::trim(text.substr(length));
    if (!rest.empty() && (rest.front() == ':' || rest.front() == '=')) rest.remove_prefix(1);
    into.had_heading = true;
    return rest;
}

}  // namespace

ReplacedWords replace_words(std::string_view text) {
    ReplacedWords replaced;
    text = base::trim(text);
    for (bool is_first = true; !text.empty(); is_first = false) {
        const auto quote = text.find('"');
        const std::string folded = with_small_cyrillic(base::fold(text.substr(0, quote)));
        replaced.text += replace_unquoted(is_first ? without_heading(folded, replaced) : folded, replaced);
        if (quote == std::string_view::npos) break;
        const auto end = text.find('"', quote + 1);
        replaced.text += text.substr(quote, end == std::string_view::npos ? end : end + 1 - quote);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return replaced;
}

}  // namespace accueil::model
