// SPDX-License-Identifier: GPL-3.0-or-later
// A Markdown file taken apart: the YAML between its two lines "---", and the body after them. Called by the
// readers; one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/publish/report.hpp"
#include "sync/publish/value.hpp"

namespace accueil::publish {

struct MarkdownFile {
    std::optional<Value>
        front;  ///< a map; nullopt when the file has none, or one that is in the report as wrong
    bool has_front = false;
    std::string body;
    int body_line = 1;  ///< the line on which the body begins
};

MarkdownFile split_markdown(const std::string& text, const std::string& name, Report& report);

/// A picture that a text shows.
struct MarkdownPicture {
    std::string path;  ///< below media/
    Where where;
};

/// Warns of what the kiosk does not show: HTML, links that are none, headings of the first level, pictures
/// without a description or from elsewhere. The other pictures, as often as they are there.
std::vector<MarkdownPicture> check_markdown(const MarkdownFile& file, const Where& where, Report& report);

}  // namespace accueil::publish
