// SPDX-License-Identifier: GPL-3.0-or-later
// A kiosk's trust folder, and the repository that it listens to. One thread.
#pragma once

#include <string>
#include <vector>

#include "sync/trust/client.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/folder_http_client.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/tuf_repository.hpp"

namespace accueil::support {

struct TufKiosk {
    TempDir dir;
    TufRepository repo{dir / "public"};
    FolderHttpClient http{dir / "public"};
    FakeClock clock;
    trust::Limits limits;

    TufKiosk() { install(repo.read("metadata/1.root.json")); }

    std::filesystem::path folder() const { return dir / "trust"; }
    trust::Installed install(const std::string& root) { return trust::install_root(folder(), root).value(); }

    base::Result<trust::Client> client() {
        return trust::Client::create(folder(), http, clock, http.base_url(), limits);
    }
    /// As a new process would.
    base::Result<trust::Refreshed> refresh() {
        http.requests.clear();
        auto made = TRY(client());
        return made.refresh();
    }
    /// As a new process would, up to date first: a target's bytes, or the error's code.
    std::string target(const std::string& name) {
        http.requests.clear();
        auto made = client();
        if (!made) return base::to_string(made.error().code);
        if (const auto refreshed = made->refresh(); !refreshed)
            return base::to_string(refreshed.error().code);
        const auto bytes = made->target(name, 1'000'000);
        return bytes ? std::string(bytes->view()) : base::to_string(bytes.error().code);
    }
    /// The delegated roles that the last target() asked for, in order, as "VERSION.NAME" or "NAME".
    std::vector<std::string> asked_roles() const {
        std::vector<std::string> out;
        for (const auto& path : http.requests) {
            const std::string_view ending = ".json";
            if (path.rfind("metadata/", 0) != 0 || path.size() < 9 + ending.size()) continue;
            const auto name = path.substr(9, path.size() - 9 - ending.size());
            const auto role = name.substr(name.find_first_not_of("0123456789."));
            if (role != "root" && role != "timestamp" && role != "snapshot" && role != "targets")
                out.push_back(name);
        }
        return out;
    }
    /// "ok", or the error's code.
    std::string outcome() {
        const auto refreshed = refresh();
        return refreshed ? "ok" : base::to_string(refreshed.error().code);
    }

    std::string kept(const std::string& role) const {
        return base::read_file(folder() / (role + ".json")).value_or("");
    }
    /// Versions of root, timestamp, snapshot and targets that are kept; 0 for none.
    std::vector<std::int64_t> versions() const {
        std::vector<std::int64_t> out;
        for (const char* role : {"root", "timestamp", "snapshot", "targets"}) {
            const auto bytes = kept(role);
            out.push_back(bytes.empty() ? 0 : Json::parse(bytes)["signed"]["version"].get<std::int64_t>());
        }
        return out;
    }
};

using Versions = std::vector<std::int64_t>;

}  // namespace accueil::support
