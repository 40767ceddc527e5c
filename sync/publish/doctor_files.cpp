// SPDX-License-Identifier: GPL-3.0-or-later
// What the signatures name: heads, records, deltas, media; and what nothing names.
#include <algorithm>
#include <regex>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/feed/delta.hpp"
#include "sync/feed/layout.hpp"
#include "sync/feed/patch.hpp"
#include "sync/feed/records.hpp"
#include "sync/model/record_json.hpp"
#include "sync/publish/doctor.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::publish {

using std::filesystem::path;

namespace {

constexpr std::size_t kMostServedBytes = std::size_t{1} << 30;

// The names that publishing gives, of any revision.
bool is_of_a_feed(const std::string& name) {
    static const std::regex kNames(
        R"(metadata/(timestamp|[1-9][0-9]*\.[A-Za-z0-9-]+)\.json|targets/([A-Za-z0-9._-]+/)*[0-9a-f]{64}\.[A-Za-z0-9._-]+)"
        R"(|(territoires/[0-9AB]{5,9}/)?(full/[0-9]+|d/[0-9]+-[0-9]+)\.zst|m/[0-9a-f]{2}/[0-9a-f]{64}|p/[0-9a-f-]+\.zst)");
    return !name.ends_with(".tmp") && std::regex_match(name, kNames);
}

bool is_secret(const path& file) {
    const KeyRing ring({file}, std::nullopt);
    return !ring.files().empty() && !ring.files().front().id.empty();
}

}  // namespace

// The bytes, when they are what was announced.
std::optional<std::string> Doctor::check_file(const std::string& name, std::uint64_t length,
                                              const std::string& sha256) {
    m_named.insert(name);
    auto bytes = base::read_file(served() / name, kMostServedBytes);
    if (!bytes) {
        remark(Level::broken, "file_missing", {{"file", name}});
        return std::nullopt;
    }
    if (bytes->size() != length || base::to_hex(base::sha256(*bytes)) != sha256) {
        remark(Level::broken, "file_altered", {{"file", name}});
        return std::nullopt;
    }
    return std::move(*bytes);
}

void Doctor::check_medium(const std::string& name, std::uint64_t length, const std::string& sha256,
                          Depth depth) {
    if (!m_named.insert(name).second) return;
    std::error_code error;
    const auto there = std::filesystem::file_size(served() / name, error);
    if (error) return remark(Level::broken, "file_missing", {{"file", name}});
    if (there == length && depth == Depth::quick) return;
    const auto digest = base::digest_file(served() / name);
    if (!digest || digest->length != length || base::to_hex(digest->sha256) != sha256)
        remark(Level::broken, "file_altered", {{"file", name}});
}

void Doctor::check_pack(const trust::TargetInfo& info, Depth depth) {
    const auto& sha256 = info.hashes.at("sha256");
    check_medium(std::string(feed::kTargetsFolder) + "/" + target_path(info), info.length, sha256, depth);
    if (!info.custom.is_object() || !info.custom.contains("patches")) return;
    for (const auto& patch : info.custom["patches"]) {
        const auto text = [&](const char* key) {
            return patch.is_object() && patch.contains(key) && patch[key].is_string()
                       ? patch[key].get<std::string>()
                       : std::string();
        };
        const bool has_length =
            patch.is_object() && patch.contains("length") && patch["length"].is_number_unsigned();
        check_medium(feed::patch_name(text("from"), sha256),
                     has_length ? patch["length"].get<std::uint64_t>() : 0, text("sha256"), depth);
    }
}

void Doctor::check_content(const std::string& folder, const std::string& head_target,
                           const std::map<std::string, trust::TargetInfo>& targets, Depth depth) {
    const auto below = [&](const std::string& name) { return (path(folder) / name).string(); };
    const auto info = targets.find(head_target);
    if (info == targets.end()) return remark(Level::fine, "nothing_published", {});
    if (!info->second.hashes.contains("sha256"))
        return remark(Level::broken, "file_altered", {{"file", head_target}});
    const auto& sha256 = info->second.hashes.at("sha256");
    auto bytes = check_file(std::string(feed::kTargetsFolder) + "/" + target_path(info->second),
                            info->second.length, sha256);
    if (!bytes) return;
    const auto head =
        feed::decode_head(trust::verify(std::move(*bytes), info->second.length, sha256).value());
    if (!head) return remark(Level::broken, "file_altered", {{"file", head_target}});
    auto packed = check_file(below(head->full.name), head->full.length, head->full.sha256);
    if (!packed) return;
    const auto records =
        feed::decode_full(trust::verify(std::move(*packed), head->full.length, head->full.sha256).value());
    if (!records || cache::state_root(*records) != head->state_root)
        return remark(Level::broken, "state_root", {{"file", below(head->full.name)}});
    std::map<feed::RecordKey, std::string> now;
    for (const auto& record : *records) {
        now[feed::key_of(record)] = model::to_json(record);
        for (const auto* file : model::media_of(record))
            check_medium(feed::media_name(file->sha256), file->length, file->sha256, depth);
    }
    check_deltas(folder, *head, now);
}

// Walks from the oldest revision that has a delta, along single steps, to the newest: whatever a delta
// changes must come out as the signed records have it, and with the records of the oldest at hand, nothing
// else.
void Doctor::check_deltas(const std::string& folder, const feed::Head& head,
                          const std::map<feed::RecordKey, std::string>& now) {
    const auto below = [&](const std::string& name) { return (path(folder) / name).string(); };
    std::map<std::uint64_t, feed::Changes> steps;  // by where they begin
    const auto agrees = [&](const feed::Changes& changes) {
        return std::all_of(changes.begin(), changes.end(), [&](const auto& change) {
            const auto found = now.find(change.first);
            return change.second ? found != now.end() && found->second == *change.second : found == now.end();
        });
    };
    for (const auto& delta : head.deltas) {
        const auto name = below(feed::delta_name(delta.from, delta.to));
        auto bytes = check_file(name, delta.length, delta.sha256);
        if (!bytes) continue;
        auto changes =
            feed::decode_delta(trust::verify(std::move(*bytes), delta.length, delta.sha256).value());
        if (!changes || (delta.to == head.revision && !agrees(*changes)))
            remark(Level::broken, "delta", {{"file", name}});
        else if (delta.to - delta.from == 1)
            steps[delta.from] = std::move(*changes);
    }
    auto first = head.revision;
    feed::Changes all;
    while (first > 0 && steps.contains(first - 1)) {
        --first;
        all = feed::merged(std::move(steps[first]), std::move(all));
    }
    if (first == head.revision) return;
    const auto name = below(feed::full_name(first));
    bool is_right = agrees(all);
    const auto packed = base::read_file(served() / name, kMostServedBytes);
    const auto sha256 = packed ? base::to_hex(base::sha256(*packed)) : std::string();
    const auto verified = packed ? trust::verify(std::string(*packed), packed->size(), sha256)
                                 : base::fail(base::ErrorCode::not_found, name);
    const auto before =
        verified ? feed::decode_full(*verified) : base::fail(base::ErrorCode::not_found, name);
    if (is_right && before) {
        std::map<feed::RecordKey, std::string> records;
        for (const auto& record : *before)
            records[feed::key_of(record)] = model::to_json(record);
        for (const auto& [key, json] : all) {
            if (json)
                records[key] = *json;
            else
                records.erase(key);
        }
        is_right = records == now;
    }
    if (!is_right)
        remark(Level::broken, "deltas",
               {{"from", std::to_string(first)}, {"to", std::to_string(head.revision)}});
}

void Doctor::check_others() {
    std::error_code error;
    std::vector<std::string> strangers;
    for (std::filesystem::recursive_directory_iterator entry(served(), error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_directory(ignored) && !entry->is_symlink(ignored)) continue;
        const auto name = std::filesystem::relative(entry->path(), served(), ignored).string();
        const auto size = entry->is_regular_file(ignored) ? entry->file_size(ignored) : 0;
        if (m_named.contains(name)) {
            ++m_found.files;
            m_found.bytes += size;
        } else if (is_secret(entry->path())) {
            remark(Level::broken, "key_in_public", {{"file", name}});
        } else if (is_of_a_feed(name)) {
            ++m_found.old_files;
            m_found.old_bytes += size;
        } else {
            strangers.push_back(name);
        }
    }
    std::sort(strangers.begin(), strangers.end());
    constexpr std::size_t kMost = 10;
    for (std::size_t at = 0; at < std::min(kMost, strangers.size()); ++at)
        remark(Level::soon, "stranger", {{"file", strangers[at]}});
    if (strangers.size() > kMost)
        remark(Level::soon, "strangers", {{"count", std::to_string(strangers.size() - kMost)}});
}

}  // namespace accueil::publish
