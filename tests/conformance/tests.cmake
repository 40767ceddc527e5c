# SPDX-License-Identifier: GPL-3.0-or-later
# accueil-tuf: the TUF client for the public conformance suite, which is run where TUF_CONFORMANCE_RUNNER gives a command
# that takes the client's path (theupdateframework/tuf-conformance's own pytest, wrapped).
add_executable(accueil-tuf conformance/accueil_tuf.cpp)
target_link_libraries(accueil-tuf PRIVATE trust)

add_test(NAME conformance_tuf COMMAND "${CMAKE_CURRENT_LIST_DIR}/tuf_suite.sh" $<TARGET_FILE:accueil-tuf>)
set_tests_properties(conformance_tuf PROPERTIES LABELS conformance TIMEOUT 900 SKIP_RETURN_CODE 77)
add_test(NAME conformance_accueil_tuf COMMAND "${CMAKE_CURRENT_LIST_DIR}/accueil_tuf.sh")
set_tests_properties(conformance_accueil_tuf PROPERTIES LABELS conformance TIMEOUT 120 SKIP_RETURN_CODE 77
    ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
