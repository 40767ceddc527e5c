// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/document_pages.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"
#include "sync/publish/page_writer.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::Json;
using base::Result;
namespace fs = std::filesystem;

namespace {

// What was made by another version is made anew.
constexpr const char* kPreparation = "2";
constexpr std::chrono::hours kKept{24 * 90};
constexpr std::size_t kNumbersNamed = 12;
constexpr std::int64_t kMostPagesInFile = 10'000'000;

struct Note {
    std::string key;
    Arguments arguments;
};

/// What came of one PDF.
struct Prepared {
    std::optional<model::MediaFile> file;
    int pages = 0;  ///< in the PDF; 0: it could not be opened
    std::vector<Note> notes;
    bool is_lasting = true;  ///< another day would give the same
};

class Preparation {
  public:
    Preparation(fs::path pdf, const fs::path& to, const PageLimits& limits)
        : m_pdf(std::move(pdf)), m_limits(limits), m_writer(to, limits.document_bytes) {}

    Result<Prepared> run() {
        const auto deadline = std::chrono::steady_clock::now() + m_limits.document_wait;
        auto& pages = m_writer.document.pages;
        bool is_faulty = false;
        while (true) {
            const auto run = TRY(run_pages(m_pdf, pages.size(), m_limits, deadline,
                                           [&](PageFrame&& frame) { return take(std::move(frame)); }));
            TRY(std::exchange(m_trouble, {}));
            is_faulty = is_faulty || run.is_faulty;
            m_made.is_lasting = m_made.is_lasting && !run.is_late;
            if (!m_refused.empty()) return refused(m_refused);
            if (run.is_whole) break;
            if (m_made.pages == 0) return refused("document_too_heavy");
            // The page that was under way has ended the process.
            fail_page();
            if (pages.size() >= kept()) break;
            if (++m_failures >= m_limits.failures || std::chrono::steady_clock::now() >= deadline) break;
        }
        if (!std::any_of(pages.begin(), pages.end(),
                         [](const auto& page) { return page.picture.length > 0; }))
            return refused(m_made.pages > 0 ? "document_too_heavy" : "document_unreadable");
        note_all(is_faulty);
        m_writer.document.pages_in_file = m_made.pages;
        m_made.file = TRY(m_writer.finish());
        return std::move(m_made);
    }

  private:
    std::size_t kept() const { return std::min(static_cast<std::size_t>(m_made.pages), m_limits.pages); }

    Prepared refused(const std::string& why) {
        Prepared made;
        made.notes.push_back({why, {}});
        made.is_lasting = m_made.is_lasting;
        return made;
    }
    void fail_page() {
        m_failed.push_back(std::to_string(m_writer.document.pages.size() + 1));
        m_writer.add_missing();
    }

    // False ends the process, whose answers are wrong.
    bool take(PageFrame&& frame) {
        if (frame.kind == "REFUSED") {
            const auto why = base::string_of(frame.json, "why");
            m_refused = why == "encrypted" ? "document_encrypted" : "document_unreadable";
            return true;
        }
        if (frame.kind == "DOCUMENT") return take_document(frame.json);
        if (frame.kind == "END") return true;
        if (m_made.pages == 0 || m_writer.document.pages.size() >= kept()) return false;
        if (frame.kind == "FAILED") {
            fail_page();
            return true;
        }
        auto page = model::page_from_json(frame.json, frame.bytes.size());
        if (!page || page->picture.length == 0) return false;
        const bool had_fine = !page->tiles.empty();
        if (frame.json.contains("text_is_cut")) m_cut.push_back(next_number());
        const auto added = m_writer.add(std::move(*page), frame.bytes);
        if (!added && added.error().code != ErrorCode::bad_format) m_trouble = added;
        if (!added) return false;
        const auto& kept_page = m_writer.document.pages.back();
        if (!had_fine || kept_page.tiles.empty())
            m_coarse.push_back(std::to_string(m_writer.document.pages.size()));
        return true;
    }
    bool take_document(const Json& json) {
        const auto pages = json.find("pages");
        if (pages == json.end() || !pages->is_number_integer()) return false;
        const auto count = pages->get<std::int64_t>();
        if (count == 0) m_refused = "document_unreadable";
        if (count <= 0 || count > kMostPagesInFile) return false;
        if (m_made.pages != 0) return count == m_made.pages;
        m_made.pages = static_cast<int>(count);
        const auto outline = json.find("outline");
        if (outline == json.end() || !outline->is_array()) return true;
        for (const auto& line : *outline) {
            auto entry = model::outline_from_json(line);
            if (!entry || m_writer.document.outline.size() >= model::kMostOutline) return false;
            if (entry->page <= static_cast<int>(kept()))
                m_writer.document.outline.push_back(std::move(*entry));
        }
        return true;
    }

    std::string next_number() const { return std::to_string(m_writer.document.pages.size() + 1); }
    static std::string named(std::vector<std::string> numbers) {
        const bool are_more = numbers.size() > kNumbersNamed;
        numbers.resize(std::min(numbers.size(), kNumbersNamed));
        return base::join(numbers, ", ") + (are_more ? "…" : "");
    }
    void note_all(bool is_faulty) {
        const auto& pages = m_writer.document.pages;
        const auto all = std::to_string(m_made.pages);
        const auto stand = std::to_string(pages.size());
        if (is_faulty) m_made.notes.push_back({"document_damaged", {{"pages", stand}}});
        if (!m_failed.empty())
            m_made.notes.push_back({"document_pages_failed", {{"pages", named(m_failed)}}});
        if (pages.size() < kept()) {
            m_made.notes.push_back({"document_given_up", {{"kept", stand}, {"pages", all}}});
        } else if (kept() < static_cast<std::size_t>(m_made.pages)) {
            m_made.notes.push_back({"document_too_long", {{"kept", stand}, {"pages", all}}});
        }
        if (!m_coarse.empty()) m_made.notes.push_back({"document_coarse", {{"pages", named(m_coarse)}}});
        if (!m_cut.empty()) m_made.notes.push_back({"document_text_cut", {{"pages", named(m_cut)}}});
        if (std::all_of(pages.begin(), pages.end(), [](const auto& page) { return page.words.empty(); }))
            m_made.notes.push_back({"document_without_text", {}});
    }

    fs::path m_pdf;
    const PageLimits& m_limits;
    PageWriter m_writer;
    Prepared m_made;
    std::string m_refused;
    std::vector<std::string> m_failed, m_coarse, m_cut;
    int m_failures = 0;
    Result<void> m_trouble;
};

/// What was made before, beside one another: DIGEST.pages and DIGEST.json.
class PagesFolder {
  public:
    explicit PagesFolder(fs::path folder) : m_folder(std::move(folder)) {}

    fs::path pages(const std::string& digest) const { return m_folder / (digest + ".pages"); }

    std::optional<Prepared> find(const std::string& digest) const {
        const auto text = base::read_file(made(digest));
        const auto json = text ? base::parse_json(*text) : base::fail(ErrorCode::not_found, "");
        if (!json || !json->is_object() || base::string_of(*json, "preparation") != kPreparation)
            return std::nullopt;
        Prepared prepared;
        for (const auto& note : json->value("notes", Json::array())) {
            Arguments arguments;
            const Json given = note.value("arguments", Json::object());  // items() refers to it
            for (const auto& [name, value] : given.items())
                if (value.is_string()) arguments.emplace_back(name, value.get<std::string>());
            prepared.notes.push_back({base::string_of(note, "key"), std::move(arguments)});
        }
        prepared.pages = json->value("pages", 0);
        const auto sha256 = base::string_of(*json, "sha256");
        if (!sha256.empty()) {
            auto file = examine_pages_file(pages(digest));
            if (!file || file->sha256 != sha256) return std::nullopt;
            prepared.file = std::move(*file);
        }
        std::error_code ignored;
        fs::last_write_time(made(digest), fs::file_time_type::clock::now(), ignored);
        return prepared;
    }

    Result<void> keep(const std::string& digest, const Prepared& prepared) const {
        Json json{{"preparation", kPreparation}, {"pages", prepared.pages}, {"notes", Json::array()}};
        if (prepared.file) json["sha256"] = prepared.file->sha256;
        for (const auto& note : prepared.notes) {
            Json arguments = Json::object();
            for (const auto& [name, value] : note.arguments)
                arguments[name] = value;
            json["notes"].push_back({{"key", note.key}, {"arguments", std::move(arguments)}});
        }
        return base::write_file_durably(made(digest), json.dump());
    }

    // What nobody has asked for in a season; a file in the making that was left behind, too.
    void sweep() const {
        std::error_code error;
        const auto now = fs::file_time_type::clock::now();
        std::set<std::string> gone;
        for (fs::directory_iterator entry(m_folder, error), end; !error && entry != end;
             entry.increment(error)) {
            std::error_code ignored;
            const auto name = entry->path().filename().string();
            if (now - entry->last_write_time(ignored) < kKept || ignored) continue;
            if (name.ends_with(".json") || name.find(".pages.") != std::string::npos) gone.insert(name);
        }
        for (const auto& name : gone) {
            fs::remove(m_folder / name, error);
            if (name.ends_with(".json")) fs::remove(pages(name.substr(0, name.size() - 5)), error);
        }
    }

  private:
    fs::path made(const std::string& digest) const { return m_folder / (digest + ".json"); }
    fs::path m_folder;
};

Result<Prepared> prepare(const fs::path& pdf, const std::string& digest, const PagesFolder& folder,
                         const PageLimits& limits) {
    if (auto known = folder.find(digest)) return std::move(*known);
    auto made = TRY(Preparation(pdf, folder.pages(digest), limits).run());
    if (made.is_lasting) TRY(folder.keep(digest, made));
    return made;
}

}  // namespace

void prepare_documents(std::vector<model::Record>& records, std::map<std::string, fs::path>& media,
                       const PagesOptions& options, Report& report) {
    if (options.folder.empty()) return;
    std::vector<std::pair<model::Initiative*, model::Document*>> documents;
    for (auto& record : records) {
        auto* initiative = std::get_if<model::Initiative>(&record);
        if (initiative == nullptr) continue;
        for (auto& document : initiative->documents)
            documents.emplace_back(initiative, &document);
    }
    if (documents.empty()) return;
    const PagesFolder folder(options.folder);
    if (const auto made = base::create_directories(options.folder); !made)
        return report.error({options.folder.string(), 0, 0, {}, {}}, "unreadable",
                            {{"detail", made.error().detail}});
    std::map<std::string, Prepared> known;
    std::uint64_t done = 0;
    for (auto& [initiative, document] : documents) {
        const auto digest = document->file.sha256;
        const Where where{"media/" + document->file.name, 0, 0, {}, {}};
        if (!known.contains(digest)) {
            auto prepared = prepare(media.at(digest), digest, folder, options.limits);
            if (!prepared) {
                const bool is_missing = prepared.error().code == ErrorCode::not_found;
                report.error(where, is_missing ? "document_no_program" : "document_not_kept",
                             {{"detail", prepared.error().detail}});
                return;
            }
            for (const auto& note : prepared->notes)
                report.warning(where, note.key, note.arguments);
            known[digest] = std::move(*prepared);
        }
        const Prepared& prepared = known.at(digest);
        if (prepared.file) {
            document->reading = prepared.file;
            document->reading->name = document->file.name + ".pages";
            document->reading->type = model::kPagedType;
            media[prepared.file->sha256] = folder.pages(digest);
        }
        if (prepared.pages > 0) {
            if (document->pages > 0 && document->pages != prepared.pages)
                report.warning(
                    {where.file, 0, 0, "initiative", initiative->id}, "document_pages_differ",
                    {{"said", std::to_string(document->pages)}, {"pages", std::to_string(prepared.pages)}});
            document->pages = prepared.pages;
        }
        if (options.progress) options.progress(++done, documents.size());
    }
    folder.sweep();
}

Result<PagesPlace> pages_place() {
    const auto named = [](const char* name) {
        const char* value = std::getenv(name);
        return fs::path(value != nullptr ? value : "");
    };
    const auto home = named("HOME");
    for (const auto& root : {named("XDG_CACHE_HOME"), home.empty() ? home : home / ".cache"}) {
        if (!root.is_absolute()) continue;
        const auto folder = root / "accueil" / "pages";
        if (base::create_directories(folder) && ::access(folder.c_str(), W_OK) == 0)
            return PagesPlace{folder, {}};
    }
    std::error_code error;
    std::string pattern = (fs::temp_directory_path(error) / "accueil-pages-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        return tl::unexpected<base::Error>(base::system_error("make", pattern));
    const auto* folder = new fs::path(pattern);
    return PagesPlace{*folder, std::shared_ptr<const fs::path>(folder, [](const fs::path* own) {
                          std::error_code ignored;
                          fs::remove_all(*own, ignored);
                          delete own;
                      })};
}

}  // namespace accueil::publish
