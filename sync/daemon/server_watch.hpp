// SPDX-License-Identifier: GPL-3.0-or-later
// What a server says besides its files: that it wants to be left alone for a while, or nothing at all,
// because a captive portal answers in its place. The pipeline asks through it. One thread.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/fetch/http_client.hpp"

namespace accueil::daemon {

class ServerWatch final : public fetch::HttpClient {
  public:
    /// Both outlive it.
    ServerWatch(fetch::HttpClient& http, const base::Clock& clock) : m_http(http), m_clock(clock) {}

    /// A page of HTML in place of a file is a network error that says so; but for N.root.json, whose absence
    /// some servers answer with their front page: that one is given on as it came.
    base::Result<fetch::Response> get(const fetch::Request& request) override;
    std::vector<base::Result<fetch::Response>> download(std::span<const fetch::Download> downloads,
                                                        const fetch::Progress& progress = {}) override;

    /// The longest that an answer with 429 or 503 asked for since forget().
    std::optional<std::chrono::seconds> asked_to_wait() const { return m_wait; }
    void forget() { m_wait.reset(); }

  private:
    void note(const base::Result<fetch::Response>& answer);

    fetch::HttpClient& m_http;
    const base::Clock& m_clock;
    std::optional<std::chrono::seconds> m_wait;
};

}  // namespace accueil::daemon
