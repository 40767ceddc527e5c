// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/tile_store.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <exception>

#include "sync/base/log.hpp"

namespace accueil::map {

TileStore::TileStore(MakerFactory factory, TileStoreOptions options, std::function<void()> wake)
    : m_factory(std::move(factory)), m_options(options), m_wake(std::move(wake)) {
    for (unsigned i = 0; i < std::max(1U, m_options.workers); ++i)
        m_workers.emplace_back([this] { work(); });
}

TileStore::~TileStore() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        m_queue.clear();
    }
    m_work.notify_all();
    m_workers.clear();
}

void TileStore::want(std::span<const TileRequest> requests) {
    m_wanted.clear();
    std::vector<TileRequest> missing;
    for (const TileRequest& request : requests) {
        m_wanted.insert(request.id);
        const auto kept = m_kept.find(request.id);
        if (kept == m_kept.end() || (*kept->second)->made_for != request) missing.push_back(request);
    }
    bool any = false;
    {
        const std::lock_guard lock(m_mutex);
        const auto on_its_way = [&](const TileRequest& request) {
            return std::find(m_running.begin(), m_running.end(), request) != m_running.end() ||
                   std::any_of(m_mailbox.begin(), m_mailbox.end(),
                               [&](const TilePtr& tile) { return tile->made_for == request; });
        };
        std::erase_if(missing, on_its_way);
        m_queue.assign(missing.rbegin(), missing.rend());
        any = !m_queue.empty();
    }
    if (any) m_work.notify_all();
}

bool TileStore::collect(std::size_t most) {
    std::vector<TilePtr> arrived;
    {
        const std::lock_guard lock(m_mutex);
        const auto end = m_mailbox.begin() + static_cast<std::ptrdiff_t>(std::min(most, m_mailbox.size()));
        arrived.assign(std::move_iterator(m_mailbox.begin()), std::move_iterator(end));
        m_mailbox.erase(m_mailbox.begin(), end);
    }
    for (TilePtr& tile : arrived)
        keep(std::move(tile));
    if (!arrived.empty()) evict();
    return !arrived.empty();
}

bool TileStore::has_mail() const {
    const std::lock_guard lock(m_mutex);
    return !m_mailbox.empty();
}

const Tile* TileStore::find(TileId id) {
    const auto kept = m_kept.find(id);
    if (kept == m_kept.end()) return nullptr;
    m_recency.splice(m_recency.begin(), m_recency, kept->second);
    return kept->second->get();
}

bool TileStore::idle() const {
    const std::lock_guard lock(m_mutex);
    return m_queue.empty() && m_running.empty() && m_mailbox.empty();
}

bool TileStore::wait_until_idle(std::chrono::milliseconds limit) {
    bool done = false;
    {
        std::unique_lock lock(m_mutex);
        done = m_done.wait_for(lock, limit, [&] { return m_queue.empty() && m_running.empty(); });
    }
    collect();
    return done;
}

void TileStore::keep(TilePtr tile) {
    const TileId id = tile->made_for.id;
    if (const auto old = m_kept.find(id); old != m_kept.end()) {
        m_bytes -= (*old->second)->bytes();
        m_recency.erase(old->second);
        m_kept.erase(old);
    }
    m_bytes += tile->bytes();
    m_recency.push_front(std::move(tile));
    m_kept.emplace(id, m_recency.begin());
}

void TileStore::evict() {
    for (auto oldest = m_recency.end(); m_bytes > m_options.budget && oldest != m_recency.begin();) {
        --oldest;
        const TileId id = (*oldest)->made_for.id;
        if (m_wanted.contains(id)) continue;
        m_bytes -= (*oldest)->bytes();
        m_kept.erase(id);
        oldest = m_recency.erase(oldest);
    }
}

void TileStore::forget_others(const TileSourcesPtr& sources) {
    for (auto each = m_recency.begin(); each != m_recency.end();) {
        const TileId id = (*each)->made_for.id;
        if ((*each)->made_for.sources == sources || m_wanted.contains(id)) {
            ++each;
            continue;
        }
        m_bytes -= (*each)->bytes();
        m_kept.erase(id);
        each = m_recency.erase(each);
    }
}

void TileStore::work() {
    if (m_options.niceness != 0)
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), m_options.niceness);
    const std::unique_ptr<TileMaker> maker = m_factory();
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_work.wait(lock, [&] { return m_stop || !m_queue.empty(); });
        if (m_stop) return;
        const TileRequest request = std::move(m_queue.back());
        m_queue.pop_back();
        m_running.push_back(request);
        lock.unlock();

        TilePtr tile;
        try {
            tile = std::make_shared<const Tile>(maker->make(request));
        } catch (
            const std::exception& error) {  // no memory for this one: a blank tile, not the end of the kiosk
            base::log(base::LogLevel::error, "map", std::string("tile not made: ") + error.what());
            tile = std::make_shared<const Tile>(Tile{request, nullptr, {}});
        }

        lock.lock();
        m_mailbox.push_back(tile);
        const bool stop = m_stop;
        lock.unlock();
        if (!stop && m_wake) m_wake();
        // The screen has it before the disk does, which may be slow.
        if (!stop && tile->image) maker->keep(*tile);
        tile.reset();
        lock.lock();
        // At work until it is told: who waits for the end of the work has been woken by then.
        std::erase(m_running, request);
        m_done.notify_all();
    }
}

}  // namespace accueil::map
