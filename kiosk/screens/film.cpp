// SPDX-License-Identifier: GPL-3.0-or-later
// A film: its picture with the captions over it, what plays and leads it, and beside it what is said.
#include "kiosk/screens/film.hpp"

#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"

namespace accueil::screens {

using action::WatchAction;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr int kFilmPosterSide = 1600;
constexpr float kFilmMargin = 40, kBesideFilm = 560;
constexpr float kCaptionMargin = 24, kCaptionSize = 34, kWideCaptionSize = 44;

base::Rect fitted(const base::Rect& room, float width, float height) {
    const float scale = std::min(room.width / width, room.height / height);
    const float wide = width * scale, high = height * scale;
    return {room.center().x - wide / 2, room.center().y - high / 2, wide, high};
}

bool is_over(FilmView::State state) {
    return state == FilmView::State::ended || state == FilmView::State::failed ||
           state == FilmView::State::none;
}

std::string fault_words(const Context& context, video::Fault fault) {
    switch (fault) {
        case video::Fault::unreadable:
            return context.tr("ui.film.unreadable");
        case video::Fault::too_large:
            return context.tr("ui.film.too_large");
        case video::Fault::stalled:
            return context.tr("ui.film.stalled");
        case video::Fault::gone:
            break;
    }
    return context.tr("ui.film.gone");
}

// The caption of the moment, over the film's lower edge.
Node caption_node(const Context& context, const model::Cue& cue, const std::string& language, bool wide) {
    const auto& look = context.state.preferences.listening;
    Node over = ui::column(0, ui::Edges::all(kCaptionMargin));
    over.layout.absolute = true;
    over.layout.align = ui::Place::stretch;
    over.layout.distribute = ui::Distribute::end;
    Node line = ui::column();
    line.layout.align = ui::Place::center;
    Node ground = ui::column(0, ui::Edges::of(6, 18));
    if (look.caption_ground) {
        ground.paint.fill = Token::film_ground;
        ground.paint.radius = 8;
    }
    const float size =
        (wide ? kWideCaptionSize : kCaptionSize) * static_cast<float>(look.caption_percent) / 100.0F;
    Node words = ui::label({cue.text, language}, size,
                           look.caption_yellow ? Token::film_accent : Token::film_ink, Weight::semibold);
    words.id = "film/caption";
    words.role = ui::Role::status;
    words.text->centered = true;
    words.text->max_size = size;
    ground.add(std::move(words));
    line.add(std::move(ground));
    over.add(std::move(line));
    return over;
}

// A sentence in the middle of the film's place.
Node over_film(const Context& context, const char* icon_name, const std::string& sentence, bool again) {
    Node over = ui::column(24, ui::Edges::all(kFilmMargin));
    over.layout.absolute = true;
    over.layout.align = ui::Place::center;
    over.layout.distribute = ui::Distribute::center;
    Node box = ui::column(24, ui::Edges::of(32, kFilmMargin));
    box.layout.align = ui::Place::center;
    box.layout.max_width = 820;
    box.paint.fill = Token::film_ground;
    box.paint.radius = ui::kRadius;
    box.add(ui::icon(icon_name, 96, Token::film_ink, true));
    Node words = ui::label({sentence, {}}, ui::type::kLead, Token::film_ink, Weight::semibold);
    words.id = "film/says";
    words.role = ui::Role::status;
    words.text->centered = true;
    box.add(std::move(words));
    if (again)
        box.add(ui::button("film/again", context.tr("ui.film.again"), "arrow-clockwise",
                           WatchAction(action::SetPlaying{true})));
    over.add(std::move(box));
    return over;
}

Node film_picture(const Context& context, const Loaded<query::FilmPage>& answer, const FilmView& view) {
    const auto& film = answer.value;
    const auto& watching = context.entry.watching;
    Node node = ui::column();
    node.id = kFilmPicture;
    node.role = ui::Role::image;
    const auto title = words(context, film.video.title.empty() ? film.initiative : film.video.title);
    node.name = title.text;
    const bool can_play = !film.file.empty() && view.state != FilmView::State::failed;
    if (can_play) {
        node.on_tap = WatchAction(action::SetPlaying{!watching.playing});
        node.focusable = false;  // its button is
    }
    const auto poster = answer.picture(film.initiative_id);
    const bool shows_film =
        view.has_frame && view.picture && view.width > 0 && view.state != FilmView::State::failed;
    node.draw = [poster, shows_film, picture = view.picture, width = static_cast<float>(view.width),
                 height = static_cast<float>(view.height)](draw::Canvas& canvas, const base::Rect& room) {
        canvas.box(room, {{0, 0, 0, 255}, draw::kTransparent, 0, 0});
        if (shows_film)
            canvas.moving(picture, fitted(room, width, height));
        else if (poster)
            canvas.image(
                poster,
                fitted(room, static_cast<float>(poster->width()), static_cast<float>(poster->height())),
                {120, 120, 120, 255});
    };
    if (film.file.empty()) {
        node.add(over_film(context, "clock", context.tr("ui.film.not_here"), false));
        return node;
    }
    if (view.state == FilmView::State::failed) {
        node.add(over_film(context, "warning-circle", fault_words(context, view.fault), true));
        return node;
    }
    const auto language = captions_of(film, watching, context.language());
    if (const auto cues = film.captions.find(language); cues != film.captions.end() && shows_film) {
        if (const auto cue = model::cue_at(cues->second, view.second))
            node.add(caption_node(context, cues->second[*cue], language, watching.wide));
    }
    if (!watching.playing) {
        Node over = ui::column();
        over.layout.absolute = true;
        over.layout.align = ui::Place::center;
        over.layout.distribute = ui::Distribute::center;
        Node disc = ui::column(0, ui::Edges::all(28));
        disc.paint.fill = Token::film_ground;
        disc.paint.radius = 76;
        disc.add(ui::icon(view.state == FilmView::State::ended ? "arrow-counter-clockwise" : "play", 96,
                          Token::film_ink, true));
        over.add(std::move(disc));
        node.add(std::move(over));
    } else if (!view.has_frame) {
        node.add(over_film(context, "hourglass", context.tr("ui.film.loading"), false));
    }
    return node;
}

Node transcript_row(const TranscriptRow& row, std::size_t number, const std::string& language, bool current,
                    bool can_seek) {
    Node card = ui::card_control(row_id(number), row.text, WatchAction(action::SeekTo{row.start}),
                                 ui::Edges::of(14, 20));
    card.state.disabled = !can_seek;
    card.layout.direction = ui::Direction::row;
    card.layout.align = ui::Place::start;
    card.layout.gap = 20;
    card.layout.min_height = ui::kTarget;
    card.state.current = current;
    if (current) {
        card.paint.fill = Token::primary_soft;
        card.paint.border = Token::primary;
        card.paint.border_width = 4;
    }
    Node time = ui::label({clock_words(row.start), {}}, 24, Token::ink_soft, Weight::medium);
    time.role = ui::Role::none;
    time.layout.min_width = 72;
    card.add(std::move(time));
    Node words = ui::label({row.text, language}, ui::type::kBody, Token::ink, Weight::regular);
    words.role = ui::Role::none;
    words.layout.grow = 1;
    words.text->own_direction = true;
    card.add(std::move(words));
    return card;
}

Node transcript(const Context& context, const query::FilmPage& film, const FilmView& view) {
    Node scroll;
    scroll.id = "scroll";
    scroll.layout.scroll = true;
    scroll.layout.grow = 1;
    scroll.layout.gap = 12;
    scroll.layout.padding = ui::Edges::of(12, context.portrait() ? kFilmMargin : 8);
    scroll.role = ui::Role::list;
    scroll.name = context.tr("ui.film.transcript");
    auto language = captions_of(film, context.entry.watching, context.language());
    // Without captions over the film its words still stand here.
    if (language.empty()) language = captions_of(film, {}, context.language());
    const auto cues = film.captions.find(language);
    if (cues == film.captions.end()) {
        scroll.add(ui::label({context.tr("ui.film.no_transcript"), {}}, ui::type::kBody, Token::ink_soft));
        return scroll;
    }
    const auto rows = transcript_of(cues->second);
    const auto here = is_over(view.state) ? std::nullopt : row_at(rows, view.second);
    const bool can_seek = !film.file.empty() && view.state != FilmView::State::failed;
    for (std::size_t i = 0; i < rows.size(); ++i)
        scroll.add(transcript_row(rows[i], i, language, here == i, can_seek));
    return scroll;
}

Node film_titles(const Context& context, const query::FilmPage& film) {
    Node texts = ui::column(4);
    Node title = ui::heading(words(context, film.video.title.empty() ? film.initiative : film.video.title), 1,
                             ui::type::kLead);
    title.text->style.max_lines = 2;
    texts.add(std::move(title));
    if (!film.video.title.empty()) {
        texts.add(ui::label(words(context, film.initiative), 24, Token::ink_soft));
    }
    return texts;
}

Node film_content(const Context& context, const query::Data& data) {
    const auto& answer = as<query::FilmPage>(data);
    const auto& film = answer.value;
    FilmView at_rest;
    at_rest.duration = film.video.duration;
    const FilmView& view = context.film == nullptr ? at_rest : *context.film;
    Node picture = film_picture(context, answer, view);
    Node controls = film_controls(context, film, view);
    controls.layout.padding = ui::Edges::of(8, kFilmMargin);
    Node whole = ui::column();
    whole.role = ui::Role::article;
    whole.name = picture.name;
    whole.paint.fill = Token::surface;
    if (context.entry.watching.wide) {
        picture.layout.grow = 1;
        whole.add(std::move(picture));
        whole.add(std::move(controls));
        return whole;
    }
    if (context.portrait()) {
        Node head = ui::column(0, ui::Edges::of(16, kFilmMargin));
        head.add(film_titles(context, film));
        whole.add(std::move(head));
        picture.layout.height = std::round(context.size.width * 9 / 16);
        whole.add(std::move(picture));
        whole.add(std::move(controls));
        whole.add(transcript(context, film, view));
        return whole;
    }
    whole.layout.direction = ui::Direction::row;
    Node left = ui::column();
    left.layout.grow = 1;
    picture.layout.grow = 1;
    left.add(std::move(picture));
    left.add(std::move(controls));
    whole.add(std::move(left));
    Node side = ui::column(16, ui::Edges::of(20, 24));
    side.layout.width = kBesideFilm;
    side.add(film_titles(context, film));
    side.add(transcript(context, film, view));
    whole.add(std::move(side));
    return whole;
}

query::Job film_job(const action::Route& route) {
    return [id = route.id](const query::Source& source) -> base::Result<query::DataPtr> {
        auto found = TRY(query::film(source, id));
        if (!found) return query::DataPtr();
        auto answer = std::make_shared<Loaded<query::FilmPage>>(std::move(*found));
        query::InitiativeSummary own;
        own.id = id;
        own.poster = answer->value.poster;
        answer->pictures = load_posters({own}, kFilmPosterSide);
        return query::DataPtr(std::move(answer));
    };
}

}  // namespace

const query::FilmPage& film_of(const query::Data& data) {
    return as<query::FilmPage>(data).value;
}

std::string captions_of(const query::FilmPage& film, const action::Watching& watching,
                        const std::string& language) {
    const auto is_there = [&](const std::string& one) { return film.captions.contains(one); };
    if (watching.captions) return is_there(*watching.captions) ? *watching.captions : std::string();
    for (const auto& one : {language, std::string("fr")})
        if (is_there(one)) return one;
    return film.captions.empty() ? std::string() : film.captions.begin()->first;
}

std::vector<TranscriptRow> transcript_of(const std::vector<model::Cue>& cues) {
    const std::size_t together = (cues.size() + kMostRows - 1) / kMostRows;
    std::vector<TranscriptRow> rows;
    for (std::size_t i = 0; i < cues.size(); ++i) {
        auto text = cues[i].text;
        std::replace(text.begin(), text.end(), '\n', ' ');
        if (i % together == 0)
            rows.push_back({cues[i].start, std::move(text)});
        else
            rows.back().text += " " + text;
    }
    return rows;
}

std::optional<std::size_t> row_at(const std::vector<TranscriptRow>& rows, double second) {
    const auto after = std::upper_bound(rows.begin(), rows.end(), second,
                                        [](double at, const TranscriptRow& row) { return at < row.start; });
    if (after == rows.begin()) return std::nullopt;
    return static_cast<std::size_t>(after - rows.begin()) - 1;
}

std::string row_id(std::size_t row) {
    return "film/row/" + std::to_string(row + 1);
}

Screen film_screen() {
    return {film_job, film_content, true};
}

}  // namespace accueil::screens
