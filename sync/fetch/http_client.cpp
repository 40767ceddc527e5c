// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/fetch/http_client.hpp"

#include <algorithm>

namespace accueil::fetch {

base::Result<Response> success(base::Result<Response> answer, const std::string& url) {
    if (!answer || answer->is_success()) return answer;
    return base::fail(base::ErrorCode::http_status,
                      "HTTP status " + std::to_string(answer->status) + " from " + loggable(url));
}

std::string loggable(const std::string& url) {
    std::string shown = url.substr(0, url.find_first_of("?#"));
    const auto scheme = shown.find("://");
    if (scheme == std::string::npos) return shown;
    const auto host = scheme + 3;
    const auto end = std::min(shown.find('/', host), shown.size());
    const auto at = shown.rfind('@', end);
    if (at != std::string::npos && at >= host && at < end) shown.erase(host, at + 1 - host);
    return shown;
}

}  // namespace accueil::fetch
