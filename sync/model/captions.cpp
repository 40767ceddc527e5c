// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/captions.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "sync/base/strings.hpp"

namespace accueil::model {

namespace {

constexpr std::string_view kArrow = "-->";

std::string_view trimmed_line(std::string_view line) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t'))
        line.remove_suffix(1);
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t'))
        line.remove_prefix(1);
    return line;
}

// Lines end by CR, LF or both.
class CaptionLines {
  public:
    explicit CaptionLines(std::string_view text) : m_text(text) {}

    bool next(std::string_view& line) {
        if (m_at >= m_text.size()) return false;
        const auto end = std::min(m_text.find_first_of("\r\n", m_at), m_text.size());
        line = m_text.substr(m_at, end - m_at);
        m_at = end;
        if (m_at < m_text.size()) m_at += m_text.substr(m_at).starts_with("\r\n") ? 2 : 1;
        ++m_number;
        return true;
    }
    int number() const { return m_number; }

  private:
    std::string_view m_text;
    std::size_t m_at = 0;
    int m_number = 0;
};

bool take_number(std::string_view& text, std::size_t least_digits, std::size_t most_digits, int& number) {
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
        ++digits;
    if (digits < least_digits || digits > most_digits) return false;
    std::from_chars(text.data(), text.data() + digits, number);
    text.remove_prefix(digits);
    return true;
}

// "01:02:03.456", "02:03.456", with a comma in SubRip. Takes it off the front.
std::optional<double> take_time(std::string_view& text) {
    int first = 0, second = 0, third = 0, thousandths = 0;
    const auto colon = [&] {
        if (!text.starts_with(':')) return false;
        text.remove_prefix(1);
        return true;
    };
    if (!take_number(text, 1, 4, first) || !colon() || !take_number(text, 2, 2, second)) return std::nullopt;
    const bool has_hours = colon();
    if (has_hours && !take_number(text, 2, 2, third)) return std::nullopt;
    if (!text.starts_with('.') && !text.starts_with(',')) return std::nullopt;
    text.remove_prefix(1);
    if (!take_number(text, 3, 3, thousandths)) return std::nullopt;
    const int hours = has_hours ? first : 0, minutes = has_hours ? second : first,
              seconds = has_hours ? third : second;
    if (minutes > 59 || seconds > 59) return std::nullopt;
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000.0;
}

struct Entity {
    std::string_view name, means;
};
constexpr std::array<Entity, 7> kEntities{{{"&amp;", "&"},
                                           {"&lt;", "<"},
                                           {"&gt;", ">"},
                                           {"&nbsp;", "\u00a0"},
                                           {"&lrm;", "\u200e"},
                                           {"&rlm;", "\u200f"},
                                           {"&quot;", "\""}}};

// Without <b>, <v Name>, <00:01.000>, and with what entities mean. A '<' that closes nowhere is a '<'.
std::string plain_words(std::string_view line) {
    std::string words;
    while (!line.empty()) {
        if (line.front() == '<') {
            if (const auto end = line.find('>'); end != std::string_view::npos) {
                line.remove_prefix(end + 1);
                continue;
            }
        }
        const auto entity = std::find_if(kEntities.begin(), kEntities.end(),
                                         [&](const Entity& each) { return line.starts_with(each.name); });
        if (entity != kEntities.end()) {
            words += entity->means;
            line.remove_prefix(entity->name.size());
            continue;
        }
        words += line.front();
        line.remove_prefix(1);
    }
    return words;
}

}  // namespace

tl::expected<std::vector<Cue>, CaptionProblem> parse_captions(std::string_view text) {
    const auto wrong = [](int line, CaptionFault fault) {
        return tl::unexpected<CaptionProblem>(CaptionProblem{fault, line});
    };
    if (!base::is_valid_utf8(text)) return wrong(1, CaptionFault::not_utf8);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    const bool is_webvtt = text.starts_with("WEBVTT");
    CaptionLines lines(text);
    std::string_view line;
    std::vector<Cue> cues;
    // The head of a WebVTT file goes as far as its first empty line.
    bool in_block = is_webvtt;
    while (lines.next(line)) {
        const auto words = trimmed_line(line);
        if (words.empty()) {
            in_block = false;
            continue;
        }
        const auto arrow = words.find(kArrow);
        if (arrow == std::string_view::npos) {
            // A cue's name or number stands alone above its times; notes, styles and regions are whole
            // blocks.
            if (words.starts_with("NOTE") || words == "STYLE" || words == "REGION") in_block = true;
            continue;
        }
        if (in_block) continue;
        const int number = lines.number();
        auto left = words;
        const auto start = take_time(left);
        left = trimmed_line(left);
        if (!start || !left.starts_with(kArrow)) return wrong(number, CaptionFault::bad_time);
        left.remove_prefix(kArrow.size());
        left = trimmed_line(left);
        const auto end = take_time(left);
        if (!end || (!left.empty() && left.front() != ' ' && left.front() != '\t'))
            return wrong(number, CaptionFault::bad_time);
        if (*end <= *start) return wrong(number, CaptionFault::ends_early);
        Cue cue{*start, *end, {}};
        while (lines.next(line)) {
            const auto said = trimmed_line(line);
            if (said.empty()) break;
            if (said.find(kArrow) != std::string_view::npos)
                return wrong(lines.number(), CaptionFault::no_gap);
            const auto plain = plain_words(said);
            if (plain.empty()) continue;
            cue.text += (cue.text.empty() ? "" : "\n") + plain;
        }
        if (cue.text.size() > kMostCueBytes) return wrong(number, CaptionFault::too_long);
        if (cue.text.empty()) continue;
        if (cues.size() == kMostCues) return wrong(number, CaptionFault::too_many);
        cues.push_back(std::move(cue));
    }
    if (cues.empty()) return wrong(std::max(1, lines.number()), CaptionFault::none);
    std::stable_sort(cues.begin(), cues.end(), [](const Cue& a, const Cue& b) { return a.start < b.start; });
    return cues;
}

std::optional<std::size_t> cue_at(const std::vector<Cue>& cues, double second) {
    const auto after = std::upper_bound(cues.begin(), cues.end(), second,
                                        [](double at, const Cue& cue) { return at < cue.start; });
    // Few overlap: a caption that stays while shorter ones come and go is looked for a little way back.
    constexpr std::ptrdiff_t kOverlapping = 8;
    auto at = after;
    for (std::ptrdiff_t i = 0; i < kOverlapping && at != cues.begin(); ++i) {
        --at;
        if (second < at->end) return static_cast<std::size_t>(at - cues.begin());
    }
    return std::nullopt;
}

}  // namespace accueil::model
