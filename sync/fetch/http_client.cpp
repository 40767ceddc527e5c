// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/fetch/http_client.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace accueil::fetch {

base::Result<Response> HttpClient::send(const Message& message) {
    return base::fail(base::ErrorCode::unsupported,
                      loggable(message.url) + ": a feed in a folder takes nothing, only a server does");
}

base::Result<Response> success(base::Result<Response> answer, const std::string& url) {
    if (!answer || answer->is_success()) return answer;
    return base::fail(base::ErrorCode::http_status,
                      "HTTP status " + std::to_string(answer->status) + " from " + loggable(url));
}

base::Result<std::uint64_t> body_offset(const Request& request, const Response& response) {
    if (response.status != 206) return std::uint64_t{0};
    const auto header = response.headers.find("content-range");
    const std::string wanted = "bytes " + std::to_string(request.from) + "-";
    if (request.from > 0 && header != response.headers.end() && header->second.starts_with(wanted))
        return request.from;
    return base::fail(
        base::ErrorCode::network,
        loggable(request.url) + ": bytes from " + std::to_string(request.from) + " on were asked for, \"" +
            (header == response.headers.end() ? std::string() : header->second) + "\" was answered");
}

std::optional<std::chrono::sys_seconds> http_date(const std::string& text) {
    static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::array<char, 4> month{};
    int year = 0, hour = 0, minute = 0, second = 0;
    unsigned day = 0;
    if (std::sscanf(text.c_str(), "%*3s, %2u %3s %4d %2d:%2d:%2d GMT", &day, month.data(), &year, &hour,
                    &minute, &second) != 6)
        return std::nullopt;
    const auto found = std::find(kMonths.begin(), kMonths.end(), std::string_view(month.data()));
    if (found == kMonths.end()) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month(static_cast<unsigned>(found - kMonths.begin()) + 1),
        std::chrono::day{day}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

std::optional<std::string> entity_tag(const Response& response) {
    constexpr std::chrono::seconds kSettled{2};
    const auto header = [&](const char* name) {
        const auto found = response.headers.find(name);
        return found == response.headers.end() ? std::string() : found->second;
    };
    auto tag = header("etag");
    if (tag.empty()) return std::nullopt;
    // A server that makes no tags of dates says none.
    if (header("last-modified").empty()) return tag;
    const auto written = http_date(header("last-modified")), answered = http_date(header("date"));
    if (!written || !answered || *answered - *written < kSettled) return std::nullopt;
    return tag;
}

std::optional<std::chrono::seconds> retry_after(const Response& response, base::WallTime now) {
    constexpr std::chrono::seconds kMost = std::chrono::hours(24);
    const auto header = response.headers.find("retry-after");
    if (header == response.headers.end()) return std::nullopt;
    const std::string& text = header->second;
    long long seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc() && end == text.data() + text.size()) {
        if (seconds < 0) return std::nullopt;
        return std::min(kMost, std::chrono::seconds(std::min<long long>(seconds, kMost.count())));
    }
    const auto date = http_date(text);
    if (!date) return std::nullopt;
    const auto wait = std::chrono::floor<std::chrono::seconds>(*date - now);
    return std::clamp(wait, std::chrono::seconds(0), kMost);
}

bool is_web_page(std::string_view body) {
    if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
    const auto start = body.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return false;
    std::string word(body.substr(start, 14));
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return word.starts_with("<!doctype html") || word.starts_with("<html") || word.starts_with("<head");
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
