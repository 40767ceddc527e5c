// SPDX-License-Identifier: GPL-3.0-or-later
// The commands about content; those about who may sign are in commands_keys.cpp.
#include "sync/publish/commands.hpp"

#include <ostream>

#include "sync/base/file.hpp"
#include "sync/base/resources.hpp"
#include "sync/base/strings.hpp"
#include "sync/cache/content_writer.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/feed/layout.hpp"
#include "sync/publish/progress_line.hpp"
#include "sync/publish/report.hpp"
#include "sync/publish/session.hpp"
#include "sync/publish/town_hall.hpp"

namespace accueil::publish {

using base::Result;

ExitCode Session::run() {
    switch (m_options.command) {
        case Command::init:
            return finish(init());
        case Command::check:
            return check();
        case Command::publish:
            return publish();
        case Command::renew:
            return finish(renew());
        case Command::join:
            return finish(join());
        case Command::delegate:
            return finish(delegate(), "unchanged");
        case Command::withdraw:
            return finish(withdraw(), "unchanged");
        case Command::receive:
            return finish(receive(), "receive.failed");
        case Command::rotate:
            return finish(rotate(), "unchanged");
        case Command::doctor:
            return doctor();
        case Command::import:
            return import();
        case Command::proposals_key:
            return finish(proposals_key());
        case Command::proposals:
            return proposals();
        case Command::embed:
            return embed();
        case Command::help:
            m_console.out << text("help");
            return ExitCode::done;
        case Command::version:
            m_console.out << "accueil-feed " ACCUEIL_VERSION "\n";
            return ExitCode::done;
    }
    return ExitCode::usage;
}

std::string Session::bytes(std::uint64_t count) const {
    return base::format_bytes(count, m_words.language());
}

void Session::say(const std::string& words) const {
    if (!m_options.quiet) m_console.out << words << "\n";
}

Access Session::access() const {
    return {passphrase_from_environment(), m_options.key_places, m_words};
}

ExitCode Session::finish(const Result<void>& result, const char* headline) const {
    if (result) return ExitCode::done;
    const auto& [code, detail] = result.error();
    const std::string key = std::string("publish.error.") + base::to_string(code);
    m_console.err << "accueil-feed: " << text(headline);
    // What is refused says why itself; there are no words here for it.
    const bool is_refusal = code == base::ErrorCode::bad_digest && m_options.command == Command::receive;
    if (!is_refusal && m_catalog.has("fr", key))
        m_console.err << " " << m_catalog.text(m_words.language(), key);
    m_console.err << "\n  " << printable(detail, 1000) << "\n";
    return ExitCode::system;
}

std::optional<ContentFolder> Session::read(ReadOptions how) const {
    ContentFolder content;
    const auto place = pages_place();
    if (!place) {
        m_console.err << "accueil-feed: " << printable(place.error().detail, 1000) << "\n";
        return std::nullopt;
    }
    how.pages.folder = place->folder;
    {
        std::optional<ProgressLine> line, documents;
        line.emplace(m_console, text("progress.reading"), m_words.language(), m_options.quiet);
        how.territory = m_options.territory;
        how.progress = [&](std::uint64_t done, std::uint64_t total) { line->update(done, total); };
        how.pages.progress = [&](std::uint64_t done, std::uint64_t total) {
            line.reset();  // media are read by then
            if (!documents)
                documents.emplace(m_console, text("progress.documents"), m_words.language(), m_options.quiet);
            documents->count(done, total);
        };
        content = read_content_folder(m_options.content, std::move(how));
        content.scratch = place->end;
    }
    const bool has_errors = content.report.has_errors();
    if (!m_options.quiet || has_errors) {
        auto& stream = m_options.command == Command::check ? m_console.out : m_console.err;
        stream << content.report.render(m_catalog, m_words.language());
    }
    if (has_errors) return std::nullopt;
    return content;
}

std::string Session::summary(const ContentFolder& content) const {
    std::map<std::string, std::uint64_t> counts;
    for (const auto& record : content.records)
        ++counts[model::kind_of(record)];
    std::vector<std::string> words;
    for (const char* kind : {"initiative", "question", "page", "theme", "need", "place", "service", "notice"})
        words.push_back(m_words.counted(std::string("count.") + kind, counts[kind]));
    return base::join(words, ", ");
}

ExitCode Session::check() const {
    const auto content = read({});
    if (!content) return ExitCode::content;
    say(text("checked", {{"summary", summary(*content)}}));
    return ExitCode::done;
}

Result<void> Session::init() const {
    const auto passphrase = passphrase_from_environment();
    const auto repository = TRY(Repository::init(m_options.folder, m_clock, {passphrase, m_words}));
    const auto root = m_options.folder / "root.json";
    const auto root_bytes = TRY(repository.root_bytes());
    TRY(base::write_file_durably(root, root_bytes));
    say(text("init.done", {{"keys", repository.keys_folder().string()},
                           {"public", repository.public_folder().string()},
                           {"root", root.string()},
                           {"folder", m_options.folder.string()}}));
    if (!passphrase) say(text("init.unlocked"));
    return {};
}

Result<void> Session::renew() const {
    auto repository = TRY(open());
    TRY(repository.renew(m_clock));
    const auto status = TRY(repository.status());
    say(text("renewed", {{"date", base::format_utc(expires_on(status))}}));
    for (const auto& [role, expires_on] : ageing(status, m_clock.wall()))
        m_console.err << text("ageing", {{"role", m_words.role(role)}, {"date", day_of(expires_on)}}) << "\n";
    return {};
}

ExitCode Session::publish() const {
    const auto failed = [&](const base::Error& error) {
        return finish(tl::unexpected<base::Error>(error), "publish.failed");
    };
    const auto nothing = [&] {
        m_console.err << text("publish.nothing") << "\n";
        return ExitCode::content;
    };
    if (!m_options.territory.empty()) {
        auto hall = TownHall::open(m_options.folder, m_options.territory, access(), m_options.after);
        if (!hall) return failed(hall.error());
        const auto content = read({});
        if (!content) return nothing();
        return finish(publish_to(*hall, *content), "publish.failed");
    }
    auto repository = open();
    if (!repository) return failed(repository.error());
    const auto status = repository->status();
    if (!status) return failed(status.error());
    ReadOptions how;
    for (const auto& [code, head] : status->territories)
        how.reserved.insert(feed::territory_prefix(code));
    const auto content = read(std::move(how));
    if (!content) return nothing();
    if (const auto packs = publish_heavy(*repository, *content); !packs) return failed(packs.error());
    Centre centre(*repository);
    return finish(publish_to(centre, *content), "publish.failed");
}

// Before the content that names them.
Result<void> Session::publish_heavy(Repository& repository, const ContentFolder& content) const {
    const auto packs = TRY(publish_packs(repository, content.packs, m_clock));
    if (packs.is_new)
        say(text("publish.packs", {{"files", m_words.counted("count.files", packs.files)},
                                   {"bytes", bytes(packs.bytes)},
                                   {"patches", m_words.counted("count.patches", packs.patches)},
                                   {"patch_bytes", bytes(packs.patch_bytes)}}));
    return {};
}

Result<void> Session::publish_to(Destination& destination, const ContentFolder& content) const {
    Publication publication;
    {
        ProgressLine line(m_console, text("progress.writing"), m_words.language(), m_options.quiet);
        publication =
            TRY(publish_content(destination, content, m_clock,
                                [&](std::uint64_t done, std::uint64_t total) { line.update(done, total); }));
    }
    say(summary(content));
    say(text("publish.media", {{"files", m_words.counted("count.media", publication.media_files)},
                               {"bytes", bytes(publication.media_bytes)},
                               {"new_bytes", bytes(publication.new_media_bytes)}}));
    if (publication.is_new) {
        say(text("publish.changes", {{"added", m_words.counted("count.added", publication.added)},
                                     {"changed", m_words.counted("count.changed", publication.changed)},
                                     {"removed", m_words.counted("count.removed", publication.removed)},
                                     {"bytes", bytes(publication.record_bytes)}}));
    }
    const std::string key = m_options.territory.empty() ? "publish." : "publish.territory.";
    say(text(key + (publication.is_new ? "done" : "same"),
             {{"revision", std::to_string(publication.revision)},
              {"folder", destination.public_folder().string()},
              {"date", base::format_utc(publication.expires_on)}}));
    return {};
}

ExitCode Session::embed() const {
    const auto content = read({});
    if (!content) {
        m_console.err << text("embed.nothing") << "\n";
        return ExitCode::content;
    }
    return finish(embed_to_cache(*content));
}

Result<void> Session::embed_to_cache(const ContentFolder& content) const {
    auto writer = TRY(cache::ContentWriter::create(m_options.folder, cache::Base::empty));
    for (const auto& record : content.records) {
        TRY(writer.put(record));
        for (const auto* file : model::media_of(record)) {
            TRY(writer.put_media(*file, content.media.at(file->sha256)));
        }
    }
    cache::GenerationInfo info;
    info.state_root = cache::state_root(content.records);
    info.published_on = info.synced_on = std::chrono::floor<std::chrono::seconds>(m_clock.wall());
    info.origin = std::filesystem::absolute(m_options.content).lexically_normal().filename().string();
    TRY(writer.commit(info));
    say(text("embed.done", {{"summary", summary(content)}, {"folder", m_options.folder.string()}}));
    return {};
}

ExitCode run_command(std::span<const std::string> arguments, const Console& console, const base::Clock& clock,
                     const std::filesystem::path& fallback_config) {
    const auto catalog = base::Catalog::load(base::assets_folder() / "i18n");
    if (!catalog) {
        console.err << "accueil-feed: " << catalog.error().detail << "\n";
        return ExitCode::system;
    }
    const auto language = base::message_language(*catalog);
    const auto options = read_options(arguments, *catalog, language, fallback_config);
    if (!options) {
        console.err << "accueil-feed: " << options.error().detail << "\n"
                    << catalog->text(language, "publish.usage.try_help") << "\n";
        return options.error().code == base::ErrorCode::invalid_input ? ExitCode::usage : ExitCode::system;
    }
    return Session(*options, console, clock, *catalog, language).run();
}

}  // namespace accueil::publish
