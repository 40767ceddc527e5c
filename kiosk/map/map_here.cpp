// SPDX-License-Identifier: GPL-3.0-or-later
// "Vous êtes ici" on the map.
#include "kiosk/map/map_view.hpp"

namespace accueil::map {

namespace {
constexpr float kRing = 22, kDot = 13;  // design pixels
constexpr float kWordsSize = 24;
}  // namespace

void MapView::set_here(std::optional<model::Coordinates> place, std::string words) {
    std::optional<WorldPoint> here;
    if (place) here = to_world(*place);
    m_dirty = m_dirty || here != m_here || words != m_here_words;
    m_here = here;
    m_here_words = std::move(words);
}

bool MapView::shows(model::Coordinates place) const {
    return uncovered().contains(view().to_screen(to_world(place)));
}

// Under the markers, which can be touched; its words stand below, where no marker of the kiosk's own house
// covers them.
void MapView::draw_here(draw::Canvas& canvas, draw::TextEngine& engine, const View& at) {
    if (!m_here) return;
    const base::Point p = at.to_screen(*m_here);
    if (!m_rect.inset(-200).contains(p)) return;
    const auto disc = [&](float radius, draw::Color color) {
        canvas.box({p.x - radius, p.y - radius, 2 * radius, 2 * radius},
                   {color, draw::kTransparent, 0, radius});
    };
    disc(kRing + 3, m_style->furniture_halo);
    disc(kRing, m_style->markers.here.fill);
    disc(kDot, m_style->markers.here.icon);
    Words words;
    words.text = m_here_words;
    words.size = kWordsSize;
    words.weight = draw::Weight::bold;
    words.color = m_style->furniture;
    words.halo = m_style->furniture_halo;
    words.halo_width = 4;
    m_sprites.words(engine, words)
        .draw(canvas, {p.x - m_sprites.words_size(engine, words).width / 2, p.y + kRing + 8});
}

}  // namespace accueil::map
