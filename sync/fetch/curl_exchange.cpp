// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/fetch/curl_exchange.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/strings.hpp"

namespace accueil::fetch {

using base::Error;
using base::ErrorCode;
using base::fail;

namespace {

constexpr std::size_t kMaxHeaderBytes = 64 << 10;
// The page of a failure is read no further: it is not kept, and a short one leaves the connection usable.
constexpr std::uint64_t kMaxErrorPage = 64 << 10;

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

}  // namespace

CurlExchange::CurlExchange(CURL* curl, const CurlOptions& options, const Request& request, BodySink* sink,
                           std::function<void(std::uint64_t)> on_bytes, const Message* message)
    : m_curl(curl),
      m_options(options),
      m_request(request),
      m_sink(sink),
      m_message(message),
      m_on_bytes(std::move(on_bytes)) {}

CurlExchange::~CurlExchange() {
    // The handle outlives the exchange; what it points to does not.
    curl_easy_setopt(m_curl, CURLOPT_ERRORBUFFER, nullptr);
    curl_easy_setopt(m_curl, CURLOPT_HTTPHEADER, nullptr);
    if (m_message != nullptr) curl_easy_reset(m_curl);  // its body, and who sent it
}

base::Result<void> CurlExchange::add_header(const std::string& line) {
    curl_slist* longer = curl_slist_append(m_lines.get(), line.c_str());
    if (longer == nullptr) return fail(ErrorCode::io, "no memory for a request's headers");
    static_cast<void>(m_lines.release());
    m_lines.reset(longer);
    return {};
}

base::Result<void> CurlExchange::prepare() {
    const std::string start = lower(std::string_view(m_request.url).substr(0, 8));
    const bool is_secure = start == "https://";
    if (!is_secure && start.substr(0, 7) != "http://")
        return fail(ErrorCode::invalid_input, "not an http or https URL: " + loggable(m_request.url));
    if (is_cancelled()) return fail(ErrorCode::cancelled, loggable(m_request.url));
    for (const auto& [name, value] : m_request.headers)
        TRY(add_header(name + ": " + value));
    if (m_message != nullptr && m_message->credentials.kind == Credentials::Kind::bearer)
        TRY(add_header("Authorization: Bearer " + m_message->credentials.secret));
    // Signed with the rest, so that nobody changes the body on its way.
    if (m_message != nullptr && m_message->credentials.kind == Credentials::Kind::aws_sigv4)
        TRY(add_header("x-amz-content-sha256: " + base::to_hex(base::sha256(m_message->body))));
    set_options(is_secure);
    if (m_message != nullptr) set_message();
    return {};
}

void CurlExchange::set_options(bool is_secure) {
    CURL* const curl = m_curl;
    curl_easy_reset(curl);  // keeps connections, DNS answers and TLS sessions
    curl_easy_setopt(curl, CURLOPT_PRIVATE, this);
    curl_easy_setopt(curl, CURLOPT_URL, m_request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, m_words.data());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, m_options.user_agent.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, m_lines.get());
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(curl, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, is_secure ? "https" : "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, m_options.max_redirects);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(m_options.connect_timeout.count()));
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, m_options.low_speed_bytes);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(m_options.low_speed_time.count()));
    curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, 256L << 10);
    if (!m_options.proxy.empty()) curl_easy_setopt(curl, CURLOPT_PROXY, m_options.proxy.c_str());
    if (!m_options.no_proxy.empty()) curl_easy_setopt(curl, CURLOPT_NOPROXY, m_options.no_proxy.c_str());
    // Beside the system's folder of authorities, which stays.
    if (!m_options.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, m_options.ca_file.c_str());
    if (m_request.from > 0)
        curl_easy_setopt(curl, CURLOPT_RANGE, (std::to_string(m_request.from) + "-").c_str());
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &CurlExchange::on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &CurlExchange::on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &CurlExchange::on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, this);
}

void CurlExchange::set_message() {
    CURL* const curl = m_curl;
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    switch (m_message->method) {
        case Method::put:
            // As fields and not as an upload: then libcurl has the whole body before it signs.
            curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                             static_cast<curl_off_t>(m_message->body.size()));
            curl_easy_setopt(curl, CURLOPT_POSTFIELDS, m_message->body.data());
            curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "PUT");
            break;
        case Method::make_collection:
            curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "MKCOL");
            break;
        case Method::head:
            curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
            break;
    }
    const auto& who = m_message->credentials;
    if (who.kind == Credentials::Kind::basic || who.kind == Credentials::Kind::aws_sigv4) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, who.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, who.secret.c_str());
    }
    if (who.kind == Credentials::Kind::basic)
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    if (who.kind == Credentials::Kind::aws_sigv4)
        curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, ("aws:amz:" + who.region + ":s3").c_str());
}

base::Result<Response> CurlExchange::finish(CURLcode code) {
    const std::string shown = loggable(m_request.url);
    if (m_error) return fail(*m_error, shown);
    if (code != CURLE_OK && !m_error_page_cut) {
        const std::string why = m_words.front() != '\0' ? m_words.data() : curl_easy_strerror(code);
        const ErrorCode kind = code == CURLE_ABORTED_BY_CALLBACK ? ErrorCode::cancelled
                               : code == CURLE_URL_MALFORMAT     ? ErrorCode::invalid_input
                                                                 : ErrorCode::network;
        return fail(kind, shown + ": " + why);
    }
    m_response.status = status();
    if (m_response.is_success() && !m_has_begun && !begin_body()) return fail(*m_error, shown);
    return std::move(m_response);
}

int CurlExchange::status() const {
    long status = 0;
    curl_easy_getinfo(m_curl, CURLINFO_RESPONSE_CODE, &status);
    return static_cast<int>(status);
}

bool CurlExchange::refuse(Error error) {
    m_error = std::move(error);
    return false;
}

bool CurlExchange::take_header(std::string_view line) {
    m_header_bytes += line.size();
    if (m_header_bytes > kMaxHeaderBytes) return refuse({ErrorCode::too_large, "headers past 64 KiB"});
    if (line.substr(0, 5) == "HTTP/") {  // a new answer: after a redirect, or after 100 Continue
        m_response.headers.clear();
        return true;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return true;
    auto& value = m_response.headers[lower(base::trim(line.substr(0, colon)))];
    if (!value.empty()) value += ", ";
    value += base::trim(line.substr(colon + 1));
    return true;
}

// When the first byte of a success is there, or its end.
bool CurlExchange::begin_body() {
    m_has_begun = true;
    m_response.status = status();
    const auto offset = body_offset(m_request, m_response);
    if (!offset) return refuse(offset.error());
    m_most_bytes = m_request.max_bytes - std::min(m_request.max_bytes, *offset);
    curl_off_t announced = -1;
    curl_easy_getinfo(m_curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    if (announced > 0 && static_cast<std::uint64_t>(announced) > m_most_bytes)
        return refuse({ErrorCode::too_large, "more than " + std::to_string(m_request.max_bytes) + " bytes"});
    if (m_sink == nullptr) return true;
    const auto begun = m_sink->begin(*offset);
    return begun || refuse(begun.error());
}

bool CurlExchange::take_body(std::string_view bytes) {
    if (const int now = status(); now < 200 || now >= 300) {
        m_error_page_bytes += bytes.size();
        m_error_page_cut = m_error_page_bytes > kMaxErrorPage;
        return !m_error_page_cut;
    }
    if (!m_has_begun && !begin_body()) return false;
    if (bytes.size() > m_most_bytes - m_response.bytes)
        return refuse({ErrorCode::too_large, "more than " + std::to_string(m_request.max_bytes) + " bytes"});
    if (m_sink == nullptr) {
        m_response.body.append(bytes);
    } else if (const auto written = m_sink->write(bytes); !written) {
        return refuse(written.error());
    }
    m_response.bytes += bytes.size();
    if (m_on_bytes) m_on_bytes(bytes.size());
    return true;
}

std::size_t CurlExchange::on_header(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<CurlExchange*>(self)->take_header({data, size * count}) ? size * count : 0;
}

std::size_t CurlExchange::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<CurlExchange*>(self)->take_body({data, size * count}) ? size * count : 0;
}

int CurlExchange::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto* exchange = static_cast<CurlExchange*>(self);
    if (exchange->m_options.alive) exchange->m_options.alive();
    return exchange->is_cancelled() ? 1 : 0;
}

}  // namespace accueil::fetch
