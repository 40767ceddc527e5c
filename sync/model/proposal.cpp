// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/proposal.hpp"

#include <cmath>
#include <cstdio>

#include "sync/base/json.hpp"
#include "sync/base/strings.hpp"

namespace accueil::model {

using base::ErrorCode;
using base::fail;
using base::Json;

namespace {

constexpr int kProposalVersion = 1;
constexpr std::size_t kIsoDay = 10;  // "2026-11-23"
constexpr std::size_t kProposalId = 32;

std::optional<LocalDay> day_from(const std::string& text) {
    if (text.size() != kIsoDay) return std::nullopt;
    const auto midnight = base::parse_utc(text + "T00:00:00Z");
    if (!midnight) return std::nullopt;
    return LocalDay(std::chrono::floor<std::chrono::days>(*midnight).time_since_epoch());
}

bool is_proposal_id(std::string_view id) {
    return id.size() == kProposalId && id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

base::Result<std::optional<Coordinates>> point_from(const Json& place) {
    if (!place.contains("latitude") && !place.contains("longitude")) return std::optional<Coordinates>();
    const auto number = [&](const char* name) {
        return place.contains(name) && place[name].is_number() ? place[name].get<double>() : NAN;
    };
    const Coordinates point{number("latitude"), number("longitude")};
    if (!(std::abs(point.latitude) <= 90) || !(std::abs(point.longitude) <= 180))
        return fail(ErrorCode::bad_format, "the place is none");
    return std::optional(point);
}

}  // namespace

std::string proposal_json(const Proposal& proposal) {
    const base::WallTime midnight(proposal.day.time_since_epoch());
    Json json{{"proposal", kProposalVersion},
              {"id", proposal.id},
              {"written_on", base::format_utc(midnight).substr(0, kIsoDay)},
              {"language", proposal.language},
              {"title", proposal.title},
              {"text", proposal.text},
              {"consent", true}};
    if (!proposal.kiosk.empty()) json["kiosk"] = proposal.kiosk;
    if (!proposal.contact.empty()) json["contact"] = proposal.contact;
    if (!proposal.town.empty()) json["place"]["town"] = proposal.town;
    if (proposal.point) {
        json["place"]["latitude"] = proposal.point->latitude;
        json["place"]["longitude"] = proposal.point->longitude;
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Result<Proposal> proposal_from_json(std::string_view text) {
    constexpr std::size_t kDeepest = 4;
    if (text.size() > kMostProposalBytes) return fail(ErrorCode::bad_format, "is longer than any proposal");
    const auto json = TRY(base::parse_json(text, kDeepest));
    if (!json.is_object() || !json.contains("proposal") || !json["proposal"].is_number_integer())
        return fail(ErrorCode::bad_format, "is no proposal");
    if (json["proposal"] != kProposalVersion)
        return fail(ErrorCode::unsupported, "is of a newer version than this program");
    Proposal proposal;
    proposal.id = base::string_of(json, "id");
    proposal.kiosk = base::string_of(json, "kiosk");
    proposal.language = base::string_of(json, "language");
    proposal.title = base::string_of(json, "title");
    proposal.text = base::string_of(json, "text");
    proposal.contact = base::string_of(json, "contact");
    const auto day = day_from(base::string_of(json, "written_on"));
    if (!is_proposal_id(proposal.id) || !day || proposal.title.empty())
        return fail(ErrorCode::bad_format, "lacks its id, its day or its title");
    if (!json.contains("consent") || json["consent"] != true)
        return fail(ErrorCode::bad_format, "says nothing of consent");
    proposal.day = *day;
    if (json.contains("place") && json["place"].is_object()) {
        proposal.town = base::string_of(json["place"], "town");
        proposal.point = TRY(point_from(json["place"]));
    }
    return proposal;
}

std::string proposal_number(const std::string& id) {
    std::string number;
    for (const char c : id.substr(0, 8)) {
        if (number.size() == 4) number += ' ';
        number += c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return number;
}

}  // namespace accueil::model
