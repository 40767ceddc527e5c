// SPDX-License-Identifier: GPL-3.0-or-later
// An HttpClient whose server is a folder: real files, requests noted, and any answer replaced when a test
// says so. One thread.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sync/base/file.hpp"
#include "sync/fetch/http_client.hpp"

namespace accueil::support {

class FolderHttpClient final : public fetch::HttpClient {
  public:
    explicit FolderHttpClient(std::filesystem::path folder, std::string base_url = "http://feed.test")
        : m_folder(std::move(folder)), m_base_url(std::move(base_url)) {}

    const std::string& base_url() const { return m_base_url; }

    /// Paths below the base URL, in the order asked for.
    std::vector<std::string> requests;

    /// From now on `path` is answered so, whatever the folder holds.
    void answer(const std::string& path, int status, std::string body = {}) {
        fetch::Response response;
        response.status = status;
        response.body = std::move(body);
        m_answers[path] = std::move(response);
    }
    void fail(const std::string& path, base::ErrorCode code) { m_answers[path] = base::fail(code, path); }
    void answer_truly() { m_answers.clear(); }

    /// Changes each answer on its way, when set; may make an error of it.
    std::function<base::Result<fetch::Response>(const fetch::Request& request, const std::string& path,
                                                fetch::Response response)>
        tamper;

    base::Result<fetch::Response> get(const fetch::Request& request) override {
        const auto path = path_of(request.url);
        requests.push_back(path);
        auto response = TRY(read(path, request.max_bytes));
        if (tamper) response = TRY(tamper(request, path, std::move(response)));
        if (!response.is_success()) response.body.clear();
        if (response.status == 200 && request.from > 0 && request.from < response.body.size()) {
            response.status = 206;
            response.headers["content-range"] = "bytes " + std::to_string(request.from) + "-" +
                                                std::to_string(response.body.size() - 1) + "/" +
                                                std::to_string(response.body.size());
            response.body.erase(0, static_cast<std::size_t>(request.from));
        }
        if (response.body.size() > request.max_bytes)
            return base::fail(base::ErrorCode::too_large, request.url);
        response.bytes = response.body.size();
        return response;
    }

    std::vector<base::Result<fetch::Response>> download(std::span<const fetch::Download> downloads,
                                                        const fetch::Progress& progress = {}) override {
        std::vector<base::Result<fetch::Response>> results;
        std::uint64_t received = 0;
        for (const auto& download : downloads) {
            results.push_back(take(download));
            if (results.back()) received += results.back()->bytes;
            if (progress) progress(received);
        }
        return results;
    }

  private:
    base::Result<fetch::Response> take(const fetch::Download& download) {
        auto response = TRY(get(download.request));
        if (!response.is_success()) return response;
        const auto offset = TRY(fetch::body_offset(download.request, response));
        TRY(download.sink->begin(offset));
        TRY(download.sink->write(response.body));
        response.body.clear();
        return response;
    }

    // As a server decodes it: what the client failed to encode is not found.
    static std::string decoded(const std::string& path) {
        std::string out;
        for (std::size_t at = 0; at < path.size(); ++at) {
            if (path[at] == '%' && at + 2 < path.size()) {
                out += static_cast<char>(std::strtol(path.substr(at + 1, 2).c_str(), nullptr, 16));
                at += 2;
            } else {
                out += path[at];
            }
        }
        return out;
    }

    std::string path_of(const std::string& url) const {
        return url.rfind(m_base_url + "/", 0) == 0 ? decoded(url.substr(m_base_url.size() + 1))
                                                   : "elsewhere: " + url;
    }

    base::Result<fetch::Response> read(const std::string& path, std::uint64_t limit) const {
        if (const auto found = m_answers.find(path); found != m_answers.end()) return found->second;
        fetch::Response response;
        response.status = 404;
        std::error_code ignored;
        const auto file = m_folder / path;
        if (path.find("..") != std::string::npos || !std::filesystem::is_regular_file(file, ignored))
            return response;
        response.status = 200;
        response.body = TRY(base::read_file(file, static_cast<std::size_t>(limit)));
        return response;
    }

    std::filesystem::path m_folder;
    std::string m_base_url;
    std::map<std::string, base::Result<fetch::Response>> m_answers;
};

}  // namespace accueil::support
