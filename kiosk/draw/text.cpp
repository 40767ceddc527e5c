// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/text.hpp"

#include <fontconfig/fontconfig.h>
#include <fribidi.h>
#include <pango/pangofc-fontmap.h>

#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <list>
#include <map>
#include <unordered_map>

#include "kiosk/draw/pango_text.hpp"
#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/base/log.hpp"

namespace accueil::draw {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t kMostLayouts = 2000;
constexpr std::size_t kMostTextBytes = std::size_t{1} << 20;
constexpr std::size_t kMostLanguages = 64;

// Half the height of Inter's capitals: with it they stand in the middle of their line, and every script
// shares that baseline.
constexpr float kHalfCapital = 0.3636F;
// The icon font's square reaches from the baseline this far up, in sizes.
constexpr float kIconAscent = 0.9375F;
constexpr float kDisplaySize = 44;

struct DestroyFonts {
    void operator()(FcConfig* config) const { FcConfigDestroy(config); }
};

std::string primary_subtag(std::string_view language) {
    std::string tag;
    for (const char c : language.substr(0, language.find_first_of("-_")))
        tag += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return tag;
}

template <std::size_t N>
bool is_one_of(const std::string& tag, const std::array<const char*, N>& tags) {
    for (const char* one : tags)
        if (tag == one) return true;
    return false;
}

bool is_arabic_script(const std::string& tag) {
    return is_one_of(tag, std::array{"ar", "fa", "prs", "ps", "ur", "ckb", "ug", "sd"});
}

bool is_right_to_left(const std::string& tag) {
    return is_arabic_script(tag) || is_one_of(tag, std::array{"he", "yi", "dv"});
}

// Slanting a script that has no italic harms it.
bool has_italic(const std::string& tag) {
    return !is_right_to_left(tag) &&
           !is_one_of(tag, std::array{"ti", "am", "ta", "bn", "hi", "ne", "pa", "si", "my", "th", "lo", "km",
                                      "ka", "hy", "zh", "ja", "ko"});
}

// Families are named one by one: left alone, fontconfig picks other ones for Arabic and Dari.
std::string families(const std::string& tag, float size) {
    std::string others =
        "Noto Sans Arabic,Noto Sans Ethiopic,Noto Sans Tamil,Noto Sans Bengali,Noto Sans CJK SC,"
        "Noto Sans Hebrew,Noto Sans Devanagari,Noto Sans Georgian,Noto Sans Armenian,Noto Sans Gurmukhi,"
        "Noto Sans Sinhala,Noto Sans Myanmar,Noto Sans Thai,Noto Sans Khmer,Noto Sans Symbols,sans-serif";
    if (is_arabic_script(tag)) return "Noto Sans Arabic,Noto Sans,Inter," + others;
    return (size >= kDisplaySize ? std::string("Inter Display,Inter,Noto Sans,")
                                 : std::string("Inter,Noto Sans,")) +
           others;
}

}  // namespace

std::string font_families(std::string_view language) {
    return families(primary_subtag(language), 0);
}

namespace {

PangoWeight pango_weight(Weight weight) {
    switch (weight) {
        case Weight::medium:
            return PANGO_WEIGHT_MEDIUM;
        case Weight::semibold:
            return PANGO_WEIGHT_SEMIBOLD;
        case Weight::bold:
            return PANGO_WEIGHT_BOLD;
        case Weight::regular:
            break;
    }
    return PANGO_WEIGHT_NORMAL;
}

std::string valid_utf8(std::string_view text) {
    std::unique_ptr<char, decltype(&g_free)> made(
        g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), &g_free);
    return made.get();
}

void append_bytes(std::string& key, const void* bytes, std::size_t count) {
    key.append(static_cast<const char*>(bytes), count);
}

std::string cache_key(std::string_view text, const TextStyle& style, float max_width,
                      std::string_view language) {
    std::string key(language);
    key += '\0';
    append_bytes(key, &style.size, sizeof style.size);
    append_bytes(key, &style.line_height, sizeof style.line_height);
    append_bytes(key, &max_width, sizeof max_width);
    append_bytes(key, &style.max_lines, sizeof style.max_lines);
    key += static_cast<char>('a' + static_cast<int>(style.weight));
    key += static_cast<char>('a' + static_cast<int>(style.align));
    key += static_cast<char>('a' + (style.italic ? 1 : 0) + (style.markup ? 2 : 0));
    key += text;
    return key;
}

/// Least recently used layouts go first.
class LayoutCache {
  public:
    TextLayoutPtr find(const std::string& key) {
        const auto found = m_index.find(key);
        if (found == m_index.end()) return nullptr;
        m_entries.splice(m_entries.begin(), m_entries, found->second);
        return found->second->layout;
    }
    void add(std::string key, TextLayoutPtr layout) {
        m_bytes += key.size();
        m_entries.push_front({std::move(key), std::move(layout)});
        m_index.emplace(m_entries.front().key, m_entries.begin());
        while (m_entries.size() > kMostLayouts || (m_bytes > kMostTextBytes && m_entries.size() > 1)) {
            m_bytes -= m_entries.back().key.size();
            m_index.erase(m_entries.back().key);
            m_entries.pop_back();
        }
    }
    std::size_t size() const { return m_entries.size(); }

  private:
    struct Entry {
        std::string key;
        TextLayoutPtr layout;
    };
    std::list<Entry> m_entries;
    std::unordered_map<std::string_view, std::list<Entry>::iterator> m_index;
    std::size_t m_bytes = 0;
};

using AttrListPtr = std::unique_ptr<PangoAttrList, decltype(&pango_attr_list_unref)>;

/// A text with what its markup said.
struct Parsed {
    std::string text;
    AttrListPtr attributes{nullptr, &pango_attr_list_unref};
};

Parsed parse(std::string_view text, bool markup) {
    Parsed parsed;
    parsed.text = valid_utf8(text);
    if (!markup) return parsed;
    PangoAttrList* attributes = nullptr;
    char* plain = nullptr;
    GError* error = nullptr;
    if (pango_parse_markup(parsed.text.data(), static_cast<int>(parsed.text.size()), 0, &attributes, &plain,
                           nullptr, &error) != 0) {
        parsed.text = plain;
        parsed.attributes.reset(attributes);
        g_free(plain);
    } else {
        base::log(base::LogLevel::error, "draw", std::string("bad markup: ") + error->message);
        g_error_free(error);
    }
    return parsed;
}

/// Ends the text in the paragraph of line `index`, its earlier paragraphs joined by line separators: Pango
/// counts lines by paragraph, we over the whole text.
void cut_after_line(PangoLayout* layout, Parsed& parsed, int index) {
    const PangoLayoutLine* last = pango_layout_get_line_readonly(layout, index);
    const std::size_t end = parsed.text.find('\n', static_cast<std::size_t>(last->start_index));
    if (end != std::string::npos) parsed.text = parsed.text.substr(0, end) + "…";
    for (std::size_t at = parsed.text.find('\n'); at != std::string::npos; at = parsed.text.find('\n', at)) {
        parsed.text.replace(at, 1, "\u2028");
        if (parsed.attributes) pango_attr_list_update(parsed.attributes.get(), static_cast<int>(at), 1, 3);
    }
}

void set_text(PangoLayout* layout, const Parsed& parsed) {
    pango_layout_set_attributes(layout, parsed.attributes.get());
    pango_layout_set_text(layout, parsed.text.data(), static_cast<int>(parsed.text.size()));
}

}  // namespace

struct TextEngine::Private {
    std::unique_ptr<FcConfig, DestroyFonts> fonts;
    GObjectPtr<PangoFontMap> map;
    std::map<std::pair<std::string, bool>, GObjectPtr<PangoContext>> contexts;
    std::map<std::string, std::string, std::less<>> icons;  ///< name → UTF-8
    LayoutCache cache;

    /// `is_rtl`: lines run from right to left, whatever stands first in them.
    PangoContext* context(std::string_view language, bool is_rtl);
    GObjectPtr<PangoLayout> new_layout(std::string_view language, const std::string& family,
                                       const TextStyle& style, bool italic, bool is_rtl = false);
};

PangoContext* TextEngine::Private::context(std::string_view language, bool is_rtl) {
    const auto key = std::pair(std::string(language), is_rtl);
    const auto found = contexts.find(key);
    if (found != contexts.end()) return found->second.get();
    if (contexts.size() >= kMostLanguages) contexts.clear();

    GObjectPtr<PangoContext> made(pango_font_map_create_context(map.get()));
    pango_cairo_context_set_resolution(made.get(), 72);
    pango_context_set_round_glyph_positions(made.get(), FALSE);
    const std::string tag = primary_subtag(language);
    const std::string pango_tag = tag == "prs" ? "fa-af" : std::string(language);
    pango_context_set_language(made.get(), pango_language_from_string(pango_tag.c_str()));
    pango_context_set_base_dir(made.get(), is_rtl                  ? PANGO_DIRECTION_RTL
                                           : is_right_to_left(tag) ? PANGO_DIRECTION_WEAK_RTL
                                                                   : PANGO_DIRECTION_WEAK_LTR);
    const std::unique_ptr<cairo_font_options_t, decltype(&cairo_font_options_destroy)> options(
        cairo_font_options_create(), &cairo_font_options_destroy);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(made.get(), options.get());
    return contexts.emplace(key, std::move(made)).first->second.get();
}

GObjectPtr<PangoLayout> TextEngine::Private::new_layout(std::string_view language, const std::string& family,
                                                        const TextStyle& style, bool italic, bool is_rtl) {
    GObjectPtr<PangoLayout> layout(pango_layout_new(context(language, is_rtl)));
    // A weak direction gives way to the first letter, also where it is not looked for.
    pango_layout_set_auto_dir(layout.get(), is_rtl ? FALSE : TRUE);
    const std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> font(
        pango_font_description_new(), &pango_font_description_free);
    pango_font_description_set_family(font.get(), family.c_str());
    pango_font_description_set_weight(font.get(), pango_weight(style.weight));
    pango_font_description_set_style(font.get(), italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_font_description_set_absolute_size(font.get(), std::round(double{style.size} * PANGO_SCALE));
    pango_layout_set_font_description(layout.get(), font.get());
    return layout;
}

bool has_right_to_left_letter(std::string_view text) {
    const std::string whole = valid_utf8(text);
    for (const char* at = whole.c_str(); *at != '\0'; at = g_utf8_next_char(at))
        if (FRIBIDI_IS_STRONG(fribidi_get_bidi_type(g_utf8_get_char(at))) &&
            FRIBIDI_IS_RTL(fribidi_get_bidi_type(g_utf8_get_char(at))))
            return true;
    return false;
}

TextEngine::TextEngine(std::unique_ptr<Private> state) : m_private(std::move(state)) {}
TextEngine::~TextEngine() = default;

base::Result<std::unique_ptr<TextEngine>> TextEngine::create(const std::filesystem::path& fonts_folder) {
    auto state = std::make_unique<Private>();
    const std::string table_path = fonts_folder / "icons.json";
    const std::string table_text = TRY(base::read_file(table_path, std::size_t{1} << 20));
    const base::LocatedJson table =
        TRY(base::parse_located_json(table_text, table_path, base::JsonComments::refused));
    const auto wrong = [&](const std::string& pointer) {
        return fail(ErrorCode::invalid_input, table_path + ":" + std::to_string(table.line_of(pointer)) +
                                                  ": an icon is \"name\": \"hexadecimal code point\"");
    };
    if (!table.value.is_object()) return wrong("");
    for (const auto& [name, value] : table.value.items()) {
        char* end = nullptr;
        const std::string digits = value.is_string() ? value.get<std::string>() : std::string();
        const unsigned long code = std::strtoul(digits.c_str(), &end, 16);
        if (digits.empty() || *end != '\0' || code == 0 ||
            g_unichar_validate(static_cast<gunichar>(code)) == 0)
            return wrong("/" + name);
        std::array<char, 6> utf8{};
        const int length = g_unichar_to_utf8(static_cast<gunichar>(code), utf8.data());
        state->icons.emplace(name, std::string(utf8.data(), static_cast<std::size_t>(length)));
    }
    if (!state->icons.contains("circle"))
        return fail(ErrorCode::invalid_input, table_path + ": no icon \"circle\"");

    state->fonts.reset(FcInitLoadConfigAndFonts());
    if (!state->fonts) return fail(ErrorCode::io, "fontconfig found no configuration");
    std::error_code ignored;
    int added = 0;
    for (const auto& entry : std::filesystem::directory_iterator(fonts_folder, ignored)) {
        const std::string extension = entry.path().extension();
        if (extension != ".ttf" && extension != ".otf" && extension != ".ttc") continue;
        const std::string file = entry.path();
        if (FcConfigAppFontAddFile(state->fonts.get(), reinterpret_cast<const FcChar8*>(file.c_str())) ==
            FcFalse)
            return fail(ErrorCode::bad_format, file + ": not a font");
        ++added;
    }
    if (added == 0) return fail(ErrorCode::not_found, fonts_folder.string() + ": no font here");

    state->map.reset(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
    if (!state->map) return fail(ErrorCode::unsupported, "Pango was built without FreeType");
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(state->map.get()), state->fonts.get());
    return std::unique_ptr<TextEngine>(new TextEngine(std::move(state)));
}

TextLayoutPtr TextEngine::layout(std::string_view text, const TextStyle& style, float max_width,
                                 std::string_view language) {
    std::string key = cache_key(text, style, max_width, language);
    if (TextLayoutPtr known = m_private->cache.find(key)) return known;

    const std::string tag = primary_subtag(language);
    GObjectPtr<PangoLayout> layout =
        m_private->new_layout(language, families(tag, style.size), style, style.italic && has_italic(tag),
                              is_right_to_left(tag) && has_right_to_left_letter(text));
    Parsed parsed = parse(text, style.markup);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    if (max_width > 0)
        pango_layout_set_width(layout.get(), static_cast<int>(std::lround(max_width * PANGO_SCALE)));
    set_text(layout.get(), parsed);

    bool truncated = false;
    if (style.max_lines > 0 && pango_layout_get_line_count(layout.get()) > style.max_lines) {
        truncated = true;
        cut_after_line(layout.get(), parsed, style.max_lines - 1);
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout.get(), -style.max_lines);
        set_text(layout.get(), parsed);
    }
    const float pitch = style.size * style.line_height;
    auto made = std::make_shared<PangoText>(
        std::move(layout), PangoText::Metrics{pitch / 2 + style.size * kHalfCapital, pitch, 0}, style.align,
        truncated);
    m_private->cache.add(std::move(key), made);
    return made;
}

bool TextEngine::has_icon(std::string_view name) const {
    return m_private->icons.contains(name);
}

TextLayoutPtr TextEngine::icon(std::string_view name, float size, bool filled) {
    auto found = m_private->icons.find(name);
    if (found == m_private->icons.end()) {
        base::log(base::LogLevel::warning, "draw", "no icon \"" + std::string(name) + "\"");
        found = m_private->icons.find("circle");
    }
    TextStyle style;
    style.size = size;
    std::string key = cache_key(found->second, style, 0, filled ? "icon-fill" : "icon");
    if (TextLayoutPtr known = m_private->cache.find(key)) return known;
    GObjectPtr<PangoLayout> layout =
        m_private->new_layout("", filled ? "Accueil Icons Fill" : "Accueil Icons", style, false);
    pango_layout_set_text(layout.get(), found->second.data(), static_cast<int>(found->second.size()));
    auto made = std::make_shared<PangoText>(
        std::move(layout), PangoText::Metrics{size * kIconAscent, size, size}, TextAlign::left, false);
    m_private->cache.add(std::move(key), made);
    return made;
}

}  // namespace accueil::draw
