// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/publication.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/feed/head.hpp"
#include "sync/feed/layout.hpp"
#include "sync/feed/records.hpp"
#include "sync/model/record_json.hpp"
#include "sync/publish/deltas.hpp"
#include "sync/publish/repository_metadata.hpp"
#include "sync/publish/target_files.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::fail;
using base::Result;
using std::filesystem::path;

namespace {

constexpr std::size_t kMostFullBytes = std::size_t{1} << 30;

using feed::RecordKey;

struct Before {
    feed::Head head;
    std::map<RecordKey, std::string> records;  ///< JSON by kind and id; empty when the full file is gone
    bool is_whole = false;
};

std::map<RecordKey, std::string> by_key(const std::vector<model::Record>& records) {
    std::map<RecordKey, std::string> made;
    for (const auto& record : records)
        made[feed::key_of(record)] = model::to_json(record);
    return made;
}

path records_folder(const Destination& destination) {
    return destination.public_folder() / destination.records_folder();
}

Result<std::optional<Before>> read_before(const Destination& destination) {
    const auto targets = TRY(destination.targets());
    const auto target = targets.find(destination.head_target());
    if (target == targets.end()) return std::nullopt;
    const auto& info = target->second;
    if (!info.hashes.contains("sha256"))
        return fail(ErrorCode::unsupported, "the feed's head has no SHA-256");
    auto head_bytes =
        TRY(base::read_file(destination.public_folder() / feed::kTargetsFolder / target_path(info)));
    const auto bytes = TRY(trust::verify(std::move(head_bytes), info.length, info.hashes.at("sha256")));
    Before before;
    before.head = TRY(feed::decode_head(bytes));
    // Without the records of the revision before there is nothing to compare with, but a next one can be
    // made.
    auto packed = base::read_file(records_folder(destination) / before.head.full.name, kMostFullBytes);
    if (!packed) return before;
    const auto full = trust::verify(std::move(*packed), before.head.full.length, before.head.full.sha256);
    auto records = full ? feed::decode_full(*full) : fail(full.error(), "");
    if (!records) return before;
    before.records = by_key(*records);
    before.is_whole = true;
    return before;
}

Result<void> place_media(const Destination& destination, const ContentFolder& content,
                         const MediaProgress& progress, Publication& publication) {
    std::map<std::string, std::uint64_t> lengths;
    for (const auto& record : content.records) {
        for (const auto* file : model::media_of(record))
            lengths[file->sha256] = file->length;
    }
    publication.media_files = lengths.size();
    for (const auto& [sha256, length] : lengths)
        publication.media_bytes += length;
    std::uint64_t done = 0;
    const auto advance = [&](std::uint64_t bytes) {
        done += bytes;
        if (progress) progress(done, publication.media_bytes);
    };
    for (const auto& [sha256, length] : lengths) {
        publication.new_media_bytes +=
            TRY(copy_checked(destination.public_folder(),
                             {content.media.at(sha256), feed::media_name(sha256), length, sha256}, advance));
    }
    return {};
}

// Of the delta from the revision before.
std::uint64_t delta_bytes(const feed::Head& head) {
    for (const auto& delta : head.deltas) {
        if (delta.from + 1 == head.revision) return delta.length;
    }
    return 0;
}

void compare(const std::map<RecordKey, std::string>& before, const std::map<RecordKey, std::string>& now,
             Publication& publication) {
    for (const auto& [key, json] : now) {
        const auto found = before.find(key);
        if (found == before.end()) {
            ++publication.added;
        } else if (found->second != json) {
            ++publication.changed;
        }
    }
    for (const auto& [key, json] : before)
        publication.removed += now.contains(key) ? 0U : 1U;
}

}  // namespace

Result<Publication> publish_content(Destination& destination, const ContentFolder& content,
                                    const base::Clock& clock, const MediaProgress& progress) {
    // The number of a revision may be given once: two publications take turns from its reading on.
    const auto turn = TRY(take_turn(destination.folder(), "publishing.lock"));
    const auto before = TRY(read_before(destination));
    const path folder = records_folder(destination);
    Publication publication;
    feed::Head head;
    head.state_root = cache::state_root(content.records);
    // Media and records that somebody took away from the web server's folder come back even so.
    TRY(place_media(destination, content, progress, publication));
    if (before && before->is_whole && before->head.state_root == head.state_root) {
        publication.revision = before->head.revision;
        publication.record_bytes = before->head.full.length;
        TRY(destination.prolong(feed::encode_head(before->head), clock));
        publication.expires_on = TRY(destination.expires_on());
        return publication;
    }

    const auto records = by_key(content.records);
    compare(before ? before->records : std::map<RecordKey, std::string>{}, records, publication);
    const auto full = TRY(feed::encode_full(content.records));
    head.revision = std::max(before ? before->head.revision : 0, destination.least_revision()) + 1;
    head.published_on = std::chrono::floor<std::chrono::seconds>(clock.wall());
    head.records = content.records.size();
    head.full = {feed::full_name(head.revision), full.size(), base::to_hex(base::sha256(full))};
    const path full_path = folder / head.full.name;
    TRY(base::create_directories(full_path.parent_path()));
    TRY(base::write_file_durably(full_path, full));
    TRY(sync_folders(destination.public_folder(), destination.records_folder() / path(head.full.name)));
    if (before && before->is_whole && before->head.revision + 1 == head.revision) {
        head.deltas =
            TRY(write_deltas(folder, before->head.deltas, feed::changes_between(before->records, records),
                             before->head.revision, head.revision));
        publication.delta_bytes = delta_bytes(head);
    }
    TRY(destination.sign(feed::encode_head(head), clock));
    publication.is_new = true;
    publication.revision = head.revision;
    publication.record_bytes = full.size();
    publication.expires_on = TRY(destination.expires_on());
    return publication;
}

}  // namespace accueil::publish
