// SPDX-License-Identifier: GPL-3.0-or-later
// local.db behind the questions: within query/ alone. It outlives the generations of the content. Loader
// thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "kiosk/query/desk.hpp"
#include "sync/cache/local_store.hpp"

namespace accueil::query {

class Local {
  public:
    /// `folder` holds local.db; empty, or without a parent: this kiosk keeps nothing, which is no error of
    /// its own.
    explicit Local(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    bool is_off() const;
    /// Read at the first call and after each change. Where the file cannot be read they are those before.
    std::shared_ptr<const DeskNotices> notices();

    /// `use` of the open store; once more on a new one where the file turns out to be damaged.
    template <class Use>
    auto with(const Use& use) -> decltype(use(std::declval<cache::LocalStore&>())) {
        if (is_off()) return base::fail(base::ErrorCode::not_found, "this kiosk has no local store");
        TRY(open());
        auto used = use(*m_store);
        if (used || used.error().code != base::ErrorCode::corrupt) return used;
        m_store.reset();
        TRY(open());
        return use(*m_store);
    }
    /// What stands is read anew at the next call of notices().
    void changed() { m_notices.reset(); }

  private:
    base::Result<void> open();

    std::filesystem::path m_folder;
    std::optional<cache::LocalStore> m_store;
    std::shared_ptr<const DeskNotices> m_notices, m_before;
};

}  // namespace accueil::query
