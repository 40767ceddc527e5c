// SPDX-License-Identifier: GPL-3.0-or-later
// All that one reading of the settings makes: the clients, the way down and the way up; and one turn of both.
// Made by main (--once) and by the loop, again at each new configuration. One thread.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/daemon/pipeline.hpp"
#include "sync/daemon/settings.hpp"
#include "sync/daemon/uploader.hpp"
#include "sync/fetch/http_client.hpp"

namespace accueil::daemon {

struct RoundHooks {
    const std::atomic<bool>* stopping = nullptr;  ///< ends what is under way
    std::function<void()> alive{};                ///< called often while something goes on
    StageSink stage{};
};

class Round {
  public:
    /// `clock` and what `hooks` names outlive it.
    static base::Result<std::unique_ptr<Round>> create(const Settings& settings, const base::Clock& clock,
                                                       RoundHooks hooks);
    Round(const Round&) = delete;
    Round& operator=(const Round&) = delete;

    struct Came {
        base::Result<Outcome> content;
        std::optional<ReportStatus> report;  ///< none: nothing goes up, or not now
        std::uint64_t sent = 0;              ///< items that a server acknowledged
    };
    /// Down, then up, whatever the first came to; status.json tells of both.
    Came run(cache::Check check = cache::Check::automatic);

    Stage stage() const { return m_pipeline->stage(); }
    std::optional<std::chrono::seconds> asked_to_wait() const { return m_pipeline->asked_to_wait(); }
    std::chrono::seconds interval() const { return m_interval; }
    const std::filesystem::path& cache_folder() const { return m_cache_folder; }

  private:
    Round(const Settings& settings, const base::Clock& clock, RoundHooks hooks);
    base::Result<void> prepare(const Settings& settings);

    const base::Clock& m_clock;
    RoundHooks m_hooks;
    std::chrono::seconds m_interval;
    std::filesystem::path m_cache_folder;
    std::unique_ptr<fetch::HttpClient> m_down, m_up;
    std::optional<Pipeline> m_pipeline;
    std::optional<Uploader> m_uploader;
};

}  // namespace accueil::daemon
