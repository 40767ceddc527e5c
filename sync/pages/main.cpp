// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-pages: reads one PDF for accueil-feed, which starts it and may end it at any moment.
#include <charconv>
#include <iostream>
#include <optional>
#include <string_view>

#include "sync/pages/frames.hpp"

namespace {

std::optional<int> whole(std::string_view text) {
    int number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

}  // namespace

int main(int argc, char** argv) {
    constexpr int kNumbers = 5;
    std::optional<int> numbers[kNumbers];
    bool is_good = argc == kNumbers + 1;
    for (int i = 0; is_good && i < kNumbers; ++i) {
        numbers[i] = whole(argv[i + 1]);
        is_good = numbers[i].has_value();
    }
    if (!is_good) {
        std::cerr << "accueil-pages is run by accueil-feed:\n"
                     "  accueil-pages FIRST-PAGE PAGES SECONDS-A-PAGE MEGABYTES FINE-BYTES-A-PAGE < PDF\n";
        return 2;
    }
    return accueil::pages::run(*numbers[0], *numbers[1], *numbers[2], *numbers[3], *numbers[4]);
}
