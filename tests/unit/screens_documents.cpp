// SPDX-License-Identifier: GPL-3.0-or-later
// The document's screen on every glass, where its page stands, and how many pictures that takes.
#include <catch2/catch.hpp>

#include "kiosk/screens/document.hpp"
#include "tests/support/document_content.hpp"
#include "tests/support/screen_rig.hpp"
#include "tests/support/tree_checks.hpp"

using namespace accueil;
using action::ReadPanel;
using action::ScreenKind;

namespace {

const base::Rect kArea{0, 100, 1080, 1300};

support::ScreenRig& documents() {
    static support::ScreenRig rig(support::document_cache());
    return rig;
}

action::Entry reading(int page, ReadPanel panel = ReadPanel::none) {
    action::Entry entry;
    entry.route = {ScreenKind::document, support::kDocument};
    entry.reading.page = page;
    entry.reading.panel = panel;
    return entry;
}

const model::PagedPage& first_page() {
    return screens::document_of(*documents().data(reading(0).route)).paged.pages.front();
}

std::shared_ptr<const screens::DocumentView> view_of(const screens::DocumentWish& wish,
                                                     query::DataPtr before = {}) {
    auto& rig = documents();
    const auto data =
        screens::document_view_job(rig.data(reading(0).route), wish, std::move(before))(*rig.source).value();
    return std::static_pointer_cast<const screens::DocumentView>(data);
}

}  // namespace

TEST_CASE("a document's screen holds together in three languages, both shapes and all text sizes",
          "[screens]") {
    auto& rig = documents();
    for (const auto& glass : support::every_glass()) {
        for (const auto panel :
             {ReadPanel::none, ReadPanel::pages, ReadPanel::outline, ReadPanel::search, ReadPanel::links}) {
            const auto root = rig.build(reading(0, panel), glass);
            const auto found = support::TreeChecks(support::text_engine()).findings(root);
            INFO("panel " << static_cast<int>(panel) << " on " << glass.words() << "\n"
                          << support::few(found));
            CHECK(found.empty());
        }
    }
}

TEST_CASE("a page's text is in the tree, and so is where one is", "[screens]") {
    const auto root = documents().build(reading(1), {});
    REQUIRE(ui::find(root, "document/text") != nullptr);
    CHECK(ui::find(root, "document/text")->name == "Un bus d'accueil\nvient chez vous");
    CHECK(ui::find(root, "document/where")->name == "Page 2 sur 5");
    CHECK(ui::find(root, "document/links") == nullptr);  // this page has none
}

TEST_CASE("a page that is seen whole stands in the middle; enlarged it never leaves the glass", "[screens]") {
    const auto& page = first_page();
    const auto whole = screens::page_rect(kArea, page, {});
    CHECK(whole.center().x == Approx(kArea.center().x).margin(1));
    CHECK(whole.intersected(kArea) == whole);
    for (const float x : {0.0F, 0.4F, 1.0F}) {
        action::Reading reading;
        reading.zoom = 3;
        reading.x = reading.y = x;
        const auto rect = screens::page_rect(kArea, page, reading);
        CHECK(rect.width == Approx(3 * whole.width).epsilon(0.01));
        CHECK(rect.x <= kArea.x + 20);
        CHECK(rect.right() >= kArea.right() - 20);
        CHECK(rect.y <= kArea.y + 20);
        CHECK(rect.bottom() >= kArea.bottom() - 20);
    }
}

TEST_CASE("two fingers keep what is between them, whatever they do", "[screens]") {
    const auto& page = first_page();
    action::Reading reading;
    reading.zoom = 2;
    const base::Point center{600, 700}, delta{20, -30};
    const auto before = screens::page_rect(kArea, page, reading);
    const auto look = screens::pinched(kArea, page, reading, center, delta, 1.2F);
    CHECK(look.zoom == Approx(2.4F));
    reading.zoom = look.zoom;
    reading.x = look.x;
    reading.y = look.y;
    const auto after = screens::page_rect(kArea, page, reading);
    CHECK((center.x - after.x) / after.width ==
          Approx((center.x - delta.x - before.x) / before.width).margin(0.002));
    CHECK((center.y - after.y) / after.height ==
          Approx((center.y - delta.y - before.y) / before.height).margin(0.002));
    CHECK(screens::pinched(kArea, page, reading, center, {}, 100).zoom == action::kMostPageZoom);
    CHECK(screens::pinched(kArea, page, reading, center, {}, 0.001F).zoom == 1);
}

TEST_CASE("pictures are those in sight and their neighbours, and no others", "[screens]") {
    auto entry = reading(0);
    const auto& document = screens::document_of(*documents().data(entry.route));
    const auto plain = view_of(screens::document_wish(entry, document, kArea));
    CHECK(plain->pages.size() == 2);
    CHECK(plain->tiles.empty());
    CHECK(plain->thumbnails.empty());

    entry.reading = {2, 3, 0.5F, 0.5F, ReadPanel::pages, 0};
    const auto wish = screens::document_wish(entry, document, kArea);
    CHECK(wish.tiles.size() >= 4);
    CHECK(wish.tiles.size() <= 9);  // of twelve
    const auto near = view_of(wish, plain);
    CHECK(near->pages.size() == 3);
    CHECK(near->pages.at(1) == plain->pages.at(1));  // decoded once
    CHECK(near->tiles.size() == wish.tiles.size());
    CHECK(near->thumbnails.size() == 5);
    // 300 % of the glass by no fewer pixels than that.
    const auto rect = screens::page_rect(kArea, document.paged.pages[2], entry.reading);
    CHECK(rect.width <= static_cast<float>(document.paged.pages[2].fine_width));

    entry.reading = {4, 1, 0.5F, 0.5F, ReadPanel::none, 0};
    const auto last = view_of(screens::document_wish(entry, document, kArea), near);
    CHECK(last->pages.size() == 2);
    CHECK(last->tiles.empty());
    CHECK(last->thumbnails.empty());
}
