// SPDX-License-Identifier: GPL-3.0-or-later
// What the rest of sync/ asks of HTTP: whole answers with a limit, bodies into sinks, and small bodies sent.
// Called by trust and the daemon; one thread an object.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"

namespace accueil::fetch {

using Headers = std::map<std::string, std::string>;

/// A wrong answer may be a proxy's: the second request asks for the origin's own.
inline const Headers kFresh = {{"Cache-Control", "no-cache"}, {"Pragma", "no-cache"}};

struct Request {
    std::string url;              ///< http or https
    std::uint64_t max_bytes = 0;  ///< of the body; one byte more ends the transfer with too_large
    Headers headers{};            ///< sent besides the client's own
    std::uint64_t from = 0;       ///< where the body is wished to begin (Range); counts against max_bytes
};

struct Response {
    int status = 0;           ///< of the last answer, redirects followed
    Headers headers{};        ///< names in lower case; a repeated header's values joined by ", "
    std::string body{};       ///< empty for a download and for a status outside 200–299
    std::uint64_t bytes = 0;  ///< of the body that came

    bool is_success() const { return status >= 200 && status < 300; }
};

/// Receives the body of a success as it comes. An error ends the transfer and is what it comes to.
class BodySink {
  public:
    virtual ~BodySink() = default;
    /// Once, before any byte: the body begins at `offset` of the file, which is Request::from, or 0 where the
    /// server does not keep to ranges.
    virtual base::Result<void> begin(std::uint64_t offset) = 0;
    virtual base::Result<void> write(std::string_view bytes) = 0;
};

struct Download {
    Request request;
    BodySink* sink = nullptr;
};

/// Who sends. For the server of that message alone: a redirect is not followed with them, nor without.
struct Credentials {
    enum class Kind { none, basic, bearer, aws_sigv4 };
    Kind kind = Kind::none;
    std::string user{};    ///< of basic; the access key of aws_sigv4
    std::string secret{};  ///< the password, the token or the secret key
    std::string region{};  ///< of aws_sigv4, "eu-west-3"
};

/// put stores the body under the URL; make_collection makes a folder there (WebDAV's MKCOL); head asks
/// whether something is there.
enum class Method { put, make_collection, head };

struct Message {
    Method method = Method::put;
    std::string url;     ///< http or https
    Headers headers{};   ///< sent besides the client's own and the credentials'
    std::string body{};  ///< of put
    Credentials credentials{};
};

/// Bytes of all bodies so far.
using Progress = std::function<void(std::uint64_t received)>;

class HttpClient {
  public:
    virtual ~HttpClient() = default;

    /// Any status is an answer (see success()). Errors: network (truncated bodies too, and ranges that were
    /// not asked for), too_large, cancelled, invalid_input for a URL that is not one. Details hold neither
    /// credentials nor the URL's query.
    virtual base::Result<Response> get(const Request& request) = 0;

    /// The same for many, several at a time, each into its sink; what each came to, in their order.
    virtual std::vector<base::Result<Response>> download(std::span<const Download> downloads,
                                                         const Progress& progress = {}) = 0;

    /// Any status is an answer, a redirect too: none is followed. The body of a success is read up to 64 KiB.
    /// Errors as get(); unsupported where nothing can be sent, as to a folder.
    virtual base::Result<Response> send(const Message& message);
};

/// Where the body of an answer to `request` begins: 0 or request.from; network for a partial answer that is
/// another.
base::Result<std::uint64_t> body_offset(const Request& request, const Response& response);

/// "Wed, 25 Nov 2026 17:30:00 GMT"; nothing for another form.
std::optional<std::chrono::sys_seconds> http_date(const std::string& text);

/// The answer's ETag if it can be trusted to name its bytes: not of a file that was written in the same
/// second or the one before, which may be written again under the same tag.
std::optional<std::string> entity_tag(const Response& response);

/// How long an answer asks to be left alone (Retry-After in seconds, or a date after `now`), a day at most.
std::optional<std::chrono::seconds> retry_after(const Response& response, base::WallTime now);

/// True for a page of HTML: none of a feed's files is one, but captive portals and proxies answer with it.
bool is_web_page(std::string_view body);

/// The answer if its status is 2xx; else http_status, with status and URL in the detail.
base::Result<Response> success(base::Result<Response> answer, const std::string& url);

/// `url` without user, password, query and fragment: what a log may hold.
std::string loggable(const std::string& url);

}  // namespace accueil::fetch
