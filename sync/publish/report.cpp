// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/report.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "sync/base/strings.hpp"
#include "sync/publish/text_file.hpp"

namespace accueil::publish {

namespace {

std::string fill(const base::Catalog& catalog, const std::string& language, const Finding& finding) {
    // A catalogue takes a braced list, which cannot be made at run time: the slots that are left are
    // nameless.
    static constexpr std::size_t kMost = 5;
    std::array<std::pair<std::string, std::string>, kMost> slots;
    for (std::size_t i = 0; i < std::min(kMost, finding.arguments.size()); ++i) {
        const auto& [name, value] = finding.arguments[i];
        slots[i] = {name, printable(value)};
        if (name == "bytes") slots[i].second = base::format_bytes(std::stoull(value), language);
        if (name == "language" && catalog.has(language, "language." + value)) {
            slots[i].second = catalog.text(language, "language." + value);
        }
    }
    const auto slot = [&](std::size_t i) {
        return std::pair<std::string_view, std::string>(slots[i].first, slots[i].second);
    };
    const base::TextArguments arguments{slot(0), slot(1), slot(2), slot(3), slot(4)};
    const std::string key = "publish.finding." + finding.key;
    return finding.count < 0 ? catalog.text(language, key, arguments)
                             : catalog.plural(language, key, finding.count, arguments);
}

}  // namespace

std::string printable(std::string_view text, std::size_t most) {
    std::string out;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++characters) {
        if (characters == most) return out + "…";
        const std::size_t length = utf8_length_at(text, at);
        const auto byte = static_cast<unsigned char>(text[at]);
        const auto second = length == 2 ? static_cast<unsigned char>(text[at + 1]) : 0U;
        const bool is_control =
            byte < 0x20 || byte == 0x7F || (byte == 0xC2 && second >= 0x80 && second < 0xA0);
        if (length == 0 || is_control) {
            out += "�";
        } else {
            out += text.substr(at, length);
        }
        at += std::max<std::size_t>(1, length);
    }
    return out;
}

void Report::add(Finding finding) {
    if (finding.severity == Severity::error) ++m_errors;
    m_findings.push_back(std::move(finding));
}

void Report::sort() {
    std::stable_sort(m_findings.begin(), m_findings.end(), [](const Finding& a, const Finding& b) {
        const auto rank = [](const Finding& finding) {
            const Where& where = finding.where;
            return std::make_tuple(where.file.empty(), std::cref(where.file), where.line, where.column);
        };
        return rank(a) < rank(b);
    });
}

std::string Finding::render(const base::Catalog& catalog, const std::string& language) const {
    std::string out;
    if (!where.file.empty()) {
        out += printable(where.file, 200);
        if (where.line > 0) out += ":" + std::to_string(where.line);
        if (where.line > 0 && where.column > 0) out += ":" + std::to_string(where.column);
        out += ": ";
    }
    if (severity == Severity::warning) out += catalog.text(language, "publish.warning") + " ";
    if (!where.kind.empty() && !where.id.empty()) {
        out += catalog.text(language, "publish.record." + where.kind, {{"id", printable(where.id)}}) + " ";
    }
    return out + fill(catalog, language, *this);
}

std::string Report::render(const base::Catalog& catalog, const std::string& language) const {
    std::string out;
    for (const auto& finding : m_findings)
        out += finding.render(catalog, language) + "\n";
    const auto count = [&](const char* key, std::size_t number) {
        return catalog.plural(language, key, static_cast<long>(number));
    };
    out += catalog.text(language, "publish.report.total",
                        {{"errors", count("publish.report.errors", m_errors)},
                         {"warnings", count("publish.report.warnings", warnings())}});
    return out + "\n";
}

}  // namespace accueil::publish
