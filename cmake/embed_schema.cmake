# SPDX-License-Identifier: GPL-3.0-or-later
# sync/cache/schema/NNN_*.sql (content.db) and sync/cache/schema/local/NNN_*.sql (local.db), in order, as string literals in
# the cache module: a program carries its own schemas.
function(accueil_schema_literals folder variable)
    file(GLOB schema_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.sql")
    list(SORT schema_files)
    set(literals "")
    foreach(schema_file IN LISTS schema_files)
        file(READ "${schema_file}" schema_text)
        string(APPEND literals "    R\"SCHEMA(${schema_text})SCHEMA\",\n")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${schema_file}")
    endforeach()
    set(${variable} "${literals}" PARENT_SCOPE)
endfunction()
accueil_schema_literals(sync/cache/schema ACCUEIL_SCHEMA_LITERALS)
accueil_schema_literals(sync/cache/schema/local ACCUEIL_LOCAL_SCHEMA_LITERALS)
configure_file("${CMAKE_SOURCE_DIR}/sync/cache/schema/schema.cpp.in" "${CMAKE_BINARY_DIR}/generated/cache_schema.cpp" @ONLY)
target_sources(cache PRIVATE "${CMAKE_BINARY_DIR}/generated/cache_schema.cpp")
