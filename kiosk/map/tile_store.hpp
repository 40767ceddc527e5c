// SPDX-License-Identifier: GPL-3.0-or-later
// Has tiles made on its worker threads and keeps them by bytes. Its members are for the UI thread, which
// never waits here; finished tiles lie in a mailbox until collect(). `wake` is called on a worker.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <limits>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kiosk/map/tile.hpp"

namespace accueil::map {

struct TileStoreOptions {
    std::size_t budget = std::size_t{96}
                         << 20;  ///< bytes of finished tiles; what is on screen stays beyond it
    unsigned workers = 2;
    /// Of the workers. What is on screen moves first: without a GPU the picture is made by the same cores.
    int niceness = 0;
    static constexpr int kBehindTheScreen = 15;
};

class TileStore {
  public:
    using MakerFactory = std::function<std::unique_ptr<TileMaker>()>;  ///< called once on each worker

    TileStore(MakerFactory factory, TileStoreOptions options, std::function<void()> wake);
    /// Waits for the tiles that are being made, and drops the others.
    ~TileStore();
    TileStore(const TileStore&) = delete;
    TileStore& operator=(const TileStore&) = delete;

    /// What the view needs, most urgent first. Earlier requests that are not among these are dropped unless a
    /// worker has begun; those that are already kept as asked for are passed over.
    void want(std::span<const TileRequest> requests);

    /// Takes what the workers finished, the first `most` of it; true when there was something.
    bool collect(std::size_t most = std::numeric_limits<std::size_t>::max());
    bool has_mail() const;  ///< something is finished that was not taken

    /// The kept tile of that place, whatever its side and style; nullptr where there is none.
    const Tile* find(TileId id);

    /// The same, to be held beyond the next collect().
    TilePtr share(TileId id) { return find(id) == nullptr ? nullptr : *m_kept.at(id); }
    /// Drops the tiles of other files, but for what stands in on screen until its successor has come.
    void forget_others(const TileSourcesPtr& sources);

    bool idle() const;  ///< nothing asked for, being made, or in the mailbox
    /// Until idle(), collecting; false when `limit` passed. For pictures without a window, and for tests.
    bool wait_until_idle(std::chrono::milliseconds limit);

    std::size_t bytes() const { return m_bytes; }
    std::size_t size() const { return m_kept.size(); }

  private:
    using Recency = std::list<TilePtr>;  // most recent first

    void work();
    void keep(TilePtr tile);
    void evict();

    MakerFactory m_factory;
    TileStoreOptions m_options;
    std::function<void()> m_wake;

    Recency m_recency;
    std::unordered_map<TileId, Recency::iterator, TileIdHash> m_kept;
    std::unordered_set<TileId, TileIdHash> m_wanted;
    std::size_t m_bytes = 0;

    mutable std::mutex m_mutex;  // guards what follows
    std::condition_variable m_work, m_done;
    std::vector<TileRequest> m_queue;  // most urgent last
    std::vector<TileRequest> m_running;
    std::vector<TilePtr> m_mailbox;
    bool m_stop = false;

    std::vector<std::jthread> m_workers;  // last: they use all of the above
};

}  // namespace accueil::map
