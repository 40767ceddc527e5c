// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/local_store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/log.hpp"
#include "sync/base/strings.hpp"
#include "sync/cache/local_store_state.hpp"
#include "sync/cache/schema.hpp"

namespace accueil::cache {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostContentType = 127;

// The file, and what SQLite puts beside it, is for its owner and its group: the kiosk and the daemon.
Result<void> create(const fs::path& file) {
    const base::UniqueFd made(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0660));
    if (made.is_open() && ::fchmod(made.get(), 0660) != 0)
        return tl::unexpected<Error>(base::system_error("permissions", file));
    if (!made.is_open() && errno != EEXIST) return tl::unexpected<Error>(base::system_error("create", file));
    return {};
}

// Held by whoever opens, so that one process alone makes the tables.
Result<base::UniqueFd> take_turn(const fs::path& file) {
    TRY(base::create_directories(file.parent_path()));
    base::UniqueFd folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open() || ::flock(folder.get(), LOCK_EX) != 0)
        return tl::unexpected<Error>(base::system_error("open", file.parent_path()));
    TRY(create(file));
    return folder;
}

// Out of the way, for a person to look at. The log first: beside a new file it would be taken for that one's.
Result<void> set_aside(const fs::path& file) {
    for (const char* end : {"-wal", "-shm", ""}) {
        const auto from = file.string() + end;
        const auto to = file.string() + ".damaged" + end;
        if (std::rename(from.c_str(), to.c_str()) != 0 && errno != ENOENT)
            return tl::unexpected<Error>(base::system_error("rename", from));
    }
    return {};
}

using Identity = std::pair<dev_t, ino_t>;

Result<Identity> identity_of(const fs::path& file) {
    struct stat about {};
    if (::stat(file.c_str(), &about) != 0) return tl::unexpected<Error>(base::system_error("open", file));
    return Identity{about.st_dev, about.st_ino};
}

Result<void> migrate_local(Database& database) {
    auto transaction = TRY(Transaction::begin(database));
    const auto all = local_migrations();
    const auto version = static_cast<std::size_t>(TRY(database.whole("PRAGMA user_version")));
    const auto id = TRY(database.whole("PRAGMA application_id"));
    if (version > 0 ? id != kLocalApplicationId
                    : TRY(database.whole("SELECT COUNT(*) FROM sqlite_schema")) > 0)
        return fail(ErrorCode::unsupported, "a database, and no local.db");
    if (version > all.size()) return fail(ErrorCode::unsupported, "of a newer schema");
    if (version == all.size()) return {};
    for (const auto& sql : all.subspan(version))
        TRY(database.execute(std::string(sql)));
    TRY(database.execute("PRAGMA user_version = " + std::to_string(all.size())));
    TRY(database.execute("PRAGMA application_id = " + std::to_string(kLocalApplicationId)));
    return transaction.commit();
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

}  // namespace

Result<OutgoingTotals> totals_of(const Database& database, OutgoingKind kind) {
    auto statement =
        TRY(database.prepare("SELECT COUNT(*), IFNULL(SUM(LENGTH(body)), 0) FROM outgoing WHERE kind = ?"));
    statement.bind(1, std::string_view(to_string(kind)));
    TRY(statement.step());
    return OutgoingTotals{static_cast<std::uint64_t>(statement.whole(0)),
                          static_cast<std::uint64_t>(statement.whole(1))};
}

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

LocalStore::LocalStore(std::unique_ptr<State> state) : m_state(std::move(state)) {}
LocalStore::~LocalStore() = default;
LocalStore::LocalStore(LocalStore&&) noexcept = default;
LocalStore& LocalStore::operator=(LocalStore&&) noexcept = default;

Result<LocalStore> LocalStore::open(const fs::path& file, LocalLimits limits) {
    const auto turn = take_turn(file);
    auto store = turn ? make(file, limits) : Result<LocalStore>(tl::unexpected<Error>(turn.error()));
    if (store) return store;
    if (store.error().code == ErrorCode::corrupt) {
        base::log(base::LogLevel::error, "cache",
                  file.string() + ": " + store.error().detail + "; kept as local.db.damaged, and begun anew");
        TRY(set_aside(file));
        TRY(create(file));
        store = make(file, limits);
        if (store) return store;
    }
    // The file was made where it was missing: what cannot be opened all the same is refused, as a whole or
    // one of the files that SQLite puts beside it.
    auto error = store.error();
    if (error.code == ErrorCode::not_found) error.code = ErrorCode::io;
    return fail(error, file.string());
}

Result<LocalStore> LocalStore::make(const fs::path& file, const LocalLimits& limits) {
    auto state = std::make_unique<State>();
    state->file = file;
    state->limits = limits;
    state->database = TRY(Database::open(file, Database::Mode::shared));
    TRY(state->database.execute("PRAGMA busy_timeout = " + std::to_string(limits.patience.count())));
    TRY(state->database.execute("PRAGMA secure_delete = ON"));
    if (const auto mode = TRY(state->database.text("PRAGMA journal_mode = WAL")); mode != "wal")
        return fail(ErrorCode::io, "no write-ahead log is possible here (" + mode + ")");
    TRY(migrate_local(state->database));
    if (const auto verdict = TRY(state->database.text("PRAGMA quick_check(1)")); verdict != "ok")
        return fail(ErrorCode::corrupt, verdict);
    state->identity = TRY(identity_of(file));
    LocalStore store(std::move(state));
    // What was acknowledged before a crash.
    TRY(store.erase_acknowledged());
    return store;
}

// What is written into a file that was removed or set aside meanwhile would be lost.
Result<void> LocalStore::come_back() {
    if (const auto there = identity_of(m_state->file); there && *there == m_state->identity) return {};
    *this = TRY(open(m_state->file, m_state->limits));
    return {};
}

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
    TRY(come_back());
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
