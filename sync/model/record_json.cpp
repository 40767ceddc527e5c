// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/record_json.hpp"

#include <utility>

#include "sync/base/json.hpp"
#include "sync/model/record_io.hpp"

// Each record is described once, by a template that both the writer and the reader run over its fields.

namespace accueil::model {

namespace {

constexpr Words<InitiativeKind> kInitiativeKinds[] = {{InitiativeKind::project, "project"},
                                                      {InitiativeKind::study, "study"},
                                                      {InitiativeKind::place, "place"},
                                                      {InitiativeKind::method, "method"}};
constexpr Words<Precision> kPrecisions[] = {{Precision::municipality, "municipality"},
                                            {Precision::exact, "exact"},
                                            {Precision::territory, "territory"}};
constexpr Words<QuestionKind> kQuestionKinds[] = {{QuestionKind::question, "question"},
                                                  {QuestionKind::analysis, "analysis"}};
constexpr Words<MarkerShape> kShapes[] = {
    {MarkerShape::circle, "circle"},     {MarkerShape::square, "square"},   {MarkerShape::diamond, "diamond"},
    {MarkerShape::triangle, "triangle"}, {MarkerShape::hexagon, "hexagon"}, {MarkerShape::drop, "drop"}};
constexpr Words<PlaceType> kPlaceTypes[] = {{PlaceType::place, "place"}, {PlaceType::helpline, "helpline"}};
constexpr Words<Answer> kAnswers[] = {{Answer::unknown, ""}, {Answer::yes, "yes"}, {Answer::no, "no"}};
constexpr Words<Appointment> kAppointments[] = {{Appointment::unknown, ""},
                                                {Appointment::none, "none"},
                                                {Appointment::possible, "possible"},
                                                {Appointment::required, "required"}};
constexpr Words<Capacity> kCapacities[] = {{Capacity::unknown, ""},
                                           {Capacity::available, "available"},
                                           {Capacity::limited, "limited"},
                                           {Capacity::full, "full"},
                                           {Capacity::waiting_list, "waiting-list"}};
constexpr Words<Cost> kCosts[] = {{Cost::unknown, ""}, {Cost::free, "free"}, {Cost::paid, "paid"}};
constexpr Words<Urgency> kUrgencies[] = {
    {Urgency::info, "info"}, {Urgency::important, "important"}, {Urgency::urgent, "urgent"}};

// The first word of each list above is the default, which is not written.

// Latitude 0 and longitude 0 are real places, so coordinates are written as a pair, never left out by parts.
}  // namespace

// Found by the Writer and the Reader through their argument.
static void describe(Writer& io, Coordinates& value) {
    io.field("lat", value.latitude);
    io.field("lon", value.longitude);
}
static void describe(Reader& io, Coordinates& value) {
    io.field("lat", value.latitude);
    io.field("lon", value.longitude);
}

template <class Io>
void describe(Io& io, MediaFile& value) {
    io.field("sha256", value.sha256);
    io.field("length", value.length);
    io.field("name", value.name);
    io.field("type", value.type);
    io.field("segments", value.segments);
}
template <class Io>
void describe(Io& io, Link& value) {
    io.field("url", value.url);
    io.field("label", value.label);
}
template <class Io>
void describe(Io& io, Source& value) {
    io.field("label", value.label);
    io.field("url", value.url);
    io.field("date", value.date);
}
template <class Io>
void describe(Io& io, Video& value) {
    io.part("file", value.file);
    io.part("poster", value.poster);
    io.parts("captions", value.captions);
    io.field("duration", value.duration);
    io.field("title", value.title);
}
template <class Io>
void describe(Io& io, Document& value) {
    io.part("file", value.file);
    io.field("title", value.title);
    io.field("language", value.language);
    io.field("pages", value.pages);
    io.part("reading", value.reading);
}
template <class Io>
void describe(Io& io, Photo& value) {
    io.part("file", value.file);
    io.field("alt", value.alt);
    io.field("credit", value.credit);
}
template <class Io>
void describe(Io& io, Initiative& value) {
    io.field("position", value.position);
    io.field("title", value.title);
    io.field("summary", value.summary);
    io.field("body", value.body);
    io.field("carrier", value.carrier);
    io.field("place", value.place);
    io.field("municipality", value.municipality);
    io.field("insee", value.insee);
    io.field("zone", value.zone);
    io.part("coordinates", value.coordinates);
    io.word("precision", value.precision, kPrecisions);
    io.field("since", value.since);
    io.field("until", value.until);
    io.field("audiences", value.audiences);
    io.word("initiative_kind", value.kind, kInitiativeKinds);
    io.field("themes", value.themes);
    io.field("questions", value.questions);
    io.field("related", value.related);
    io.field("needs", value.needs);
    io.part("video", value.video);
    io.parts("documents", value.documents);
    io.parts("photos", value.photos);
    io.parts("pictures", value.pictures);
    io.parts("links", value.links);
    io.parts("sources", value.sources);
    io.field("verified_on", value.verified_on);
}
template <class Io>
void describe(Io& io, Question& value) {
    io.field("position", value.position);
    io.field("title", value.title);
    io.field("lead", value.lead);
    io.field("body", value.body);
    io.field("author", value.author);
    io.word("question_kind", value.kind, kQuestionKinds);
    io.field("initiatives", value.initiatives);
    io.parts("pictures", value.pictures);
    io.parts("links", value.links);
    io.parts("sources", value.sources);
    io.field("verified_on", value.verified_on);
}
template <class Io>
void describe(Io& io, Page& value) {
    io.field("position", value.position);
    io.field("title", value.title);
    io.field("lead", value.lead);
    io.field("body", value.body);
    io.parts("pictures", value.pictures);
    io.parts("links", value.links);
    io.parts("sources", value.sources);
    io.field("verified_on", value.verified_on);
}
template <class Io>
void describe(Io& io, NeedTopic& value) {
    io.field("thematique", value.thematique);
    io.field("title", value.title);
    io.field("synonyms", value.synonyms);
    io.field("related", value.related);
}
template <class Io>
void describe(Io& io, Need& value) {
    io.field("position", value.position);
    io.field("title", value.title);
    io.field("words", value.words);
    io.field("icon", value.icon);
    io.field("thematiques", value.thematiques);
    io.field("synonyms", value.synonyms);
    io.parts("topics", value.topics);
}
template <class Io>
void describe(Io& io, Theme& value) {
    io.field("position", value.position);
    io.field("title", value.title);
    io.field("icon", value.icon);
    io.word("shape", value.shape, kShapes);
}
template <class Io>
void describe(Io& io, HoursException& value) {
    io.field("first", value.first);
    io.field("last", value.last);
    io.field("hours", value.hours);
    io.field("reason", value.reason);
}
template <class Io>
void describe(Io& io, Place& value) {
    io.field("position", value.position);
    io.field("name", value.name);
    io.word("type", value.type, kPlaceTypes);
    io.field("description", value.description);
    io.field("address", value.address);
    io.field("address_complement", value.address_complement);
    io.field("postcode", value.postcode);
    io.field("municipality", value.municipality);
    io.field("insee", value.insee);
    io.part("coordinates", value.coordinates);
    io.field("telephone", value.telephone);
    io.field("telephone_label", value.telephone_label);
    io.field("sms", value.sms);
    io.field("email", value.email);
    io.field("website", value.website);
    io.field("opening_hours", value.opening_hours);
    io.field("opening_hours_note", value.opening_hours_note);
    io.parts("exceptions", value.exceptions);
    io.field("languages", value.languages);
    io.word("unconditional", value.unconditional, kAnswers);
    io.field("accessibility", value.accessibility);
    io.field("accessibility_url", value.accessibility_url);
    io.field("transport", value.transport);
    io.field("networks", value.networks);
    io.field("zone", value.zone);
    io.part("source", value.source);
    io.field("verified_on", value.verified_on);
}
template <class Io>
void describe(Io& io, Service& value) {
    io.field("position", value.position);
    io.field("place_id", value.place_id);
    io.field("name", value.name);
    io.field("service_type", value.type);
    io.field("description", value.description);
    io.field("needs", value.needs);
    io.field("thematiques", value.thematiques);
    io.field("publics", value.publics);
    io.field("publics_details", value.publics_details);
    io.word("appointment", value.appointment, kAppointments);
    io.word("cost", value.cost, kCosts);
    io.field("cost_details", value.cost_details);
    io.word("capacity", value.capacity, kCapacities);
    io.field("capacity_on", value.capacity_on);
    io.field("reception_modes", value.reception_modes);
    io.field("mobilisation_modes", value.mobilisation_modes);
    io.field("mobilisable_by", value.mobilisable_by);
    io.field("mobilisation_details", value.mobilisation_details);
    io.field("mobilisation_url", value.mobilisation_url);
    io.field("conditions", value.conditions);
    io.field("zone", value.zone);
    io.field("telephone", value.telephone);
    io.field("email", value.email);
    io.field("opening_hours", value.opening_hours);
    io.field("opening_hours_note", value.opening_hours_note);
    io.parts("exceptions", value.exceptions);
    io.field("papers", value.papers);
    io.field("languages", value.languages);
    io.part("source", value.source);
    io.field("verified_on", value.verified_on);
}
template <class Io>
void describe(Io& io, Notice& value) {
    io.field("position", value.position);
    io.field("title", value.title);
    io.field("text", value.text);
    io.word("urgency", value.urgency, kUrgencies);
    io.field("start", value.start);
    io.field("end", value.end);
    io.field("places", value.places);
    io.field("kiosks", value.kiosks);
    io.field("groups", value.groups);
}
template <class Io>
void describe(Io& io, SchoolHolidays& value) {
    io.field("zone", value.zone);
    io.field("name", value.name);
    io.field("first", value.first);
    io.field("last", value.last);
}
template <class Io>
void describe(Io& io, ProposalInfo& value) {
    io.field("url", value.url);
    io.field("key", value.key);
    io.field("reader", value.reader);
    io.field("contact", value.contact);
}
template <class Io>
void describe(Io& io, FeedInfo& value) {
    io.field("title", value.title);
    io.field("subtitle", value.subtitle);
    io.field("territory", value.territory);
    io.field("territory_insee", value.territory_insee);
    io.field("languages", value.languages);
    io.part("map_center", value.map_center);
    io.field("map_zoom", value.map_zoom);
    io.field("map_bounds", value.map_bounds);
    io.field("needs_first", value.needs_first);
    io.field("notice", value.notice);
    io.field("attribution", value.attribution);
    io.parts("school_holidays", value.school_holidays);
    io.field("packs", value.packs);
    io.field("public_url", value.public_url);
    io.part("proposal", value.proposal);
}

namespace {

template <class T>
Record read(Reader& reader, std::string id) {
    T value{};
    value.id = std::move(id);
    describe(reader, value);
    return value;
}

Record read(Reader& reader, const std::string& kind, std::string id) {
    if (kind == "feed") return read<FeedInfo>(reader, std::move(id));
    if (kind == "theme") return read<Theme>(reader, std::move(id));
    if (kind == "need") return read<Need>(reader, std::move(id));
    if (kind == "page") return read<Page>(reader, std::move(id));
    if (kind == "question") return read<Question>(reader, std::move(id));
    if (kind == "initiative") return read<Initiative>(reader, std::move(id));
    if (kind == "place") return read<Place>(reader, std::move(id));
    if (kind == "service") return read<Service>(reader, std::move(id));
    if (kind == "notice") return read<Notice>(reader, std::move(id));
    throw UnknownKind{};
}

}  // namespace

std::string to_json(const Record& record) {
    Json json = Json::object();
    Record copy = record;
    std::visit(
        [&](auto& value) {
            Writer writer(json);
            describe(writer, value);
            if constexpr (requires { value.coordinates; }) {
                if (value.coordinates) {
                    json["coordinates"] = {{"lat", value.coordinates->latitude},
                                           {"lon", value.coordinates->longitude}};
                }
            }
        },
        copy);
    json["kind"] = kind_of(record);
    json["id"] = id_of(record);
    return json.dump();
}

base::Result<Record> record_from_json(std::string_view text) {
    constexpr std::size_t kMostDepth = 64;
    simdjson::dom::parser parser;
    Reader::Element json;
    auto error = parser.allocate(text.size(), kMostDepth);
    if (error == simdjson::SUCCESS) error = parser.parse(text.data(), text.size()).get(json);
    if (error != simdjson::SUCCESS)
        return base::fail(base::ErrorCode::bad_format,
                          std::string("no JSON: ") + simdjson::error_message(error));
    std::string kind, id;
    try {
        Reader reader(json);
        reader.field("kind", kind);
        reader.field("id", id);
        if (kind.empty() || id.empty())
            return base::fail(base::ErrorCode::bad_format, "a record without kind or id");
        return read(reader, kind, id);
    } catch (const UnknownKind&) {
        return base::fail(base::ErrorCode::unsupported, "a record of unknown kind \"" + kind + "\"");
    } catch (const FieldError& wrong) {
        const auto whose = kind.empty() || id.empty() ? std::string("a record") : kind + " " + id;
        return base::fail(base::ErrorCode::bad_format, whose + ": " + wrong.message);
    }
}

}  // namespace accueil::model
