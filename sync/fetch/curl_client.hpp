// SPDX-License-Identifier: GPL-3.0-or-later
// HttpClient by libcurl; no other file knows libcurl. Connections are kept between requests. Made by the
// programs' main; one thread an object.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sync/fetch/http_client.hpp"

namespace accueil::fetch {

struct CurlOptions {
    std::string user_agent{};  ///< empty: "accueil-sync/VERSION"
    std::chrono::seconds connect_timeout{20};
    long low_speed_bytes = 5000;  ///< a second; slower over low_speed_time ends the transfer
    std::chrono::seconds low_speed_time{60};
    std::string proxy{};     ///< "http://proxy.example:3128"; empty: as http_proxy and https_proxy say
    std::string no_proxy{};  ///< hosts that are asked directly; empty: as no_proxy says
    std::string ca_file{};   ///< PEM file of an authority that is trusted beside the system's
    int parallel = 6;        ///< downloads at a time
    std::uint64_t most_bytes_per_second = 0;  ///< of all downloads together; 0: no ceiling
    long max_redirects = 5;                   ///< http and https only; never from https to http
    /// Set by another thread or a signal to end the transfer under way (within a second) and all later ones.
    const std::atomic<bool>* cancelled = nullptr;
    /// Called again and again while a transfer goes on, once a second or oftener: the program is alive.
    std::function<void()> alive{};
};

class CurlClient final : public HttpClient {
  public:
    /// TLS by the system's store of authorities. io when libcurl cannot start.
    static base::Result<std::unique_ptr<CurlClient>> create(CurlOptions options = {});
    ~CurlClient() override;

    base::Result<Response> get(const Request& request) override;
    std::vector<base::Result<Response>> download(std::span<const Download> downloads,
                                                 const Progress& progress = {}) override;
    base::Result<Response> send(const Message& message) override;

  private:
    struct Handles;
    struct Batch;
    CurlClient(CurlOptions options, std::unique_ptr<Handles> handles);

    CurlOptions m_options;
    std::unique_ptr<Handles> m_handles;
};

}  // namespace accueil::fetch
