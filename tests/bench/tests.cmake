# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that tests/bench/run starts; each prints lines of "name value unit".
add_executable(map_bench bench/map_bench.cpp)
target_link_libraries(map_bench PRIVATE map)
add_executable(sync_bench bench/sync_bench.cpp)
target_link_libraries(sync_bench PRIVATE cache feed)
