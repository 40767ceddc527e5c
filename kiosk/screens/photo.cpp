// SPDX-License-Identifier: GPL-3.0-or-later
// A photo as large as the glass has room for, with its words, and the ways to the next and the one before.
#include "kiosk/query/photos.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/log.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr int kPhotoSide = 1920;
constexpr float kPhotoMargin = 40;

Node photo_picture(const Context& context, const query::PhotoPage& page, const draw::ImagePtr& image) {
    Node node = ui::column();
    node.id = "photo/picture";
    node.role = ui::Role::image;
    node.name = words(context, page.photo.alt).text;
    node.layout.grow = 1;
    node.paint.fill = Token::film_ground;
    if (image) {
        node.draw = [image](draw::Canvas& canvas, const base::Rect& room) {
            const auto width = static_cast<float>(image->width()),
                       height = static_cast<float>(image->height());
            const float scale = std::min(room.width / width, room.height / height);
            canvas.image(image, {room.center().x - width * scale / 2, room.center().y - height * scale / 2,
                                 width * scale, height * scale});
        };
        return node;
    }
    Node said = ui::column(0, ui::Edges::all(kPhotoMargin));
    said.layout.absolute = true;
    said.layout.align = ui::Place::center;
    said.layout.distribute = ui::Distribute::center;
    Node sentence =
        ui::label({context.tr("ui.photo.not_here"), {}}, ui::type::kLead, Token::film_ink, Weight::semibold);
    sentence.role = ui::Role::status;
    sentence.text->centered = true;
    said.add(std::move(sentence));
    node.add(std::move(said));
    return node;
}

// In place of this one: back leads to the initiative, not through all that were looked at.
Node turning(const Context& context, const query::PhotoPage& page, int by) {
    const bool on = by > 0;
    const auto number = static_cast<std::size_t>(static_cast<long>(page.number) + by);
    Node button = ui::icon_button(
        on ? "photo/next" : "photo/previous", context.tr(on ? "ui.photo.next" : "ui.photo.previous"),
        on ? "caret-right" : "caret-left",
        action::TurnTo{{ScreenKind::photo, page.initiative_id + "/" + std::to_string(number)}});
    return ui::dimmed(std::move(button), number >= 1 && number <= page.count);
}

Node photo_content(const Context& context, const query::Data& data) {
    const auto& answer = as<query::PhotoPage>(data);
    const auto& page = answer.value;
    Node whole = ui::column();
    whole.role = ui::Role::article;
    whole.name = words(context, page.initiative).text;
    whole.paint.fill = Token::surface;
    whole.add(photo_picture(context, page, answer.picture("photo")));
    Node line = ui::row(24, ui::Place::center);
    line.layout.padding = ui::Edges::of(20, kPhotoMargin);
    if (page.count > 1) line.add(turning(context, page, -1));
    Node texts = ui::column(4);
    texts.layout.grow = 1;
    Node title = ui::heading(words(context, page.photo.alt), 1, ui::type::kLead);
    title.text->style.max_lines = 3;
    texts.add(std::move(title));
    // Isolated, so that names of another script stay where they belong.
    const auto isolated = [](const std::string& text) { return "\u2068" + text + "\u2069"; };
    std::string detail = isolated(words(context, page.initiative).text);
    if (!page.photo.credit.empty())
        detail += " · " + context.tr("ui.photo.credit", {{"name", isolated(page.photo.credit)}});
    texts.add(ui::label({detail, {}}, 24, Token::ink_soft));
    line.add(std::move(texts));
    if (page.count > 1) {
        Node where = ui::label({context.tr("ui.photo.of", {{"number", std::to_string(page.number)},
                                                           {"count", std::to_string(page.count)}}),
                                {}},
                               ui::type::kBody, Token::ink, Weight::semibold);
        where.id = "photo/where";
        where.role = ui::Role::status;
        line.add(std::move(where));
        line.add(turning(context, page, 1));
    }
    whole.add(std::move(line));
    return whole;
}

query::Job photo_job(const action::Route& route) {
    return [id = route.id](const query::Source& source) -> base::Result<query::DataPtr> {
        auto found = TRY(query::photo(source, id));
        if (!found) return query::DataPtr();
        auto answer = std::make_shared<Loaded<query::PhotoPage>>(std::move(*found));
        if (answer->value.file) {
            auto image = draw::load_image(*answer->value.file, kPhotoSide);
            if (image)
                answer->pictures.emplace_back("photo", std::move(*image));
            else
                base::log(base::LogLevel::warning, "screens", image.error().detail);
        }
        return query::DataPtr(std::move(answer));
    };
}

}  // namespace

Screen photo_screen() {
    return {photo_job, photo_content, true};
}

}  // namespace accueil::screens
