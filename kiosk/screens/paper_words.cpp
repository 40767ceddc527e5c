// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/paper_words.hpp"

#include <algorithm>
#include <utility>

#include "kiosk/screens/initiative_words.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/place_words.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/take_away.hpp"
#include "sync/base/log.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::ScreenKind;
using media::PaperLine;
using media::Phrase;

namespace {

using Kind = PaperLine::Kind;

/// A visitor's paper: each thing is said by `own` and, where that is another language, by `french`.
class Writer {
  public:
    Writer(const Context& own, const Context& french) : m_own(own), m_french(french) {}

    media::PaperSection section(const query::PlacePage& page, std::size_t number) const {
        const auto& place = page.place;
        auto section = named(place.name, number);
        auto& lines = section.lines;
        if (auto address = address_in_words(place); !address.empty())
            lines.push_back({Kind::strong, {std::move(address), "fr"}, {}});
        // Without a word beside it: in Arabic its groups would change places.
        if (auto telephone = telephone_of(place, page.services); !telephone.empty())
            lines.push_back({Kind::large, {std::move(telephone), "fr"}, {}});
        lines.push_back(line(Kind::strong, [](const Context& context) {
            return context.tr("ui.take.openings", {{"date", today_in_words(context)}});
        }));
        add(lines, [&](const Context& context) { return openings_in_words(context, place, page.services); });
        if (!place.opening_hours_note.empty()) lines.push_back(text(Kind::text, place.opening_hours_note));
        if (const auto papers = papers_of(page.services); !papers.empty()) {
            lines.push_back(titled("ui.place.papers"));
            for (const auto& paper : papers)
                lines.push_back({Kind::item, {paper, "fr"}, {}});
        }
        add_titled(lines, "ui.place.services",
                   [&](const Context& context) { return services_in_words(context, place, page.services); });
        add_titled(lines, "ui.take.about",
                   [&](const Context& context) { return facts_in_words(context, place, page.services); });
        if (!place.transport.empty()) {
            lines.push_back(titled("ui.place.transport"));
            lines.push_back(text(Kind::text, place.transport));
        }
        add_code(section, page);
        return section;
    }

    media::PaperSection section(const query::InitiativePage& page, std::size_t number) const {
        const auto& initiative = page.initiative;
        auto section = named(initiative.title, number);
        auto& lines = section.lines;
        if (!initiative.summary.empty()) lines.push_back(text(Kind::text, initiative.summary));
        const auto add_fact = [&](const char* key, std::string fact, const char* language) {
            if (fact.empty()) return;
            lines.push_back(titled(key));
            lines.push_back({Kind::text, {std::move(fact), language}, {}});
        };
        add_fact("ui.initiative.carrier", initiative.carrier, "fr");
        add_fact("ui.initiative.where", where_in_words(initiative), "fr");
        if (const auto when = when_of(m_own, initiative)) {
            lines.push_back(titled(when->title_key));
            lines.push_back(line(
                Kind::text, [&](const Context& context) { return when_of(context, initiative)->words; }));
        }
        add_fact("ui.initiative.audiences", base::join(initiative.audiences, ", "), "fr");
        add_fact("ui.take.web", web_page_of(m_own, initiative), "en");
        add_titled(lines, "ui.take.near",
                   [&](const Context& context) { return nearby_in_words(context, page); });
        add_code(section, page);
        return section;
    }

    media::Paper paper(const char* title_key) const {
        media::Paper paper;
        paper.language = m_own.language();
        const auto title = titled(title_key);
        paper.title = title.own;
        paper.french_title = title.french;
        frame(paper, true);
        return paper;
    }
    /// Of one thing alone, whose name is the paper's title.
    template <class Page>
    media::Paper paper_of(const Page& page) const {
        auto only = section(page, 0);
        media::Paper paper;
        paper.language = m_own.language();
        paper.title = std::exchange(only.title, {});
        paper.french_title = std::exchange(only.french_title, {});
        frame(paper, sends_somewhere(page));
        paper.sections.push_back(std::move(only));
        return paper;
    }

  private:
    bool is_french() const { return m_own.language() == "fr"; }

    /// "2. Accueil", and below it the French name where that is another.
    media::PaperSection named(const model::Text& both, std::size_t number) const {
        media::PaperSection section;
        const std::string before = number > 0 ? std::to_string(number) + ". " : "";
        const auto name = words(m_own, both);
        section.title = {before + name.text, name.language.empty() ? m_own.language() : name.language};
        const std::string french(both.words("fr"));
        if (french != name.text) section.french_title = {french, "fr"};
        return section;
    }

    template <class Say>
    PaperLine line(Kind kind, const Say& say) const {
        PaperLine line{kind, {say(m_own), m_own.language()}, {}};
        if (!is_french()) line.french = {say(m_french), "fr"};
        return line;
    }
    PaperLine titled(const char* key) const {
        return line(Kind::strong, [&](const Context& context) { return context.tr(key); });
    }
    PaperLine text(Kind kind, const model::Text& both) const {
        const auto own = words(m_own, both);
        PaperLine line{kind, {own.text, own.language}, {}};
        if (own.language != "fr") line.french = {std::string(both.words("fr")), "fr"};
        return line;
    }
    /// The n-th of one language beside the n-th of the other.
    template <class List>
    void add(std::vector<PaperLine>& lines, const List& list) const {
        const auto own = list(m_own);
        const auto french = is_french() ? std::vector<std::string>() : list(m_french);
        for (std::size_t i = 0; i < std::max(own.size(), french.size()); ++i) {
            PaperLine line{Kind::item, {}, {}};
            if (i < own.size()) line.own = {own[i], m_own.language()};
            if (i < french.size() && (i >= own.size() || french[i] != own[i]))
                line.french = {french[i], "fr"};
            lines.push_back(std::move(line));
        }
    }
    template <class List>
    void add_titled(std::vector<PaperLine>& lines, const char* key, const List& list) const {
        if (list(m_own).empty()) return;
        lines.push_back(titled(key));
        add(lines, list);
    }
    template <class Page>
    void add_code(media::PaperSection& section, const Page& page) const {
        const auto card = media::make_card(contact_of(m_own, page), media::kMostBytes);
        if (!card) return base::log(base::LogLevel::warning, "screens", card.error().detail);
        auto code = media::QrCode::encode(card->text, media::QrLevel::medium);
        if (!code) return base::log(base::LogLevel::warning, "screens", code.error().detail);
        section.code = std::move(*code);
        section.code_words = {m_own.tr("ui.paper.code"), m_own.language()};
    }
    static bool sends_somewhere(const query::PlacePage&) { return true; }
    static bool sends_somewhere(const query::InitiativePage& page) { return !page.places.empty(); }

    void frame(media::Paper& paper, bool sends_somewhere) const {
        paper.head.push_back(line(Kind::text, [](const Context& context) {
            return context.tr("ui.paper.date", {{"date", today_in_words(context)}});
        }));
        if (!sends_somewhere) return;
        paper.foot.push_back(
            line(Kind::text, [](const Context& context) { return context.tr("ui.paper.check"); }));
    }

    const Context& m_own;
    const Context& m_french;
};

}  // namespace

std::optional<media::Paper> paper_of(const Context& context, const query::Data& data) {
    ui::Environment environment = context.environment;
    environment.language = "fr";
    environment.right_to_left = false;
    const Context french = context.in(environment);
    const Writer writer(context, french);
    const auto screen = context.entry.route.screen;
    if (screen == ScreenKind::place) return writer.paper_of(as<query::PlacePage>(data).value);
    if (screen == ScreenKind::initiative) return writer.paper_of(as<query::InitiativePage>(data).value);
    if (screen != ScreenKind::fiche) return std::nullopt;
    auto paper = writer.paper(context.state.desk.open ? "ui.fiche.title" : "ui.list.title");
    const auto& rows = as<ListedRows>(data).value;
    for (const auto& item : context.state.basket) {
        const auto* row = row_of(rows, item);
        if (row == nullptr) continue;
        const auto number = paper.sections.size() + 1;
        if (const auto* page = row->initiative())
            paper.sections.push_back(writer.section(*page, number));
        else
            paper.sections.push_back(writer.section(
                query::PlacePage{row->place()->place, row->place()->services, {}, {}}, number));
    }
    if (paper.sections.empty()) return std::nullopt;
    return paper;
}

ui::Node print_button(const Context& context) {
    if (!context.can_print) return {};
    auto button = ui::button("print", context.tr("ui.print"), "printer", action::Print{});
    button.state.disabled = context.state.printing;
    if (context.state.printing)
        for (auto& child : button.children) {
            if (child.icon) child.icon->color = draw::Token::border_strong;
            if (child.text) child.text->color = draw::Token::border_strong;
        }
    return button;
}

}  // namespace accueil::screens
