// SPDX-License-Identifier: GPL-3.0-or-later
// A film's captions: what is said and heard, and when. Read from WebVTT or SubRip by the publisher, who
// checks them, and by the kiosk, which draws them and lists them as a transcript. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace accueil::model {

struct Cue {
    double start = 0, end = 0;  ///< seconds from the film's beginning; start < end
    std::string text;           ///< without markup; its lines by '\n'
    bool operator==(const Cue&) const = default;
};

inline constexpr std::size_t kMostCues = 20'000;
inline constexpr std::size_t kMostCueBytes = 2'000;  ///< of one cue's text

enum class CaptionFault {
    not_utf8,
    bad_time,    ///< a line with an arrow, and no two times
    ends_early,  ///< not after it begins
    no_gap,      ///< the next caption begins without an empty line before it
    too_long,    ///< kMostCueBytes
    too_many,    ///< kMostCues
    none,        ///< there is no caption in the whole file
};
struct CaptionProblem {
    CaptionFault fault;
    int line;  ///< from 1
};

/// Cues in the order of their start. Blocks of notes, styles and regions are passed over, and so are settings
/// of places: where words stand is the screen's matter. https://www.w3.org/TR/webvtt1/
tl::expected<std::vector<Cue>, CaptionProblem> parse_captions(std::string_view text);

/// The cue that is said at `second`: the last that began and has not ended; nothing between two.
std::optional<std::size_t> cue_at(const std::vector<Cue>& cues, double second);

}  // namespace accueil::model
