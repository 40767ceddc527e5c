// SPDX-License-Identifier: GPL-3.0-or-later
// The content: what an admin writes, the feed carries, the cache keeps and the kiosk shows. Plain values; any
// thread. Field by field in docs/content.md; the livret's terms are those of data·inclusion v1.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sync/model/text.hpp"

namespace accueil::model {

/// WGS 84, degrees.
struct Coordinates {
    double latitude = 0;
    double longitude = 0;
    bool operator==(const Coordinates&) const = default;
};

/// A media file of more bytes than this says the SHA-256 of each of its segments of so many, so that a spoilt
/// one costs itself alone.
inline constexpr std::uint64_t kSegmentBytes = std::uint64_t{4} << 20;

/// A file of media/, named by its content.
struct MediaFile {
    std::string sha256;        ///< 64 hexadecimal digits
    std::uint64_t length = 0;  ///< bytes
    std::string name;          ///< path below media/, for people
    std::string type;          ///< media type: "video/mp4", "text/vtt", "application/pdf", "image/jpeg"…
    std::vector<std::string>
        segments{};  ///< of each kSegmentBytes: 64 hexadecimal digits; empty for a small file
    bool operator==(const MediaFile&) const = default;
};

struct Link {
    std::string url;
    Text label;
    bool operator==(const Link&) const = default;
};

/// What supports the facts.
struct Source {
    std::string label;
    std::string url;   ///< may be empty
    std::string date;  ///< when it was read; may be empty
    bool operator==(const Source&) const = default;
};

struct Video {
    MediaFile file;
    std::optional<MediaFile> poster;
    std::map<std::string, MediaFile> captions;  ///< by language
    double duration = 0;                        ///< seconds; 0 when unknown
    Text title;
    bool operator==(const Video&) const = default;
};

struct Document {
    MediaFile file;
    Text title;
    std::string language = "fr";
    int pages = 0;                       ///< 0 when unknown
    std::optional<MediaFile> reading{};  ///< its pages, prepared (paged_document.hpp): what a kiosk opens
    bool operator==(const Document&) const = default;
};

struct Photo {
    MediaFile file;
    Text alt;
    std::string credit;
    bool operator==(const Photo&) const = default;
};

enum class InitiativeKind { project, study, place, method };
enum class Precision { exact, municipality, territory };

struct Initiative {
    std::string id;
    int position = 0;  ///< order in lists
    Text title;
    Text summary;
    Text body;  ///< CommonMark
    std::string carrier;
    std::string place;
    std::string municipality;
    std::string insee;
    /// Where it is practised, when that is not the commune alone: "france", "region-52", and codes of
    /// départements and communes. Empty: the commune of `insee`; without one nobody said.
    std::vector<std::string> zone;
    std::optional<Coordinates> coordinates;
    Precision precision = Precision::municipality;
    std::string since;  ///< YYYY, YYYY-MM or YYYY-MM-DD; empty when unknown
    std::string until;
    std::vector<std::string> audiences;
    InitiativeKind kind = InitiativeKind::project;
    std::vector<std::string> themes;
    std::vector<std::string> questions;
    std::vector<std::string> related;
    std::vector<std::string> needs;
    std::optional<Video> video;
    std::vector<Document> documents;
    std::vector<Photo> photos;
    std::vector<MediaFile> pictures;  ///< that the body shows, in whatever language, by their names
    std::vector<Link> links;
    std::vector<Source> sources;
    std::string verified_on;
    bool operator==(const Initiative&) const = default;
};

enum class QuestionKind { question, analysis };

struct Question {
    std::string id;
    int position = 0;
    Text title;
    Text lead;
    Text body;  ///< CommonMark
    std::string author;
    QuestionKind kind = QuestionKind::question;
    std::vector<std::string> initiatives;
    std::vector<MediaFile> pictures;  ///< that the body shows
    std::vector<Link> links;
    std::vector<Source> sources;
    std::string verified_on;
    bool operator==(const Question&) const = default;
};

struct Page {
    std::string id;
    int position = 0;
    Text title;
    Text lead;
    Text body;                        ///< CommonMark
    std::vector<MediaFile> pictures;  ///< that the body shows
    std::vector<Link> links;
    std::vector<Source> sources;
    std::string verified_on;
    bool operator==(const Page&) const = default;
};

/// One matter of a need, as fine as a thématique: what a search finds, and the words that find it.
struct NeedTopic {
    std::string thematique;             ///< a data·inclusion v1 value, one of its need's
    Text title;                         ///< in everyday words
    std::vector<std::string> synonyms;  ///< words and expressions, in any language, that mean it
    std::vector<std::string> related;   ///< that may mean it, but mean another matter first
    bool operator==(const NeedTopic&) const = default;
};

struct Need {
    std::string id;
    int position = 0;
    Text title;
    Text words;
    std::string icon;
    std::vector<std::string> thematiques;
    std::vector<std::string> synonyms;
    std::vector<NeedTopic> topics;
    bool operator==(const Need&) const = default;
};

enum class MarkerShape { circle, square, diamond, triangle, hexagon, drop };

struct Theme {
    std::string id;
    int position = 0;
    Text title;
    std::string icon;
    MarkerShape shape = MarkerShape::circle;
    bool operator==(const Theme&) const = default;
};

/// A period in which the usual hours do not count.
struct HoursException {
    std::string first, last;  ///< YYYY-MM-DD, both counted
    std::string hours;        ///< OSM opening_hours of that period; empty: closed
    Text reason;              ///< may be empty
    bool operator==(const HoursException&) const = default;
};

enum class PlaceType { place, helpline };
enum class Answer { unknown, yes, no };

struct Place {
    std::string id;
    int position = 0;
    Text name;
    PlaceType type = PlaceType::place;
    Text description;
    std::string address;
    std::string address_complement;
    std::string postcode;
    std::string municipality;
    std::string insee;
    std::optional<Coordinates> coordinates;
    std::string telephone;
    Text telephone_label;
    std::string sms;
    std::string email;
    std::string website;
    std::string opening_hours;  ///< OSM opening_hours; empty is "to confirm"
    Text opening_hours_note;
    std::vector<HoursException> exceptions;  ///< by first day, apart from each other
    std::vector<std::string> languages;      ///< ISO 639-1, or fsl
    Answer unconditional = Answer::unknown;
    std::vector<std::string>
        accessibility;              ///< plain-pied, ascenseur, boucle-magnetique, lsf, stationnement-pmr
    std::string accessibility_url;  ///< a page that says how one gets in (Acceslibre); may be empty
    Text transport;
    std::vector<std::string> networks;  ///< data·inclusion reseaux_porteurs: "france-service", "ccas-cias"
    std::vector<std::string> zone;      ///< INSEE codes of communes or départements, EPCI, or "france"
    std::optional<Source> source;
    std::string verified_on;
    bool operator==(const Place&) const = default;
};

enum class Appointment { unknown, none, possible, required };
enum class Cost { unknown, free, paid };
enum class Capacity { unknown, available, limited, full, waiting_list };

/// What is asked of whom it is for, in the terms of data·inclusion v1, extended.
struct Service {
    std::string id;
    int position = 0;
    std::string place_id;
    Text name;
    std::string type;  ///< data·inclusion type: "accueil", "atelier"…; may be empty
    Text description;
    std::vector<std::string> needs;
    std::vector<std::string> thematiques;
    std::vector<std::string> publics;
    Text publics_details;
    Appointment appointment = Appointment::unknown;
    Cost cost = Cost::unknown;
    Text cost_details;
    Capacity capacity = Capacity::unknown;
    std::string capacity_on;  ///< YYYY-MM-DD: the day on which that was so; it is soon no longer
    std::vector<std::string> reception_modes;     ///< en-presentiel, a-distance
    std::vector<std::string> mobilisation_modes;  ///< data·inclusion modes_mobilisation
    std::vector<std::string> mobilisable_by;      ///< usagers, professionnels; empty when unknown
    Text mobilisation_details;
    std::string mobilisation_url;   ///< where one asks for it or makes an appointment; may be empty
    Text conditions;                ///< what must be so to be received
    std::vector<std::string> zone;  ///< where one may live to be received, as of a place
    std::string telephone;          ///< the service's own; empty falls back to the place
    std::string email;
    std::string opening_hours;  ///< empty falls back to the place
    Text opening_hours_note;
    std::vector<HoursException> exceptions;  ///< its own; on other days those of the place
    std::vector<std::string> papers;
    std::vector<std::string> languages;  ///< empty falls back to the place
    std::optional<Source> source;
    std::string verified_on;  ///< empty falls back to the place
    bool operator==(const Service&) const = default;
};

/// School holidays of one zone, both days counted.
struct SchoolHolidays {
    std::string zone;   ///< "a", "b", "c", "corse", "guadeloupe"…, as school_zone_name() says
    std::string name;   ///< "Vacances de la Toussaint"
    std::string first;  ///< YYYY-MM-DD
    std::string last;
    bool operator==(const SchoolHolidays&) const = default;
};

/// How a visitor proposes an initiative of their own: at the centre's form, on the glass, or not at all.
struct ProposalInfo {
    std::string url;  ///< of the centre's form; may be empty
    std::string key;  ///< X25519, to which kiosks seal what is written on the glass: 64 hexadecimal digits
    Text reader;      ///< who opens them, in words; with a key
    std::string contact;  ///< how one reaches them to go back on it; with a key
    bool empty() const { return url.empty() && key.empty(); }
    bool operator==(const ProposalInfo&) const = default;
};

/// feed.json: what the whole feed says of itself. Its id is always "feed".
struct FeedInfo {
    std::string id = "feed";
    Text title;
    Text subtitle;
    std::string territory;
    std::vector<std::string> territory_insee;
    std::vector<std::string> languages;  ///< first is the default
    Coordinates map_center;
    double map_zoom = 5;
    std::array<double, 4> map_bounds{-180, -85, 180, 85};  ///< west, south, east, north
    std::vector<std::string> needs_first;
    Text notice;
    std::vector<std::string> attribution;
    std::vector<SchoolHolidays> school_holidays;  ///< of all zones, sorted
    std::vector<std::string> packs;               ///< TUF targets of heavy files: "packs/carte.mbtiles"
    std::string public_url;  ///< of a record's web page, with {kind}, {id}, perhaps {language}; may be empty
    ProposalInfo proposal;
    bool operator==(const FeedInfo&) const = default;
};

enum class Urgency { info, important, urgent };

/// What is said for a time, to visitors of some kiosks, or of some places.
struct Notice {
    std::string id;
    int position = 0;
    Text title;
    Text text;  ///< plain words; may be empty
    Urgency urgency = Urgency::info;
    std::string start,
        end;  ///< YYYY-MM-DDTHH:MM by the territory's clocks, [start, end); empty start: at once
    std::vector<std::string> places;  ///< whose sheets show it
    std::vector<std::string> kiosks;  ///< that show it on every screen, by their ids
    std::vector<std::string> groups;  ///< of such kiosks; all three empty: every kiosk shows it
    bool operator==(const Notice&) const = default;
};

using Record = std::variant<FeedInfo, Theme, Need, Page, Question, Initiative, Place, Service, Notice>;

/// "feed", "theme", "need", "page", "question", "initiative", "place", "service" or "notice".
const char* kind_of(const Record& record);
const std::string& id_of(const Record& record);

/// Every media file that the record names, in order.
std::vector<const MediaFile*> media_of(const Record& record);

}  // namespace accueil::model
