// SPDX-License-Identifier: GPL-3.0-or-later
// One request of libcurl's and what it gathers. Part of CurlClient; its callbacks run on the client's thread.
#pragma once

#include <curl/curl.h>

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sync/fetch/curl_client.hpp"

namespace accueil::fetch {

struct FreeEasy {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;

class CurlExchange {
  public:
    /// `curl` is anew at every exchange; `sink` null for a body in the response; `on_bytes` is told of each
    /// piece; `message` is what is sent, where it is not a GET. All are borrowed.
    CurlExchange(CURL* curl, const CurlOptions& options, const Request& request, BodySink* sink,
                 std::function<void(std::uint64_t)> on_bytes, const Message* message = nullptr);
    ~CurlExchange();
    CurlExchange(const CurlExchange&) = delete;
    CurlExchange& operator=(const CurlExchange&) = delete;

    /// Sets the handle up. An error when the request cannot be made at all.
    base::Result<void> prepare();
    /// What the transfer that ended with `code` came to.
    base::Result<Response> finish(CURLcode code);

    CURL* handle() const { return m_curl; }

  private:
    struct FreeList {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };

    base::Result<void> add_header(const std::string& line);
    void set_options(bool is_secure);
    void set_message();
    bool is_cancelled() const { return m_options.cancelled != nullptr && m_options.cancelled->load(); }
    bool refuse(base::Error error);
    bool take_header(std::string_view line);
    bool take_body(std::string_view bytes);
    bool begin_body();
    int status() const;

    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
    static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    CURL* m_curl;
    const CurlOptions& m_options;
    const Request& m_request;
    BodySink* m_sink;
    const Message* m_message;
    std::function<void(std::uint64_t)> m_on_bytes;
    std::unique_ptr<curl_slist, FreeList> m_lines;
    std::array<char, CURL_ERROR_SIZE> m_words{};
    Response m_response;
    bool m_has_begun = false;
    std::uint64_t m_most_bytes = 0;  // of this body
    std::size_t m_header_bytes = 0;
    std::uint64_t m_error_page_bytes = 0;
    bool m_error_page_cut = false;
    std::optional<base::Error> m_error;  // why a callback ended the transfer
};

}  // namespace accueil::fetch
