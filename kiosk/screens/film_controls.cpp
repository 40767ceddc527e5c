// SPDX-License-Identifier: GPL-3.0-or-later
// What leads a film: its line, its buttons, and the dialog of its captions.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/film.hpp"
#include "kiosk/screens/overlays.hpp"
#include "kiosk/screens/parts.hpp"

namespace accueil::screens {

using action::WatchAction;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr float kLineHeight = 56, kLineWidth = 12, kKnob = 40;

// Time runs from left to right in every language.
Node film_line(const Context& context, const FilmView& view) {
    Node node;
    node.id = kFilmLine;
    node.role = ui::Role::slider;
    node.name =
        context.tr("ui.film.line", {{"at", clock_words(view.second)}, {"of", clock_words(view.duration)}});
    node.layout.height = kLineHeight;
    const auto& theme = context.environment.theme;
    const float share =
        view.duration > 0 ? static_cast<float>(std::clamp(view.second / view.duration, 0.0, 1.0)) : 0;
    node.draw = [share, empty = theme[Token::border_strong], full = theme[Token::primary],
                 around = theme[Token::surface_raised]](draw::Canvas& canvas, const base::Rect& room) {
        const base::Rect line{room.x, room.center().y - kLineWidth / 2, room.width, kLineWidth};
        canvas.box(line, {empty, draw::kTransparent, 0, kLineWidth / 2});
        const float at = line.x + line.width * share;
        if (share > 0)
            canvas.box({line.x, line.y, at - line.x, line.height},
                       {full, draw::kTransparent, 0, kLineWidth / 2});
        const float knob = std::clamp(at - kKnob / 2, line.x, line.x + line.width - kKnob);
        canvas.box({knob, room.center().y - kKnob / 2, kKnob, kKnob}, {full, around, 4, kKnob / 2});
    };
    return node;
}

Node stepped(const Context& context, const FilmView& view, double by) {
    const bool back = by < 0;
    const double most = view.duration > 0 ? view.duration : view.second + kFilmStep;
    const double to = std::clamp(view.second + by, 0.0, most);
    Node button = ui::button(back ? "film/back" : "film/on",
                             context.tr(back ? "ui.film.seconds_back" : "ui.film.seconds_on"), "",
                             WatchAction(action::SeekTo{to}));
    button.name = context.tr(back ? "ui.film.back" : "ui.film.on");
    const bool can_seek = view.state == FilmView::State::playing || view.state == FilmView::State::paused ||
                          view.state == FilmView::State::ended;
    return ui::dimmed(std::move(button), can_seek);
}

Node controls_row(const Context& context, const query::FilmPage& film, const FilmView& view) {
    const auto& watching = context.entry.watching;
    Node row = ui::row(14);
    row.layout.right_to_left = false;
    row.layout.wrap = context.environment.text_factor > 1;
    const bool can_play = !film.file.empty();
    Node play = ui::icon_button(kFilmPlay, context.tr(watching.playing ? "ui.film.pause" : "ui.film.play"),
                                watching.playing ? "pause" : "play",
                                WatchAction(action::SetPlaying{!watching.playing}));
    play.state.disabled = !can_play;
    row.add(ui::prominent(std::move(play)));
    row.add(stepped(context, view, -kFilmStep));
    row.add(stepped(context, view, kFilmStep));
    // Isolated: where one reads from right to left, too, the film's time comes first.
    const std::string of = view.duration > 0 ? clock_words(view.duration) : "?";
    Node time = ui::label({"\u2066" + clock_words(view.second) + " / " + of + "\u2069", {}}, ui::type::kBody,
                          Token::ink, Weight::semibold);
    time.id = "film/time";
    time.layout.grow = 1;
    time.text->centered = true;
    row.add(std::move(time));
    if (!film.captions.empty()) {
        row.add(ui::icon_button("film/captions", context.tr("ui.film.captions"), "closed-captioning",
                                action::ShowOverlay{action::Overlay::captions}));
        row.children.back().state.selected = !captions_of(film, watching, context.language()).empty();
    }
    if (view.sound)
        for (auto& part : volume_parts(context, "film"))
            row.add(std::move(part));
    row.add(ui::icon_button("film/wide", context.tr(watching.wide ? "ui.film.smaller" : "ui.film.larger"),
                            watching.wide ? "arrows-in" : "arrows-out",
                            WatchAction(action::SetWide{!watching.wide})));
    return row;
}

}  // namespace

std::vector<Node> volume_parts(const Context& context, const std::string& prefix) {
    const int now = context.state.preferences.listening.volume;
    const auto step = [&](const char* id, const char* key, const char* icon, int by) {
        return ui::dimmed(ui::icon_button(prefix + id, context.tr(key), icon,
                                          WatchAction(action::SetVolume{now + by * action::kVolumeStep})),
                          by < 0 ? now > 0 : now < action::kMostVolume);
    };
    Node volume = ui::label({std::to_string(now) + " %", {}}, ui::type::kBody, Token::ink, Weight::semibold);
    volume.id = prefix + "/volume";
    volume.text->centered = true;
    volume.layout.min_width = 96;
    std::vector<Node> parts;
    parts.push_back(step("/quieter", "ui.film.quieter", "speaker-low", -1));
    parts.push_back(std::move(volume));
    parts.push_back(step("/louder", "ui.film.louder", "speaker-high", 1));
    return parts;
}

Node film_controls(const Context& context, const query::FilmPage& film, const FilmView& view) {
    Node controls = ui::column(8);
    controls.role = ui::Role::group;
    controls.name = context.tr("ui.film.controls");
    controls.add(film_line(context, view));
    controls.add(controls_row(context, film, view));
    return controls;
}

std::string clock_words(double seconds) {
    const auto whole = static_cast<long>(seconds);
    const auto two = [](long number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    const long hours = whole / 3600, minutes = whole / 60 % 60;
    return (hours > 0 ? std::to_string(hours) + ":" + two(minutes) : std::to_string(minutes)) + ":" +
           two(whole % 60);
}

Node captions_dialog(const Context& context, const query::Data& data) {
    const auto& film = film_of(data);
    const auto& look = context.state.preferences.listening;
    const auto shown = captions_of(film, context.entry.watching, context.language());
    const action::ShowOverlay close{action::Overlay::captions};
    Node node = dialog(context, context.tr("ui.film.captions"), "closed-captioning", close);
    Node& sheet = dialog_sheet(node);
    std::vector<Node> languages;
    for (const auto& [language, cues] : film.captions)
        languages.push_back(ui::chip("film/captions/" + language, language_names(context, {language}), "",
                                     shown == language, WatchAction(action::ChooseCaptions{language})));
    languages.push_back(ui::chip("film/captions/none", context.tr("ui.film.no_captions"), "", shown.empty(),
                                 WatchAction(action::ChooseCaptions{})));
    sheet.add(dialog_choices(context.tr("ui.film.captions_language"), std::move(languages)));
    std::vector<Node> sizes, colours;
    for (const int percent : action::kCaptionSizes)
        sizes.push_back(ui::chip("film/captions/size/" + std::to_string(percent),
                                 std::to_string(percent) + " %", "", look.caption_percent == percent,
                                 WatchAction(action::SetCaptionSize{percent})));
    sheet.add(dialog_choices(context.tr("ui.film.captions_size"), std::move(sizes)));
    colours.push_back(ui::chip("film/captions/white", context.tr("ui.film.captions_white"), "",
                               !look.caption_yellow, WatchAction(action::SetCaptionYellow{false})));
    colours.push_back(ui::chip("film/captions/yellow", context.tr("ui.film.captions_yellow"), "",
                               look.caption_yellow, WatchAction(action::SetCaptionYellow{true})));
    colours.push_back(ui::chip("film/captions/ground", context.tr("ui.film.captions_ground"), "",
                               look.caption_ground,
                               WatchAction(action::SetCaptionGround{!look.caption_ground})));
    sheet.add(dialog_choices(context.tr("ui.film.captions_look"), std::move(colours)));
    sheet.add(ui::button("dialog/close", context.tr("ui.close"), "check", close, ui::ButtonKind::primary));
    return node;
}

}  // namespace accueil::screens
