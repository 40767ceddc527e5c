// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/report_settings.hpp"

#include <sys/stat.h>

#include <algorithm>

#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"

namespace accueil::daemon {

using base::ConfigType;
using base::ErrorCode;
using base::Result;

namespace {

constexpr mode_t kTooOpen = 0027;  // written by the group, or anything by others

// Whose traffic nobody else sees.
bool is_this_machine(const std::string& url) {
    auto host = url.substr(url.find("://") + 3);
    host.resize(std::min(host.find('/'), host.size()));
    if (const auto port = host.rfind(':');
        port != std::string::npos && host.find(']', port) == std::string::npos)
        host.resize(port);
    return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

struct Reader {
    const base::Config& config;
    const base::Catalog& catalog;
    const std::string& language;

    tl::unexpected<base::Error> refuse(const std::string& key, const char* words,
                                       const std::string& where = {}) const {
        const auto place = where.empty() ? config.where(key) : where;
        return base::fail(
            ErrorCode::invalid_input,
            (place.empty() ? std::string() : place + ": ") +
                catalog.text(language, std::string("sync.report.wrong.") + words, {{"key", key}}));
    }

    Result<void> check_url(const std::string& url) const {
        const auto scheme = url.find("://");
        const bool is_web = url.starts_with("http://") || url.starts_with("https://");
        if (!is_web || url.size() == scheme + 3) return refuse("report.url", "url");
        if (url.find_first_of("?#@ \t\r\n") != std::string::npos) return refuse("report.url", "url_parts");
        return {};
    }

    // Of the configuration, or of the file that it names; the same three keys.
    Result<fetch::Credentials> credentials(ReportOptions::Kind kind) const {
        const auto file = config.text("report.credentials_file");
        const bool is_inline =
            !config.text("report.password").empty() || !config.text("report.token").empty();
        if (!file.empty() && (is_inline || !config.text("report.user").empty()))
            return refuse("report.credentials_file", "twice");
        if (file.empty()) {
            const auto place = config.where("report.password");
            if (is_inline) TRY(check_mode(place.substr(0, place.rfind(':')), "report.password"));
            return take(kind, config.text("report.user"), config.text("report.password"),
                        config.text("report.token"), {});
        }
        TRY(check_mode(file, "report.credentials_file"));
        const std::vector<base::ConfigKey> keys{{"user", ConfigType::text, "", {}, {}, {}},
                                                {"password", ConfigType::text, "", {}, {}, {}},
                                                {"token", ConfigType::text, "", {}, {}, {}}};
        const auto read = TRY(base::Config::read(file, keys));
        return take(kind, read.text("user"), read.text("password"), read.text("token"), file);
    }

    Result<void> check_mode(const std::string& file, const char* key) const {
        struct stat about {};
        if (::stat(file.c_str(), &about) != 0)
            return tl::unexpected<base::Error>(base::system_error("open", file));
        if ((about.st_mode & kTooOpen) != 0) return refuse(key, "mode", file);
        return {};
    }

    Result<fetch::Credentials> take(ReportOptions::Kind kind, const std::string& user,
                                    const std::string& password, const std::string& token,
                                    const std::string& file) const {
        using Kind = fetch::Credentials::Kind;
        const auto control = [](const std::string& text) {
            return std::any_of(text.begin(), text.end(),
                               [](unsigned char c) { return c < ' ' || c == 0x7f; });
        };
        if (control(user) || control(password) || control(token))
            return refuse("report.credentials_file", "characters", file);
        const bool has_pair = !user.empty() && !password.empty();
        if (kind == ReportOptions::Kind::s3) {
            if (!has_pair || !token.empty()) return refuse("report.credentials_file", "s3", file);
            return fetch::Credentials{Kind::aws_sigv4, user, password, config.text("report.region")};
        }
        if (user.empty() && password.empty() && token.empty()) return fetch::Credentials{};
        if (has_pair == !token.empty() || (!has_pair && !user.empty()))
            return refuse("report.credentials_file", "webdav", file);
        if (has_pair) return fetch::Credentials{Kind::basic, user, password, {}};
        return fetch::Credentials{Kind::bearer, {}, token, {}};
    }
};

}  // namespace

std::vector<base::ConfigKey> report_keys() {
    return {
        {"kiosk.id", ConfigType::text, "", {}, {}, {}},
        {"local_folder", ConfigType::text, "/var/lib/accueil/local", {}, {}, {}},
        {"report.url", ConfigType::text, "", {}, {}, {}},
        {"report.kind", ConfigType::text, "webdav", {}, {}, {"webdav", "s3"}},
        {"report.region", ConfigType::text, "", {}, {}, {}},
        {"report.credentials_file", ConfigType::text, "", {}, {}, {}},
        {"report.user", ConfigType::text, "", {}, {}, {}},
        {"report.password", ConfigType::text, "", {}, {}, {}},
        {"report.token", ConfigType::text, "", {}, {}, {}},
    };
}

Result<ReportOptions> read_report(const base::Config& config, const base::Catalog& catalog,
                                  const std::string& language, Secrets secrets) {
    const Reader reader{config, catalog, language};
    ReportOptions report;
    report.url = config.text("report.url");
    report.kiosk_id = config.text("kiosk.id");
    report.local_file = std::filesystem::path(config.text("local_folder")) / "local.db";
    if (!report.kiosk_id.empty() && !base::is_id(report.kiosk_id)) return reader.refuse("kiosk.id", "kiosk");
    if (!report.local_file.is_absolute()) return reader.refuse("local_folder", "local_folder");
    if (report.url.empty()) return report;
    TRY(reader.check_url(report.url));
    if (report.kiosk_id.empty()) return reader.refuse("kiosk.id", "kiosk");
    if (config.text("report.kind") == "s3") {
        report.kind = ReportOptions::Kind::s3;
        const auto region = config.text("report.region");
        if (!base::is_id(region)) return reader.refuse("report.region", "region");
    }
    if (secrets == Secrets::leave) return report;
    report.credentials = TRY(reader.credentials(report.kind));
    const auto kind = report.credentials.kind;
    const bool is_told = kind == fetch::Credentials::Kind::basic || kind == fetch::Credentials::Kind::bearer;
    if (is_told && report.url.starts_with("http://") && !is_this_machine(report.url))
        return reader.refuse("report.url", "plain");
    return report;
}

}  // namespace accueil::daemon
