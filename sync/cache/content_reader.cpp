// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/content_reader.hpp"

#include <algorithm>
#include <system_error>
#include <tuple>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/cache/content_reader_state.hpp"
#include "sync/cache/generation_hold.hpp"
#include "sync/cache/layout.hpp"
#include "sync/cache/record_index.hpp"
#include "sync/cache/schema.hpp"
#include "sync/cache/sqlite.hpp"
#include "sync/model/record_json.hpp"

namespace accueil::cache {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;
namespace fs = std::filesystem;

namespace {

// Whole by SHA-256 up to here under Check::automatic: some 20 ms on a slow kiosk.
constexpr std::uint64_t kSmallContent = 8U << 20;

Result<void> check_content(const fs::path& path, const GenerationFile& file, Check check) {
    std::error_code absent;
    const auto length = fs::file_size(path, absent);
    if (absent) return fail(ErrorCode::corrupt, path.string() + ": " + absent.message());
    if (length != file.length)
        return fail(ErrorCode::corrupt, path.string() + ": " + std::to_string(length) + " bytes, not " +
                                            std::to_string(file.length));
    if (check == Check::fast || (check == Check::automatic && length > kSmallContent)) return {};
    const auto digest = TRY(base::digest_file(path));
    if (base::to_hex(digest.sha256) != file.sha256)
        return fail(ErrorCode::corrupt, path.string() + ": its bytes have changed");
    return {};
}

struct Opened {
    GenerationFile file;
    base::UniqueFd hold;
    Database database;
};

Result<Opened> open_generation(const fs::path& folder, std::uint64_t number, Check check) {
    const auto place = generation_folder(folder, number);
    const auto path = place / "content.db";
    Opened opened;
    opened.hold = TRY(hold_generation(place));
    opened.file = TRY(read_generation(place));
    if (opened.file.number != number)
        return fail(ErrorCode::corrupt,
                    place.string() + ": says it is generation " + std::to_string(opened.file.number));
    TRY(check_content(path, opened.file, check));
    opened.database = TRY(Database::open(path, Database::Mode::immutable));
    const auto& database = opened.database;
    if (TRY(database.whole("PRAGMA application_id")) != kApplicationId)
        return fail(ErrorCode::corrupt, path.string() + ": not a content.db");
    const auto version = TRY(database.whole("PRAGMA user_version"));
    // An earlier version's generation goes on being shown until the next one is made.
    if (version < 1 || version > static_cast<std::int64_t>(migrations().size()))
        return fail(ErrorCode::unsupported, path.string() + ": schema " + std::to_string(version) +
                                                ", this program reads " +
                                                std::to_string(migrations().size()));
    const auto root = TRY(database.text("SELECT value FROM meta WHERE key = 'state_root'"));
    if (root != opened.file.info.state_root)
        return fail(ErrorCode::corrupt, path.string() + ": another content than generation.json says");
    return opened;
}

template <class T>
const char* kind_name() {
    static const std::string name = model::kind_of(model::Record(T{}));
    return name.c_str();
}

}  // namespace

ContentReader::ContentReader(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ContentReader::ContentReader(ContentReader&&) noexcept = default;
ContentReader& ContentReader::operator=(ContentReader&&) noexcept = default;
ContentReader::~ContentReader() = default;

Result<ContentReader> ContentReader::open(const fs::path& cache_folder, Check check) {
    const auto give = [&](Opened&& opened, std::string reason) {
        auto state = std::make_unique<State>();
        state->folder = cache_folder;
        state->file = std::move(opened.file);
        state->hold = std::move(opened.hold);
        state->database = std::move(opened.database);
        state->fallback_reason = std::move(reason);
        return ContentReader(std::move(state));
    };
    std::uint64_t below = UINT64_MAX;
    Error reason;
    // A writer may switch twice and remove the generation between its number being read and its file being
    // opened.
    for (auto current = current_generation(cache_folder);;) {
        if (!current) {
            if (current.error().code == ErrorCode::not_found) return tl::unexpected<Error>(current.error());
            reason = current.error();
            break;
        }
        auto opened = open_generation(cache_folder, *current, check);
        if (opened) return give(std::move(*opened), "");
        reason = opened.error();
        below = *current;
        current = current_generation(cache_folder);
        if (current && *current == below) break;
    }
    auto numbers = list_generations(cache_folder);
    std::reverse(numbers.begin(), numbers.end());
    for (const auto number : numbers) {
        if (number >= below) continue;
        auto opened = open_generation(cache_folder, number, Check::thorough);
        if (opened) return give(std::move(*opened), reason.detail);
    }
    if (reason.code != ErrorCode::unsupported) reason.code = ErrorCode::corrupt;
    return tl::unexpected<Error>(reason);
}

std::uint64_t ContentReader::generation() const {
    return m_state->file.number;
}

const GenerationInfo& ContentReader::info() const {
    return m_state->file.info;
}

const std::string& ContentReader::fallback_reason() const {
    return m_state->fallback_reason;
}

namespace {

Result<model::Record> parse(const Statement& statement) {
    auto record = model::record_from_json(statement.text(0));
    if (!record) return fail(ErrorCode::corrupt, "a stored record: " + record.error().detail);
    return record;
}

template <class T>
Result<std::vector<T>> list(Statement& statement) {
    std::vector<T> values;
    while (TRY(statement.step())) {
        auto record = TRY(parse(statement));
        auto* value = std::get_if<T>(&record);
        if (value == nullptr)
            return fail(ErrorCode::corrupt, "a stored record is of another kind than its row");
        values.push_back(std::move(*value));
    }
    return values;
}

template <class T>
Result<std::vector<T>> list_by(const Database& database, std::string_view sql, std::string_view parameter) {
    auto statement = TRY(database.prepare(sql));
    statement.bind(1, parameter);
    return list<T>(statement);
}

}  // namespace

Result<std::optional<model::Record>> ContentReader::get(const std::string& kind,
                                                        const std::string& id) const {
    auto statement = TRY(m_state->database.prepare("SELECT body FROM record WHERE kind = ? AND id = ?"));
    statement.bind(1, std::string_view(kind));
    statement.bind(2, std::string_view(id));
    if (!TRY(statement.step())) return std::optional<model::Record>();
    return std::optional<model::Record>(TRY(parse(statement)));
}

template <class T>
Result<std::optional<T>> ContentReader::get(const std::string& id) const {
    auto record = TRY(get(kind_name<T>(), id));
    if (!record) return std::optional<T>();
    auto* value = std::get_if<T>(&*record);
    if (value == nullptr) return fail(ErrorCode::corrupt, id + ": of another kind than its row");
    return std::optional<T>(std::move(*value));
}

template <class T>
Result<std::vector<T>> ContentReader::all() const {
    return list_by<T>(m_state->database, "SELECT body FROM record WHERE kind = ? ORDER BY position, id",
                      kind_name<T>());
}

template <class T>
Result<void> ContentReader::each(const std::function<Result<void>(T)>& sink) const {
    auto statement = TRY(m_state->database.prepare("SELECT body FROM record WHERE kind = ? ORDER BY id"));
    statement.bind(1, std::string_view(kind_name<T>()));
    while (TRY(statement.step())) {
        auto record = TRY(parse(statement));
        auto* value = std::get_if<T>(&record);
        if (value == nullptr)
            return fail(ErrorCode::corrupt, "a stored record is of another kind than its row");
        TRY(sink(std::move(*value)));
    }
    return {};
}

template Result<void> ContentReader::each(const std::function<Result<void>(model::Initiative)>&) const;
template Result<void> ContentReader::each(const std::function<Result<void>(model::Place)>&) const;

template Result<std::optional<model::FeedInfo>> ContentReader::get(const std::string&) const;
template Result<std::optional<model::Theme>> ContentReader::get(const std::string&) const;
template Result<std::optional<model::Need>> ContentReader::get(const std::string&) const;
template Result<std::optional<model::Page>> ContentReader::get(const std::string&) const;
template Result<std::optional<model::Question>> ContentReader::get(const std::string&) const;
template Result<std::optional<model::Initiative>> ContentReader::get(const std::string&) const;
template Result<std::optional<model::Place>> ContentReader::get(const std::string&) const;
template Result<std::optional<model::Service>> ContentReader::get(const std::string&) const;
template Result<std::vector<model::FeedInfo>> ContentReader::all() const;
template Result<std::vector<model::Theme>> ContentReader::all() const;
template Result<std::vector<model::Need>> ContentReader::all() const;
template Result<std::vector<model::Page>> ContentReader::all() const;
template Result<std::vector<model::Question>> ContentReader::all() const;
template Result<std::vector<model::Initiative>> ContentReader::all() const;
template Result<std::vector<model::Place>> ContentReader::all() const;
template Result<std::vector<model::Service>> ContentReader::all() const;

Result<void> ContentReader::bodies(const std::string& id_prefix,
                                   const std::function<Result<void>(std::string_view body)>& sink) const {
    auto statement = TRY(m_state->database.prepare("SELECT id, body FROM record ORDER BY kind, id"));
    while (TRY(statement.step()))
        if (statement.text(0).starts_with(id_prefix)) TRY(sink(statement.text(1)));
    return {};
}

Result<std::uint64_t> ContentReader::count(const std::string& kind) const {
    auto statement = TRY(m_state->database.prepare("SELECT count(*) FROM record WHERE kind = ?"));
    statement.bind(1, std::string_view(kind));
    TRY(statement.step());
    return static_cast<std::uint64_t>(statement.whole(0));
}

Result<std::vector<model::Service>> ContentReader::services_for_need(const std::string& need) const {
    return list_by<model::Service>(
        m_state->database,
        "SELECT body FROM service_need JOIN record ON number = service WHERE need = ? "
        "ORDER BY position, id",
        need);
}

Result<std::vector<model::Place>> ContentReader::helplines() const {
    return list_by<model::Place>(m_state->database,
                                 "SELECT body FROM record WHERE kind = 'place' AND "
                                 "json_extract(body, '$.type') = ? ORDER BY position, id",
                                 "helpline");
}

Result<std::vector<model::Service>> ContentReader::services_of_place(const std::string& place_id) const {
    return list_by<model::Service>(
        m_state->database,
        "SELECT body FROM service_place JOIN record ON number = service WHERE place = ? "
        "ORDER BY position, id",
        place_id);
}

Result<std::vector<model::Place>> ContentReader::places_by_id(std::span<const std::string> ids) const {
    auto statement =
        TRY(m_state->database.prepare("SELECT body FROM record WHERE kind = 'place' AND id = ?"));
    std::vector<model::Place> places;
    for (const auto& id : ids) {
        statement.bind(1, std::string_view(id));
        for (auto& place : TRY(list<model::Place>(statement)))
            places.push_back(std::move(place));
        statement.reset();
    }
    return places;
}

Result<std::vector<model::Initiative>> ContentReader::initiatives_answering(
    const std::string& question) const {
    return list_by<model::Initiative>(m_state->database,
                                      "SELECT body FROM record WHERE kind = 'initiative' AND id IN (SELECT "
                                      "initiative FROM answers WHERE question = ?) "
                                      "ORDER BY position, id",
                                      question);
}

Result<std::vector<model::Question>> ContentReader::questions_of(const std::string& initiative) const {
    return list_by<model::Question>(m_state->database,
                                    "SELECT body FROM record WHERE kind = 'question' AND id IN (SELECT "
                                    "question FROM answers WHERE initiative = ?) "
                                    "ORDER BY position, id",
                                    initiative);
}

Result<std::vector<model::Initiative>> ContentReader::initiatives_of_theme(const std::string& theme) const {
    return list_by<model::Initiative>(m_state->database,
                                      "SELECT body FROM initiative_theme JOIN record ON number = initiative "
                                      "WHERE theme = ? ORDER BY position, id",
                                      theme);
}

Result<std::vector<model::Initiative>> ContentReader::initiatives_for_need(const std::string& need) const {
    return list_by<model::Initiative>(m_state->database,
                                      "SELECT body FROM initiative_need JOIN record ON number = initiative "
                                      "WHERE need = ? ORDER BY position, id",
                                      need);
}

// Joined here: neither table has an index by service, and SQLite would go through one of them for every row
// of the other.
Result<std::vector<ContentReader::PlaceNeed>> ContentReader::needs_of_places() const {
    std::vector<std::pair<std::int64_t, std::string>> needs;
    auto of_service = TRY(m_state->database.prepare("SELECT service, need FROM service_need"));
    while (TRY(of_service.step()))
        needs.emplace_back(of_service.whole(0), of_service.text(1));
    std::sort(needs.begin(), needs.end());
    std::vector<PlaceNeed> found;
    auto of_place = TRY(m_state->database.prepare("SELECT place, service FROM service_place ORDER BY place"));
    while (TRY(of_place.step())) {
        const std::string place(of_place.text(0));
        const std::int64_t service = of_place.whole(1);
        for (auto need = std::lower_bound(needs.begin(), needs.end(), std::pair(service, std::string()));
             need != needs.end() && need->first == service; ++need)
            found.push_back({place, need->second});
    }
    const auto order = [](const PlaceNeed& a, const PlaceNeed& b) {
        return std::tie(a.place, a.need) < std::tie(b.place, b.need);
    };
    std::sort(found.begin(), found.end(), order);
    const auto same = [](const PlaceNeed& a, const PlaceNeed& b) {
        return a.place == b.place && a.need == b.need;
    };
    found.erase(std::unique(found.begin(), found.end(), same), found.end());
    return found;
}

Result<std::vector<Marker>> ContentReader::markers(const Bounds& bounds) const {
    auto statement = TRY(m_state->database.prepare(
        "SELECT kind, id, latitude, longitude FROM marker WHERE east >= ?1 AND west <= ?2 AND north >= ?3 "
        "AND "
        "south <= ?4 AND longitude BETWEEN ?1 AND ?2 AND latitude BETWEEN ?3 AND ?4 ORDER BY kind, id"));
    statement.bind(1, bounds.west);
    statement.bind(2, bounds.east);
    statement.bind(3, bounds.south);
    statement.bind(4, bounds.north);
    std::vector<Marker> markers;
    while (TRY(statement.step())) {
        markers.push_back({std::string(statement.text(0)),
                           std::string(statement.text(1)),
                           {statement.real(2), statement.real(3)}});
    }
    return markers;
}

std::map<std::string, fs::path> ContentReader::packs() const {
    std::map<std::string, fs::path> standing;
    for (const auto& [name, pack] : info().packs)
        if (auto path = media_path({pack.sha256, pack.length, name, {}})) standing[name] = std::move(*path);
    return standing;
}

Result<std::vector<model::MediaFile>> ContentReader::media() const {
    return read_media(m_state->database);
}

std::optional<fs::path> ContentReader::media_path(const model::MediaFile& file) const {
    if (!is_sha256(file.sha256)) return std::nullopt;
    auto path = blob_path(m_state->folder, file.sha256);
    std::error_code absent;
    const auto length = fs::file_size(path, absent);
    if (absent || length != file.length) return std::nullopt;
    return path;
}

}  // namespace accueil::cache
