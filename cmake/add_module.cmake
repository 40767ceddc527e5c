# SPDX-License-Identifier: GPL-3.0-or-later
# add_module(DIR DEPENDS modules… LIBRARIES outside…): folder = target = namespace. All *.cpp of the folder, main.cpp
# apart, make a static library named as the folder. The edges are written to build/…/modules.txt for tests/lint.

set(ACCUEIL_MODULES_FILE "${CMAKE_BINARY_DIR}/modules.txt")
file(WRITE "${ACCUEIL_MODULES_FILE}" "")

add_library(accueil_options INTERFACE)
target_include_directories(accueil_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(accueil_options INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    -Wold-style-cast -Wsuggest-override -Wcast-align -Wimplicit-fallthrough $<$<BOOL:${ACCUEIL_WERROR}>:-Werror>)
if(ACCUEIL_UNITY)
    # GCC takes the sources of a whole for headers, whose private types should not be in public ones; and what one of them
    # uses by name is no shadow in another. The preset dev looks for both.
    target_compile_options(accueil_options INTERFACE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
if(ACCUEIL_SANITIZE)
    target_compile_options(accueil_options INTERFACE -fsanitize=${ACCUEIL_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)  # GCC 12 sees it in its own <regex>, under sanitizers alone
    target_link_options(accueil_options INTERFACE -fsanitize=${ACCUEIL_SANITIZE})
endif()

if(ACCUEIL_FUZZ)
    target_compile_options(accueil_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

function(add_module directory)
    cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
    get_filename_component(name "${directory}" NAME)
    file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${directory}/*.cpp")
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
    if(sources)
        add_library(${name} STATIC ${sources})
        set_target_properties(${name} PROPERTIES UNITY_BUILD ${ACCUEIL_UNITY})
        set(scope PUBLIC)
    else()
        add_library(${name} INTERFACE)
        set(scope INTERFACE)
    endif()
    add_library(accueil::${name} ALIAS ${name})
    target_link_libraries(${name} ${scope} accueil_options ${ARG_DEPENDS} ${ARG_LIBRARIES})
    list(JOIN ARG_DEPENDS " " depends)
    file(APPEND "${ACCUEIL_MODULES_FILE}" "${directory}: ${depends}\n")
endfunction()

function(add_program name main module)
    add_executable(${name} "${CMAKE_SOURCE_DIR}/${main}")
    target_link_libraries(${name} PRIVATE ${module})
endfunction()
