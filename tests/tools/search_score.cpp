// SPDX-License-Identifier: GPL-3.0-or-later
// search-score QUERIES CONTENT [--least HIT1 HIT3] [--verbose]: how often a search finds what is meant.
// CONTENT is a content folder, which is read as the publisher does and put into a cache of its own; QUERIES
// is a JSON file {"queries": [{"id", "query", "expected": [thématique…], "best"}…]}.
//
// How it is counted, strictly: of an answer the needs are taken in their order, each of which the search
// gives as one matter with one thématique; a need that has none counts as a place in the list and is never
// right. hit@k is 1 where one of the first k thématiques is expected. MRR is 1 / the place of `best` (of the
// first expected one where there is no best), 0 where it is not among the answers. A query with nothing
// expected is right when the answer has no groups at all: no need, service, place, initiative or question.
//
// Exit status: 0; 1 when less is reached than --least asks for (in percent; of those with nothing expected at
// least as much as of hit@1); 2 when a file cannot be read.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "kiosk/query/loader.hpp"
#include "kiosk/query/search.hpp"
#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/publish/content_folder.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;

namespace {

struct Query {
    std::string id, text, best;
    std::vector<std::string> expected;
};

int fail(const std::string& what) {
    std::fprintf(stderr, "search-score: %s\n", what.c_str());
    return 2;
}

base::Result<std::vector<Query>> read_queries(const std::string& path) {
    const auto text = TRY(base::read_file(path));
    const auto root = base::Json::parse(text, nullptr, false);
    if (root.is_discarded()) return base::fail(base::ErrorCode::bad_format, path + ": no JSON");
    const auto& list = root.is_object() && root.contains("queries") ? root["queries"] : root;
    if (!list.is_array()) return base::fail(base::ErrorCode::bad_format, path + ": no list of queries");
    std::vector<Query> queries;
    for (const auto& item : list) {
        if (!item.is_object() || !item.contains("query") || !item["query"].is_string())
            return base::fail(base::ErrorCode::bad_format, path + ": an entry without a query");
        Query query;
        query.text = item["query"].get<std::string>();
        if (item.contains("id") && item["id"].is_string()) query.id = item["id"].get<std::string>();
        if (item.contains("best") && item["best"].is_string()) query.best = item["best"].get<std::string>();
        if (item.contains("expected") && item["expected"].is_array())
            for (const auto& value : item["expected"])
                if (value.is_string()) query.expected.push_back(value.get<std::string>());
        if (query.best.empty() && !query.expected.empty()) query.best = query.expected.front();
        queries.push_back(std::move(query));
    }
    return queries;
}

/// The thématiques of the needs found, in order; "" for a need without one.
std::vector<std::string> thematiques_of(const query::SearchAnswer& answer) {
    std::vector<std::string> found;
    for (const auto& group : answer.groups)
        if (group.kind == query::FoundKind::need)
            for (const auto& need : group.found)
                found.push_back(need.thematique);
    return found;
}

bool contains(const std::vector<std::string>& list, const std::string& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

int main(int count, char** arguments) {
    std::vector<std::string> paths;
    double least_first = 0, least_third = 0;
    bool verbose = false;
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(arguments[i], "--least") == 0 && i + 2 < count) {
            least_first = std::atof(arguments[++i]);
            least_third = std::atof(arguments[++i]);
        } else if (std::strcmp(arguments[i], "--verbose") == 0) {
            verbose = true;
        } else {
            paths.emplace_back(arguments[i]);
        }
    }
    if (paths.size() != 2) return fail("search-score QUERIES CONTENT [--least HIT1 HIT3] [--verbose]");
    const auto queries = read_queries(paths[0]);
    if (!queries) return fail(queries.error().detail);
    const auto content = publish::read_content_folder(paths[1], {});
    if (content.records.empty()) return fail(paths[1] + ": no content folder");
    // Media are no part of a search.
    auto records = content.records;
    const support::TempDir folder;
    {
        std::vector<model::Record> light;
        for (auto& record : records)
            if (model::media_of(record).empty()) light.push_back(std::move(record));
        const auto committed = support::commit_records(folder.path(), light, 1);
        if (!committed) return fail(committed.error().detail);
    }
    const auto source = query::open_source({folder.path(), folder.path()});
    if (!source) return fail(source.error().detail);
    if (const auto ready = query::prepare_search(**source); !ready) return fail(ready.error().detail);

    std::size_t asked = 0, first = 0, third = 0, empty = 0, empty_right = 0;
    double reciprocal = 0;
    for (const auto& query : *queries) {
        const auto answer = query::search(**source, {query.text});
        if (!answer) return fail(answer.error().detail);
        const auto found = thematiques_of(*answer);
        if (query.expected.empty()) {
            ++empty;
            if (answer->groups.empty()) {
                ++empty_right;
            } else {
                const auto& group = answer->groups.front();
                std::printf("not empty: %s \"%s\": %s %s\n", query.id.c_str(), query.text.c_str(),
                            std::string(group.found.front().title.words("fr")).c_str(),
                            answer->meant.empty() ? "" : ("(meant: " + answer->meant + ")").c_str());
            }
            continue;
        }
        ++asked;
        std::size_t place = 0;  // of the first that is expected, from 1
        for (std::size_t i = 0; i < found.size() && place == 0; ++i)
            if (contains(query.expected, found[i])) place = i + 1;
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (found[i] != query.best) continue;
            reciprocal += 1.0 / static_cast<double>(i + 1);
            break;
        }
        if (place == 1) ++first;
        if (place >= 1 && place <= 3) ++third;
        if (place == 1 && !verbose) continue;
        std::printf("%s: %s \"%s\":", place == 0 ? "missed" : ("at " + std::to_string(place)).c_str(),
                    query.id.c_str(), query.text.c_str());
        for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 4); ++i)
            std::printf(" %s",
                        found[i].empty() ? "(none)" : found[i].substr(found[i].find("--") + 2).c_str());
        std::printf("\n");
    }
    const auto percent = [](std::size_t part, std::size_t whole) {
        return whole == 0 ? 100.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    };
    std::printf("queries: %zu with an answer, %zu without\n", asked, empty);
    std::printf(
        "hit@1 %.1f %% (%zu/%zu)\nhit@3 %.1f %% (%zu/%zu)\nMRR %.3f\nnothing found where nothing is meant "
        "%.1f %% "
        "(%zu/%zu)\n",
        percent(first, asked), first, asked, percent(third, asked), third, asked,
        asked == 0 ? 1.0 : reciprocal / static_cast<double>(asked), percent(empty_right, empty), empty_right,
        empty);
    const bool good = percent(first, asked) >= least_first && percent(third, asked) >= least_third &&
                      percent(empty_right, empty) >= least_first;
    return good ? 0 : 1;
}
