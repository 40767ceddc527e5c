// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/options.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <system_error>

#include "sync/publish/report.hpp"
#include "sync/publish/vocabulary.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

struct CommandName {
    const char* name;
    Command command;
    std::vector<std::string> options;
    std::size_t most_arguments;
};

const std::vector<CommandName>& commands() {
    static const std::vector<CommandName> kCommands{
        {"init", Command::init, {"--config", "--quiet"}, 1},
        {"check", Command::check, {"--config", "--quiet"}, 1},
        {"publish", Command::publish, {"--to", "--config", "--quiet"}, 1},
        {"renew", Command::renew, {"--config", "--quiet"}, 1},
        {"embed", Command::embed, {"--to", "--quiet"}, 1},
        {"help", Command::help, {}, 1},
    };
    return kCommands;
}

class Parser {
  public:
    Parser(const base::Catalog& catalog, const std::string& language)
        : m_catalog(catalog), m_language(language) {}

    Result<const CommandName*> command(const std::string& word) const {
        std::vector<std::string> names;
        for (const auto& command : commands()) {
            if (word == command.name) return &command;
            names.emplace_back(command.name);
        }
        return wrong("command_unknown", word, suggest(word, names));
    }

    /// Splits what follows the command into plain arguments and options.
    Result<void> read(std::span<const std::string> words, const CommandName& command) {
        bool only_arguments = false;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto& word = words[i];
            if (only_arguments || !word.starts_with("-") || word == "-") {
                arguments.push_back(word);
                continue;
            }
            if (word == "--") {
                only_arguments = true;
                continue;
            }
            const auto equals = word.find('=');
            const auto name = word.substr(0, equals);
            if (std::find(command.options.begin(), command.options.end(), name) == command.options.end()) {
                return wrong("option_unknown", name, suggest(name, command.options));
            }
            if (options.contains(name)) return wrong("option_twice", name, "");
            std::string value;
            if (name == "--quiet") {
                if (equals != std::string::npos) return wrong("option_without_value", name, "");
            } else if (equals != std::string::npos) {
                value = word.substr(equals + 1);
            } else if (i + 1 < words.size() && !words[i + 1].starts_with("--")) {
                value = words[++i];
            }
            if (name != "--quiet" && value.empty()) return wrong("option_needs_value", name, "");
            options[name] = value;
        }
        if (arguments.size() > command.most_arguments) {
            return wrong("too_many_arguments", arguments[command.most_arguments], "");
        }
        return {};
    }

    tl::unexpected<base::Error> wrong(const std::string& key, const std::string& word,
                                      const std::string& near) const {
        const auto name = "publish.usage." + key + (near.empty() ? "" : "_near");
        return fail(ErrorCode::invalid_input,
                    m_catalog.text(m_language, name, {{"word", printable(word)}, {"near", near}}));
    }

    std::vector<std::string> arguments;
    std::map<std::string, std::string> options;

  private:
    const base::Catalog& m_catalog;
    const std::string& m_language;
};

struct Defaults {
    std::string content, feed;
};

Result<Defaults> read_config(const std::optional<std::string>& named, const std::filesystem::path& fallback) {
    std::error_code ignored;
    if (!named && !std::filesystem::exists(fallback, ignored)) return Defaults{};
    const auto config =
        TRY(base::Config::read(named ? std::filesystem::path(*named) : fallback, config_keys()));
    return Defaults{config.text("content"), config.text("feed")};
}

}  // namespace

std::vector<base::ConfigKey> config_keys() {
    return {{"content", base::ConfigType::text, "", {}, {}, {}},
            {"feed", base::ConfigType::text, "", {}, {}, {}}};
}

Result<Options> read_options(std::span<const std::string> arguments, const base::Catalog& catalog,
                             const std::string& language, const std::filesystem::path& fallback_config) {
    Options options;
    const auto asks = [&](const char* word) {
        const auto end = std::find(arguments.begin(), arguments.end(), "--");
        return std::find(arguments.begin(), end, word) != end;
    };
    if (arguments.empty() || asks("--help") || asks("-h")) return options;
    if (arguments.front() == "--version") {
        options.command = Command::version;
        return options;
    }
    Parser parser(catalog, language);
    if (arguments.front().starts_with("-")) {
        static const std::vector<std::string> kAlone{"--help", "--version"};
        return parser.wrong("option_unknown", arguments.front(), suggest(arguments.front(), kAlone));
    }
    const auto* command = TRY(parser.command(arguments.front()));
    options.command = command->command;
    TRY(parser.read(arguments.subspan(1), *command));
    options.quiet = parser.options.contains("--quiet");
    if (options.command == Command::help) return options;

    Defaults defaults;
    if (options.command != Command::embed) {
        const auto named = parser.options.find("--config");
        defaults = TRY(read_config(
            named == parser.options.end() ? std::nullopt : std::optional<std::string>(named->second),
            fallback_config));
    }
    const bool reads_content = options.command == Command::check || options.command == Command::publish ||
                               options.command == Command::embed;
    const auto argument = parser.arguments.empty() ? std::string() : parser.arguments.front();
    options.content = reads_content ? (argument.empty() ? defaults.content : argument) : "";
    if (!reads_content) {
        options.folder = argument.empty() ? defaults.feed : argument;
    } else if (options.command != Command::check) {
        const auto to = parser.options.find("--to");
        options.folder = to == parser.options.end() ? defaults.feed : to->second;
    }
    if (reads_content && options.content.empty()) return parser.wrong("content_missing", command->name, "");
    if (options.command != Command::check && options.folder.empty()) {
        return parser.wrong(reads_content ? "to_missing" : "folder_missing", command->name, "");
    }
    return options;
}

}  // namespace accueil::publish
