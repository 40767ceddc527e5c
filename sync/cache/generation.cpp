// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/generation.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <system_error>

#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/base/log.hpp"
#include "sync/cache/layout.hpp"

namespace accueil::cache {

using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;

namespace {

constexpr std::size_t kSmallFile = std::size_t{1} << 20;

Json to_object(const TerritoryInfo& territory) {
    return {{"code", territory.code},
            {"id_prefix", territory.id_prefix},
            {"revision", territory.revision},
            {"state_root", territory.state_root},
            {"published_on", base::format_utc(territory.published_on)},
            {"head_sha256", territory.head_sha256},
            {"records", territory.records}};
}

Json to_object(std::uint64_t number, const GenerationInfo& info) {
    Json object = {{"generation", number},
                   {"revision", info.revision},
                   {"state_root", info.state_root},
                   {"published_on", base::format_utc(info.published_on)},
                   {"synced_on", base::format_utc(info.synced_on)},
                   {"origin", info.origin}};
    if (info.expires_on) object["expires_on"] = base::format_utc(*info.expires_on);
    if (!info.head_sha256.empty()) object["head_sha256"] = info.head_sha256;
    if (info.records > 0) object["records"] = info.records;
    if (!info.pending_media.empty()) object["pending_media"] = info.pending_media;
    for (const auto& [name, pack] : info.packs)
        object["packs"][name] = {{"sha256", pack.sha256}, {"length", pack.length}};
    if (info.territory) object["territory"] = to_object(*info.territory);
    return object;
}

Result<Json> read_object(const std::filesystem::path& path) {
    const auto bytes = TRY(base::read_file(path, kSmallFile));
    auto json = base::parse_json(bytes, 4);
    if (!json) return fail(ErrorCode::corrupt, path.string() + ": " + json.error().detail);
    if (!json->is_object()) return fail(ErrorCode::corrupt, path.string() + ": an object was expected");
    return std::move(*json);
}

Result<std::uint64_t> whole(const Json& object, const char* key, const std::filesystem::path& path) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_unsigned())
        return fail(ErrorCode::corrupt, path.string() + ": " + key + " is missing or wrong");
    return found->get<std::uint64_t>();
}

Result<std::string> text(const Json& object, const char* key, const std::filesystem::path& path) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string())
        return fail(ErrorCode::corrupt, path.string() + ": " + key + " is missing or wrong");
    return found->get<std::string>();
}

Result<base::WallTime> time(const Json& object, const char* key, const std::filesystem::path& path) {
    auto parsed = base::parse_utc(TRY(text(object, key, path)));
    if (!parsed) return fail(ErrorCode::corrupt, path.string() + ": " + key + ": " + parsed.error().detail);
    return *parsed;
}

Result<TerritoryInfo> read_territory(const Json& object, const std::filesystem::path& path) {
    if (!object.is_object()) return fail(ErrorCode::corrupt, path.string() + ": territory is wrong");
    TerritoryInfo territory;
    territory.code = TRY(text(object, "code", path));
    territory.id_prefix = TRY(text(object, "id_prefix", path));
    territory.revision = TRY(whole(object, "revision", path));
    territory.state_root = TRY(text(object, "state_root", path));
    territory.published_on = TRY(time(object, "published_on", path));
    territory.head_sha256 = TRY(text(object, "head_sha256", path));
    territory.records = TRY(whole(object, "records", path));
    if (territory.id_prefix.empty()) return fail(ErrorCode::corrupt, path.string() + ": territory is wrong");
    return territory;
}

std::string dump(const Json& object) {
    // An origin is a folder's name or a URL: bytes that are no UTF-8 must not throw here.
    return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

bool is_sha256(std::string_view text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::filesystem::path generations_folder(const std::filesystem::path& cache_folder) {
    return cache_folder / "generations";
}

std::filesystem::path generation_folder(const std::filesystem::path& cache_folder, std::uint64_t number) {
    char name[24];
    std::snprintf(name, sizeof name, "%08llu", static_cast<unsigned long long>(number));
    return generations_folder(cache_folder) / name;
}

std::filesystem::path blob_path(const std::filesystem::path& cache_folder, const std::string& sha256) {
    return cache_folder / "blobs" / sha256.substr(0, 2) / sha256;
}

std::filesystem::path partial_path(const std::filesystem::path& cache_folder, const std::string& sha256) {
    return cache_folder / "partial" / sha256;
}

std::vector<std::uint64_t> list_generations(const std::filesystem::path& cache_folder) {
    std::vector<std::uint64_t> numbers;
    std::error_code ended;
    for (std::filesystem::directory_iterator at(generations_folder(cache_folder), ended), end;
         !ended && at != end; at.increment(ended)) {
        const std::string name = at->path().filename().string();
        std::uint64_t number = 0;
        const auto [last, error] = std::from_chars(name.data(), name.data() + name.size(), number);
        if (name.size() >= 8 && error == std::errc() && last == name.data() + name.size())
            numbers.push_back(number);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

std::string encode_current(std::uint64_t number, const GenerationInfo& info) {
    return dump(to_object(number, info));
}

std::string encode_generation(const GenerationFile& file) {
    Json object = to_object(file.number, file.info);
    object["content"] = {{"length", file.length}, {"sha256", file.sha256}};
    return dump(object);
}

// The rename is the switch. Where it is made and only the folder cannot be made durable, a power cut may
// bring the generation before back, which stands as well: the new one is shown, and that is said.
Result<void> switch_to(const std::filesystem::path& folder, std::uint64_t number,
                       const GenerationInfo& info) {
    auto written = base::write_file_durably(folder / "current.json", encode_current(number, info));
    if (written || current_generation(folder).value_or(0) != number) return written;
    base::log(base::LogLevel::warning, "cache", "switched, but not for sure: " + written.error().detail);
    return {};
}

Result<GenerationFile> read_generation(const std::filesystem::path& folder) {
    const auto path = folder / "generation.json";
    const Json object = TRY(read_object(path));
    GenerationFile file;
    file.number = TRY(whole(object, "generation", path));
    file.info.revision = TRY(whole(object, "revision", path));
    file.info.state_root = TRY(text(object, "state_root", path));
    file.info.published_on = TRY(time(object, "published_on", path));
    file.info.synced_on = TRY(time(object, "synced_on", path));
    file.info.origin = TRY(text(object, "origin", path));
    if (object.contains("expires_on")) file.info.expires_on = TRY(time(object, "expires_on", path));
    if (object.contains("head_sha256")) file.info.head_sha256 = TRY(text(object, "head_sha256", path));
    if (object.contains("records")) file.info.records = TRY(whole(object, "records", path));
    if (const auto pending = object.find("pending_media"); pending != object.end()) {
        for (const auto& digest : *pending) {
            if (!digest.is_string() || !is_sha256(digest.get<std::string>()))
                return fail(ErrorCode::corrupt, path.string() + ": pending_media is wrong");
            file.info.pending_media.insert(digest.get<std::string>());
        }
    }
    if (const auto packs = object.find("packs"); packs != object.end()) {
        if (!packs->is_object()) return fail(ErrorCode::corrupt, path.string() + ": packs is wrong");
        for (const auto& [name, pack] : packs->items()) {
            if (!pack.is_object()) return fail(ErrorCode::corrupt, path.string() + ": packs is wrong");
            auto& info = file.info.packs[name];
            info.sha256 = TRY(text(pack, "sha256", path));
            info.length = TRY(whole(pack, "length", path));
            if (!is_sha256(info.sha256)) return fail(ErrorCode::corrupt, path.string() + ": packs is wrong");
        }
    }
    if (const auto territory = object.find("territory"); territory != object.end())
        file.info.territory = TRY(read_territory(*territory, path));
    const auto content = object.find("content");
    if (content == object.end() || !content->is_object())
        return fail(ErrorCode::corrupt, path.string() + ": content is missing or wrong");
    file.length = TRY(whole(*content, "length", path));
    file.sha256 = TRY(text(*content, "sha256", path));
    return file;
}

Result<std::uint64_t> current_generation(const std::filesystem::path& cache_folder) {
    const auto path = cache_folder / "current.json";
    const Json object = TRY(read_object(path));
    return whole(object, "generation", path);
}

}  // namespace accueil::cache
