// SPDX-License-Identifier: GPL-3.0-or-later
// The records of a territory's folder as kiosks get them.
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "sync/publish/reading.hpp"

namespace accueil::publish {

namespace {

class Prefixer {
  public:
    explicit Prefixer(Reading& reading) : m_reading(reading) {}

    void operator()(model::Record& record) const {
        std::visit(
            [&](auto& value) {
                prefix(value.id);
                if constexpr (requires { value.place_id; }) refer(value.place_id, "place");
                if constexpr (requires { value.places; }) refer(value.places, "place");
                if constexpr (requires { value.related; }) {
                    refer(value.related, "initiative");
                    refer(value.questions, "question");
                }
                if constexpr (requires { value.initiatives; }) refer(value.initiatives, "initiative");
            },
            record);
    }

  private:
    void prefix(std::string& id) const {
        if (!id.starts_with(m_reading.territory_prefix)) id.insert(0, m_reading.territory_prefix);
    }
    // What the folder does not hold is the centre's, and keeps its name.
    void refer(std::string& id, const char* kind) const {
        if (m_reading.ids[kind].contains(id)) prefix(id);
    }
    void refer(std::vector<std::string>& ids, const char* kind) const {
        for (auto& id : ids)
            refer(id, kind);
    }

    Reading& m_reading;
};

}  // namespace

void make_territorial(Reading& reading) {
    std::erase_if(reading.records, [](const model::Record& record) {
        return std::holds_alternative<model::Need>(record) || std::holds_alternative<model::Theme>(record);
    });
    const Prefixer prefix(reading);
    for (auto& record : reading.records)
        prefix(record);
}

}  // namespace accueil::publish
