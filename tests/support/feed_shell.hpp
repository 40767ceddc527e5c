// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-feed run as from a shell in French: a centre, town halls on machines of their own, a clock that is
// held, and a kiosk's trust client on what the centre serves. One thread.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/publish/commands.hpp"
#include "sync/trust/client.hpp"
#include "tests/support/content_copy.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/folder_http_client.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::support {

/// Every file below a folder with the digest of its bytes.
inline std::map<std::string, std::string> files_below(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        files[std::filesystem::relative(entry.path(), folder).string()] =
            base::to_hex(base::digest_file(entry.path()).value().sha256);
    }
    return files;
}

class FeedShell {
  public:
    using Code = publish::ExitCode;

    FeedShell() {
        ::setenv("LC_ALL", "fr_FR.UTF-8", 1);
        ::unsetenv("ACCUEIL_KEY_PASSPHRASE");
    }
    ~FeedShell() { ::unsetenv("LC_ALL"); }

    Code run(const std::vector<std::string>& arguments) {
        std::ostringstream out_stream, err_stream;
        const auto code =
            publish::run_command(arguments, {out_stream, err_stream, false}, clock, dir / "none.json");
        out = out_stream.str();
        err = err_stream.str();
        return code;
    }
    /// The same where it must succeed.
    void done(const std::vector<std::string>& arguments) {
        const auto code = run(arguments);
        INFO(arguments.front() << ": " << err);
        REQUIRE(code == Code::done);
    }

    /// A feed with the fixtures' content, whose three master keys are on USB sticks.
    void found_centre() {
        done({"init", feed()});
        std::filesystem::create_directories(usb());
        for (const char* name : {"root-1.json", "root-2.json", "root-3.json"})
            std::filesystem::rename(feed() + "/keys/" + name, usb() + "/" + name);
        done({"publish", content.path(), "--to", feed(), "--quiet"});
    }
    /// A town hall that joins the centre, publishes and hands over.
    void found_town(const std::string& code) {
        done({"join", town(code), "--territory", code});
        done({"delegate", feed(), "--territory", code, "--key", town(code) + "/" + code + ".public.json",
              "--keys", usb()});
        publish_town(code);
        done({"receive", feed(), town(code) + "/public"});
    }
    void publish_town(const std::string& code) {
        done({"publish", content.path(), "--territory", code, "--to", town(code), "--quiet"});
    }

    std::string feed() const { return dir / "feed"; }
    std::string usb() const { return dir / "usb"; }
    std::string town(const std::string& code) const { return dir / ("town-" + code); }
    std::string metadata(const std::string& name) const { return feed() + "/public/metadata/" + name; }

    TempDir dir;
    FakeClock clock;
    ContentCopy content;
    std::string out, err;
};

/// A kiosk that was given the feed's first root.
class TrustingKiosk {
  public:
    TrustingKiosk(const FeedShell& shell, const std::string& public_folder,
                  std::uint64_t most_bytes = 1 << 20)
        : m_http(public_folder), m_clock(shell.clock), m_most_bytes(most_bytes) {
        REQUIRE(trust::install_root(m_folder.path(), base::read_file(shell.metadata("1.root.json")).value()));
    }
    explicit TrustingKiosk(const FeedShell& shell) : TrustingKiosk(shell, shell.feed() + "/public") {}

    /// As a new process would, up to date first: the target's bytes, or the error's code in angle brackets.
    std::string target(const std::string& name) {
        auto client = trust::Client::create(m_folder.path(), m_http, m_clock, m_http.base_url());
        REQUIRE(client);
        if (const auto refreshed = client->refresh(); !refreshed)
            return "<" + std::string(base::to_string(refreshed.error().code)) + ">";
        const auto bytes = client->target(name, m_most_bytes);
        return bytes ? std::string(bytes->view())
                     : "<" + std::string(base::to_string(bytes.error().code)) + ">";
    }

  private:
    TempDir m_folder;
    FolderHttpClient m_http;
    const base::Clock& m_clock;
    std::uint64_t m_most_bytes;
};

}  // namespace accueil::support
