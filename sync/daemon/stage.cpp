// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/stage.hpp"

namespace accueil::daemon {

const char* to_string(Stage stage) {
    switch (stage) {
        case Stage::start:
            return "start";
        case Stage::trust:
            return "trust";
        case Stage::head:
            return "head";
        case Stage::records:
            return "records";
        case Stage::media:
            return "media";
        case Stage::commit:
            return "commit";
    }
    return "";
}

}  // namespace accueil::daemon
