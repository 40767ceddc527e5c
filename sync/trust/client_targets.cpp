// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of Client: targets, and the search through those that they delegate to.
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "sync/trust/client.hpp"
#include "sync/trust/workflow.hpp"

namespace accueil::trust {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// What the file of a target is called beside its name: one of its hashes that can be checked. Only
// hexadecimal goes into a URL, whatever a publisher writes there.
Result<std::string> hash_for_name(const TargetInfo& info) {
    for (const char* algorithm : {"sha256", "sha512"}) {
        const auto hash = info.hashes.find(algorithm);
        if (hash == info.hashes.end()) continue;
        if (!base::from_hex(hash->second))
            return fail(ErrorCode::bad_format, info.name + ": its " + algorithm + " is not hexadecimal");
        return hash->second;
    }
    return fail(ErrorCode::unsupported, info.name + ": announced by no kind of hash that is known here");
}

// A role that the search still has to ask, and who says so.
struct Pending {
    std::shared_ptr<const Targets> from;
    Delegation to;
};

}  // namespace

// targets.json and delegated roles alike: the file that the snapshot announces, signed as their delegator
// says.
Result<Loaded<Targets>> Client::load_targets(const std::string& name, const Keys& keys, const Role& role) {
    const auto listed = m_snapshot->meta.find(name + ".json");
    if (listed == m_snapshot->meta.end())
        return fail(ErrorCode::not_found, "the snapshot does not list the role \"" + name + "\"");
    const FileMeta& expected = listed->second;
    auto kept = TRY(kept_role(m_folder, name, keys, role, read_targets));
    if (kept && kept->role.version == expected.version && check_expected(kept->bytes, expected) &&
        check_expiry(kept->role, m_now))
        return std::move(*kept);

    auto loaded = [&]() -> Result<Loaded<Targets>> {
        std::string bytes;
        auto envelope = TRY(fetch_expected(name, keys, role, expected, m_limits.targets_bytes, bytes));
        auto next = TRY(read_targets(envelope));
        TRY(check_version(next.version, expected));
        TRY(check_expiry(next, m_now));
        TRY(persist(name, bytes));
        return Loaded<Targets>{std::move(next), std::move(envelope), std::move(bytes)};
    }();
    if (!loaded) return fail(loaded.error(), file_name(name));
    m_changed = true;
    return loaded;
}

Result<std::shared_ptr<const Targets>> Client::delegated(const Keys& keys, const Delegation& to) {
    // Signed for one delegator is not signed for another, which may have given the same name other keys.
    const auto known = m_delegated.find(to.name);
    if (known != m_delegated.end() && known->second.envelope.verify(keys, to.role, to.name))
        return known->second.role;
    auto loaded = TRY(load_targets(to.name, keys, to.role));
    auto role = std::make_shared<const Targets>(std::move(loaded.role));
    m_delegated.insert_or_assign(to.name, Delegated{std::move(loaded.envelope), role});
    return role;
}

Result<TargetInfo> Client::find_target(const std::string& name) {
    if (!m_targets) return fail(ErrorCode::invalid_input, name + ": asked for before a successful refresh");
    const auto in = [&](const Targets& role, const std::string& role_name) -> std::optional<TargetInfo> {
        const auto found = role.targets.find(name);
        if (found == role.targets.end()) return std::nullopt;
        auto info = found->second;
        info.role = role_name;
        return info;
    };
    if (auto info = in(*m_targets, kTargets)) return std::move(*info);

    // Pre-order and depth first (5.6.7): the next role to ask is at the back.
    std::vector<Pending> pending;
    std::set<std::string> visited;
    const auto enter = [&](const std::shared_ptr<const Targets>& role) {
        auto children = delegated_for(role->delegations, name);
        // What a terminating delegation covers is decided in it: whoever waits further up is not asked.
        if (!children.empty() && children.back().terminating) pending.clear();
        for (auto child = children.rbegin(); child != children.rend(); ++child)
            pending.push_back({role, std::move(*child)});
    };
    for (enter(m_targets); !pending.empty();) {
        const auto [from, to] = std::move(pending.back());
        pending.pop_back();
        if (visited.contains(to.name)) continue;
        if (visited.size() >= static_cast<std::size_t>(std::max(0, m_limits.delegated_roles)))
            return fail(ErrorCode::not_found, name + ": not found in the first " +
                                                  std::to_string(visited.size()) + " delegated roles");
        visited.insert(to.name);
        auto role = TRY(delegated(from->delegations.keys, to));
        if (auto info = in(*role, to.name)) return std::move(*info);
        enter(role);
    }
    return fail(ErrorCode::not_found, "no target \"" + name + "\" in the feed");
}

Result<VerifiedBytes> Client::target(const std::string& name, std::uint64_t max_bytes) {
    const auto info = TRY(find_target(name));
    if (info.length > max_bytes)
        return fail(ErrorCode::too_large,
                    name + ": announced with " + std::to_string(info.length) + " bytes");
    const auto hash = TRY(hash_for_name(info));
    std::string path = name;
    if (m_root.consistent_snapshot) {
        const auto slash = path.rfind('/');
        path.insert(slash == std::string::npos ? 0 : slash + 1, hash + ".");
    }
    const std::string url = m_location.targets_url + percent_encoded(path, "/");
    auto answer = TRY(fetch::success(m_http->get({url, info.length}), url));
    const auto checked = check_expected(answer.body, FileMeta{0, info.length, info.hashes});
    if (!checked) return fail(checked.error(), fetch::loggable(url));
    return VerifiedBytes(std::move(answer.body));
}

}  // namespace accueil::trust
