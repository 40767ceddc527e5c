// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-tuf: the kiosk's TUF client behind the command line that the public conformance suite speaks
// (theupdateframework/tuf-conformance, CLIENT-CLI.md). Not installed on kiosks.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/file.hpp"
#include "sync/fetch/curl_client.hpp"
#include "sync/trust/client.hpp"
#include "sync/trust/delegations.hpp"

using namespace accueil;
using base::ErrorCode;
using base::fail;
using base::Result;
using std::filesystem::path;

namespace {

constexpr const char* kUsage =
    "accueil-tuf --metadata-dir DIR init ROOT\n"
    "accueil-tuf --metadata-dir DIR --metadata-url URL refresh\n"
    "accueil-tuf --metadata-dir DIR --metadata-url URL --target-name NAME… --target-dir DIR\n"
    "            --target-base-url URL download\n"
    "Exit code 0: done; 1: refused, failed or asked for wrongly.\n";

constexpr std::uint64_t kMostTarget = std::uint64_t{256} << 20;

struct Arguments {
    std::string metadata_dir, metadata_url, target_dir, target_base_url;
    std::vector<std::string> target_names;
    std::string command;
    std::string root;  // init's
};

Result<Arguments> parse(const std::vector<std::string>& words) {
    Arguments arguments;
    std::vector<std::string> plain;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto& word = words[at];
        if (word.substr(0, 2) != "--") {
            plain.push_back(word);
            continue;
        }
        std::string* value = word == "--metadata-dir"      ? &arguments.metadata_dir
                             : word == "--metadata-url"    ? &arguments.metadata_url
                             : word == "--target-dir"      ? &arguments.target_dir
                             : word == "--target-base-url" ? &arguments.target_base_url
                             : word == "--target-name"     ? &arguments.target_names.emplace_back()
                                                           : nullptr;
        if (value == nullptr) return fail(ErrorCode::invalid_input, "no such option: " + word);
        if (++at == words.size()) return fail(ErrorCode::invalid_input, word + " asks for a value");
        *value = words[at];
    }
    if (plain.empty()) return fail(ErrorCode::invalid_input, "no command");
    arguments.command = plain.front();
    const bool is_init = arguments.command == "init";
    const bool is_download = arguments.command == "download";
    if (!is_init && !is_download && arguments.command != "refresh")
        return fail(ErrorCode::invalid_input, "no such command: " + arguments.command);
    if (plain.size() != (is_init ? 2U : 1U))
        return fail(ErrorCode::invalid_input, is_init ? "init asks for a root" : "too many words");
    if (is_init) arguments.root = plain.back();
    if (arguments.metadata_dir.empty()) return fail(ErrorCode::invalid_input, "--metadata-dir is missing");
    if (!is_init && arguments.metadata_url.empty())
        return fail(ErrorCode::invalid_input, "--metadata-url is missing");
    if (is_download &&
        (arguments.target_names.empty() || arguments.target_dir.empty() || arguments.target_base_url.empty()))
        return fail(ErrorCode::invalid_input,
                    "--target-name, --target-dir and --target-base-url are asked for");
    return arguments;
}

Result<void> init(const Arguments& arguments) {
    const auto root = TRY(base::read_file(arguments.root));
    TRY(trust::install_root(arguments.metadata_dir, root));
    return {};
}

// What was downloaded before and is still what is announced is not fetched again. One file a target: its
// whole name, encoded, so that no name leaves the folder.
Result<void> download(trust::Client& client, const std::string& name, const path& folder) {
    const auto info = TRY(client.find_target(name));
    const auto file = folder / trust::percent_encoded(name, "");
    const auto before = base::read_file(file, kMostTarget);
    if (before && before->size() == info.length && trust::check_hashes(*before, info.hashes)) {
        std::printf("%s: there already\n", name.c_str());
        return {};
    }
    const auto bytes = TRY(client.target(name, kMostTarget));
    TRY(base::create_directories(folder));
    TRY(base::write_file_durably(file, bytes.view()));
    std::printf("%s: %zu bytes, by %s\n", name.c_str(), bytes.view().size(), info.role.c_str());
    return {};
}

Result<void> run(const std::vector<std::string>& words) {
    const auto arguments = TRY(parse(words));
    if (arguments.command == "init") return init(arguments);
    const base::SystemClock clock;
    const auto http = TRY(fetch::CurlClient::create());
    auto client = TRY(trust::Client::create(arguments.metadata_dir, *http, clock,
                                            {arguments.metadata_url, arguments.target_base_url}));
    const auto refreshed = TRY(client.refresh());
    std::printf("root %lld, timestamp %lld, snapshot %lld, targets %lld; until %s\n",
                static_cast<long long>(refreshed.root), static_cast<long long>(refreshed.timestamp),
                static_cast<long long>(refreshed.snapshot), static_cast<long long>(refreshed.targets),
                base::format_utc(refreshed.expires_on).c_str());
    for (const auto& name : arguments.target_names)
        TRY(download(client, name, arguments.target_dir));
    return {};
}

}  // namespace

int main(int count, char** words) {
    const std::vector<std::string> arguments(words + 1, words + count);
    if (arguments.size() == 1 && arguments.front() == "--help") {
        std::fputs(kUsage, stdout);
        return 0;
    }
    const auto done = run(arguments);
    if (done) return 0;
    std::fprintf(stderr, "accueil-tuf: %s: %s\n", base::to_string(done.error().code),
                 done.error().detail.c_str());
    if (done.error().code == ErrorCode::invalid_input) std::fputs(kUsage, stderr);
    return 1;
}
