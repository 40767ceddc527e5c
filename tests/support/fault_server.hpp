// SPDX-License-Identifier: GPL-3.0-or-later
// A server between a kiosk and its web server that spoils some of the answers, by chance that a seed repeats.
// One connection at a time; its thread alone calls handle(), the test sets what it reads between two
// synchronisations.
#pragma once

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "sync/fetch/curl_client.hpp"
#include "tests/support/loopback_server.hpp"

namespace accueil::support {

class FaultServer {
  public:
    FaultServer(std::string origin, std::uint64_t seed)
        : m_origin(std::move(origin)),
          m_random(seed),
          m_curl(fetch::CurlClient::create().value()),
          m_server([this](const std::string& head) { return handle(head); }) {}

    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_server.port()); }

    /// Of each answer, the chance of a fault; 0 for an honest server.
    void set_chance(double chance) { m_chance = chance; }
    /// How often each fault was made, by its name.
    const std::map<std::string, int>& counts() const { return m_counts; }

  private:
    using After = LoopbackAnswer::After;

    static std::string plain(const std::string& status, const std::string& headers, const std::string& body,
                             std::uint64_t announced) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(announced) +
               "\r\nConnection: close\r\n\r\n" + body;
    }

    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : m_random() % limit; }

    LoopbackAnswer handle(const std::string& head) {
        const auto start = head.find(' ') + 1;
        const auto path = head.substr(start, head.find(' ', start) - start);
        std::string range;
        if (const auto at = head.find("\r\nRange: "); at != std::string::npos)
            range = head.substr(at + 9, head.find("\r\n", at + 2) - at - 9);

        const double draw = std::uniform_real_distribution(0.0, 1.0)(m_random);
        const bool is_spoilt = draw < m_chance.load();
        static const std::vector<std::string> kFaults{
            "truncated", "garbage", "too long", "too short", "endless", "status", "busy",      "loop",
            "elsewhere", "stale",   "no range", "page",      "swapped", "silent", "bad range", "no length"};
        const std::string fault = is_spoilt ? kFaults[below(kFaults.size())] : "none";
        ++m_counts[fault];

        if (fault == "status") {
            static const char* const kStatus[] = {
                "500 Internal Server Error", "502 Bad Gateway", "404 Not Found", "403 Forbidden",
                "416 Range Not Satisfiable", "301 Moved"};
            return {plain(kStatus[below(std::size(kStatus))], "", "no", 2)};
        }
        if (fault == "busy") return {plain("503 Service Unavailable", "Retry-After: 7\r\n", "later", 5)};
        if (fault == "loop") return {plain("302 Found", "Location: " + path + "\r\n", "", 0)};
        if (fault == "page") return {plain("200 OK", "", "<!doctype html><p>Wi-Fi</p>", 27)};
        if (fault == "endless")
            return {"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(65536, 'e'), After::close,
                    4000};

        fetch::Request request{m_origin + path, std::uint64_t{64} << 20};
        if (!range.empty() && fault != "no range") request.headers["Range"] = range;
        if (fault == "swapped" && !m_paths.empty()) request.url = m_origin + m_paths[below(m_paths.size())];
        auto answer = m_curl->get(request);
        if (!answer) return {"", After::close};
        if (fault == "elsewhere") {
            const auto other = m_paths.empty() ? path : m_paths[below(m_paths.size())];
            return {plain("302 Found", "Location: " + other + "\r\n", "", 0)};
        }
        if (answer->status == 200 && !m_seen.contains(path)) m_paths.push_back(path);
        if (fault == "stale" && m_seen.contains(path)) {
            answer->status = 200;
            answer->body = m_seen.at(path);
        } else if (answer->status == 200 && !is_spoilt) {
            m_seen.try_emplace(path, answer->body);  // the oldest one is kept
        }
        auto& body = answer->body;
        std::string headers;
        if (const auto found = answer->headers.find("content-range"); found != answer->headers.end())
            headers = "Content-Range: " + found->second + "\r\n";
        if (fault == "bad range") {
            answer->status = 206;
            headers = "Content-Range: bytes " + std::to_string(below(9)) + "-99/100\r\n";
        }
        std::uint64_t announced = body.size();
        if (fault == "truncated") body.resize(below(body.size() + 1));
        if (fault == "silent") {
            // Says a part, then nothing: the client's patience ends it. Rare, for that takes a second.
            if (below(8) == 0) {
                body.resize(body.size() / 2);
                return {plain("200 OK", headers, body, announced), After::hold};
            }
            return {"", After::close};
        }
        if (fault == "garbage") {
            for (std::size_t i = 0; i < 1 + below(4) && !body.empty(); ++i)
                body[below(body.size())] = static_cast<char>(m_random());
        }
        if (fault == "too long") body += std::string(1 + below(100), 'x'), announced = body.size();
        if (fault == "too short") announced = below(body.size() + 1);
        const auto status = std::to_string(answer->status) + (answer->is_success() ? " OK" : " Error");
        if (fault == "no length")
            return {"HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\n\r\n" + body};
        return {plain(status, headers, body, announced)};
    }

    std::string m_origin;
    std::mt19937_64 m_random;
    std::atomic<double> m_chance{0};
    std::unique_ptr<fetch::CurlClient> m_curl;
    std::map<std::string, int> m_counts;
    std::map<std::string, std::string> m_seen;  // the first whole answer of each path
    std::vector<std::string> m_paths;
    LoopbackServer m_server;  // last: its thread uses all the others
};

}  // namespace accueil::support
