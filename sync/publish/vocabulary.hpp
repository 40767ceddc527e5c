// SPDX-License-Identifier: GPL-3.0-or-later
// The closed lists of words that content may use: languages and the values of data·inclusion v1.0.8. Used by
// the readers; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace accueil::publish {

/// ISO 639-1 codes, and "fsl", the French sign language.
const std::vector<std::string>& all_languages();
bool is_language(std::string_view code);

const std::vector<std::string>& all_thematiques();
const std::vector<std::string>& all_publics();
const std::vector<std::string>& all_mobilisation_modes();
const std::vector<std::string>& all_mobilisers();
const std::vector<std::string>& all_service_types();
const std::vector<std::string>& all_reception_modes();
const std::vector<std::string>& all_accessibilities();

/// The word meant, perhaps: base::nearest, but nothing for a word that shares no letter with it.
std::string suggest(std::string_view word, std::span<const std::string> words);

}  // namespace accueil::publish
