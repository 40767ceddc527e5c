// SPDX-License-Identifier: GPL-3.0-or-later
// CommonMark by md4c, block by block into nodes; emphasis and links become Pango markup.
#include "kiosk/ui/markdown.hpp"

#include <md4c.h>

#include "kiosk/ui/components.hpp"
#include "sync/base/strings.hpp"

namespace accueil::ui {

namespace {

using draw::Token;

struct OpenLink {  // that is being read
    std::optional<Address> address;
    const LinkMark* mark = nullptr;
    std::size_t begin = 0;  // of its words in Builder::plain
};

struct OpenPicture {
    std::string path, title;
    std::string markup;     // before it
    std::size_t begin = 0;  // of its description in Builder::plain
};

constexpr float kMostPictureHeight = 720;  // design pixels

struct Builder {
    std::string language;
    const LinkMarks& marks;
    const PictureOf* picture_of = nullptr;
    Writing writing = Writing::markdown;
    float size = type::kBody;
    std::vector<Node> blocks{};
    std::vector<TextLink> links{};
    OpenLink link{};
    int pictures = 0;  // that are open, one in the description of another
    OpenPicture picture{};
    bool is_after_picture = false;  // in the same paragraph
    std::string markup{};           // of the block being read
    std::string plain{};            // the same without marks, for those who listen
    int quote_depth = 0;
    bool in_item = false;
    bool item_has_mark = false;
    std::vector<std::pair<bool, unsigned>> lists{};  // ordered?, next number

    void text(std::string_view words) {
        if (is_after_picture && plain.empty())
            words = base::trim(words).empty() ? "" : from_first_letter(words);
        markup += escape_markup(words);
        plain += words;
    }

    Node inline_node(float size, Token color) {
        Node node = paragraph({plain, language}, size, color);
        node.text->words = markup;
        node.text->style.markup = true;
        markup.clear();
        plain.clear();
        return node;
    }

    void put(Node node) {
        if (in_item && !lists.empty()) {
            const float indent = 36.0F * static_cast<float>(lists.size() - 1);
            Node line = row(16, Place::start);
            line.role = Role::listitem;
            line.name = node.name;
            line.layout.padding.start = indent;
            Node mark;
            if (item_has_mark) {
                mark = label({" ", language}, type::kBody);
            } else if (lists.back().first) {
                mark = label({std::to_string(lists.back().second++) + ".", language}, type::kBody,
                             Token::primary, draw::Weight::semibold);
            } else {
                mark = label({"•", language}, type::kBody, Token::primary, draw::Weight::bold);
            }
            mark.role = Role::none;
            mark.layout.min_width = 28;
            item_has_mark = true;
            line.add(std::move(mark));
            node.layout.grow = 1;
            node.role = Role::none;
            line.add(std::move(node));
            blocks.push_back(std::move(line));
            return;
        }
        if (quote_depth > 0) {
            Node quote = row(24, Place::stretch);
            Node bar;
            bar.layout.width = 6;
            bar.paint.fill = Token::accent;
            bar.paint.radius = 3;
            quote.add(std::move(bar));
            node.layout.grow = 1;
            node.text->style.size = type::kLead;
            quote.add(std::move(node));
            quote.layout.padding = Edges::of(8, 0);
            blocks.push_back(std::move(quote));
            return;
        }
        blocks.push_back(std::move(node));
    }

    void flush_paragraph() {
        is_after_picture = false;
        if (!plain.empty()) put(inline_node(size, Token::ink));
    }

    static std::string_view from_first_letter(std::string_view words) {
        return words.substr(words.find_first_not_of(" \n"));
    }
    static std::size_t last_letter_end(const std::string& words) { return words.find_last_not_of(" \n") + 1; }

    void begin_picture(const MD_SPAN_IMG_DETAIL& detail) {
        if (pictures++ > 0) return;
        const auto words = [](const MD_ATTRIBUTE& text) { return std::string(text.text, text.size); };
        picture = {std::string(base::trim(words(detail.src))), words(detail.title), markup, plain.size()};
    }
    // A picture within a line is put below the words before it.
    void end_picture() {
        if (--pictures > 0 || picture_of == nullptr || !*picture_of) return;
        const auto image = (*picture_of)(picture.path);
        if (!image || image->width() <= 0 || image->height() <= 0) return;
        const auto description = std::string(base::trim(plain.substr(picture.begin)));
        plain.resize(picture.begin);
        markup = picture.markup;
        plain.resize(last_letter_end(plain));
        markup.resize(last_letter_end(markup));
        if (plain.empty()) markup.clear();
        flush_paragraph();
        is_after_picture = true;
        Node figure = column(10);
        Node shown;
        shown.role = Role::image;
        shown.name = description;
        shown.image = image;
        const float aspect = static_cast<float>(image->width()) / static_cast<float>(image->height());
        shown.layout.aspect = aspect;
        shown.layout.max_width = std::min(static_cast<float>(image->width()), kMostPictureHeight * aspect);
        shown.layout.align = Place::start;
        shown.paint.radius = 16;
        figure.layout.align = Place::start;
        figure.add(std::move(shown));
        if (!picture.title.empty()) figure.add(paragraph({picture.title, language}, 24, Token::ink_soft));
        blocks.push_back(std::move(figure));
    }

    void begin_link(const MD_SPAN_A_DETAIL& detail) {
        link = {address_of(std::string_view(detail.href.text, detail.href.size)), nullptr, plain.size()};
        if (!link.address) return;
        const auto found = marks.find(*link.address);
        if (found == marks.end()) return;
        link.mark = &found->second;
        markup += "<u>";
    }
    void end_link() {
        if (link.address) links.push_back({std::string(base::trim(plain.substr(link.begin))), *link.address});
        if (link.mark != nullptr) {
            if (links.back().words.empty()) text(link.address->host());
            // A joiner between, so that no line begins with the sign.
            markup += "</u>\u2060" + sign_markup(link.mark->sign);
            plain += " (" + link.mark->spoken + ")";
        }
        link = {};
    }
    // As large as the smallest words of a screen beside running text.
    static std::string sign_markup(const std::string& sign) {
        return "<span size=\"78%\" weight=\"bold\" baseline_shift=\"superscript\">[" + escape_markup(sign) +
               "]</span>";
    }
};

int enter_block(MD_BLOCKTYPE type, void* detail, void* state) {
    auto& builder = *static_cast<Builder*>(state);
    switch (type) {
        case MD_BLOCK_QUOTE:
            ++builder.quote_depth;
            break;
        case MD_BLOCK_UL:
            builder.flush_paragraph();
            builder.lists.emplace_back(false, 1);
            break;
        case MD_BLOCK_OL:
            builder.flush_paragraph();
            builder.lists.emplace_back(true, static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start);
            break;
        case MD_BLOCK_LI:
            builder.in_item = true;
            builder.item_has_mark = false;
            break;
        default:
            break;
    }
    return 0;
}

int leave_block(MD_BLOCKTYPE type, void* detail, void* state) {
    auto& builder = *static_cast<Builder*>(state);
    switch (type) {
        case MD_BLOCK_QUOTE:
            builder.flush_paragraph();
            --builder.quote_depth;
            break;
        case MD_BLOCK_UL:
        case MD_BLOCK_OL:
            builder.lists.pop_back();
            builder.in_item = !builder.lists.empty();
            break;
        case MD_BLOCK_LI:
            builder.flush_paragraph();
            builder.in_item = false;
            break;
        case MD_BLOCK_H: {
            const int level = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
            Node node = builder.inline_node(level <= 2 ? 40 : type::kLead, Token::ink);
            node.role = Role::heading;
            node.level = std::max(2, level);
            node.text->style.weight = draw::Weight::bold;
            node.text->style.line_height = 1.2F;
            node.layout.padding.top = 20;
            builder.blocks.push_back(std::move(node));
            break;
        }
        case MD_BLOCK_P:
        case MD_BLOCK_CODE:
        case MD_BLOCK_HTML:
            builder.flush_paragraph();
            break;
        default:
            break;
    }
    return 0;
}

int enter_span(MD_SPANTYPE type, void* detail, void* state) {
    auto& builder = *static_cast<Builder*>(state);
    if (type == MD_SPAN_A) builder.begin_link(*static_cast<MD_SPAN_A_DETAIL*>(detail));
    if (type == MD_SPAN_IMG) builder.begin_picture(*static_cast<MD_SPAN_IMG_DETAIL*>(detail));
    if (type == MD_SPAN_EM) builder.markup += "<i>";
    if (type == MD_SPAN_STRONG) builder.markup += "<b>";
    return 0;
}

int leave_span(MD_SPANTYPE type, void*, void* state) {
    auto& builder = *static_cast<Builder*>(state);
    if (type == MD_SPAN_A) builder.end_link();
    if (type == MD_SPAN_IMG) builder.end_picture();
    if (type == MD_SPAN_EM) builder.markup += "</i>";
    if (type == MD_SPAN_STRONG) builder.markup += "</b>";
    return 0;
}

int text(MD_TEXTTYPE type, const MD_CHAR* words, MD_SIZE size, void* state) {
    auto& builder = *static_cast<Builder*>(state);
    if (type == MD_TEXT_SOFTBR) {
        builder.text(builder.writing == Writing::plain ? "\n" : " ");
    } else if (type == MD_TEXT_BR) {
        builder.text("\n");
    } else if (type == MD_TEXT_NULLCHAR) {
        builder.text("\uFFFD");
    } else {
        builder.text({words, size});
    }
    return 0;
}

// Where links alone are meant, all else that CommonMark would take for its own is escaped.
std::string with_links_alone(const std::string& source) {
    constexpr std::string_view kOthers = R"(!"#$%&'*+,-./:;<=>?@\^_`{|}~)";
    std::string out;
    for (const char c : source) {
        if (kOthers.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

void parse(const std::string& source, Builder& builder) {
    MD_PARSER parser{};
    parser.flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
    parser.enter_block = enter_block;
    parser.leave_block = leave_block;
    parser.enter_span = enter_span;
    parser.leave_span = leave_span;
    parser.text = text;
    const auto& meant = builder.writing == Writing::plain ? with_links_alone(source) : source;
    md_parse(meant.data(), static_cast<MD_SIZE>(meant.size()), &parser, &builder);
    builder.flush_paragraph();
}

}  // namespace

std::string escape_markup(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            default:
                // Pango refuses control characters in markup.
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
        }
    }
    return out;
}

std::vector<TextLink> links_of(const std::string& source, Writing writing) {
    const LinkMarks none;
    Builder builder{{}, none, nullptr, writing};
    parse(source, builder);
    return std::move(builder.links);
}

std::vector<Node> markdown(const std::string& source, const std::string& language, const LinkMarks& marks,
                           const PictureOf& picture_of) {
    Builder builder{language, marks, &picture_of};
    parse(source, builder);
    return std::move(builder.blocks);
}

std::vector<Node> plain_text(const std::string& source, const std::string& language, float size,
                             const LinkMarks& marks) {
    Builder builder{language, marks, nullptr, Writing::plain, size};
    parse(source, builder);
    return std::move(builder.blocks);
}

}  // namespace accueil::ui
