// SPDX-License-Identifier: GPL-3.0-or-later
// From what the heads announce to the records of the next generation: the centre's, and beside them those of
// the kiosk's own territory, whose faults never keep the centre's news from coming. Called by the pipeline,
// once a run. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/cache/content_writer.hpp"
#include "sync/feed/head.hpp"
#include "sync/feed/zstd_lines.hpp"
#include "sync/fetch/http_client.hpp"
#include "sync/trust/client.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::daemon {

struct UpdateOptions {
    std::string feed_url;  ///< without a slash at its end
    std::filesystem::path cache_folder;
    std::string territory;  ///< code; empty: the centre's content alone
    std::uint64_t head_bytes = 65'536;
    std::uint64_t full_bytes = std::uint64_t{256} << 20;  ///< compressed
    std::uint64_t spare_bytes = 0;                        ///< left free where fetched records are kept
    feed::DecodeLimits records;
    cache::WriterOptions writer{};
};

class ContentUpdate {
  public:
    /// All but the options outlive it. `present`: the content that stands, or null.
    ContentUpdate(UpdateOptions options, fetch::HttpClient& http, trust::Client& client,
                  const cache::ContentReader* present);

    /// Learns what the heads are; reads those that are new. An error is the centre's, or `cancelled`.
    base::Result<void> look();

    /// True when `present` is what the heads say.
    bool is_present() const;

    /// The records in a new generation that is not committed yet: by deltas where they are cheaper than all
    /// records, by all records where the deltas turn out to be no good.
    base::Result<cache::ContentWriter> make();

    /// Says in `info` what look() and make() came to.
    void describe(cache::GenerationInfo& info) const;

    std::uint64_t bytes() const { return m_bytes; }    ///< of records, fetched
    std::uint64_t deltas() const { return m_deltas; }  ///< taken
    /// Why the territory's news were not taken; what stood of it stays.
    const std::optional<base::Error>& territory_error() const { return m_territory_error; }

  private:
    // One publisher's records: the centre's, or the territory's.
    struct Edition {
        std::string folder;     // what its names stand below: "" or "territoires/44109/"
        std::string id_prefix;  // empty for the centre
        struct Standing {
            std::uint64_t revision = 0;
            std::string state_root, head_sha256;
            base::WallTime published_on{};
            std::uint64_t records = 0;
        };
        std::optional<Standing> standing;  // in `present`
        std::optional<feed::Head> head;    // new; none: what stands is to stay
        std::string head_sha256;           // of `head`
    };
    using Path = std::optional<std::vector<feed::DeltaFile>>;

    base::Result<void> look(Edition& edition, const std::string& target);
    base::Result<void> look_at_territory();
    static bool is_same(const Edition& edition);
    static Path path_to(const Edition& edition);
    base::Result<cache::ContentWriter> make_once();
    base::Result<cache::ContentWriter> make_by_deltas(const Path& path);
    base::Result<void> add_territory(cache::ContentWriter& writer);
    base::Result<void> change_territory(cache::ContentWriter& writer);
    base::Result<void> take_territory(cache::ContentWriter& writer);
    base::Result<trust::VerifiedBytes> fetch(const feed::FeedFile& file);
    base::Result<void> take_deltas(const Edition& edition, const std::vector<feed::DeltaFile>& path,
                                   cache::ContentWriter& writer);
    base::Result<void> take_full(const Edition& edition, cache::ContentWriter& writer);
    base::Result<void> check_owner(const Edition& edition, const feed::RecordKey& key) const;
    std::string territory_prefix() const { return m_territory ? m_territory->id_prefix : std::string(); }

    UpdateOptions m_options;
    fetch::HttpClient* m_http;
    trust::Client* m_client;
    const cache::ContentReader* m_present;
    Edition m_centre;
    std::optional<Edition> m_territory;   // none: not asked for
    std::optional<std::string> m_former;  // prefix of a territory that stands and is no longer this kiosk's
    bool m_withdrawn = false;             // nobody speaks for the territory any more
    bool m_is_territory_fault = false;    // the last error of make_once()
    std::optional<base::Error> m_territory_error;
    std::uint64_t m_bytes = 0, m_deltas = 0;
};

}  // namespace accueil::daemon
