// SPDX-License-Identifier: GPL-3.0-or-later
// What the film's screen shares with the navigator, which has the player. Pure; UI thread, but the job.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/draw/moving_picture.hpp"
#include "kiosk/query/films.hpp"
#include "kiosk/screens/screen.hpp"
#include "kiosk/video/messages.hpp"

namespace accueil::screens {

inline constexpr const char* kFilmPicture = "film/picture";
inline constexpr const char* kFilmLine = "film/line";  ///< where the film is, of its length
inline constexpr const char* kFilmPlay = "film/play";
inline constexpr double kFilmStep = 10;  ///< seconds, back and on

/// The film as the player tells of it.
struct FilmView {
    enum class State { none, loading, playing, paused, ended, failed };
    State state = State::none;
    video::Fault fault = video::Fault::gone;  ///< of one that failed
    double second = 0, duration = 0;          ///< duration 0: not known
    int width = 0, height = 0;                ///< 0 before it is loaded
    bool sound = true;
    bool has_frame = false;
    draw::MovingPicturePtr picture;
};

const query::FilmPage& film_of(const query::Data& data);

/// The language of the captions that show: the visitor's choice, or that of the screen, French, any; "" for
/// none.
std::string captions_of(const query::FilmPage& film, const action::Watching& watching,
                        const std::string& language);

/// The transcript's rows: cues, some together where there are very many.
struct TranscriptRow {
    double start = 0;
    std::string text;
};
inline constexpr std::size_t kMostRows = 300;
std::vector<TranscriptRow> transcript_of(const std::vector<model::Cue>& cues);
/// The row that is said at `second`; the last that began.
std::optional<std::size_t> row_at(const std::vector<TranscriptRow>& rows, double second);
std::string row_id(std::size_t row);

/// The line and the buttons below a film.
ui::Node film_controls(const Context& context, const query::FilmPage& film, const FilmView& view);
/// Which captions, and how they look.
ui::Node captions_dialog(const Context& context, const query::Data& data);

/// "1:02:03", "2:03".
std::string clock_words(double seconds);

}  // namespace accueil::screens
