// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/generation_watcher.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <system_error>

#include "sync/cache/generation.hpp"

namespace accueil::cache {

using base::Error;
using base::Result;
namespace fs = std::filesystem;

GenerationWatcher::GenerationWatcher(base::UniqueFd inotify, fs::path folder)
    : m_inotify(std::move(inotify)), m_folder(std::move(folder)) {}

Result<GenerationWatcher> GenerationWatcher::create(const fs::path& cache_folder) {
    base::UniqueFd inotify(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (!inotify.is_open()) return tl::unexpected<Error>(base::system_error("inotify", cache_folder));
    GenerationWatcher watcher(std::move(inotify), fs::absolute(cache_folder).lexically_normal());
    TRY(watcher.watch());
    watcher.look();
    return watcher;
}

// A folder may appear between being found absent and its parent being watched: so it is looked for again
// after that.
Result<void> GenerationWatcher::watch() {
    for (;;) {
        fs::path nearest = m_folder;
        std::error_code absent;
        while (!fs::is_directory(nearest, absent) && nearest.has_relative_path())
            nearest = nearest.parent_path();
        if (m_watch >= 0 && nearest == m_watched) return {};
        if (m_watch >= 0) ::inotify_rm_watch(m_inotify.get(), m_watch);
        m_watch = ::inotify_add_watch(
            m_inotify.get(), nearest.c_str(),
            IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR);
        if (m_watch < 0 && errno != ENOENT)
            return tl::unexpected<Error>(base::system_error("watch", nearest));
        m_watched = nearest;
    }
}

void GenerationWatcher::look() {
    const auto current = current_generation(m_folder);
    m_generation = current ? std::optional(*current) : std::nullopt;
}

bool GenerationWatcher::drain() {
    alignas(inotify_event) char buffer[4096];
    for (;;) {
        const auto count = ::read(m_inotify.get(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        for (const char* at = buffer; at < buffer + count;) {
            const auto* event = reinterpret_cast<const inotify_event*>(at);
            if (event->wd == m_watch && (event->mask & (IN_IGNORED | IN_MOVE_SELF | IN_DELETE_SELF)) != 0) {
                if ((event->mask & IN_MOVE_SELF) != 0) ::inotify_rm_watch(m_inotify.get(), m_watch);
                m_watch = -1;
            }
            at += sizeof(inotify_event) + event->len;
        }
    }
    // Should no watch be possible any more, drain() still tells what it sees when it is called.
    static_cast<void>(watch());
    const auto before = m_generation;
    look();
    return m_generation != before;
}

}  // namespace accueil::cache
