# SPDX-License-Identifier: GPL-3.0-or-later
# Tests of the real programs together, with a real web server.
add_test(NAME integration_first_light COMMAND "${CMAKE_SOURCE_DIR}/tests/integration/first_light.sh")
set_tests_properties(integration_first_light PROPERTIES TIMEOUT 180 SKIP_RETURN_CODE 77
    ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")

add_executable(cache_probe "${CMAKE_CURRENT_LIST_DIR}/cache_probe.cpp")
target_link_libraries(cache_probe PRIVATE cache)
add_test(NAME integration_sync COMMAND "${CMAKE_SOURCE_DIR}/tests/integration/sync.sh")
set_tests_properties(integration_sync PROPERTIES TIMEOUT 180 SKIP_RETURN_CODE 77
    ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")

add_executable(fault_sessions "${CMAKE_CURRENT_LIST_DIR}/fault_sessions.cpp")
target_link_libraries(fault_sessions PRIVATE daemon publish PkgConfig::CATCH2)
add_test(NAME integration_fault_sessions COMMAND "${CMAKE_SOURCE_DIR}/tests/integration/fault_sessions.sh")
set_tests_properties(integration_fault_sessions PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77
    ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")

# Each fault of a disk, and kill -9, in turn and at random.
add_library(disk_faults MODULE "${CMAKE_SOURCE_DIR}/tests/support/disk_faults.cpp")
target_compile_options(disk_faults PRIVATE -Wall -Wextra -Wold-style-cast)
foreach(rounds disk_faults kills)
    add_test(NAME integration_${rounds} COMMAND "${CMAKE_SOURCE_DIR}/tests/integration/kiosk_rounds.sh" ${rounds}.py)
    set_tests_properties(integration_${rounds} PROPERTIES TIMEOUT 900 SKIP_RETURN_CODE 77 COST 80
        ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};DISK_FAULTS=$<TARGET_FILE:disk_faults>")
endforeach()
set_tests_properties(integration_kills PROPERTIES PROCESSORS 2)
# Larger files through a slower line, so that there is something to interrupt.
set_property(TEST integration_kills APPEND PROPERTY ENVIRONMENT
    PLACES=1000 LIGHT_BYTES=2500000 HEAVY_BYTES=4500000 HEAVY_MEGABYTES=4 KILOBYTES_PER_SECOND=20000)
add_test(NAME integration_tuf_js COMMAND "${CMAKE_SOURCE_DIR}/tests/integration/tuf_js.sh")
set_tests_properties(integration_tuf_js PROPERTIES TIMEOUT 400 SKIP_RETURN_CODE 77
    ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};TUF_JS=${CMAKE_BINARY_DIR}/tuf-js")
# What goes up, to real servers.
add_executable(local_writer "${CMAKE_CURRENT_LIST_DIR}/local_writer.cpp")
target_link_libraries(local_writer PRIVATE cache)
foreach(test report report_s3 service network)
    add_test(NAME integration_${test} COMMAND "${CMAKE_SOURCE_DIR}/tests/integration/${test}.sh")
    set_tests_properties(integration_${test} PROPERTIES TIMEOUT 900 SKIP_RETURN_CODE 77
        ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
endforeach()

add_test(NAME integration_clocks COMMAND "${CMAKE_SOURCE_DIR}/tests/integration/clocks.sh")
set_tests_properties(integration_clocks PROPERTIES TIMEOUT 60 SKIP_RETURN_CODE 77
    ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
