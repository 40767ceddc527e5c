// SPDX-License-Identifier: GPL-3.0-or-later
// local.db: what the kiosk itself has to say, kept until a server has acknowledged it. The kiosk's loader
// thread writes it, accueil-sync's thread reads and acknowledges, at the same time; one thread an object.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/model/desk_notice.hpp"
#include "sync/model/half_day.hpp"

namespace accueil::cache {

/// counts: made of what was counted; proposal: a visitor's, sealed, opaque here; notice: an agent's.
enum class OutgoingKind { counts, proposal, notice };
inline constexpr OutgoingKind kOutgoingKinds[] = {OutgoingKind::counts, OutgoingKind::proposal,
                                                  OutgoingKind::notice};
/// "counts", "proposal", "notice": as the file and the server know them.
const char* to_string(OutgoingKind kind);

struct Outgoing {
    std::uint64_t number = 0;  ///< rises in the order in which they were accepted
    OutgoingKind kind = OutgoingKind::notice;
    std::string id;
    std::string content_type;
    std::string body;
    bool operator==(const Outgoing&) const = default;
};

struct OutgoingLimit {
    std::uint64_t items = 0;
    std::uint64_t bytes = 0;  ///< of all bodies
};

struct LocalLimits {
    OutgoingLimit counts{200, 4'000'000};
    OutgoingLimit proposals{500, 8'000'000};
    OutgoingLimit notices{200, 4'000'000};
    std::uint64_t body_bytes = 256 << 10;  ///< of one proposal or notice
    std::uint64_t tallies = 2000;          ///< cells that are counted at a time
    std::uint64_t kept_notices = 1000;     ///< of agents, that are kept for their day
    /// How long one call waits for the other process at most.
    std::chrono::milliseconds patience{2000};

    const OutgoingLimit& of(OutgoingKind kind) const;
};

/// Whether the centre will hear of what this kiosk shows: `full` when as many notices wait as may.
enum class NoticeSending { queued, full };

struct OutgoingTotals {
    std::uint64_t items = 0;
    std::uint64_t bytes = 0;
};

class LocalStore {
  public:
    /// A count is shown, and sent, from six on.
    static constexpr std::int64_t kWithheld = 5;

    /// Creates the file and its folder where they are missing. A damaged file is kept as FILE.damaged,
    /// logged, and begun anew; the other process comes back to the new one with its next write. Errors, here
    /// and below: io for a disk that refuses (read-only, or the other process holds the file for longer than
    /// `patience`), no_space, corrupt, unsupported for another program's file or a newer one's. None changes
    /// what was accepted before.
    static base::Result<LocalStore> open(const std::filesystem::path& file, LocalLimits limits = {});
    ~LocalStore();
    LocalStore(LocalStore&&) noexcept;
    LocalStore& operator=(LocalStore&&) noexcept;

    /// One more of `name` (ids with slashes between, "need-opened"), about `theme` (an id, or empty) in
    /// `language` ("fr"). When there are too many cells, the oldest half-day forgets themes and languages,
    /// then itself. A power cut may lose the last counts.
    base::Result<void> count(const std::string& name, const std::string& theme, const std::string& language,
                             model::HalfDay half_day);

    /// An id for put(): 128 random bits, 32 hexadecimal digits.
    static std::string new_id();
    /// Accepts a proposal or a notice: from the return on it outlives a power cut. no_space when its kind is
    /// full, too_large past body_bytes, invalid_input for an id or a content type that cannot be sent. One
    /// that is there already, by kind and id, is accepted as it was.
    base::Result<void> put(OutgoingKind kind, const std::string& id, const std::string& content_type,
                           std::string_view body);

    /// Keeps an agent's notice for its day, and queues what the centre is told of it: both or neither, but
    /// when too many wait already, it is kept alone. One that says the same of that day stays as it was; what
    /// was kept of days before is forgotten. no_space past kept_notices. As durable as put().
    base::Result<NoticeSending> post(const model::DeskNotice& notice, std::string_view body);
    /// Takes it back and queues `body` under `id`; one that is not kept any more is no error, and says
    /// nothing.
    base::Result<NoticeSending> withdraw(const model::DeskNotice& notice, const std::string& id,
                                         std::string_view body);
    /// Those that are kept for `day` and later, whatever became of their sending.
    base::Result<std::vector<model::DeskNotice>> notices(model::LocalDay day) const;

    /// Makes one item of each half-day that is over, whatever the kiosk's time zone: those two and more
    /// before `now` in UTC; and of those so far ahead that a clock was wrong. Cells of five and fewer are
    /// erased unsent. When counts are full their oldest item goes. How many items were made.
    base::Result<std::uint64_t> close_counts(model::HalfDay now);

    /// The first item after that number, in the order of acceptance.
    base::Result<std::optional<Outgoing>> next_after(std::uint64_t number) const;
    base::Result<OutgoingTotals> totals(OutgoingKind kind) const;

    /// Forgets an item that the server has; one that is not there any more is no error.
    base::Result<void> acknowledge(OutgoingKind kind, const std::string& id);
    /// Takes what was acknowledged out of the files' bytes, too. False while the other process reads: then
    /// later.
    base::Result<bool> erase_acknowledged();

  private:
    struct State;
    explicit LocalStore(std::unique_ptr<State> state);
    static base::Result<LocalStore> make(const std::filesystem::path& file, const LocalLimits& limits);
    base::Result<void> come_back();
    std::unique_ptr<State> m_state;
};

}  // namespace accueil::cache
