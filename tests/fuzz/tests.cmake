# SPDX-License-Identifier: GPL-3.0-or-later
# With clang the fuzz targets themselves are built; with any other compiler the tests build and run them.
if(ACCUEIL_FUZZ)
    add_subdirectory(fuzz)
else()
    add_test(NAME fuzz_build COMMAND "${CMAKE_SOURCE_DIR}/tests/fuzz/run" build)
    set_tests_properties(fuzz_build PROPERTIES TIMEOUT 1200 PROCESSORS 2 COST 200 SKIP_RETURN_CODE 77 FIXTURES_SETUP fuzzers LABELS fuzz)
    set(fuzz_options_style -max_total_time=60 -seed=20261125)
    foreach(name metadata records head status generation style hours)
        add_test(NAME fuzz_${name} COMMAND "${CMAKE_SOURCE_DIR}/tests/fuzz/run" ${name} ${fuzz_options_${name}})
        set_tests_properties(fuzz_${name} PROPERTIES TIMEOUT 180 SKIP_RETURN_CODE 77 FIXTURES_REQUIRED fuzzers LABELS fuzz
            ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
    endforeach()
    set_tests_properties(fuzz_style PROPERTIES COST 50)  # a minute each: not the last
    # The tiles are an admin's file that nobody signs for but as a whole, and the widest door of the kiosk: a minute.
    add_test(NAME fuzz_tile COMMAND "${CMAKE_SOURCE_DIR}/tests/fuzz/run" tile -max_total_time=60 -seed=20261125)
    set_tests_properties(fuzz_tile PROPERTIES COST 50 TIMEOUT 300 SKIP_RETURN_CODE 77 FIXTURES_REQUIRED fuzzers LABELS fuzz
        ENVIRONMENT "ACCUEIL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
endif()
