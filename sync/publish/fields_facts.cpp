// SPDX-License-Identifier: GPL-3.0-or-later
// The fields that have a form of their own: dates, addresses, codes, coordinates, media.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "sync/model/divisions.hpp"
#include "sync/publish/facts.hpp"
#include "sync/publish/fields.hpp"

namespace accueil::publish {

std::string Fields::date(const std::string& key) {
    auto text = string(key);
    if (text.empty() || is_date(text)) return text;
    error(key, "bad_date", {{"field", key}, {"value", text}});
    return {};
}

std::string Fields::url(const std::string& key, Presence presence) {
    auto text = string(key, presence);
    if (text.empty() || is_web_address(text)) return text;
    error(key, "bad_url", {{"field", key}, {"value", text}});
    return {};
}

std::string Fields::insee(const std::string& key) {
    auto text = string(key);
    if (text.empty() || is_insee(text)) return text;
    error(key, "bad_insee", {{"field", key}, {"value", text}});
    return {};
}

std::vector<std::string> Fields::insee_codes(const std::string& key) {
    std::vector<std::string> codes;
    for (const auto& item : items(key, Presence::optional)) {
        if (item.text == "france" || is_insee(item.text)) {
            codes.push_back(item.text);
        } else {
            m_reading.report.error(item.where, "bad_insee", {{"field", key}, {"value", item.text}});
        }
    }
    return codes;
}

std::vector<std::string> Fields::zone(const std::string& key) {
    std::vector<std::string> codes;
    for (const auto& item : items(key, Presence::optional)) {
        if (is_zone(item.text)) {
            codes.push_back(item.text);
        } else {
            m_reading.report.error(item.where, "bad_zone", {{"field", key}, {"value", item.text}});
        }
    }
    return codes;
}

std::vector<std::string> Fields::practised_in(const std::string& key) {
    std::vector<std::string> codes;
    for (const auto& item : items(key, Presence::optional)) {
        const bool is_known = item.text == "france" || model::region_of_zone(item.text) != nullptr ||
                              model::department(item.text) != nullptr ||
                              (is_insee(item.text) && model::department_of(item.text) != nullptr);
        if (is_known) {
            codes.push_back(item.text);
        } else {
            m_reading.report.error(item.where, "bad_practised_in", {{"field", key}, {"value", item.text}});
        }
    }
    return codes;
}

std::string Fields::postcode(const std::string& key, Presence presence) {
    auto text = string(key, presence);
    if (text.empty() || (text.size() == 5 && all_digits(text))) return text;
    error(key, text.size() == 4 && all_digits(text) ? "bad_postcode_zero" : "bad_postcode",
          {{"field", key}, {"value", text}});
    return {};
}

std::string Fields::telephone(const std::string& key) {
    auto text = string(key);
    if (text.empty() || is_telephone(text)) return text;
    error(key, "bad_telephone", {{"field", key}, {"value", text}});
    return {};
}

std::string Fields::email(const std::string& key) {
    auto text = string(key);
    if (text.empty() || is_email(text)) return text;
    error(key, "bad_email", {{"field", key}, {"value", text}});
    return {};
}

std::optional<model::Coordinates> Fields::coordinates() {
    const bool has_latitude = has("latitude");
    const bool has_longitude = has("longitude");
    const auto latitude = number("latitude", -90, 90);
    const auto longitude = number("longitude", -180, 180);
    if (has_latitude != has_longitude) {
        error(has_latitude ? "latitude" : "longitude",
              has_latitude ? "longitude_missing" : "latitude_missing");
        return std::nullopt;
    }
    if (!latitude || !longitude) return std::nullopt;
    if (const auto& bounds = m_reading.bounds;
        bounds && (*longitude < (*bounds)[0] || *latitude < (*bounds)[1] || *longitude > (*bounds)[2] ||
                   *latitude > (*bounds)[3])) {
        warning("latitude", "outside_bounds");
    }
    return model::Coordinates{*latitude, *longitude};
}

std::optional<std::array<double, 4>> Fields::bounds(const std::string& key) {
    const Value* value = find(key);
    if (value == nullptr) {
        error(key, "field_missing", {{"field", key}});
        return std::nullopt;
    }
    std::array<double, 4> numbers{};
    static constexpr std::array<double, 4> kMost{180, 90, 180, 90};
    bool is_good = value->type == Value::Type::list && value->items.size() == 4;
    for (std::size_t i = 0; is_good && i < 4; ++i) {
        const auto& item = value->items[i];
        const char* end = item.text.data() + item.text.size();
        const auto [stop, wrong] = std::from_chars(item.text.data(), end, numbers[i]);
        is_good = item.type == Value::Type::number && stop == end && wrong == std::errc() &&
                  std::abs(numbers[i]) <= kMost[i];
    }
    if (is_good && numbers[0] < numbers[2] && numbers[1] < numbers[3]) return numbers;
    error(key, "bad_bounds", {{"field", key}});
    return std::nullopt;
}

std::optional<model::MediaFile> Fields::media(const std::string& key, MediaKind kind, Presence presence) {
    const auto name = string(key, presence);
    if (name.empty()) return std::nullopt;
    return m_reading.media.use(name, kind, where(key), key, m_reading.report);
}

std::vector<model::Link> Fields::links() {
    std::vector<model::Link> links;
    for (auto& fields : parts("links")) {
        links.push_back({fields.url("url", Presence::required), fields.text("label", Presence::required)});
        fields.finish();
    }
    return links;
}

std::vector<model::Source> Fields::sources() {
    std::vector<model::Source> sources;
    for (auto& fields : parts("sources")) {
        sources.push_back(
            {fields.string("label", Presence::required), fields.url("url"), fields.date("date")});
        fields.finish();
    }
    return sources;
}

}  // namespace accueil::publish
