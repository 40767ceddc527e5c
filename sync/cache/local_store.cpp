// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/local_store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/base/strings.hpp"
#include "sync/cache/schema.hpp"
#include "sync/cache/sqlite.hpp"

namespace accueil::cache {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;
using model::HalfDay;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostContentType = 127;
constexpr std::int64_t kClosesAfter = 2;  // half-days: no time zone is as far from UTC as that

// Undone unless it is committed.
class Transaction {
  public:
    static Result<Transaction> begin(Database& database) {
        TRY(database.execute("BEGIN IMMEDIATE"));
        return Transaction(database);
    }
    Transaction(Transaction&& other) noexcept : m_database(std::exchange(other.m_database, nullptr)) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction() {
        if (m_database != nullptr) static_cast<void>(m_database->execute("ROLLBACK"));
    }
    Result<void> commit() {
        TRY(m_database->execute("COMMIT"));
        m_database = nullptr;
        return {};
    }

  private:
    explicit Transaction(Database& database) : m_database(&database) {}
    Database* m_database;
};

// Held by whoever opens, so that one process alone makes the tables. The file itself, and what SQLite puts
// beside it, is for its owner and its group: the kiosk and the daemon.
Result<base::UniqueFd> take_turn(const fs::path& file) {
    TRY(base::create_directories(file.parent_path()));
    base::UniqueFd folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open() || ::flock(folder.get(), LOCK_EX) != 0)
        return tl::unexpected<Error>(base::system_error("open", file.parent_path()));
    const base::UniqueFd made(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0660));
    if (made.is_open() && ::fchmod(made.get(), 0660) != 0)
        return tl::unexpected<Error>(base::system_error("permissions", file));
    if (!made.is_open() && errno != EEXIST) return tl::unexpected<Error>(base::system_error("create", file));
    return folder;
}

Result<void> migrate(Database& database) {
    auto transaction = TRY(Transaction::begin(database));
    const auto all = local_migrations();
    const auto version = static_cast<std::size_t>(TRY(database.whole("PRAGMA user_version")));
    const auto id = TRY(database.whole("PRAGMA application_id"));
    if (version > 0 ? id != kLocalApplicationId
                    : TRY(database.whole("SELECT COUNT(*) FROM sqlite_schema")) > 0)
        return fail(ErrorCode::corrupt, "not a local.db");
    if (version > all.size()) return fail(ErrorCode::unsupported, "of a newer schema");
    for (const auto& sql : all.subspan(version))
        TRY(database.execute(std::string(sql)));
    TRY(database.execute("PRAGMA user_version = " + std::to_string(all.size())));
    TRY(database.execute("PRAGMA application_id = " + std::to_string(kLocalApplicationId)));
    return transaction.commit();
}

bool is_language(const std::string& text) {
    return text.size() >= 2 && text.size() <= 8 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// What a header may hold.
bool is_content_type(const std::string& text) {
    return !text.empty() && text.size() <= kMostContentType &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

Result<OutgoingKind> kind_of(std::string_view text) {
    for (const auto kind : kOutgoingKinds)
        if (text == to_string(kind)) return kind;
    return fail(ErrorCode::corrupt, "local.db: an item of the kind \"" + std::string(text) + "\"");
}

Result<OutgoingTotals> totals_of(const Database& database, OutgoingKind kind) {
    auto statement =
        TRY(database.prepare("SELECT COUNT(*), IFNULL(SUM(LENGTH(body)), 0) FROM outgoing WHERE kind = ?"));
    statement.bind(1, std::string_view(to_string(kind)));
    TRY(statement.step());
    return OutgoingTotals{static_cast<std::uint64_t>(statement.whole(0)),
                          static_cast<std::uint64_t>(statement.whole(1))};
}

}  // namespace

const char* to_string(OutgoingKind kind) {
    switch (kind) {
        case OutgoingKind::counts:
            return "counts";
        case OutgoingKind::proposal:
            return "proposal";
        case OutgoingKind::notice:
            return "notice";
    }
    return "";
}

const OutgoingLimit& LocalLimits::of(OutgoingKind kind) const {
    switch (kind) {
        case OutgoingKind::counts:
            return counts;
        case OutgoingKind::proposal:
            return proposals;
        case OutgoingKind::notice:
            break;
    }
    return notices;
}

struct LocalStore::State {
    LocalLimits limits;
    Database database;

    // A tap need not wait for the disk; what a person was told is accepted must.
    Result<void> be_durable() { return database.execute("PRAGMA synchronous = FULL"); }
    Result<void> be_quick() { return database.execute("PRAGMA synchronous = NORMAL"); }

    Result<bool> has_room(OutgoingKind kind, std::size_t more) const {
        const auto now = TRY(totals_of(database, kind));
        const auto& most = limits.of(kind);
        return now.items < most.items && now.bytes + more <= most.bytes;
    }
    Result<void> insert(OutgoingKind kind, const std::string& id, std::string_view content_type,
                        std::string_view body) {
        auto statement =
            TRY(database.prepare("INSERT INTO outgoing (kind, id, content_type, body) VALUES (?, ?, ?, ?)"));
        statement.bind(1, std::string_view(to_string(kind)));
        statement.bind(2, std::string_view(id));
        statement.bind(3, content_type);
        statement.bind_blob(4, body);
        TRY(statement.step());
        return {};
    }
    Result<void> add(HalfDay half_day, std::string_view name, std::string_view theme,
                     std::string_view language, std::int64_t count) {
        auto statement = TRY(database.prepare(
            "INSERT INTO tally (half_day, name, theme, language, count) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET count = count + excluded.count"));
        return statement.run(half_day.number, name, theme, language, count);
    }
    Result<bool> has_cell(HalfDay half_day, std::string_view name, std::string_view theme,
                          std::string_view language) const {
        auto statement = TRY(database.prepare(
            "SELECT 1 FROM tally WHERE half_day = ? AND name = ? AND theme = ? AND language = ?"));
        statement.bind(1, half_day.number);
        statement.bind(2, name);
        statement.bind(3, theme);
        statement.bind(4, language);
        return statement.step();
    }
    Result<bool> make_room_for_cell(HalfDay half_day);
    Result<std::string> counts_body(HalfDay half_day) const;
    Result<void> send_counts(HalfDay half_day, const std::string& body);
};

LocalStore::LocalStore(std::unique_ptr<State> state) : m_state(std::move(state)) {}
LocalStore::~LocalStore() = default;
LocalStore::LocalStore(LocalStore&&) noexcept = default;
LocalStore& LocalStore::operator=(LocalStore&&) noexcept = default;

Result<LocalStore> LocalStore::open(const fs::path& file, LocalLimits limits) {
    auto store = make(file, limits);
    if (store) return store;
    // The file was made where it was missing: what cannot be opened all the same is refused, as a whole or
    // one of the files that SQLite puts beside it.
    auto error = store.error();
    if (error.code == ErrorCode::not_found) error.code = ErrorCode::io;
    return fail(error, file.string());
}

Result<LocalStore> LocalStore::make(const fs::path& file, const LocalLimits& limits) {
    const auto turn = TRY(take_turn(file));
    auto state = std::make_unique<State>();
    state->limits = limits;
    state->database = TRY(Database::open(file, Database::Mode::shared));
    TRY(state->database.execute("PRAGMA busy_timeout = " + std::to_string(limits.patience.count())));
    TRY(state->database.execute("PRAGMA secure_delete = ON"));
    if (const auto mode = TRY(state->database.text("PRAGMA journal_mode = WAL")); mode != "wal")
        return fail(ErrorCode::io, "no write-ahead log is possible here (" + mode + ")");
    TRY(migrate(state->database));
    LocalStore store(std::move(state));
    // What was acknowledged before a crash.
    TRY(store.erase_acknowledged());
    return store;
}

// ── Counting ──

Result<void> LocalStore::count(const std::string& name, const std::string& theme, const std::string& language,
                               HalfDay half_day) {
    if (!base::is_id(name) || (!theme.empty() && !base::is_id(theme)) || !is_language(language))
        return fail(ErrorCode::invalid_input,
                    "not to be counted: \"" + name + "\", \"" + theme + "\", \"" + language + "\"");
    TRY(m_state->be_quick());
    auto transaction = TRY(Transaction::begin(m_state->database));
    const bool fits =
        TRY(m_state->has_cell(half_day, name, theme, language)) || TRY(m_state->make_room_for_cell(half_day));
    // The half-day fills all cells alone: the rest is counted by name.
    if (!fits && !TRY(m_state->has_cell(half_day, name, "", ""))) {
        const auto spare = m_state->limits.tallies + m_state->limits.tallies / 10;
        if (static_cast<std::uint64_t>(TRY(m_state->database.whole("SELECT COUNT(*) FROM tally"))) >= spare)
            return fail(ErrorCode::no_space, "local.db: too many different things to count");
    }
    TRY(m_state->add(half_day, name, fits ? theme : "", fits ? language : "", 1));
    return transaction.commit();
}

// True when there is room for one more cell of `half_day`. Older half-days give way: details first, then all.
Result<bool> LocalStore::State::make_room_for_cell(HalfDay half_day) {
    for (;;) {
        if (static_cast<std::uint64_t>(TRY(database.whole("SELECT COUNT(*) FROM tally"))) < limits.tallies)
            return true;
        auto oldest = TRY(database.prepare(
            "SELECT half_day, MAX(theme <> '' OR language <> '') FROM tally WHERE half_day <> ? "
            "GROUP BY half_day ORDER BY 2 DESC, half_day LIMIT 1"));
        oldest.bind(1, half_day.number);
        if (!TRY(oldest.step())) return false;
        const auto victim = oldest.whole(0);
        const bool has_details = oldest.whole(1) != 0;
        oldest.reset();
        if (has_details) {
            auto merge = TRY(database.prepare(
                "INSERT INTO tally (half_day, name, theme, language, count) "
                "SELECT half_day, name, '', '', SUM(count) FROM tally "
                "WHERE half_day = ? AND (theme <> '' OR language <> '') GROUP BY half_day, name "
                "ON CONFLICT DO UPDATE SET count = count + excluded.count"));
            TRY(merge.run(victim));
        }
        auto remove = TRY(database.prepare(has_details ? "DELETE FROM tally WHERE half_day = ? AND "
                                                         "(theme <> '' OR language <> '')"
                                                       : "DELETE FROM tally WHERE half_day = ?"));
        TRY(remove.run(victim));
    }
}

// Empty when nothing of the half-day is shown.
Result<std::string> LocalStore::State::counts_body(HalfDay half_day) const {
    auto statement = TRY(
        database.prepare("SELECT name, theme, language, count FROM tally WHERE half_day = ? AND count > ? "
                         "ORDER BY name, theme, language"));
    statement.bind(1, half_day.number);
    statement.bind(2, kWithheld);
    auto cells = base::Json::array();
    while (TRY(statement.step()))
        cells.push_back({{"name", std::string(statement.text(0))},
                         {"theme", std::string(statement.text(1))},
                         {"language", std::string(statement.text(2))},
                         {"count", statement.whole(3)}});
    if (cells.empty()) return std::string();
    return base::Json{{"half_day", half_day.text()}, {"counts", std::move(cells)}}.dump();
}

// A half-day may be closed more than once, when a clock was set back: so its id is not the half-day alone.
Result<void> LocalStore::State::send_counts(HalfDay half_day, const std::string& body) {
    while (!TRY(has_room(OutgoingKind::counts, body.size()))) {
        if (TRY(totals_of(database, OutgoingKind::counts)).items == 0) return {};  // more than all may hold
        TRY(
            database.execute("DELETE FROM outgoing WHERE number = (SELECT MIN(number) FROM outgoing WHERE "
                             "kind = 'counts')"));
    }
    return insert(OutgoingKind::counts, half_day.text() + "-" + new_id().substr(16), "application/json",
                  body);
}

Result<std::uint64_t> LocalStore::close_counts(HalfDay now) {
    TRY(m_state->be_durable());
    auto& database = m_state->database;
    auto transaction = TRY(Transaction::begin(database));
    std::vector<HalfDay> over;
    {
        auto statement = TRY(database.prepare(
            "SELECT DISTINCT half_day FROM tally WHERE half_day <= ? OR half_day > ? ORDER BY half_day"));
        statement.bind(1, now.number - kClosesAfter);
        statement.bind(2, now.number + kClosesAfter);
        while (TRY(statement.step()))
            over.push_back({statement.whole(0)});
    }
    std::uint64_t made = 0;
    auto remove = TRY(database.prepare("DELETE FROM tally WHERE half_day = ?"));
    for (const auto half_day : over) {
        const auto body = TRY(m_state->counts_body(half_day));
        if (!body.empty()) {
            TRY(m_state->send_counts(half_day, body));
            ++made;
        }
        TRY(remove.run(half_day.number));
    }
    TRY(transaction.commit());
    return made;
}

// ── Sending ──

std::string LocalStore::new_id() {
    char bytes[16];
    // Sixteen bytes come whole, once the machine has gathered chance at all.
    if (::getrandom(bytes, sizeof bytes, 0) != static_cast<ssize_t>(sizeof bytes)) std::abort();
    return base::to_hex(std::string_view(bytes, sizeof bytes));
}

Result<void> LocalStore::put(OutgoingKind kind, const std::string& id, const std::string& content_type,
                             std::string_view body) {
    if (!base::is_id(id) || !is_content_type(content_type) || kind == OutgoingKind::counts)
        return fail(ErrorCode::invalid_input,
                    "not to be sent: \"" + id + "\" of type \"" + content_type + "\"");
    if (body.size() > m_state->limits.body_bytes)
        return fail(ErrorCode::too_large, std::string(to_string(kind)) + ": more than " +
                                              std::to_string(m_state->limits.body_bytes) + " bytes");
    TRY(m_state->be_durable());
    auto transaction = TRY(Transaction::begin(m_state->database));
    auto known = TRY(m_state->database.prepare("SELECT 1 FROM outgoing WHERE kind = ? AND id = ?"));
    known.bind(1, std::string_view(to_string(kind)));
    known.bind(2, std::string_view(id));
    if (TRY(known.step())) return {};
    known.reset();
    if (!TRY(m_state->has_room(kind, body.size())))
        return fail(ErrorCode::no_space,
                    std::string("local.db: as many of the kind ") + to_string(kind) + " wait as may");
    TRY(m_state->insert(kind, id, content_type, body));
    return transaction.commit();
}

Result<std::optional<Outgoing>> LocalStore::next_after(std::uint64_t number) const {
    auto statement =
        TRY(m_state->database.prepare("SELECT number, kind, id, content_type, body FROM outgoing WHERE "
                                      "number > ? ORDER BY number LIMIT 1"));
    statement.bind(1, static_cast<std::int64_t>(number));
    if (!TRY(statement.step())) return std::optional<Outgoing>();
    return std::optional(Outgoing{static_cast<std::uint64_t>(statement.whole(0)),
                                  TRY(kind_of(statement.text(1))), std::string(statement.text(2)),
                                  std::string(statement.text(3)), std::string(statement.blob(4))});
}

Result<OutgoingTotals> LocalStore::totals(OutgoingKind kind) const {
    return totals_of(m_state->database, kind);
}

Result<void> LocalStore::acknowledge(OutgoingKind kind, const std::string& id) {
    TRY(m_state->be_durable());
    auto statement = TRY(m_state->database.prepare("DELETE FROM outgoing WHERE kind = ? AND id = ?"));
    return statement.run(std::string_view(to_string(kind)), std::string_view(id));
}

Result<bool> LocalStore::erase_acknowledged() {
    // A checkpoint is refused at once while the other process reads; patience would only hold the call up.
    TRY(m_state->database.execute("PRAGMA busy_timeout = 0"));
    const auto busy = m_state->database.whole("PRAGMA wal_checkpoint(TRUNCATE)");
    TRY(m_state->database.execute("PRAGMA busy_timeout = " +
                                  std::to_string(m_state->limits.patience.count())));
    if (!busy) return tl::unexpected<Error>(busy.error());
    return *busy == 0;
}

}  // namespace accueil::cache
