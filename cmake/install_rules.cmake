# SPDX-License-Identifier: GPL-3.0-or-later
include(GNUInstallDirs)
install(TARGETS accueil-kiosk accueil-sync accueil-feed accueil-pages accueil-player accueil-voice RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY assets/fonts assets/i18n assets/theme assets/basemap assets/styles
    DESTINATION "${CMAKE_INSTALL_DATADIR}/accueil" OPTIONAL)
install(DIRECTORY "${ACCUEIL_EMBEDDED_DIR}" DESTINATION "${CMAKE_INSTALL_DATADIR}/accueil")
install(FILES packaging/accueil-sync.service DESTINATION lib/systemd/system)
install(FILES config/kiosk.json config/sync.json config/feed.json DESTINATION "${CMAKE_INSTALL_FULL_SYSCONFDIR}/accueil")
