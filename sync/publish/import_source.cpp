// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/import_source.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"
#include "sync/publish/csv.hpp"
#include "sync/publish/json_value.hpp"
#include "sync/publish/text_file.hpp"

namespace accueil::publish {

namespace {

// A département of the national directories is a tenth of this.
constexpr std::size_t kMostSourceBytes = std::size_t{64} << 20;

// What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing.
constexpr std::array<const char*, 32> kHighCharacters{"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š",
                                                      "‹", "Œ", "",  "Ž", "",  "",  "‘", "’", "“", "”", "•",
                                                      "–", "—", "˜", "™", "š", "›", "œ", "",  "ž", "Ÿ"};

std::string from_windows_1252(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
        } else if (byte < 0xA0) {
            out += kHighCharacters.at(byte - 0x80U);
        } else {
            out += static_cast<char>(0xC0U | (byte >> 6U));
            out += static_cast<char>(0x80U | (byte & 0x3FU));
        }
    }
    return out;
}

class SourceReader {
  public:
    SourceReader(const std::filesystem::path& path, ImportLog& log) : m_path(path), m_log(log) {
        m_source.name = path.filename().string();
        if (!base::is_valid_utf8(m_source.name)) m_source.name = printable(m_source.name);
    }

    std::optional<ImportSource> read() {
        auto text = read_text();
        if (!text) return std::nullopt;
        const auto first = text->find_first_not_of(" \t\r\n");
        const bool is_json = first != std::string::npos && ((*text)[first] == '{' || (*text)[first] == '[');
        if (!(is_json ? read_json_rows(*text) : read_table(*text))) return std::nullopt;
        return std::move(m_source);
    }

  private:
    bool fail(const std::string& key, Position at = {}, Arguments arguments = {}) {
        m_log.add({ImportAction::refused,
                   {m_source.name, at.line, at.column, {}, {}},
                   "",
                   "",
                   key,
                   std::move(arguments)});
        return false;
    }

    std::optional<std::string> read_text() {
        auto bytes = base::read_file(m_path, kMostSourceBytes);
        if (!bytes) {
            const bool is_large = bytes.error().code == base::ErrorCode::too_large;
            if (is_large)
                fail("file_too_large", {}, {{"megabytes", std::to_string(kMostSourceBytes >> 20U)}});
            else
                fail("file_unreadable", {}, {{"detail", bytes.error().detail}});
            return std::nullopt;
        }
        if (bytes->starts_with("\xFF\xFE") || bytes->starts_with("\xFE\xFF")) {
            fail("finding.not_utf8_utf16", {1, 1});
            return std::nullopt;
        }
        if (bytes->starts_with("\xEF\xBB\xBF")) bytes->erase(0, 3);
        if (const auto zero = bytes->find('\0'); zero != std::string::npos) {
            fail("file_binary", position_of(*bytes, zero));
            return std::nullopt;
        }
        if (!base::is_valid_utf8(*bytes)) {
            std::size_t good = 0;
            while (const std::size_t length = utf8_length_at(*bytes, good))
                good += length;
            const auto at = position_of(*bytes, good);
            m_log.add({ImportAction::noted,
                       {m_source.name, at.line, at.column, {}, {}},
                       "",
                       "",
                       "windows_1252",
                       {}});
            *bytes = from_windows_1252(*bytes);
        }
        for (char& c : *bytes)
            if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F)
                c = ' ';
        return std::move(*bytes);
    }

    bool read_table(const std::string& text) {
        Report report;
        const auto table = read_csv(text, m_source.name, report, ",;|\t");
        m_log.add_findings(report);
        if (!table) return false;
        for (const auto& cell : table->header) {
            Value::Member column{std::string(base::trim(cell.text)), cell.position, {}};
            const bool is_twice = std::any_of(m_source.columns.begin(), m_source.columns.end(),
                                              [&](const auto& other) { return other.key == column.key; });
            if (is_twice && !column.key.empty())
                m_log.add({ImportAction::noted,
                           {m_source.name, cell.position.line, cell.position.column, {}, {}},
                           column.key,
                           "",
                           "column_twice",
                           {}});
            if (is_twice) column.key.clear();
            m_source.columns.push_back(std::move(column));
        }
        for (const auto& cells : table->rows) {
            Value row;
            row.type = Value::Type::map;
            row.position = cells.front().position;
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const auto words = base::trim(cells[i].text);
                if (words.empty() || m_source.columns[i].key.empty()) continue;
                Value value;
                value.type = Value::Type::plain;
                value.position = cells[i].position;
                value.text = words;
                row.members.push_back({m_source.columns[i].key, cells[i].position, std::move(value)});
            }
            m_source.rows.push_back(std::move(row));
        }
        return true;
    }

    bool read_json_rows(const std::string& text) {
        Report report;
        auto root = read_json(text, m_source.name, report);
        m_log.add_findings(report);
        if (!root) return false;
        if (root->type == Value::Type::list) return take_list(std::move(*root));
        if (const Value* attribution = root->find("attribution")) m_source.attribution = attribution->text;
        for (auto& member : root->members) {
            if (member.value.type != Value::Type::list) continue;
            if (member.key == "features") return take_features(member.value);
            if (member.key == "data" || member.key == "items" || member.key == "results")
                return take_list(std::move(member.value));
        }
        return fail("no_rows", {1, 1});
    }

    bool take_list(Value list) {
        for (auto& item : list.items) {
            if (item.type == Value::Type::map)
                m_source.rows.push_back(std::move(item));
            else
                fail("finding.expected_objects", item.position);
        }
        return true;
    }

    bool take_features(Value& features) {
        for (auto& feature : features.items) {
            const Value* properties = feature.find("properties");
            Value row;
            row.type = Value::Type::map;
            row.position = feature.position;
            if (properties != nullptr && properties->type == Value::Type::map)
                row.members = properties->members;
            if (const Value* id = feature.find("id")) row.members.push_back({"@feature", id->position, *id});
            if (const Value* geometry = feature.find("geometry")) add_point(*geometry, row);
            if (row.members.empty()) {
                fail("feature_empty", feature.position);
                continue;
            }
            m_source.rows.push_back(std::move(row));
        }
        return true;
    }

    // Of a line or an area the middle of what it covers.
    void add_point(const Value& geometry, Value& row) {
        const Value* coordinates = geometry.find("coordinates");
        if (coordinates == nullptr) return;
        std::vector<std::pair<double, double>> points;
        collect(*coordinates, points, 0);
        if (points.empty()) return;
        auto [west, south] = points.front();
        auto [east, north] = points.front();
        for (const auto& [x, y] : points) {
            west = std::min(west, x);
            east = std::max(east, x);
            south = std::min(south, y);
            north = std::max(north, y);
        }
        const Value* type = geometry.find("type");
        if (points.size() > 1)
            m_log.add({ImportAction::noted,
                       {m_source.name, geometry.position.line, geometry.position.column, {}, {}},
                       "geometry",
                       type == nullptr ? "" : type->text,
                       "point_of_area",
                       {}});
        add_number(row, "@lon", geometry.position, (west + east) / 2);
        add_number(row, "@lat", geometry.position, (south + north) / 2);
    }

    static void collect(const Value& value, std::vector<std::pair<double, double>>& points, int depth) {
        if (depth > 4 || value.type != Value::Type::list) return;
        const auto number = [](const Value& item) {
            double made = 0;
            const auto read = std::from_chars(item.text.data(), item.text.data() + item.text.size(), made);
            return item.type == Value::Type::number && read.ec == std::errc() ? std::optional(made)
                                                                              : std::nullopt;
        };
        const auto x = value.items.size() >= 2 ? number(value.items[0]) : std::nullopt;
        const auto y = x ? number(value.items[1]) : std::nullopt;
        if (y)
            points.emplace_back(*x, *y);
        else
            for (const auto& item : value.items)
                collect(item, points, depth + 1);
    }

    static void add_number(Value& row, const char* name, Position at, double number) {
        std::array<char, 32> buffer{};
        Value value;
        value.type = Value::Type::number;
        value.position = at;
        value.text = {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
        row.members.push_back({name, at, std::move(value)});
    }

    const std::filesystem::path& m_path;
    ImportLog& m_log;
    ImportSource m_source;
};

}  // namespace

std::optional<ImportSource> read_import_source(const std::filesystem::path& path, ImportLog& log) {
    return SourceReader(path, log).read();
}

}  // namespace accueil::publish
