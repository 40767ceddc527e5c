// SPDX-License-Identifier: GPL-3.0-or-later
// Filters of a list, named by texts such as "free" or "language/ar", and how many rows each would leave. Of
// one kind, which stands before the slash, one is on at a time. Pure; any thread.
#pragma once

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace accueil::screens {

/// "language" of "language/ar"; all of a filter that has no slash.
std::string_view filter_kind(std::string_view filter);
/// "ar" of "language/ar"; empty for a filter that has no slash.
std::string_view filter_value(std::string_view filter);

/// A filter that can be put on or taken off, and how many rows there would be with it.
struct FilterOffer {
    std::string filter;
    bool on = false;
    std::size_t rows = 0;
    bool operator==(const FilterOffer&) const = default;
};

/// Which filters each row passes, asked once, so that any set of them is counted by bits.
class FilterTable {
  public:
    static constexpr std::size_t kMost = 192;
    using Passed = std::bitset<kMost>;  ///< by the index of a filter

    /// Those that are `on`, and then the others that some row may pass, in the order in which they are
    /// offered; past kMost they are passed over.
    FilterTable(std::vector<std::string> on, const std::vector<std::string>& candidates);
    const std::vector<std::string>& filters() const { return m_filters; }

    /// A row is left where one of its ways passes all of a set: of a place its services, of an initiative
    /// there is but one.
    void add_row(std::vector<Passed> ways) { m_rows.push_back(std::move(ways)); }

    /// Those that are on, in the order of choice; then those that would leave some of the rows, and not all:
    /// what gives nothing is not offered, and what changes nothing neither.
    std::vector<FilterOffer> offers() const;

  private:
    std::size_t count(const Passed& set) const;
    Passed with(Passed set, std::size_t filter) const;

    std::vector<std::string> m_filters;
    std::size_t m_on = 0;
    std::vector<std::vector<Passed>> m_rows;
};

}  // namespace accueil::screens
