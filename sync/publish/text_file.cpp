// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/text_file.hpp"

#include <algorithm>

#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"

namespace accueil::publish {

namespace {

constexpr std::size_t kMostTextBytes = std::size_t{32} << 20;

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Windows-1252 leaves five bytes without a character: text that holds one of them is something else.
bool can_be_windows_1252(std::string_view text) {
    return text.find_first_of(std::string_view("\x81\x8D\x8F\x90\x9D\0", 6)) == std::string_view::npos;
}

bool is_utf16(std::string_view text) {
    const auto mark = text.substr(0, 2);
    return mark == "\xFF\xFE" || mark == "\xFE\xFF";
}

void report_bad_utf8(std::string_view text, const std::string& name, Report& report) {
    std::size_t good = 0;
    while (const std::size_t length = utf8_length_at(text, good))
        good += length;
    const auto at = position_of(text, good);
    report.error({name, at.line, at.column, {}, {}},
                 can_be_windows_1252(text) ? "not_utf8_windows_1252" : "not_utf8");
}

}  // namespace

std::size_t utf8_length_at(std::string_view text, std::size_t at) {
    for (std::size_t length = 1; length <= 4 && at + length <= text.size(); ++length) {
        if (base::is_valid_utf8(text.substr(at, length))) return length;
    }
    return 0;
}

int column_of(std::string_view line, std::size_t offset) {
    const auto before = line.substr(0, std::min(offset, line.size()));
    return 1 + static_cast<int>(
                   std::count_if(before.begin(), before.end(), [](char c) { return !is_continuation(c); }));
}

Position position_of(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, std::min(offset, text.size()));
    const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return {1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
            column_of(before.substr(line_start), before.size() - line_start)};
}

std::optional<std::string> read_text_file(const std::filesystem::path& path, const std::string& name,
                                          Report& report) {
    auto bytes = base::read_file(path, kMostTextBytes);
    if (!bytes) {
        if (bytes.error().code == base::ErrorCode::too_large) {
            report.error({name, 0, 0, {}, {}}, "text_too_large", {{"bytes", std::to_string(kMostTextBytes)}});
        } else {
            report.error({name, 0, 0, {}, {}}, "unreadable", {{"detail", bytes.error().detail}});
        }
        return std::nullopt;
    }
    if (is_utf16(*bytes)) {
        report.error({name, 1, 1, {}, {}}, "not_utf8_utf16");
        return std::nullopt;
    }
    if (bytes->starts_with("\xEF\xBB\xBF")) bytes->erase(0, 3);
    if (!base::is_valid_utf8(*bytes)) {
        report_bad_utf8(*bytes, name, report);
        return std::nullopt;
    }
    const auto control = std::find_if(bytes->begin(), bytes->end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F;
    });
    if (control != bytes->end()) {
        const auto at = position_of(*bytes, static_cast<std::size_t>(control - bytes->begin()));
        report.error({name, at.line, at.column, {}, {}}, "control_character");
        return std::nullopt;
    }
    return std::move(*bytes);
}

}  // namespace accueil::publish
