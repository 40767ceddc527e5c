# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that tests/bench/run starts; each prints lines of "name value unit".
add_executable(map_bench bench/map_bench.cpp)
target_link_libraries(map_bench PRIVATE map)
add_executable(map_tiles_bench bench/map_tiles.cpp)
target_link_libraries(map_tiles_bench PRIVATE map)
target_compile_definitions(map_tiles_bench PRIVATE "ACCUEIL_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\"")
add_executable(sync_bench bench/sync_bench.cpp)
target_link_libraries(sync_bench PRIVATE cache feed)
add_executable(draw_bench bench/draw_bench.cpp)
target_link_libraries(draw_bench PRIVATE draw GL)
target_compile_definitions(draw_bench PRIVATE "ACCUEIL_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\"")
# Without the kiosk: what its figures are compared with, and what looks at the screen.
foreach(name frame_limit bare_sfml)
    add_executable(${name} bench/${name}.cpp)
    target_link_libraries(${name} PRIVATE accueil_options sfml-graphics GL)
endforeach()
add_executable(picture_watch bench/picture_watch.cpp)
target_link_libraries(picture_watch PRIVATE accueil_options PkgConfig::X11)
