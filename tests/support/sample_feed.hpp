// SPDX-License-Identifier: GPL-3.0-or-later
// A signed feed on disk, made by the publisher's own repository, of records and media given in memory. One
// thread.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <span>
#include <string>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/feed/head.hpp"
#include "sync/feed/layout.hpp"
#include "sync/feed/records.hpp"
#include "sync/model/record_json.hpp"
#include "sync/publish/deltas.hpp"
#include "sync/publish/repository.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::support {

class SampleFeed {
  public:
    /// In a folder of its own, or in `folder`.
    explicit SampleFeed(const base::Clock& clock, const std::filesystem::path& folder = {})
        : m_clock(clock),
          m_repository(
              publish::Repository::init(folder.empty() ? m_folder / "feed" : folder, clock).value()) {
        REQUIRE(base::write_file_durably(root_file(), m_repository.root_bytes().value()));
    }

    std::filesystem::path public_folder() const { return m_repository.public_folder(); }
    std::filesystem::path root_file() const { return m_folder / "root.json"; }
    publish::Repository& repository() { return m_repository; }

    /// The head that goes with the records; writes them below public/ but does not sign yet.
    feed::Head write(std::uint64_t revision, std::span<const model::Record> records) {
        const auto bytes = feed::encode_full(records).value();
        feed::Head head;
        head.revision = revision;
        head.state_root = cache::state_root(records);
        head.published_on = m_clock.wall();
        head.records = records.size();
        head.full = {feed::full_name(revision), bytes.size(), base::to_hex(base::sha256(bytes))};
        write_file(head.full.name, bytes);
        return head;
    }
    void sign(const feed::Head& head) {
        REQUIRE(m_repository.publish({{feed::kHeadTarget, feed::encode_head(head)}}, m_clock));
    }
    void publish(std::uint64_t revision, std::span<const model::Record> records) {
        sign(write(revision, records));
    }
    /// The same with deltas from the revision published last, as publish_content makes them.
    feed::Head publish_change(std::uint64_t revision, std::span<const model::Record> records) {
        auto head = write(revision, records);
        std::map<feed::RecordKey, std::string> now;
        for (const auto& record : records)
            now[feed::key_of(record)] = model::to_json(record);
        if (m_last.revision > 0) {
            head.deltas =
                publish::write_deltas(public_folder(), m_last.deltas, feed::changes_between(m_records, now),
                                      m_last.revision, revision)
                    .value();
        }
        sign(head);
        m_last = head;
        m_records = std::move(now);
        return head;
    }
    void add_media(const std::string& bytes) {
        write_file(feed::media_name(base::to_hex(base::sha256(bytes))), bytes);
    }
    void write_file(const std::string& name, const std::string& bytes) {
        const auto path = public_folder() / name;
        REQUIRE(base::create_directories(path.parent_path()));
        REQUIRE(base::write_file_durably(path, bytes));
    }

  private:
    const base::Clock& m_clock;
    TempDir m_folder;
    publish::Repository m_repository;
    feed::Head m_last;
    std::map<feed::RecordKey, std::string> m_records;
};

}  // namespace accueil::support
