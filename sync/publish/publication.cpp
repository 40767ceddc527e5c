// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/publication.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
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
#include "sync/trust/verified_bytes.hpp"

namespace accueil::publish {

using base::Error;
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

// The number of a revision may be given once: two publications of one feed take turns from its reading on.
Result<base::UniqueFd> take_turn(const path& folder) {
    const path file = folder / "publishing.lock";
    base::UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd.is_open()) return tl::unexpected<Error>(base::system_error("open", file));
    while (::flock(fd.get(), LOCK_EX) != 0) {
        if (errno != EINTR) return tl::unexpected<Error>(base::system_error("lock", file));
    }
    return fd;
}

std::map<RecordKey, std::string> by_key(const std::vector<model::Record>& records) {
    std::map<RecordKey, std::string> made;
    for (const auto& record : records)
        made[feed::key_of(record)] = model::to_json(record);
    return made;
}

Result<std::optional<Before>> read_before(const Repository& repository, const RepositoryStatus& status) {
    const auto target = status.files.find(feed::kHeadTarget);
    if (target == status.files.end()) return std::nullopt;
    const auto& info = target->second;
    const auto digest = info.hashes.find("sha256");
    if (digest == info.hashes.end()) return fail(ErrorCode::unsupported, "the feed's head has no SHA-256");
    const path name(info.name);
    const auto file = repository.public_folder() / feed::kTargetsFolder / name.parent_path() /
                      (digest->second + "." + name.filename().string());
    auto head_bytes = TRY(base::read_file(file));
    const auto bytes = TRY(trust::verify(std::move(head_bytes), info.length, digest->second));
    Before before;
    before.head = TRY(feed::decode_head(bytes));
    // Without the records of the revision before there is nothing to compare with, but a next one can be
    // made.
    auto packed = base::read_file(repository.public_folder() / before.head.full.name, kMostFullBytes);
    if (!packed) return before;
    const auto full = trust::verify(std::move(*packed), before.head.full.length, before.head.full.sha256);
    auto records = full ? feed::decode_full(*full) : fail(full.error(), "");
    if (!records) return before;
    before.records = by_key(*records);
    before.is_whole = true;
    return before;
}

class MediaCopier {
  public:
    MediaCopier(path folder, std::uint64_t total, const MediaProgress& progress)
        : m_folder(std::move(folder)), m_total(total), m_progress(progress) {}

    /// Bytes written: none when the blob stands already.
    Result<std::uint64_t> copy(const std::string& sha256, std::uint64_t length, const path& source) {
        const path target = m_folder / feed::media_name(sha256);
        std::error_code error;
        if (std::filesystem::is_regular_file(target, error) &&
            std::filesystem::file_size(target, error) == length && !error) {
            advance(length);
            return 0;
        }
        TRY(base::create_directories(target.parent_path()));
        path beside = target;
        beside += ".tmp";
        const auto copied = write(sha256, length, source, beside);
        if (!copied) {
            ::unlink(beside.c_str());
            return tl::unexpected<Error>(copied.error());
        }
        if (::rename(beside.c_str(), target.c_str()) != 0) {
            return tl::unexpected<Error>(base::system_error("rename", beside));
        }
        for (path folder = target.parent_path(); folder != m_folder; folder = folder.parent_path()) {
            TRY(base::fsync_path(folder));
        }
        TRY(base::fsync_path(m_folder));
        return length;
    }

  private:
    void advance(std::uint64_t bytes) {
        m_done += bytes;
        if (m_progress) m_progress(m_done, m_total);
    }

    Result<void> write(const std::string& sha256, std::uint64_t length, const path& source,
                       const path& beside) {
        const base::UniqueFd from(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
        if (!from.is_open()) return tl::unexpected<Error>(base::system_error("open", source));
        const base::UniqueFd to(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (!to.is_open()) return tl::unexpected<Error>(base::system_error("create", beside));
        base::Sha256Stream digest;
        std::uint64_t read = 0;
        std::vector<char> buffer(std::size_t{1} << 20);
        for (;;) {
            const auto count = ::read(from.get(), buffer.data(), buffer.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return tl::unexpected<Error>(base::system_error("read", source));
            if (count == 0) break;
            std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
            digest.update(bytes);
            read += bytes.size();
            advance(bytes.size());
            while (!bytes.empty()) {
                const auto written = ::write(to.get(), bytes.data(), bytes.size());
                if (written < 0 && errno == EINTR) continue;
                if (written < 0) return tl::unexpected<Error>(base::system_error("write", beside));
                bytes.remove_prefix(static_cast<std::size_t>(written));
            }
        }
        if (read != length || base::to_hex(digest.finish()) != sha256) {
            return fail(ErrorCode::bad_digest, source.string() + ": changed while it was being published");
        }
        if (::fsync(to.get()) != 0) return tl::unexpected<Error>(base::system_error("fsync", beside));
        return {};
    }

    path m_folder;
    std::uint64_t m_total;
    const MediaProgress& m_progress;
    std::uint64_t m_done = 0;
};

Result<void> place_media(const Repository& repository, const ContentFolder& content,
                         const MediaProgress& progress, Publication& publication) {
    std::map<std::string, std::uint64_t> lengths;
    for (const auto& record : content.records) {
        for (const auto* file : model::media_of(record))
            lengths[file->sha256] = file->length;
    }
    publication.media_files = lengths.size();
    for (const auto& [sha256, length] : lengths)
        publication.media_bytes += length;
    MediaCopier copier(repository.public_folder(), publication.media_bytes, progress);
    for (const auto& [sha256, length] : lengths) {
        publication.new_media_bytes += TRY(copier.copy(sha256, length, content.media.at(sha256)));
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

base::WallTime expires_on(const RepositoryStatus& status) {
    return std::min({status.root.expires_on, status.targets.expires_on, status.snapshot.expires_on,
                     status.timestamp.expires_on});
}

bool targets_age(const RepositoryStatus& status, const base::Clock& clock) {
    return status.targets.expires_on - clock.wall() < std::chrono::hours(24 * 15);
}

Result<Publication> publish_content(Repository& repository, const ContentFolder& content,
                                    const base::Clock& clock, const MediaProgress& progress) {
    const auto turn = TRY(take_turn(repository.public_folder().parent_path()));
    const auto status = TRY(repository.status());
    const auto before = TRY(read_before(repository, status));
    Publication publication;
    feed::Head head;
    head.state_root = cache::state_root(content.records);
    // Media and records that somebody took away from the web server's folder come back even so.
    TRY(place_media(repository, content, progress, publication));
    if (before && before->is_whole && before->head.state_root == head.state_root) {
        publication.revision = before->head.revision;
        publication.record_bytes = before->head.full.length;
        if (targets_age(status, clock)) {
            TRY(repository.publish({{feed::kHeadTarget, feed::encode_head(before->head)}}, clock));
        } else {
            TRY(repository.renew(clock));
        }
        publication.expires_on = expires_on(TRY(repository.status()));
        return publication;
    }

    const auto records = by_key(content.records);
    compare(before ? before->records : std::map<RecordKey, std::string>{}, records, publication);
    const auto full = TRY(feed::encode_full(content.records));
    head.revision = before ? before->head.revision + 1 : 1;
    head.published_on = std::chrono::floor<std::chrono::seconds>(clock.wall());
    head.records = content.records.size();
    head.full = {feed::full_name(head.revision), full.size(), base::to_hex(base::sha256(full))};
    const path full_path = repository.public_folder() / head.full.name;
    TRY(base::create_directories(full_path.parent_path()));
    TRY(base::write_file_durably(full_path, full));
    TRY(base::fsync_path(repository.public_folder()));
    if (before && before->is_whole) {
        head.deltas = TRY(write_deltas(repository.public_folder(), before->head.deltas,
                                       feed::changes_between(before->records, records), before->head.revision,
                                       head.revision));
        publication.delta_bytes = delta_bytes(head);
    }
    TRY(repository.publish({{feed::kHeadTarget, feed::encode_head(head)}}, clock));
    publication.is_new = true;
    publication.revision = head.revision;
    publication.record_bytes = full.size();
    publication.expires_on = expires_on(TRY(repository.status()));
    return publication;
}

}  // namespace accueil::publish
