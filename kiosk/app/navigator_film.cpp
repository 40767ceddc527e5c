// SPDX-License-Identifier: GPL-3.0-or-later
// The navigator's film: the player follows the state, the screen follows the player.
#include <algorithm>
#include <cmath>

#include "kiosk/app/navigator.hpp"
#include "kiosk/screens/film.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/cases.hpp"

namespace accueil::app {

using action::ScreenKind;
using action::WatchAction;
using screens::FilmView;
using std::chrono::seconds;

namespace {

constexpr double kKeyStep = 5;     // seconds
constexpr float kLineReach = 16;   // design pixels around the line
constexpr float kReadAt = 0.3F;    // of the transcript's height: where the current row is kept
constexpr seconds kOwnReading{8};  // a transcript that a finger moved is left there
constexpr seconds kUnknownLength{std::chrono::minutes(10)}, kAfterEnd{5};

class FilmPicture final : public draw::MovingPicture {
  public:
    explicit FilmPicture(std::shared_ptr<video::SharedFrames> frames) : m_frames(std::move(frames)) {}
    std::optional<Frame> newest() override {
        const auto frame = m_frames->newest();
        if (!frame) return std::nullopt;
        return Frame{frame->pixels, frame->width, frame->height, frame->stride, frame->number};
    }

  private:
    std::shared_ptr<video::SharedFrames> m_frames;
};

}  // namespace

bool Navigator::film_on_top() const {
    return top_slot().route.screen == ScreenKind::film && top_slot().data != nullptr;
}

// Where a film's next frame is all that is new, its place is.
std::optional<base::Rect> Navigator::moved_alone(Before before) const {
    if (m_dirty || before == Before::nothing || !film_on_top()) return std::nullopt;
    const auto* picture = ui::find(m_tree, screens::kFilmPicture);
    if (picture == nullptr) return std::nullopt;
    return picture->rect;
}

void Navigator::follow_film() {
    if (m_parts.player == nullptr) return;
    const auto& watching = m_state.here().watching;
    const auto* page = film_on_top() ? &screens::film_of(*top_slot().data) : nullptr;
    if (page == nullptr || page->file.empty()) {
        if (m_film.ticket != 0) m_parts.player->close();
        m_film = {};
        return;
    }
    const int volume = m_state.preferences.listening.volume;
    if (m_film.file != page->file) {
        open_film(*page);
        return;
    }
    auto& view = m_film.view;
    if (volume != std::exchange(m_film.volume, volume)) m_parts.player->tell(video::SetVolume{volume});
    if (watching.playing == std::exchange(m_film.playing, watching.playing)) return;
    if (watching.playing && view.state == FilmView::State::failed) {
        open_film(*page);
        return;
    }
    if (view.state == FilmView::State::failed || view.state == FilmView::State::loading) {
        if (view.state == FilmView::State::loading)
            m_parts.player->tell(watching.playing ? video::Command(video::Play{}) : video::Pause{});
        return;
    }
    if (watching.playing) {
        m_parts.player->tell(video::Play{});
        view.state = FilmView::State::playing;
        film_is_watched();
    } else if (view.state != FilmView::State::ended) {
        m_parts.player->tell(video::Pause{});
        view.state = FilmView::State::paused;
    }
}

void Navigator::open_film(const query::FilmPage& page) {
    const int volume = m_state.preferences.listening.volume;
    m_film = {};
    m_film.ticket = m_next_ticket++;
    m_film.file = page.file;
    m_film.volume = volume;
    m_film.playing = m_state.here().watching.playing;
    m_parts.player->open(m_film.ticket, {page.file, page.video.file.type, volume, !m_film.playing});
    m_film.view.state = FilmView::State::loading;
    m_film.view.duration = page.video.duration;
    if (auto frames = m_parts.player->frames())
        m_film.view.picture = std::make_shared<FilmPicture>(std::move(frames));
    m_tree_stale = true;
}

void Navigator::seek_film(double second) {
    if (m_parts.player == nullptr || m_film.ticket == 0) return;
    auto& view = m_film.view;
    if (view.state == FilmView::State::failed || view.state == FilmView::State::none) return;
    view.second = std::clamp(second, 0.0, view.duration > 0 ? view.duration : second);
    m_parts.player->tell(video::Seek{view.second});
    m_film.read_until.reset();
    film_is_watched();
    m_tree_stale = true;
    if (view.state != FilmView::State::ended) return;
    view.state = FilmView::State::paused;
    perform(WatchAction(action::SetPlaying{true}));
}

// A visitor who watches does not touch: until its end the film speaks for them.
void Navigator::film_is_watched() {
    const auto& view = m_film.view;
    const auto left =
        view.duration > 0 ? seconds(std::lround(std::max(0.0, view.duration - view.second))) : kUnknownLength;
    m_film.watched_until = m_parts.clock.steady() + left + kAfterEnd;
}

void Navigator::on_player(const std::vector<video::Player::News>& news) {
    for (const auto& each : news) {
        if (each.ticket != m_film.ticket || m_film.ticket == 0) continue;
        auto& view = m_film.view;
        std::visit(base::Cases{
                       [&](const video::Loaded& loaded) {
                           if (loaded.duration > 0) view.duration = loaded.duration;
                           view.width = loaded.width;
                           view.height = loaded.height;
                           view.sound = loaded.sound;
                           view.state = m_film.playing ? FilmView::State::playing : FilmView::State::paused;
                           film_is_watched();
                           m_tree_stale = true;
                       },
                       [&](const video::FrameReady& frame) { take_frame(frame.second); },
                       [&](const video::Ended&) {
                           view.state = FilmView::State::ended;
                           m_tree_stale = true;
                           if (m_state.here().watching.playing)
                               perform(WatchAction(action::SetPlaying{false}));
                       },
                       [&](const video::Failed& failed) {
                           view.state = FilmView::State::failed;
                           view.fault = failed.fault;
                           view.picture.reset();
                           view.has_frame = false;
                           m_parts.player->close();
                           m_tree_stale = true;
                           if (m_state.here().watching.playing)
                               perform(WatchAction(action::SetPlaying{false}));
                       },
                       [](const video::Dropped&) {},
                   },
                   each.event);
    }
}

void Navigator::take_frame(double second) {
    auto& view = m_film.view;
    const auto& page = screens::film_of(*top_slot().data);
    const auto before = view.second;
    m_film_moved = true;
    // While a finger leads the line it says where the film will be.
    if (m_holder == Holder::line) second = before;
    view.second = second;
    if (!std::exchange(view.has_frame, true)) m_tree_stale = true;
    // A new tree only where words change.
    if (std::floor(before) != std::floor(second)) m_tree_stale = true;
    const auto language = screens::captions_of(page, m_state.here().watching, m_state.preferences.language);
    const auto cues = page.captions.find(language);
    if (cues != page.captions.end() &&
        model::cue_at(cues->second, before) != model::cue_at(cues->second, second))
        m_tree_stale = true;
}

// After the tree is laid out: the row that is said stays in sight, unless a finger reads elsewhere.
void Navigator::follow_transcript() {
    if (!film_on_top() || m_film.view.state != FilmView::State::playing || m_state.here().watching.wide)
        return;
    if (m_holder != Holder::none || m_scroller.moving()) return;
    const auto now = m_parts.clock.steady();
    if (m_film.read_until && now < *m_film.read_until) return;
    const auto* scroll = ui::find_scroller(m_tree);
    if (scroll == nullptr) return;
    for (const auto& row : scroll->children) {
        if (!row.state.current) continue;
        const float target =
            std::max(0.0F, m_scroller.offset() + row.rect.y - scroll->rect.y - scroll->rect.height * kReadAt);
        const float most = ui::scroll_limit(m_tree);
        if (std::abs(std::min(target, most) - m_scroller.offset()) > 2)
            m_scroller.glide_to(std::min(target, most), now, m_state.preferences.reduced_motion);
        return;
    }
}

void Navigator::leave_transcript() {
    m_film.read_until = m_parts.clock.steady() + kOwnReading;
}

bool Navigator::on_film_line(base::Point point) {
    if (!film_on_top() || m_state.overlay != action::Overlay::none || m_countdown) return false;
    tree();
    const auto* line = ui::find(m_tree, screens::kFilmLine);
    return line != nullptr && m_film.view.duration > 0 && line->rect.inset(-kLineReach).contains(point);
}

// The finger leads the line; the film follows when it leaves.
void Navigator::forward_to_film_line(const input::Gesture& gesture) {
    const auto* line = ui::find(m_tree, screens::kFilmLine);
    if (line == nullptr || line->rect.width <= 0) return;
    const auto second_at = [&](base::Point point) {
        const float share = std::clamp((point.x - line->rect.x) / line->rect.width, 0.0F, 1.0F);
        return static_cast<double>(share) * m_film.view.duration;
    };
    std::visit(base::Cases{
                   [&](const input::Tap& tap) {
                       m_holder = Holder::none;
                       perform(WatchAction(action::SeekTo{second_at(tap.position)}));
                   },
                   [&](const input::DragStart& drag) { m_film.line_at = drag.start; },
                   [&](const input::Drag& drag) {
                       m_film.line_at = {m_film.line_at.x + drag.delta.x, m_film.line_at.y};
                       m_film.view.second = second_at(m_film.line_at);
                       m_tree_stale = true;
                   },
                   [&](const input::DragEnd&) {
                       m_holder = Holder::none;
                       perform(WatchAction(action::SeekTo{second_at(m_film.line_at)}));
                   },
                   [&](const auto&) {},
               },
               gesture);
}

bool Navigator::film_key(const input::KeyEvent& key) {
    if (!film_on_top() || m_state.overlay != action::Overlay::none) return false;
    const bool is_free = m_highlight.focused.empty();
    if (key.text == " " && is_free) {
        perform(WatchAction(action::SetPlaying{!m_state.here().watching.playing}));
        return true;
    }
    if (!is_free || !key.text.empty()) return false;
    if (key.key == input::Key::escape && m_state.here().watching.wide) {
        perform(WatchAction(action::SetWide{false}));
        return true;
    }
    if (key.key != input::Key::left && key.key != input::Key::right) return false;
    perform(WatchAction(action::SeekTo{
        std::max(0.0, m_film.view.second + (key.key == input::Key::right ? kKeyStep : -kKeyStep))}));
    return true;
}

}  // namespace accueil::app
