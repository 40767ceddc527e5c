// SPDX-License-Identifier: GPL-3.0-or-later
// Running text as nodes, and the links in it. These are never opened: a text marks each with a sign, and the
// screen says elsewhere what the sign stands for. Pure; UI thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/node.hpp"

namespace accueil::ui {

/// Where a link leads.
struct Address {
    enum class Kind { web, mail, telephone };
    Kind kind = Kind::web;
    /// Of the web, a URL in one form (scheme and host in lower case, no lone "/", nothing that would end it:
    /// the same page is the same address); else the mail's address or the number alone.
    std::string text;
    auto operator<=>(const Address&) const = default;

    /// "www.exemple.fr"; of mail and telephone, `text`.
    std::string host() const;
};
/// Nothing for what is neither http, https, mailto nor tel, or leads nowhere.
std::optional<Address> address_of(std::string_view link);

struct TextLink {
    std::string words;  ///< empty where the author wrote none
    Address address;
};

struct LinkMark {
    std::string sign;    ///< stands behind the words, small: "1"
    std::string spoken;  ///< what those hear who do not see it: "lien 1"
};
/// Links to addresses that are not here are their words alone.
using LinkMarks = std::map<Address, LinkMark>;

/// What is known of a picture by the path that a text names; null where it is not there.
using PictureOf = std::function<draw::ImagePtr(const std::string& path)>;

/// How a text is written.
enum class Writing {
    markdown,  ///< CommonMark
    plain,     ///< lines as they are, in which links alone are meant
};

/// In the order of reading, as often as they are there.
std::vector<TextLink> links_of(const std::string& source, Writing writing = Writing::markdown);

/// CommonMark as nodes: headings from level 2, paragraphs, lists, quotes, pictures. Words of links are
/// underlined and bear their marks; a picture is a block of its own, whose name is its description and whose
/// title is said below it; of one that is not there the description is shown, of HTML what is written.
std::vector<Node> markdown(const std::string& source, const std::string& language,
                           const LinkMarks& marks = {}, const PictureOf& picture_of = {});
/// A paragraph a part between empty lines.
std::vector<Node> plain_text(const std::string& source, const std::string& language, float size,
                             const LinkMarks& marks = {});

}  // namespace accueil::ui
