// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/proposals.hpp"

#include <algorithm>
#include <cstdio>
#include <set>
#include <tuple>

#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/publish/import_log.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::fail;
using base::Result;
using std::filesystem::path;

namespace {

constexpr std::uint64_t kMostSealed = 256 << 10;
constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

std::string iso_day(model::LocalDay day) {
    return day_of(base::WallTime(day.time_since_epoch()));
}

Result<std::vector<path>> sealed_files(const path& folder) {
    std::error_code error;
    const auto inner = folder / "proposal";
    const auto& root = std::filesystem::is_directory(inner, error) ? inner : folder;
    if (!std::filesystem::is_directory(root, error))
        return fail(ErrorCode::not_found, root.string() + ": is no folder");
    std::vector<path> files;
    std::filesystem::recursive_directory_iterator entry(root, error), end;
    for (; !error && entry != end; entry.increment(error)) {
        if (entry->path().filename().string().starts_with(".")) {
            if (entry->is_directory(error)) entry.disable_recursion_pending();
            continue;
        }
        if (!std::filesystem::is_directory(entry->symlink_status(error))) files.push_back(entry->path());
    }
    if (error) return fail(ErrorCode::io, root.string() + ": " + error.message());
    std::sort(files.begin(), files.end());
    return files;
}

const char* why_not(const base::Error& error) {
    switch (error.code) {
        case ErrorCode::not_found:
            return "other_key";
        case ErrorCode::bad_digest:
            return "altered";
        default:
            return "not_sealed";
    }
}

/// The proposal in a file, or why there is none to be had.
tl::expected<model::Proposal, std::string> open_one(const path& file,
                                                    const std::vector<base::BoxSecretKey>& keys) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(file, error)))
        return tl::unexpected<std::string>("unreadable");
    const auto sealed = base::read_file(file, kMostSealed);
    if (!sealed)
        return tl::unexpected<std::string>(sealed.error().code == ErrorCode::too_large ? "not_sealed"
                                                                                       : "unreadable");
    std::string why = "other_key";
    if (const auto name = base::sealed_for(*sealed); !name) why = why_not(name.error());
    for (const auto& key : keys) {
        const auto plain = base::unseal(*sealed, key);
        if (!plain) {
            if (plain.error().code != ErrorCode::not_found) why = why_not(plain.error());
            continue;
        }
        auto proposal = model::proposal_from_json(*plain);
        if (proposal) return std::move(*proposal);
        return tl::unexpected<std::string>(proposal.error().code == ErrorCode::unsupported ? "newer"
                                                                                           : "no_proposal");
    }
    return tl::unexpected<std::string>(why);
}

std::string degrees(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.5f", value);
    return text;
}

}  // namespace

Result<OpenedProposals> open_proposals(const path& folder, const std::vector<base::BoxSecretKey>& keys) {
    OpenedProposals opened;
    std::set<std::string> known;
    for (const auto& file : TRY(sealed_files(folder))) {
        auto proposal = open_one(file, keys);
        if (!proposal)
            opened.unopened.push_back({file.lexically_relative(folder).string(), proposal.error()});
        else if (known.insert(model::proposal_json(*proposal)).second)
            opened.proposals.push_back(std::move(*proposal));
        else
            ++opened.twice;
    }
    const auto rank = [](const model::Proposal& proposal) {
        return std::tie(proposal.day, proposal.kiosk, proposal.id);
    };
    std::stable_sort(opened.proposals.begin(), opened.proposals.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return opened;
}

std::string proposals_csv(const std::vector<model::Proposal>& proposals, const Words& words) {
    std::string out = kByteOrderMark + words.text("proposals.columns") + "\r\n";
    for (const auto& proposal : proposals) {
        const auto& point = proposal.point;
        // Numbers of our own may be calculated with; what visitors wrote may not.
        out += csv_cell(iso_day(proposal.day)) + ";" + csv_cell_of_others(proposal.kiosk) + ";" +
               csv_cell(model::proposal_number(proposal.id)) + ";" + csv_cell_of_others(proposal.title) +
               ";" + csv_cell_of_others(proposal.text) + ";" + csv_cell_of_others(proposal.town) + ";" +
               (point ? degrees(point->latitude) : "") + ";" + (point ? degrees(point->longitude) : "") +
               ";" + csv_cell_of_others(proposal.contact) + ";" + csv_cell_of_others(proposal.language) +
               ";" + proposal.id + "\r\n";
    }
    return out;
}

std::string proposals_json(const std::vector<model::Proposal>& proposals) {
    auto list = base::Json::array();
    for (const auto& proposal : proposals)
        list.push_back(base::Json::parse(model::proposal_json(proposal)));
    return list.dump(2, ' ', false, base::Json::error_handler_t::replace) + "\n";
}

}  // namespace accueil::publish
