// SPDX-License-Identifier: GPL-3.0-or-later
// A feed on disk and a kiosk's pipeline on it, over an HttpClient that reads the feed's folder. One thread.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "sync/cache/content_reader.hpp"
#include "sync/daemon/pipeline.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/folder_http_client.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/sample_feed.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::support {

struct KioskFeed {
    FakeClock clock;
    SampleFeed feed{clock};
    TempDir folder;
    FolderHttpClient http{feed.public_folder()};
    daemon::PipelineOptions options{
        http.base_url(), folder / "cache", folder / "trust", feed.root_file(), {}};

    KioskFeed() { options.limits.spare_bytes = 0; }

    base::Result<daemon::Outcome> sync() {
        http.requests.clear();
        return daemon::Pipeline(options, http, clock).run();
    }
    /// Asked for by the last sync().
    bool asked_for(const std::string& start) const {
        return std::any_of(http.requests.begin(), http.requests.end(),
                           [&](const std::string& path) { return path.starts_with(start); });
    }
    /// The places of the current generation, in the order of their ids' numbers.
    std::vector<model::Record> shown() const {
        const auto reader = cache::ContentReader::open(options.cache_folder, cache::Check::thorough);
        REQUIRE(reader);
        CHECK(reader->fallback_reason().empty());
        std::vector<model::Record> places;
        const auto all = reader->all<model::Place>();
        REQUIRE(all);
        places.assign(all->begin(), all->end());
        const auto number = [](const model::Record& record) {
            return std::stoi(model::id_of(record).substr(6));
        };
        std::sort(places.begin(), places.end(),
                  [&](const auto& a, const auto& b) { return number(a) < number(b); });
        return places;
    }
};

}  // namespace accueil::support
