// SPDX-License-Identifier: GPL-3.0-or-later
// One function for each question that a screen asks of the content, and the plain values that answer it. They
// read from disk: called on the loader thread alone. The answers are immutable and may be read anywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/query/initiative_facts.hpp"
#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/model/calendar.hpp"
#include "sync/model/records.hpp"

namespace accueil::query {

/// An open generation of the content; see loader.hpp.
class Source;

/// Which kiosk this is: what notices are for.
struct Kiosk {
    std::string id;                   ///< empty where it was not told
    std::vector<std::string> groups;  ///< those that it belongs to
};

/// The web pages of records, where their feed has a public site: the centre's, and the territory's for its
/// own.
struct PublicPages {
    std::string centre, own;  ///< FeedInfo::public_url; may be empty
    std::string own_prefix;   ///< of the ids of the territory's records; empty where there is no territory

    /// Of the record, all in ASCII (other bytes percent-encoded); empty where there is none.
    std::string address_of(std::string_view kind, const std::string& id, std::string_view language) const;
};

/// What every screen needs to know of the content.
struct FeedSummary {
    model::FeedInfo info;
    std::uint64_t generation = 0;
    std::uint64_t revision = 0;
    bool embedded = false;  ///< the content that came with the program, for want of a cache
    base::WallTime published_on{};
    std::optional<model::Coordinates> here;  ///< where this kiosk stands, where it was told
    /// Of the territory: its public holidays and its time. Never null.
    std::shared_ptr<const model::Calendar> calendar;
    PublicPages pages;
    // Past and to come too: notices.hpp says which are in force.
    std::vector<model::Notice> notices;        ///< that this kiosk shows on every screen
    std::vector<model::Notice> place_notices;  ///< that places' sheets show
};
/// Read once a generation.
base::Result<FeedSummary> feed(const Source& source);

/// A map file that came with the content: a town's streets.
struct MapFile {
    std::string name;  ///< "packs/carte.mbtiles"
    std::filesystem::path path;
    std::string sha256;
};
/// Those that stand in their full length, by name.
base::Result<std::vector<MapFile>> maps(const Source& source);

struct InitiativeSummary {
    std::string id;
    model::Text title, summary;
    std::string carrier, place, since, until;
    std::vector<std::string> themes;
    InitiativeFacts facts;
    std::optional<model::Coordinates> coordinates;
    bool has_video = false;
    std::size_t documents = 0;
    std::optional<std::filesystem::path> poster;  ///< the video's, or else the first photo
};
/// Of "labacces/2": the initiative's id, and the number of one of its documents or photos, from 1. nullopt
/// for what is not of that form.
struct NumberedId {
    std::string initiative;
    std::size_t number = 1;
};
std::optional<NumberedId> numbered_id(const std::string& id);

/// Where a record's file is; nothing while it has not come.
std::optional<std::filesystem::path> media_file(const Source& source, const model::MediaFile& file);

InitiativeSummary summarise(const Source& source, const model::Initiative& initiative);

struct Home {
    std::vector<model::Need> first_needs;  ///< the tiles, in the feed's order
    std::vector<InitiativeSummary> initiatives;
    std::vector<model::Theme> themes;
    std::vector<model::Question> questions;
    std::uint64_t places = 0;
};
base::Result<Home> home(const Source& source);

struct Initiatives {
    std::uint64_t reading = 0;  ///< as of NeedPage
    std::vector<InitiativeSummary> initiatives;
    std::vector<model::Theme> themes;
};
base::Result<Initiatives> initiatives(const Source& source);

/// Metres between two places on the ground, along the great circle.
double metres_between(model::Coordinates a, model::Coordinates b);

/// A place of the livret, and how far it is from the kiosk, or from the map's centre where the kiosk was not
/// told where it stands.
struct NearbyPlace {
    model::Place place;
    double metres = 0;
};
/// The nearest `most` places whose services answer one of `needs`.
base::Result<std::vector<NearbyPlace>> nearest_places(const Source& source,
                                                      const std::vector<std::string>& needs,
                                                      std::size_t most);

struct InitiativePage {
    model::Initiative initiative;
    std::vector<model::Theme> themes;
    std::vector<model::Question> questions;
    std::vector<InitiativeSummary> related;
    std::vector<model::Need> needs;
    std::vector<NearbyPlace> places;  ///< the nearest of those that practise it, none twice
    std::optional<std::filesystem::path> poster;
};
base::Result<std::optional<InitiativePage>> initiative(const Source& source, const std::string& id);

struct Questions {
    std::vector<model::Question> questions;
    std::optional<model::Page> introduction;
};
base::Result<Questions> questions(const Source& source);

struct QuestionPage {
    model::Question question;
    std::vector<InitiativeSummary> initiatives;
    std::optional<model::Question> next;
};
base::Result<std::optional<QuestionPage>> question(const Source& source, const std::string& id);

struct NeedSummary {
    model::Need need;
    std::size_t places = 0;  ///< places and helplines that answer it
};
struct Livret {
    std::vector<NeedSummary> needs;  ///< those that something answers
    std::uint64_t places = 0;
};
base::Result<Livret> livret(const Source& source);

/// A place with those of its services that were asked for.
struct PlaceRow {
    model::Place place;
    std::vector<model::Service> services;
};
struct NeedPage {
    std::uint64_t reading = 0;  ///< of no other answer: what was made of it may be remembered by it; 0: never
    model::Need need;
    std::vector<PlaceRow>
        rows;  ///< helplines after places; the nearest first where the kiosk knows where it is
    std::vector<InitiativeSummary> initiatives;
};
base::Result<std::optional<NeedPage>> need(const Source& source, const std::string& id);

/// Guided orientation: the needs that something answers, and what answers the one that was chosen.
struct Guide {
    std::vector<NeedSummary> needs;  ///< while none is chosen
    std::optional<NeedPage> page;    ///< nothing while none is chosen, or where it is no more
};
base::Result<Guide> guide(const Source& source, const std::string& need_id);

/// "12 rue du Port, Nantes": what is known of it; empty where nothing is.
std::string address_line(const model::Place& place);

struct PlacePage {
    model::Place place;
    std::vector<model::Service> services;
    std::vector<model::Need> needs;
    std::vector<InitiativeSummary> initiatives;  ///< that practise what it offers
};
base::Result<std::optional<PlacePage>> place(const Source& source, const std::string& id);

base::Result<std::optional<model::Page>> page(const Source& source, const std::string& id);

}  // namespace accueil::query
