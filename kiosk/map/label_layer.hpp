// SPDX-License-Identifier: GPL-3.0-or-later
// The names on the map from one frame to the next: gathered from the tiles, placed when that is due, moved
// with the map between, faded in and out. Owned by MapView; UI thread.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/map/camera.hpp"
#include "kiosk/map/labels.hpp"
#include "kiosk/map/sprites.hpp"
#include "kiosk/map/tile.hpp"

namespace accueil::map {

class LabelLayer {
  public:
    /// While the map moves names are placed anew this often: between, they move with it.
    static constexpr std::chrono::milliseconds kPlaceEvery{100};
    static constexpr std::chrono::milliseconds kFade{150};

    /// A BCP 47 tag. Tiles carry all their languages, so that none is made again.
    void set_language(std::string language);
    const std::string& language() const { return m_language; }
    void set_motion(Motion motion) { m_motion = motion; }
    /// What stands may be placed elsewhere at the next drawing.
    void forget();

    /// Moves on to `now`. Where time stands still, as for a picture, nothing fades.
    void tick(base::SteadyTime now);
    /// True while names fade, or wait to be placed or drawn: tick() and draw() are wanted at every frame.
    bool animating() const { return m_fading || m_stale || m_waiting; }

    struct Scene {
        const View& at;
        const StylePtr& style;
        float scale = 1;             ///< device pixels a design pixel
        std::vector<TilePtr> tiles;  ///< those that are on the screen, each once
        std::span<const base::Rect> obstacles;
        bool moving = false;  ///< by itself or under a finger
    };
    /// Places names and makes their pictures ready; draw() follows in the same frame, at the same view.
    void prepare(draw::Canvas& canvas, draw::TextEngine& engine, Sprites& sprites, const Scene& scene);
    void draw(draw::Canvas& canvas, draw::TextEngine& engine, Sprites& sprites, const View& at);

    std::size_t candidates() const { return m_candidates.size(); }
    std::size_t shown() const { return m_shown.size(); }

  private:
    struct Source {
        const TileLabel* label = nullptr;
        const LabelRule* rule = nullptr;
        const std::string* text = nullptr;
        std::shared_ptr<const Line> line;
    };
    struct Shown {
        std::size_t key = 0;
        const LabelRule* rule = nullptr;
        WorldPoint at;       // the place, or on a line the middle of the words
        base::Point offset;  // of the words' top left, or of the first piece's frame, from there
        Words words;
        bool show_thing = false, show_words = true;
        std::shared_ptr<const Line> line;
        std::vector<WordPiece> pieces;  // from the middle of the words
        base::SteadyTime since;         // when it came, or began to go
        bool going = false;
        float alpha = 1;
        bool ready = false;  // its pictures are, for this frame
    };

    /// What one frame may make of what takes long, so that none is late: a name's shape takes about 0.05 ms,
    /// its picture about 0.3. A picture without a window, for which no time runs, is complete.
    struct Budget {
        int shapes, pictures;
    };

    bool gathered(const Scene& scene) const;
    void gather(const Scene& scene);
    void join_over_edges(std::map<std::pair<std::string, int>, std::vector<std::size_t>>& groups);
    Budget budget(const Scene& scene) const;
    void place(draw::TextEngine& engine, const Scene& scene);
    Words words_of(const Source& source, double zoom) const;
    const WordShape* shape_of(draw::TextEngine& engine, std::size_t candidate, double zoom, int& budget);
    void follow_lines(const View& at);
    static const Sprite& thing_of(draw::TextEngine& engine, Sprites& sprites, const Shown& each);
    static bool has_words(const Shown& each) { return each.show_words && !each.words.text.empty(); }
    void draw_one(draw::Canvas& canvas, draw::TextEngine& engine, Sprites& sprites, const View& at,
                  const Shown& each);

    std::string m_language;
    Motion m_motion = Motion::full;
    base::SteadyTime m_now{};
    bool m_time_runs = false;

    // What was gathered, and of what.
    StylePtr m_style;
    std::vector<TilePtr> m_tiles;
    double m_from_zoom = 0, m_below_zoom = 0;  // where the same rules hold
    std::vector<LabelCandidate> m_candidates;
    std::vector<Source> m_sources;
    std::map<decltype(std::declval<Words>().key()), WordShape> m_shapes;

    // What was placed, and for what.
    LabelPlacer m_placer;
    Camera m_placed_for;
    std::vector<base::Rect> m_obstacles;
    base::SteadyTime m_placed_at{};
    bool m_placed_moving = false, m_must_place = true, m_first = true;
    std::vector<Shown> m_shown;

    bool m_fading = false, m_stale = false, m_waiting = false;
};

}  // namespace accueil::map
