// SPDX-License-Identifier: GPL-3.0-or-later
// The questions as a magazine, one of them as an article, and the free pages.
#include "kiosk/screens/aloud.hpp"
#include "kiosk/screens/body_pictures.hpp"
#include "kiosk/screens/codes.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/proposal.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/text_links.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr const char* kIntroduction = "introduction";

Node question_card(const Context& context, const model::Question& question, bool large) {
    const auto title = words(context, question.title);
    Node card = ui::card_control("question/" + question.id, title.text,
                                 open(ScreenKind::question, question.id), ui::Edges::all(large ? 40 : 28));
    card.layout.gap = 14;
    if (question.kind == model::QuestionKind::analysis) {
        Node kind = ui::row(0);
        kind.add(
            ui::pill("lightbulb", context.tr("ui.questions.analysis"), Token::primary, Token::primary_soft));
        card.add(std::move(kind));
    }
    card.add(ui::label(title, large ? ui::type::kLarge : ui::type::kLead, large ? Token::primary : Token::ink,
                       Weight::bold));
    card.children.back().text->style.line_height = 1.2F;
    auto lead = ui::label(words(context, question.lead), large ? ui::type::kLead : 26, Token::ink_soft);
    lead.text->style.max_lines = large ? 0 : 5;
    lead.text->style.line_height = 1.4F;
    card.add(std::move(lead));
    if (!question.author.empty()) {
        card.add(ui::label({context.tr("ui.questions.by", {{"author", question.author}}), {}}, 24,
                           Token::ink_soft));
    }
    if (large) {
        Node read = ui::row(12);
        read.add(ui::label({context.tr("ui.questions.read"), {}}, ui::type::kBody, Token::primary,
                           Weight::semibold));
        read.add(ui::icon("arrow-right", 34, Token::primary));
        card.add(std::move(read));
    }
    return card;
}

Node questions_content(const Context& context, const query::Data& data) {
    const auto& all = as<query::Questions>(data).value;
    Node page = ui::column(24);
    page.add(ui::heading({context.tr("ui.questions.title"), {}}, 1, ui::type::kLarge));
    page.add(ui::paragraph({context.tr("ui.questions.lead"), {}}, ui::type::kLead, Token::ink_soft));
    if (all.introduction) {
        Node buttons = ui::row(16);
        buttons.add(ui::button("questions/introduction", context.tr("ui.home.introduction"), "info",
                               open(ScreenKind::page, all.introduction->id)));
        page.add(std::move(buttons));
    }
    if (all.questions.empty()) {
        page.add(ui::empty_state("question", {context.tr("ui.questions.empty"), {}}, {}));
        return page;
    }
    page.add(question_card(context, all.questions.front(), true));
    Node rest;
    rest.role = ui::Role::list;
    rest.layout.columns = 2;
    rest.layout.gap = 20;
    for (std::size_t i = 1; i < all.questions.size(); ++i)
        rest.add(question_card(context, all.questions[i], false));
    page.add(std::move(rest));
    return page;
}

void add_listening(const Context& context, Node& article) {
    if (context.voice == nullptr) return;
    Node row = ui::row(16);
    row.add(listen_button(context));
    article.add(std::move(row));
}

Node article_content(const Context& context, const query::Data& data) {
    const auto& page_data = as<query::QuestionPage>(data).value;
    const auto& question = page_data.question;
    Node article = ui::column(22);
    article.role = ui::Role::article;
    article.name = words(context, question.title).text;
    Node title = ui::heading(words(context, question.title), 1, ui::type::kLarge);
    article.add(std::move(title));
    if (!question.author.empty()) {
        article.add(ui::label({context.tr("ui.questions.by", {{"author", question.author}}), {}},
                              ui::type::kBody, Token::ink_soft));
    }
    Node lead = ui::paragraph(words(context, question.lead), 36, Token::primary);
    lead.text->style.weight = Weight::medium;
    article.add(std::move(lead));
    add_listening(context, article);
    Elsewhere elsewhere;
    elsewhere.add(question.links);
    elsewhere.add(question.sources);
    elsewhere.add(context, page_data.initiatives, "ui.questions.initiatives");
    article.add(running_text(context, question.body, std::move(elsewhere),
                             pictures_of(as<query::QuestionPage>(data))));

    Node aside = ui::column(24);
    if (!page_data.initiatives.empty()) {
        std::vector<Node> cards;
        for (const auto& initiative : page_data.initiatives)
            cards.push_back(initiative_card(context, initiative));
        aside.add(section(context, "ui.questions.initiatives", std::move(cards)));
    }
    if (!question.links.empty())
        aside.add(section(context, "ui.initiative.links", link_list(context, question.links)));
    if (!question.sources.empty())
        aside.add(section(context, "ui.initiative.sources", source_list(context, question.sources)));
    if (page_data.next) {
        std::vector<Node> next;
        next.push_back(question_card(context, *page_data.next, false));
        aside.add(section(context, "ui.questions.next", std::move(next)));
    }
    return columns(context, std::move(article), std::move(aside));
}

Node page_content(const Context& context, const query::Data& data) {
    const auto& page = as<model::Page>(data).value;
    Node article = ui::column(22);
    article.role = ui::Role::article;
    article.name = words(context, page.title).text;
    article.add(ui::heading(words(context, page.title), 1, ui::type::kLarge));
    if (!page.lead.empty()) article.add(ui::paragraph(words(context, page.lead), 36, Token::primary));
    add_listening(context, article);
    Elsewhere elsewhere;
    elsewhere.add(page.links);
    elsewhere.add(page.sources);
    article.add(running_text(context, page.body, std::move(elsewhere), pictures_of(as<model::Page>(data))));
    Node aside = ui::column(24);
    if (!page.links.empty())
        aside.add(section(context, "ui.initiative.links", link_list(context, page.links)));
    if (!page.sources.empty())
        aside.add(section(context, "ui.initiative.sources", source_list(context, page.sources)));
    // The introduction says what all of this is; there one may add to it.
    if (auto card = page.id == kIntroduction ? propose_card(context) : std::nullopt)
        aside.add(std::move(*card));
    if (aside.children.empty()) return article;
    return columns(context, std::move(article), std::move(aside));
}

query::Job question_job(const action::Route& route) {
    return [id = route.id](const query::Source& source) {
        return with_pictures(
            source, query::question(source, id),
            [](const query::QuestionPage& page) -> auto& { return page.question.pictures; });
    };
}

query::Job page_job(const action::Route& route) {
    return [id = route.id](const query::Source& source) {
        return with_pictures(
            source, query::page(source, id), [](const model::Page& page) -> auto& { return page.pictures; });
    };
}

}  // namespace

Screen questions_screen() {
    return {job_of_all<query::questions>, questions_content};
}

Screen question_screen() {
    return {question_job, article_content};
}

Screen page_screen() {
    return {page_job, page_content};
}

}  // namespace accueil::screens
