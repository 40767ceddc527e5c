// SPDX-License-Identifier: GPL-3.0-or-later
// Thousands of small spoilings of a content folder, the same at each run: whatever the bytes, reading ends in
// a report.
#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "sync/base/strings.hpp"
#include "sync/model/record_json.hpp"
#include "tests/support/content_copy.hpp"

using namespace accueil;
using support::ContentCopy;

namespace {

class Mutator {
  public:
    explicit Mutator(std::uint32_t seed) : m_random(seed) {}

    std::size_t below(std::size_t most) { return most == 0 ? 0 : m_random() % most; }

    std::string mutate(std::string bytes) {
        for (std::size_t i = 0, count = 1 + below(4); i < count; ++i)
            once(bytes);
        return bytes;
    }

  private:
    void once(std::string& bytes) {
        static const std::array<std::string, 40> kPieces{"\"",
                                                         "'",
                                                         "---\n",
                                                         "{",
                                                         "}",
                                                         "[",
                                                         "]",
                                                         ":",
                                                         ": ",
                                                         ",",
                                                         ";",
                                                         "|",
                                                         "\n",
                                                         "\r",
                                                         "\r\n",
                                                         "\t",
                                                         "&a ",
                                                         "*a",
                                                         "!!map ",
                                                         "? ",
                                                         "- ",
                                                         "> ",
                                                         "\\u0000",
                                                         "\\x",
                                                         "\xFF",
                                                         "\xC3",
                                                         "\xEF\xBB\xBF",
                                                         "%TAG ! x\n",
                                                         "...\n",
                                                         "1e999",
                                                         "-0",
                                                         "NaN",
                                                         "null",
                                                         "true",
                                                         "[[[[[[[[[[[[[[[[[[[[",
                                                         "{a: {a: {a: {a: {a: {a: ",
                                                         "<b>",
                                                         "![](",
                                                         "\xF0\x9F\x98\x80",
                                                         "fr"};
        const std::size_t at = below(bytes.size() + 1);
        const std::size_t length = std::min(below(24), bytes.size() - at);
        switch (below(7)) {
            case 0:
                bytes.erase(at, length);
                break;
            case 1:
                bytes.insert(at, kPieces[below(kPieces.size())]);
                break;
            case 2:
                bytes.replace(at, length, kPieces[below(kPieces.size())]);
                break;
            case 3:
                if (at < bytes.size()) bytes[at] = static_cast<char>(m_random() & 0xFFU);
                break;
            case 4:
                bytes.insert(below(bytes.size() + 1), bytes.substr(at, length));
                break;
            case 5:
                bytes.resize(at);
                break;
            default:
                for (std::size_t i = 0, count = 1 + below(300); i < count; ++i)
                    bytes.insert(at, 1, "[{-\"&*>"[below(7)]);
        }
    }
    std::mt19937 m_random;
};

}  // namespace

TEST_CASE("whatever bytes stand in the files, reading ends in a report and records that hold", "[publish]") {
    const ContentCopy content;
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(content.path())) {
        if (entry.is_regular_file())
            names.push_back(std::filesystem::relative(entry.path(), content.path()).string());
    }
    std::sort(names.begin(), names.end());
    std::map<std::string, std::string> good;
    for (const auto& name : names)
        good[name] = content.text(name);
    Mutator mutator(20261123);
    int with_errors = 0;
    constexpr int kRounds = 3000;
    for (int round = 0; round < kRounds; ++round) {
        const auto& name = names[mutator.below(names.size())];
        const auto bytes = mutator.mutate(good[name]);
        // Plainly, not durably: nobody needs these bytes after a power cut.
        std::ofstream(content.path() / name, std::ios::binary | std::ios::trunc) << bytes;
        INFO("round " << round << ", " << name << ":\n" << bytes);
        const auto folder = content.read();
        with_errors += folder.report.has_errors() ? 1 : 0;
        REQUIRE(base::is_valid_utf8(folder.report.render(support::catalog(), "fr")));
        for (const auto& record : folder.records)
            REQUIRE(model::record_from_json(model::to_json(record)));
        std::ofstream(content.path() / name, std::ios::binary | std::ios::trunc) << good[name];
    }
    // The mutations must bite, and some must be harmless, or the test shows nothing.
    CHECK(with_errors > kRounds / 3);
    CHECK(with_errors < kRounds);
    CHECK(content.errors().empty());
}
