// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-feed: the admins' publisher.
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "sync/publish/commands.hpp"

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const accueil::base::SystemClock clock;
    const accueil::publish::Console console{std::cout, std::cerr, ::isatty(STDERR_FILENO) == 1};
    return static_cast<int>(accueil::publish::run_command(arguments, console, clock));
}
