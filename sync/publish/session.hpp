// SPDX-License-Identifier: GPL-3.0-or-later
// One run of accueil-feed: its options, where it speaks and in which language. Made by run_command; one
// thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/base/i18n.hpp"
#include "sync/publish/commands.hpp"
#include "sync/publish/content_folder.hpp"
#include "sync/publish/destination.hpp"
#include "sync/publish/options.hpp"
#include "sync/publish/publication.hpp"
#include "sync/publish/repository.hpp"
#include "sync/publish/words.hpp"

namespace accueil::publish {

class Session {
  public:
    /// All outlive it.
    Session(const Options& options, const Console& console, const base::Clock& clock,
            const base::Catalog& catalog, std::string language)
        : m_options(options),
          m_console(console),
          m_clock(clock),
          m_catalog(catalog),
          m_words(catalog, std::move(language)) {}

    ExitCode run();

  private:
    // commands.cpp: the content
    ExitCode check() const;
    base::Result<void> init() const;
    base::Result<void> renew() const;
    ExitCode publish() const;
    base::Result<void> publish_heavy(Repository& repository, const ContentFolder& content) const;
    base::Result<void> publish_to(Destination& destination, const ContentFolder& content) const;
    ExitCode embed() const;
    base::Result<void> embed_to_cache(const ContentFolder& content) const;
    std::optional<ContentFolder> read(ReadOptions how) const;
    std::string summary(const ContentFolder& content) const;

    // commands_import.cpp: directories of others
    ExitCode import() const;

    // commands_proposals.cpp: what visitors propose
    base::Result<void> proposals_key() const;
    ExitCode proposals() const;

    // commands_keys.cpp: who may sign
    base::Result<void> join() const;
    base::Result<void> delegate() const;
    base::Result<void> withdraw() const;
    base::Result<void> receive() const;
    base::Result<void> rotate() const;
    ExitCode doctor() const;
    std::string doctor_json(const struct Examination& found) const;
    std::string doctor_words(const struct Examination& found) const;

    Access access() const;
    base::Result<Repository> open() const { return Repository::open(m_options.folder, access()); }
    // What an expected failure means for who reads it; the system's own words follow.
    ExitCode finish(const base::Result<void>& result, const char* headline = "failed") const;
    std::string text(const std::string& key, const Arguments& arguments = {}) const {
        return m_words.text(key, arguments);
    }
    std::string bytes(std::uint64_t count) const;
    void say(const std::string& words) const;

    const Options& m_options;
    const Console& m_console;
    const base::Clock& m_clock;
    const base::Catalog& m_catalog;
    Words m_words;
};

}  // namespace accueil::publish
