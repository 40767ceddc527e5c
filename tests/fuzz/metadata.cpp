// SPDX-License-Identifier: GPL-3.0-or-later
// TUF metadata of every role, from a server's bytes to what is believed.
#include <algorithm>

#include "sync/trust/delegations.hpp"
#include "sync/trust/metadata.hpp"
#include "tests/fuzz/must.hpp"

using namespace accueil;
using fuzz::must;

namespace {

void look_at(const trust::RoleHead& head) {
    must(head.version > 0);
    must(base::parse_utc(base::format_utc(head.expires_on)).value() == head.expires_on);
}

void look_at_keys(const trust::Keys& keys) {
    for (const auto& [id, key] : keys) {
        must(!trust::signer_of(key).empty() || key.value.empty());
        static_cast<void>(trust::is_signed(key, "some bytes", std::string(64, 's')));
    }
}

void look_at(const trust::Envelope& envelope, const trust::Delegations& delegations) {
    look_at_keys(delegations.keys);
    for (const auto* name : {"feed/head", "lyon/feed/head", ""}) {
        for (const auto& to : trust::delegated_for(delegations, name)) {
            must(trust::covers(to, name) || delegations.bins);
            must(trust::file_name(to.name).find('/') == std::string::npos);
            static_cast<void>(envelope.verify(delegations.keys, to.role, to.name));
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t length) {
    const auto text = fuzz::view(bytes, length);
    const auto envelope = trust::Envelope::parse(text);
    if (!envelope) {
        must(!trust::parse_self_signed_root(text));
        return 0;
    }
    if (const auto root = trust::read_root(*envelope)) {
        look_at(*root);
        look_at_keys(root->keys);
        for (const auto* role : {trust::kRoot, trust::kTimestamp, trust::kSnapshot, trust::kTargets}) {
            must(root->roles.contains(role));
            static_cast<void>(envelope->verify(*root, role));
        }
        must(trust::parse_self_signed_root(text).has_value() ==
             envelope->verify(*root, trust::kRoot).has_value());
    }
    if (const auto timestamp = trust::read_timestamp(*envelope)) look_at(*timestamp);
    if (const auto snapshot = trust::read_snapshot(*envelope)) {
        look_at(*snapshot);
        must(snapshot->meta.contains("targets.json"));
    }
    if (const auto targets = trust::read_targets(*envelope)) {
        look_at(*targets);
        for (const auto& [name, info] : targets->targets)
            must(info.name == name && !info.hashes.empty());
        look_at(*envelope, targets->delegations);
    }
    if (const auto canonical = base::canonical_json(envelope->content())) {
        // It need not be JSON (line ends stand as they are); where it is, it is its own canonical form.
        if (const auto again = base::parse_json(*canonical))
            must(base::canonical_json(*again).value() == *canonical);
    }
    return 0;
}
