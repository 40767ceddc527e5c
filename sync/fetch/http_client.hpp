// SPDX-License-Identifier: GPL-3.0-or-later
// What the rest of sync/ asks of HTTP: whole answers with a limit, and files. Called by trust and the daemon;
// one thread an object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "sync/base/result.hpp"

namespace accueil::fetch {

using Headers = std::map<std::string, std::string>;

struct Request {
    std::string url;              ///< http or https
    std::uint64_t max_bytes = 0;  ///< of the body; one byte more ends the transfer with too_large
    Headers headers{};            ///< sent besides the client's own
};

struct Response {
    int status = 0;           ///< of the last answer, redirects followed
    Headers headers{};        ///< names in lower case; a repeated header's values joined by ", "
    std::string body{};       ///< empty for a download and for a status outside 200–299
    std::uint64_t bytes = 0;  ///< of body or file

    bool is_success() const { return status >= 200 && status < 300; }
};

/// Bytes of the body so far, and announced in all (0 when the server does not say).
using Progress = std::function<void(std::uint64_t received, std::uint64_t total)>;

class HttpClient {
  public:
    virtual ~HttpClient() = default;

    /// Any status is an answer (see success()). Errors: network (truncated bodies too), too_large, cancelled,
    /// invalid_input for a URL that is not one. Details hold neither credentials nor the URL's query.
    virtual base::Result<Response> get(const Request& request) = 0;

    /// The same, into `part`, which is emptied first; only a success writes into it. What an error leaves
    /// there stays. The caller checks, fsyncs and renames. System errors of the file come as they are.
    virtual base::Result<Response> download(const Request& request, const std::filesystem::path& part,
                                            const Progress& progress = {}) = 0;
};

/// The answer if its status is 2xx; else http_status, with status and URL in the detail.
base::Result<Response> success(base::Result<Response> answer, const std::string& url);

/// `url` without user, password, query and fragment: what a log may hold.
std::string loggable(const std::string& url);

}  // namespace accueil::fetch
