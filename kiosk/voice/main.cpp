// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-voice: says aloud what accueil-kiosk, which starts it and may end it at any moment, gives it to
// say.
#include <charconv>
#include <iostream>
#include <string_view>

#include "kiosk/speech/speaker.hpp"
#include "kiosk/voice/voice.hpp"
#include "sync/base/child_process.hpp"

int main(int argc, char** argv) {
    using namespace accueil;
    const std::string_view word = argc == 2 ? argv[1] : "";
    int megabytes = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), megabytes);
    if (error != std::errc() || end != word.data() + word.size() || megabytes <= 0 || megabytes > 1 << 16) {
        std::cerr << "accueil-voice is run by accueil-kiosk:\n"
                     "  accueil-voice MEGABYTES\n"
                     "  with the socket on descriptor 3\n";
        return 2;
    }
    base::bound_this_process(megabytes);
    auto synthesiser = voice::Synthesiser::create();
    if (!synthesiser) {
        std::cerr << "accueil-voice: " << synthesiser.error().detail << '\n';
        return 1;
    }
    return voice::run_voice(std::move(*synthesiser), base::UniqueFd(speech::kSocketDescriptor));
}
