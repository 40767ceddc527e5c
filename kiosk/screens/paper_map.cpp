// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/paper_map.hpp"

#include "kiosk/screens/initiative_words.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::ScreenKind;

namespace {

struct Marked {
    std::vector<map::PictureMark> marks;
    std::vector<std::string> names;

    void add(const Context& context, const model::Place& place, const std::string& number) {
        if (!place.coordinates) return;
        marks.push_back({*place.coordinates, number});
        names.push_back((number.empty() ? "" : number + ". ") + words(context, place.name).text);
    }
};

Marked marked_of(const Context& context, const query::Data& data) {
    Marked marked;
    const auto screen = context.entry.route.screen;
    if (screen == ScreenKind::place) marked.add(context, as<query::PlacePage>(data).value.place, {});
    if (screen != ScreenKind::fiche) return marked;
    const auto& rows = as<ListedRows>(data).value;
    int number = 0;
    for (const auto& item : context.state.basket) {
        const auto* row = row_of(rows, item);
        if (row == nullptr) continue;
        ++number;
        if (row->place() != nullptr) marked.add(context, row->place()->place, std::to_string(number));
    }
    return marked;
}

}  // namespace

std::optional<MapOnPaper> map_on_paper(const Context& context, const query::Data& data) {
    auto marked = marked_of(context, data);
    if (marked.marks.empty()) return std::nullopt;
    const auto french = [&](const char* key) { return context.catalog.text("fr", key); };
    const bool is_french = context.language() == "fr";
    MapOnPaper on_paper;
    on_paper.map.title = {media::PaperLine::Kind::strong,
                          {context.tr("ui.paper.map"), context.language()},
                          {is_french ? std::string() : french("ui.paper.map"), "fr"}};
    const char* const comma = context.language() == "ar" ? "، " : ", ";
    on_paper.map.words = {context.tr("ui.paper.map_of", {{"names", base::join(marked.names, comma)}}),
                          context.language()};
    on_paper.marks = std::move(marked.marks);
    on_paper.here_words = context.tr("ui.map.here");
    if (!is_french) on_paper.here_words += " · " + french("ui.map.here");
    on_paper.osm_credit = context.tr("ui.map.credit_osm");
    return on_paper;
}

}  // namespace accueil::screens
