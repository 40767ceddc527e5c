// SPDX-License-Identifier: GPL-3.0-or-later
// cache_probe FOLDER [KIND ID]: reads a whole cache as a kiosk would, each record and each byte of each media
// file but those that are said to be pending, and prints "revision R"; with KIND ID also that record's JSON.
// Exit code 3 when there is no cache, 1 when anything at all is not as it was signed.
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/model/record_json.hpp"

namespace {

using accueil::base::Result;
using accueil::cache::ContentReader;
namespace base = accueil::base;
namespace model = accueil::model;

template <class T>
Result<void> add_all(const ContentReader& reader, std::vector<model::Record>& records) {
    for (auto& value : TRY(reader.all<T>()))
        records.emplace_back(std::move(value));
    return {};
}

Result<void> check(const ContentReader& reader) {
    if (!reader.fallback_reason().empty())
        return base::fail(base::ErrorCode::corrupt, reader.fallback_reason());
    std::vector<model::Record> records;
    TRY(add_all<model::FeedInfo>(reader, records));
    TRY(add_all<model::Theme>(reader, records));
    TRY(add_all<model::Need>(reader, records));
    TRY(add_all<model::Page>(reader, records));
    TRY(add_all<model::Notice>(reader, records));
    TRY(add_all<model::Question>(reader, records));
    TRY(add_all<model::Initiative>(reader, records));
    TRY(add_all<model::Place>(reader, records));
    TRY(add_all<model::Service>(reader, records));
    if (accueil::cache::state_root(records) != reader.info().state_root)
        return base::fail(base::ErrorCode::corrupt, "the records do not make the state root");
    for (const auto& record : records) {
        for (const auto* file : model::media_of(record)) {
            const auto path = reader.media_path(*file);
            if (!path && reader.info().pending_media.contains(file->sha256)) continue;
            if (!path) return base::fail(base::ErrorCode::corrupt, "no media " + file->name);
            const auto digest = TRY(base::digest_file(*path));
            if (base::to_hex(digest.sha256) != file->sha256)
                return base::fail(base::ErrorCode::corrupt, "other bytes in media " + file->name);
        }
    }
    return {};
}

int refuse(const base::Error& error) {
    std::fprintf(stderr, "cache_probe: %s: %s\n", base::to_string(error.code), error.detail.c_str());
    return error.code == base::ErrorCode::not_found ? 3 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 && argc != 4) return 2;
    const auto reader = ContentReader::open(argv[1], accueil::cache::Check::thorough);
    if (!reader) return refuse(reader.error());
    if (const auto checked = check(*reader); !checked) return refuse(checked.error());
    std::printf("revision %llu\n", static_cast<unsigned long long>(reader->info().revision));
    if (argc == 2) return 0;
    const auto record = reader->get(argv[2], argv[3]);
    if (!record) return refuse(record.error());
    if (*record) std::printf("%s\n", model::to_json(**record).c_str());
    return 0;
}
