// SPDX-License-Identifier: GPL-3.0-or-later
// What whoever holds the key of town 44109, and perhaps the centre's online key, can make of a feed by hand.
// One thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sync/publish/publication.hpp"
#include "sync/publish/repository_metadata.hpp"
#include "sync/publish/target_files.hpp"
#include "sync/publish/town_hall.hpp"
#include "sync/trust/delegations.hpp"
#include "tests/support/feed_shell.hpp"

namespace accueil::support {

struct ForgingShell : FeedShell {
    publish::SigningKey key(const std::string& code) const {
        return publish::SigningKey::read(town(code) + "/keys/territoire-" + code + ".json").value();
    }
    std::string handed(const std::string& name) const { return town("44109") + "/public/" + name; }

    /// The newest metadata of 44109, changed and signed anew by `by` under the next version.
    void hand_over_role(const std::function<void(base::Json&)>& change, const publish::SigningKey& by) {
        const auto bytes = base::read_file(handed("metadata/1.territoire-44109.json")).value();
        base::Json list = base::Json::parse(bytes)["signed"];
        list["version"] = 2;
        change(list);
        const auto version = list["version"].get<std::int64_t>();
        REQUIRE(publish::write_metadata(
            handed("metadata/" + publish::versioned_name(version, "territoire-44109")), list, {&by}));
    }
    /// Records of any kind, published as 44109's.
    void hand_over_records(const std::vector<model::Record>& records) {
        auto hall = publish::TownHall::open(town("44109"), "44109", {}).value();
        publish::ContentFolder folder;
        folder.records = records;
        REQUIRE(publish::publish_content(hall, folder, clock, {}));
    }

    /// Past the centre's checks: metadata of `role` that `by` signed, and the online key signs for it too.
    void smuggle(const std::string& role, const std::function<void(base::Json&)>& change,
                 const publish::SigningKey& by) {
        const auto folder = std::filesystem::path(feed()) / "public/metadata";
        const auto state = publish::load_state(folder).value();
        const auto version = state.snapshot.meta.at(trust::file_name(role)).version;
        base::Json list = base::Json::parse(
            base::read_file(folder / publish::versioned_name(version, role)).value())["signed"];
        list["version"] = version + 1;
        change(list);
        const auto bytes =
            publish::write_metadata(folder / publish::versioned_name(version + 1, role), list, {&by});
        const auto online = publish::SigningKey::read(feed() + "/keys/online.json").value();
        REQUIRE(publish::commit(folder, state,
                                {{trust::file_name(role), publish::meta_of(role, version + 1, *bytes)}},
                                {&online}, clock.wall()));
    }
    /// A target of these bytes, for a list of targets.
    base::Json place(const std::string& name, const std::string& bytes) const {
        const auto info = publish::place_target(feed() + "/public/targets", {name, bytes}).value();
        return publish::target_list({info})[name];
    }
};

}  // namespace accueil::support
