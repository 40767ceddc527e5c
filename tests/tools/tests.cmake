# SPDX-License-Identifier: GPL-3.0-or-later
# Small programs for looking and scoring. Not tests; built with them so that they stay whole.
add_executable(map_snapshot tools/map_snapshot.cpp)
target_link_libraries(map_snapshot PRIVATE map)
add_executable(tiles_score tools/tiles_score.cpp)
target_link_libraries(tiles_score PRIVATE map)
# Every tile that the project ships, and of the maps beside it where they are.
add_test(NAME tools_tiles_score COMMAND "${CMAKE_SOURCE_DIR}/tests/tools/tiles_score.sh" $<TARGET_FILE:tiles_score>)
set_tests_properties(tools_tiles_score PROPERTIES TIMEOUT 120)
add_executable(hours-score tools/hours_score.cpp)
target_link_libraries(hours-score PRIVATE model)
# The opening hours that stand beside the project, where they are.
add_test(NAME tools_hours_score COMMAND "${CMAKE_SOURCE_DIR}/tests/tools/hours_score.sh" $<TARGET_FILE:hours-score>)
set_tests_properties(tools_hours_score PROPERTIES TIMEOUT 120 SKIP_RETURN_CODE 77)
# What a search finds: the sample queries beside the project where they are, and the project's own.
add_executable(search_score tools/search_score.cpp)
set_target_properties(search_score PROPERTIES OUTPUT_NAME search-score)
target_link_libraries(search_score PRIVATE query publish)
foreach(whose own beside)
    add_test(NAME tools_search_score_${whose}
        COMMAND "${CMAKE_SOURCE_DIR}/tests/tools/search_score.sh" $<TARGET_FILE:search_score> ${whose})
    set_tests_properties(tools_search_score_${whose} PROPERTIES TIMEOUT 120 SKIP_RETURN_CODE 77)
endforeach()
