// SPDX-License-Identifier: GPL-3.0-or-later
#include <md4c.h>

#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "sync/base/strings.hpp"
#include "sync/publish/front_matter.hpp"
#include "sync/publish/text_file.hpp"

namespace accueil::publish {

namespace {

struct Walk {
    std::string_view body;
    int first_line;
    Where where;
    Report& report;
    const char* pending = nullptr;  // found on entering; its place is that of the next text
    std::size_t offset = 0;         // of the last text seen
    std::set<std::pair<int, std::string>> told;
    std::string target{};  // of a link that is pending
    std::vector<MarkdownPicture> pictures{};
    int in_picture = 0;
    bool is_described = false;  // the picture

    Where here() const {
        const auto at = position_of(body, offset);
        Where there = where;
        there.line = at.line + first_line - 1;
        there.column = at.column;
        return there;
    }
    void warn(const std::string& key) {
        const auto named = std::exchange(target, {});
        const Where there = here();
        if (!told.emplace(there.line, key).second) return;
        if (named.empty())
            report.warning(there, key);
        else
            report.warning(there, key, {{"target", named}});
    }
};

// Those that the kiosk shows, as codes or in words.
bool is_shown(std::string_view target) {
    for (const std::string_view scheme : {"https://", "http://", "mailto:", "tel:"})
        if (target.size() > scheme.size() && base::fold(target.substr(0, scheme.size())) == scheme)
            return true;
    return false;
}

int on_enter_block(MD_BLOCKTYPE type, void* detail, void* data) {
    auto& walk = *static_cast<Walk*>(data);
    if (type == MD_BLOCK_H && static_cast<MD_BLOCK_H_DETAIL*>(detail)->level == 1)
        walk.pending = "markdown_h1";
    return 0;
}

int on_leave_block(MD_BLOCKTYPE, void*, void* data) {
    auto& walk = *static_cast<Walk*>(data);
    if (walk.pending != nullptr) walk.warn(walk.pending);
    walk.pending = nullptr;
    return 0;
}

int on_enter_span(MD_SPANTYPE type, void* detail, void* data) {
    auto& walk = *static_cast<Walk*>(data);
    if (type == MD_SPAN_IMG && walk.in_picture++ == 0) {
        const auto& src = static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src;
        walk.pictures.push_back({std::string(base::trim(std::string_view(src.text, src.size))), walk.here()});
        walk.is_described = false;
    }
    if (type == MD_SPAN_A) {
        const auto& href = static_cast<MD_SPAN_A_DETAIL*>(detail)->href;
        const auto target = base::trim(std::string_view(href.text, href.size));
        if (is_shown(target)) return 0;
        walk.target = target.empty() ? "()" : std::string(target);
        walk.pending = "markdown_link";
    }
    return 0;
}

void leave_picture(Walk& walk) {
    auto& picture = walk.pictures.back();
    if (!walk.is_described)
        walk.warn("markdown_picture_mute");
    else if (picture.path.find("://") == std::string::npos && !picture.path.empty())
        return;
    else
        walk.warn("markdown_picture_outside");
    walk.pictures.pop_back();
}

int on_leave_span(MD_SPANTYPE type, void*, void* data) {
    auto& walk = *static_cast<Walk*>(data);
    if (type == MD_SPAN_IMG && --walk.in_picture == 0) leave_picture(walk);
    if (type == MD_SPAN_IMG) return 0;
    if (type == MD_SPAN_A && walk.pending != nullptr) walk.warn(walk.pending);
    walk.pending = nullptr;
    return 0;
}

int on_text(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* data) {
    auto& walk = *static_cast<Walk*>(data);
    // Most texts point into the body itself; those that the parser makes (entities, line breaks) do not.
    const std::less<const char*> before;
    const char* const end = walk.body.data() + walk.body.size();
    if (!before(text, walk.body.data()) && before(text, end)) {
        walk.offset = static_cast<std::size_t>(text - walk.body.data());
    }
    if (walk.in_picture > 0 && !walk.is_described) {
        walk.is_described = !base::trim(std::string_view(text, size)).empty();
        walk.pictures.back().where = walk.here();
    }
    if (walk.pending != nullptr) walk.warn(walk.pending);
    walk.pending = nullptr;
    if (type == MD_TEXT_HTML) walk.warn("markdown_html");
    return 0;
}

}  // namespace

std::vector<MarkdownPicture> check_markdown(const MarkdownFile& file, const Where& where, Report& report) {
    Walk walk{file.body, file.body_line, where, report, nullptr, 0, {}};
    MD_PARSER parser{};
    parser.enter_block = on_enter_block;
    parser.leave_block = on_leave_block;
    parser.enter_span = on_enter_span;
    parser.leave_span = on_leave_span;
    parser.text = on_text;
    md_parse(file.body.data(), static_cast<MD_SIZE>(file.body.size()), &parser, &walk);
    return std::move(walk.pictures);
}

}  // namespace accueil::publish
