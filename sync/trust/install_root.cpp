// SPDX-License-Identifier: GPL-3.0-or-later
// How trust begins on a kiosk: install_root() of client.hpp.
#include <unistd.h>

#include <system_error>

#include "sync/base/file.hpp"
#include "sync/trust/client.hpp"

namespace accueil::trust {

using base::ErrorCode;

namespace {

// The root as the admin gave it, beside the one that has moved on since: tells when another one is given. Not
// called *.json: a metadata folder holds no other files of that ending than roles.
constexpr const char* kInstalled = "root.installed";

// All that another root's keys signed, delegated roles too.
base::Result<void> remove_roles(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::directory_iterator entry(folder, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        const auto& path = entry->path();
        if (path.extension() != ".json" || path.filename() == "root.json") continue;
        if (::unlink(path.c_str()) != 0) return tl::unexpected(base::system_error("remove", path));
    }
    if (error) return base::fail(ErrorCode::io, folder.string() + ": " + error.message());
    return base::fsync_path(folder);
}

}  // namespace

base::Result<Installed> install_root(const std::filesystem::path& folder, std::string_view root) {
    const auto given = parse_self_signed_root(root);
    if (!given) return base::fail(given.error(), "the root that was given");
    TRY(base::create_directories(folder));

    const auto before = base::read_file(folder / kInstalled);
    const auto current = base::read_file(folder / "root.json");
    for (const auto* file : {&before, &current})
        if (!*file && file->error().code != ErrorCode::not_found) return tl::unexpected(file->error());
    const bool is_same = before && *before == root;
    if (is_same && current && parse_self_signed_root(*current)) return Installed::kept;

    if (!is_same) TRY(remove_roles(folder));
    TRY(base::write_file_durably(folder / "root.json", root));
    // Last: what a power cut stops before this is done again.
    TRY(base::write_file_durably(folder / kInstalled, root));
    return Installed::anew;
}

}  // namespace accueil::trust
