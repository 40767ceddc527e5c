// SPDX-License-Identifier: GPL-3.0-or-later
// How a visitor reads a document: which page, how near, what stands beside it; and the actions that change
// it. Plain values; UI thread.
#pragma once

#include <string>
#include <variant>

namespace accueil::action {

struct AppState;

inline constexpr float kMostPageZoom = 3;
inline constexpr int kListedPages = 24;  ///< thumbnails at once

/// What stands beside the page, or over it on a tall glass.
enum class ReadPanel { none, pages, outline, search, links };

struct Reading {
    int page = 0;              ///< from 0
    float zoom = 1;            ///< 1: all of the page is seen
    float x = 0.5F, y = 0.5F;  ///< what of the page is in the middle, in shares of its width and height
    ReadPanel panel = ReadPanel::none;
    int first_listed = 0;  ///< of the thumbnails
    bool operator==(const Reading&) const = default;
};

struct ShowPage {
    int page = 0;         ///< from 0; whoever makes the action knows how many there are
    bool closes = false;  ///< the panel, which has led there
    bool operator==(const ShowPage&) const = default;
};
struct LookAt {
    float zoom = 1, x = 0.5F, y = 0.5F;
    bool operator==(const LookAt&) const = default;
};
struct ShowPanel {  ///< the one that is shown goes
    ReadPanel panel = ReadPanel::none;
    bool operator==(const ShowPanel&) const = default;
};
struct ListPages {  ///< thumbnails from that one on
    int first = 0;
    bool operator==(const ListPages&) const = default;
};

using ReadAction = std::variant<ShowPage, LookAt, ShowPanel, ListPages>;

/// apply() for them.
void apply_reading(AppState& state, const ReadAction& action);
std::string describe_reading(const ReadAction& action);

}  // namespace accueil::action
