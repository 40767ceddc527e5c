// SPDX-License-Identifier: GPL-3.0-or-later
// The commands about who may sign, and the one that looks whether all is well.
#include <ostream>

#include "sync/base/json.hpp"
#include "sync/base/strings.hpp"
#include "sync/feed/layout.hpp"
#include "sync/publish/ceremony.hpp"
#include "sync/publish/doctor.hpp"
#include "sync/publish/hand_over.hpp"
#include "sync/publish/report.hpp"
#include "sync/publish/session.hpp"
#include "sync/publish/territory.hpp"
#include "sync/publish/town_hall.hpp"

namespace accueil::publish {

using base::Json;
using base::Result;

namespace {

constexpr const char* kLevels[] = {"fine", "soon", "broken"};

const char* name_of(Level level) {
    return kLevels[static_cast<int>(level)];
}

Rehearsal rehearsal_of(const Options& options) {
    return options.rehearsal ? Rehearsal::yes : Rehearsal::no;
}

}  // namespace

Result<void> Session::join() const {
    const bool is_territory = !m_options.territory.empty();
    const auto role = is_territory ? territory_role(m_options.territory) : m_options.role;
    const auto joined = TRY(publish::join(m_options.folder, role, m_options.publisher,
                                          m_options.new_key ? OldKey::put_aside : OldKey::kept, access()));
    say(text(is_territory ? "join.territory" : "join.publisher", {{"key", joined.key_file.string()},
                                                                  {"public", joined.public_file.string()},
                                                                  {"fingerprint", fingerprint(joined.key_id)},
                                                                  {"code", m_options.territory},
                                                                  {"folder", m_options.folder.string()}}));
    if (!access().passphrase) say(text("join.unlocked"));
    return {};
}

Result<void> Session::delegate() const {
    auto repository = TRY(open());
    auto ceremony = TRY(Ceremony::open(repository, m_clock));
    if (m_options.four_eyes) {
        TRY(ceremony.set_threshold(m_options.role, *m_options.four_eyes ? 2 : 1));
    } else {
        auto key = TRY(read_public_key(m_options.key, m_words));
        if (!m_options.territory.empty()) {
            TRY(ceremony.delegate_territory(m_options.territory, key));
        } else {
            if (key.name != m_options.publisher)
                return m_words.refuse(base::ErrorCode::invalid_input, "key_of_other",
                                      {{"name", key.name}, {"file", m_options.key.string()}});
            TRY(ceremony.add_publisher(m_options.role, key));
        }
    }
    for (const auto& line : TRY(ceremony.finish(rehearsal_of(m_options))))
        say(line);
    return {};
}

Result<void> Session::withdraw() const {
    auto repository = TRY(open());
    auto ceremony = TRY(Ceremony::open(repository, m_clock));
    if (!m_options.territory.empty()) {
        TRY(ceremony.withdraw_territory(m_options.territory));
    } else {
        TRY(ceremony.withdraw_publisher(m_options.role, m_options.publisher));
    }
    for (const auto& line : TRY(ceremony.finish(rehearsal_of(m_options))))
        say(line);
    return {};
}

Result<void> Session::receive() const {
    auto repository = TRY(open());
    const auto received = TRY(publish::receive(repository, m_options.received, m_clock));
    say(text("receive.done", {{"code", received.code},
                              {"revision", std::to_string(received.revision)},
                              {"records", std::to_string(received.records)},
                              {"bytes", bytes(received.new_bytes)},
                              {"date", day_of(received.expires_on)}}));
    if (received.holds_secret_key) m_console.err << text("receive.secret", {{"code", received.code}}) << "\n";
    return {};
}

Result<void> Session::rotate() const {
    std::optional<PublicKeyFile> sent;
    if (!m_options.key.empty()) sent = TRY(read_public_key(m_options.key, m_words));
    // Not open(): after a theft, snapshot and timestamp may be the thief's.
    auto repository =
        TRY(m_options.replaced.contains(kOnline) ? Repository::find(m_options.folder, access()) : open());
    auto ceremony = TRY(Ceremony::open(repository, m_clock, m_options.replaced));
    TRY(ceremony.replace_keys(sent));
    if (m_options.replaced.empty()) ceremony.prolong();
    for (const auto& line : TRY(ceremony.finish(rehearsal_of(m_options))))
        say(line);
    return {};
}

ExitCode Session::doctor() const {
    const auto found =
        Doctor(m_options.folder, m_clock, access()).examine(m_options.quick ? Depth::quick : Depth::whole);
    m_console.out << (m_options.json ? doctor_json(found) : doctor_words(found));
    return static_cast<ExitCode>(found.level());
}

std::string Session::doctor_json(const Examination& found) const {
    Json json{{"level", static_cast<int>(found.level())},
              {"state", name_of(found.level())},
              {"files", found.files},
              {"bytes", found.bytes},
              {"old_files", found.old_files},
              {"old_bytes", found.old_bytes},
              {"roles", Json::array()},
              {"findings", Json::array()}};
    for (const auto& life : found.lives) {
        const auto left = std::chrono::duration_cast<std::chrono::seconds>(life.expires_on - m_clock.wall());
        json["roles"].push_back({{"role", life.role},
                                 {"version", life.version},
                                 {"expires_on", base::format_utc(life.expires_on)},
                                 {"seconds_left", left.count()},
                                 {"state", name_of(life.level)}});
    }
    for (const auto& remark : found.remarks)
        json["findings"].push_back(
            {{"state", name_of(remark.level)},
             {"key", remark.key},
             {"text", printable(text("doctor." + remark.key, remark.arguments), 1000)}});
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string Session::doctor_words(const Examination& found) const {
    std::string out;
    if (!m_options.quiet) {
        for (const auto& life : found.lives)
            out += text("doctor.life", {{"role", m_words.role(life.role)},
                                        {"version", std::to_string(life.version)},
                                        {"date", day_of(life.expires_on)}}) +
                   "\n";
        if (!found.lives.empty())
            out += text("doctor.files", {{"files", m_words.counted("count.files", found.files)},
                                         {"bytes", bytes(found.bytes)},
                                         {"old", m_words.counted("count.files", found.old_files)},
                                         {"old_bytes", bytes(found.old_bytes)}}) +
                   "\n";
    }
    for (const auto& remark : found.remarks) {
        if (m_options.quiet && remark.level == Level::fine) continue;
        out += text(std::string("doctor.mark.") + name_of(remark.level)) + " " +
               printable(text("doctor." + remark.key, remark.arguments), 1000) + "\n";
    }
    if (!m_options.quiet || found.level() != Level::fine)
        out += text(std::string("doctor.state.") + name_of(found.level())) + "\n";
    return out;
}

}  // namespace accueil::publish
