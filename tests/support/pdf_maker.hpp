// SPDX-License-Identifier: GPL-3.0-or-later
// Small PDFs, good ones and bad ones, written by hand. One thread.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace accueil::support {

class PdfMaker {
  public:
    static constexpr int kFirstPage = 100;  ///< page n (from 0) is object 100 + 2n, its content the next

    double width = 595, height = 842;
    std::string catalog;                 ///< more of the catalogue: "/Outlines 10 0 R"
    std::string trailer;                 ///< more of the trailer
    std::string resources;               ///< more of each page's resources
    std::map<int, std::string> objects;  ///< 10 to 99: whole, without "obj" and "endobj"

    /// `content` in PDF's operators; `more` of the page's dictionary.
    void page(const std::string& content, const std::string& more = "") {
        m_pages.push_back({content, more});
    }
    /// Lines of 24 points from the top, in Helvetica; Latin letters of ASCII.
    static std::string lines(const std::vector<std::string>& lines) {
        std::string made = "BT /F1 24 Tf 60 760 Td 30 TL ";
        for (const auto& line : lines)
            made += "(" + line + ") Tj T* ";
        return made + "ET";
    }
    static std::string stream(const std::string& bytes, const std::string& more = "") {
        return "<</Length " + std::to_string(bytes.size()) + more + ">>stream\n" + bytes + "\nendstream";
    }

    std::string make() const {
        auto all = objects;
        std::string kids;
        for (std::size_t i = 0; i < m_pages.size(); ++i) {
            const int number = kFirstPage + 2 * static_cast<int>(i);
            kids += std::to_string(number) + " 0 R ";
            all[number] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 " + std::to_string(width) + " " +
                          std::to_string(height) + "]/Resources<</Font<</F1 3 0 R>>" + resources +
                          ">>/Contents " + std::to_string(number + 1) + " 0 R" + m_pages[i].more + ">>";
            all[number + 1] = stream(m_pages[i].content);
        }
        all[1] = "<</Type/Catalog/Pages 2 0 R" + catalog + ">>";
        all[2] = "<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(m_pages.size()) + ">>";
        all[3] = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
        std::string bytes = "%PDF-1.4\n", table = "xref\n0 1\n0000000000 65535 f \n";
        for (const auto& [number, object] : all) {
            std::string offset = std::to_string(bytes.size());
            offset.insert(0, 10 - offset.size(), '0');
            table += std::to_string(number) + " 1\n" + offset + " 00000 n \n";
            bytes += std::to_string(number) + " 0 obj" + object + "endobj\n";
        }
        const auto begin = bytes.size();
        return bytes + table + "trailer<</Size " + std::to_string(all.rbegin()->first + 1) + "/Root 1 0 R" +
               trailer + ">>\nstartxref\n" + std::to_string(begin) + "\n%%EOF\n";
    }

    /// A drawing of a few hundred bytes that takes ten to the tenth steps: forms that draw forms.
    void add_bomb() {
        resources += "/XObject<</X10 10 0 R>>";
        for (int level = 10; level < 20; ++level) {
            const std::string inner = "/X" + std::to_string(level + 1);
            std::string content;
            for (int i = 0; i < 10; ++i)
                content += level == 19 ? "0 0 1 1 re f " : inner + " Do ";
            objects[level] =
                stream(content, "/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<<" + inner +
                                    " " + std::to_string(level + 1) + " 0 R>>>>");
        }
    }
    static std::string bomb() { return "/X10 Do"; }

  private:
    struct Page {
        std::string content, more;
    };
    std::vector<Page> m_pages;
};

}  // namespace accueil::support
