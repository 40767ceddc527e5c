// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/report_settings.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "sync/base/file.hpp"
#include "sync/daemon/settings.hpp"
#include "sync/daemon/words.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::daemon {
namespace {

using Kind = fetch::Credentials::Kind;

const base::Catalog& catalog() {
    static const auto loaded = base::Catalog::load(std::string(ACCUEIL_SOURCE_DIR) + "/assets/i18n").value();
    return loaded;
}

struct Files {
    support::TempDir folder;

    std::string write(const std::string& name, const std::string& text, mode_t mode = 0640) const {
        const auto file = folder / name;
        REQUIRE(base::write_file_durably(file, text));
        REQUIRE(::chmod(file.c_str(), mode) == 0);
        return file;
    }
    base::Result<Settings> read(const std::string& config, mode_t mode = 0640,
                                const char* what = "--once") const {
        return read_settings(std::vector<std::string>{what, "--config", write("sync.json", config, mode)},
                             catalog(), "fr");
    }
    base::Result<Settings> report(const std::string& report, mode_t mode = 0640) const {
        return read("{\n\"kiosk\": {\"id\": \"hall\"},\n\"report\": {\n" + report + "}}", mode);
    }
};

TEST_CASE("report settings: nothing goes up unless an address is given") {
    const Files files;
    const auto settings = files.read("{}");
    REQUIRE(settings);
    CHECK(settings->report.url.empty());
    CHECK(settings->report.local_file == "/var/lib/accueil/local/local.db");
}

TEST_CASE("report settings: each way to say who sends") {
    const Files files;
    const auto none = files.report(R"("url": "http://dav.test/x")");
    REQUIRE(none);
    CHECK(none->report.kiosk_id == "hall");
    CHECK(none->report.credentials.kind == Kind::none);
    const auto secret = files.write("secret.json", R"({"user": "borne", "password": "geheim"})");
    const auto basic = files.report(R"("url": "https://dav.test/x", "credentials_file": ")" + secret + "\"");
    REQUIRE(basic);
    CHECK(basic->report.credentials.kind == Kind::basic);
    CHECK(basic->report.credentials.secret == "geheim");
    const auto bearer = files.report(R"("url": "http://127.0.0.1:8080/x", "token": "jeton")");
    REQUIRE(bearer);
    CHECK(bearer->report.credentials.kind == Kind::bearer);
    const auto s3 = files.report(R"("url": "http://s3.test/b", "kind": "s3", "region": "eu-west-3",
        "user": "AK", "password": "SK")");
    REQUIRE(s3);
    CHECK(s3->report.credentials.kind == Kind::aws_sigv4);
    CHECK(s3->report.credentials.region == "eu-west-3");
}

TEST_CASE("report settings: what is wrong is said with file and line, and no secret with it") {
    const Files files;
    const auto open = files.write("open.json", R"({"user": "borne", "password": "geheim"})", 0644);
    const auto half = files.write("half.json", R"({"user": "geheim"})");
    const auto cut = files.write("cut.json", "{\n\"password\": \"geheim\n");
    const auto other = files.write("other.json", R"({"pasword": "geheim"})");
    struct Wrong {
        std::string report, said;
    };
    const std::vector<Wrong> all{
        {R"("url": "dav.test")", "sync.json:4: « report.url »"},
        {R"("url": "file:///media/x")", "sync.json:4: « report.url »"},
        {R"("url": "https://")", "sync.json:4: « report.url »"},
        {R"("url": "https://borne:geheim@dav.test/")", "report.credentials_file"},
        {R"("url": "https://dav.test/?geheim")", "report.credentials_file"},
        {R"("url": "https://dav.test/", "kind": "ftp")", "webdav, s3"},
        {R"("url": "https://s3.test/b", "kind": "s3", "user": "a", "password": "b")", "report.region"},
        {R"("url": "https://s3.test/b", "kind": "s3", "region": "fr")", "S3 demande"},
        {R"("url": "http://dav.test/", "user": "a", "password": "geheim")",
         "sync.json:4: « report.url » doit être une adresse https://"},
        {R"("url": "http://127.0.0.1.test/", "token": "geheim")", "https://"},
        {R"("url": "https://dav.test/", "user": "geheim")", "« token »"},
        {R"("url": "https://dav.test/", "token": "gehe\nim")", "caractère de contrôle"},
        {R"("url": "https://dav.test/", "token": "x", "credentials_file": ")" + half + "\"", "de trop"},
        {R"("url": "https://dav.test/", "credentials_file": ")" + open + "\"", "open.json"},
        {R"("url": "https://dav.test/", "credentials_file": ")" + half + "\"", "half.json"},
        {R"("url": "https://dav.test/", "credentials_file": ")" + cut + "\"", "cut.json:3"},
        {R"("url": "https://dav.test/", "credentials_file": ")" + other + "\"", "other.json:1"},
        {R"("url": "https://dav.test/", "credentials_file": "/nonexistent")", "/nonexistent"},
    };
    for (const auto& [report, said] : all) {
        INFO(report);
        const auto settings = files.report(report);
        REQUIRE_FALSE(settings);
        INFO(settings.error().detail);
        CHECK(settings.error().detail.find(said) != std::string::npos);
        CHECK(settings.error().detail.find("geheim") == std::string::npos);
        CHECK(settings.error().detail.find('{') == std::string::npos);
    }
    CHECK_FALSE(files.read(R"({"report": {"url": "https://dav.test/"}})"));
    CHECK_FALSE(files.read(R"({"kiosk": {"id": "Hall n° 1"}})"));
    CHECK_FALSE(files.read(R"({"local_folder": "local"})"));
    // A password in the configuration closes the configuration.
    CHECK_FALSE(files.report(R"("url": "https://dav.test/", "token": "x")", 0644));
    // Whoever asks how things stand needs no secret.
    CHECK(files.read(R"({"kiosk": {"id": "hall"}, "report": {"url": "https://dav.test/",
        "credentials_file": "/nonexistent"}})",
                     0644, "status"));
}

TEST_CASE("settings: an address or a file that cannot be is said before anything runs, with file and line") {
    const Files files;
    CHECK(files.read("{\n\"feed_url\": \"flux.test\"}").error().detail.find("sync.json:2: « feed_url »") !=
          std::string::npos);
    CHECK(files.read("{\n\n\"network\": {\"ca_file\": \"/nonexistent\"}}")
              .error()
              .detail.find("sync.json:3: ") != std::string::npos);
    CHECK(files.read("{\"media\": {\n\"heavy_window\": \"nuit\"}}").error().detail.find("sync.json:2: ") !=
          std::string::npos);
}

TEST_CASE(
    "words: status tells the content's age, what is due, what waits, who refused it, and half the time "
    "past") {
    const Words words(catalog(), "fr");
    const auto at = [](const char* utc) { return base::parse_utc(utc).value(); };
    Status status;
    status.feed_url = "https://flux.test";
    status.generation = 3;
    status.revision = 12;
    status.published_on = at("2026-11-20T08:30:00Z");
    status.last_success = at("2026-11-23T08:00:00Z");
    status.expires_seen = at("2026-11-20T08:30:00Z");
    status.expires_on = at("2026-11-27T08:30:00Z");
    status.next_attempt = at("2026-11-23T09:00:00Z");
    ReportStatus report;
    report.url = "https://dav.test/accueil";
    report.last_success = at("2026-11-22T08:00:00Z");
    report.pending = {{"counts", 1}, {"proposal", 2}};
    report.failure = ReportFailure{"http_status", "dav.test", "HTTP status 507"};
    report.not_before = at("2026-11-23T10:00:00Z");
    status.report = report;
    CHECK(status_from_json(to_json(status)).value() == status);
    const auto said = words.status(status, at("2026-11-23T08:30:00Z"));
    INFO(said);
    for (const char* part : {"il y a 3 jours", "Prochaine synchronisation : 23 novembre 2026, 09:00",
                             "https://dav.test/accueil", "22 novembre 2026", "1 relevé de comptages",
                             "2 propositions", "dav.test a échoué : ce serveur refuse", "HTTP status 507",
                             "attendre jusqu’au 23 novembre 2026, 10:00"})
        CHECK(said.find(part) != std::string::npos);
    CHECK(said.find("accueil-feed renew") == std::string::npos);
    CHECK(said.find('{') == std::string::npos);
    const auto later = words.status(status, at("2026-11-24T08:30:00Z"));
    CHECK(later.find("accueil-feed renew") != std::string::npos);
    CHECK(later.find("tourne-t-il") != std::string::npos);
    CHECK(later.find("attendre") == std::string::npos);
    // A wrong clock makes nothing negative.
    CHECK(words.status(status, at("2026-11-19T00:00:00Z")).find("il y a 0 heure") != std::string::npos);
    CHECK(words.report(report, 2).find("2 éléments envoyés") != std::string::npos);
    CHECK(words.report({}, 0).empty());
}

}  // namespace
}  // namespace accueil::daemon
