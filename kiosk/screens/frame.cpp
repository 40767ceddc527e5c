// SPDX-License-Identifier: GPL-3.0-or-later
// What is the same on every screen: top strip, quiet line, bottom bar, loading and failure, and the dialogs
// over them.
#include "kiosk/screens/aloud.hpp"
#include "kiosk/screens/desk.hpp"
#include "kiosk/screens/film.hpp"
#include "kiosk/screens/initiative_filters.hpp"
#include "kiosk/screens/list_filters.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/overlays.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/proposal.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/take_away.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr float kFrameMargin = 40;

Node top_strip(const Context& context) {
    Node strip = ui::column(8);
    strip.role = ui::Role::banner;
    strip.layout.padding = ui::Edges::of(12, kFrameMargin);
    strip.layout.min_height = 76;
    strip.layout.distribute = ui::Distribute::center;
    strip.paint.fill = Token::surface_raised;
    Node line = ui::row(24);
    std::string town, mark;
    std::string notice;
    if (context.feed != nullptr) {
        town = context.feed->info.territory;
        mark = words(context, context.feed->info.title).text;
        notice = words(context, context.feed->info.notice).text;
    }
    Node name = ui::row(14);
    name.id = kMarkNode;
    name.add(ui::icon("hand-heart", 40, Token::primary, true));
    mark += (mark.empty() || town.empty() ? "" : " · ") + town;
    if (!mark.empty()) name.add(ui::label({mark, {}}, 26, Token::ink, Weight::semibold));
    line.add(std::move(name));
    Node middle = ui::row(10);
    middle.layout.distribute = ui::Distribute::center;
    bool has_room = !context.portrait();  // for a sentence beside the town's name
    if (auto in_force = notice_strip(context)) {
        middle = std::move(*in_force);
        has_room = has_room && context.environment.text_factor <= 1;
    } else if (!notice.empty()) {
        middle.role = ui::Role::status;
        middle.name = notice;
        middle.add(ui::icon("info", 28, Token::confirm, true));
        Node text = ui::label({notice, {}}, ui::type::kCaption, Token::confirm, Weight::medium);
        text.text->style.max_lines = 2;
        middle.add(std::move(text));
    }
    middle.layout.grow = 1;
    Node below;
    if (!has_room) {
        below = std::move(middle);
        middle = ui::spacer();
    }
    line.add(std::move(middle));
    line.add(ui::label({context.date, {}}, 24, Token::ink_soft));
    line.add(ui::label({context.time, {}}, 26, Token::ink, Weight::semibold));
    strip.add(std::move(line));
    if (!below.children.empty()) {
        below.layout.distribute = ui::Distribute::start;
        strip.add(std::move(below));
    }
    return strip;
}

Node bar_item(const Context& context, const std::string& id, const std::string& key, const char* icon_name,
              action::Action action, bool current) {
    const bool wide = !context.portrait();
    Node item = wide ? ui::row(14) : ui::column(4);
    item.id = id;
    item.role = ui::Role::tab;
    item.name = context.tr(key);
    item.state.current = current;
    item.on_tap = std::move(action);
    item.layout.padding = ui::Edges::of(10, wide ? 18 : 4);
    item.layout.min_height = context.portrait() ? 100 : 76;
    item.layout.min_width = context.portrait() ? 112 : 96;
    item.layout.align = ui::Place::center;
    item.layout.distribute = ui::Distribute::center;
    item.paint.pressable = true;
    item.paint.radius = ui::kRadius;
    if (current) item.paint.fill = Token::primary_soft;
    item.add(ui::icon(icon_name, 40, current ? Token::primary : Token::ink, current));
    Node text = ui::label({context.tr(key), {}}, 24, current ? Token::primary : Token::ink,
                          current ? Weight::bold : Weight::medium);
    text.role = ui::Role::none;
    text.text->style.max_lines = 1;
    text.text->max_size = wide ? 30 : 24;  // eight of them side by side
    item.add(std::move(text));
    return item;
}

// The main place that a screen belongs to, marked in the bar; of a page, the one from which it was opened.
ScreenKind main_place(const action::AppState& state) {
    for (auto entry = state.way.rbegin(); entry != state.way.rend(); ++entry) {
        switch (entry->route.screen) {
            case ScreenKind::livret:
            case ScreenKind::need:
            case ScreenKind::place:
            case ScreenKind::fiche:
                return ScreenKind::livret;
            case ScreenKind::map:
            case ScreenKind::initiatives:
            case ScreenKind::initiative:
            case ScreenKind::document:
            case ScreenKind::film:
            case ScreenKind::photo:
            case ScreenKind::propose:
                return ScreenKind::map;
            case ScreenKind::questions:
            case ScreenKind::question:
                return ScreenKind::questions;
            case ScreenKind::home:
                return ScreenKind::home;
            case ScreenKind::search:
                return ScreenKind::search;
            case ScreenKind::when:
            case ScreenKind::guide:
                return ScreenKind::livret;
            case ScreenKind::page:
                break;
        }
    }
    return ScreenKind::home;
}

Node bottom_bar(const Context& context) {
    const auto here = main_place(context.state);
    const bool home = context.state.way.size() == 1;
    Node bar = ui::row(context.portrait() ? 4 : 12);
    bar.role = ui::Role::navigation;
    bar.name = context.tr("ui.bar.name");
    bar.layout.padding = ui::Edges::of(8, context.portrait() ? 20 : kFrameMargin);
    bar.paint.fill = Token::surface_raised;
    bar.paint.border = Token::border;
    bar.paint.border_width = 1.5F;
    Node back = bar_item(context, "bar/back", "ui.back", "arrow-left", action::Back{}, false);
    back.state.disabled = home && context.state.overlay == action::Overlay::none;
    if (back.state.disabled) {
        for (auto& child : back.children) {
            if (child.icon) child.icon->color = Token::border_strong;
            if (child.text) child.text->color = Token::border_strong;
        }
    }
    bar.add(std::move(back));
    bar.add(bar_item(context, "bar/home", "ui.bar.home", "house", action::Switch{ScreenKind::home},
                     here == ScreenKind::home));
    bar.add(bar_item(context, "bar/livret", "ui.bar.livret", "book-open", action::Switch{ScreenKind::livret},
                     here == ScreenKind::livret));
    bar.add(bar_item(context, "bar/map", "ui.bar.map", "map-trifold", action::Switch{ScreenKind::map},
                     here == ScreenKind::map));
    bar.add(bar_item(context, "bar/questions", "ui.bar.questions", "question",
                     action::Switch{ScreenKind::questions}, here == ScreenKind::questions));
    bar.add(bar_item(context, "bar/search", "ui.bar.search", "magnifying-glass",
                     action::Switch{ScreenKind::search}, here == ScreenKind::search));
    bar.add(ui::spacer());
    bar.add(bar_item(context, "bar/language", "ui.bar.language", "translate",
                     action::ShowOverlay{action::Overlay::languages},
                     context.state.overlay == action::Overlay::languages));
    bar.add(bar_item(context, "bar/access", "ui.bar.access", "text-aa",
                     action::ShowOverlay{action::Overlay::access},
                     context.state.overlay == action::Overlay::access));
    return bar;
}

Node quiet_line(const Context& context) {
    Node line = ui::row(24);
    line.layout.padding = ui::Edges::of(4, kFrameMargin);
    line.layout.min_height = 72;
    Node person = ui::row(14);
    person.layout.grow = 1;
    person.add(ui::icon("hand-palm", 32, Token::primary));
    Node text = ui::label({context.tr("ui.person"), {}}, 24, Token::ink_soft);
    text.layout.grow = 1;
    // Beside two buttons there is no room for large words upright, and the hand alone is a sign for nobody.
    const bool is_narrow =
        !context.state.basket.empty() && context.portrait() && context.environment.text_factor > 1;
    person.add(std::move(text));
    line.add(is_narrow ? ui::spacer() : std::move(person));
    if (!context.state.basket.empty()) {
        Node list = basket_way(context);
        list.layout.padding = ui::Edges::of(6, 24);
        line.add(std::move(list));
    }
    if (context.state.visited) {
        Node end = ui::button("end", context.tr("ui.end"), "x", action::EndVisit{});
        end.layout.padding = ui::Edges::of(6, 24);
        line.add(std::move(end));
    }
    return line;
}

// Those whose content is a query::NeedPage.
bool lists_places(ScreenKind screen) {
    return screen == ScreenKind::need || screen == ScreenKind::when;
}

Node loading(const Context& context) {
    Node node = ui::column(24, ui::Edges::all(kFrameMargin));
    node.role = ui::Role::status;
    node.name = context.tr("ui.loading");
    for (const float height : {72.0F, 220.0F, 220.0F, 220.0F}) {
        Node block;
        block.layout.height = height;
        block.paint.fill = Token::border;
        block.paint.radius = ui::kRadius;
        node.add(std::move(block));
    }
    return node;
}

Node failed(const Context& context, Failure failure) {
    std::vector<Node> ways;
    ways.push_back(ui::button("failed/home", context.tr("ui.to_home"), "house",
                              action::Switch{ScreenKind::home}, ui::ButtonKind::primary));
    return failure == Failure::gone
               ? ui::empty_state("file-text", {context.tr("ui.gone"), {}}, std::move(ways))
               : ui::empty_state("lifebuoy", {context.tr("ui.failed"), {}}, std::move(ways));
}

void add_initiative_dialog(const Context& context, const query::Data& data, Node& root) {
    if (context.entry.route.screen == ScreenKind::map) {
        Node dialog = map_filter_dialog(context, data);
        if (!dialog.children.empty()) root.add(std::move(dialog));
    } else if (context.entry.route.screen == ScreenKind::initiatives) {
        const auto& content = as<query::Initiatives>(data).value;
        root.add(initiative_dialog(context, {content.themes, facts_list(content)},
                                   initiatives_view(context, content).offers, context.state.overlay));
    }
}

void add_dialog(const Context& context, const query::Data* data, Node& root) {
    const bool is_place = context.entry.route.screen == ScreenKind::place;
    const bool lists = data != nullptr && lists_places(context.entry.route.screen);
    switch (context.state.overlay) {
        case action::Overlay::none:
            break;
        case action::Overlay::languages:
            root.add(languages_dialog(context));
            break;
        case action::Overlay::access:
            root.add(access_dialog(context));
            break;
        case action::Overlay::moment:
            if (lists) root.add(moment_dialog(context, as<query::NeedPage>(*data).value));
            break;
        case action::Overlay::filters:
            if (lists)
                root.add(filters_dialog(context, list_view(context, as<query::NeedPage>(*data).value)));
            break;
        case action::Overlay::by_theme:
        case action::Overlay::by_territory:
        case action::Overlay::by_kind:
        case action::Overlay::by_year:
            if (data != nullptr) add_initiative_dialog(context, *data, root);
            break;
        case action::Overlay::pin:
            root.add(pin_dialog(context));
            break;
        case action::Overlay::report:
            if (is_place) root.add(report_dialog(context));
            break;
        case action::Overlay::closed_today:
            if (is_place) root.add(notice_dialog(context, model::DeskNoticeKind::closed_today));
            break;
        case action::Overlay::full_today:
            if (is_place) root.add(notice_dialog(context, model::DeskNoticeKind::full_today));
            break;
        case action::Overlay::captions:
            if (data != nullptr && context.entry.route.screen == ScreenKind::film)
                root.add(captions_dialog(context, *data));
            break;
        case action::Overlay::take_away:
            if (data != nullptr && can_be_taken(context)) root.add(take_away_dialog(context, *data));
            break;
        case action::Overlay::clear_draft:
            if (context.entry.route.screen == ScreenKind::propose) root.add(clear_draft_dialog(context));
            break;
    }
}

}  // namespace

Node build(const Context& context, const query::Data* data, Failure failure, bool loading_shown) {
    Node root = ui::column();
    const bool is_wide = context.entry.route.screen == ScreenKind::film && context.entry.watching.wide &&
                         data != nullptr && failure == Failure::none;
    if (!is_wide) root.add(top_strip(context));

    const Screen& screen = screen_of(context.entry.route.screen);
    Node main = ui::column();
    main.id = "main";
    main.role = ui::Role::main;
    main.layout.grow = 1;
    if (failure != Failure::none) {
        main.add(failed(context, failure));
    } else if (data == nullptr) {
        if (loading_shown) main.add(loading(context));
    } else if (screen.full_bleed) {
        Node content = screen.content(context, *data);
        content.layout.grow = 1;
        main.add(std::move(content));
    } else {
        main.id = "scroll";
        main.layout.scroll = true;
        main.layout.padding = ui::Edges::of(32, kFrameMargin);
        main.paint.fill = Token::surface;
        main.add(screen.content(context, *data));
    }
    root.add(std::move(main));
    if (auto voice = voice_line(context)) root.add(std::move(*voice));
    if (context.state.told.what != action::Done::none)
        root.add(told_line(context));
    else if (!context.state.desk.open && !is_wide)
        root.add(quiet_line(context));
    if (context.state.desk.open) root.add(desk_band(context));
    root.add(bottom_bar(context));

    // One dialog at a time: what the countdown covers comes back with "I am here".
    if (context.countdown) root.add(countdown_dialog(context));
    if (!context.countdown && context.state.overlay != action::Overlay::none) add_dialog(context, data, root);
    return root;
}

const Screen& screen_of(ScreenKind kind) {
    static const Screen kHome = home_screen(), kMap = map_screen(), kInitiatives = initiatives_screen(),
                        kInitiative = initiative_screen(), kQuestions = questions_screen(),
                        kQuestion = question_screen(), kLivret = livret_screen(), kNeed = need_screen(),
                        kPlace = place_screen(), kPage = page_screen(), kSearch = search_screen(),
                        kWhen = when_screen(), kGuide = guide_screen(), kFiche = fiche_screen(),
                        kDocument = document_screen(), kFilm = film_screen(), kPropose = propose_screen(),
                        kPhoto = photo_screen();
    switch (kind) {
        case ScreenKind::home:
            return kHome;
        case ScreenKind::map:
            return kMap;
        case ScreenKind::initiatives:
            return kInitiatives;
        case ScreenKind::initiative:
            return kInitiative;
        case ScreenKind::questions:
            return kQuestions;
        case ScreenKind::question:
            return kQuestion;
        case ScreenKind::livret:
            return kLivret;
        case ScreenKind::need:
            return kNeed;
        case ScreenKind::place:
            return kPlace;
        case ScreenKind::page:
            return kPage;
        case ScreenKind::fiche:
            return kFiche;
        case ScreenKind::document:
            return kDocument;
        case ScreenKind::film:
            return kFilm;
        case ScreenKind::photo:
            return kPhoto;
        case ScreenKind::propose:
            return kPropose;
        case ScreenKind::search:
            return kSearch;
        case ScreenKind::when:
            return kWhen;
        case ScreenKind::guide:
            return kGuide;
    }
    return kHome;
}

}  // namespace accueil::screens
