// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/content_folder.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>

#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/base/resources.hpp"
#include "sync/base/strings.hpp"
#include "sync/feed/layout.hpp"
#include "sync/publish/reading.hpp"

namespace accueil::publish {

namespace {

namespace fs = std::filesystem;

constexpr int kMostDepth = 16;

/// The folder's files by what they are for.
struct Inventory {
    std::optional<SourceFile> feed, needs, themes, notices, school_holidays;
    std::vector<SourceFile> pages, questions, initiatives, places, services, exceptions, packs;
};

class Walker {
  public:
    Walker(fs::path root, MediaIndex& media, Report& report)
        : m_root(std::move(root)), m_media(media), m_report(report) {}

    Inventory walk() {
        std::error_code ignored;
        m_canonical_root = fs::canonical(m_root, ignored);
        visit(m_root, "", 0);
        return std::move(m_inventory);
    }

  private:
    static Where place(const std::string& name) { return {name, 0, 0, {}, {}}; }

    void visit(const fs::path& folder, const std::string& prefix, int depth) {
        if (depth > kMostDepth) return m_report.error(place(prefix), "too_deep");
        std::error_code error;
        std::vector<fs::path> entries;
        for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
             entry.increment(error)) {
            entries.push_back(entry->path());
        }
        if (error) m_report.error(place(prefix), "unreadable", {{"detail", error.message()}});
        std::sort(entries.begin(), entries.end());
        for (const auto& path : entries) {
            const std::string name = path.filename().string();
            if (name.starts_with(".") || name.starts_with("_")) continue;
            visit_entry(path, prefix + name, depth);
        }
    }

    void visit_entry(const fs::path& path, const std::string& name, int depth) {
        if (!base::is_valid_utf8(name)) return m_report.error(place(name), "name_not_utf8");
        std::error_code error;
        const auto link = fs::symlink_status(path, error);
        if (fs::is_symlink(link) && !is_good_link(path, name)) return;
        const auto status = fs::status(path, error);
        if (error) return m_report.error(place(name), "unreadable", {{"detail", error.message()}});
        if (fs::is_directory(status)) {
            // A link to a folder may lead back to itself.
            if (fs::is_symlink(link) || !is_known_folder(name))
                return m_report.warning(place(name), "not_read");
            return visit(path, name + "/", depth + 1);
        }
        // Reading a pipe or a device would never end.
        if (!fs::is_regular_file(status)) return m_report.warning(place(name), "not_read");
        file(path, name);
    }

    bool is_good_link(const fs::path& path, const std::string& name) {
        std::error_code error;
        const auto target = fs::canonical(path, error);
        if (error) {
            m_report.error(place(name), "link_broken");
            return false;
        }
        const auto [root_end, target_at] =
            std::mismatch(m_canonical_root.begin(), m_canonical_root.end(), target.begin(), target.end());
        if (root_end != m_canonical_root.end()) {
            m_report.error(place(name), "link_outside");
            return false;
        }
        return true;
    }

    static bool is_known_folder(const std::string& name) {
        static constexpr std::array<const char*, 7> kFolders{"pages", "questions", "initiatives", "livret",
                                                             "media", "packs",     "calendars"};
        const auto top = name.substr(0, name.find('/'));
        const bool is_known = std::find(kFolders.begin(), kFolders.end(), top) != kFolders.end();
        return is_known && (top == "media" || top == name || name == "livret/imports");
    }

    void file(const fs::path& path, const std::string& name) {
        if (name.starts_with("media/")) {
            std::error_code error;
            const auto length = fs::file_size(path, error);
            if (error) return m_report.error(place(name), "unreadable", {{"detail", error.message()}});
            return m_media.add(path, name.substr(std::string_view("media/").size()), length);
        }
        const SourceFile source{path, name};
        const auto is_in = [&](const char* folder, const char* ending) {
            return name.starts_with(folder) && name.ends_with(ending);
        };
        if (name == "feed.json") {
            m_inventory.feed = source;
        } else if (name == "needs.json") {
            m_inventory.needs = source;
        } else if (name == "themes.json") {
            m_inventory.themes = source;
        } else if (name == "notices.json") {
            m_inventory.notices = source;
        } else if (is_in("pages/", ".md")) {
            m_inventory.pages.push_back(source);
        } else if (is_in("questions/", ".md")) {
            m_inventory.questions.push_back(source);
        } else if (is_in("initiatives/", ".md")) {
            m_inventory.initiatives.push_back(source);
        } else if (is_in("livret/places", ".csv") || is_in("livret/places", ".json")) {
            m_inventory.places.push_back(source);
        } else if (is_in("livret/services", ".csv") || is_in("livret/services", ".json")) {
            m_inventory.services.push_back(source);
        } else if (is_in("livret/exceptions", ".csv") || is_in("livret/exceptions", ".json")) {
            m_inventory.exceptions.push_back(source);
        } else if (name.starts_with("livret/imports/") && name.ends_with(".places.csv")) {
            m_inventory.places.push_back(source);
        } else if (name.starts_with("livret/imports/") && name.ends_with(".services.csv")) {
            m_inventory.services.push_back(source);
        } else if (name == "calendars/school-holidays.csv") {
            m_inventory.school_holidays = source;
        } else if (name.starts_with("packs/")) {
            m_inventory.packs.push_back(source);
        } else {
            m_report.warning(place(name), "not_read");
        }
    }

    fs::path m_root;
    fs::path m_canonical_root;
    MediaIndex& m_media;
    Report& m_report;
    Inventory m_inventory;
};

// The names of the icon font; empty where the program's own files are not at hand.
std::vector<std::string> known_icons() {
    std::vector<std::string> names;
    const auto text = base::read_file(base::assets_folder() / "fonts" / "icons.json");
    const auto json = text ? base::parse_json(*text) : base::fail(base::ErrorCode::not_found, "");
    if (!json || !json->is_object()) return names;
    for (const auto& [name, code] : json->items())
        names.push_back(name);
    return names;
}

void read_all(const Inventory& files, Reading& reading) {
    if (files.feed) {
        read_feed_info(*files.feed, reading);
    } else if (reading.territory_prefix.empty()) {
        reading.report.error({"feed.json", 0, 0, {}, {}}, "feed_missing");
    }
    if (files.school_holidays) read_school_holidays(*files.school_holidays, reading);
    // A territory's folder may do without copies of the national lists; their ids are then taken as written.
    const auto list = [&](const std::optional<SourceFile>& file, const char* kind, auto read) {
        if (file) return read(*file, reading);
        if (reading.territory_prefix.empty()) return;
        reading.incomplete.insert(kind);
        reading.report.warning({std::string(kind) + "s.json", 0, 0, {}, {}}, "national_list_missing");
    };
    list(files.needs, "need", read_needs);
    list(files.themes, "theme", read_themes);
    read_markdown_records(files.pages, "page", reading);
    read_markdown_records(files.questions, "question", reading);
    read_markdown_records(files.initiatives, "initiative", reading);
    read_livret(files.places, "place", reading);
    read_livret(files.services, "service", reading);
    read_exceptions(files.exceptions, reading);
    if (files.notices) read_notices(*files.notices, reading);
    if (reading.territory_prefix.empty() && !reading.ids["page"].contains("introduction")) {
        reading.report.warning({"pages/introduction.md", 0, 0, {}, {}}, "introduction_missing");
    }
    connect(reading);
}

// After the records: the feed's settings name the packs. A territory has none of its own.
std::vector<Pack> read_packs(const Inventory& files, Reading& reading) {
    std::vector<Pack> packs;
    for (const auto& file : files.packs) {
        if (!reading.territory_prefix.empty()) {
            reading.report.warning({file.name, 0, 0, {}, {}}, "pack_of_territory");
            continue;
        }
        if (auto pack = read_pack(file.path, file.name, reading.report)) packs.push_back(std::move(*pack));
    }
    for (auto& record : reading.records) {
        auto* info = std::get_if<model::FeedInfo>(&record);
        if (info == nullptr) continue;
        for (const auto& pack : packs)
            info->packs.push_back(pack.name);
    }
    return packs;
}

}  // namespace

ContentFolder read_content_folder(const fs::path& path, ReadOptions options) {
    MediaIndex media(std::move(options.progress));
    Reading reading(media);
    if (!options.territory.empty()) reading.territory_prefix = feed::territory_prefix(options.territory);
    reading.reserved = std::move(options.reserved);
    ContentFolder folder;
    std::error_code error;
    if (!fs::is_directory(path, error)) {
        folder.report.error({path.string(), 0, 0, {}, {}}, "no_folder");
        return folder;
    }
    reading.icons = known_icons();
    const auto files = Walker(path, media, reading.report).walk();
    if (fs::is_empty(path, error)) {
        reading.report.error({}, "folder_empty");
    } else {
        read_all(files, reading);
        folder.packs = read_packs(files, reading);
        media.report_unused(reading.report);
    }
    folder.records = std::move(reading.records);
    folder.media = media.paths();
    // Takes a second a page: not for what will not be published.
    if (!reading.report.has_errors())
        prepare_documents(folder.records, folder.media, options.pages, reading.report);
    reading.report.sort();
    folder.report = std::move(reading.report);
    return folder;
}

}  // namespace accueil::publish
