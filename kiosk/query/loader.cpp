// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/loader.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "kiosk/query/local.hpp"
#include "kiosk/query/source.hpp"
#include "sync/base/file.hpp"
#include "sync/base/log.hpp"
#include "sync/cache/generation_watcher.hpp"

namespace accueil::query {

namespace {
// inotify tells at once; where it cannot (some network file systems), a look every so often does.
constexpr int kLookEveryMilliseconds = 1500;
}  // namespace

base::Result<std::shared_ptr<const Source>> open_source(const Loader::Options& options,
                                                        std::shared_ptr<Local> local) {
    if (!local) local = std::make_shared<Local>(options.local_folder);
    auto cached = cache::ContentReader::open(options.cache_folder);
    if (cached) {
        if (!cached->fallback_reason().empty())
            base::log(base::LogLevel::warning, "query",
                      "an older generation is shown: " + cached->fallback_reason());
        return std::make_shared<const Source>(std::move(*cached), false, std::move(local), options.here,
                                              options.kiosk);
    }
    if (cached.error().code != base::ErrorCode::not_found)
        base::log(base::LogLevel::error, "query", "the cache cannot be shown: " + cached.error().detail);
    auto embedded = cache::ContentReader::open(options.embedded_folder);
    if (!embedded) return base::fail(embedded.error(), "embedded content");
    return std::make_shared<const Source>(std::move(*embedded), true, std::move(local), options.here,
                                          options.kiosk);
}

struct Loader::Private {
    Options options;
    std::function<void()> wake;
    base::UniqueFd event;
    std::thread thread;

    std::mutex mutex;  // guards what follows
    struct Waiting {
        std::uint64_t ticket;
        Job job;
        std::string channel;
    };
    std::deque<Waiting> jobs;
    News news;
    bool stopping = false;

    // The loader thread's own:
    std::shared_ptr<Local> local;
    std::shared_ptr<const Source> source;
    std::shared_ptr<const FeedSummary> feed;
    base::Error source_error{base::ErrorCode::not_found, "no content"};

    void open() {
        auto opened = open_source(options, local);
        if (!opened) {
            base::log(base::LogLevel::error, "query", opened.error().detail);
            source_error = opened.error();
            return;  // what was open stays
        }
        auto summary = query::feed(**opened);
        if (!summary) {
            source_error = summary.error();
            return;
        }
        source = std::move(*opened);
        feed = std::make_shared<const FeedSummary>(std::move(*summary));
        base::log(base::LogLevel::info, "query",
                  "generation " + std::to_string(feed->generation) + ", revision " +
                      std::to_string(feed->revision) + (feed->embedded ? " (embedded content)" : ""));
    }

    void run() {
        auto watcher = cache::GenerationWatcher::create(options.cache_folder);
        if (!watcher)
            base::log(base::LogLevel::warning, "query",
                      "new content is looked for by the clock: " + watcher.error().detail);
        open();
        for (;;) {
            std::optional<Waiting> next;
            {
                const std::lock_guard lock(mutex);
                if (stopping) return;
                if (!jobs.empty()) {
                    next = std::move(jobs.front());
                    jobs.pop_front();
                }
            }
            if (next) {
                answer(next->ticket, next->job);
                continue;
            }
            pollfd waits[2] = {{event.get(), POLLIN, 0}, {watcher ? watcher->fd() : -1, POLLIN, 0}};
            ::poll(waits, 2, kLookEveryMilliseconds);
            std::uint64_t count = 0;
            if ((waits[0].revents & POLLIN) != 0) (void)!::read(event.get(), &count, sizeof count);
            if (watcher ? watcher->drain() : looks_new()) reopen();
        }
    }

    bool looks_new() const {
        const auto current = cache::current_generation(options.cache_folder);
        return current && (feed == nullptr || feed->embedded || *current != feed->generation);
    }

    void reopen() {
        const auto before = feed;
        open();
        if (feed == nullptr || feed == before) return;
        if (before != nullptr && before->embedded == feed->embedded && before->generation == feed->generation)
            return;
        {
            const std::lock_guard lock(mutex);
            news.content_changed = true;
        }
        wake();
    }

    void answer(std::uint64_t ticket, const Job& job) {
        base::Result<DataPtr> data = tl::unexpected<base::Error>(source_error);
        if (source) data = job(*source);
        auto notices = source ? desk_notices(*source) : nullptr;
        if (!data) base::log(base::LogLevel::error, "query", data.error().detail);
        {
            const std::lock_guard lock(mutex);
            news.answers.push_back({ticket, std::move(data), feed, std::move(notices)});
        }
        wake();
    }
};

std::unique_ptr<Loader> Loader::start(Options options, std::function<void()> wake) {
    auto state = std::make_unique<Private>();
    state->options = std::move(options);
    state->wake = std::move(wake);
    state->local = std::make_shared<Local>(state->options.local_folder);
    state->event = base::UniqueFd(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    Private* shared = state.get();
    state->thread = std::thread([shared] { shared->run(); });
    return std::unique_ptr<Loader>(new Loader(std::move(state)));
}

Loader::Loader(std::unique_ptr<Private> state) : m_private(std::move(state)) {}

Loader::~Loader() {
    {
        const std::lock_guard lock(m_private->mutex);
        m_private->stopping = true;
    }
    const std::uint64_t one = 1;
    (void)!::write(m_private->event.get(), &one, sizeof one);
    m_private->thread.join();
}

void Loader::submit(std::uint64_t ticket, Job job, const std::string& channel) {
    {
        const std::lock_guard lock(m_private->mutex);
        if (!channel.empty())
            std::erase_if(m_private->jobs,
                          [&](const Private::Waiting& waiting) { return waiting.channel == channel; });
        m_private->jobs.push_back({ticket, std::move(job), channel});
    }
    const std::uint64_t one = 1;
    (void)!::write(m_private->event.get(), &one, sizeof one);
}

Loader::News Loader::drain() {
    const std::lock_guard lock(m_private->mutex);
    return std::exchange(m_private->news, {});
}

}  // namespace accueil::query
