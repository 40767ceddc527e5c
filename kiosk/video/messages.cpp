// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/video/messages.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sync/base/cases.hpp"

namespace accueil::video {

namespace {

constexpr std::array<std::string_view, 3> kDrawings{"auto", "software", "gpu"};
constexpr std::array<std::string_view, 4> kFaults{"unreadable", "too-large", "stalled", "gone"};

// Thousandths: whole numbers are the same in every locale.
std::string thousandths(double seconds) {
    return std::to_string(std::llround(seconds * 1000));
}

struct Words {
    std::string_view name;
    std::vector<std::int64_t> numbers;
    std::string_view last;
};

std::optional<Words> words_of(std::string_view line) {
    if (line.size() > kMostMessage) return std::nullopt;
    Words words;
    const auto take = [&] {
        const auto end = std::min(line.find(' '), line.size());
        const auto word = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
        return word;
    };
    words.name = take();
    while (!line.empty()) {
        words.last = take();
        std::int64_t number = 0;
        const auto [end, error] =
            std::from_chars(words.last.data(), words.last.data() + words.last.size(), number);
        if (error == std::errc() && end == words.last.data() + words.last.size())
            words.numbers.push_back(number);
    }
    return words;
}

std::optional<double> seconds_of(std::int64_t number) {
    constexpr std::int64_t kMost = std::int64_t{1} << 40;
    if (number < 0 || number > kMost) return std::nullopt;
    return static_cast<double>(number) / 1000;
}

std::optional<int> small(std::int64_t number, int most) {
    if (number < 0 || number > most) return std::nullopt;
    return static_cast<int>(number);
}

}  // namespace

std::string_view name_of(Drawing drawing) {
    return kDrawings[static_cast<std::size_t>(drawing)];
}

std::optional<Drawing> drawing_of(std::string_view name) {
    const auto* found = std::find(kDrawings.begin(), kDrawings.end(), name);
    if (found == kDrawings.end()) return std::nullopt;
    return static_cast<Drawing>(found - kDrawings.begin());
}

std::string to_line(const Command& command) {
    return std::visit(base::Cases{
                          [](const Play&) { return std::string("play"); },
                          [](const Pause&) { return std::string("pause"); },
                          [](const Seek& seek) { return "seek " + thousandths(seek.second); },
                          [](const SetVolume& volume) { return "volume " + std::to_string(volume.percent); },
                      },
                      command);
}

std::string to_line(const Event& event) {
    return std::visit(
        base::Cases{
            [](const Loaded& loaded) {
                return "loaded " + thousandths(loaded.duration) + " " + std::to_string(loaded.width) + " " +
                       std::to_string(loaded.height) + " " + (loaded.sound ? "1" : "0");
            },
            [](const FrameReady& frame) { return "frame " + thousandths(frame.second); },
            [](const Ended&) { return std::string("ended"); },
            [](const Failed& failed) {
                return "failed " + std::string(kFaults[static_cast<std::size_t>(failed.fault)]);
            },
            [](const Dropped& dropped) {
                return "dropped " + std::to_string(dropped.decoder) + " " + std::to_string(dropped.output);
            },
        },
        event);
}

std::optional<Command> command_of(std::string_view line) {
    const auto words = words_of(line);
    if (!words) return std::nullopt;
    const auto& numbers = words->numbers;
    if (words->name == "play" && numbers.empty()) return Play{};
    if (words->name == "pause" && numbers.empty()) return Pause{};
    if (words->name == "seek" && numbers.size() == 1) {
        if (const auto second = seconds_of(numbers[0])) return Seek{*second};
    }
    if (words->name == "volume" && numbers.size() == 1) {
        if (const auto percent = small(numbers[0], 100)) return SetVolume{*percent};
    }
    return std::nullopt;
}

std::optional<Event> event_of(std::string_view line) {
    const auto words = words_of(line);
    if (!words) return std::nullopt;
    const auto& numbers = words->numbers;
    constexpr int kMostSide = 65'535, kMostDropped = 1'000'000'000;
    if (words->name == "loaded" && numbers.size() == 4) {
        const auto duration = seconds_of(numbers[0]);
        const auto width = small(numbers[1], kMostSide), height = small(numbers[2], kMostSide);
        if (duration && width && height) return Loaded{*duration, *width, *height, numbers[3] != 0};
    }
    if (words->name == "frame" && numbers.size() == 1) {
        if (const auto second = seconds_of(numbers[0])) return FrameReady{*second};
    }
    if (words->name == "ended" && numbers.empty()) return Ended{};
    if (words->name == "dropped" && numbers.size() == 2) {
        const auto decoder = small(numbers[0], kMostDropped), output = small(numbers[1], kMostDropped);
        if (decoder && output) return Dropped{*decoder, *output};
    }
    if (words->name == "failed" && numbers.empty()) {
        for (std::size_t i = 0; i < kFaults.size(); ++i)
            if (words->last == kFaults[i]) return Failed{static_cast<Fault>(i)};
    }
    return std::nullopt;
}

}  // namespace accueil::video
