// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/words.hpp"

#include <algorithm>
#include <array>

#include "sync/publish/territory.hpp"

namespace accueil::publish {

namespace {

// A catalogue takes a braced list, which cannot be made at run time: the slots that are left are nameless.
template <class Say>
std::string filled(const Arguments& arguments, const Say& say) {
    std::array<std::pair<std::string_view, std::string>, 6> slots;
    for (std::size_t i = 0; i < std::min(slots.size(), arguments.size()); ++i)
        slots[i] = {arguments[i].first, arguments[i].second};
    return say(base::TextArguments{slots[0], slots[1], slots[2], slots[3], slots[4], slots[5]});
}

std::string bare(const std::string& key, const Arguments& arguments) {
    std::string text = key;
    for (const auto& [name, value] : arguments)
        text += " " + name + "=" + value;
    return text;
}

}  // namespace

std::string Words::text(const std::string& key, const Arguments& arguments) const {
    if (m_catalog == nullptr) return bare(key, arguments);
    return filled(arguments, [&](base::TextArguments slots) {
        return m_catalog->text(m_language, "publish." + key, slots);
    });
}

std::string Words::counted(const std::string& key, std::uint64_t count, const Arguments& arguments) const {
    if (m_catalog == nullptr) return bare(key, arguments) + " " + std::to_string(count);
    return filled(arguments, [&](base::TextArguments slots) {
        return m_catalog->plural(m_language, "publish." + key, static_cast<long>(count), slots);
    });
}

std::string Words::role(const std::string& name) const {
    if (const auto code = territory_of_role(name)) return text("role.territory", {{"code", *code}});
    return text("role." + name, {});
}

std::string day_of(base::WallTime time) {
    return base::format_utc(time).substr(0, 10);
}

}  // namespace accueil::publish
