// SPDX-License-Identifier: GPL-3.0-or-later
// A small content of every kind, and any number of places, for tests of cache, feed and daemon. Pure.
#pragma once

#include <string>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/model/records.hpp"

namespace accueil::support {

/// The description of a file that holds exactly `bytes`.
inline model::MediaFile media_of_bytes(const std::string& name, const std::string& type,
                                       const std::string& bytes) {
    return {base::to_hex(base::sha256(bytes)), bytes.size(), name, type};
}

inline model::Place sample_place(const std::string& id, int position) {
    model::Place place;
    place.id = id;
    place.position = position;
    place.name = model::Text("Accueil " + id);
    place.address = std::to_string(position) + " rue de l’Hôtel-de-Ville";
    place.postcode = "44000";
    place.municipality = "Nantes";
    place.coordinates = model::Coordinates{47.2 + position * 0.0001, -1.55 - position * 0.0001};
    place.opening_hours = "Mo-Fr 08:30-17:00";
    return place;
}

inline model::Service sample_service(const std::string& id, int position, const std::string& place_id) {
    model::Service service;
    service.id = id;
    service.position = position;
    service.place_id = place_id;
    service.name = model::Text("Service " + id);
    service.description = model::Text("Ce que l’on y fait pour vous, sans rendez-vous.");
    service.needs = {position % 2 == 0 ? "manger" : "dormir"};
    service.thematiques = {"alimentation--acceder-a-une-aide-alimentaire"};
    return service;
}

/// One feed, two themes, two needs, a page, two questions, three initiatives, two places, three services.
inline std::vector<model::Record> sample_content() {
    std::vector<model::Record> records;
    model::FeedInfo feed;
    feed.title = model::Text("Accueil");
    feed.languages = {"fr", "en"};
    feed.map_center = {47.2, -1.5};
    records.push_back(feed);
    for (int i = 0; i < 2; ++i) {
        model::Theme theme;
        theme.id = i == 0 ? "ecoute" : "lieux";
        theme.position = i;
        theme.title = model::Text(theme.id);
        records.push_back(theme);
        model::Need need;
        need.id = i == 0 ? "manger" : "dormir";
        need.position = i;
        need.title = model::Text(need.id);
        records.push_back(need);
        model::Question question;
        question.id = i == 0 ? "hospitalite" : "silos";
        question.position = i;
        question.title = model::Text("Question « " + question.id + " »");
        question.lead = model::Text("Premières phrases.");
        if (i == 1) question.initiatives = {"maison", "comptoir"};
        records.push_back(question);
        records.push_back(sample_place(i == 0 ? "ccas" : "mairie", i));
    }
    model::Page page;
    page.id = "introduction";
    page.title = model::Text("Introduction");
    page.body = model::Text("Un *texte*.\n\nEt un autre.");
    records.push_back(page);
    const char* names[] = {"comptoir", "maison", "enquete"};
    for (int i = 0; i < 3; ++i) {
        model::Initiative initiative;
        initiative.id = names[i];
        initiative.position = 2 - i;  // the lists' order is not the ids'
        initiative.title = model::Text(std::string("Initiative ") + names[i]);
        initiative.title.set("en", std::string("Initiative ") + names[i] + " (en)");
        initiative.themes = {i == 1 ? "lieux" : "ecoute"};
        initiative.needs = {"manger"};
        if (i == 0) initiative.questions = {"hospitalite", "silos"};
        if (i != 2) initiative.coordinates = model::Coordinates{48.85 - i, 2.35 + i};
        records.push_back(initiative);
    }
    records.push_back(sample_service("repas", 1, "ccas"));
    records.push_back(sample_service("epicerie", 0, "ccas"));
    records.push_back(sample_service("douches", 2, "mairie"));
    return records;
}

}  // namespace accueil::support
