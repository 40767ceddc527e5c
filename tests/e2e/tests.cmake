# SPDX-License-Identifier: GPL-3.0-or-later
# End-to-end tests: bash scripts on lib.sh, each with an X server of its own. add_e2e_test(name) runs e2e/name.sh.
find_path(INPUTTEST_INCLUDE xorg/xf86-input-inputtest-protocol.h REQUIRED)
add_executable(touch_injector "${CMAKE_CURRENT_LIST_DIR}/support/touch_injector.cpp")
target_include_directories(touch_injector PRIVATE "${INPUTTEST_INCLUDE}")
target_link_libraries(touch_injector PRIVATE accueil_options PkgConfig::X11)
add_executable(touch_smoke "${CMAKE_CURRENT_LIST_DIR}/touch_smoke.cpp")
target_link_libraries(touch_smoke PRIVATE platform)
add_executable(canvas_parity "${CMAKE_CURRENT_LIST_DIR}/canvas_parity.cpp")
target_link_libraries(canvas_parity PRIVATE draw)
target_compile_definitions(canvas_parity PRIVATE "ACCUEIL_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\"")

function(add_e2e_test name)
    add_test(NAME e2e_${name} COMMAND "${CMAKE_SOURCE_DIR}/tests/e2e/${name}.sh")
    set_tests_properties(e2e_${name} PROPERTIES LABELS e2e TIMEOUT 400 SKIP_RETURN_CODE 77 PROCESSORS 2
        ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
endfunction()

add_e2e_test(touch_smoke)
add_e2e_test(canvas_parity)
add_e2e_test(visit)
add_e2e_test(desk)
add_e2e_test(livret)
add_e2e_test(documents)
add_e2e_test(map_town)
add_library(disk_gate MODULE "${CMAKE_SOURCE_DIR}/tests/support/disk_gate.cpp")
target_compile_options(disk_gate PRIVATE -Wall -Wextra -Wold-style-cast)
add_e2e_test(map_stall)
set_property(TEST e2e_map_stall APPEND PROPERTY ENVIRONMENT "DISK_GATE_LIBRARY=$<TARGET_FILE:disk_gate>")
