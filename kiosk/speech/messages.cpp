// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/speech/messages.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "kiosk/speech/passages.hpp"
#include "sync/base/cases.hpp"
#include "sync/base/strings.hpp"

namespace accueil::speech {

namespace {

constexpr std::array<std::string_view, 3> kFaults{"no-voice", "no-sound", "gone"};
constexpr std::size_t kMostTag = 35;  // as BCP 47 asks of buffers

template <class Number>
std::optional<Number> number_of(std::string_view word, Number most) {
    Number number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || number > most) return std::nullopt;
    return number;
}

bool is_tag(std::string_view tag) {
    return !tag.empty() && tag.size() <= kMostTag && std::all_of(tag.begin(), tag.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

std::optional<Command> say_of(std::span<const std::string> words, std::string_view text) {
    if (words.size() != 4) return std::nullopt;
    const auto number = number_of<std::uint32_t>(words[1], UINT32_MAX);
    const auto rate = number_of<unsigned>(words[2], kMostRate);
    const bool is_good = number && rate && *rate >= kLeastRate && is_tag(words[3]) && !text.empty() &&
                         text.size() <= kMostPassage && base::is_valid_utf8(text);
    if (!is_good) return std::nullopt;
    return Say{*number, static_cast<int>(*rate), words[3], std::string(text)};
}

}  // namespace

std::string to_line(const Command& command) {
    return std::visit(base::Cases{
                          [](const Say& say) {
                              return "say " + std::to_string(say.number) + " " + std::to_string(say.rate) +
                                     " " + say.language + "\n" + say.text;
                          },
                          [](const Hush&) { return std::string("hush"); },
                          [](const Hold&) { return std::string("hold"); },
                          [](const GoOn&) { return std::string("go-on"); },
                          [](const SetLoudness& set) { return "loudness " + std::to_string(set.percent); },
                      },
                      command);
}

std::string to_line(const Event& event) {
    return std::visit(base::Cases{
                          [](const Voices& voices) { return "voices " + base::join(voices.languages, " "); },
                          [](const AtWord& word) {
                              return "word " + std::to_string(word.number) + " " + std::to_string(word.at);
                          },
                          [](const Said& said) { return "said " + std::to_string(said.number); },
                          [](const Failed& failed) {
                              return "failed " + std::string(kFaults[static_cast<std::size_t>(failed.fault)]);
                          },
                      },
                      event);
}

std::optional<Command> command_of(std::string_view line) {
    if (line.size() > kMostMessage) return std::nullopt;
    const auto end = std::min(line.find('\n'), line.size());
    const auto text = line.substr(std::min(end + 1, line.size()));
    const auto words = base::split(line.substr(0, end), ' ');
    const auto& name = words.front();
    if (name == "say") return say_of(words, text);
    if (end < line.size()) return std::nullopt;
    if (words.size() == 2 && name == "loudness") {
        if (const auto percent = number_of<unsigned>(words[1], 100))
            return SetLoudness{static_cast<int>(*percent)};
    }
    if (words.size() != 1) return std::nullopt;
    if (name == "hush") return Hush{};
    if (name == "hold") return Hold{};
    if (name == "go-on") return GoOn{};
    return std::nullopt;
}

std::optional<Event> event_of(std::string_view line) {
    if (line.size() > kMostMessage) return std::nullopt;
    const auto words = base::split(line, ' ');
    const auto& name = words.front();
    if (name == "voices" && words.size() >= 2) {
        Voices voices{{words.begin() + 1, words.end()}};
        const auto& all = voices.languages;
        if (std::all_of(all.begin(), all.end(), is_tag) && std::is_sorted(all.begin(), all.end()))
            return voices;
        return std::nullopt;
    }
    if (name == "failed" && words.size() == 2) {
        const auto found = std::find(kFaults.begin(), kFaults.end(), words[1]);
        if (found != kFaults.end()) return Failed{static_cast<Fault>(found - kFaults.begin())};
        return std::nullopt;
    }
    const auto number = words.size() >= 2 ? number_of<std::uint32_t>(words[1], UINT32_MAX) : std::nullopt;
    if (!number) return std::nullopt;
    if (name == "said" && words.size() == 2) return Said{*number};
    if (name == "word" && words.size() == 3) {
        if (const auto at = number_of<std::size_t>(words[2], kMostPassage)) return AtWord{*number, *at};
    }
    return std::nullopt;
}

std::string primary_language(std::string_view tag) {
    std::string primary(tag.substr(0, tag.find('-')));
    std::transform(primary.begin(), primary.end(), primary.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return primary;
}

}  // namespace accueil::speech
