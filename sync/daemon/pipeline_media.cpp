// SPDX-License-Identifier: GPL-3.0-or-later
// The media half of Pipeline: what comes at once, what later, and what there is no room for.
#include <algorithm>
#include <tuple>

#include "sync/base/log.hpp"
#include "sync/daemon/pipeline.hpp"

namespace accueil::daemon {

using base::ErrorCode;
using base::LogLevel;
using base::Result;

namespace {

bool is_longer(const model::MediaFile& one, const model::MediaFile& other) {
    return std::tie(one.length, one.sha256) > std::tie(other.length, other.sha256);
}

}  // namespace

cache::WriterOptions Pipeline::writer_options() const {
    return {{}, m_options.heavy.budget};
}

// What the screen shows at once; files that are heavy are left for later.
Result<void> Pipeline::take_light_media(cache::ContentWriter& writer, cache::GenerationInfo& info,
                                        Outcome& outcome) {
    auto files = TRY(writer.missing_media());
    std::erase_if(files, [&](const model::MediaFile& file) {
        const bool is_heavy = file.length >= m_options.heavy.bytes;
        if (is_heavy) info.pending_media.insert(file.sha256);
        return is_heavy;
    });
    if (m_options.heavy.budget > 0) put_off(TRY(writer.media()), info);
    const auto taken = fetch_files(
        files, [&](cache::PartFile&& part) { return writer.put_media(std::move(part)); }, outcome);
    if (taken || !info.territory || taken.error().code == ErrorCode::cancelled) return taken;
    // A file that a territory names and does not give holds nobody's news up but its own.
    const auto own = TRY(writer.media_of_territory(info.territory->id_prefix));
    const auto missing = TRY(writer.missing_media());
    for (const auto& file : missing)
        if (!info.pending_media.contains(file.sha256) && !own.contains(file.sha256)) return taken;
    for (const auto& file : missing)
        info.pending_media.insert(file.sha256);
    base::log(LogLevel::warning, "sync",
              "media of territory " + info.territory->code + " are left for later: " + taken.error().detail);
    return {};
}

// Heavy files that stand already, but that this generation has no room for: they go when nobody shows them.
void Pipeline::put_off(std::vector<model::MediaFile> media, cache::GenerationInfo& info) const {
    std::uint64_t total = 0;
    std::erase_if(media, [&](const model::MediaFile& file) {
        if (info.pending_media.contains(file.sha256)) return true;
        total += file.length;
        return file.length < m_options.heavy.bytes;
    });
    std::sort(media.begin(), media.end(), is_longer);
    for (const auto& file : media) {
        if (total <= m_options.heavy.budget) return;
        total -= file.length;
        info.pending_media.insert(file.sha256);
    }
}

// Those of the current generation that are pending and that the budget has room for, the most of them: the
// shortest first.
Result<Pipeline::Due> Pipeline::due_media(const std::set<std::string>& pending) const {
    const auto reader = TRY(cache::ContentReader::open(m_options.cache_folder));
    auto media = TRY(reader.media());
    std::uint64_t total = 0;
    std::erase_if(media, [&](const model::MediaFile& file) {
        if (pending.contains(file.sha256)) return false;
        total += file.length;
        return true;
    });
    std::sort(media.rbegin(), media.rend(), is_longer);
    Due due;
    for (auto& file : media) {
        total += file.length;
        if (m_options.heavy.budget > 0 && total > m_options.heavy.budget)
            ++due.over_budget;
        else if (reader.media_path(file))
            due.standing = true;
        else
            due.files.push_back(std::move(file));
    }
    return due;
}

// A generation that brings nothing but files that were pending. A heavy file that does not come holds nothing
// up.
Result<void> Pipeline::take_heavy_media(cache::GenerationInfo& info, Outcome& outcome) {
    outcome.pending_files = info.pending_media.size();
    if (info.pending_media.empty()) return {};
    const auto due = TRY(due_media(info.pending_media));
    outcome.over_budget_files = due.over_budget;
    if (!m_options.heavy.window.contains(m_clock->wall())) return {};
    enter(Stage::media);
    std::vector<cache::PartFile> come;
    const auto taken = fetch_files(
        due.files,
        [&](cache::PartFile&& part) -> Result<void> {
            come.push_back(std::move(part));
            return {};
        },
        outcome);
    if (!taken && taken.error().code == ErrorCode::cancelled) return taken;
    if (!taken)
        base::log(LogLevel::warning, "sync", "heavy media are left for later: " + taken.error().detail);
    // One that an earlier run brought and could not commit is not fetched again.
    if (come.empty() && !due.standing) return {};
    enter(Stage::commit);
    auto writer =
        TRY(cache::ContentWriter::create(m_options.cache_folder, cache::Base::current, writer_options()));
    for (auto& part : come)
        TRY(writer.put_media(std::move(part)));
    info.pending_media.clear();
    for (const auto& file : TRY(writer.missing_media()))
        info.pending_media.insert(file.sha256);
    if (m_options.heavy.budget > 0) put_off(TRY(writer.media()), info);
    outcome.pending_files = info.pending_media.size();
    outcome.generation = TRY(writer.commit(info));
    outcome.changed = true;
    return {};
}

MediaOptions Pipeline::media_options() const {
    return {m_options.feed_url,
            m_options.cache_folder,
            m_options.limits.media_bytes,
            m_options.limits.spare_bytes,
            {}};
}

Result<void> Pipeline::fetch_files(const std::vector<model::MediaFile>& files, const MediaSettler& settle,
                                   Outcome& outcome) {
    MediaFetched fetched;
    auto taken = fetch_media(
        files, media_options(), m_http, settle,
        [&](std::uint64_t done, std::uint64_t total) {
            if (m_sink) m_sink(Stage::media, done, total);
        },
        fetched);
    outcome.media_files += fetched.files;
    outcome.bytes += fetched.bytes;
    return taken;
}

}  // namespace accueil::daemon
