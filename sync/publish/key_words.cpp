// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/key_words.hpp"

namespace accueil::publish {

const char* const kFeedKeysReadMe =
    R"(LES CLÉS DE CE FLUX
Qui possède ces fichiers peut parler aux bornes. Ne les copiez jamais sur le serveur web.

root-1.json, root-2.json, root-3.json
    Les trois clés maîtresses : deux sur trois décident qui peut publier (le contenu, les médias, chaque
    territoire) et remplacent toute autre clé. DÉPLACEZ-LES HORS DE CETTE MACHINE : trois clés USB, chez trois
    personnes différentes. Elles servent une fois par an, et quand un territoire arrive ou qu'une clé est
    perdue ou volée. Si deux des trois sont perdues, chaque borne devra être visitée.
contenu.json
    La clé de qui publie le contenu. Elle sert à chaque publication : gardez-la chez cette personne, protégée par
    une phrase de passe (variable ACCUEIL_KEY_PASSPHRASE), avec une copie de secours.
medias.json
    La clé de qui publie les fichiers lourds (cartes). Comme la précédente ; ce peut être une autre personne.
online.json
    La clé qui confirme chaque jour que le flux est à jour (accueil-feed renew). Elle reste ici, sans phrase de
    passe. Seule, elle ne peut faire passer aucun contenu nouveau.

Une clé perdue, volée, ou une personne qui s'en va : accueil-feed rotate. Tout va-t-il bien : accueil-feed doctor.
Une fois par an, deux clés maîtresses branchées : accueil-feed rotate, sans nommer de clé.

THE KEYS OF THIS FEED
Whoever has these files can speak to the kiosks. Never copy them to the web server.

root-1.json, root-2.json, root-3.json
    The three master keys: any two decide who may publish (content, media, each territory) and replace any other
    key. MOVE THEM OFF THIS MACHINE: three USB sticks, with three different people. They are needed once a year,
    and when a territory joins or a key is lost or stolen. If two of the three are lost, every kiosk must be
    visited.
contenu.json
    The key of whoever publishes content. It is needed for each publication: keep it with that person, locked by
    a passphrase (variable ACCUEIL_KEY_PASSPHRASE), and keep a second copy safe.
medias.json
    The key of whoever publishes heavy files (maps). As above; it may be somebody else.
online.json
    The key that confirms each day that the feed is up to date (accueil-feed renew). It stays here, without a
    passphrase. Alone it cannot bring new content.

A key lost, stolen, or somebody who leaves: accueil-feed rotate. Whether all is well: accueil-feed doctor.
Once a year, with two master keys plugged in: accueil-feed rotate, naming no key.
)";

std::string joined_read_me(const std::string& key, const std::string& public_key) {
    return "CE DOSSIER\n"
           "keys/" +
           key +
           "\n"
           "    Votre clé secrète. Elle ne quitte jamais cette machine ; personne d'autre ne doit la voir, "
           "pas même\n"
           "    le centre. Gardez-en une copie de secours dans une armoire fermée.\n" +
           public_key +
           "\n"
           "    Sa moitié publique. Envoyez-la au centre, et lisez-lui l'empreinte au téléphone.\n"
           "public/\n"
           "    Ce que vous publiez, signé. C'est ce dossier, et lui seul, que vous remettez au centre.\n"
           "\n"
           "THIS FOLDER\n"
           "keys/" +
           key +
           "\n"
           "    Your secret key. It never leaves this machine; nobody else may see it, not even the centre. "
           "Keep a\n"
           "    second copy in a locked cupboard.\n" +
           public_key +
           "\n"
           "    Its public half. Send it to the centre, and read its fingerprint to them by telephone.\n"
           "public/\n"
           "    What you publish, signed. This folder, and nothing else, is what you hand over to the "
           "centre.\n";
}

}  // namespace accueil::publish
