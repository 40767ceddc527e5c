// SPDX-License-Identifier: GPL-3.0-or-later
// Guided orientation, for those who do not know the word: for whom, what, when, how far, on what condition; a
// tap each, and at most three proposals with why. The answers so far are the route, so that Back is one step
// back.
#include <algorithm>
#include <array>

#include "kiosk/screens/list_filters.hpp"
#include "kiosk/screens/openings.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr std::size_t kMostProposals = 3;
constexpr int kWeek = 7;
constexpr const char* kAny = "any";

enum Step : std::size_t { who, what, when, how, condition, done };

struct Choice {
    std::string answer, words;
    const char* icon;
};

// The answers so far: one a step.
std::vector<std::string> answers_of(const std::string& id) {
    return id.empty() ? std::vector<std::string>() : base::split(id, '/');
}

action::Open answer(const std::string& id, const std::string& choice) {
    return open(ScreenKind::guide, id.empty() ? choice : id + "/" + choice);
}

std::vector<Choice> who_choices(const Context& context) {
    struct Audience {
        const char* value;
        const char* icon;
    };
    static constexpr Audience kAudiences[] = {{"familles", "baby-carriage"},
                                              {"jeunes", "student"},
                                              {"seniors", "eyeglasses"},
                                              {"femmes", "gender-female"},
                                              {"demandeurs-emploi", "briefcase"},
                                              {"personnes-exilees", "suitcase-rolling"},
                                              {"personnes-en-situation-de-handicap", "wheelchair"}};
    std::vector<Choice> choices{{kAny, context.tr("ui.guide.who.any"), "user"}};
    for (const auto& audience : kAudiences)
        choices.push_back(
            {audience.value, context.tr(std::string("publics.") + audience.value), audience.icon});
    return choices;
}

bool opens_within(const Context& context, const query::PlaceRow& row, int days) {
    return !openings_of(context, {row}, days).empty();
}

bool fits(const Context& context, const query::PlaceRow& row, Step step, const std::string& choice) {
    if (choice == kAny) return true;
    if (step == Step::when) {
        if (choice == "now") return passes(context, row, "open");
        return opens_within(context, row, choice == "today" ? 1 : kWeek);
    }
    if (step == Step::how) return passes(context, row, "near/" + choice);
    return passes(context, row, choice);
}

std::vector<query::PlaceRow> left_by(const Context& context, const std::vector<query::PlaceRow>& rows,
                                     const std::vector<std::string>& answers) {
    std::vector<query::PlaceRow> left;
    for (const auto& row : rows) {
        bool fitting = true;
        for (std::size_t step = Step::when; fitting && step < answers.size(); ++step)
            fitting = fits(context, row, static_cast<Step>(step), answers[step]);
        if (fitting) left.push_back(row);
    }
    return left;
}

// What would leave nothing is not offered; "any" always is.
std::vector<Choice> offered(const Context& context, const std::vector<query::PlaceRow>& rows, Step step,
                            std::vector<Choice> choices) {
    std::erase_if(choices, [&](const Choice& choice) {
        return std::none_of(rows.begin(), rows.end(),
                            [&](const auto& row) { return fits(context, row, step, choice.answer); });
    });
    return choices;
}

std::vector<Choice> choices_of(const Context& context, Step step, const std::vector<query::PlaceRow>& rows) {
    const auto choice = [&](const char* value, const char* key, const char* icon) {
        return Choice{value, context.tr(key), icon};
    };
    std::vector<Choice> choices;
    if (step == Step::when) {
        choices = {choice("now", "ui.guide.when.now", "clock"), choice("today", "ui.guide.when.today", "sun"),
                   choice("week", "ui.guide.when.week", "calendar")};
    } else if (step == Step::how) {
        choices = {choice("1000", "ui.guide.how.walk", "person-simple-walk"),
                   choice("5000", "ui.guide.how.transport", "bus")};
    } else {
        for (const char* filter : {"no-appointment", "free", "unconditional", "has-plain-pied"})
            choices.push_back({filter, filter_words(context, filter), filter_icon(filter)});
        const std::string own = "language/" + context.language();
        if (context.language() != "fr")
            choices.insert(choices.begin(), {own, filter_words(context, own), "chats"});
    }
    choices = offered(context, rows, step, std::move(choices));
    choices.push_back(choice(kAny,
                             step == Step::when  ? "ui.guide.when.any"
                             : step == Step::how ? "ui.guide.how.any"
                                                 : "ui.guide.condition.any",
                             "check-circle"));
    return choices;
}

Node choice_tile(const Context& context, const std::string& id, const Choice& choice, action::Action action) {
    Node tile = ui::card_control(id, choice.words, std::move(action), ui::Edges::of(20, 24));
    tile.layout.direction = ui::Direction::row;
    tile.layout.align = ui::Place::center;
    tile.layout.gap = 24;
    tile.layout.min_height = context.portrait() ? 136 : 120;
    tile.add(icon_badge(choice.icon, 80));
    Node text = ui::label({choice.words, {}}, ui::type::kLead, Token::ink, Weight::semibold);
    text.layout.grow = 1;
    tile.add(std::move(text));
    return tile;
}

Node person_card(const Context& context) {
    Node card = ui::card(ui::Edges::all(28));
    card.layout.direction = ui::Direction::row;
    card.layout.align = ui::Place::center;
    card.layout.gap = 24;
    card.add(ui::icon("hand-palm", 56, Token::primary, true));
    Node text = ui::label({context.tr("ui.guide.person"), {}}, ui::type::kLead);
    text.layout.grow = 1;
    card.add(std::move(text));
    return card;
}

// Where somebody is received before where one calls; whom it is meant for, what is open, what is near.
void put_best_first(const Context& context, const std::string& audience, std::vector<query::PlaceRow>& rows) {
    struct Rank {
        bool is_line, is_for_others, is_closed;
        double metres;
        auto operator<=>(const Rank&) const = default;
    };
    std::vector<std::pair<Rank, const query::PlaceRow*>> ranked;
    for (const auto& row : rows)
        ranked.push_back({{row.place.type == model::PlaceType::helpline,
                           audience != kAny && !passes(context, row, "public/" + audience),
                           !passes(context, row, "open"), metres_to(context, row.place).value_or(1e9)},
                          &row});
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<query::PlaceRow> sorted;
    for (const auto& [rank, row] : ranked)
        sorted.push_back(*row);
    rows = std::move(sorted);
}

struct Left {
    std::vector<query::PlaceRow> rows;  // after the last answer: the proposals
    bool are_nearest = false;  // none fits all answers: the hour has passed, or the content is another
};

// Made once, as list_view is.
const Left& left_of(const Context& context, const query::NeedPage& page,
                    const std::vector<std::string>& answers) {
    static ViewKey remembered{};
    static Left left;
    auto key = ViewKey::of(context, page);
    if (page.reading != 0 && key == remembered) return left;
    remembered = std::move(key);
    left = {left_by(context, page.rows, answers), false};
    if (answers.size() < Step::done) return left;
    left.are_nearest = left.rows.empty();
    if (left.are_nearest) left.rows = page.rows;
    put_best_first(context, answers[Step::who], left.rows);
    if (left.rows.size() > kMostProposals) left.rows.resize(kMostProposals);
    return left;
}

Node proposal(const Context& context, const query::PlaceRow& row, const std::vector<std::string>& answers) {
    Node card = place_row(context, row);
    Node reasons = ui::column(6);
    const auto add = [&](std::string words) {
        reasons.add(ui::fact("check-circle", {std::move(words), {}}, 24, Token::open));
    };
    if (answers[Step::who] != kAny && passes(context, row, "public/" + answers[Step::who]))
        add(context.tr("publics." + answers[Step::who]));
    if (answers[Step::when] != kAny) add(context.tr("ui.guide.when." + answers[Step::when]));
    if (answers[Step::how] != kAny)
        if (const auto metres = metres_to(context, row.place)) add(way_words(context, *metres));
    if (answers[Step::condition] != kAny) add(filter_words(context, answers[Step::condition]));
    if (!reasons.children.empty()) card.add(std::move(reasons));
    return card;
}

Node proposals(const Context& context, const query::NeedPage& need, const std::vector<std::string>& answers) {
    Node page = ui::column(24);
    page.add(ui::heading({context.tr("ui.guide.found"), {}}, 1, ui::type::kLarge));
    page.add(ui::fact(need.need.icon, words(context, need.need.title), ui::type::kLead));
    const auto& left = left_of(context, need, answers);
    if (left.are_nearest) page.add(ui::paragraph({context.tr("ui.guide.nearest"), {}}));
    Node list;
    list.layout.columns = context.portrait() ? 1 : 3;
    list.layout.gap = 20;
    list.role = ui::Role::list;
    list.name = context.tr("ui.guide.found");
    for (const auto& row : left.rows)
        list.add(proposal(context, row, answers));
    page.add(std::move(list));
    page.add(person_card(context));
    Node ways = ui::row(16);
    ways.layout.wrap = true;
    ways.add(ui::button("guide/all", context.count("ui.count.show_places", need.rows.size()), "squares-four",
                        open(ScreenKind::need, need.need.id), ui::ButtonKind::primary));
    ways.add(ui::button("guide/again", context.tr("ui.guide.again"), "arrow-counter-clockwise",
                        action::Switch{ScreenKind::guide}));
    page.add(std::move(ways));
    return page;
}

Node guide_content(const Context& context, const query::Data& data) {
    const auto& guide = as<query::Guide>(data).value;
    const auto& id = context.entry.route.id;
    auto answers = answers_of(id);
    const bool knows_here = context.feed != nullptr && context.feed->here.has_value();
    std::string so_far = id;
    // Where the kiosk does not know where it stands, nobody is asked how far.
    if (!knows_here && answers.size() == Step::how) {
        answers.emplace_back(kAny);
        so_far += std::string("/") + kAny;
    }
    if (answers.size() > Step::what && !guide.page) answers.resize(Step::what);
    if (answers.size() >= Step::done) return proposals(context, *guide.page, answers);

    const auto step = static_cast<Step>(answers.size());
    const std::size_t steps = knows_here ? 5 : 4;
    const std::size_t number =
        step == Step::condition && !knows_here ? 4 : static_cast<std::size_t>(step) + 1;
    static constexpr std::array kAsked{"ui.guide.who", "ui.guide.what", "ui.guide.when", "ui.guide.how",
                                       "ui.guide.condition"};
    Node page = ui::column(24);
    page.add(ui::label(
        {context.tr("ui.guide.step", {{"number", std::to_string(number)}, {"of", std::to_string(steps)}}),
         {}},
        ui::type::kBody, Token::ink_soft, Weight::semibold));
    page.add(ui::heading({context.tr(kAsked[step]), {}}, 1, ui::type::kLarge));
    Node tiles;
    tiles.role = ui::Role::list;
    tiles.name = context.tr(kAsked[step]);
    tiles.layout.columns = 2;
    tiles.layout.gap = 20;
    if (step == Step::what && guide.needs.empty())
        page.add(ui::empty_state("book-open", {context.tr("ui.livret.empty"), {}}, {}));
    if (step == Step::what) {
        for (const auto& summary : guide.needs) {
            const auto title = words(context, summary.need.title).text;
            tiles.add(choice_tile(context, "guide/" + summary.need.id,
                                  {summary.need.id, title, summary.need.icon.c_str()},
                                  answer(so_far, summary.need.id)));
        }
    } else {
        const auto rows =
            step == Step::who ? std::vector<query::PlaceRow>() : left_of(context, *guide.page, answers).rows;
        for (const auto& choice : step == Step::who ? who_choices(context) : choices_of(context, step, rows))
            tiles.add(choice_tile(context, "guide/" + choice.answer, choice, answer(so_far, choice.answer)));
    }
    page.add(std::move(tiles));
    page.add(person_card(context));
    return page;
}

}  // namespace

Screen guide_screen() {
    return {[](const action::Route& route) -> query::Job {
                const auto answers = answers_of(route.id);
                return [need = answers.size() > Step::what ? answers[Step::what] : std::string()](
                           const query::Source& source) { return loaded(query::guide(source, need)); };
            },
            guide_content};
}

}  // namespace accueil::screens
