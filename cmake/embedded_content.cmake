# SPDX-License-Identifier: GPL-3.0-or-later
# The embedded content: assets/content read by the publisher itself into one cache generation, which the kiosk shows
# when it has no cache. The stamp is rebuilt when any file of the folder changes.
set(ACCUEIL_EMBEDDED_DIR "${CMAKE_BINARY_DIR}/share/accueil/embedded")
file(GLOB_RECURSE embedded_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/content/*")
add_custom_command(
    OUTPUT "${ACCUEIL_EMBEDDED_DIR}/current.json"
    COMMAND "${CMAKE_COMMAND}" -E rm -rf "${ACCUEIL_EMBEDDED_DIR}"
    COMMAND accueil-feed embed "${CMAKE_SOURCE_DIR}/assets/content" --to "${ACCUEIL_EMBEDDED_DIR}" --quiet
    DEPENDS accueil-feed accueil-pages ${embedded_files}
    COMMENT "Making the embedded content"
    VERBATIM)
add_custom_target(embedded_content ALL DEPENDS "${ACCUEIL_EMBEDDED_DIR}/current.json")
