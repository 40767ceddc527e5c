// SPDX-License-Identifier: GPL-3.0-or-later
// Places and services as the tables of livret/ that docs/content.md describes. Used by import_directory; one
// thread.
#pragma once

#include <string>
#include <vector>

#include "sync/model/records.hpp"

namespace accueil::publish {

/// In the order given; columns that no record fills are left out, so that equal records give equal bytes.
std::string places_table(const std::vector<model::Place>& places);
std::string services_table(const std::vector<model::Service>& services);

}  // namespace accueil::publish
