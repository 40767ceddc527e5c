// SPDX-License-Identifier: GPL-3.0-or-later
// feed.json, needs.json, themes.json and notices.json.
#include <algorithm>
#include <cstdio>

#include "sync/base/strings.hpp"
#include "sync/model/local_time.hpp"
#include "sync/publish/fields.hpp"
#include "sync/publish/json_value.hpp"
#include "sync/publish/proposal_key.hpp"
#include "sync/publish/text_file.hpp"
#include "sync/publish/vocabulary.hpp"

namespace accueil::publish {

namespace {

std::optional<Value> read_file(const SourceFile& file, Value::Type type, Reading& reading) {
    const auto text = read_text_file(file.path, file.name, reading.report);
    auto value = text ? read_json(*text, file.name, reading.report) : std::nullopt;
    if (value && value->type != type) {
        reading.report.error({file.name, 1, 0, {}, {}},
                             type == Value::Type::map ? "expected_object" : "expected_objects");
        return std::nullopt;
    }
    return value;
}

// Calls `read` with the fields of each object of a list.
template <class Read>
void read_objects(const SourceFile& file, const std::string& kind, Reading& reading, const Read& read) {
    const auto list = read_file(file, Value::Type::list, reading);
    if (!list) {
        reading.incomplete.insert(kind);
        return;
    }
    int position = 0;
    for (const auto& item : list->items) {
        ++position;
        Where where{file.name, item.position.line, 0, kind, {}};
        if (item.type != Value::Type::map) {
            reading.report.error(where, "expected_objects");
            continue;
        }
        Fields fields(item, where, Form::document, reading);
        const auto id = fields.record_id();
        if (id) read(fields, *id, position);
    }
}

void read_map(Fields& parent, model::FeedInfo& info, Reading& reading) {
    auto fields = parent.part("map");
    if (!fields) {
        if (!parent.has("map")) parent.error("map", "field_missing", {{"field", "map"}});
        return;
    }
    const auto required = [&](const char* key, double least, double most) {
        if (!fields->has(key)) fields->error(key, "field_missing", {{"field", key}});
        return fields->number(key, least, most).value_or(0);
    };
    info.map_center.longitude = required("longitude", -180, 180);
    info.map_center.latitude = required("latitude", -90, 90);
    info.map_zoom = required("zoom", 0, 22);
    if (const auto bounds = fields->bounds("bounds")) {
        info.map_bounds = *bounds;
        reading.bounds = *bounds;
        const auto& [west, south, east, north] = *bounds;
        const auto& center = info.map_center;
        if (center.longitude < west || center.longitude > east || center.latitude < south ||
            center.latitude > north) {
            fields->warning("bounds", "center_outside_bounds");
        }
    }
    fields->finish();
}

/// Of a record's page; with the longest id it still fits into a QR code beside the other.
std::string read_public_url(Fields& fields) {
    constexpr std::size_t kLongest = 120;
    const std::string key = "public_url";
    auto url = fields.url(key);
    if (url.empty()) return {};
    for (const char* part : {"{kind}", "{id}"}) {
        if (url.find(part) != std::string::npos) continue;
        fields.error(key, "public_url_part", {{"part", part}});
        return {};
    }
    if (url.size() <= kLongest) return url;
    fields.error(key, "public_url_long",
                 {{"length", std::to_string(url.size())}, {"most", std::to_string(kLongest)}});
    return {};
}

/// How visitors propose an initiative: whoever opens what they write, and how to reach them, is named to
/// them.
void read_proposal(Fields& parent, model::FeedInfo& info) {
    constexpr std::size_t kLongest = 120;
    auto fields = parent.part("proposal");
    if (!fields) return;
    auto& proposal = info.proposal;
    proposal.url = fields->url("url");
    if (proposal.url.size() > kLongest)
        fields->error("url", "proposal_url_long",
                      {{"length", std::to_string(proposal.url.size())}, {"most", std::to_string(kLongest)}});
    const auto presence = fields->has("key") ? Presence::required : Presence::optional;
    if (const auto written = fields->string("key"); !written.empty()) {
        if (const auto key = base::box_public_key(written))
            proposal.key = to_hex(*key);
        else
            fields->error("key", "proposal_key_bad");
    }
    proposal.reader = fields->text("reader", presence);
    proposal.contact = fields->string("contact", presence);
    if (!fields->has("url") && !fields->has("key")) fields->error("url", "proposal_empty");
    fields->finish();
}

void check_icon(Fields& fields, const std::string& icon, Reading& reading) {
    const auto& known = reading.icons;
    if (icon.empty() || known.empty() || std::find(known.begin(), known.end(), icon) != known.end()) return;
    fields.warning("icon", "icon_unknown", {{"value", icon}});
}

}  // namespace

void read_feed_info(const SourceFile& file, Reading& reading) {
    const auto root = read_file(file, Value::Type::map, reading);
    if (!root) return;
    model::FeedInfo info;
    Fields fields(*root, {file.name, 1, 0, {}, {}}, Form::document, reading);
    info.title = fields.text("title", Presence::required);
    info.subtitle = fields.text("subtitle");
    if (auto territory = fields.part("territory")) {
        info.territory = territory->string("name", Presence::required);
        info.territory_insee = territory->insee_codes("insee");
        if (!territory->has("insee")) territory->error("insee", "field_missing", {{"field", "insee"}});
        territory->finish();
    } else if (!fields.has("territory")) {
        fields.error("territory", "field_missing", {{"field", "territory"}});
    }
    info.languages = fields.languages("languages");
    if (!fields.has("languages")) {
        fields.error("languages", "field_missing", {{"field", "languages"}});
    } else if (std::find(info.languages.begin(), info.languages.end(), "fr") == info.languages.end()) {
        fields.error("languages", "languages_without_french");
    }
    read_map(fields, info, reading);
    info.needs_first = fields.references("needs_first", "need");
    if (fields.has("needs_first") && info.needs_first.size() != 8) {
        fields.error("needs_first", "needs_first_eight",
                     {{"number", std::to_string(info.needs_first.size())}});
    }
    info.notice = fields.text("notice");
    info.attribution = fields.list("attribution");
    info.public_url = read_public_url(fields);
    read_proposal(fields, info);
    fields.finish();
    reading.records.push_back(std::move(info));
}

namespace {

// After the need's thematiques, among which each topic's own must be.
void read_topics(Fields& fields, model::Need& need) {
    for (auto& part : fields.parts("topics")) {
        model::NeedTopic topic;
        topic.thematique = part.string("thematique", Presence::required);
        const auto& own = need.thematiques;
        if (!topic.thematique.empty() && std::find(own.begin(), own.end(), topic.thematique) == own.end())
            part.error("thematique", "topic_elsewhere", {{"value", topic.thematique}});
        for (const auto& other : need.topics)
            if (!topic.thematique.empty() && other.thematique == topic.thematique)
                part.error("thematique", "topic_twice", {{"value", topic.thematique}});
        topic.title = part.text("title", Presence::required);
        topic.synonyms = part.list("synonyms");
        topic.related = part.list("related");
        part.finish();
        need.topics.push_back(std::move(topic));
    }
}

}  // namespace

void read_needs(const SourceFile& file, Reading& reading) {
    read_objects(file, "need", reading, [&](Fields& fields, const std::string& id, int position) {
        model::Need need;
        need.id = id;
        need.position = position;
        need.title = fields.text("title", Presence::required);
        need.words = fields.text("words");
        need.icon = fields.string("icon", Presence::required);
        check_icon(fields, need.icon, reading);
        need.thematiques = fields.words("thematiques", all_thematiques());
        need.synonyms = fields.list("synonyms");
        read_topics(fields, need);
        fields.finish();
        reading.records.push_back(std::move(need));
    });
}

void read_themes(const SourceFile& file, Reading& reading) {
    static constexpr Choice<model::MarkerShape> kShapes[] = {
        {"circle", model::MarkerShape::circle},   {"square", model::MarkerShape::square},
        {"diamond", model::MarkerShape::diamond}, {"triangle", model::MarkerShape::triangle},
        {"hexagon", model::MarkerShape::hexagon}, {"drop", model::MarkerShape::drop}};
    read_objects(file, "theme", reading, [&](Fields& fields, const std::string& id, int position) {
        model::Theme theme;
        theme.id = id;
        theme.position = position;
        theme.title = fields.text("title", Presence::required);
        theme.icon = fields.string("icon", Presence::required);
        check_icon(fields, theme.icon, reading);
        if (!fields.has("shape")) fields.error("shape", "field_missing", {{"field", "shape"}});
        theme.shape = fields.word<model::MarkerShape>("shape", kShapes, model::MarkerShape::circle);
        fields.finish();
        reading.records.push_back(std::move(theme));
    });
}

namespace {

// What the top strip has room for, in characters.
constexpr std::size_t kMostNoticeTitle = 80, kMostNoticeText = 240;

// "2026-12-24T08:30", with a space in the place of the T too; a date alone is its first minute, or, as an
// end, its last.
std::string take_moment(Fields& fields, const std::string& key, bool is_end) {
    auto text = fields.string(key, is_end ? Presence::required : Presence::optional);
    if (text.empty()) return text;
    if (const auto day = model::read_day(text)) {
        if (!is_end) return text + "T00:00";
        const std::chrono::year_month_day next(*day + std::chrono::days(1));
        char buffer[32];
        std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT00:00", static_cast<int>(next.year()),
                      static_cast<unsigned>(next.month()), static_cast<unsigned>(next.day()));
        return buffer;
    }
    if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
    if (model::read_minutes(text)) return text;
    fields.error(key, "bad_moment", {{"field", key}, {"value", text}});
    return {};
}

void check_length(Fields& fields, const std::string& key, const model::Text& text, std::size_t most) {
    for (const auto& [language, words] : text.by_language()) {
        const auto characters = std::count_if(words.begin(), words.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        });
        if (static_cast<std::size_t>(characters) <= most) continue;
        fields.error(key, "text_too_long",
                     {{"field", key}, {"language", language}, {"most", std::to_string(most)}});
    }
}

std::vector<std::string> take_names(Fields& fields, const std::string& key) {
    auto names = fields.list(key);
    for (const auto& name : names)
        if (!base::is_id(name)) fields.error(key, "bad_id", {{"id", name}});
    return names;
}

}  // namespace

void read_notices(const SourceFile& file, Reading& reading) {
    static constexpr Choice<model::Urgency> kUrgencies[] = {{"info", model::Urgency::info},
                                                            {"important", model::Urgency::important},
                                                            {"urgent", model::Urgency::urgent}};
    read_objects(file, "notice", reading, [&](Fields& fields, const std::string& id, int position) {
        model::Notice notice;
        notice.id = id;
        notice.position = position;
        notice.title = fields.text("title", Presence::required);
        check_length(fields, "title", notice.title, kMostNoticeTitle);
        notice.text = fields.text("text");
        check_length(fields, "text", notice.text, kMostNoticeText);
        if (!fields.has("urgency")) fields.error("urgency", "field_missing", {{"field", "urgency"}});
        notice.urgency = fields.word<model::Urgency>("urgency", kUrgencies, model::Urgency::info);
        notice.start = take_moment(fields, "start", false);
        notice.end = take_moment(fields, "end", true);
        if (!notice.start.empty() && !notice.end.empty() && notice.end <= notice.start)
            fields.error("end", "until_before_since", {{"since", notice.start}, {"until", notice.end}});
        notice.places = fields.references("places", "place");
        notice.kiosks = take_names(fields, "kiosks");
        notice.groups = take_names(fields, "groups");
        fields.finish();
        reading.records.push_back(std::move(notice));
    });
}

}  // namespace accueil::publish
