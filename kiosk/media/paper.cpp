// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/media/paper.hpp"

#include <algorithm>

#include "kiosk/media/paper_drawing.hpp"
#include "sync/base/i18n.hpp"
#include "sync/base/strings.hpp"

namespace accueil::media {

namespace {

using Kind = PaperLine::Kind;

// Everything below is in points, of 1/72 inch.
constexpr double kMillimetre = 72 / 25.4;
constexpr double kPageWidth = 210 * kMillimetre, kPageHeight = 297 * kMillimetre,
                 kPageMargin = 15 * kMillimetre;
constexpr double kTicketWidth = 80 * kMillimetre, kTicketMargin = 4 * kMillimetre;
constexpr double kColumnGap = 18, kLineGap = 3, kSectionGap = 16,
                 kHeadingGap = 6;  // more above what begins something new
// 105 modules at most: 0.43 mm each on a page, 0.57 mm on a ticket, which a telephone reads from a hand's
// length.
constexpr double kPageMap = 60, kTicketMap = 54;  // millimetres high
constexpr double kPageCode = 45 * kMillimetre, kTicketCode = 60 * kMillimetre;

struct Type {
    double title, heading, large, text;
};
// What stands alone on one page, in one language, has room for larger letters.
constexpr Type kPageType{22, 14, 14, 10.5}, kAloneType{26, 14, 18, 12.5}, kTicketType{15, 12, 13, 9.5};

/// A line in both languages, at one height; the second is empty where the first says it to both.
struct Row {
    Piece own, french;
    double before = 0;  ///< room above the words
    double height = 0;  ///< with that
};

double room_before(const PaperLine& line, bool is_first) {
    return line.kind == Kind::strong && !is_first ? kHeadingGap : 0;
}

/// `width` in points, `height` in millimetres.
PaintedMap painted(const PaperMap& map, double width, double height) {
    if (!map.paint) return {};
    return map.paint({static_cast<float>(width / kMillimetre), static_cast<float>(height)});
}

Phrase credits_of(const PaintedMap& painted) {
    return {base::join(painted.credits, " · "), "en"};
}

class Page {
  public:
    Page(const Paper& paper, const Type& size)
        : m_paper(paper),
          m_size(size),
          m_right_to_left(base::is_right_to_left(paper.language)),
          m_drawing(kPageWidth, kPageHeight) {}

    base::Result<std::string> run() {
        m_drawing.begin("Document", m_paper.language);
        title(m_paper.title, m_paper.french_title, "H1", m_size.title);
        lines(m_paper.head, kTextWidth);
        for (const auto& section : m_paper.sections)
            this->section(section);
        if (m_paper.map) map(*m_paper.map);
        if (!m_paper.foot.empty()) {
            auto rows = rows_of(m_paper.foot, kTextWidth);
            make_room(kSectionGap + height_of(rows));
            rule();
            paint(rows, kTextWidth);
        }
        m_drawing.end("Document");
        next_page();
        return m_drawing.finish(m_paper);
    }
    int pages() const { return m_pages; }

  private:
    static constexpr double kTextWidth = kPageWidth - 2 * kPageMargin;
    static constexpr double kBottom = kPageHeight - kPageMargin;
    static constexpr double kBesideCode = kTextWidth - kPageCode - kColumnGap;

    static double height_of(const std::vector<Row>& rows) {
        double height = 0;
        for (const auto& row : rows)
            height += row.height + kLineGap;
        return height;
    }
    bool is_bilingual() const { return m_paper.language != "fr"; }
    double column_width(double width) const { return is_bilingual() ? (width - kColumnGap) / 2 : width; }

    void next_page() {
        m_drawing.next_page();
        ++m_pages;
    }
    void make_room(double height) {
        if (m_y + height <= kBottom || m_y <= kPageMargin) return;
        next_page();
        m_y = kPageMargin;
    }
    void rule() {
        m_y += kSectionGap / 2;
        m_drawing.rule(kPageMargin, m_y, kTextWidth);
        m_y += kSectionGap / 2;
    }

    void title(const Phrase& own, const Phrase& french, const char* tag, double size) {
        for (const auto* phrase : {&own, &french}) {
            const bool is_own = phrase == &own;
            const auto piece = m_type.set(*phrase, is_own ? size : size * 0.75,
                                          is_own ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, kTextWidth);
            if (!piece.layout) continue;
            make_room(piece.height);
            // Both on the side where the visitor's language begins.
            if (m_right_to_left && !base::is_right_to_left(piece.language))
                pango_layout_set_alignment(piece.layout.get(), PANGO_ALIGN_RIGHT);
            m_drawing.words(piece, is_own ? tag : "P", kPageMargin, m_y);
            m_y += piece.height + kLineGap;
        }
    }

    std::vector<Row> rows_of(const std::vector<PaperLine>& all, double width) const {
        std::vector<Row> rows;
        const double column = column_width(width);
        for (const auto& line : all) {
            const double size = line.kind == Kind::large ? m_size.large : m_size.text;
            const auto weight =
                line.kind == Kind::text || line.kind == Kind::item ? PANGO_WEIGHT_NORMAL : PANGO_WEIGHT_BOLD;
            const bool is_for_both = line.french.words.empty();
            Row row{m_type.set(line.own, size, weight, is_for_both ? width : column, line.kind),
                    m_type.set(line.french, size, weight, column, line.kind), room_before(line, rows.empty()),
                    0};
            row.height = row.before + std::max(row.own.height, row.french.height);
            rows.push_back(std::move(row));
        }
        return rows;
    }

    void lines(const std::vector<PaperLine>& all, double width) { paint(rows_of(all, width), width); }

    /// As many pages as they need; the visitor's language first on each, for who listens.
    void paint(const std::vector<Row>& rows, double width) {
        for (std::size_t first = 0; first < rows.size();) {
            auto last = first;
            double y = m_y;
            while (last < rows.size() && (y + rows[last].height <= kBottom || last == first))
                y += rows[last++].height + kLineGap;
            paint_column(rows, first, last, &Row::own, width);
            if (is_bilingual()) paint_column(rows, first, last, &Row::french, width);
            m_y = y;
            first = last;
            if (first < rows.size()) {
                next_page();
                m_y = kPageMargin;
            }
        }
    }

    void paint_column(const std::vector<Row>& rows, std::size_t first, std::size_t last, Piece Row::*which,
                      double width) {
        const bool is_french = which == &Row::french;
        const double left = m_right_to_left ? kPageMargin + kTextWidth - width : kPageMargin;
        const double second = left + column_width(width) + kColumnGap;
        double y = m_y;
        bool is_list = false;
        for (auto i = first; i < last; y += rows[i++].height + kLineGap) {
            const auto& piece = rows[i].*which;
            if (!piece.layout) continue;
            const bool is_item = piece.kind == Kind::item;
            if (is_item != is_list) is_item ? m_drawing.begin("L") : m_drawing.end("L");
            is_list = is_item;
            const bool is_alone = !rows[i].french.layout;
            const bool is_at_left = is_alone || !is_bilingual() || is_french == m_right_to_left;
            m_drawing.words(piece, is_item ? "LI" : "P", is_at_left ? left : second, y + rows[i].before);
        }
        if (is_list) m_drawing.end("L");
    }

    void section(const PaperSection& section) {
        const double width = section.code ? kBesideCode : kTextWidth;
        const auto rows = rows_of(section.lines, width);
        const auto caption =
            m_type.set(section.code_words, m_size.text * 0.85, PANGO_WEIGHT_NORMAL, kPageCode);
        const double code_height = section.code ? kPageCode + caption.height : 0;
        constexpr double kTitleRoom = 44;
        const double whole = kSectionGap + kTitleRoom + std::max(height_of(rows), code_height);
        // What is longer than a page begins where there is room for its beginning.
        make_room(whole <= kBottom - kPageMargin ? whole : kSectionGap + kTitleRoom + code_height);
        rule();
        title(section.title, section.french_title, "H2", m_size.heading);
        const double top = m_y;
        const double code_left = m_right_to_left ? kPageMargin : kPageMargin + kTextWidth - kPageCode;
        const auto draw_code = [&] {
            if (!section.code) return;
            m_drawing.code(*section.code, section.code_words, code_left, top, kPageCode);
            m_drawing.words(caption, "P", code_left, top + kPageCode);
        };
        // Heard after what it stands beside, unless that ends on another page.
        const bool is_on_one_page = top + height_of(rows) <= kBottom + kLineGap;
        if (!is_on_one_page) draw_code();
        paint(rows, width);
        if (!is_on_one_page) return;
        draw_code();
        m_y = std::max(m_y, top + code_height);
    }

    void map(const PaperMap& map) {
        const auto painted = media::painted(map, kTextWidth, kPageMap);
        if (!painted.picture) return;
        const auto credits =
            m_type.set(credits_of(painted), m_size.text * 0.75, PANGO_WEIGHT_NORMAL, kTextWidth);
        const auto rows = rows_of({map.title}, kTextWidth);
        const double height = kPageMap * kMillimetre;
        make_room(kSectionGap + height_of(rows) + height + kLineGap + credits.height);
        rule();
        paint(rows, kTextWidth);
        m_drawing.picture(*painted.picture, map.words, {kPageMargin, m_y, kTextWidth, height});
        m_y += height + kLineGap;
        m_drawing.words(credits, "P", kPageMargin, m_y);
        m_y += credits.height;
    }

    const Paper& m_paper;
    const Type m_size;
    bool m_right_to_left;
    Typesetter m_type;
    PaperDrawing m_drawing;
    double m_y = kPageMargin;
    int m_pages = 0;
};

/// One strip: each section in the visitor's language, then in French, then its code. What it needs is
/// measured first.
class Ticket {
  public:
    explicit Ticket(const Paper& paper) : m_paper(paper) {}

    base::Result<std::string> run() {
        heading(m_paper.title, m_paper.french_title, "H1", kTicketType.title);
        both(m_paper.head);
        for (const auto& section : m_paper.sections) {
            m_parts.push_back({});
            heading(section.title, section.french_title, "H2", kTicketType.heading);
            both(section.lines);
            if (section.code) m_parts.push_back({{}, "", &section});
            add(section.code_words, kTicketType.text * 0.9, PANGO_WEIGHT_NORMAL, Kind::text, "P");
        }
        if (auto painted = m_paper.map ? media::painted(*m_paper.map, kWidth, kTicketMap) : PaintedMap();
            painted.picture) {
            m_parts.push_back({});
            both({m_paper.map->title});
            m_parts.push_back({{}, "", nullptr, painted.picture});
            add(credits_of(painted), kTicketType.text * 0.75, PANGO_WEIGHT_NORMAL, Kind::text, "P");
        }
        if (!m_paper.foot.empty()) m_parts.push_back({});
        both(m_paper.foot);
        double height = 2 * kTicketMargin;
        for (const auto& part : m_parts)
            height += height_of(part);
        PaperDrawing drawing(kTicketWidth, height);
        drawing.begin("Document", m_paper.language);
        double y = kTicketMargin;
        bool is_list = false;
        for (const auto& part : m_parts) {
            const bool is_item = part.piece.layout && part.piece.kind == Kind::item;
            if (is_item != is_list) is_item ? drawing.begin("L") : drawing.end("L");
            is_list = is_item;
            if (part.map)
                drawing.picture(*part.map, m_paper.map->words,
                                {kTicketMargin, y, kWidth, kTicketMap * kMillimetre});
            else if (part.section != nullptr)
                drawing.code(*part.section->code, part.section->code_words, (kTicketWidth - kTicketCode) / 2,
                             y, kTicketCode);
            else if (part.piece.layout)
                drawing.words(part.piece, part.tag, kTicketMargin, y + part.before);
            else
                drawing.rule(kTicketMargin, y + kSectionGap / 2, kWidth);
            y += height_of(part);
        }
        if (is_list) drawing.end("L");
        drawing.end("Document");
        drawing.next_page();
        return drawing.finish(m_paper);
    }

  private:
    static constexpr double kWidth = kTicketWidth - 2 * kTicketMargin;
    struct Part {  ///< words, a code, a map, or a rule where it is none of them
        Piece piece;
        const char* tag = "";
        const PaperSection* section = nullptr;
        draw::ImagePtr map{};
        double before = 0;  ///< room above the words
    };

    static double height_of(const Part& part) {
        if (part.map) return kTicketMap * kMillimetre + kLineGap;
        if (part.section != nullptr) return kTicketCode;
        return part.piece.layout ? part.before + part.piece.height + kLineGap : kSectionGap;
    }
    void add(const Phrase& phrase, double size, PangoWeight weight, Kind kind, const char* tag,
             double before = 0) {
        auto piece = m_type.set(phrase, size, weight, kWidth, kind);
        if (piece.layout) m_parts.push_back({std::move(piece), tag, nullptr, {}, before});
    }
    void heading(const Phrase& own, const Phrase& french, const char* tag, double size) {
        add(own, size, PANGO_WEIGHT_BOLD, Kind::strong, tag);
        add(french, size * 0.8, PANGO_WEIGHT_BOLD, Kind::strong, "P");
    }
    void both(const std::vector<PaperLine>& lines) {
        for (const auto& line : lines)
            this->line(line, line.own, &line == &lines.front());
        if (m_paper.language == "fr") return;
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (!heads_nothing(lines, i)) line(lines[i], lines[i].french, i == 0);
    }
    /// A heading of what is the same in French, and stands above already.
    static bool heads_nothing(const std::vector<PaperLine>& lines, std::size_t heading) {
        if (lines[heading].kind != Kind::strong) return false;
        auto next = heading + 1;
        while (next < lines.size() && lines[next].kind != Kind::strong && lines[next].french.words.empty())
            ++next;
        return next > heading + 1 && (next == lines.size() || lines[next].kind == Kind::strong);
    }
    void line(const PaperLine& line, const Phrase& phrase, bool is_first) {
        const bool is_bold = line.kind == Kind::strong || line.kind == Kind::large;
        add(phrase, line.kind == Kind::large ? kTicketType.large : kTicketType.text,
            is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, line.kind,
            line.kind == Kind::item ? "LI" : "P", room_before(line, is_first));
    }

    const Paper& m_paper;
    Typesetter m_type;
    std::vector<Part> m_parts;
};

}  // namespace

base::Result<std::string> make_pdf(const Paper& paper, PaperFormat format) {
    if (format == PaperFormat::ticket) return Ticket(paper).run();
    if (paper.sections.size() == 1 && paper.language == "fr") {
        Page large(paper, kAloneType);
        auto pdf = large.run();
        if (!pdf || large.pages() == 1) return pdf;
    }
    return Page(paper, kPageType).run();
}

}  // namespace accueil::media
