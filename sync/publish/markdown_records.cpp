// SPDX-License-Identifier: GPL-3.0-or-later
// Pages, questions and initiatives: one Markdown file a record, and one more for each translation of its
// body.
#include <algorithm>
#include <map>

#include "sync/base/strings.hpp"
#include "sync/publish/fields.hpp"
#include "sync/publish/front_matter.hpp"
#include "sync/publish/text_file.hpp"
#include "sync/publish/vocabulary.hpp"

namespace accueil::publish {

namespace {

// After every number that a file's name can give; there the lists order by id.
constexpr int kWithoutNumber = 100;

/// "02-name.en.md" taken apart.
struct FileName {
    std::string stem;      ///< "02-name": what a file and its translations share
    std::string id;        ///< "name"
    std::string language;  ///< "en"; empty for the French
    int position = kWithoutNumber;
};

FileName parse_name(const SourceFile& file) {
    FileName name;
    name.stem = file.path.stem().string();
    if (const auto dot = name.stem.rfind('.'); dot != std::string::npos) {
        name.language = name.stem.substr(dot + 1);
        name.stem.erase(dot);
    }
    name.id = name.stem;
    const auto is_digit = [&](std::size_t at) { return name.id[at] >= '0' && name.id[at] <= '9'; };
    if (name.id.size() > 3 && is_digit(0) && is_digit(1) && name.id[2] == '-') {
        name.position = (name.id[0] - '0') * 10 + (name.id[1] - '0');
        name.id.erase(0, 3);
    }
    return name;
}

std::string clean_body(std::string body) {
    std::string out;
    for (std::size_t i = 0; i < body.size(); ++i) {
        if (body[i] != '\r') {
            out += body[i];
        } else if (i + 1 == body.size() || body[i + 1] != '\n') {
            out += '\n';
        }
    }
    const auto first = out.find_first_not_of('\n');
    if (first == std::string::npos) return {};
    out.erase(0, first);
    out.erase(out.find_last_not_of(" \t\n") + 1);
    return out;
}

std::optional<model::Video> read_video(Fields& parent) {
    auto fields = parent.part("video");
    if (!fields) return std::nullopt;
    model::Video video;
    const auto file = fields->media("file", MediaKind::video, Presence::required);
    video.poster = fields->media("poster", MediaKind::picture);
    if (auto captions = fields->part("captions")) {
        for (const auto& language : captions->names()) {
            if (!is_language(language)) continue;
            if (const auto track = captions->media(language, MediaKind::captions))
                video.captions[language] = *track;
        }
        captions->finish_languages();
    }
    video.duration = fields->number("duration", 0, 86400).value_or(0);
    video.title = fields->text("title");
    fields->finish();
    if (!file) return std::nullopt;
    video.file = *file;
    return video;
}

std::vector<model::Document> read_documents(Fields& parent) {
    std::vector<model::Document> documents;
    for (auto& fields : parent.parts("documents")) {
        const auto file = fields.media("file", MediaKind::document, Presence::required);
        model::Document document;
        document.title = fields.text("title", Presence::required);
        if (const auto language = fields.language("language"); !language.empty())
            document.language = language;
        document.pages = fields.whole("pages", 0, 100000);
        fields.finish();
        if (!file) continue;
        document.file = *file;
        documents.push_back(std::move(document));
    }
    return documents;
}

std::vector<model::Photo> read_photos(Fields& parent) {
    std::vector<model::Photo> photos;
    for (auto& fields : parent.parts("photos")) {
        const auto file = fields.media("file", MediaKind::picture, Presence::required);
        model::Photo photo;
        photo.alt = fields.text("alt", Presence::required);
        photo.credit = fields.string("credit");
        fields.finish();
        if (!file) continue;
        photo.file = *file;
        photos.push_back(std::move(photo));
    }
    return photos;
}

void read_front(Fields& fields, model::Page& page) {
    page.title = fields.text("title", Presence::required);
    page.lead = fields.text("lead");
    page.links = fields.links();
    page.sources = fields.sources();
    page.verified_on = fields.date("verified_on");
}

void read_front(Fields& fields, model::Question& question) {
    static constexpr Choice<model::QuestionKind> kKinds[] = {{"question", model::QuestionKind::question},
                                                             {"analysis", model::QuestionKind::analysis}};
    question.title = fields.text("title", Presence::required);
    question.lead = fields.text("lead", Presence::required);
    question.author = fields.string("author");
    question.kind = fields.word<model::QuestionKind>("kind", kKinds, model::QuestionKind::question);
    question.initiatives = fields.references("initiatives", "initiative");
    question.links = fields.links();
    question.sources = fields.sources();
    question.verified_on = fields.date("verified_on");
}

void read_front(Fields& fields, model::Initiative& initiative) {
    static constexpr Choice<model::Precision> kPrecisions[] = {
        {"exact", model::Precision::exact},
        {"municipality", model::Precision::municipality},
        {"territory", model::Precision::territory}};
    static constexpr Choice<model::InitiativeKind> kKinds[] = {{"project", model::InitiativeKind::project},
                                                               {"study", model::InitiativeKind::study},
                                                               {"place", model::InitiativeKind::place},
                                                               {"method", model::InitiativeKind::method}};
    initiative.title = fields.text("title", Presence::required);
    initiative.summary = fields.text("summary", Presence::required);
    initiative.carrier = fields.string("carrier", Presence::required);
    initiative.place = fields.string("place");
    initiative.municipality = fields.string("municipality");
    initiative.insee = fields.insee("insee");
    initiative.zone = fields.practised_in("zone");
    initiative.coordinates = fields.coordinates();
    initiative.precision =
        fields.word<model::Precision>("precision", kPrecisions, model::Precision::municipality);
    initiative.since = fields.date("since");
    initiative.until = fields.date("until");
    // Of two dates the shorter tells less: they are compared as far as both go.
    const auto common = std::min(initiative.since.size(), initiative.until.size());
    if (initiative.until.substr(0, common) < initiative.since.substr(0, common)) {
        fields.error("until", "until_before_since",
                     {{"until", initiative.until}, {"since", initiative.since}});
    }
    initiative.audiences = fields.list("audiences");
    initiative.kind = fields.word<model::InitiativeKind>("kind", kKinds, model::InitiativeKind::project);
    initiative.themes = fields.references("themes", "theme", Presence::required);
    initiative.questions = fields.references("questions", "question");
    initiative.related = fields.references("related", "initiative");
    initiative.needs = fields.references("needs", "need");
    initiative.video = read_video(fields);
    initiative.documents = read_documents(fields);
    initiative.photos = read_photos(fields);
    initiative.links = fields.links();
    initiative.sources = fields.sources();
    initiative.verified_on = fields.date("verified_on");
}

model::Text& lead_of(model::Page& page) {
    return page.lead;
}
model::Text& lead_of(model::Question& question) {
    return question.lead;
}
model::Text& lead_of(model::Initiative& initiative) {
    return initiative.summary;
}

/// A French file and its translations.
struct Group {
    const SourceFile* french = nullptr;
    FileName name;
    std::vector<std::pair<std::string, const SourceFile*>> translations;
};

std::map<std::string, Group> group(const std::vector<SourceFile>& files, Reading& reading) {
    std::map<std::string, Group> groups;
    for (const auto& file : files) {
        auto name = parse_name(file);
        const Where where{file.name, 0, 0, {}, {}};
        if (name.language == "fr") {
            reading.report.error(where, "translation_french");
        } else if (!name.language.empty() && !is_language(name.language)) {
            const auto near = suggest(name.language, all_languages());
            reading.report.error(where, near.empty() ? "bad_language" : "bad_language_near",
                                 {{"value", name.language}, {"near", near}});
        } else if (!name.language.empty()) {
            groups[name.stem].translations.emplace_back(name.language, &file);
        } else {
            auto& made = groups[name.stem];
            made.french = &file;
            made.name = std::move(name);
        }
    }
    return groups;
}

// What the text shows, once each; with all that is to be said of the text.
void read_pictures(const MarkdownFile& file, const Where& where, std::vector<model::MediaFile>& pictures,
                   Reading& reading) {
    for (const auto& shown : check_markdown(file, where, reading.report)) {
        const bool is_known = std::any_of(pictures.begin(), pictures.end(),
                                          [&](const auto& picture) { return picture.name == shown.path; });
        if (is_known) continue;
        auto picture = reading.media.use(shown.path, MediaKind::picture, shown.where, "body", reading.report);
        if (picture) pictures.push_back(std::move(*picture));
    }
}

// What a translation's front matter may hold: the title and the lead, or summary, in its language.
template <class T>
void read_translation(const SourceFile& source, const std::string& language, const Where& record, T& value,
                      Reading& reading) {
    const auto text = read_text_file(source.path, source.name, reading.report);
    if (!text) return;
    const Where where{source.name, 1, 0, record.kind, record.id};
    const auto file = split_markdown(*text, source.name, reading.report);
    if (file.has_front && !file.front) return;
    if (file.front) {
        Fields fields(*file.front, where, Form::document, reading);
        const bool is_initiative = std::is_same_v<T, model::Initiative>;
        for (const auto& [key, target] : {std::pair<std::string, model::Text*>{"title", &value.title},
                                          {is_initiative ? "summary" : "lead", &lead_of(value)}}) {
            const auto words = fields.string(key);
            if (words.empty()) continue;
            if (target->has(language)) fields.warning(key, "translation_twice", {{"field", key}});
            target->set(language, words);
        }
        fields.finish();
    }
    read_pictures(file, where, value.pictures, reading);
    if (auto body = clean_body(file.body); !body.empty()) value.body.set(language, std::move(body));
}

template <class T>
void read_record(const Group& group, const std::string& kind, Reading& reading) {
    Where where{group.french->name, 1, 0, kind, group.name.id};
    if (!reading.register_id(where, kind, group.name.id)) return;
    const auto text = read_text_file(group.french->path, group.french->name, reading.report);
    if (!text) return;
    const auto file = split_markdown(*text, group.french->name, reading.report);
    if (!file.has_front) return reading.report.error(where, "front_missing");
    if (!file.front) return;
    T value;
    value.id = group.name.id;
    value.position = group.name.position;
    Fields fields(*file.front, where, Form::document, reading);
    read_front(fields, value);
    fields.finish();
    read_pictures(file, where, value.pictures, reading);
    if (auto body = clean_body(file.body); !body.empty()) value.body.set("fr", std::move(body));
    for (const auto& [language, source] : group.translations) {
        read_translation(*source, language, where, value, reading);
    }
    if (!value.body.has("fr") && !value.body.by_language().empty()) {
        reading.report.error(where, "french_missing", {{"field", "body"}});
    }
    reading.records.push_back(std::move(value));
}

}  // namespace

void read_markdown_records(const std::vector<SourceFile>& files, const std::string& kind, Reading& reading) {
    for (const auto& [stem, group] : group(files, reading)) {
        if (group.french == nullptr) {
            for (const auto& [language, source] : group.translations) {
                reading.report.error({source->name, 0, 0, {}, {}}, "translation_alone",
                                     {{"name", stem + ".md"}});
            }
        } else if (kind == "page") {
            read_record<model::Page>(group, kind, reading);
        } else if (kind == "question") {
            read_record<model::Question>(group, kind, reading);
        } else {
            read_record<model::Initiative>(group, kind, reading);
        }
    }
}

}  // namespace accueil::publish
