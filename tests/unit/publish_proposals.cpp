// SPDX-License-Identifier: GPL-3.0-or-later
// The key of proposals and their opening, as an admin has them.
#include "sync/publish/proposals.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <sstream>

#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/publish/commands.hpp"
#include "sync/publish/csv.hpp"
#include "sync/publish/doctor.hpp"
#include "sync/publish/proposal_key.hpp"
#include "tests/support/content_copy.hpp"
#include "tests/support/fake_clock.hpp"

using namespace accueil;
using publish::ExitCode;
using List = std::vector<std::string>;

namespace {

class AdminShell {
  public:
    AdminShell() {
        ::setenv("LC_ALL", "fr_FR.UTF-8", 1);
        ::unsetenv("ACCUEIL_KEY_PASSPHRASE");
        std::filesystem::create_directories(sent() / "proposal/hall");
    }
    ~AdminShell() {
        ::unsetenv("LC_ALL");
        ::unsetenv("ACCUEIL_KEY_PASSPHRASE");
    }
    ExitCode run(const List& arguments) {
        std::ostringstream out_stream, err_stream;
        const auto code =
            publish::run_command(arguments, {out_stream, err_stream, false}, clock, dir / "none");
        out = out_stream.str();
        err = err_stream.str();
        return code;
    }
    ExitCode make_key(const List& more = {}) {
        List words{"proposals-key", feed()};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    ExitCode open(const std::string& table) {
        return run({"proposals", sent(), feed(), "--to", dir / table});
    }
    std::string feed() const { return dir / "feed"; }
    std::filesystem::path sent() const { return dir / "sent"; }
    std::filesystem::path key_file() const { return dir / "feed/keys/proposals.json"; }
    base::BoxPublicKey public_key() const {
        return publish::find_proposal_keys({key_file()}).front().public_key;
    }
    void put(const std::string& name, const std::string& bytes) const {
        REQUIRE(base::write_file_durably(sent() / "proposal/hall" / name, bytes));
    }
    std::string read(const std::string& name) const { return base::read_file(dir / name).value(); }

    support::TempDir dir;
    support::FakeClock clock;
    std::string out, err;
};

model::Proposal proposal_of(int number, const std::string& title) {
    model::Proposal proposal;
    char id[33];
    std::snprintf(id, sizeof id, "%032x", number + 0x10);
    proposal.id = id;
    proposal.kiosk = "hall";
    proposal.day = std::chrono::local_days(std::chrono::year(2026) / 11 / 26);
    proposal.language = "fr";
    proposal.title = title;
    proposal.text = "Des parcelles.\n- le jeudi; \"à midi\"";
    return proposal;
}

std::string sealed(const model::Proposal& proposal, const base::BoxPublicKey& key) {
    return base::seal(model::proposal_json(proposal), key).value();
}

int mode_of(const std::filesystem::path& file) {
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return static_cast<int>(status.st_mode & 0777U);
}

}  // namespace

TEST_CASE("the key of proposals is made once, for its owner alone, and is what feed.json takes",
          "[publish]") {
    AdminShell shell;
    REQUIRE(shell.make_key() == ExitCode::done);
    CHECK(mode_of(shell.key_file()) == 0600);
    const auto digits = publish::to_hex(shell.public_key());
    CHECK_THAT(shell.out, Catch::Contains("\"key\": \"" + digits + "\""));
    const auto before = shell.read("feed/keys/proposals.json");
    CHECK(shell.out.find(base::string_of(base::parse_json(before).value(), "box_secret")) ==
          std::string::npos);
    REQUIRE(shell.make_key() == ExitCode::done);
    CHECK_THAT(shell.out, Catch::Contains(digits));
    CHECK(shell.read("feed/keys/proposals.json") == before);
    const support::ContentCopy content;
    content.edit("feed.json", "\"attribution\":",
                 "\"proposal\": {\"key\": \"" + digits +
                     "\", \"reader\": {\"fr\": \"l’équipe\"}, \"contact\": \"02 40\"}, \"attribution\":");
    CHECK(content.errors() == List{});
    CHECK(support::record<model::FeedInfo>(content.read(), "feed").proposal.key == digits);
}

TEST_CASE("a key of proposals is no signing key: the feed's doctor and commands pass over it", "[publish]") {
    AdminShell shell;
    REQUIRE(shell.run({"init", shell.feed()}) == ExitCode::done);
    REQUIRE(shell.run({"renew", shell.feed()}) == ExitCode::done);
    shell.run({"doctor", shell.feed(), "--json"});
    const auto before = shell.out;
    REQUIRE(shell.make_key() == ExitCode::done);
    shell.run({"doctor", shell.feed(), "--json"});
    CHECK(shell.out == before);
    CHECK(shell.run({"renew", shell.feed()}) == ExitCode::done);
}

TEST_CASE("what kiosks sent is opened into a table and a list, to the very text", "[publish]") {
    AdminShell shell;
    REQUIRE(shell.make_key() == ExitCode::done);
    auto first = proposal_of(1, "Un jardin");
    first.point = model::Coordinates{47.21812, -1.55361};
    first.contact = "02 40 00 00 00";
    const auto second = proposal_of(2, "حديقة");
    shell.put(first.id, sealed(first, shell.public_key()));
    shell.put(second.id, sealed(second, shell.public_key()));
    std::filesystem::create_directories(shell.sent() / "status");  // what is beside them is none of them
    REQUIRE(base::write_file_durably(shell.sent() / "status/hall.json", "{}"));
    REQUIRE(shell.open("table.csv") == ExitCode::done);
    CHECK_THAT(shell.out, Catch::Contains("2 propositions dans "));
    CHECK(shell.err.empty());
    CHECK(mode_of(shell.dir / "table.csv") == 0600);
    const auto bytes = shell.read("table.csv");
    REQUIRE(bytes.starts_with("\xEF\xBB\xBF"));
    publish::Report report;
    const auto table = publish::read_csv(std::string_view(bytes).substr(3), "table.csv", report);
    REQUIRE(table);
    CHECK_FALSE(report.has_errors());
    CHECK(table->separator == ';');
    REQUIRE(table->rows.size() == 2);
    CHECK(table->header[3].text == "titre");
    const auto& row = table->rows.front();
    CHECK(row[0].text == "2026-11-26");
    CHECK(row[2].text == "0000 0000");
    CHECK(row[3].text == "Un jardin");
    CHECK(row[4].text == "Des parcelles.\n'- le jeudi; \"à midi\"");
    CHECK(row[6].text == "47.21812");
    CHECK(table->rows[1][3].text == "حديقة");

    REQUIRE(shell.open("list.json") == ExitCode::done);
    const auto list = base::parse_json(shell.read("list.json")).value();
    REQUIRE(list.size() == 2);
    CHECK(model::proposal_from_json(list[0].dump()).value() == first);
    CHECK(model::proposal_from_json(list[1].dump()).value() == second);
}

TEST_CASE("what cannot be opened is named with the reason, and nothing is lost or written over",
          "[publish]") {
    AdminShell shell;
    REQUIRE(shell.make_key() == ExitCode::done);
    const auto other = base::BoxSecretKey::generate();
    const auto good = proposal_of(1, "Un jardin");
    const auto whole = sealed(good, shell.public_key());
    auto altered = whole;
    altered[whole.size() / 2] = static_cast<char>(altered[whole.size() / 2] ^ 1);
    shell.put("a-good", whole);
    shell.put("b-again", sealed(good, shell.public_key()));
    shell.put("c-other", sealed(proposal_of(2, "Ailleurs"), other.public_key()));
    shell.put("d-altered", altered);
    shell.put("e-cut", whole.substr(0, whole.size() - 1));
    shell.put("f-begun", whole.substr(0, 20));
    shell.put("g-empty", "");
    shell.put("h-page", "<html>captive</html>");
    shell.put("i-list", base::seal("[]", shell.public_key()).value());
    auto newer = base::parse_json(model::proposal_json(good)).value();
    newer["proposal"] = 2;
    shell.put("j-newer", base::seal(newer.dump(), shell.public_key()).value());
    shell.put("k-large", whole + std::string(300'000, 'x'));
    std::filesystem::create_symlink("a-good", shell.sent() / "proposal/hall/l-link");
    std::filesystem::create_symlink(shell.sent(), shell.sent() / "proposal/hall/m-loop");
    REQUIRE(shell.open("table.csv") == ExitCode::content);
    CHECK_THAT(shell.out, Catch::Contains("1 proposition dans "));
    for (const auto& [name, why] : std::vector<std::pair<std::string, std::string>>{
             {"c-other", "scellée pour une autre clé"},
             {"d-altered", "abîmée : coupée ou modifiée en chemin"},
             {"e-cut", "abîmée : coupée ou modifiée en chemin"},
             {"f-begun", "abîmée : coupée ou modifiée en chemin"},
             {"g-empty", "n’est pas une proposition scellée"},
             {"h-page", "n’est pas une proposition scellée"},
             {"i-list", "s’ouvre, mais ne contient pas de proposition"},
             {"j-newer", "vient d’une version plus récente : mettez accueil-feed à jour"},
             {"k-large", "n’est pas une proposition scellée"},
             {"l-link", "ne peut pas être lue"},
             {"m-loop", "ne peut pas être lue"}})
        CHECK_THAT(shell.err, Catch::Contains("proposal/hall/" + name + ": " + why + "\n"));
    CHECK_THAT(shell.err, Catch::Contains("11 fichiers ne se sont pas ouverts"));
    CHECK(base::read_file(shell.sent() / "proposal/hall/a-good").value() == whole);
    const auto before = shell.read("table.csv");
    CHECK(shell.open("table.csv") == ExitCode::system);
    CHECK(shell.read("table.csv") == before);
}

TEST_CASE("what a spreadsheet would calculate is only shown", "[publish]") {
    AdminShell shell;
    REQUIRE(shell.make_key() == ExitCode::done);
    auto hostile = proposal_of(1, "=HYPERLINK(\"https://x.example\")");
    hostile.text = "a;\"=1+1,@SUM(1)\n+2\t-3|=4";
    hostile.contact = "@x";
    hostile.kiosk = "-1";
    hostile.language = "=fr";
    hostile.town = "+a";
    shell.put(hostile.id, sealed(hostile, shell.public_key()));
    REQUIRE(shell.open("table.csv") == ExitCode::done);
    const auto bytes = shell.read("table.csv");
    // However the cells are parted, none begins with what is calculated.
    char before = ';';
    for (const char c : bytes.substr(bytes.find('\n') + 1)) {
        if (std::string_view("=+-@").find(c) != std::string_view::npos)
            CHECK(std::string_view(",;|\t\r\n\"").find(before) == std::string_view::npos);
        before = c;
    }
    REQUIRE(shell.open("list.json") == ExitCode::done);
    CHECK(base::parse_json(shell.read("list.json")).value()[0]["text"] == hostile.text);
}

TEST_CASE("a key that was replaced still opens what was sealed for it", "[publish]") {
    AdminShell shell;
    REQUIRE(shell.make_key() == ExitCode::done);
    const auto old_key = shell.public_key();
    REQUIRE(shell.make_key({"--new-key"}) == ExitCode::done);
    REQUIRE(shell.public_key() != old_key);
    shell.put("1", sealed(proposal_of(1, "Avant"), old_key));
    shell.put("2", sealed(proposal_of(2, "Après"), shell.public_key()));
    CHECK(shell.open("list.json") == ExitCode::done);
    CHECK(base::parse_json(shell.read("list.json")).value().size() == 2);
}

TEST_CASE("a key under a passphrase opens with it, and says what to do without", "[publish]") {
    AdminShell shell;
    ::setenv("ACCUEIL_KEY_PASSPHRASE", "un lion dans la cour", 1);
    REQUIRE(shell.make_key() == ExitCode::done);
    CHECK(shell.read("feed/keys/proposals.json").find("box_secret") == std::string::npos);
    shell.put("1", sealed(proposal_of(1, "Un jardin"), shell.public_key()));
    CHECK(shell.open("a.json") == ExitCode::done);
    ::setenv("ACCUEIL_KEY_PASSPHRASE", "un autre", 1);
    CHECK(shell.open("b.json") == ExitCode::system);
    CHECK_THAT(shell.err, Catch::Contains("la phrase de passe (ACCUEIL_KEY_PASSPHRASE) n’est pas celle"));
    ::unsetenv("ACCUEIL_KEY_PASSPHRASE");
    CHECK(shell.open("b.json") == ExitCode::system);
    CHECK_THAT(shell.err, Catch::Contains("Donnez-la dans la variable ACCUEIL_KEY_PASSPHRASE"));
    CHECK_FALSE(std::filesystem::exists(shell.dir / "b.json"));
}

TEST_CASE("a command for proposals that says too little is told what is missing", "[publish]") {
    AdminShell shell;
    CHECK(shell.run({"proposals"}) == ExitCode::usage);
    CHECK(shell.run({"proposals", shell.sent(), shell.feed()}) == ExitCode::usage);
    CHECK(shell.run({"proposals", shell.sent(), shell.feed(), "--to", "table.xls"}) == ExitCode::usage);
    CHECK(shell.run({"proposals", shell.sent(), "--to", "table.csv"}) == ExitCode::usage);
    CHECK(shell.run({"proposals-key"}) == ExitCode::usage);
    CHECK(shell.open("table.csv") == ExitCode::system);  // no key
    CHECK_THAT(shell.err, Catch::Contains("aucune clé de propositions"));
    REQUIRE(shell.make_key() == ExitCode::done);
    CHECK(shell.run({"proposals", shell.dir / "nowhere", shell.feed(), "--to", shell.dir / "t.csv"}) ==
          ExitCode::system);
}
