// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/destination.hpp"

#include <algorithm>

#include "sync/base/log.hpp"
#include "sync/feed/layout.hpp"
#include "sync/publish/repository_metadata.hpp"
#include "sync/publish/territory.hpp"

namespace accueil::publish {

using base::Result;

std::string Centre::head_target() const {
    return feed::kHeadTarget;
}

Result<std::map<std::string, trust::TargetInfo>> Centre::targets() const {
    return TRY(m_repository.status()).files;
}

// The media's key is another's, perhaps: without it their list waits, and the doctor tells of it.
Result<std::vector<std::string>> Centre::old_roles(const base::Clock& clock) const {
    std::vector<std::string> roles;
    const auto state = TRY(load_state(m_repository.metadata_folder()));
    const auto ring = m_repository.keys();
    for (const auto& [role, expires_on] : ageing(TRY(m_repository.status()), clock.wall())) {
        if (role == kContentRole) roles.push_back(role);
        if (role != kMediaRole) continue;
        const auto& signers = delegation_of(state.targets, role)->role;
        if (ring.count(signers) >= static_cast<std::size_t>(signers.threshold)) roles.push_back(role);
    }
    return roles;
}

Result<void> Centre::sign(const std::string& head, const base::Clock& clock) {
    auto old = TRY(old_roles(clock));
    TRY(m_repository.publish({{feed::kHeadTarget, head}}, clock));
    std::erase(old, kContentRole);
    if (old.empty()) return {};
    // The content is out already: media that cannot be prolonged now take nothing from that.
    if (const auto again = m_repository.sign_again(old, clock); !again)
        base::log(base::LogLevel::warning, "publish", again.error().detail);
    return {};
}

Result<void> Centre::prolong(const std::string& head, const base::Clock& clock) {
    const auto old = TRY(old_roles(clock));
    if (std::find(old.begin(), old.end(), kContentRole) == old.end()) return m_repository.renew(clock);
    return sign(head, clock);
}

Result<base::WallTime> Centre::expires_on() const {
    return publish::expires_on(TRY(m_repository.status()));
}

}  // namespace accueil::publish
