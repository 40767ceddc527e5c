// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/label_layer.hpp"

#include <glib.h>

#include <algorithm>
#include <functional>

namespace accueil::map {

namespace {

constexpr std::size_t kMostShapes = 8000;
constexpr float kLeastLetter = 0.3F;  // of the size: no name's letters are narrower on average
constexpr float kSameWords = 24;      // design pixels: a name that moves less is the same one

std::size_t mixed(std::size_t a, std::size_t b) {
    return a ^ (b + 0x9e3779b97f4a7c15ULL + (a << 6) + (a >> 2));
}

std::string in_capitals(const std::string& text) {
    const std::unique_ptr<char, decltype(&g_free)> upper(
        g_utf8_strup(text.data(), static_cast<gssize>(text.size())), &g_free);
    return upper.get();
}

std::size_t letters_of(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

void LabelLayer::set_language(std::string language) {
    if (language == m_language) return;
    m_language = std::move(language);
    m_tiles.clear();
    m_style = nullptr;  // gathered again
}

void LabelLayer::forget() {
    m_placer.forget();
    m_must_place = true;
    m_first = true;
}

void LabelLayer::tick(base::SteadyTime now) {
    m_time_runs = now > m_now;
    m_now = now;
}

bool LabelLayer::gathered(const Scene& scene) const {
    const double zoom = scene.at.camera.zoom;
    return scene.style == m_style && scene.tiles == m_tiles && zoom >= m_from_zoom && zoom < m_below_zoom;
}

// What stands in from one tile may be in another too; LabelPlacer says each name once.
void LabelLayer::gather(const Scene& scene) {
    const double zoom = scene.at.camera.zoom;
    m_style = scene.style;
    m_tiles = scene.tiles;
    m_from_zoom = -1e9;
    m_below_zoom = 1e9;
    const auto changes_at = [&](double stop) {
        if (stop <= zoom)
            m_from_zoom = std::max(m_from_zoom, stop);
        else
            m_below_zoom = std::min(m_below_zoom, stop);
    };
    for (const LabelRule& rule : m_style->label_rules) {
        changes_at(rule.min_zoom);
        changes_at(rule.max_zoom);
        for (const auto& [stop, size] : rule.size.stops())
            changes_at(stop);
    }
    m_candidates.clear();
    m_sources.clear();
    std::map<std::pair<std::string, int>, std::vector<std::size_t>> lines;
    for (const TilePtr& tile : m_tiles)
        for (const TileLabel& label : tile->labels)
            for (const int index : label.rules) {
                const LabelRule& rule = m_style->label_rules[static_cast<std::size_t>(index)];
                if (zoom < rule.min_zoom || zoom >= rule.max_zoom) continue;
                const std::string& text = label.name_in(m_language);
                const bool along = !label.line.empty();
                LabelCandidate candidate;
                candidate.key = mixed(std::hash<std::string>{}(text.empty() ? rule.id : text), along ? 1 : 0);
                candidate.place = label.at;
                candidate.priority = rule.priority;
                candidate.weight = label.weight;
                const float side = rule.dot            ? 2 * LabelPlacer::kDotRadius
                                   : rule.icon.empty() ? 0
                                                       : Sprites::sign_side(rule);
                candidate.thing = {side, side};
                candidate.repeat = rule.repeat;
                candidate.named = !text.empty();
                candidate.thing_alone = rule.icon_alone;
                const auto size = static_cast<float>(rule.size.step_at(zoom));
                candidate.least_width = static_cast<float>(letters_of(text)) * size * kLeastLetter;
                if (along) lines[{text, index}].push_back(m_sources.size());
                m_candidates.push_back(candidate);
                m_sources.push_back({&label, &rule, &text, nullptr});
                break;
            }
    join_over_edges(lines);
}

// A street that goes on in the next tile is one street: its name may stand across the edge.
void LabelLayer::join_over_edges(std::map<std::pair<std::string, int>, std::vector<std::size_t>>& groups) {
    std::vector<bool> gone(m_sources.size(), false);
    const double pixel = m_tiles.empty() ? 0 : m_tiles.front()->made_for.id.world_rect().width() / kTileSide;
    for (const auto& [name, members] : groups) {
        std::vector<Line> lines;
        for (const std::size_t member : members)
            lines.push_back(m_sources[member].label->line);
        lines = joined(std::move(lines), 2 * pixel);
        for (std::size_t i = 0; i < members.size(); ++i) {
            gone[members[i]] = i >= lines.size();
            if (i >= lines.size()) continue;
            LabelCandidate& candidate = m_candidates[members[i]];
            const auto line = std::make_shared<const Line>(std::move(lines[i]));
            candidate.place = middle_of(*line);
            candidate.weight = length_of(*line);
            candidate.line = *line;
            m_sources[members[i]].line = line;
        }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        if (gone[i]) continue;
        if (kept != i) {
            m_candidates[kept] = m_candidates[i];
            m_sources[kept] = std::move(m_sources[i]);
        }
        ++kept;
    }
    m_candidates.resize(kept);
    m_sources.resize(kept);
}

Words LabelLayer::words_of(const Source& source, double zoom) const {
    const LabelRule& rule = *source.rule;
    Words words;
    words.text = rule.uppercase ? in_capitals(*source.text) : *source.text;
    words.size = static_cast<float>(rule.size.step_at(zoom));
    words.max_width = source.line ? 0 : rule.max_width;
    words.weight = rule.weight;
    words.italic = rule.italic;
    words.color = rule.color;
    words.halo = rule.halo;
    words.halo_width = rule.halo_width;
    words.rows = source.line ? draw::HaloRows::apart : draw::HaloRows::together;
    return words;
}

const WordShape* LabelLayer::shape_of(draw::TextEngine& engine, std::size_t candidate, double zoom,
                                      int& budget) {
    const Words words = words_of(m_sources[candidate], zoom);
    const auto known = m_shapes.find(words.key());
    if (known != m_shapes.end()) return &known->second;
    if (budget-- <= 0) return nullptr;
    const draw::TextLayoutPtr layout = words.layout(engine);
    WordShape shape{layout->size(), {}, words.size};
    if (m_sources[candidate].line) shape.clusters = layout->clusters();
    return &m_shapes.emplace(words.key(), std::move(shape)).first->second;
}

LabelLayer::Budget LabelLayer::budget(const Scene& scene) const {
    if (!m_time_runs) return {100'000, 100'000};
    return scene.moving ? Budget{30, 5} : Budget{200, 40};
}

void LabelLayer::place(draw::TextEngine& engine, const Scene& scene) {
    const View& at = scene.at;
    if (m_shapes.size() > kMostShapes) m_shapes.clear();
    for (LabelCandidate& candidate : m_candidates)
        candidate.at = at.to_screen(candidate.place);
    int left = budget(scene).shapes;
    const auto placed = m_placer.place(
        at, m_candidates, scene.obstacles, scene.moving ? Edges::cut : Edges::strict,
        [&](std::size_t candidate) { return shape_of(engine, candidate, at.camera.zoom, left); });
    m_waiting = left < 0;

    const bool fades = m_motion == Motion::full && m_time_runs && !m_first;
    std::vector<Shown> before = std::move(m_shown);
    m_shown.clear();
    std::unordered_multimap<std::size_t, Shown*> known;
    for (Shown& each : before)
        known.emplace(each.key, &each);
    for (const PlacedLabel& label : placed) {
        const LabelCandidate& candidate = m_candidates[label.candidate];
        const Source& source = m_sources[label.candidate];
        Shown next;
        next.key = candidate.key;
        next.rule = source.rule;
        next.words = words_of(source, at.camera.zoom);
        next.words.align = label.align;
        next.show_thing = label.show_thing;
        next.show_words = label.show_words;
        next.line = source.line;
        next.since = m_now;
        next.alpha = fades ? 0.0F : 1.0F;
        const base::Point stands = source.line ? label.middle : candidate.at;
        next.at = source.line ? at.to_world(label.middle) : candidate.place;
        next.offset = {label.rect.x - stands.x, label.rect.y - stands.y};
        next.pieces = label.pieces;
        for (WordPiece& piece : next.pieces)
            piece.center = piece.center - stands;
        const auto [begin, end] = known.equal_range(candidate.key);
        for (auto entry = begin; entry != end; ++entry) {
            Shown& old = *entry->second;
            const base::Point was = at.to_screen(old.at);
            if (old.rule == nullptr || std::hypot(was.x - stands.x, was.y - stands.y) > kSameWords) continue;
            // What was going comes back from where it is.
            next.alpha = old.alpha;
            next.since = m_now - std::chrono::duration_cast<base::SteadyTime::duration>(kFade * old.alpha);
            if (!old.going && old.alpha >= 1) next.since = old.since;
            old.rule = nullptr;
            break;
        }
        m_shown.push_back(std::move(next));
    }
    for (Shown& old : before) {
        if (old.rule == nullptr || !fades || old.alpha <= 0) continue;
        if (!old.going)
            old.since =
                m_now - std::chrono::duration_cast<base::SteadyTime::duration>(kFade * (1 - old.alpha));
        old.going = true;
        m_shown.push_back(std::move(old));
    }
    if (!m_shown.empty()) m_first = false;
    m_placed_for = at.camera;
    m_obstacles.assign(scene.obstacles.begin(), scene.obstacles.end());
    m_placed_at = m_now;
    m_placed_moving = scene.moving;
    m_must_place = m_stale = false;
}

/// While the zoom moves, words keep to their line and to their size.
void LabelLayer::follow_lines(const View& at) {
    for (Shown& each : m_shown) {
        if (!each.line) continue;
        std::vector<base::Point> points;
        for (const WorldPoint p : *each.line)
            points.push_back(at.to_screen(p));
        const Path path(std::move(points));
        const base::Point middle = at.to_screen(each.at);
        const auto known = m_shapes.find(each.words.key());
        if (known == m_shapes.end()) continue;
        if (auto pieces = path.words(known->second, path.nearest(middle).along)) {
            each.pieces = std::move(*pieces);
            for (WordPiece& piece : each.pieces)
                piece.center = piece.center - middle;
        }
    }
}

const Sprite& LabelLayer::thing_of(draw::TextEngine& engine, Sprites& sprites, const Shown& each) {
    const LabelRule& rule = *each.rule;
    return rule.icon.empty() ? sprites.dot(rule.color, rule.halo, LabelPlacer::kDotRadius)
                             : sprites.sign(engine, rule);
}

void LabelLayer::draw_one(draw::Canvas& canvas, draw::TextEngine& engine, Sprites& sprites, const View& at,
                          const Shown& each) {
    const base::Point p = at.to_screen(each.at);
    if (each.show_thing) thing_of(engine, sprites, each).draw(canvas, p, each.alpha);
    if (!has_words(each)) return;
    const Sprite& words = sprites.words(engine, each.words);
    if (each.pieces.empty())
        words.draw(canvas, p + each.offset, each.alpha);
    else
        Sprites::draw_pieces(canvas, words, each.words.halo_width, each.pieces, p, each.alpha);
}

void LabelLayer::prepare(draw::Canvas& canvas, draw::TextEngine& engine, Sprites& sprites,
                         const Scene& scene) {
    const bool other_style = m_style != scene.style;
    if (other_style) m_shown.clear();  // their rules go with the style
    const bool news = !gathered(scene);
    const bool moved = m_placed_for != scene.at.camera;
    const bool other =
        news || m_must_place || m_waiting || moved || m_placed_moving != scene.moving ||
        !std::equal(m_obstacles.begin(), m_obstacles.end(), scene.obstacles.begin(), scene.obstacles.end());
    const bool due = !scene.moving || m_must_place || other_style || m_now - m_placed_at >= kPlaceEvery;
    if (other && due) {
        if (news) gather(scene);
        place(engine, scene);
    } else {
        m_stale = other;
    }
    if (m_placed_for.zoom != scene.at.camera.zoom) follow_lines(scene.at);

    m_fading = false;
    const float fade = std::chrono::duration<float>(kFade).count();
    int pictures = budget(scene).pictures;
    bool left_out = false;
    for (Shown& each : m_shown) {
        each.ready = false;
        if (has_words(each) && !sprites.has(each.words) && pictures-- <= 0) {
            left_out = true;
            each.since = m_now;  // it fades in when it can be drawn
            continue;
        }
        const float part = std::chrono::duration<float>(m_now - each.since).count() / fade;
        const bool fades = m_motion == Motion::full && part < 1 && (each.going || each.alpha < 1);
        each.alpha = fades ? std::clamp(each.going ? 1 - part : part, 0.0F, 1.0F) : each.going ? 0.0F : 1.0F;
        m_fading = m_fading || fades;
        each.ready = each.alpha > 0;
        if (!each.ready) continue;
        if (each.show_thing) canvas.prepare(thing_of(engine, sprites, each).image, draw::ImageUse::own_size);
        if (has_words(each))
            canvas.prepare(sprites.words(engine, each.words).image,
                           each.pieces.empty() ? draw::ImageUse::own_size : draw::ImageUse::turned);
    }
    std::erase_if(m_shown, [](const Shown& each) { return each.going && each.alpha <= 0; });
    if (left_out) m_stale = true;
}

void LabelLayer::draw(draw::Canvas& canvas, draw::TextEngine& engine, Sprites& sprites, const View& at) {
    for (const Shown& each : m_shown)
        if (each.ready) draw_one(canvas, engine, sprites, at, each);
}

}  // namespace accueil::map
