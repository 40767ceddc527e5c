# SPDX-License-Identifier: GPL-3.0-or-later
# sync/cache/schema/NNN_*.sql, in order, as string literals in the cache module: a program carries its own schema.
file(GLOB schema_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/sync/cache/schema/*.sql")
list(SORT schema_files)
set(ACCUEIL_SCHEMA_LITERALS "")
foreach(schema_file IN LISTS schema_files)
    file(READ "${schema_file}" schema_text)
    string(APPEND ACCUEIL_SCHEMA_LITERALS "    R\"SCHEMA(${schema_text})SCHEMA\",\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${schema_file}")
endforeach()
configure_file("${CMAKE_SOURCE_DIR}/sync/cache/schema/schema.cpp.in" "${CMAKE_BINARY_DIR}/generated/cache_schema.cpp" @ONLY)
target_sources(cache PRIVATE "${CMAKE_BINARY_DIR}/generated/cache_schema.cpp")
