// SPDX-License-Identifier: GPL-3.0-or-later
// Who makes OpenGL. Asked by SfmlCanvas; UI thread, a context current.
#pragma once

namespace accueil::draw {

/// True where it is made by the processor, which then is what a frame waits for.
bool draws_in_software();

}  // namespace accueil::draw
