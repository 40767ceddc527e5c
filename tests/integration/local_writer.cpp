// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a local.db as a kiosk does, for tests of accueil-sync's way up:
//
//   local_writer FILE write NUMBER        accepts so many proposals and notices; prints "KIND ID" after each
//   local_writer FILE put KIND ID         the same for one; ID "-" draws one
//   local_writer FILE count TIMES NAME THEME LANGUAGE HALF_DAY
//   local_writer FILE waiting             prints what waits, "KIND ID" a line
//
// A body follows from its id, so that whoever finds it at a server can tell whether it is whole:
// `local_writer - body ID` prints it. Exit code 1 with words when the store refuses.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "sync/cache/local_store.hpp"

namespace {

using accueil::base::Result;
using accueil::cache::LocalStore;
using accueil::cache::OutgoingKind;

std::string body_of(const std::string& id) {
    std::string body = id + "\n";
    // Up to 32 KB: some bodies fill several pages of the file, most do not.
    const auto last =
        std::strtoul(id.substr(id.size() - std::min<std::size_t>(2, id.size())).c_str(), nullptr, 16);
    while (body.size() < last * last / 2)
        body += id;
    return body;
}

Result<void> put(LocalStore& store, OutgoingKind kind, std::string id) {
    if (id == "-") id = LocalStore::new_id();
    const bool is_sealed = kind == OutgoingKind::proposal;
    TRY(store.put(kind, id, is_sealed ? "application/octet-stream" : "application/json", body_of(id)));
    std::printf("%s %s\n", to_string(kind), id.c_str());
    std::fflush(stdout);
    return {};
}

Result<void> run(const std::vector<std::string>& words) {
    auto store = TRY(LocalStore::open(words[0]));
    if (words[1] == "write") {
        for (int item = 0; item < std::atoi(words.at(2).c_str()); ++item)
            TRY(put(store, item % 2 == 0 ? OutgoingKind::proposal : OutgoingKind::notice, "-"));
    } else if (words[1] == "put") {
        TRY(put(store, words.at(2) == "proposal" ? OutgoingKind::proposal : OutgoingKind::notice,
                words.at(3)));
    } else if (words[1] == "count") {
        const auto half_day = TRY(accueil::model::HalfDay::parse(words.at(6)));
        for (int time = 0; time < std::atoi(words.at(2).c_str()); ++time)
            TRY(store.count(words.at(3), words.at(4), words.at(5), half_day));
    } else {
        for (std::uint64_t number = 0;;) {
            const auto item = TRY(store.next_after(number));
            if (!item) break;
            number = item->number;
            std::printf("%s %s\n", to_string(item->kind), item->id.c_str());
        }
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() == 3 && words[1] == "body") {
        std::fputs(body_of(words[2]).c_str(), stdout);
        return 0;
    }
    if (words.size() < 2) return 2;
    const auto done = run(words);
    if (done) return 0;
    std::fprintf(stderr, "%s: %s\n", accueil::base::to_string(done.error().code),
                 done.error().detail.c_str());
    return 1;
}
