# SPDX-License-Identifier: GPL-3.0-or-later
# Small programs for looking and scoring. Not tests; built with them so that they stay whole.
add_executable(map_snapshot tools/map_snapshot.cpp)
target_link_libraries(map_snapshot PRIVATE map)
