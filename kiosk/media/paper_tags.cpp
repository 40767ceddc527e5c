// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/media/paper_tags.hpp"

#include <glib.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>
#include <optional>
#include <string_view>

namespace accueil::media {

namespace {

struct PdfObject {
    int number = 0;
    std::string dictionary;  ///< what stands between "<<" and the last ">>"
};

std::optional<long> number_after(std::string_view text, std::string_view key, std::size_t from = 0) {
    auto at = text.find(key, from);
    if (at == std::string_view::npos) return std::nullopt;
    at += key.size();
    while (at < text.size() && (text[at] == ' ' || text[at] == '\n'))
        ++at;
    long value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
    return error == std::errc() ? std::optional(value) : std::nullopt;
}

/// The objects whose dictionary begins with that type, as Cairo writes them: one a time, without streams.
std::vector<PdfObject> objects_of(std::string_view pdf, std::string_view type) {
    std::vector<PdfObject> found;
    const std::string begins = " 0 obj\n<< /Type /" + std::string(type);
    for (auto at = pdf.find(begins); at != std::string_view::npos; at = pdf.find(begins, at + 1)) {
        const auto follows = pdf.substr(at + begins.size(), 1);
        if (follows != "\n" && follows != " ") continue;  // a longer name
        const auto line = pdf.rfind('\n', at) + 1;
        PdfObject object;
        std::from_chars(pdf.data() + line, pdf.data() + at, object.number);
        const auto open = pdf.find("<<", at) + 2, end = pdf.find("endobj", open);
        const auto close = end == std::string_view::npos ? end : pdf.rfind(">>", end);
        if (object.number <= 0 || close == std::string_view::npos || close < open) return {};
        object.dictionary = std::string(pdf.substr(open, close - open));
        found.push_back(std::move(object));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
    return found;
}

/// UTF-16 with its mark, as a PDF's hexadecimal string.
std::string pdf_text(const std::string& words) {
    glong length = 0;
    const std::unique_ptr<gunichar2, decltype(&g_free)> units(
        g_utf8_to_utf16(words.data(), static_cast<glong>(words.size()), nullptr, &length, nullptr), &g_free);
    std::string text = "<FEFF";
    char digits[5];
    for (glong i = 0; units && i < length; ++i) {
        std::snprintf(digits, sizeof digits, "%04X", static_cast<unsigned>(units.get()[i]));
        text += digits;
    }
    return text + ">";
}

std::string name_of(const PdfObject& element) {
    const std::string key = "/S /";
    const auto at = element.dictionary.find(key);
    if (at == std::string::npos) return {};
    const auto begin = at + key.size();
    return element.dictionary.substr(begin, element.dictionary.find_first_of(" \n", begin) - begin);
}

class Update {
  public:
    explicit Update(std::string pdf) : m_pdf(std::move(pdf)) {}

    void replace(const PdfObject& object, const std::string& more) {
        m_places.emplace_back(object.number, m_pdf.size());
        m_pdf += std::to_string(object.number) + " 0 obj\n<<" + object.dictionary + more + ">>\nendobj\n";
    }
    std::string finish(long previous, long size, long root, std::optional<long> info) {
        const auto start = m_pdf.size();
        m_pdf += "xref\n";
        char entry[32];
        for (const auto& [number, offset] : m_places) {
            std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", offset);
            m_pdf += std::to_string(number) + " 1\n" + entry;
        }
        m_pdf +=
            "trailer\n<< /Size " + std::to_string(size) + "\n   /Root " + std::to_string(root) + " 0 R\n";
        if (info) m_pdf += "   /Info " + std::to_string(*info) + " 0 R\n";
        m_pdf += "   /Prev " + std::to_string(previous) + "\n>>\nstartxref\n" + std::to_string(start) +
                 "\n%%EOF\n";
        return std::move(m_pdf);
    }

  private:
    std::string m_pdf;
    std::vector<std::pair<int, std::size_t>> m_places;
};

}  // namespace

std::string with_languages(std::string pdf, const std::string& language, const std::vector<PaperTag>& tags) {
    const auto end = pdf.rfind("trailer");
    if (end == std::string::npos) return pdf;
    const auto size = number_after(pdf, "/Size", end), root = number_after(pdf, "/Root", end),
               previous = number_after(pdf, "startxref", end);
    const auto catalogs = objects_of(pdf, "Catalog"), elements = objects_of(pdf, "StructElem");
    const bool is_known =
        size && root && previous && catalogs.size() == 1 && elements.size() == tags.size() &&
        std::equal(
            elements.begin(), elements.end(), tags.begin(),
            [](const PdfObject& element, const PaperTag& tag) { return name_of(element) == tag.name; });
    if (!is_known) return pdf;
    const auto info = number_after(pdf, "/Info", end);
    if (pdf.back() != '\n') pdf += '\n';
    Update update(std::move(pdf));
    for (std::size_t i = 0; i < tags.size(); ++i) {
        std::string more;
        if (!tags[i].language.empty()) more += "   /Lang (" + tags[i].language + ")\n";
        if (!tags[i].alternative.empty()) more += "   /Alt " + pdf_text(tags[i].alternative) + "\n";
        if (!more.empty()) update.replace(elements[i], more);
    }
    update.replace(catalogs.front(),
                   "   /Lang (" + language + ")\n   /ViewerPreferences << /DisplayDocTitle true >>\n");
    return update.finish(*previous, *size, *root, info);
}

}  // namespace accueil::media
