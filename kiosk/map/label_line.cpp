// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/label_line.hpp"

#include <map>
#include <numbers>

namespace accueil::map {

namespace {

constexpr double kSharpTurn = 50 * std::numbers::pi / 180;           // where lines are not joined
constexpr float kMostBend = 24 * std::numbers::pi_v<float> / 180;    // between one letter and the next
constexpr float kMostTurn = 75 * std::numbers::pi_v<float> / 180;    // from the least to the greatest angle
constexpr float kStraight = 1.2F * std::numbers::pi_v<float> / 180;  // letters of one piece
constexpr float kEndRoom = 3;  // design pixels that stay free at both ends of a line

double apart(WorldPoint a, WorldPoint b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

float distance(base::Point a, base::Point b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

/// From -π to π.
template <class Number>
Number wrapped(Number angle) {
    constexpr Number kPi = std::numbers::pi_v<Number>;
    while (angle > kPi)
        angle -= 2 * kPi;
    while (angle < -kPi)
        angle += 2 * kPi;
    return angle;
}

double off_chord(WorldPoint p, WorldPoint a, WorldPoint b) {
    const WorldPoint way = b - a;
    const double square = way.x * way.x + way.y * way.y;
    if (square <= 0) return apart(p, a);
    const double t = std::clamp(((p.x - a.x) * way.x + (p.y - a.y) * way.y) / square, 0.0, 1.0);
    return apart(p, a + way * t);
}

/// The part of a–b inside `area` by Liang and Barsky, as parameters from 0 to 1.
std::optional<std::pair<double, double>> inside(WorldPoint a, WorldPoint b, const WorldRect& area) {
    double from = 0, to = 1;
    const auto edge = [&](double way, double room) {
        if (way == 0) return room >= 0;
        const double t = room / way;
        if (way < 0)
            from = std::max(from, t);
        else
            to = std::min(to, t);
        return from <= to;
    };
    const bool any = edge(a.x - b.x, a.x - area.left) && edge(b.x - a.x, area.right - a.x) &&
                     edge(a.y - b.y, a.y - area.top) && edge(b.y - a.y, area.bottom - a.y);
    if (!any) return std::nullopt;
    return std::pair(from, to);
}

/// Direction in which one leaves the line over its last point.
double heading(const Line& line) {
    const WorldPoint way = line.back() - line[line.size() - 2];
    return std::atan2(way.y, way.x);
}

}  // namespace

double length_of(std::span<const WorldPoint> line) {
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i)
        sum += apart(line[i - 1], line[i]);
    return sum;
}

WorldPoint middle_of(std::span<const WorldPoint> line) {
    double left = length_of(line) / 2;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double step = apart(line[i - 1], line[i]);
        if (step >= left && step > 0) return line[i - 1] + (line[i] - line[i - 1]) * (left / step);
        left -= step;
    }
    return line.empty() ? WorldPoint{} : line.back();
}

Line simplified(std::span<const WorldPoint> line, double tolerance) {
    if (line.size() < 3) return Line(line.begin(), line.end());
    std::vector<bool> keep(line.size(), false);
    keep.front() = keep.back() = true;
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, line.size() - 1}};
    while (!open.empty()) {
        const auto [from, to] = open.back();
        open.pop_back();
        double most = tolerance;
        std::size_t farthest = 0;
        for (std::size_t i = from + 1; i < to; ++i)
            if (const double off = off_chord(line[i], line[from], line[to]); off > most) {
                most = off;
                farthest = i;
            }
        if (farthest == 0) continue;
        keep[farthest] = true;
        open.emplace_back(from, farthest);
        open.emplace_back(farthest, to);
    }
    Line kept;
    for (std::size_t i = 0; i < line.size(); ++i)
        if (keep[i]) kept.push_back(line[i]);
    return kept;
}

std::vector<Line> cut_to(std::span<const WorldPoint> line, const WorldRect& area) {
    std::vector<Line> pieces;
    bool open = false;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const auto part = inside(line[i - 1], line[i], area);
        if (!part) {
            open = false;
            continue;
        }
        const WorldPoint way = line[i] - line[i - 1];
        if (!open || part->first > 0) pieces.push_back({line[i - 1] + way * part->first});
        pieces.back().push_back(line[i - 1] + way * part->second);
        open = part->second >= 1;
    }
    std::erase_if(pieces, [](const Line& piece) { return length_of(piece) <= 0; });
    return pieces;
}

std::vector<Line> joined(std::vector<Line> lines, double reach) {
    std::erase_if(lines, [](const Line& line) { return line.size() < 2; });
    if (lines.size() < 2) return lines;
    using Cell = std::pair<long long, long long>;
    struct End {
        std::size_t line;
        bool last;
    };
    const auto cell = [reach](WorldPoint p) {
        return Cell{static_cast<long long>(std::floor(p.x / reach)),
                    static_cast<long long>(std::floor(p.y / reach))};
    };
    std::multimap<Cell, End> ends;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        ends.emplace(cell(lines[i].front()), End{i, false});
        ends.emplace(cell(lines[i].back()), End{i, true});
    }
    std::vector<bool> taken(lines.size(), false);
    // Goes on from the line's end with the straightest that begins or ends there.
    const auto extend = [&](Line& line) {
        const double way = heading(line);
        const Cell here = cell(line.back());
        std::optional<End> best;
        double least = kSharpTurn;
        for (long long dx = -1; dx <= 1; ++dx)
            for (long long dy = -1; dy <= 1; ++dy) {
                const auto [begin, end] = ends.equal_range({here.first + dx, here.second + dy});
                for (auto at = begin; at != end; ++at) {
                    if (taken[at->second.line]) continue;
                    const Line& next = lines[at->second.line];
                    if (apart(at->second.last ? next.back() : next.front(), line.back()) > reach) continue;
                    const WorldPoint from = at->second.last ? next.back() : next.front();
                    const WorldPoint to = at->second.last ? next[next.size() - 2] : next[1];
                    const double turn = std::abs(wrapped(std::atan2(to.y - from.y, to.x - from.x) - way));
                    if (turn >= least) continue;
                    least = turn;
                    best = at->second;
                }
            }
        if (!best) return false;
        taken[best->line] = true;
        Line next = lines[best->line];
        if (best->last) std::reverse(next.begin(), next.end());
        line.insert(line.end(), next.begin() + 1, next.end());
        return true;
    };
    std::vector<Line> result;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (taken[i]) continue;
        taken[i] = true;
        Line line = lines[i];
        while (extend(line)) {
        }
        std::reverse(line.begin(), line.end());
        while (extend(line)) {
        }
        result.push_back(std::move(line));
    }
    return result;
}

Path::Path(std::vector<base::Point> points) : m_points(std::move(points)) {
    for (std::size_t i = 0; i < m_points.size(); ++i)
        m_along.push_back(i == 0 ? 0 : m_along.back() + distance(m_points[i - 1], m_points[i]));
}

base::Point Path::at(float where) const {
    if (m_points.empty()) return {};
    const auto after = std::upper_bound(m_along.begin(), m_along.end(), where);
    if (after == m_along.begin()) return m_points.front();
    if (after == m_along.end()) return m_points.back();
    const auto i = static_cast<std::size_t>(after - m_along.begin());
    const float step = m_along[i] - m_along[i - 1];
    return m_points[i - 1] + (m_points[i] - m_points[i - 1]) * ((where - m_along[i - 1]) / step);
}

Path::Nearest Path::nearest(base::Point p) const {
    Nearest best{0, 1e9F};
    for (std::size_t i = 1; i < m_points.size(); ++i) {
        const base::Point a = m_points[i - 1], way = m_points[i] - a;
        const float square = way.x * way.x + way.y * way.y;
        if (square <= 0) continue;
        const float t = std::clamp(((p.x - a.x) * way.x + (p.y - a.y) * way.y) / square, 0.0F, 1.0F);
        const float off = distance(p, a + way * t);
        if (off < best.distance) best = {m_along[i - 1] + t * std::sqrt(square), off};
    }
    return best;
}

float Path::angle(float from, float to) const {
    const base::Point way = at(to) - at(from);
    return std::atan2(way.y, way.x);
}

std::optional<std::vector<WordPiece>> Path::in_one_piece(const WordShape& shape, float first,
                                                         float last) const {
    const base::Point a = at(first), b = at(last);
    const float chord = distance(a, b);
    if (chord <= 0) return std::nullopt;
    constexpr int kProbes = 8;
    for (int i = 1; i < kProbes; ++i) {
        const base::Point p = at(first + (last - first) * static_cast<float>(i) / kProbes) - a;
        const float off = std::abs(p.x * (b.y - a.y) - p.y * (b.x - a.x)) / chord;
        if (off > shape.font_size / 3) return std::nullopt;
    }
    return std::vector{WordPiece{0, shape.size.width, (a + b) * 0.5F, std::atan2(b.y - a.y, b.x - a.x)}};
}

std::optional<std::vector<WordPiece>> Path::words(const WordShape& shape, float middle) const {
    const float half = shape.size.width / 2;
    const float first = middle - half, last = middle + half;
    if (first < kEndRoom || last > length() - kEndRoom) return std::nullopt;
    // Upright: to the right; what stands upright is read from below.
    const base::Point way = at(last) - at(first);
    const bool steep = std::abs(way.x) < 0.02F * std::abs(way.y);
    const bool forward = steep ? way.y < 0 : way.x >= 0;
    const float sign = forward ? 1.0F : -1.0F;
    if (shape.clusters.empty()) return in_one_piece(shape, forward ? first : last, forward ? last : first);

    std::vector<WordPiece> pieces;
    float least = 10, greatest = -10, before = 0;
    const float base_angle = forward ? angle(first, last) : angle(last, first);
    for (const draw::Cluster& cluster : shape.clusters) {
        const float center = middle + sign * (cluster.left + cluster.width / 2 - half);
        // About as wide as a letter is high: a kink in the line does not throw a single letter about.
        const float reach = std::max(cluster.width, shape.font_size * 0.8F) / 2;
        const float here = angle(center - sign * reach, center + sign * reach);
        const float turned = wrapped(here - base_angle);
        if (!pieces.empty() && std::abs(turned - before) > kMostBend) return std::nullopt;
        before = turned;
        least = std::min(least, turned);
        greatest = std::max(greatest, turned);
        if (greatest - least > kMostTurn) return std::nullopt;
        pieces.push_back({cluster.left, cluster.left + cluster.width, at(center), here});
    }
    // Letters in a row are one piece: sharper, and fewer to draw.
    std::vector<WordPiece> merged;
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= pieces.size(); ++i) {
        if (i < pieces.size() && std::abs(wrapped(pieces[i].angle - pieces[begin].angle)) < kStraight)
            continue;
        const WordPiece &a = pieces[begin], &b = pieces[i - 1];
        WordPiece piece{a.from, b.to, a.center, a.angle};
        if (i - begin > 1) {
            const base::Point along = b.center - a.center;
            const float span = std::max(distance(a.center, b.center), 1e-3F);
            const float shift = ((a.from + b.to) - (a.from + a.to)) / 2;
            piece.center = a.center + along * (shift / span);
            piece.angle = std::atan2(along.y, along.x);
        }
        merged.push_back(piece);
        begin = i;
    }
    return merged;
}

std::vector<base::Rect> boxes_of(std::span<const WordPiece> pieces, float height) {
    std::vector<base::Rect> boxes;
    for (const WordPiece& piece : pieces) {
        const float width = piece.to - piece.from;
        const float cosine = std::cos(piece.angle), sine = std::sin(piece.angle);
        // A level piece is one box; the steeper, the more a box of it would cover that is not words.
        const bool level = std::abs(sine) < 0.05F || std::abs(cosine) < 0.05F;
        const int count = level ? 1 : std::max(1, static_cast<int>(std::ceil(width / height)));
        const float part = width / static_cast<float>(count);
        const base::Size half{(std::abs(cosine) * part + std::abs(sine) * height) / 2,
                              (std::abs(sine) * part + std::abs(cosine) * height) / 2};
        for (int i = 0; i < count; ++i) {
            const float along = (static_cast<float>(i) + 0.5F) * part - width / 2;
            const base::Point middle = piece.center + base::Point{cosine * along, sine * along};
            boxes.push_back({middle.x - half.width, middle.y - half.height, 2 * half.width, 2 * half.height});
        }
    }
    return boxes;
}

}  // namespace accueil::map
