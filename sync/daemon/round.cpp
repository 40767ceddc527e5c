// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/round.hpp"

#include "sync/base/log.hpp"
#include "sync/fetch/folder_client.hpp"

namespace accueil::daemon {

using base::ErrorCode;
using base::Result;

Round::Round(const Settings& settings, const base::Clock& clock, RoundHooks hooks)
    : m_clock(clock),
      m_hooks(std::move(hooks)),
      m_interval(settings.interval),
      m_cache_folder(settings.pipeline.cache_folder) {}

Result<std::unique_ptr<Round>> Round::create(const Settings& settings, const base::Clock& clock,
                                             RoundHooks hooks) {
    std::unique_ptr<Round> round(new Round(settings, clock, std::move(hooks)));
    TRY(round->prepare(settings));
    return round;
}

Result<void> Round::prepare(const Settings& settings) {
    auto network = settings.network;
    network.cancelled = m_hooks.stopping;
    network.alive = m_hooks.alive;
    const auto& url = settings.pipeline.feed_url;
    // By HTTP, or from the folder that a file:// address names.
    if (auto folder = fetch::folder_of(url))
        m_down = std::make_unique<fetch::FolderClient>(url, std::move(*folder), m_hooks.stopping);
    else
        m_down = TRY(fetch::CurlClient::create(network));
    m_pipeline.emplace(settings.pipeline, *m_down, m_clock,
                       [this](Stage stage, std::uint64_t done, std::uint64_t total) {
                           if (m_hooks.alive) m_hooks.alive();
                           if (m_hooks.stage) m_hooks.stage(stage, done, total);
                       });
    if (settings.report.url.empty()) return {};
    m_up = TRY(fetch::CurlClient::create(network));
    m_uploader.emplace(settings.report, *m_up, m_clock);
    return {};
}

Round::Came Round::run(cache::Check check) {
    const auto expires_before = read_status(m_cache_folder).value_or(Status{}).expires_on;
    Came came{m_pipeline->run(check), {}, 0};
    // Another accueil-sync is at work, or this one is told to stop.
    if (!came.content && came.content.error().code == ErrorCode::cancelled) return came;
    auto status = read_status(m_cache_folder).value_or(Status{});
    if (came.content && (status.expires_on != expires_before || !status.expires_seen))
        status.expires_seen = m_clock.wall();
    if (m_uploader) {
        came.report = m_uploader->run(status);
        came.sent = m_uploader->sent();
    }
    status.report = came.report;
    if (const auto written = write_status(m_cache_folder, status); !written)
        base::log(base::LogLevel::warning, "sync", "status not written: " + written.error().detail);
    return came;
}

}  // namespace accueil::daemon
