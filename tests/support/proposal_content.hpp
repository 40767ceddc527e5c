// SPDX-License-Identifier: GPL-3.0-or-later
// Content that invites to propose: the sample content with a form's address, a key, or both. One thread.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/base/sealed_box.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/desk_rig.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::support {

inline constexpr const char* kProposalForm = "https://mairie.example/proposer";

enum class Offers { nothing, form, key, both };

/// Folders of a kiosk whose content offers it; `key` opens what it seals.
struct ProposalDisk {
    TempDir folder;
    std::filesystem::path cache = folder / "cache", local = folder / "local";
    base::BoxSecretKey key = base::BoxSecretKey::generate();

    explicit ProposalDisk(Offers offers = Offers::both) {
        auto records = desk_content();
        for (auto& record : records) {
            if (auto* theme = std::get_if<model::Theme>(&record)) theme->icon = "lightbulb";
            if (auto* need = std::get_if<model::Need>(&record)) need->icon = "house";
            auto* feed = std::get_if<model::FeedInfo>(&record);
            if (feed == nullptr) continue;
            feed->territory = "Nantes";
            feed->map_zoom = 5;
            feed->map_bounds = {-6, 41, 10, 51.5};
            if (offers == Offers::form || offers == Offers::both) feed->proposal.url = kProposalForm;
            if (offers != Offers::key && offers != Offers::both) continue;
            const auto& bytes = key.public_key();
            feed->proposal.key =
                base::to_hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
            feed->proposal.reader = model::Text("l’équipe du livret, mairie de Nantes");
            feed->proposal.reader.set("ar", "فريق الدليل، بلدية نانت");
            feed->proposal.contact = "02 40 00 00 00, livret@mairie.example";
        }
        if (!commit_records(cache, records, 1)) throw std::runtime_error("no content");
    }
};

}  // namespace accueil::support
