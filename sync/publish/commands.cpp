// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/commands.hpp"

#include <array>
#include <optional>
#include <ostream>

#include "sync/base/file.hpp"
#include "sync/base/i18n.hpp"
#include "sync/base/resources.hpp"
#include "sync/base/strings.hpp"
#include "sync/cache/content_writer.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/publish/content_folder.hpp"
#include "sync/publish/options.hpp"
#include "sync/publish/progress_line.hpp"
#include "sync/publish/publication.hpp"
#include "sync/publish/repository.hpp"

namespace accueil::publish {

using base::Result;

namespace {

class Session {
  public:
    Session(const Options& options, const Console& console, const base::Clock& clock,
            const base::Catalog& catalog, std::string language)
        : m_options(options),
          m_console(console),
          m_clock(clock),
          m_catalog(catalog),
          m_language(std::move(language)) {}

    ExitCode run() {
        switch (m_options.command) {
            case Command::init:
                return finish(init());
            case Command::check:
                return check();
            case Command::publish:
                return publish();
            case Command::renew:
                return finish(renew());
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

  private:
    std::string text(const std::string& key, base::TextArguments arguments = {}) const {
        return m_catalog.text(m_language, "publish." + key, arguments);
    }
    std::string counted(const std::string& key, std::uint64_t count) const {
        return m_catalog.plural(m_language, "publish." + key, static_cast<long>(count));
    }
    std::string bytes(std::uint64_t count) const { return base::format_bytes(count, m_language); }
    void say(const std::string& words) const {
        if (!m_options.quiet) m_console.out << words << "\n";
    }

    // What an expected failure means for who reads it; the system's own words follow.
    ExitCode finish(const Result<void>& result, const char* headline = "failed") const {
        if (result) return ExitCode::done;
        const auto& [code, detail] = result.error();
        const std::string key = std::string("error.") + base::to_string(code);
        m_console.err << "accueil-feed: " << text(headline);
        if (m_catalog.has("fr", "publish." + key)) m_console.err << " " << text(key);
        m_console.err << "\n  " << printable(detail, 1000) << "\n";
        return ExitCode::system;
    }

    std::optional<ContentFolder> read() const {
        ContentFolder content;
        {
            ProgressLine line(m_console, text("progress.reading"), m_language, m_options.quiet);
            content = read_content_folder(m_options.content, [&](std::uint64_t done, std::uint64_t total) {
                line.update(done, total);
            });
        }
        const bool has_errors = content.report.has_errors();
        if (!m_options.quiet || has_errors) {
            auto& stream = m_options.command == Command::check ? m_console.out : m_console.err;
            stream << content.report.render(m_catalog, m_language);
        }
        if (has_errors) return std::nullopt;
        return content;
    }

    std::string summary(const ContentFolder& content) const {
        std::map<std::string, std::uint64_t> counts;
        for (const auto& record : content.records)
            ++counts[model::kind_of(record)];
        std::vector<std::string> words;
        for (const char* kind : {"initiative", "question", "page", "theme", "need", "place", "service"}) {
            words.push_back(counted(std::string("count.") + kind, counts[kind]));
        }
        return base::join(words, ", ");
    }

    ExitCode check() const {
        const auto content = read();
        if (!content) return ExitCode::content;
        say(text("checked", {{"summary", summary(*content)}}));
        return ExitCode::done;
    }

    Result<void> init() const {
        const auto passphrase = passphrase_from_environment();
        const auto repository = TRY(Repository::init(m_options.folder, m_clock, {passphrase}));
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

    Result<void> renew() const {
        auto repository = TRY(Repository::open(m_options.folder, passphrase_from_environment()));
        TRY(repository.renew(m_clock));
        const auto status = TRY(repository.status());
        say(text("renewed", {{"date", base::format_utc(expires_on(status))}}));
        if (targets_age(status, m_clock)) {
            m_console.err << text("targets_age", {{"date", base::format_utc(status.targets.expires_on)}})
                          << "\n";
        }
        return {};
    }

    ExitCode publish() const {
        auto repository = Repository::open(m_options.folder, passphrase_from_environment());
        if (!repository) return finish(tl::unexpected<base::Error>(repository.error()), "publish.failed");
        const auto content = read();
        if (!content) {
            m_console.err << text("publish.nothing") << "\n";
            return ExitCode::content;
        }
        return finish(publish_to(*repository, *content), "publish.failed");
    }

    Result<void> publish_to(Repository& repository, const ContentFolder& content) const {
        Publication publication;
        {
            ProgressLine line(m_console, text("progress.writing"), m_language, m_options.quiet);
            publication = TRY(
                publish_content(repository, content, m_clock,
                                [&](std::uint64_t done, std::uint64_t total) { line.update(done, total); }));
        }
        const std::string revision = std::to_string(publication.revision);
        say(summary(content));
        say(text("publish.media", {{"files", counted("count.media", publication.media_files)},
                                   {"bytes", bytes(publication.media_bytes)},
                                   {"new_bytes", bytes(publication.new_media_bytes)}}));
        if (publication.is_new) {
            say(text("publish.changes", {{"added", counted("count.added", publication.added)},
                                         {"changed", counted("count.changed", publication.changed)},
                                         {"removed", counted("count.removed", publication.removed)},
                                         {"bytes", bytes(publication.record_bytes)}}));
        }
        say(text(publication.is_new ? "publish.done" : "publish.same",
                 {{"revision", revision},
                  {"folder", repository.public_folder().string()},
                  {"date", base::format_utc(publication.expires_on)}}));
        return {};
    }

    ExitCode embed() const {
        const auto content = read();
        if (!content) {
            m_console.err << text("embed.nothing") << "\n";
            return ExitCode::content;
        }
        return finish(embed_to_cache(*content));
    }

    Result<void> embed_to_cache(const ContentFolder& content) const {
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

    const Options& m_options;
    const Console& m_console;
    const base::Clock& m_clock;
    const base::Catalog& m_catalog;
    std::string m_language;
};

}  // namespace

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
