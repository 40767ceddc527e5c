// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/capacity.hpp"

namespace accueil::model {

Capacity capacity_today(const Service& service, LocalDay today) {
    const auto said = read_day(service.capacity_on);
    if (!said || *said > today || today - *said > std::chrono::days(kCapacityDays)) return Capacity::unknown;
    return service.capacity;
}

}  // namespace accueil::model
