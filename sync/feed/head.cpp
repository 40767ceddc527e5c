// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/head.hpp"

#include <algorithm>

#include "sync/base/json.hpp"
#include "sync/base/strings.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::feed {

using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;

namespace {

constexpr std::uint64_t kFormat = 1;

Result<const Json*> member(const Json& object, const std::string& key) {
    const auto found = object.find(key);
    if (found == object.end()) return fail(ErrorCode::bad_format, "head: " + key + " is missing");
    return &*found;
}

Result<std::uint64_t> whole(const Json& object, const std::string& key) {
    const Json* value = TRY(member(object, key));
    if (!value->is_number_unsigned())
        return fail(ErrorCode::bad_format, "head: " + key + " is no whole number");
    return value->get<std::uint64_t>();
}

Result<std::string> text(const Json& object, const std::string& key) {
    const Json* value = TRY(member(object, key));
    if (!value->is_string()) return fail(ErrorCode::bad_format, "head: " + key + " is no text");
    return value->get<std::string>();
}

bool is_digest(const std::string& value) {
    return value.size() == 64 && std::all_of(value.begin(), value.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

Result<std::string> digest(const Json& object, const std::string& key) {
    auto value = TRY(text(object, key));
    if (!is_digest(value)) return fail(ErrorCode::bad_format, "head: " + key + " is no SHA-256");
    return value;
}

// A relative path of plain names: it becomes part of a URL, and one day of a path on a USB stick.
bool is_plain_path(const std::string& name) {
    const auto parts = base::split(name, '/');
    return !name.empty() && name.size() <= 512 &&
           std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
               return !part.empty() && part.front() != '.' &&
                      std::all_of(part.begin(), part.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                 c == '.' || c == '-' || c == '_';
                      });
           });
}

Result<FeedFile> file(const Json& object, const std::string& key) {
    const Json* value = TRY(member(object, key));
    if (!value->is_object()) return fail(ErrorCode::bad_format, "head: " + key + " is no object");
    FeedFile found;
    found.name = TRY(text(*value, "name"));
    found.length = TRY(whole(*value, "length"));
    found.sha256 = TRY(digest(*value, "sha256"));
    if (!is_plain_path(found.name))
        return fail(ErrorCode::bad_format, "head: " + key + ".name is no path of a feed");
    return found;
}

// Absent in the heads of feeds that were published before there were deltas.
Result<std::vector<DeltaFile>> delta_list(const Json& object) {
    std::vector<DeltaFile> deltas;
    const auto list = object.find("deltas");
    if (list == object.end()) return deltas;
    if (!list->is_array()) return fail(ErrorCode::bad_format, "head: deltas is no list");
    for (const auto& entry : *list) {
        const auto is_whole = [&](std::size_t at) { return entry[at].is_number_unsigned(); };
        if (!entry.is_array() || entry.size() < 4 || !is_whole(0) || !is_whole(1) || !is_whole(2) ||
            !entry[3].is_string() || !is_digest(entry[3].get<std::string>()) || entry[0] >= entry[1])
            return fail(ErrorCode::bad_format, "head: deltas[" + std::to_string(deltas.size()) +
                                                   "] is not [from, to, length, sha256]");
        deltas.push_back({entry[0].get<std::uint64_t>(), entry[1].get<std::uint64_t>(),
                          entry[2].get<std::uint64_t>(), entry[3].get<std::string>()});
    }
    return deltas;
}

}  // namespace

std::string encode_head(const Head& head) {
    Json deltas = Json::array();
    for (const auto& delta : head.deltas)
        deltas.push_back({delta.from, delta.to, delta.length, delta.sha256});
    const Json object = {
        {"deltas", std::move(deltas)},
        {"format", kFormat},
        {"revision", head.revision},
        {"state_root", head.state_root},
        {"published_on", base::format_utc(head.published_on)},
        {"records", head.records},
        {"full", {{"name", head.full.name}, {"length", head.full.length}, {"sha256", head.full.sha256}}}};
    return object.dump() + "\n";
}

Result<Head> decode_head(const trust::VerifiedBytes& bytes) {
    auto parsed = base::parse_json(bytes.view(), 8);
    if (!parsed) return fail(ErrorCode::bad_format, "head: " + parsed.error().detail);
    const Json& object = *parsed;
    if (!object.is_object()) return fail(ErrorCode::bad_format, "head: an object was expected");
    const auto format = TRY(whole(object, "format"));
    if (format != kFormat)
        return fail(ErrorCode::unsupported, "head: format " + std::to_string(format) +
                                                ", this program reads " + std::to_string(kFormat));
    Head head;
    head.revision = TRY(whole(object, "revision"));
    head.state_root = TRY(digest(object, "state_root"));
    const auto published_on = base::parse_utc(TRY(text(object, "published_on")));
    if (!published_on)
        return fail(ErrorCode::bad_format, "head: published_on: " + published_on.error().detail);
    head.published_on = *published_on;
    head.records = TRY(whole(object, "records"));
    head.full = TRY(file(object, "full"));
    head.deltas = TRY(delta_list(object));
    return head;
}

}  // namespace accueil::feed
