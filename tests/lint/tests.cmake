# SPDX-License-Identifier: GPL-3.0-or-later
# What passed is remembered in lint-cache of the build folder, or in $ACCUEIL_LINT_CACHE.
foreach(lint layers files format words headers tidy)
    add_test(NAME lint_${lint} COMMAND "${CMAKE_SOURCE_DIR}/tests/lint/run" --build "${CMAKE_BINARY_DIR}" ${lint})
    set_tests_properties(lint_${lint} PROPERTIES LABELS lint TIMEOUT 1200)
endforeach()
set_tests_properties(lint_headers lint_tidy PROPERTIES PROCESSORS 2 COST 60)  # two compilers each
add_test(NAME lint_needed COMMAND "${CMAKE_SOURCE_DIR}/tests/lint/run" needed --program $<TARGET_FILE:accueil-kiosk>)
add_test(NAME lint_self_test COMMAND "${CMAKE_SOURCE_DIR}/tests/lint/self_test")
set_tests_properties(lint_needed lint_self_test PROPERTIES LABELS lint TIMEOUT 300)
