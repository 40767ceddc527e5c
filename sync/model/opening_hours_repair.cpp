// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/opening_hours_repair.hpp"

#include <algorithm>
#include <array>

#include "sync/model/opening_hours_parser.hpp"
#include "sync/model/opening_hours_tokens.hpp"
#include "sync/model/opening_hours_words.hpp"

namespace accueil::model {

namespace {

using Repairs = std::set<HoursRepair>;
using Kind = HoursToken::Kind;

/// What a token is part of, in the order of the language.
enum class Part : std::uint8_t { years, dates, weeks, days, times, none };

/// A rule while its parts are found, in whatever order.
struct LooseRule {
    std::string separator;
    std::array<std::string, 5> parts;
    std::string state, comment;
    bool always = false;
    bool state_first = false;    ///< "ouvert lundi"
    bool comment_first = false;  ///< "sur rendez-vous le lundi"
    bool reordered = false;

    std::string& part(Part of) { return parts.at(static_cast<std::size_t>(of)); }
    bool names_days() const {
        return !parts[0].empty() || !parts[1].empty() || !parts[2].empty() || !parts[3].empty();
    }
    bool has_parts() const { return always || names_days() || !parts[4].empty(); }
    /// May be followed by another rule.
    bool is_complete() const { return always || !parts[4].empty() || says_all(); }
    /// A state or a comment ends a rule, unless it began it.
    bool says_all() const { return (!state.empty() && !state_first) || (!comment.empty() && !comment_first); }
    std::string text() const {
        std::string out = always ? "24/7" : "";
        for (const auto& piece : {parts[0], parts[1], parts[2], parts[3], parts[4], state, comment}) {
            if (!piece.empty()) out += (out.empty() ? "" : " ") + piece;
        }
        return out;
    }
};

class Assembler {
  public:
    Assembler(HoursTokens tokens, Repairs& repairs) : m_tokens(std::move(tokens)), m_repairs(repairs) {}

    std::string text() {
        for (m_at = 0; m_at < m_tokens.tokens.size(); ++m_at)
            add(m_tokens.tokens[m_at]);
        if (m_has_comma) m_repairs.insert(HoursRepair::separators);
        end_rule("");
        return m_text;
    }

  private:
    const HoursToken* next() const {
        return m_at + 1 < m_tokens.tokens.size() ? &m_tokens.tokens[m_at + 1] : nullptr;
    }
    const HoursToken* previous() const { return m_at > 0 ? &m_tokens.tokens[m_at - 1] : nullptr; }
    static bool is_mark(const HoursToken* token, std::string_view mark) {
        return token != nullptr && token->kind == Kind::mark && token->text == mark;
    }
    static bool is_word(const HoursToken* token, HoursWord kind) {
        return token != nullptr && token->kind == Kind::word && token->word.kind == kind;
    }
    static bool is_holiday(const HoursToken* token) {
        return is_word(token, HoursWord::public_holiday) || is_word(token, HoursWord::school_holiday);
    }

    void end_rule(const std::string& separator) {
        const std::string rule = m_rule.text();
        if (!rule.empty()) m_text += (m_text.empty() ? "" : m_rule.separator) + rule;
        if (rule.empty() && !m_text.empty()) m_repairs.insert(HoursRepair::separators);
        const std::string standing = rule.empty() ? m_rule.separator : separator;
        m_rule = {};
        m_rule.separator = standing;
        m_part = Part::none;
        m_has_comma = false;
    }

    void append(const std::string& text) {
        if (m_part == Part::none) m_part = Part::times;
        auto& part = m_rule.part(m_part);
        part += (part.empty() ? "" : " ") + text;
    }

    void add(const HoursToken& token) {
        switch (token.kind) {
            case Kind::mark:
                return add_mark(token.text);
            case Kind::comment:
                return add_comment(token.text);
            case Kind::always:
                return add_always();
            case Kind::odd:
                return append(token.text);
            case Kind::year:
                return add_year(token.text);
            case Kind::clock:
                return add_clock(token.text);
            case Kind::number:
                return add_number(token);
            case Kind::word:
                return add_word(token);
        }
    }

    void add_mark(const std::string& mark) {
        if (mark == ";" || mark == "\n" || mark == "|") {
            if (mark != ";") m_repairs.insert(HoursRepair::separators);
            return end_rule("; ");
        }
        if (mark == "||") return end_rule(" || ");
        if (mark == "[" || mark == "]") {
            m_in_brackets = mark == "[";
            return append(mark);
        }
        if (m_in_brackets) return append(mark);
        if (mark == "." || mark == "?" || mark == "!") {
            m_repairs.insert(HoursRepair::separators);
            return m_rule.is_complete() ? end_rule("; ") : void();
        }
        if (mark == "," || mark == "&") {
            if (mark == "&") m_repairs.insert(HoursRepair::separators);
            m_has_comma = true;
            return;
        }
        if (mark == "@") {
            m_opens_end = true;
            return;
        }
        if (mark == "/") return add_slash();
        if (mark == ":" || mark == "=") return add_colon(mark);
        if (mark == "(") {
            separate(Part::times);
            return append(mark);
        }
        if (mark == "-" && (is_mark(next(), "+") || is_mark(next(), "-"))) return;
        append(mark);
    }

    void add_slash() {
        const bool is_step = (m_part == Part::dates || m_part == Part::weeks) && next() != nullptr &&
                             next()->kind == Kind::number;
        if (is_step) return append("/");
        m_repairs.insert(HoursRepair::separators);
        m_has_comma = true;
    }

    void add_colon(const std::string& mark) {
        if (mark == "=" && m_part == Part::times) {
            m_repairs.insert(HoursRepair::characters);
            return append("-");
        }
        if (m_part == Part::dates || m_part == Part::weeks) return append(":");
        if (mark == ":" && m_rule.has_parts()) {
            m_repairs.insert(HoursRepair::separators);
            return;
        }
        append(mark);
    }

    void add_comment(const std::string& comment) {
        if (!m_rule.comment.empty()) {
            m_repairs.insert(HoursRepair::separators);
            end_rule("; ");
        }
        m_rule.comment = comment;
        m_rule.comment_first = !m_rule.has_parts();
    }

    void add_always() {
        if (m_rule.names_days()) {
            m_repairs.insert(HoursRepair::words);
            return add_to(Part::times, "00:00-24:00");
        }
        m_rule.always = true;
    }

    void add_word(const HoursToken& token) {
        switch (token.word.kind) {
            case HoursWord::month:
            case HoursWord::easter:
                return add_to(Part::dates, token.text);
            case HoursWord::week:
                return add_to(Part::weeks, token.text);
            case HoursWord::sun:
                return is_mark(previous(), "(") ? append(token.text) : add_to(Part::times, token.text);
            case HoursWord::weekday:
            case HoursWord::public_holiday:
            case HoursWord::school_holiday:
                add_to(Part::days, token.text);
                m_ends_in_holiday = is_holiday(&token);
                return;
            case HoursWord::state:
                return add_state(token.text);
            case HoursWord::day:
            case HoursWord::none:
                return append(token.text);
        }
    }

    void add_state(const std::string& state) {
        if (m_rule.state == state) return;
        if (!m_rule.state.empty()) {
            m_repairs.insert(HoursRepair::separators);
            end_rule("; ");
        }
        // Of "10:00-12:00 Aug off" nobody knows what is off.
        if (m_rule.reordered) return append(state);
        m_rule.state = state;
        m_rule.state_first = !m_rule.has_parts();
    }

    // The year of one date in a list of them, or a year for all that follows.
    void add_year(const std::string& year) {
        const bool is_of_date =
            m_part == Part::dates && (is_mark(previous(), "-") || is_mark(previous(), ","));
        add_to(is_of_date ? Part::dates : Part::years, year);
    }

    void add_clock(const std::string& clock) {
        add_to(Part::times, clock);
        if (m_opens_end && !is_mark(next(), "-")) append("+");
        m_opens_end = false;
    }

    // "15 juillet", "15. Juli"
    bool take_day_before_month(const HoursToken& day) {
        const std::size_t dot = is_mark(next(), ".") ? 1 : 0;
        const std::size_t at = m_at + 1 + dot;
        if (at >= m_tokens.tokens.size() || !is_word(&m_tokens.tokens[at], HoursWord::month)) return false;
        m_repairs.insert(HoursRepair::order);
        add_to(Part::dates, m_tokens.tokens[at].text + " " + day.text);
        m_at = at;
        return true;
    }

    void add_number(const HoursToken& token) {
        const bool is_offset = is_word(next(), HoursWord::day);
        if (m_in_brackets || is_offset) return append(token.text);
        if (is_mark(previous(), "/") && (m_part == Part::dates || m_part == Part::weeks))
            return append(token.text);
        if (m_part == Part::weeks && !m_rule.part(Part::weeks).ends_with(":"))
            return add_to(Part::weeks, token.text);
        if (!is_word(previous(), HoursWord::month) && take_day_before_month(token)) return;
        const bool is_day_of_month =
            m_part == Part::dates && token.value > 0 && !m_rule.part(Part::dates).ends_with(":") &&
            (is_word(previous(), HoursWord::month) || is_mark(previous(), "-") || is_mark(previous(), ","));
        if (is_day_of_month) return add_to(Part::dates, token.text);
        if (m_tokens.has_half_days || token.value > 24) return append(token.text);
        m_repairs.insert(HoursRepair::times);
        add_clock(clock_text(token.value * 60));
    }

    // Puts what begins here into its part, of this rule or the next.
    void add_to(Part part, const std::string& text) {
        separate(part);
        append(text);
    }

    void separate(Part part) {
        if (part == m_part) return join();
        if (!m_has_comma && m_rule.is_complete() && takes_in(part)) return;
        const bool is_filled = !m_rule.part(part).empty() || m_rule.always;
        const bool is_other_rule = m_rule.is_complete() && (is_filled || m_has_comma || m_rule.says_all()) &&
                                   !(m_rule.state_first && m_rule.parts[4].empty());
        if (is_other_rule) {
            if (!m_has_comma) m_repairs.insert(HoursRepair::separators);
            end_rule(m_has_comma ? ", " : "; ");
        } else if (m_has_comma) {
            if (part != Part::times) {
                append(",");  // "2014, Aug Mo": what is meant is not for us to say
            } else {
                m_repairs.insert(HoursRepair::separators);
            }
            m_has_comma = false;
        } else if (m_part != Part::none && part < m_part) {
            m_repairs.insert(HoursRepair::order);
            m_rule.reordered = true;
        }
        if (m_rule.state_first) m_repairs.insert(HoursRepair::order);
        m_part = part;
    }

    // "24/7 Mo-Fr" and "Mo-Fr open 10:00-12:00" are one rule each.
    bool takes_in(Part part) {
        if (m_rule.always && part != Part::times) {
            m_rule.always = false;
            m_rule.part(Part::times) = "00:00-24:00";
        } else if (part != Part::times || m_rule.always || !m_rule.parts[4].empty()) {
            return false;
        }
        m_repairs.insert(HoursRepair::order);
        m_rule.reordered = m_rule.state_first = m_rule.comment_first = true;
        // Of "Mo off 10:00-12:00" nobody knows what is off.
        const bool is_off = m_rule.state == "off" || m_rule.state == "closed";
        if (part == Part::times && is_off) m_rule.part(Part::days) += " ?";
        m_part = part;
        return true;
    }

    // The comma between two of one kind, where it is missing too.
    void join() {
        if (m_rule.says_all()) {  // "lundi fermé, mardi 9h-12h"
            const Part part = m_part;
            if (!m_has_comma) m_repairs.insert(HoursRepair::separators);
            end_rule(m_has_comma ? ", " : "; ");
            m_part = part;
            return;
        }
        const bool is_after_operand = previous() != nullptr && previous()->kind != Kind::mark;
        bool is_missing = false;
        if (m_part == Part::days && is_after_operand)
            is_missing = m_ends_in_holiday == is_holiday(&m_tokens.tokens[m_at]);
        if (m_part == Part::times)
            is_missing = is_after_operand || (is_mark(previous(), "+") && m_at > 1 &&
                                              m_tokens.tokens[m_at - 2].kind != Kind::word);
        if (is_missing && !m_has_comma) m_repairs.insert(HoursRepair::separators);
        if (is_missing || m_has_comma) append(",");
        m_has_comma = false;
    }

    HoursTokens m_tokens;
    Repairs& m_repairs;
    std::size_t m_at = 0;
    LooseRule m_rule;
    Part m_part = Part::none;
    bool m_has_comma = false, m_in_brackets = false, m_opens_end = false, m_ends_in_holiday = false;
    std::string m_text;
};

}  // namespace

const char* to_string(HoursRepair repair) {
    switch (repair) {
        case HoursRepair::characters:
            return "characters";
        case HoursRepair::heading:
            return "heading";
        case HoursRepair::words:
            return "words";
        case HoursRepair::times:
            return "times";
        case HoursRepair::separators:
            return "separators";
        case HoursRepair::order:
            return "order";
    }
    return "";
}

namespace {

// "14:00-14:00"
bool begins_when_it_ends(const HoursRules& rules) {
    return std::any_of(rules.times.begin(), rules.times.end(), [](const HoursSpan& span) {
        const bool is_clock = span.from.event == SunEvent::none && span.to.event == SunEvent::none;
        return is_clock && span.from.minutes != 0 && span.to.minutes - span.from.minutes == kMinutesOfDay;
    });
}

// "Mo-Fr", open all day and all night
bool leaves_out_times(const HoursRules& rules) {
    return std::any_of(rules.rules.begin(), rules.rules.end(), [](const HoursRule& rule) {
        return rule.times.empty() && rule.state == HoursState::open && !rule.says_state && !rule.always;
    });
}

}  // namespace

base::Result<RepairedHours> repair_hours(std::string_view text) {
    const auto result = [](const HoursRules& rules, const Repairs& repairs) {
        const bool has_doubtful_day = begins_when_it_ends(rules) || leaves_out_times(rules);
        return RepairedHours{to_text(rules), {repairs.begin(), repairs.end()}, has_doubtful_day};
    };
    const auto strict = parse_hours(text);
    if (strict) return result(*strict, {});
    if (strict.error().code == base::ErrorCode::too_large) return tl::unexpected<base::Error>(strict.error());
    Repairs repairs;
    const auto words = replace_words(with_plain_characters(text, repairs));
    if (words.replaced) repairs.insert(HoursRepair::words);
    if (words.had_heading) repairs.insert(HoursRepair::heading);
    const auto mended = Assembler(hours_tokens(words.text, repairs), repairs).text();
    const auto rules = parse_hours(mended);
    if (!rules) return base::fail(rules.error(), "\"" + mended + "\"");
    if (words.names_half_days && leaves_out_times(*rules))
        return base::fail(base::ErrorCode::bad_format,
                          "\"" + mended + "\": expected the hours of a half-day");
    return result(*rules, repairs);
}

}  // namespace accueil::model
