// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of the HTTP client share: a client that no proxy of the machine disturbs, servers that say one
// thing, and a sink that remembers. One thread.
#pragma once

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "sync/fetch/curl_client.hpp"
#include "tests/support/loopback_server.hpp"

namespace accueil::support {

// A variable of the environment, for a test's time.
class Environment {
  public:
    Environment(const char* name, const char* value) : m_name(name) {
        if (const char* before = std::getenv(name)) m_before = before;
        ::setenv(name, value, 1);
    }
    ~Environment() { m_before ? ::setenv(m_name, m_before->c_str(), 1) : ::unsetenv(m_name); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

  private:
    const char* m_name;
    std::optional<std::string> m_before;
};

struct Client {
    Environment direct{"no_proxy", "*"};  // whatever proxy the machine that runs the tests has
    std::unique_ptr<fetch::CurlClient> curl;
    explicit Client(fetch::CurlOptions options = {})
        : curl(fetch::CurlClient::create(std::move(options)).value()) {}
    base::Result<fetch::Response> get(const std::string& url, std::uint64_t max_bytes = 1000) const {
        return curl->get({url, max_bytes});
    }
};

inline LoopbackServer::Handler always(LoopbackAnswer answer) {
    return [answer = std::move(answer)](const std::string&) { return answer; };
}

class StringSink final : public fetch::BodySink {
  public:
    std::string bytes;                   ///< of the file, as far as it came
    std::optional<base::Error> refusal;  ///< what write() says, when set
    base::Result<void> begin(std::uint64_t offset) override {
        bytes.resize(static_cast<std::size_t>(offset));
        return {};
    }
    base::Result<void> write(std::string_view more) override {
        if (refusal) return tl::unexpected<base::Error>(*refusal);
        bytes += more;
        return {};
    }
};

}  // namespace accueil::support
