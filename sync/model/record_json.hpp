// SPDX-License-Identifier: GPL-3.0-or-later
// A record's one JSON form, which the feed signs and the cache stores. Empty and default fields are left out,
// so that a record has one form only. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "sync/base/result.hpp"
#include "sync/model/records.hpp"

namespace accueil::model {

/// {"kind":…,"id":…,…} on one line, keys sorted.
std::string to_json(const Record& record);

/// Reads that form. bad_format names the field that is wrong; fields that this version does not know are
/// passed over.
base::Result<Record> record_from_json(std::string_view json);

}  // namespace accueil::model
