// SPDX-License-Identifier: GPL-3.0-or-later
// HttpClient by libcurl; no other file knows libcurl. Connections are kept between requests. Made by the
// programs' main; one thread an object.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "sync/fetch/http_client.hpp"

namespace accueil::fetch {

struct CurlOptions {
    std::string user_agent{};  ///< empty: "accueil-sync/VERSION"
    std::chrono::seconds connect_timeout{20};
    long low_speed_bytes = 5000;  ///< a second; slower over low_speed_time ends the transfer
    std::chrono::seconds low_speed_time{60};
    long max_redirects = 5;  ///< http and https only; never from https to http
    /// Set by another thread or a signal to end the transfer under way (within a second) and all later ones.
    const std::atomic<bool>* cancelled = nullptr;
};

class CurlClient final : public HttpClient {
  public:
    /// TLS by the system's store of authorities; proxies as http_proxy, https_proxy and no_proxy say. io when
    /// libcurl cannot start.
    static base::Result<std::unique_ptr<CurlClient>> create(CurlOptions options = {});
    ~CurlClient() override;

    base::Result<Response> get(const Request& request) override;
    base::Result<Response> download(const Request& request, const std::filesystem::path& part,
                                    const Progress& progress = {}) override;

  private:
    struct Handle;
    struct Transfer;
    CurlClient(CurlOptions options, std::unique_ptr<Handle> handle);
    base::Result<Response> perform(const Request& request, Transfer& transfer);

    CurlOptions m_options;
    std::unique_ptr<Handle> m_handle;
};

}  // namespace accueil::fetch
