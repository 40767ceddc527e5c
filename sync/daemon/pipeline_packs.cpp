// SPDX-License-Identifier: GPL-3.0-or-later
// The packs half of Pipeline: heavy files that are no record's, each with its own time and its own fate.
#include <system_error>

#include "sync/base/log.hpp"
#include "sync/daemon/packs.hpp"
#include "sync/daemon/pipeline.hpp"

namespace accueil::daemon {

using base::ErrorCode;
using base::LogLevel;
using base::Result;

namespace {

bool stands(const std::filesystem::path& cache_folder, const cache::PackInfo& pack) {
    std::error_code absent;
    const auto length = std::filesystem::file_size(cache::blob_path(cache_folder, pack.sha256), absent);
    return !absent && length == pack.length;
}

}  // namespace

// A generation that brings nothing but packs: new versions, and the going of those that are named no longer.
// Until a new version is whole the old one stays. One that does not come holds nothing up.
Result<void> Pipeline::take_packs(trust::Client& client, cache::GenerationInfo& info, Outcome& outcome) {
    const auto feed_info = [&]() -> Result<model::FeedInfo> {
        const auto reader = TRY(cache::ContentReader::open(m_options.cache_folder, cache::Check::fast));
        return TRY(reader.get<model::FeedInfo>("feed")).value_or(model::FeedInfo{});
    };
    const auto names = TRY(feed_info()).packs;
    if (names.empty() && info.packs.empty()) return {};

    const bool is_window = m_options.heavy.window.contains(m_clock->wall());
    std::map<std::string, cache::PackInfo> packs;
    std::vector<Pack> wanted;
    for (const auto& name : names) {
        if (const auto known = info.packs.find(name);
            known != info.packs.end() && stands(m_options.cache_folder, known->second))
            packs.insert(*known);
        const auto pack = [&]() -> Result<Pack> { return read_pack(TRY(client.find_target(name))); }();
        if (!pack && pack.error().code == ErrorCode::cancelled) return tl::unexpected(pack.error());
        if (!pack) {
            base::log(LogLevel::warning, "sync", name + " stays as it was: " + pack.error().detail);
            continue;
        }
        const cache::PackInfo newest{pack->file.sha256, pack->file.length};
        // There already, or brought by a run that ended before it could say so.
        if (stands(m_options.cache_folder, newest))
            packs[name] = newest;
        else if (is_window || newest.length < m_options.heavy.bytes)
            wanted.push_back(*pack);
        else
            ++outcome.pending_files;
    }

    std::vector<cache::PartFile> come;
    MediaFetched fetched;
    if (!wanted.empty()) {
        enter(Stage::media);
        const auto taken = fetch_packs(
            wanted, media_options(), m_http,
            [&](cache::PartFile&& part) -> Result<void> {
                packs[part.file().name] = {part.file().sha256, part.file().length};
                come.push_back(std::move(part));
                return {};
            },
            [&](std::uint64_t done, std::uint64_t total) {
                if (m_sink) m_sink(Stage::media, done, total);
            },
            fetched);
        outcome.media_files += fetched.files;
        outcome.bytes += fetched.bytes;
        if (!taken && taken.error().code == ErrorCode::cancelled) return taken;
        if (!taken) {
            outcome.pending_files += wanted.size() - come.size();
            base::log(LogLevel::warning, "sync", "packs are left for later: " + taken.error().detail);
        }
    }
    if (packs == info.packs) return {};
    enter(Stage::commit);
    auto writer =
        TRY(cache::ContentWriter::create(m_options.cache_folder, cache::Base::current, writer_options()));
    for (auto& part : come)
        TRY(writer.put_media(std::move(part)));
    info.packs = std::move(packs);
    outcome.generation = TRY(writer.commit(info));
    outcome.changed = true;
    return {};
}

}  // namespace accueil::daemon
