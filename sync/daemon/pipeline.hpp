// SPDX-License-Identifier: GPL-3.0-or-later
// One synchronisation: trust, head, records, media, commit; the cache is changed whole or not at all. Called
// by main
// (--once) and by the loop. One thread; one run at a time over a trust folder (flock).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/file.hpp"
#include "sync/base/result.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/cache/content_writer.hpp"
#include "sync/daemon/clock_floor.hpp"
#include "sync/daemon/content_update.hpp"
#include "sync/daemon/day_window.hpp"
#include "sync/daemon/media_fetch.hpp"
#include "sync/daemon/server_watch.hpp"
#include "sync/daemon/stage.hpp"
#include "sync/daemon/status.hpp"
#include "sync/feed/head.hpp"
#include "sync/feed/records.hpp"
#include "sync/fetch/http_client.hpp"
#include "sync/trust/client.hpp"

namespace accueil::daemon {

struct PipelineLimits {
    std::uint64_t head_bytes = 65'536;
    std::uint64_t full_bytes = std::uint64_t{256} << 20;   ///< compressed
    std::uint64_t media_bytes = std::uint64_t{2} << 30;    ///< of one file
    std::uint64_t spare_bytes = std::uint64_t{100} << 20;  ///< left free on the disk after the media
    feed::DecodeLimits records;
    trust::Limits trust;
};

/// Files that may wait: new content shows without them, and they come when the line is quiet.
struct HeavyMedia {
    std::uint64_t bytes = 20'000'000;  ///< a file of so many is heavy
    DayWindow window;                  ///< when they are fetched
    std::uint64_t budget = 0;          ///< bytes of all media together; 0: without bounds
};

struct PipelineOptions {
    std::string feed_url;
    std::filesystem::path cache_folder;
    std::filesystem::path trust_folder;
    std::filesystem::path root_file;  ///< the root that the admin gave with the kiosk
    PipelineLimits limits;
    HeavyMedia heavy{};
    std::string territory{};    ///< code of the kiosk's own; empty: the centre's content alone
    base::WallTime built_on{};  ///< of the program: no clock that shows an earlier time is believed
};

struct Outcome {
    bool changed = false;
    std::uint64_t generation = 0;
    std::uint64_t revision = 0;
    base::WallTime published_on{};
    base::WallTime expires_on{};
    std::uint64_t records = 0;
    std::uint64_t deltas = 0;             ///< that led here; 0: all records were fetched
    std::uint64_t media_files = 0;        ///< fetched now
    std::uint64_t pending_files = 0;      ///< heavy ones that are to come
    std::uint64_t over_budget_files = 0;  ///< of these, that there is no room for
    std::uint64_t bytes = 0;              ///< of records and media, fetched now
    std::optional<TerritoryStatus> territory{};
};

/// `done` of `total`: bytes while fetching, 0 of 0 at the beginning of each stage.
using StageSink = std::function<void(Stage stage, std::uint64_t done, std::uint64_t total)>;

class Pipeline {
  public:
    /// `http` and `clock` outlive it.
    Pipeline(PipelineOptions options, fetch::HttpClient& http, const base::Clock& clock, StageSink sink = {});

    /// Notes what it came to in status.json, too. An error leaves the cache's content as it was; `cancelled`
    /// is another run under way, or the client's being cancelled; wrong_clock, before anything is asked for,
    /// a clock that nothing can be judged by. `check` is how far the present content is looked at first.
    base::Result<Outcome> run(cache::Check check = cache::Check::automatic);

    /// Reached by the last run.
    Stage stage() const { return m_stage; }

    /// How long the server asked to be left alone in the last run.
    std::optional<std::chrono::seconds> asked_to_wait() const { return m_http.asked_to_wait(); }

  private:
    struct Due {
        std::vector<model::MediaFile> files;  // to be fetched
        bool standing = false;                // there is one that stands already
        std::uint64_t over_budget = 0;        // files
    };

    base::Result<Outcome> synchronise(cache::Check check);
    base::Result<void> begin_trust();
    base::Result<Outcome> update(trust::Client& client, const trust::Refreshed& trusted, cache::Check check);
    base::Result<cache::GenerationInfo> take_content(trust::Client& client, const trust::Refreshed& trusted,
                                                     base::Result<cache::ContentReader>& present,
                                                     Outcome& outcome);
    UpdateOptions update_options() const;
    base::Result<void> take_light_media(cache::ContentWriter& writer, cache::GenerationInfo& info,
                                        Outcome& outcome);
    void put_off(std::vector<model::MediaFile> media, cache::GenerationInfo& info) const;
    base::Result<Due> due_media(const std::set<std::string>& pending) const;
    base::Result<void> take_heavy_media(cache::GenerationInfo& info, Outcome& outcome);
    base::Result<void> take_packs(trust::Client& client, cache::GenerationInfo& info, Outcome& outcome);
    MediaOptions media_options() const;
    base::Result<void> fetch_files(const std::vector<model::MediaFile>& files, const MediaSettler& settle,
                                   Outcome& outcome);
    void note(const base::Result<Outcome>& result, const ClockFloor& floor) const;
    cache::WriterOptions writer_options() const;
    void enter(Stage stage);

    PipelineOptions m_options;
    ServerWatch m_http;
    const base::Clock* m_clock;
    StageSink m_sink;
    Stage m_stage = Stage::start;
};

}  // namespace accueil::daemon
