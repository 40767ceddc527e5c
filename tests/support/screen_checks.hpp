// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of screens ask of a tree, and the screens of the shipped content. One thread.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/screen_rig.hpp"
#include "tests/support/tree_checks.hpp"

namespace accueil::support {

/// Of the shipped content, as a visit finds them: read once a run.
inline ScreenRig& shipped_screens() {
    static ScreenRig rig(shipped_cache());
    rig.state = {};
    rig.countdown.reset();
    rig.map = nullptr;
    rig.loading = false;
    return rig;
}

inline std::vector<std::string> findings(const ui::Node& root) {
    return TreeChecks(text_engine()).findings(root);
}

/// Whether a name in the tree has these words.
inline bool says(const ui::Node& node, const std::string& words) {
    if (node.name.find(words) != std::string::npos) return true;
    return std::any_of(node.children.begin(), node.children.end(),
                       [&](const ui::Node& child) { return says(child, words); });
}

/// Spaces that do not break are spaces here.
inline std::string plain(std::string text) {
    for (auto found = text.find("\u00A0"); found != std::string::npos; found = text.find("\u00A0"))
        text.replace(found, 2, " ");
    return text;
}

inline action::Entry entry_of(action::ScreenKind kind, const std::string& id) {
    action::Entry entry;
    entry.route = {kind, id};
    return entry;
}

}  // namespace accueil::support
