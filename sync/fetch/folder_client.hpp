// SPDX-License-Identifier: GPL-3.0-or-later
// HttpClient over a folder: a feed on a USB stick or a network share, for kiosks without a network. What it
// verifies is the same. Made by the daemon's command; one thread.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sync/fetch/http_client.hpp"

namespace accueil::fetch {

/// The folder that a "file:///…" address names; nothing for another address. Percent-encoding is undone.
std::optional<std::filesystem::path> folder_of(const std::string& url);

class FolderClient final : public HttpClient {
  public:
    /// `base_url` is the "file:///…" that requests begin with, and `folder` what it stands for. `cancelled`
    /// as CurlOptions'.
    FolderClient(std::string base_url, std::filesystem::path folder,
                 const std::atomic<bool>* cancelled = nullptr);

    /// 200, 206 for a range, or 404: no such file, none below the folder, or the folder is not there.
    base::Result<Response> get(const Request& request) override;
    std::vector<base::Result<Response>> download(std::span<const Download> downloads,
                                                 const Progress& progress = {}) override;

  private:
    base::Result<Response> read(const Request& request, BodySink& sink,
                                const std::function<void(std::uint64_t)>& told);

    std::string m_base_url;
    std::filesystem::path m_folder;
    const std::atomic<bool>* m_cancelled;
};

}  // namespace accueil::fetch
