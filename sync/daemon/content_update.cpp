// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/content_update.hpp"

#include <utility>

#include "sync/base/log.hpp"
#include "sync/daemon/record_files.hpp"
#include "sync/feed/layout.hpp"
#include "sync/feed/records.hpp"
#include "sync/model/record_json.hpp"

namespace accueil::daemon {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::LogLevel;
using base::Result;
using cache::ContentWriter;

namespace {

const fetch::Headers kAny = {};

// What the disk refuses, or a person, is refused the way round, too.
bool has_way_round(const Error& error) {
    return error.code != ErrorCode::io && error.code != ErrorCode::no_space &&
           error.code != ErrorCode::cancelled;
}

}  // namespace

ContentUpdate::ContentUpdate(UpdateOptions options, fetch::HttpClient& http, trust::Client& client,
                             const cache::ContentReader* present)
    : m_options(std::move(options)), m_http(&http), m_client(&client), m_present(present) {
    if (!m_options.territory.empty()) {
        m_territory.emplace();
        m_territory->folder = feed::territory_folder(m_options.territory) + "/";
        m_territory->id_prefix = feed::territory_prefix(m_options.territory);
    }
    if (present == nullptr) return;
    const auto& info = present->info();
    m_centre.standing = {info.revision, info.state_root, info.head_sha256, info.published_on, info.records};
    if (!info.territory) return;
    const auto& known = *info.territory;
    if (m_territory && m_territory->id_prefix == known.id_prefix)
        m_territory->standing = {known.revision, known.state_root, known.head_sha256, known.published_on,
                                 known.records};
    else
        m_former = known.id_prefix;
}

Result<void> ContentUpdate::look() {
    TRY(look(m_centre, feed::kHeadTarget));
    if (!m_territory) return {};
    const auto seen = look_at_territory();
    if (seen) return {};
    if (seen.error().code == ErrorCode::cancelled) return seen;
    m_territory_error = seen.error();
    return {};
}

Result<void> ContentUpdate::look_at_territory() {
    auto seen = look(*m_territory, feed::territory_head(m_options.territory));
    if (seen || seen.error().code != ErrorCode::not_found) return seen;
    // Nobody speaks for it, says who may: not yet, or no longer.
    m_withdrawn = m_territory->standing.has_value();
    return {};
}

Result<void> ContentUpdate::look(Edition& edition, const std::string& target) {
    const auto announced = TRY(m_client->find_target(target));
    const auto digest = announced.hashes.find("sha256");
    edition.head_sha256 = digest == announced.hashes.end() ? std::string() : digest->second;
    if (edition.standing && !edition.head_sha256.empty() &&
        edition.standing->head_sha256 == edition.head_sha256)
        return {};
    const auto bytes = TRY(m_client->target(target, m_options.head_bytes));
    edition.head = TRY(feed::decode_head(bytes));
    return {};
}

bool ContentUpdate::is_same(const Edition& edition) {
    return !edition.head || (edition.standing && edition.standing->revision == edition.head->revision &&
                             edition.standing->state_root == edition.head->state_root);
}

bool ContentUpdate::is_present() const {
    return m_present != nullptr && is_same(m_centre) && !m_former && !m_withdrawn &&
           (!m_territory || is_same(*m_territory));
}

// How to come from what stands to the head: no deltas for another revision of the same content; nothing where
// all records are to be had.
ContentUpdate::Path ContentUpdate::path_to(const Edition& edition) {
    if (!edition.head) return Path(std::in_place);
    if (!edition.standing) return std::nullopt;
    if (edition.standing->state_root == edition.head->state_root) return Path(std::in_place);
    if (edition.standing->revision >= edition.head->revision) return std::nullopt;
    return feed::cheapest_path(edition.head->deltas, edition.standing->revision, edition.head->revision,
                               edition.head->full.length);
}

Result<ContentWriter> ContentUpdate::make() {
    std::vector<const feed::Head*> heads;
    if (m_centre.head) heads.push_back(&*m_centre.head);
    if (m_territory && m_territory->head) heads.push_back(&*m_territory->head);
    forget_records(m_options.cache_folder, heads);
    m_is_territory_fault = false;
    auto writer = make_once();
    if (writer || !m_is_territory_fault || !has_way_round(writer.error())) return writer;
    // Once more without its news; what was fetched of the centre's is kept until then.
    m_territory_error = writer.error();
    m_territory->head.reset();
    m_is_territory_fault = false;
    return make_once();
}

Result<ContentWriter> ContentUpdate::make_once() {
    m_deltas = 0;
    const auto path = m_present != nullptr ? path_to(m_centre) : Path();
    if (path) {
        auto writer = make_by_deltas(path);
        if (writer || m_is_territory_fault || !has_way_round(writer.error())) return writer;
        base::log(LogLevel::warning, "sync", "all records are fetched: " + writer.error().detail);
        m_deltas = 0;
    }
    // Where what stands cannot be gone on from, its head may be the one that is known.
    if (!m_centre.head) {
        const auto bytes = TRY(m_client->target(feed::kHeadTarget, m_options.head_bytes));
        m_centre.head = TRY(feed::decode_head(bytes));
    }
    auto writer = TRY(ContentWriter::create(m_options.cache_folder, cache::Base::empty, m_options.writer));
    TRY(take_full(m_centre, writer));
    TRY(add_territory(writer));
    return writer;
}

Result<ContentWriter> ContentUpdate::make_by_deltas(const Path& path) {
    auto writer = TRY(ContentWriter::create(m_options.cache_folder, cache::Base::current, m_options.writer));
    if (m_former) TRY(writer.remove_all(*m_former));
    TRY(take_deltas(m_centre, *path, writer));
    if (m_centre.head) {
        const auto root = TRY(writer.state_roots(territory_prefix())).centre;
        if (root != m_centre.head->state_root)
            return fail(ErrorCode::bad_digest, "the deltas lead to state root " + root);
    }
    TRY(change_territory(writer));
    return writer;
}

// Into a content that holds nothing of it.
Result<void> ContentUpdate::add_territory(ContentWriter& writer) {
    if (!m_territory || m_withdrawn) return {};
    if (m_territory->head) return take_territory(writer);
    if (!m_territory->standing) return {};
    return m_present->bodies(m_territory->id_prefix, [&](std::string_view body) -> Result<void> {
        auto record = TRY(model::record_from_json(body));
        return writer.put(record, body);
    });
}

// In a content that holds what stands of it.
Result<void> ContentUpdate::change_territory(ContentWriter& writer) {
    if (!m_territory) return {};
    if (m_withdrawn) return writer.remove_all(m_territory->id_prefix);
    if (!m_territory->head) return {};
    if (const auto path = path_to(*m_territory)) {
        const auto taken = [&]() -> Result<void> {
            TRY(take_deltas(*m_territory, *path, writer));
            const auto root = TRY(writer.state_roots(m_territory->id_prefix)).territory;
            if (root != m_territory->head->state_root)
                return fail(ErrorCode::bad_digest, "the deltas lead to state root " + root);
            return {};
        }();
        if (taken) return {};
        m_is_territory_fault = true;
        if (!has_way_round(taken.error())) return taken;
        base::log(LogLevel::warning, "sync",
                  "all records of the territory are fetched: " + taken.error().detail);
    }
    TRY(writer.remove_all(m_territory->id_prefix));
    return take_territory(writer);
}

Result<void> ContentUpdate::take_territory(ContentWriter& writer) {
    const auto taken = [&]() -> Result<void> {
        TRY(take_full(*m_territory, writer));
        const auto root = TRY(writer.state_roots(m_territory->id_prefix)).territory;
        if (root != m_territory->head->state_root)
            return fail(ErrorCode::bad_digest, "state root " + root + " of the territory, announced was " +
                                                   m_territory->head->state_root);
        return {};
    }();
    m_is_territory_fault = !taken;
    return taken;
}

Result<trust::VerifiedBytes> ContentUpdate::fetch(const feed::FeedFile& file) {
    if (file.length > m_options.full_bytes)
        return fail(ErrorCode::too_large,
                    file.name + ": " + std::to_string(file.length) + " bytes announced");
    if (auto kept = kept_records(m_options.cache_folder, file)) return std::move(*kept);
    const auto url = m_options.feed_url + "/" + file.name;
    const auto attempt = [&](const fetch::Headers& headers) -> Result<trust::VerifiedBytes> {
        auto answer = TRY(fetch::success(m_http->get({url, file.length, headers}), url));
        auto verified = trust::verify(std::move(answer.body), file.length, file.sha256);
        if (!verified) return fail(verified.error(), fetch::loggable(url));
        return verified;
    };
    auto bytes = attempt(kAny);
    if (!bytes && bytes.error().code == ErrorCode::bad_digest) bytes = attempt(fetch::kFresh);
    if (!bytes) return bytes;
    m_bytes += file.length;
    keep_records(m_options.cache_folder, file, bytes->view(), m_options.spare_bytes);
    return bytes;
}

// A territory speaks for its own records alone, and for nobody's order of things; the centre leaves it its
// names.
Result<void> ContentUpdate::check_owner(const Edition& edition, const feed::RecordKey& key) const {
    const auto& [kind, id] = key;
    const auto prefix = territory_prefix();
    const bool has_prefix = !prefix.empty() && id.starts_with(prefix);
    if (edition.id_prefix.empty()) {
        if (!has_prefix) return {};
        return fail(ErrorCode::bad_format, kind + " " + id + ": the centre's, with a territory's name");
    }
    const bool is_own_kind =
        kind != "need" && kind != "theme" && (kind != "feed" || id == edition.id_prefix + "feed");
    if (has_prefix && is_own_kind) return {};
    return fail(ErrorCode::bad_format, kind + " " + id + ": not the territory's to say");
}

Result<void> ContentUpdate::take_deltas(const Edition& edition, const std::vector<feed::DeltaFile>& path,
                                        ContentWriter& writer) {
    const feed::DeltaSink sink{[&](model::Record&& record, std::string_view body) -> Result<void> {
                                   TRY(check_owner(edition, feed::key_of(record)));
                                   return writer.put(record, body);
                               },
                               [&](const feed::RecordKey& key) -> Result<void> {
                                   TRY(check_owner(edition, key));
                                   return writer.remove(key.first, key.second);
                               }};
    for (const auto& delta : path) {
        const feed::FeedFile file{edition.folder + feed::delta_name(delta.from, delta.to), delta.length,
                                  delta.sha256};
        const auto bytes = TRY(fetch(file));
        const auto taken = feed::decode_delta(bytes, m_options.records, sink);
        if (!taken) return fail(taken.error(), file.name);
        ++m_deltas;
    }
    return {};
}

Result<void> ContentUpdate::take_full(const Edition& edition, ContentWriter& writer) {
    const auto& head = *edition.head;
    const feed::FeedFile file{edition.folder + head.full.name, head.full.length, head.full.sha256};
    const auto bytes = TRY(fetch(file));
    const auto count = feed::decode_full(bytes, m_options.records,
                                         [&](model::Record&& record, std::string_view body) -> Result<void> {
                                             TRY(check_owner(edition, feed::key_of(record)));
                                             return writer.put(record, body);
                                         });
    if (!count) return fail(count.error(), file.name);
    if (*count != head.records)
        return fail(ErrorCode::bad_format, file.name + ": " + std::to_string(*count) +
                                               " records, announced were " + std::to_string(head.records));
    return {};
}

void ContentUpdate::describe(cache::GenerationInfo& info) const {
    if (const auto& head = m_centre.head) {
        info.revision = head->revision;
        info.state_root = head->state_root;
        info.published_on = head->published_on;
        info.head_sha256 = m_centre.head_sha256;
        info.records = head->records;
    }
    if (!m_territory || m_withdrawn || (!m_territory->head && !m_territory->standing)) {
        info.territory.reset();
        return;
    }
    if (const auto& head = m_territory->head)
        info.territory = cache::TerritoryInfo{
            m_options.territory, m_territory->id_prefix,   head->revision, head->state_root,
            head->published_on,  m_territory->head_sha256, head->records};
}

}  // namespace accueil::daemon
