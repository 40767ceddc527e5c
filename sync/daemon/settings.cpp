// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/settings.hpp"

#include <map>
#include <optional>
#include <system_error>

#include "sync/base/file.hpp"
#include "sync/daemon/report_settings.hpp"
#include "sync/fetch/folder_client.hpp"

#include "sync/feed/layout.hpp"

namespace accueil::daemon {

using base::ConfigType;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;

struct CommandLine {
    Settings::Mode mode = Settings::Mode::daemon;
    bool json = false;
    bool quiet = false;
    std::map<std::string, std::string> values;  // by option

    const std::string* find(const std::string& option) const {
        const auto found = values.find(option);
        return found == values.end() ? nullptr : &found->second;
    }
};

Result<CommandLine> parse(std::span<const std::string> arguments, const base::Catalog& catalog,
                          const std::string& language) {
    const auto refuse = [&](const char* key, const std::string& what) {
        return base::fail(ErrorCode::invalid_input, catalog.text(language, key, {{"option", what}}));
    };
    CommandLine line;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string name = arguments[i];
        std::optional<std::string> value;
        if (const auto equals = name.find('='); name.starts_with("--") && equals != std::string::npos) {
            value = name.substr(equals + 1);
            name.resize(equals);
        }
        if (name == "--config" || name == "--feed" || name == "--cache" || name == "--trust" ||
            name == "--root") {
            if (!value && i + 1 < arguments.size()) value = arguments[++i];
            if (!value || value->empty()) return refuse("sync.option_needs_value", name);
            line.values[name] = *value;
            continue;
        }
        if (value) return refuse("sync.unknown_option", arguments[i]);
        if (name == "--once")
            line.mode = Settings::Mode::once;
        else if (name == "status")
            line.mode = Settings::Mode::status;
        else if (name == "--help" || name == "-h")
            line.mode = Settings::Mode::help;
        else if (name == "--version")
            line.mode = Settings::Mode::version;
        else if (name == "--json")
            line.json = true;
        else if (name == "--quiet")
            line.quiet = true;
        else
            return refuse("sync.unknown_option", name);
    }
    return line;
}

std::string upper(std::string text) {
    for (char& letter : text)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return text;
}

std::uint64_t megabytes(const base::Config& config, const std::string& key) {
    return static_cast<std::uint64_t>(config.whole(key)) * kMegabyte;
}

}  // namespace

std::vector<base::ConfigKey> config_keys() {
    std::vector<base::ConfigKey> keys{
        {"feed_url", ConfigType::text, "", {}, {}, {}},
        {"root_file", ConfigType::text, "/etc/accueil/root.json", {}, {}, {}},
        {"territory", ConfigType::text, "", {}, {}, {}},
        {"cache_folder", ConfigType::text, "/var/lib/accueil/cache", {}, {}, {}},
        {"trust_folder", ConfigType::text, "", {}, {}, {}},
        {"interval_minutes", ConfigType::whole, 30, 1, 1440, {}},
        {"limits.full_megabytes", ConfigType::whole, 256, 1, 4096, {}},
        {"limits.records_megabytes", ConfigType::whole, 1024, 1, 16384, {}},
        {"limits.media_megabytes", ConfigType::whole, 2048, 1, 65536, {}},
        {"limits.spare_megabytes", ConfigType::whole, 100, 0, 65536, {}},
        {"media.heavy_megabytes", ConfigType::whole, 20, 0, 65536, {}},
        {"media.heavy_window", ConfigType::text, "", {}, {}, {}},
        {"media.budget_megabytes", ConfigType::whole, 0, 0, 10'000'000, {}},
        {"network.proxy", ConfigType::text, "", {}, {}, {}},
        {"network.no_proxy", ConfigType::text, "", {}, {}, {}},
        {"network.ca_file", ConfigType::text, "", {}, {}, {}},
        {"network.parallel", ConfigType::whole, 6, 1, 32, {}},
        {"network.kilobytes_per_second", ConfigType::whole, 0, 0, 10'000'000, {}},
        {"network.connect_seconds", ConfigType::whole, 20, 1, 300, {}},
        {"network.low_speed_bytes", ConfigType::whole, 5000, 1, 1'000'000, {}},
        {"network.low_speed_seconds", ConfigType::whole, 60, 1, 3600, {}},
    };
    for (auto& key : report_keys())
        keys.push_back(std::move(key));
    return keys;
}

Result<Settings> read_settings(std::span<const std::string> arguments, const base::Catalog& catalog,
                               const std::string& language, const std::filesystem::path& fallback_config) {
    const auto line = TRY(parse(arguments, catalog, language));
    const auto keys = config_keys();
    auto config = base::Config::defaults(keys);
    std::error_code absent;
    if (const auto* path = line.find("--config"))
        config = TRY(base::Config::read(*path, keys));
    else if (std::filesystem::exists(fallback_config, absent))
        config = TRY(base::Config::read(fallback_config, keys));

    const auto choose = [&](const char* option, const char* key) {
        const auto* given = line.find(option);
        return given != nullptr ? *given : config.text(key);
    };
    Settings settings;
    settings.mode = line.mode;
    settings.json = line.json;
    settings.quiet = line.quiet;
    settings.interval = std::chrono::minutes(config.whole("interval_minutes"));
    auto& pipeline = settings.pipeline;
    pipeline.feed_url = choose("--feed", "feed_url");
    pipeline.territory = upper(config.text("territory"));
    if (!pipeline.territory.empty() && !feed::is_territory_code(pipeline.territory))
        return base::fail(ErrorCode::invalid_input, catalog.text(language, "sync.wrong_territory",
                                                                 {{"value", config.text("territory")}}));
    pipeline.cache_folder = choose("--cache", "cache_folder");
    pipeline.root_file = choose("--root", "root_file");
    pipeline.trust_folder = choose("--trust", "trust_folder");
    if (pipeline.trust_folder.empty()) pipeline.trust_folder = pipeline.cache_folder / "trust";
    pipeline.limits.full_bytes = megabytes(config, "limits.full_megabytes");
    pipeline.limits.records.bytes = megabytes(config, "limits.records_megabytes");
    pipeline.limits.media_bytes = megabytes(config, "limits.media_megabytes");
    pipeline.limits.spare_bytes = megabytes(config, "limits.spare_megabytes");
    pipeline.heavy.bytes = megabytes(config, "media.heavy_megabytes");
    pipeline.heavy.budget = megabytes(config, "media.budget_megabytes");
    pipeline.built_on = TRY(base::parse_utc(ACCUEIL_BUILT_ON));
    const auto window = DayWindow::parse(config.text("media.heavy_window"));
    if (!window)
        return base::fail(
            ErrorCode::invalid_input,
            config.where("media.heavy_window") + ": " +
                catalog.text(language, "sync.wrong_window", {{"value", config.text("media.heavy_window")}}));
    pipeline.heavy.window = *window;
    const auto& url = pipeline.feed_url;
    if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://") &&
        !fetch::folder_of(url)) {
        const bool is_option = line.find("--feed") != nullptr;
        const std::string key = is_option ? "--feed" : "feed_url";
        return base::fail(ErrorCode::invalid_input,
                          (is_option ? "" : config.where("feed_url") + ": ") +
                              catalog.text(language, "sync.wrong_feed_url", {{"key", key}}));
    }
    settings.network.proxy = config.text("network.proxy");
    settings.network.no_proxy = config.text("network.no_proxy");
    settings.network.ca_file = config.text("network.ca_file");
    if (const auto& file = settings.network.ca_file;
        !file.empty() && settings.mode != Settings::Mode::status) {
        const auto read = base::read_file(file);
        if (!read)
            return base::fail(ErrorCode::invalid_input, config.where("network.ca_file") + ": " +
                                                            catalog.text(language, "sync.wrong_file",
                                                                         {{"key", "network.ca_file"},
                                                                          {"detail", read.error().detail}}));
    }
    settings.network.parallel = static_cast<int>(config.whole("network.parallel"));
    settings.network.most_bytes_per_second =
        static_cast<std::uint64_t>(config.whole("network.kilobytes_per_second")) * 1000;
    settings.network.connect_timeout = std::chrono::seconds(config.whole("network.connect_seconds"));
    settings.network.low_speed_bytes = static_cast<long>(config.whole("network.low_speed_bytes"));
    settings.network.low_speed_time = std::chrono::seconds(config.whole("network.low_speed_seconds"));
    settings.report = TRY(read_report(config, catalog, language,
                                      line.mode == Settings::Mode::once || line.mode == Settings::Mode::daemon
                                          ? Secrets::read
                                          : Secrets::leave));
    return settings;
}

}  // namespace accueil::daemon
