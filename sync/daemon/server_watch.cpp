// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/server_watch.hpp"

#include <algorithm>

namespace accueil::daemon {

using base::Result;

Result<fetch::Response> ServerWatch::get(const fetch::Request& request) {
    auto answer = m_http.get(request);
    note(answer);
    if (answer && answer->is_success() && fetch::is_web_page(answer->body) &&
        !request.url.ends_with(".root.json"))
        return base::fail(
            base::ErrorCode::network,
            fetch::loggable(request.url) +
                ": a web page came in place of the file; a captive portal or a proxy answers here");
    return answer;
}

std::vector<Result<fetch::Response>> ServerWatch::download(std::span<const fetch::Download> downloads,
                                                           const fetch::Progress& progress) {
    auto answers = m_http.download(downloads, progress);
    for (const auto& answer : answers)
        note(answer);
    return answers;
}

void ServerWatch::note(const Result<fetch::Response>& answer) {
    if (!answer || (answer->status != 429 && answer->status != 503)) return;
    if (const auto wait = fetch::retry_after(*answer, m_clock.wall()))
        m_wait = std::max(m_wait.value_or(*wait), *wait);
}

}  // namespace accueil::daemon
