// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "sync/base/strings.hpp"
#include "sync/publish/facts.hpp"
#include "sync/publish/report.hpp"
#include "sync/publish/territory.hpp"
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
        {"check", Command::check, {"--territory", "--config", "--quiet"}, 1},
        {"publish", Command::publish, {"--to", "--territory", "--after", "--keys", "--config", "--quiet"}, 1},
        {"renew", Command::renew, {"--config", "--quiet"}, 1},
        {"join", Command::join, {"--territory", "--publisher", "--role", "--new-key", "--quiet"}, 1},
        {"delegate",
         Command::delegate,
         {"--territory", "--publisher", "--role", "--key", "--four-eyes", "--keys", "--dry-run", "--config",
          "--quiet"},
         1},
        {"withdraw",
         Command::withdraw,
         {"--territory", "--publisher", "--role", "--keys", "--dry-run", "--config", "--quiet"},
         1},
        {"receive", Command::receive, {"--config", "--quiet"}, 2},
        {"rotate", Command::rotate, {"--key", "--keys", "--dry-run", "--config", "--quiet"}, 32},
        {"doctor", Command::doctor, {"--keys", "--json", "--quick", "--config", "--quiet"}, 1},
        {"import",
         Command::import,
         {"--into", "--name", "--date", "--source", "--need", "--only", "--map", "--report", "--dry-run",
          "--config", "--quiet"},
         65},
        {"proposals-key", Command::proposals_key, {"--new-key", "--config", "--quiet"}, 1},
        {"proposals", Command::proposals, {"--to", "--keys", "--config", "--quiet"}, 2},
        {"embed", Command::embed, {"--to", "--quiet"}, 1},
        {"help", Command::help, {}, 1},
    };
    return kCommands;
}

bool takes_no_value(const std::string& option) {
    static const std::set<std::string> kFlags{"--quiet", "--json", "--quick", "--dry-run", "--new-key"};
    return kFlags.contains(option);
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
            if (takes_no_value(name)) {
                if (equals != std::string::npos) return wrong("option_without_value", name, "");
            } else if (equals != std::string::npos) {
                value = word.substr(equals + 1);
            } else if (i + 1 < words.size() && !words[i + 1].starts_with("--")) {
                value = words[++i];
            }
            if (!takes_no_value(name) && value.empty()) return wrong("option_needs_value", name, "");
            // Keys may be in several places, and are looked for in all.
            if (name == "--keys")
                key_places.emplace_back(value);
            else
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

    std::string option(const std::string& name) const {
        const auto found = options.find(name);
        return found == options.end() ? std::string() : found->second;
    }

    std::vector<std::string> arguments;
    std::map<std::string, std::string> options;
    std::vector<std::filesystem::path> key_places;

  private:
    const base::Catalog& m_catalog;
    const std::string& m_language;
};

struct Defaults {
    std::string content, feed, territory;
};

// A key that rotate replaces, as it is kept; nothing for another word.
std::optional<std::string> key_name(const std::string& word) {
    if (auto code = read_territory_code(word)) return code;
    static constexpr std::array<const char*, 6> kWhole{"root-1", "root-2",  "root-3",
                                                       "online", "contenu", "medias"};
    if (std::find(kWhole.begin(), kWhole.end(), word) != kWhole.end()) return word;
    for (const char* role : {"contenu-", "medias-"})
        if (word.starts_with(role) && base::is_id(word)) return word;
    return std::nullopt;
}

Result<void> read_who(const Parser& parser, const CommandName& command, Options& options) {
    if (const auto word = parser.option("--territory"); !word.empty()) {
        const auto code = read_territory_code(word);
        if (!code) return parser.wrong("territory_bad", word, "");
        options.territory = *code;
    }
    options.publisher = parser.option("--publisher");
    if (!options.publisher.empty() && !base::is_id(options.publisher))
        return parser.wrong("publisher_bad", options.publisher, "");
    options.role = parser.options.contains("--role") ? parser.option("--role") : kContentRole;
    if (options.role != kContentRole && options.role != kMediaRole)
        return parser.wrong("role_bad", options.role, "");
    if (const auto word = parser.option("--four-eyes"); !word.empty()) {
        const bool is_yes = word == "oui" || word == "yes", is_no = word == "non" || word == "no";
        if (!is_yes && !is_no) return parser.wrong("yes_or_no", word, "");
        options.four_eyes = is_yes;
    }
    const int asked = (options.territory.empty() ? 0 : 1) + (options.publisher.empty() ? 0 : 1) +
                      (options.four_eyes ? 1 : 0);
    const bool must_say = options.command == Command::join || options.command == Command::delegate ||
                          options.command == Command::withdraw;
    if (must_say && asked != 1) return parser.wrong("one_of", command.name, "");
    options.key = parser.option("--key");
    if (options.command == Command::delegate && !options.four_eyes && options.key.empty())
        return parser.wrong("key_missing", command.name, "");
    return {};
}

Result<void> read_numbers(const Parser& parser, Options& options) {
    const auto word = parser.option("--after");
    if (word.empty()) return {};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), options.after);
    if (error != std::errc() || end != word.data() + word.size() || options.after > 1'000'000'000)
        return parser.wrong("number_bad", word, "");
    return {};
}

// Where the command works: named first, or in the configuration.
Result<void> read_folders(const Parser& parser, const Defaults& defaults, Options& options) {
    auto words = parser.arguments;
    const auto first = [&]() {
        if (words.empty()) return std::string();
        auto word = words.front();
        words.erase(words.begin());
        return word;
    };
    switch (options.command) {
        case Command::check:
        case Command::publish:
        case Command::embed: {
            const auto named = first();
            options.content = named.empty() ? defaults.content : named;
            if (options.command != Command::check)
                options.folder = parser.options.contains("--to") ? parser.option("--to") : defaults.feed;
            return {};
        }
        case Command::receive:
            options.folder = words.size() == 2 ? first() : defaults.feed;
            options.received = first();
            return {};
        case Command::proposals:
            // The feed's keys are wanted where --keys names no others.
            options.folder = words.size() == 2 ? words.back() : defaults.feed;
            options.received = first();
            options.table = parser.option("--to");
            return {};
        case Command::rotate:
            options.folder = words.empty() || key_name(words.front()) ? defaults.feed : first();
            for (const auto& word : words) {
                const auto name = key_name(word);
                if (!name) return parser.wrong("key_name", word, "");
                options.replaced.insert(*name);
            }
            return {};
        case Command::join:
            options.folder = first();
            return {};
        case Command::import:
            options.content = parser.options.contains("--into") ? parser.option("--into") : defaults.content;
            return {};
        default: {
            const auto named = first();
            options.folder = named.empty() ? defaults.feed : named;
            return {};
        }
    }
}

std::vector<std::string> words_of(const std::string& list) {
    std::vector<std::string> words;
    for (const auto& part : base::split(list, ','))
        if (const auto word = base::trim(part); !word.empty()) words.emplace_back(word);
    return words;
}

Result<void> read_import(const Parser& parser, const CommandName& command, Options& options) {
    static const std::vector<std::pair<std::string, ImportKind>> kKinds{
        {"mednum", ImportKind::mednum},
        {"data-inclusion", ImportKind::data_inclusion},
        {"france-services", ImportKind::france_services},
        {"geojson", ImportKind::geojson},
        {"csv", ImportKind::csv}};
    auto& import = options.import;
    if (parser.arguments.empty()) return parser.wrong("kind_missing", command.name, "");
    const auto& word = parser.arguments.front();
    std::vector<std::string> names;
    for (const auto& [name, kind] : kKinds) {
        names.push_back(name);
        if (name == word) import.kind = kind;
    }
    if (std::find(names.begin(), names.end(), word) == names.end())
        return parser.wrong("kind_unknown", word, suggest(word, names));
    import.files.assign(parser.arguments.begin() + 1, parser.arguments.end());
    if (import.files.empty()) return parser.wrong("files_missing", command.name, "");
    import.name = parser.options.contains("--name") ? parser.option("--name") : word;
    // Room is left for what tells the records apart.
    if (!base::is_id(import.name) || import.name.size() > 48)
        return parser.wrong("name_bad", import.name, "");
    import.date = parser.option("--date");
    if (!import.date.empty() && (import.date.size() != 10 || !is_date(import.date)))
        return parser.wrong("date_bad", import.date, "");
    import.source = parser.option("--source");
    import.needs = words_of(parser.option("--need"));
    import.only = words_of(parser.option("--only"));
    import.mapping = parser.option("--map");
    options.report = parser.option("--report");
    if (import.kind == ImportKind::csv && import.mapping.empty())
        return parser.wrong("map_missing", word, "");
    return {};
}

Result<Defaults> read_config(const std::optional<std::string>& named, const std::filesystem::path& fallback) {
    std::error_code ignored;
    if (!named && !std::filesystem::exists(fallback, ignored)) return Defaults{};
    const auto config =
        TRY(base::Config::read(named ? std::filesystem::path(*named) : fallback, config_keys()));
    return Defaults{config.text("content"), config.text("feed"), config.text("territory")};
}

}  // namespace

std::vector<base::ConfigKey> config_keys() {
    return {{"content", base::ConfigType::text, "", {}, {}, {}},
            {"feed", base::ConfigType::text, "", {}, {}, {}},
            {"territory", base::ConfigType::text, "", {}, {}, {}}};
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
    options.json = parser.options.contains("--json");
    options.quick = parser.options.contains("--quick");
    options.rehearsal = parser.options.contains("--dry-run");
    options.new_key = parser.options.contains("--new-key");
    options.key_places = parser.key_places;
    if (options.command == Command::help) return options;

    Defaults defaults;
    if (options.command != Command::embed && options.command != Command::join) {
        const auto named = parser.options.find("--config");
        defaults = TRY(read_config(
            named == parser.options.end() ? std::nullopt : std::optional<std::string>(named->second),
            fallback_config));
    }
    const bool reads_content = options.command == Command::check || options.command == Command::publish ||
                               options.command == Command::embed;
    const bool may_be_territory = options.command == Command::check || options.command == Command::publish;
    if (may_be_territory && !defaults.territory.empty() && !parser.options.contains("--territory"))
        parser.options["--territory"] = defaults.territory;
    TRY(read_who(parser, *command, options));
    TRY(read_numbers(parser, options));
    if (options.command == Command::import) TRY(read_import(parser, *command, options));
    TRY(read_folders(parser, defaults, options));
    if (reads_content && options.content.empty()) return parser.wrong("content_missing", command->name, "");
    if (options.command == Command::import && options.content.empty())
        return parser.wrong("into_missing", command->name, "");
    if (options.command == Command::import) return options;
    if (options.command == Command::proposals) {
        if (options.received.empty()) return parser.wrong("proposals_missing", command->name, "");
        const auto ending = options.table.extension();
        if (ending != ".csv" && ending != ".json") return parser.wrong("table_missing", command->name, "");
        if (options.folder.empty() && options.key_places.empty())
            return parser.wrong("folder_missing", command->name, "");
        return options;
    }
    if (options.command != Command::check && options.folder.empty())
        return parser.wrong(reads_content ? "to_missing" : "folder_missing", command->name, "");
    if (options.command == Command::receive && options.received.empty())
        return parser.wrong("received_missing", command->name, "");
    return options;
}

}  // namespace accueil::publish
