// SPDX-License-Identifier: GPL-3.0-or-later
// Running text with its links: words that are marked by a number in the text, and under the text what each
// number stands for, with its code. The kiosk opens none of them. UI thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kiosk/screens/parts.hpp"
#include "kiosk/ui/markdown.hpp"

namespace accueil::screens {

/// What is on the screen already, and needs no second code: an address, and the key of the title under which
/// it stands.
class Elsewhere {
  public:
    void add(const std::string& address, const std::string& section_key);
    void add(const std::vector<model::Link>& links);
    void add(const std::vector<model::Source>& sources);
    /// By their pages on the town's public site, in any of its languages.
    void add(const Context& context, const std::vector<query::InitiativeSummary>& initiatives,
             const std::string& section_key);

    /// The key; null where it is nowhere.
    const std::string* find(const ui::Address& address) const;

  private:
    std::map<ui::Address, std::string> m_sections;
};

/// The links of a screen's texts: each address once, numbered in the order of reading.
class TextLinks {
  public:
    explicit TextLinks(const Context& context, Elsewhere elsewhere = {});

    /// To be called for each text before it is shown with marks().
    void add(const ui::Words& text, ui::Writing writing);
    /// As those who read `language` hear them.
    ui::LinkMarks marks(const std::string& language) const;
    /// "Les liens de ce texte"; nothing where there is none.
    std::optional<ui::Node> section() const;

  private:
    struct Link {
        ui::Words words;
        ui::Address address;
    };
    ui::Node item(const Link& link, std::size_t number) const;
    ui::Node texts(const Link& link, std::size_t number, bool has_code) const;

    const Context& m_context;
    Elsewhere m_elsewhere;
    std::vector<Link> m_links;
};

/// Markdown in the direction of its own language, a word about it where that is not the screen's, and its
/// links under it.
ui::Node running_text(const Context& context, const model::Text& text, Elsewhere elsewhere = {},
                      const ui::PictureOf& picture_of = {});

/// A record's plain text, a paragraph a part; its links are of `links`, which has it already.
ui::Node plain_paragraphs(const TextLinks& links, const ui::Words& text, float size);

}  // namespace accueil::screens
