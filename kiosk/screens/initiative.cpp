// SPDX-License-Identifier: GPL-3.0-or-later
// An initiative; initiatives.cpp has all of them.
#include <algorithm>

#include "kiosk/query/documents.hpp"
#include "kiosk/query/photos.hpp"
#include "kiosk/screens/aloud.hpp"
#include "kiosk/screens/body_pictures.hpp"
#include "kiosk/screens/codes.hpp"
#include "kiosk/screens/desk.hpp"
#include "kiosk/screens/film.hpp"
#include "kiosk/screens/initiative_words.hpp"
#include "kiosk/screens/paper_words.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/proposal.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/take_away.hpp"
#include "kiosk/screens/text_links.hpp"
#include "sync/base/log.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr int kPosterSide = 1000;
constexpr int kDocumentSide = 360, kPhotoThumbnailSide = 900;
constexpr float kPhotoThumbnailHeight = 280;
constexpr float kDocumentWidth = 180;

Node titled_fact(const Context& context, const char* icon_name, const char* key, ui::Words value,
                 const char* note_key = nullptr) {
    Node line = ui::row(20, ui::Place::start);
    line.add(ui::icon(icon_name, 40, Token::primary));
    Node texts = ui::column(0);
    texts.layout.grow = 1;
    texts.add(ui::label({context.tr(key), {}}, ui::type::kCaption, Token::ink_soft));
    texts.add(ui::label(std::move(value), ui::type::kBody, Token::ink, Weight::medium));
    if (note_key != nullptr)
        texts.add(ui::label({context.tr(note_key), {}}, ui::type::kCaption, Token::ink_soft));
    line.add(std::move(texts));
    return line;
}

/// How far the point on the map is to be believed; nothing where it is exact.
const char* precision_key(const model::Initiative& initiative) {
    if (!initiative.coordinates || initiative.precision == model::Precision::exact) return nullptr;
    return initiative.precision == model::Precision::municipality ? "ui.initiative.approximate"
                                                                  : "ui.initiative.territory";
}

Node facts_card(const Context& context, const model::Initiative& initiative) {
    Node card = ui::card(ui::Edges::all(28));
    card.layout.gap = 18;
    if (!initiative.carrier.empty())
        card.add(titled_fact(context, "users-three", "ui.initiative.carrier", {initiative.carrier, "fr"}));
    if (const auto where = where_in_words(initiative); !where.empty())
        card.add(
            titled_fact(context, "map-pin", "ui.initiative.where", {where, "fr"}, precision_key(initiative)));
    else if (const auto* key = precision_key(initiative); key != nullptr)
        card.add(ui::label({context.tr(key), {}}, ui::type::kCaption, Token::ink_soft));
    if (const auto when = when_of(context, initiative))
        card.add(titled_fact(context, "calendar", when->title_key, {when->words, {}}));
    if (!initiative.audiences.empty()) {
        card.add(titled_fact(context, "users", "ui.initiative.audiences",
                             {base::join(initiative.audiences, ", "), "fr"}));
    }
    if (initiative.coordinates) {
        // On the map the card of this initiative is already up.
        card.add(ui::button("initiative/map", context.tr("ui.initiatives.on_map"), "map-trifold",
                            open(ScreenKind::map, "initiative/" + initiative.id)));
    }
    return card;
}

// The poster is what one touches: play stands on it.
Node video_card(const Context& context, const std::string& id, const model::Video& video,
                draw::ImagePtr poster) {
    std::string title = context.tr("ui.initiative.video");
    if (video.duration > 0) title += " · " + clock_words(video.duration);
    Node card = ui::card_control("film/open", title, open(ScreenKind::film, id));
    card.layout.gap = 28;
    if (!context.portrait()) {
        card.layout.direction = ui::Direction::row;
        card.layout.align = ui::Place::center;
    }
    // In its right corner, since posters are mirrored in no language and have their words at the left.
    Node picture = ui::column(0, ui::Edges::all(16));
    picture.layout.align = context.environment.right_to_left ? ui::Place::start : ui::Place::end;
    picture.layout.distribute = ui::Distribute::end;
    picture.paint.radius = 16;
    const float wide = context.portrait() ? 952.0F : 480.0F;
    picture.layout.width = wide;
    picture.layout.height = wide * 9 / 16;
    if (poster) {
        picture.layout.height =
            wide * static_cast<float>(poster->height()) / static_cast<float>(poster->width());
        picture.image = std::move(poster);
    } else {
        picture.paint.fill = Token::primary_soft;
    }
    const float play = context.portrait() ? 64.0F : 40.0F, rim = play / 3;
    Node disc = ui::column(0, ui::Edges::all(rim));
    disc.paint.fill = Token::primary;
    disc.paint.radius = play / 2 + rim;
    disc.add(ui::icon("play", play, Token::on_primary, true));
    picture.add(std::move(disc));
    card.add(std::move(picture));
    Node line = ui::row(20, ui::Place::start);
    line.add(ui::icon("video", 40, Token::primary));
    Node texts = ui::column(2);
    texts.layout.grow = 1;
    texts.add(ui::label({title, {}}, ui::type::kBody, Token::ink, Weight::semibold));
    if (!video.captions.empty()) {
        std::vector<std::string> languages;
        for (const auto& [language, file] : video.captions)
            languages.push_back(language);
        texts.add(ui::label(
            {context.tr("ui.initiative.captions", {{"languages", language_names(context, languages)}}), {}},
            24, Token::ink_soft));
    }
    line.add(std::move(texts));
    line.add(ui::icon("caret-right", 36, Token::primary));
    line.layout.grow = context.portrait() ? 0 : 1;
    card.add(std::move(line));
    return card;
}

// One that was prepared opens; its first page shows what it is.
Node document_card(const Context& context, const model::Document& document, const std::string& route,
                   const draw::ImagePtr& page) {
    Node card = document.reading ? ui::card_control("document/" + route, words(context, document.title).text,
                                                    open(ScreenKind::document, route))
                                 : ui::card(ui::Edges::all(24));
    if (!document.reading) card.role = ui::Role::listitem;
    Node line = ui::row(24, page ? ui::Place::center : ui::Place::start);
    if (page) {
        Node picture;
        picture.layout.width = kDocumentWidth;
        picture.layout.height =
            kDocumentWidth * static_cast<float>(page->height()) / static_cast<float>(page->width());
        picture.image = page;
        picture.paint = {Token::surface_raised, Token::border_strong, 2, 0, false};
        line.add(std::move(picture));
    } else {
        line.add(ui::icon("file-pdf", 48, Token::primary));
    }
    Node texts = ui::column(2);
    texts.layout.grow = 1;
    texts.add(ui::label(words(context, document.title), ui::type::kBody, Token::ink, Weight::semibold));
    std::string detail = context.tr("ui.initiative.document");
    if (document.pages > 0)
        detail += " · " + context.count("ui.count.pages", static_cast<std::size_t>(document.pages));
    if (!document.reading) detail += " · " + base::format_bytes(document.file.length, context.language());
    if (document.language != context.language())
        detail += " · " + language_names(context, {document.language});
    texts.add(ui::label({detail, {}}, 24, Token::ink_soft));
    if (!document.reading)
        texts.add(ui::label({context.tr("ui.document.not_readable"), {}}, 24, Token::ink_soft));
    line.add(std::move(texts));
    if (document.reading) line.add(ui::icon("caret-right", 36, Token::primary));
    card.add(std::move(line));
    return card;
}

// As large as covers its box, without what stands over its edges.
Node covering(draw::ImagePtr image, float height) {
    Node picture = ui::column();
    picture.layout.height = height;
    if (!image) {
        picture.layout.align = ui::Place::center;
        picture.layout.distribute = ui::Distribute::center;
        picture.paint.fill = Token::primary_soft;
        picture.add(ui::icon("image", 72, Token::primary));
        return picture;
    }
    picture.draw = [image = std::move(image)](draw::Canvas& canvas, const base::Rect& box) {
        const draw::ClipScope clip(canvas, box);
        const auto width = static_cast<float>(image->width()), height = static_cast<float>(image->height());
        const float scale = std::max(box.width / width, box.height / height);
        canvas.image(image, {box.center().x - width * scale / 2, box.center().y - height * scale / 2,
                             width * scale, height * scale});
    };
    return picture;
}

// Each as a large thumbnail with its words, two side by side.
Node photo_grid(const Context& context, const Loaded<query::InitiativePage>& answer) {
    const auto& initiative = answer.value.initiative;
    Node grid;
    grid.role = ui::Role::list;
    grid.name = context.tr("ui.initiative.photos");
    grid.layout.columns = static_cast<int>(std::min(initiative.photos.size(), std::size_t{2}));
    grid.layout.gap = 20;
    for (std::size_t i = 0; i < initiative.photos.size(); ++i) {
        const auto route = initiative.id + "/" + std::to_string(i + 1);
        const auto alt = words(context, initiative.photos[i].alt);
        Node card =
            ui::card_control("photo/" + route, alt.text, open(ScreenKind::photo, route), ui::Edges::all(16));
        card.layout.gap = 12;
        card.add(covering(answer.picture("photo/" + route), kPhotoThumbnailHeight));
        Node caption = ui::label(alt, 24, Token::ink);
        caption.role = ui::Role::none;
        caption.text->style.max_lines = 2;
        card.add(std::move(caption));
        grid.add(std::move(card));
    }
    return grid;
}

Node question_quote(const Context& context, const model::Question& question) {
    const auto title = words(context, question.title);
    Node card =
        ui::card_control("question/" + question.id, title.text, open(ScreenKind::question, question.id));
    card.layout.direction = ui::Direction::row;
    card.layout.align = ui::Place::center;
    card.layout.gap = 20;
    card.add(ui::icon("quotes", 44, Token::primary, true));
    Node text = ui::label(title, ui::type::kBody, Token::ink, Weight::medium);
    text.layout.grow = 1;
    card.add(std::move(text));
    card.add(ui::icon("caret-right", 36, Token::primary));
    return card;
}

Node initiative_content(const Context& context, const query::Data& data) {
    const auto& answer = as<query::InitiativePage>(data);
    const auto& page_data = answer.value;
    const auto& initiative = page_data.initiative;
    Node head = ui::column(16);
    head.role = ui::Role::article;
    head.name = words(context, initiative.title).text;
    Node pills = ui::row(12);
    pills.layout.wrap = true;
    for (const auto& theme : page_data.themes)
        pills.add(theme_pill(context, theme));
    head.add(std::move(pills));
    head.add(ui::heading(words(context, initiative.title), 1, ui::type::kLarge));
    head.add(ui::paragraph(words(context, initiative.summary), 36, Token::primary));
    Node actions = ui::row(16);
    actions.layout.wrap = true;
    actions.add(take_away_button(context));
    actions.add(basket_button(context, listed_initiative(initiative.id)));
    if (auto print = print_button(context); !print.id.empty()) actions.add(std::move(print));
    if (context.voice != nullptr) actions.add(listen_button(context));
    head.add(std::move(actions));

    std::vector<Node> media;
    if (initiative.video)
        media.push_back(video_card(context, initiative.id, *initiative.video, answer.picture(initiative.id)));
    int number = 0;
    for (const auto& document : initiative.documents) {
        const auto route = initiative.id + "/" + std::to_string(++number);
        media.push_back(document_card(context, document, route, answer.picture("document/" + route)));
    }

    if (!initiative.photos.empty()) media.push_back(photo_grid(context, answer));

    Node left = ui::column(28);
    left.add(std::move(head));
    if (context.portrait()) left.add(facts_card(context, initiative));
    if (!media.empty()) left.add(section(context, "ui.initiative.media", std::move(media)));
    Elsewhere elsewhere;
    elsewhere.add(initiative.links);
    elsewhere.add(initiative.sources);
    elsewhere.add(context, page_data.related, "ui.initiative.related");
    left.add(running_text(context, initiative.body, std::move(elsewhere), pictures_of(answer)));

    Node right = ui::column(28);
    if (!context.portrait()) right.add(facts_card(context, initiative));
    if (!page_data.questions.empty()) {
        std::vector<Node> quotes;
        for (const auto& question : page_data.questions)
            quotes.push_back(question_quote(context, question));
        right.add(section(context, "ui.initiative.questions", std::move(quotes)));
    }
    if (!page_data.needs.empty()) {
        std::vector<Node> needs;
        for (const auto& need : page_data.needs)
            needs.push_back(need_tile(context, need, ""));
        right.add(section(context, "ui.initiative.needs", std::move(needs)));
    }
    if (!page_data.places.empty()) {
        std::vector<Node> cards;
        for (const auto& place : page_data.places)
            cards.push_back(nearby_card(context, place));
        if (!page_data.needs.empty())
            cards.push_back(ui::button("initiative/places-on-map", context.tr("ui.initiative.places_on_map"),
                                       "map-trifold",
                                       open(ScreenKind::map, "need/" + page_data.needs.front().id)));
        right.add(section(context, "ui.initiative.places", std::move(cards)));
    }
    if (!page_data.related.empty()) {
        std::vector<Node> cards;
        for (const auto& related : page_data.related)
            cards.push_back(initiative_card(context, related));
        right.add(section(context, "ui.initiative.related", std::move(cards)));
    }
    if (!initiative.links.empty())
        right.add(section(context, "ui.initiative.links", link_list(context, initiative.links)));
    if (!initiative.sources.empty())
        right.add(section(context, "ui.initiative.sources", source_list(context, initiative.sources)));
    if (auto card = propose_card(context)) right.add(std::move(*card));
    return columns(context, std::move(left), std::move(right));
}

query::Job initiative_job(const action::Route& route) {
    return [id = route.id](const query::Source& source) -> base::Result<query::DataPtr> {
        auto found = TRY(query::initiative(source, id));
        if (!found) return query::DataPtr();
        auto answer = std::make_shared<Loaded<query::InitiativePage>>(std::move(*found));
        query::InitiativeSummary own;
        own.id = id;
        own.poster = answer->value.poster;
        answer->pictures = load_posters({own}, kPosterSide);
        int number = 0;
        for (const auto& document : answer->value.initiative.documents) {
            const auto name = "document/" + id + "/" + std::to_string(++number);
            const auto bytes = query::first_thumbnail(source, document);
            if (!bytes || bytes->empty()) continue;
            if (auto image = draw::decode_image(*bytes, kDocumentSide))
                answer->pictures.emplace_back(name, *image);
        }
        load_pictures(source, answer->value.initiative.pictures, answer->pictures);
        const auto files = query::photo_files(source, answer->value.initiative);
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (!files[i]) continue;
            auto image = draw::load_image(*files[i], kPhotoThumbnailSide);
            if (image)
                answer->pictures.emplace_back("photo/" + id + "/" + std::to_string(i + 1), std::move(*image));
            else
                base::log(base::LogLevel::warning, "screens", image.error().detail);
        }
        return query::DataPtr(std::move(answer));
    };
}

}  // namespace

Screen initiative_screen() {
    return {initiative_job, initiative_content};
}

}  // namespace accueil::screens
