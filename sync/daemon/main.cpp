// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-sync: brings a kiosk's content up to date.
#include <string>
#include <vector>

#include "sync/daemon/command.hpp"

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    return accueil::daemon::run_command(arguments);
}
