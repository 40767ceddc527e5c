// SPDX-License-Identifier: GPL-3.0-or-later
// The way up: what waits in local.db, each item put once by its id, then the kiosk's status. Called after
// each synchronisation, by the round; whatever happens here, the way down goes on. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/cache/local_store.hpp"
#include "sync/daemon/status.hpp"
#include "sync/fetch/http_client.hpp"

namespace accueil::daemon {

struct ReportOptions {
    enum class Kind { webdav, s3 };
    std::string url;  ///< empty: nothing goes up
    Kind kind = Kind::webdav;
    fetch::Credentials credentials;
    std::string kiosk_id;
    std::filesystem::path local_file;
    std::uint64_t run_items = 200;        ///< most that are sent in one run
    std::uint64_t run_bytes = 8'000'000;  ///< likewise; one item more at most
    std::uint64_t run_refusals = 10;      ///< after so many a run ends; the next goes on behind them
};

class Uploader {
  public:
    /// Both outlive it.
    Uploader(ReportOptions options, fetch::HttpClient& http, const base::Clock& clock);

    /// Sends what waits, in the order of acceptance, as <url>/<kind>/<kiosk>/<id>, and then `status` with the
    /// kiosk's name as <url>/status/<kiosk>.json, which replaces the one before. Returns what status.json is
    /// to say of it. An item that the server has already (412 to If-None-Match: *) is acknowledged; one that
    /// it refuses stays and holds no other up; a server that fails, or that wants to be left alone, ends the
    /// run.
    ReportStatus run(const Status& status);

    /// Acknowledged in the last run.
    std::uint64_t sent() const { return m_sent; }

  private:
    enum class Answer { stored, refused, over };  ///< over: nothing more is sent in this run
    enum class Once { yes, no };

    void send_items(cache::LocalStore& store);
    Answer put(const std::string& path, const std::string& content_type, const std::string& body, Once once);
    Answer judge(const std::string& path, const base::Result<fetch::Response>& answer, Once once);
    base::Result<fetch::Response> send(fetch::Method method, const std::string& path,
                                       fetch::Headers headers = {}, std::string body = {});
    std::string status_document(const Status& status, const ReportStatus& report) const;
    void note(const base::Error& error, const std::string& server);

    ReportOptions m_options;
    fetch::HttpClient& m_http;
    const base::Clock& m_clock;
    std::string m_server;
    std::uint64_t m_resume_after = 0;  // a number of local.db: behind what was refused

    // Of the run under way.
    std::uint64_t m_sent = 0;
    std::optional<ReportFailure> m_failure;  // the first
    std::optional<std::chrono::seconds> m_wait;
    bool m_is_cancelled = false;
    bool m_is_over = false;
};

}  // namespace accueil::daemon
