// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/media/vcard.hpp"

#include <algorithm>

namespace accueil::media {

namespace {

constexpr std::string_view kEllipsis = "…";

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 8);
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\\' || c == ',' || c == ';') {
            (out += '\\') += c;
        } else if (static_cast<unsigned char>(c) >= 0x20) {
            out += c;
        }
    }
    return out;
}

std::string_view without_punctuation(std::string_view text) {
    while (!text.empty() && std::string_view(" ,;:").find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    return text;
}

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void add_line(std::string& card, std::string_view name, const std::string& value) {
    card += name;
    if (!is_plain(value)) card += ";CHARSET=UTF-8";
    (card += ':') += value;
    card += "\r\n";
}

std::string note_text(const std::vector<NotePart>& parts) {
    std::string note;
    const auto add = [&note](const std::string& line) {
        if (!note.empty()) note += '\n';
        note += line;
    };
    for (const auto& part : parts) {
        if (part.lines.empty()) continue;
        if (!part.title.empty()) add(part.title);
        for (const auto& line : part.lines)
            add(line);
    }
    return note;
}

std::string write(const Contact& contact) {
    std::string card = "BEGIN:VCARD\r\nVERSION:3.0\r\n";
    const auto name = escaped(contact.name);
    add_line(card, "N", name + ";;;;");
    add_line(card, "FN", name);
    if (!contact.organisation.empty()) add_line(card, "ORG", escaped(contact.organisation));
    if (!contact.telephone.empty()) add_line(card, "TEL", escaped(contact.telephone));
    const bool has_address = !contact.street.empty() || !contact.postcode.empty() || !contact.town.empty();
    if (has_address)
        add_line(card, "ADR",
                 ";" + escaped(contact.complement) + ";" + escaped(contact.street) + ";" +
                     escaped(contact.town) + ";;" + escaped(contact.postcode) + ";");
    if (!contact.email.empty()) add_line(card, "EMAIL", escaped(contact.email));
    if (!contact.website.empty()) add_line(card, "URL", escaped(contact.website));
    if (const auto note = note_text(contact.note); !note.empty()) add_line(card, "NOTE", escaped(note));
    card += "END:VCARD\r\n";
    return card;
}

/// Takes one step from the part; false where it is as short as it may be.
bool give_way(NotePart& part) {
    if (part.lines.empty()) return false;
    if (part.kind == NotePart::Kind::prose) {
        auto& text = part.lines.back();
        const bool was_cut = text.ends_with(kEllipsis);
        std::string_view words = text;
        if (was_cut) words.remove_suffix(kEllipsis.size());
        const auto space = words.find_last_of(' ', words.empty() ? 0 : words.size() - 1);
        if (space == std::string_view::npos || space == 0) {
            part.lines.clear();
            return true;
        }
        text = std::string(without_punctuation(words.substr(0, space))) + std::string(kEllipsis);
        return true;
    }
    const bool was_cut = part.lines.back() == kEllipsis;
    const auto stand = part.lines.size() - (was_cut ? 1 : 0);
    if (stand <= part.least) return false;
    if (was_cut) part.lines.pop_back();
    part.lines.pop_back();
    if (!part.lines.empty()) part.lines.emplace_back(kEllipsis);
    return true;
}

class Shortening {
  public:
    Shortening(Contact& contact, std::size_t most_bytes) : m_contact(contact), m_most(most_bytes) {}

    base::Result<Card> run() {
        if (fits()) return Card{m_text, false};
        const auto order = by_rank();
        for (const auto index : order)
            while (give_way(m_contact.note[index]))
                if (fits()) return done();
        for (auto* field :
             {&m_contact.website, &m_contact.email, &m_contact.organisation, &m_contact.complement}) {
            if (field->empty()) continue;
            field->clear();
            if (fits()) return done();
        }
        for (const auto index : order) {
            m_contact.note[index].lines.clear();
            if (fits()) return done();
        }
        const std::string name = m_contact.name;
        for (auto length = name.size(); length > kEllipsis.size(); --length) {
            m_contact.name = shortened_words(name, length);
            if (!m_contact.name.empty() && fits()) return done();
        }
        return base::fail(base::ErrorCode::too_large, "a contact of '" + name + "' does not fit into " +
                                                          std::to_string(m_most) + " bytes");
    }

  private:
    bool fits() {
        m_text = write(m_contact);
        return m_text.size() <= m_most;
    }
    Card done() { return {std::move(m_text), true}; }
    std::vector<std::size_t> by_rank() const {
        std::vector<std::size_t> order(m_contact.note.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return m_contact.note[a].rank > m_contact.note[b].rank;
        });
        return order;
    }

    Contact& m_contact;
    std::size_t m_most;
    std::string m_text;
};

}  // namespace

std::string shortened_words(std::string_view text, std::size_t most_bytes) {
    if (text.size() <= most_bytes) return std::string(text);
    if (most_bytes <= kEllipsis.size()) return {};
    // A space is of no other letter's bytes.
    const auto end = text.find_last_of(' ', most_bytes - kEllipsis.size());
    if (end == std::string_view::npos) return {};
    const auto words = without_punctuation(text.substr(0, end));
    return words.empty() ? std::string() : std::string(words) + std::string(kEllipsis);
}

base::Result<Card> make_card(Contact contact, std::size_t most_bytes) {
    if (contact.name.empty()) return base::fail(base::ErrorCode::invalid_input, "a contact without a name");
    return Shortening(contact, most_bytes).run();
}

}  // namespace accueil::media
