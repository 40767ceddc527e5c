// SPDX-License-Identifier: GPL-3.0-or-later
// Generations made of sample content, for tests that need a cache to stand. One thread.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/cache/content_writer.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/model/records.hpp"

namespace accueil::support {

inline cache::GenerationInfo sample_info(std::uint64_t revision, const std::string& state_root) {
    cache::GenerationInfo info;
    info.revision = revision;
    info.state_root = state_root;
    info.published_on = base::parse_utc("2026-11-20T07:00:00Z").value();
    info.expires_on = base::parse_utc("2026-12-20T07:00:00Z").value();
    info.synced_on = base::parse_utc("2026-11-23T08:30:00Z").value();
    info.origin = "http://127.0.0.1/feed";
    return info;
}

/// Writes `records`, and nothing else, as the next generation.
inline base::Result<std::uint64_t> commit_records(const std::filesystem::path& folder,
                                                  std::span<const model::Record> records,
                                                  std::uint64_t revision, cache::WriterOptions options = {}) {
    auto writer = TRY(cache::ContentWriter::create(folder, cache::Base::empty, std::move(options)));
    for (const auto& record : records)
        TRY(writer.put(record));
    return writer.commit(sample_info(revision, cache::state_root(records)));
}

}  // namespace accueil::support
