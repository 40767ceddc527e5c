// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/target_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <string_view>
#include <system_error>

#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"

namespace accueil::publish {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;
using std::filesystem::path;

namespace {

bool is_target_name(const std::string& name) {
    const auto is_plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
               c == '_' || c == '-' || c == '/';
    };
    const auto parts = base::split(name, '/');
    return std::all_of(name.begin(), name.end(), is_plain) &&
           std::none_of(parts.begin(), parts.end(),
                        [](const std::string& part) { return part.empty() || part.front() == '.'; });
}

Result<void> write_all(const base::UniqueFd& to, std::string_view bytes, const path& file) {
    while (!bytes.empty()) {
        const auto written = ::write(to.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return tl::unexpected<Error>(base::system_error("write", file));
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

// Hashes what it copies, in one pass, so that a source that changes meanwhile is known as it was read.
Result<base::FileDigest> copy_into(const path& source, const path& beside, Links links,
                                   const std::function<void(std::uint64_t)>& advance) {
    const int follow = links == Links::refused ? O_NOFOLLOW | O_NONBLOCK : 0;
    const base::UniqueFd from(::open(source.c_str(), O_RDONLY | O_CLOEXEC | follow));
    if (!from.is_open()) return tl::unexpected<Error>(base::system_error("open", source));
    struct stat status {};
    if (::fstat(from.get(), &status) != 0 || !S_ISREG(status.st_mode))
        return fail(ErrorCode::io, source.string() + ": not a file");
    const base::UniqueFd to(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!to.is_open()) return tl::unexpected<Error>(base::system_error("create", beside));
    base::Sha256Stream stream;
    base::FileDigest digest{};
    std::vector<char> buffer(std::size_t{1} << 20);
    for (;;) {
        const auto count = ::read(from.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return tl::unexpected<Error>(base::system_error("read", source));
        if (count == 0) break;
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
        stream.update(bytes);
        digest.length += bytes.size();
        if (advance) advance(bytes.size());
        TRY(write_all(to, bytes, beside));
    }
    if (::fsync(to.get()) != 0) return tl::unexpected<Error>(base::system_error("fsync", beside));
    digest.sha256 = stream.finish();
    return digest;
}

}  // namespace

Result<void> check_target_files(const std::vector<TargetFile>& files) {
    std::set<std::string> names;
    for (const auto& file : files) {
        if (!is_target_name(file.name))
            return fail(ErrorCode::invalid_input, "no name for a target: \"" + file.name + "\"");
        if (!names.insert(file.name).second)
            return fail(ErrorCode::invalid_input, "the target " + file.name + " stands twice");
        if (!file.custom.is_null() && !file.custom.is_object())
            return fail(ErrorCode::invalid_input, file.name + ": custom data that is not an object");
        const auto canonical = base::canonical_json(file.custom);
        if (!canonical) return fail(canonical.error(), file.name);
        if (!base::is_valid_utf8(*canonical))
            return fail(ErrorCode::invalid_input, file.name + ": custom data that is not UTF-8");
    }
    return {};
}

std::string target_path(const trust::TargetInfo& info) {
    const auto slash = info.name.rfind('/');
    std::string name = info.name;
    return name.insert(slash == std::string::npos ? 0 : slash + 1, info.hashes.at("sha256") + ".");
}

Result<trust::TargetInfo> place_target(const path& targets, const TargetFile& file) {
    const path relative(file.name);
    const path folder = targets / relative.parent_path();
    TRY(base::create_directories(folder));
    const auto info_of = [&](const base::FileDigest& digest) {
        return trust::TargetInfo{
            file.name, digest.length, {{"sha256", base::to_hex(digest.sha256)}}, file.custom};
    };
    trust::TargetInfo info;
    if (const auto* bytes = std::get_if<std::string>(&file.content)) {
        info = info_of({base::sha256(*bytes), bytes->size()});
        TRY(base::write_file_durably(targets / target_path(info), *bytes));
    } else {
        const path beside = folder / (".tmp." + relative.filename().string());
        const auto digest = copy_into(std::get<path>(file.content), beside, Links::followed, {});
        if (!digest) {
            ::unlink(beside.c_str());
            return tl::unexpected<Error>(digest.error());
        }
        info = info_of(*digest);
        if (::rename(beside.c_str(), (targets / target_path(info)).c_str()) != 0)
            return tl::unexpected<Error>(base::system_error("rename", beside));
    }
    TRY(sync_folders(targets, file.name));
    return info;
}

Result<void> sync_folders(const path& root, const path& name) {
    for (path folder = name.parent_path(); !folder.empty(); folder = folder.parent_path())
        TRY(base::fsync_path(root / folder));
    return base::fsync_path(root);
}

Result<std::uint64_t> copy_checked(const path& public_folder, const FileToCopy& file,
                                   const std::function<void(std::uint64_t)>& advance) {
    const path target = public_folder / file.name;
    std::error_code error;
    if (std::filesystem::is_regular_file(target, error) &&
        std::filesystem::file_size(target, error) == file.length && !error) {
        if (advance) advance(file.length);
        return 0;
    }
    TRY(base::create_directories(target.parent_path()));
    path beside = target;
    beside += ".tmp";
    auto digest = copy_into(file.source, beside, file.links, advance);
    if (digest && (digest->length != file.length || base::to_hex(digest->sha256) != file.sha256))
        digest = fail(ErrorCode::bad_digest, file.source.string() + ": other bytes than were announced");
    if (digest && ::rename(beside.c_str(), target.c_str()) != 0)
        digest = tl::unexpected<Error>(base::system_error("rename", beside));
    if (!digest) {
        ::unlink(beside.c_str());
        return tl::unexpected<Error>(digest.error());
    }
    TRY(sync_folders(public_folder, file.name));
    return file.length;
}

}  // namespace accueil::publish
