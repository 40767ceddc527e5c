// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/fetch/curl_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "sync/fetch/curl_exchange.hpp"

namespace accueil::fetch {

using base::ErrorCode;
using base::fail;

namespace {

constexpr int kPollMilliseconds = 1000;
// What a server says of a message is short; nothing of it is kept.
constexpr std::uint64_t kMostAnswerBytes = 64 << 10;

bool start_library() {
    static std::once_flag once;
    static bool started = false;
    std::call_once(once, [] { started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; });
    return started;
}

struct FreeMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

}  // namespace

struct CurlClient::Handles {
    std::unique_ptr<CURLM, FreeMulti> multi;  // owns the connections; outlived by none of its handles
    Easy single;
    std::vector<Easy> spare;  // kept from download to download
};

// Downloads under way, each with a handle of its own.
struct CurlClient::Batch {
    struct Running {
        std::size_t index;
        Easy easy;
        std::unique_ptr<CurlExchange> exchange;
    };

    Batch(CurlClient& owner, std::span<const Download> given, const Progress& told)
        : client(owner), downloads(given), progress(told) {
        results.resize(downloads.size());
    }
    ~Batch() {
        for (auto& one : running)
            curl_multi_remove_handle(client.m_handles->multi.get(), one.easy.get());
    }
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    void start_more() {
        const auto most = static_cast<std::size_t>(std::max(1, client.m_options.parallel));
        const auto before = running.size();
        while (running.size() < most && next < downloads.size())
            start(next++);
        if (running.size() != before) share_ceiling();
    }

    void start(std::size_t index) {
        auto& spare = client.m_handles->spare;
        Easy easy;
        if (spare.empty()) {
            easy.reset(curl_easy_init());
        } else {
            easy = std::move(spare.back());
            spare.pop_back();
        }
        if (easy == nullptr) {
            results[index] = fail(ErrorCode::io, "libcurl gives no handle");
            return;
        }
        const auto& download = downloads[index];
        auto exchange = std::make_unique<CurlExchange>(easy.get(), client.m_options, download.request,
                                                       download.sink, [this](std::uint64_t bytes) {
                                                           received += bytes;
                                                           if (progress) progress(received);
                                                       });
        if (const auto ready = exchange->prepare(); !ready) {
            results[index] = tl::unexpected<base::Error>(ready.error());
            return;
        }
        curl_multi_add_handle(client.m_handles->multi.get(), easy.get());
        running.push_back({index, std::move(easy), std::move(exchange)});
    }

    // Each gets its part of what all may have.
    void share_ceiling() {
        if (client.m_options.most_bytes_per_second == 0 || running.empty()) return;
        const auto each = std::max<std::uint64_t>(1, client.m_options.most_bytes_per_second / running.size());
        for (auto& one : running)
            curl_easy_setopt(one.easy.get(), CURLOPT_MAX_RECV_SPEED_LARGE, static_cast<curl_off_t>(each));
    }

    void collect() {
        int waiting = 0;
        bool has_ended = false;
        while (const CURLMsg* message = curl_multi_info_read(client.m_handles->multi.get(), &waiting)) {
            if (message->msg != CURLMSG_DONE) continue;
            const CURLcode code = message->data.result;
            const auto one = std::find_if(running.begin(), running.end(), [&](const Running& r) {
                return r.easy.get() == message->easy_handle;
            });
            curl_multi_remove_handle(client.m_handles->multi.get(), one->easy.get());
            results[one->index] = one->exchange->finish(code);
            one->exchange.reset();
            client.m_handles->spare.push_back(std::move(one->easy));
            running.erase(one);
            has_ended = true;
        }
        if (has_ended) share_ceiling();
    }

    CurlClient& client;
    std::span<const Download> downloads;
    const Progress& progress;
    std::vector<Running> running;
    std::vector<std::optional<base::Result<Response>>> results;
    std::size_t next = 0;
    std::uint64_t received = 0;
};

CurlClient::CurlClient(CurlOptions options, std::unique_ptr<Handles> handles)
    : m_options(std::move(options)), m_handles(std::move(handles)) {
    if (m_options.user_agent.empty()) m_options.user_agent = "accueil-sync/" ACCUEIL_VERSION;
}

CurlClient::~CurlClient() = default;

base::Result<std::unique_ptr<CurlClient>> CurlClient::create(CurlOptions options) {
    if (!start_library()) return fail(ErrorCode::io, "libcurl does not start");
    auto handles = std::make_unique<Handles>();
    handles->multi.reset(curl_multi_init());
    handles->single.reset(curl_easy_init());
    if (handles->multi == nullptr || handles->single == nullptr)
        return fail(ErrorCode::io, "libcurl gives no handle");
    curl_multi_setopt(handles->multi.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    curl_multi_setopt(handles->multi.get(), CURLMOPT_MAX_HOST_CONNECTIONS,
                      static_cast<long>(std::max(1, options.parallel)));
    return std::unique_ptr<CurlClient>(new CurlClient(std::move(options), std::move(handles)));
}

base::Result<Response> CurlClient::get(const Request& request) {
    CurlExchange exchange(m_handles->single.get(), m_options, request, nullptr, {});
    TRY(exchange.prepare());
    return exchange.finish(curl_easy_perform(exchange.handle()));
}

base::Result<Response> CurlClient::send(const Message& message) {
    const bool has_body = message.method != Method::head;
    const Request request{message.url, has_body ? kMostAnswerBytes : UINT64_MAX, message.headers};
    CurlExchange exchange(m_handles->single.get(), m_options, request, nullptr, {}, &message);
    TRY(exchange.prepare());
    return exchange.finish(curl_easy_perform(exchange.handle()));
}

std::vector<base::Result<Response>> CurlClient::download(std::span<const Download> downloads,
                                                         const Progress& progress) {
    Batch batch(*this, downloads, progress);
    CURLM* const multi = m_handles->multi.get();
    std::optional<base::Error> broken;
    for (batch.start_more(); !batch.running.empty() && !broken; batch.start_more()) {
        int still_running = 0;
        auto code = curl_multi_perform(multi, &still_running);
        batch.collect();
        if (code == CURLM_OK && still_running > 0)
            code = curl_multi_poll(multi, nullptr, 0, kPollMilliseconds, nullptr);
        if (code != CURLM_OK) broken = base::Error{ErrorCode::io, curl_multi_strerror(code)};
    }
    std::vector<base::Result<Response>> results;
    results.reserve(downloads.size());
    for (auto& result : batch.results) {
        if (result) {
            results.push_back(std::move(*result));
        } else {
            results.push_back(
                tl::unexpected<base::Error>(broken.value_or(base::Error{ErrorCode::io, "not begun"})));
        }
    }
    return results;
}

}  // namespace accueil::fetch
