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

# What goes up, to real servers.
add_executable(local_writer "${CMAKE_CURRENT_LIST_DIR}/local_writer.cpp")
target_link_libraries(local_writer PRIVATE cache)
foreach(test report report_s3 service network)
    add_test(NAME integration_${test} COMMAND "${CMAKE_SOURCE_DIR}/tests/integration/${test}.sh")
    set_tests_properties(integration_${test} PROPERTIES TIMEOUT 900 SKIP_RETURN_CODE 77
        ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
endforeach()
