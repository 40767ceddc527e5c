// SPDX-License-Identifier: GPL-3.0-or-later
// Every screen, one maker each; frame.cpp keeps them by kind. UI thread.
#pragma once

#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

Screen home_screen();
Screen map_screen();
Screen initiatives_screen();
Screen initiative_screen();
Screen questions_screen();
Screen question_screen();
Screen livret_screen();
Screen need_screen();
Screen place_screen();
Screen page_screen();
Screen fiche_screen();
Screen search_screen();
Screen document_screen();
Screen film_screen();
Screen photo_screen();
Screen propose_screen();
Screen when_screen();
Screen guide_screen();

/// What is found for a text, as Loaded<query::SearchPage>.
query::Job search_job(std::string text, std::string language);

/// A job that asks `question` and wraps its answer as Loaded<T>.
template <class T>
base::Result<query::DataPtr> loaded(base::Result<T> answer) {
    if (!answer) return tl::unexpected<base::Error>(answer.error());
    return query::DataPtr(std::make_shared<Loaded<T>>(std::move(*answer)));
}

/// The same for a record that may not exist: a null pointer then.
template <class T>
base::Result<query::DataPtr> loaded(base::Result<std::optional<T>> answer) {
    if (!answer) return tl::unexpected<base::Error>(answer.error());
    if (!*answer) return query::DataPtr();
    return query::DataPtr(std::make_shared<Loaded<T>>(std::move(**answer)));
}

/// The job of a screen that shows all of something, and of one that shows the record that its route names:
/// `question` is a function of query/content.hpp.
template <auto question>
query::Job job_of_all(const action::Route&) {
    return [](const query::Source& source) { return loaded(question(source)); };
}
template <auto question>
query::Job job_of_one(const action::Route& route) {
    return [id = route.id](const query::Source& source) { return loaded(question(source, id)); };
}

template <class T>
const Loaded<T>& as(const query::Data& data) {
    return static_cast<const Loaded<T>&>(data);
}

}  // namespace accueil::screens
