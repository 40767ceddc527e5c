// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/repository.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <initializer_list>
#include <set>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"
#include "sync/publish/repository_metadata.hpp"

namespace accueil::publish {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;
using base::WallTime;
using std::filesystem::path;

namespace {

constexpr std::array<const char*, 3> kRootKeyFiles{"root-1.json", "root-2.json", "root-3.json"};
constexpr const char* kTargetsKeyFile = "targets.json";
constexpr const char* kOnlineKeyFile = "online.json";

constexpr const char* kReadMe =
    R"(LES CLÉS DE CE FLUX
Qui possède ces fichiers peut publier sur les bornes. Ne les copiez jamais sur le serveur web.

root-1.json, root-2.json, root-3.json
    Les clés maîtresses : deux sur trois suffisent pour changer toutes les autres. DÉPLACEZ-LES HORS DE CETTE
    MACHINE : trois clés USB, chez trois personnes différentes. Elles servent une fois par an. Si deux sont
    perdues, chaque borne devra être visitée.
targets.json
    La clé qui signe le contenu. Gardez-la hors ligne et branchez-la pour publier, ou protégez-la par une phrase
    de passe (variable ACCUEIL_KEY_PASSPHRASE). Il en faut une copie de secours.
online.json
    La clé qui confirme chaque jour que le flux est à jour. Elle reste ici. Seule, elle ne peut faire passer
    aucun contenu nouveau.

THE KEYS OF THIS FEED
Whoever has these files can publish to the kiosks. Never copy them to the web server.

root-1.json, root-2.json, root-3.json
    The master keys: any two of the three can replace all others. MOVE THEM OFF THIS MACHINE: three USB sticks,
    with three different people. They are needed once a year. If two are lost, every kiosk must be visited.
targets.json
    The key that signs content. Keep it offline and plug it in to publish, or lock it by a passphrase (variable
    ACCUEIL_KEY_PASSPHRASE). Keep a second copy safe.
online.json
    The key that confirms each day that the feed is up to date. It stays here. Alone it cannot bring new content.
)";

// Publishing and the daily renewal may meet: they take turns.
Result<base::UniqueFd> take_lock(const path& folder) {
    const path file = folder / "lock";
    base::UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd.is_open()) return tl::unexpected<Error>(base::system_error("open", file));
    while (::flock(fd.get(), LOCK_EX) != 0)
        if (errno != EINTR) return tl::unexpected<Error>(base::system_error("lock", file));
    return fd;
}

Result<SigningKey> load_key(const path& key_path, const std::optional<Passphrase>& passphrase,
                            const trust::Root& root, std::initializer_list<const char*> roles) {
    auto key = SigningKey::read(key_path, passphrase);
    if (!key && key.error().code == ErrorCode::not_found)
        return fail(ErrorCode::not_found,
                    key_path.string() + ": this key is needed here to sign, and is not there");
    if (!key) return key;
    for (const char* role : roles) {
        const auto& ids = root.roles.at(role).key_ids;
        if (std::find(ids.begin(), ids.end(), key->id()) == ids.end())
            return fail(ErrorCode::bad_signature,
                        key_path.string() + ": the feed's root does not let this key sign " + role);
    }
    return key;
}

Result<void> check_root_life(const trust::Root& root, WallTime now) {
    if (root.expires_on > now) return {};
    return fail(ErrorCode::expired,
                "the feed's root expired on " + base::format_utc(root.expires_on) +
                    ": kiosks refuse all that follows until the root keys sign a new one");
}

bool is_target_name(const std::string& name) {
    const auto is_plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
               c == '_' || c == '-' || c == '/';
    };
    if (!std::all_of(name.begin(), name.end(), is_plain)) return false;
    for (std::size_t start = 0; start <= name.size();) {
        const auto end = std::min(name.find('/', start), name.size());
        const auto part = std::string_view(name).substr(start, end - start);
        if (part.empty() || part.front() == '.') return false;
        start = end + 1;
    }
    return true;
}

Result<void> check_files(const std::vector<TargetFile>& files) {
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

Result<void> copy_into(const path& source, const base::UniqueFd& to, const path& beside,
                       base::FileDigest& digest) {
    const base::UniqueFd from(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
    if (!from.is_open()) return tl::unexpected<Error>(base::system_error("open", source));
    base::Sha256Stream stream;
    digest.length = 0;
    std::vector<char> buffer(std::size_t{1} << 18);
    for (;;) {
        const auto count = ::read(from.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return tl::unexpected<Error>(base::system_error("read", source));
        if (count == 0) break;
        std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
        stream.update(bytes);
        digest.length += bytes.size();
        while (!bytes.empty()) {
            const auto written = ::write(to.get(), bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return tl::unexpected<Error>(base::system_error("write", beside));
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    if (::fsync(to.get()) != 0) return tl::unexpected<Error>(base::system_error("fsync", beside));
    digest.sha256 = stream.finish();
    return {};
}

// Hashes what it copies, in one pass, so that a source that changes meanwhile is published as it was read.
Result<trust::TargetInfo> place(const path& targets, const TargetFile& file) {
    const path relative(file.name);
    const path folder = targets / relative.parent_path();
    TRY(base::create_directories(folder));
    const auto named = [&](const base::Sha256& sha256) {
        return folder / (base::to_hex(sha256) + "." + relative.filename().string());
    };
    base::FileDigest digest{};
    if (const auto* bytes = std::get_if<std::string>(&file.content)) {
        digest = {base::sha256(*bytes), bytes->size()};
        TRY(base::write_file_durably(named(digest.sha256), *bytes));
    } else {
        const path beside = folder / (".tmp." + relative.filename().string());
        const base::UniqueFd fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (!fd.is_open()) return tl::unexpected<Error>(base::system_error("create", beside));
        const auto copied = copy_into(std::get<path>(file.content), fd, beside, digest);
        if (!copied) {
            ::unlink(beside.c_str());
            return tl::unexpected<Error>(copied.error());
        }
        if (::rename(beside.c_str(), named(digest.sha256).c_str()) != 0)
            return tl::unexpected<Error>(base::system_error("rename", beside));
        TRY(base::fsync_path(folder));
    }
    // New folders too must be there after a power cut.
    for (path at = folder; at != targets && at.has_relative_path(); at = at.parent_path())
        TRY(base::fsync_path(at.parent_path()));
    return trust::TargetInfo{
        file.name, digest.length, {{"sha256", base::to_hex(digest.sha256)}}, file.custom};
}

}  // namespace

Repository::Repository(path folder, std::optional<Passphrase> passphrase)
    : m_folder(std::move(folder)), m_passphrase(std::move(passphrase)) {}

Result<Repository> Repository::init(const path& folder, const base::Clock& clock,
                                    const InitOptions& options) {
    TRY(base::create_directories(folder));
    const auto held = TRY(take_lock(folder));
    Repository repository(folder, options.passphrase);
    const path keys = repository.keys_folder();
    const path metadata = repository.metadata_folder();
    std::error_code ignored;
    for (const auto& taken : {keys, metadata})
        if (std::filesystem::exists(taken, ignored))
            return fail(ErrorCode::invalid_input,
                        taken.string() + ": exists already; a feed is made in a new folder");

    // Both folders get their names when they are whole: what a crash leaves before is thrown away.
    const path keys_beside = folder / "keys.new";
    const path metadata_beside = repository.public_folder() / "metadata.new";
    std::filesystem::remove_all(keys_beside, ignored);
    std::filesystem::remove_all(metadata_beside, ignored);
    TRY(base::create_directories(metadata_beside));
    TRY(base::create_directories(repository.public_folder() / "targets"));
    if (::mkdir(keys_beside.c_str(), 0700) != 0)
        return tl::unexpected<Error>(base::system_error("create folder", keys_beside));

    std::vector<SigningKey> root_keys;
    for (const char* file : kRootKeyFiles) {
        root_keys.push_back(SigningKey::generate());
        TRY(root_keys.back().write(keys_beside / file, options.passphrase));
    }
    const auto targets_key = SigningKey::generate();
    TRY(targets_key.write(keys_beside / kTargetsKeyFile, options.passphrase));
    const auto online_key = SigningKey::generate();
    TRY(online_key.write(keys_beside / kOnlineKeyFile));
    TRY(base::write_file_durably(keys_beside / "LISEZMOI.txt", kReadMe));

    const auto now = clock.wall();
    std::vector<const SigningKey*> roots;
    roots.reserve(root_keys.size());
    for (const auto& key : root_keys)
        roots.push_back(&key);
    TRY(write_root(metadata_beside, 1,
                   {{trust::kRoot, roots, 2},
                    {trust::kTargets, {&targets_key}},
                    {trust::kSnapshot, {&online_key}},
                    {trust::kTimestamp, {&online_key}}},
                   roots, now));
    const auto targets = TRY(write_targets(metadata_beside, 1, {}, targets_key, now));
    const auto snapshot = TRY(write_snapshot(metadata_beside, 1, 1, targets, online_key, now));
    TRY(write_timestamp(metadata_beside, 1, 1, snapshot, online_key, now));

    for (const auto& [from, to] : {std::pair{keys_beside, keys}, std::pair{metadata_beside, metadata}}) {
        if (::rename(from.c_str(), to.c_str()) != 0)
            return tl::unexpected<Error>(base::system_error("rename", from));
        TRY(base::fsync_path(to.parent_path()));
    }
    TRY(base::fsync_path(folder));
    return repository;
}

Result<Repository> Repository::open(const path& folder, const std::optional<Passphrase>& passphrase) {
    Repository repository(folder, passphrase);
    TRY(repository.status());
    return repository;
}

Result<void> Repository::publish(const std::vector<TargetFile>& files, const base::Clock& clock) {
    TRY(check_files(files));
    const auto held = TRY(take_lock(m_folder));
    const auto now = clock.wall();
    const auto root = TRY(load_root(metadata_folder()));
    TRY(check_root_life(root, now));
    const auto before = TRY(load_status(metadata_folder(), root));
    // Both keys before the first file: who cannot finish does not begin.
    const auto targets_key =
        TRY(load_key(keys_folder() / kTargetsKeyFile, m_passphrase, root, {trust::kTargets}));
    const auto online_key = TRY(
        load_key(keys_folder() / kOnlineKeyFile, m_passphrase, root, {trust::kSnapshot, trust::kTimestamp}));

    std::vector<trust::TargetInfo> infos;
    infos.reserve(files.size());
    for (const auto& file : files)
        infos.push_back(TRY(place(public_folder() / "targets", file)));
    const auto version = before.targets.version + 1;
    const auto targets = TRY(write_targets(metadata_folder(), version, infos, targets_key, now));
    const auto snapshot = TRY(
        write_snapshot(metadata_folder(), before.snapshot.version + 1, version, targets, online_key, now));
    TRY(write_timestamp(metadata_folder(), before.timestamp.version + 1, before.snapshot.version + 1,
                        snapshot, online_key, now));
    return {};
}

Result<void> Repository::renew(const base::Clock& clock) {
    const auto held = TRY(take_lock(m_folder));
    const auto now = clock.wall();
    const auto root = TRY(load_root(metadata_folder()));
    TRY(check_root_life(root, now));
    const auto before = TRY(load_status(metadata_folder(), root));
    const auto online_key = TRY(
        load_key(keys_folder() / kOnlineKeyFile, m_passphrase, root, {trust::kSnapshot, trust::kTimestamp}));
    const auto version = before.targets.version;
    const auto targets = TRY(base::read_file(metadata_folder() / versioned_name(version, trust::kTargets)));
    const auto snapshot = TRY(
        write_snapshot(metadata_folder(), before.snapshot.version + 1, version, targets, online_key, now));
    TRY(write_timestamp(metadata_folder(), before.timestamp.version + 1, before.snapshot.version + 1,
                        snapshot, online_key, now));
    return {};
}

Result<RepositoryStatus> Repository::status() const {
    const auto root = TRY(load_root(metadata_folder()));
    return load_status(metadata_folder(), root);
}

Result<std::string> Repository::root_bytes() const {
    const auto file = TRY(latest_root_file(metadata_folder()));
    return base::read_file(file);
}

}  // namespace accueil::publish
