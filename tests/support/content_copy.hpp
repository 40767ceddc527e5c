// SPDX-License-Identifier: GPL-3.0-or-later
// A copy of tests/fixtures/content that a test spoils, and what the publisher says of it. One thread.
#pragma once

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "sync/base/file.hpp"
#include "sync/base/i18n.hpp"
#include "sync/publish/content_folder.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::support {

inline const base::Catalog& catalog() {
    static const auto kCatalog =
        base::Catalog::load(std::string(ACCUEIL_SOURCE_DIR) + "/assets/i18n").value();
    return kCatalog;
}

class ContentCopy {
  public:
    ContentCopy() {
        std::filesystem::copy(std::string(ACCUEIL_SOURCE_DIR) + "/tests/fixtures/content", path(),
                              std::filesystem::copy_options::recursive);
    }
    std::filesystem::path path() const { return m_dir / "content"; }
    std::filesystem::path operator/(const std::string& name) const { return path() / name; }

    std::string text(const std::string& name) const { return base::read_file(path() / name).value(); }
    void write(const std::string& name, const std::string& bytes) const {
        std::filesystem::create_directories((path() / name).parent_path());
        if (!base::write_file_durably(path() / name, bytes)) throw std::runtime_error("cannot write " + name);
    }
    /// Replaces the only occurrence of `from`.
    void edit(const std::string& name, const std::string& from, const std::string& to) const {
        auto bytes = text(name);
        const auto at = bytes.find(from);
        if (at == std::string::npos || bytes.find(from, at + 1) != std::string::npos) {
            throw std::runtime_error(name + " does not hold once: " + from);
        }
        write(name, bytes.replace(at, from.size(), to));
    }
    void remove(const std::string& name) const { std::filesystem::remove_all(path() / name); }

    publish::ContentFolder read() const { return publish::read_content_folder(path()); }

    /// Each finding as the admin reads it.
    std::vector<std::string> errors(const std::string& language = "fr") const {
        return of(publish::Severity::error, language);
    }
    std::vector<std::string> warnings(const std::string& language = "fr") const {
        return of(publish::Severity::warning, language);
    }

  private:
    std::vector<std::string> of(publish::Severity severity, const std::string& language) const {
        std::vector<std::string> lines;
        const auto folder = read();
        for (const auto& finding : folder.report.findings()) {
            if (finding.severity == severity) lines.push_back(finding.render(catalog(), language));
        }
        return lines;
    }
    TempDir m_dir;
};

/// The record of a kind and id; throws when there is none.
template <class T>
const T& record(const publish::ContentFolder& folder, const std::string& id) {
    for (const auto& candidate : folder.records) {
        const auto* found = std::get_if<T>(&candidate);
        if (found != nullptr && found->id == id) return *found;
    }
    throw std::runtime_error("no record " + id);
}

}  // namespace accueil::support
