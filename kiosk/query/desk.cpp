// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/desk.hpp"

#include <algorithm>
#include <tuple>

#include "kiosk/query/local.hpp"
#include "kiosk/query/source.hpp"
#include "sync/base/log.hpp"

namespace accueil::query {

namespace {

// All that is kept: which of them counts is asked at display time.
constexpr model::LocalDay kAnyDay{};

auto key_of(const model::DeskNotice& notice) {
    return std::tie(notice.place, notice.kind, notice.day);
}

}  // namespace

DeskNotices::DeskNotices(std::vector<model::DeskNotice> all) : m_all(std::move(all)) {
    std::sort(m_all.begin(), m_all.end(), [](const auto& a, const auto& b) { return key_of(a) < key_of(b); });
}

const model::DeskNotice* DeskNotices::find(const std::string& place, model::DeskNoticeKind kind,
                                           model::LocalDay day) const {
    const auto sought = std::tie(place, kind, day);
    const auto at =
        std::lower_bound(m_all.begin(), m_all.end(), sought,
                         [](const auto& notice, const auto& key) { return key_of(notice) < key; });
    return at != m_all.end() && key_of(*at) == sought ? &*at : nullptr;
}

bool Local::is_off() const {
    std::error_code ignored;
    return m_folder.empty() || !std::filesystem::is_directory(m_folder.parent_path(), ignored);
}

base::Result<void> Local::open() {
    if (!m_store) m_store = TRY(cache::LocalStore::open(m_folder / "local.db"));
    return {};
}

std::shared_ptr<const DeskNotices> Local::notices() {
    if (m_notices) return m_notices;
    if (!is_off()) {
        auto read = with([](cache::LocalStore& store) { return store.notices(kAnyDay); });
        if (read)
            m_before = std::make_shared<const DeskNotices>(std::move(*read));
        else  // once, not at each question
            base::log(base::LogLevel::error, "query", "the desk's notices: " + read.error().detail);
    }
    if (!m_before) m_before = std::make_shared<const DeskNotices>();
    m_notices = m_before;
    return m_notices;
}

std::shared_ptr<const DeskNotices> desk_notices(const Source& source) {
    return source.local().notices();
}

base::Result<bool> post_notice(const Source& source, const std::string& place, model::DeskNoticeKind kind,
                               model::LocalDay day, base::WallTime now) {
    const model::DeskNotice notice{cache::LocalStore::new_id(), place, kind, day};
    const auto body = model::posted_json(notice, now);
    const auto sending =
        TRY(source.local().with([&](cache::LocalStore& store) { return store.post(notice, body); }));
    source.local().changed();
    return sending == cache::NoticeSending::queued;
}

base::Result<bool> withdraw_notice(const Source& source, const std::string& place, model::DeskNoticeKind kind,
                                   model::LocalDay day, base::WallTime now) {
    const auto standing = desk_notices(source);
    const auto* notice = standing->find(place, kind, day);
    if (notice == nullptr) return true;
    const auto body = model::withdrawn_json(*notice, now);
    const auto sending = TRY(source.local().with([&](cache::LocalStore& store) {
        return store.withdraw(*notice, cache::LocalStore::new_id(), body);
    }));
    source.local().changed();
    return sending == cache::NoticeSending::queued;
}

base::Result<void> count(const Source& source, const std::string& name, const std::string& theme,
                         const std::string& language, model::HalfDay half_day) {
    if (source.local().is_off()) return {};
    return source.local().with(
        [&](cache::LocalStore& store) { return store.count(name, theme, language, half_day); });
}

base::Result<std::vector<ListedRow>> listed_rows(const Source& source,
                                                 const std::vector<std::string>& items) {
    std::vector<ListedRow> rows;
    for (const auto& item : items) {
        if (item.starts_with(kListedInitiative)) {
            if (auto page = TRY(initiative(source, item.substr(kListedInitiative.size()))))
                rows.push_back({item, std::move(*page)});
        } else if (auto place = TRY(source.reader().get<model::Place>(item))) {
            rows.push_back({item, PlaceRow{std::move(*place), TRY(source.reader().services_of_place(item))}});
        }
    }
    return rows;
}

}  // namespace accueil::query
