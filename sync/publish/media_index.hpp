// SPDX-License-Identifier: GPL-3.0-or-later
// The files of media/: what each really is, by its first bytes, and its digest, made once when a record names
// it. Filled by read_content_folder; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/model/records.hpp"
#include "sync/publish/report.hpp"

namespace accueil::publish {

enum class MediaKind { video, captions, document, picture };

/// Called with the bytes read so far and those of all files together.
using MediaProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

class MediaIndex {
  public:
    explicit MediaIndex(MediaProgress progress = {}) : m_progress(std::move(progress)) {}

    /// A file found below media/, by its path there.
    void add(const std::filesystem::path& path, const std::string& name, std::uint64_t length);

    /// The file that a record names in `field`, with its digest; nullopt with an error when it is absent, too
    /// large or of another kind.
    std::optional<model::MediaFile> use(const std::string& name, MediaKind kind, const Where& where,
                                        const std::string& field, Report& report);

    /// Warns of each file that nothing has used.
    void report_unused(Report& report) const;

    /// Digest → path, of the files used.
    const std::map<std::string, std::filesystem::path>& paths() const { return m_paths; }

  private:
    struct File {
        std::filesystem::path path;
        std::uint64_t length = 0;
        bool is_used = false;
        std::optional<model::MediaFile> media;
    };
    void examine(const std::string& name, File& file, Report& report);

    std::map<std::string, File> m_files;
    std::map<std::string, std::filesystem::path> m_paths;
    MediaProgress m_progress;
    std::uint64_t m_total = 0;
    std::uint64_t m_done = 0;
};

/// The media type that the first bytes of a file tell, "" when they tell none that a kiosk shows.
std::string sniff_media_type(std::string_view head);

}  // namespace accueil::publish
