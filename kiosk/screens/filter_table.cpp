// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/filter_table.hpp"

#include <algorithm>
#include <utility>

namespace accueil::screens {

std::string_view filter_kind(std::string_view filter) {
    return filter.substr(0, filter.find('/'));
}

std::string_view filter_value(std::string_view filter) {
    const auto slash = filter.find('/');
    return slash == std::string_view::npos ? std::string_view() : filter.substr(slash + 1);
}

FilterTable::FilterTable(std::vector<std::string> on, const std::vector<std::string>& candidates)
    : m_filters(std::move(on)), m_on(std::min(m_filters.size(), kMost)) {
    for (const auto& filter : candidates)
        if (std::find(m_filters.begin(), m_filters.end(), filter) == m_filters.end())
            m_filters.push_back(filter);
    if (m_filters.size() > kMost) m_filters.resize(kMost);
}

// `set` with the filter on: of its kind it alone.
FilterTable::Passed FilterTable::with(Passed set, std::size_t filter) const {
    for (std::size_t i = 0; i < m_filters.size(); ++i)
        if (filter_kind(m_filters[i]) == filter_kind(m_filters[filter])) set.reset(i);
    return set.set(filter);
}

std::size_t FilterTable::count(const Passed& set) const {
    return static_cast<std::size_t>(std::count_if(m_rows.begin(), m_rows.end(), [&](const auto& ways) {
        return std::any_of(ways.begin(), ways.end(),
                           [&](const Passed& passed) { return (passed & set) == set; });
    }));
}

std::vector<FilterOffer> FilterTable::offers() const {
    Passed set;
    for (std::size_t i = 0; i < m_on; ++i)
        set.set(i);
    const auto standing = count(set);
    std::vector<FilterOffer> offers;
    for (std::size_t i = 0; i < m_filters.size(); ++i) {
        if (i < m_on) {
            offers.push_back({m_filters[i], true, standing});
            continue;
        }
        const auto other = with(set, i);
        const auto left = count(other);
        const bool replaces = (other & set) != set;
        if (left > 0 && (left != standing || replaces)) offers.push_back({m_filters[i], false, left});
    }
    return offers;
}

}  // namespace accueil::screens
