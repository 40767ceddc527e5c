// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/media_fetch.hpp"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

#include "sync/base/log.hpp"
#include "sync/cache/generation.hpp"
#include "sync/cache/part_file.hpp"
#include "sync/feed/layout.hpp"

namespace accueil::daemon {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// So many parts are open at a time.
constexpr std::size_t kBatch = 32;

class PartSink final : public fetch::BodySink {
  public:
    explicit PartSink(cache::PartFile& part) : m_part(part) {}
    Result<void> begin(std::uint64_t offset) override { return m_part.begin(offset); }
    Result<void> write(std::string_view bytes) override { return m_part.write(bytes); }

  private:
    cache::PartFile& m_part;
};

// What is on the disk already of `files` counts as needed room no more.
Result<void> check_space(std::span<const model::MediaFile> files, const MediaOptions& options) {
    std::uint64_t needed = options.spare_bytes;
    for (const auto& file : files) {
        if (file.length > options.most_bytes)
            return fail(ErrorCode::too_large,
                        "media " + file.name + ": " + std::to_string(file.length) + " bytes");
        std::error_code absent;
        const auto standing =
            std::filesystem::file_size(cache::partial_path(options.cache_folder, file.sha256), absent);
        needed += file.length - (absent ? 0 : std::min<std::uint64_t>(standing, file.length));
    }
    std::error_code unknown;
    const auto space = std::filesystem::space(options.cache_folder, unknown);
    if (!unknown && space.available < needed)
        return fail(ErrorCode::no_space, options.cache_folder.string() + ": " +
                                             std::to_string(space.available) + " bytes free, " +
                                             std::to_string(needed) + " needed");
    return {};
}

class Fetcher {
  public:
    Fetcher(const MediaOptions& options, fetch::HttpClient& http, const MediaSettler& settle,
            const MediaSink& sink, MediaFetched& fetched)
        : m_options(options), m_http(http), m_settle(settle), m_sink(sink), m_fetched(fetched) {}

    Result<void> run(std::span<const model::MediaFile> files) {
        for (const auto& file : files)
            m_total += file.length;
        for (std::size_t at = 0; at < files.size(); at += kBatch)
            TRY(take(files.subspan(at, std::min(kBatch, files.size() - at))));
        if (m_failure) return tl::unexpected<Error>(*m_failure);
        return {};
    }

  private:
    Result<void> take(std::span<const model::MediaFile> files) {
        std::vector<cache::PartFile> parts;
        for (const auto& file : files) {
            parts.push_back(TRY(cache::PartFile::open(m_options.cache_folder, file)));
            m_standing += parts.back().verified();
        }
        std::vector<cache::PartFile*> wanted;
        for (auto& part : parts) {
            if (!part.is_complete()) wanted.push_back(&part);
        }
        const auto failed = ask(wanted, {}, true);
        ask(failed, fetch::kFresh, false);
        for (auto& part : parts) {
            if (!part.is_complete()) continue;
            ++m_fetched.files;
            TRY(m_settle(std::move(part)));
        }
        return {};
    }

    // Gives the parts that are worth asking for again.
    std::vector<cache::PartFile*> ask(const std::vector<cache::PartFile*>& parts,
                                      const fetch::Headers& headers, bool is_first) {
        std::vector<PartSink> sinks;
        std::vector<fetch::Download> downloads;
        sinks.reserve(parts.size());
        for (auto* part : parts) {
            sinks.emplace_back(*part);
            const auto name =
                m_options.name_of ? m_options.name_of(part->file()) : feed::media_name(part->file().sha256);
            const auto url = m_options.feed_url + "/" + name;
            downloads.push_back({{url, part->file().length, headers, part->verified()}, &sinks.back()});
        }
        const auto before = m_fetched.bytes;
        const auto results = m_http.download(downloads, [&](std::uint64_t received) {
            m_fetched.bytes = before + received;
            if (m_sink) m_sink(std::min(m_total, m_standing + m_fetched.bytes), m_total);
        });
        std::vector<cache::PartFile*> again;
        for (std::size_t i = 0; i < results.size(); ++i) {
            auto answer = fetch::success(results[i], downloads[i].request.url);
            if (answer && parts[i]->is_complete()) continue;
            if (answer)
                answer =
                    fail(ErrorCode::network, fetch::loggable(downloads[i].request.url) + ": ended too early");
            const auto code = answer.error().code;
            // 416: what stands is more than the server has; it is asked for from its beginning.
            const bool is_range_refused = results[i] && results[i]->status == 416;
            if (is_first && (code == ErrorCode::bad_digest || is_range_refused)) {
                base::log(base::LogLevel::info, "sync", answer.error().detail + "; asked for again");
                if (is_range_refused && !parts[i]->begin(0)) continue;
                again.push_back(parts[i]);
            } else if (!m_failure) {
                m_failure = answer.error();
            }
        }
        return again;
    }

    const MediaOptions& m_options;
    fetch::HttpClient& m_http;
    const MediaSettler& m_settle;
    const MediaSink& m_sink;
    MediaFetched& m_fetched;
    std::uint64_t m_total = 0;
    std::uint64_t m_standing = 0;  // that earlier runs brought
    std::optional<Error> m_failure;
};

}  // namespace

Result<void> fetch_media(std::span<const model::MediaFile> files, const MediaOptions& options,
                         fetch::HttpClient& http, const MediaSettler& settle, const MediaSink& sink,
                         MediaFetched& fetched) {
    if (files.empty()) return {};
    TRY(check_space(files, options));
    return Fetcher(options, http, settle, sink, fetched).run(files);
}

}  // namespace accueil::daemon
