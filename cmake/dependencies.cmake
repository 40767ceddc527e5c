# SPDX-License-Identifier: GPL-3.0-or-later
# Every outside library, by its Debian 12 package's pkg-config or CMake name.
find_package(PkgConfig REQUIRED)
find_package(SFML 2.5 REQUIRED COMPONENTS graphics window system)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(CRYPTO REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
# Snowball's library has neither a pkg-config nor a CMake file.
find_path(STEMMER_INCLUDE_DIR libstemmer.h REQUIRED)
find_library(STEMMER_LIBRARY stemmer REQUIRED)
add_library(Stemmer::Stemmer UNKNOWN IMPORTED)
set_target_properties(Stemmer::Stemmer PROPERTIES IMPORTED_LOCATION "${STEMMER_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${STEMMER_INCLUDE_DIR}")
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-cpp)
pkg_check_modules(MD4C REQUIRED IMPORTED_TARGET md4c)
pkg_check_modules(PANGO REQUIRED IMPORTED_TARGET pangocairo pangoft2 cairo fontconfig)
pkg_check_modules(X11 REQUIRED IMPORTED_TARGET x11 xi)
pkg_check_modules(GL REQUIRED IMPORTED_TARGET gl)
pkg_check_modules(CODECS REQUIRED IMPORTED_TARGET libpng libturbojpeg libwebp)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)
# CUPS has a program of its own instead of either.
find_path(CUPS_INCLUDE_DIR cups/cups.h REQUIRED)
find_library(CUPS_LIBRARY cups REQUIRED)
add_library(Cups::Cups UNKNOWN IMPORTED)
set_target_properties(Cups::Cups PROPERTIES IMPORTED_LOCATION "${CUPS_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${CUPS_INCLUDE_DIR}")
pkg_check_modules(POPPLER REQUIRED IMPORTED_TARGET poppler-glib cairo libwebp)
