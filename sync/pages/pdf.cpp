// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pages/pdf.hpp"

#include <poppler.h>

#include <algorithm>
#include <string>
#include <tuple>

#include "sync/pages/pdf_text.hpp"

namespace accueil::pages {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr int kMostLevels = 6;
constexpr std::size_t kMostTitle = 300;

struct PageEnd {
    void operator()(PopplerPage* page) const { g_object_unref(page); }
};
using PagePtr = std::unique_ptr<PopplerPage, PageEnd>;

// From 1; 0 where it leads nowhere in this document.
int page_of(PopplerDocument* document, const PopplerAction* action) {
    if (action == nullptr || action->type != POPPLER_ACTION_GOTO_DEST) return 0;
    const PopplerDest* dest = action->goto_dest.dest;
    if (dest == nullptr) return 0;
    int page = dest->page_num;
    if (dest->type == POPPLER_DEST_NAMED && dest->named_dest != nullptr) {
        PopplerDest* found = poppler_document_find_dest(document, dest->named_dest);
        page = found != nullptr ? found->page_num : 0;
        if (found != nullptr) poppler_dest_free(found);
    }
    return page >= 1 && page <= poppler_document_get_n_pages(document) ? page : 0;
}

std::string web_address(const PopplerAction* action) {
    if (action == nullptr || action->type != POPPLER_ACTION_URI || action->uri.uri == nullptr) return {};
    const std::string url = action->uri.uri;
    constexpr std::size_t kMost = 2000;
    const bool is_plain = std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (!is_plain || url.size() > kMost) return {};
    for (const char* scheme : {"https://", "http://", "mailto:", "tel:"}) {
        if (url.starts_with(scheme)) return url;
    }
    return {};
}

void gather(PopplerDocument* document, PopplerIndexIter* at, int level,
            std::vector<model::OutlineEntry>& entries) {
    do {
        if (entries.size() >= model::kMostOutline) return;
        PopplerAction* action = poppler_index_iter_get_action(at);
        if (action == nullptr) continue;
        const auto title = clean_words(action->any.title, kMostTitle);
        if (!title.empty()) entries.push_back({title, page_of(document, action), level});
        poppler_action_free(action);
        if (level + 1 >= kMostLevels) continue;
        if (PopplerIndexIter* inner = poppler_index_iter_get_child(at)) {
            gather(document, inner, level + 1, entries);
            poppler_index_iter_free(inner);
        }
    } while (poppler_index_iter_next(at) != 0);
}

}  // namespace

void Pdf::End::operator()(_PopplerDocument* document) const {
    g_object_unref(document);
}

Result<Pdf> Pdf::open(int fd) {
    GError* error = nullptr;
    PopplerDocument* document = poppler_document_new_from_fd(fd, nullptr, &error);
    if (document != nullptr) return Pdf(document);
    const bool is_locked =
        error != nullptr && error->domain == POPPLER_ERROR && error->code == POPPLER_ERROR_ENCRYPTED;
    const std::string words = error != nullptr ? error->message : "";
    g_clear_error(&error);
    return fail(is_locked ? ErrorCode::bad_signature : ErrorCode::bad_format, words);
}

int Pdf::pages() const {
    return poppler_document_get_n_pages(m_document.get());
}

std::vector<model::OutlineEntry> Pdf::outline() const {
    std::vector<model::OutlineEntry> entries;
    if (PopplerIndexIter* first = poppler_index_iter_new(m_document.get())) {
        gather(m_document.get(), first, 0, entries);
        poppler_index_iter_free(first);
    }
    return entries;
}

std::vector<model::PageLink> Pdf::links(_PopplerPage* page, double width, double height) const {
    std::vector<model::PageLink> links;
    GList* mapping = poppler_page_get_link_mapping(page);
    for (GList* at = mapping; at != nullptr && links.size() < model::kMostPageLinks; at = at->next) {
        const auto* link = static_cast<const PopplerLinkMapping*>(at->data);
        // Links, unlike text, are placed from the lower left.
        model::PageLink made{PageShape{width, height}.box(link->area.x1, height - link->area.y1,
                                                          link->area.x2, height - link->area.y2),
                             web_address(link->action), 0};
        if (made.url.empty()) made.page = page_of(m_document.get(), link->action);
        if (!made.url.empty() || made.page > 0) links.push_back(std::move(made));
    }
    poppler_page_free_link_mapping(mapping);
    std::stable_sort(links.begin(), links.end(), [](const auto& a, const auto& b) {
        return std::tie(a.box.y, a.box.x) < std::tie(b.box.y, b.box.x);
    });
    return links;
}

Result<Pdf::Page> Pdf::draw(int number) const {
    const PagePtr page(poppler_document_get_page(m_document.get(), number));
    if (!page) return fail(ErrorCode::bad_format, "no such page");
    double width = 0, height = 0;
    poppler_page_get_size(page.get(), &width, &height);
    if (!(width > 0) || !(height > 0)) return fail(ErrorCode::bad_format, "a page without size");
    const Size size = fine_size(width, height);
    Page made{{}, TRY(white_surface(size)), false};
    cairo_t* context = cairo_create(made.surface.get());
    cairo_scale(context, size.width / width, size.height / height);
    poppler_page_render(page.get(), context);
    const auto status = cairo_status(context);
    cairo_destroy(context);
    if (status != CAIRO_STATUS_SUCCESS) return fail(ErrorCode::too_large, cairo_status_to_string(status));
    cairo_surface_flush(made.surface.get());
    made.text_is_cut = !read_text(page.get(), {width, height}, made.page);
    made.page.links = links(page.get(), width, height);
    return made;
}

}  // namespace accueil::pages
