// SPDX-License-Identifier: GPL-3.0-or-later
// Holds where the visitor is and turns what hands do into actions: one tree, one state, one clock. It knows
// neither the window nor the disk, so that tests and pictures drive it as the glass does. Made by main; UI
// thread.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/action/action.hpp"
#include "kiosk/app/desk_pin.hpp"
#include "kiosk/app/scroller.hpp"
#include "kiosk/app/sheet.hpp"
#include "kiosk/draw/theme.hpp"
#include "kiosk/input/events.hpp"
#include "kiosk/map/map_picture.hpp"
#include "kiosk/map/map_view.hpp"
#include "kiosk/media/printer.hpp"
#include "kiosk/query/loader.hpp"
#include "kiosk/screens/aloud.hpp"
#include "kiosk/screens/document.hpp"
#include "kiosk/screens/film.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/screen.hpp"
#include "kiosk/speech/speaker.hpp"
#include "kiosk/video/player.hpp"
#include "sync/base/clock.hpp"
#include "sync/model/proposal.hpp"

namespace accueil::app {

struct NavigatorOptions {
    action::Preferences defaults;
    std::chrono::seconds idle{90};       ///< without a touch, before the question
    std::chrono::seconds countdown{25};  ///< that the question stays
    std::chrono::seconds desk_idle{60};  ///< `idle` while the agent's desk is open
    std::filesystem::path pin_file{};    ///< of the desk; empty: there is none
};

/// What the navigator borrows; all of it outlives it.
struct NavigatorParts {
    const base::Catalog& catalog;
    draw::TextEngine& text;
    const std::array<draw::Theme, 3>& themes;        ///< by action::Appearance
    const std::array<map::StylePtr, 3>& map_styles;  ///< the same
    const base::Clock& clock;
    map::MapView* map = nullptr;
    map::MapView* miniature = nullptr;
    /// Asks the loader; the answer comes back through on_news with the same ticket, unless a later question
    /// of the same channel came before it was begun.
    std::function<void(std::uint64_t ticket, query::Job job, const std::string& channel)> ask;
    map::TileSourcesPtr sources{};  ///< the map's, without those of the content; null: there never are others
    /// Gives the paper to the printer; what becomes of it comes back through on_printer with the same ticket.
    /// Null: there is no printer.
    std::function<void(std::uint64_t ticket, media::Paper paper)> print{};
    video::Player* player = nullptr;     ///< null: films are shown by their posters and their words
    speech::Speaker* speaker = nullptr;  ///< null: nothing is read aloud
    /// For papers: a picture as map::paint_picture() makes it, of `millimetres`. Called on the printer's
    /// thread, with a wish whose style is not set. Null: papers have no map.
    std::function<map::MapPicture(map::PictureWish wish, base::Size millimetres)> paint_map{};
};

class Navigator {
  public:
    Navigator(NavigatorParts parts, NavigatorOptions options);

    void resize(base::Size design_size);
    void on_gesture(const input::Gesture& gesture);
    void on_key(const input::KeyEvent& key);
    /// After a Press: the control under the finger answers to one that stays.
    bool may_be_held();
    void on_wheel(const input::WheelEvent& wheel);
    void on_news(query::Loader::News news);
    void on_printer(const media::Printer::News& news);
    void on_player(const std::vector<video::Player::News>& news);
    void on_speaker(const std::vector<speech::Speaker::News>& news);
    void perform(const action::Action& action);
    /// How long a finger that went down there must rest to mean more than a tap; nothing where it cannot.
    std::optional<std::chrono::milliseconds> long_press(base::Point point) const;

    /// Moves what moves by itself on to the clock's time. True when the glass must be drawn again.
    bool tick();
    /// When tick() is wanted next without any input; none when nothing is due.
    std::optional<base::SteadyTime> next_deadline() const;
    void redraw() { m_dirty = true; }

    /// What the canvas has before it is drawn on: nothing, or what was drawn last.
    enum class Before { nothing, last_frame };
    void draw(draw::Canvas& canvas, Before before = Before::nothing);

    const action::AppState& state() const { return m_state; }
    /// The word of the document's page that is being said.
    std::optional<std::size_t> spoken_word() const { return m_voice.view.word; }
    const ui::Node& tree();
    std::string tree_json();
    std::uint64_t tree_number() const { return m_tree_number; }  ///< grows with each new tree
    /// True once there is something to show on the screen where the visitor is, if only why there is nothing.
    bool has_content() const {
        return m_slots.back().data || m_slots.back().failure != screens::Failure::none;
    }
    void scroll_to(float offset);  ///< at once
    /// True when nothing on screen waits for the content or for map tiles.
    bool settled() const;

  private:
    struct Slot {  // what is known of one step of the way
        action::Route route;
        query::DataPtr data;
        screens::Failure failure = screens::Failure::none;
        std::uint64_t ticket = 0;  // 0: nothing asked
        base::SteadyTime asked{};
    };
    /// What the map screen asks for beside its content; what it had stays until the answer comes.
    template <class Key>
    struct Aside {
        query::DataPtr content, data;
        Key key{};
        std::uint64_t ticket = 0;  // of what is awaited; 0: nothing
        bool ready() const { return ticket == 0; }
    };
    enum class Holder { none, scroll, map, sheet, page, line, swallowed };

    ui::Environment environment() const;
    screens::Context context(const ui::Environment& environment) const;
    void change_state(action::AppState next);
    void match_slots();
    void ask(Slot& slot);
    void take_feed(std::shared_ptr<const query::FeedSummary> feed);
    void take_map_sources(const query::Answer& answer);
    void rebuild();
    // The map screen; navigator_map.cpp.
    void ask_for_map();
    void take_map_answer(const query::Answer& answer);
    void place_miniature();
    void place_map(map::Motion motion);
    void build_map_markers(ui::Node& map);
    bool sheet_takes(base::Point start) const;
    void drag_sheet(float way);
    bool map_on_top() const;
    bool on_map(base::Point point);
    void forward_to_map(const input::Gesture& gesture);
    void show_selected_on_map();
    // A document; navigator_document.cpp.
    const ui::Node* page_on_top() const;
    const model::PagedPage* page_here() const;
    bool on_page(base::Point point);
    void ask_for_document();
    void turn_page(int by);
    void pan_page(base::Point by);
    void forward_to_page(const input::Gesture& gesture);
    bool page_key(const input::KeyEvent& key);
    // A film; navigator_film.cpp.
    bool film_on_top() const;
    std::optional<base::Rect> moved_alone(Before before) const;
    void follow_film();
    void open_film(const query::FilmPage& page);
    void seek_film(double second);
    void film_is_watched();
    void take_frame(double second);
    void follow_transcript();
    void leave_transcript();
    bool on_film_line(base::Point point);
    void forward_to_film_line(const input::Gesture& gesture);
    bool film_key(const input::KeyEvent& key);
    // What is read aloud; navigator_voice.cpp.
    struct Script {
        action::Route route;
        int page = 0;                ///< of a document, and
        std::string text, language;  ///< the text of it; the language of either
        bool operator==(const Script&) const = default;
    };
    std::optional<Script> script_here() const;
    void begin_script(const Script& script);
    void follow_voice();
    void say_from(std::size_t passage);
    void read_on();
    void carry_out(const action::SpeakAction& action);
    void take_word(const speech::Speaker::WordReached& reached);
    void keep_word_in_sight(std::size_t word);
    ui::Node* mark_what_is_said();
    void follow_what_is_said(const ui::Node* said);
    bool voice_key(const input::KeyEvent& key);
    bool voice_speaks() const;
    // The agent's desk; navigator_desk.cpp.
    bool on_mark(base::Point point) const;
    void hold_mark();
    void follow_desk(const action::AppState& before);
    std::optional<std::string> unmet_need() const;
    void carry_out(const action::DeskAction& action, const action::AppState& before);
    void take_desk_answer(const query::Answer& answer);
    void take_verdict(const query::Answer& answer);
    void print_here();
    // A proposal; navigator_proposal.cpp.
    action::Action tapped(const ui::Node& control, base::Point point) const;
    bool field_key(const input::KeyEvent& key);
    void follow_proposal(const action::AppState& before);
    void take_proposal_answer(const query::Answer& answer);
    void wait_for_pin(std::chrono::seconds wait);
    bool pad_key(const input::KeyEvent& key);
    void tick_desk();
    std::optional<base::SteadyTime> desk_deadline() const;
    std::chrono::seconds idle() const;
    void ask_for_found();
    bool typing() const;  // what is typed on a keyboard that is plugged in is searched
    void move_focus(int step);
    void keep_focus_visible();
    void tick_idle();
    void touched();
    bool worth_erasing() const;
    base::SteadyTime top_deadline() const;
    Slot& top() { return m_slots.back(); }
    const Slot& top_slot() const { return m_slots.back(); }

    NavigatorParts m_parts;
    NavigatorOptions m_options;
    base::Size m_size{1080, 1920};
    action::AppState m_state;
    std::vector<Slot> m_slots;
    std::shared_ptr<const query::FeedSummary> m_feed;
    std::uint64_t m_next_ticket = 1;
    std::uint64_t m_map_ticket = 0;  // of the map files that were asked for

    ui::Node m_tree;
    bool m_tree_stale = true;
    bool m_tree_waits = false;  // an older tree stays for a moment while its successor's content is read
    std::uint64_t m_tree_number = 0;
    bool m_dirty = true;
    bool m_film_moved = false;  // since the last frame, and nothing else need have
    ui::Highlight m_highlight;
    Scroller m_scroller;
    SheetMotion m_sheet;
    bool m_fly_when_placed = false;
    Aside<screens::MapWish> m_selection;
    Aside<std::string> m_card;                                 // key: what is selected
    Aside<std::pair<action::Route, std::string>> m_miniature;  // key: of what screen, and the language
    bool m_miniature_seen = false;                             // by the tree that is up
    Aside<std::pair<std::string, std::string>> m_found;        // key: what is typed, and the language
    Aside<screens::DocumentWish> m_document;
    float m_page_drag = 0;         // how far a finger holds the page aside, design pixels
    struct Film {                  // that the player has
        std::uint64_t ticket = 0;  // 0: none
        std::filesystem::path file;
        screens::FilmView view;
        int volume = 0;
        bool playing = true;  // what the player was told
        base::SteadyTime watched_until{};
        std::optional<base::SteadyTime> read_until;  // a finger has the transcript
        base::Point line_at;                         // where it leads the line
    };
    Film m_film;
    struct Voice {                 // that the speaker has
        std::uint64_t ticket = 0;  // 0: it is silent
        Script script;
        std::vector<speech::Passage> passages;
        std::vector<std::size_t> texts;  // of each passage, which of the screen's it is of
        std::size_t passage = 0;         // where it is
        bool follows = false;            // another text was reached: it is to be in sight
        int rate = 0, volume = 0;
        bool is_held = false;
        bool is_prepared = false;  // it was asked which voices there are
        base::SteadyTime heard_until{};
        screens::VoiceView view;
    };
    Voice m_voice;
    Holder m_holder = Holder::none;

    std::shared_ptr<const query::DeskNotices> m_notices;
    std::shared_ptr<PinDigits> m_pin = std::make_shared<PinDigits>();   // typed, until it is checked
    std::uint64_t m_door_ticket = 0, m_pin_ticket = 0;                  // 0: nothing asked
    std::vector<std::pair<std::uint64_t, action::Told>> m_notice_jobs;  // under way, and what they will say
    std::optional<base::SteadyTime> m_pin_wait_until, m_told_until;
    std::optional<int> m_pin_wait;  // seconds
    media::PrinterState m_printer = media::PrinterState::unknown;
    std::uint64_t m_print_ticket = 0;           // of this visit's; 0: none is under way
    std::uint64_t m_proposal_ticket = 0;        // the same
    std::optional<model::Proposal> m_proposal;  // that was tried last: tried again as it was, it is the same

    base::SteadyTime m_last_touch;
    std::optional<int> m_countdown;
    std::string m_time, m_date;
    model::LocalMinutes m_now{};  ///< of the territory
};

}  // namespace accueil::app
