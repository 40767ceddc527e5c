// SPDX-License-Identifier: GPL-3.0-or-later
// What a program has to know of the sanitizers that it may be built with.
#pragma once

namespace accueil::base {

/// A sanitizer reserves terabytes of addresses: no bound on a process's memory can be set under one.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kReservesAddresses = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kReservesAddresses = true;
#else
inline constexpr bool kReservesAddresses = false;
#endif
#else
inline constexpr bool kReservesAddresses = false;
#endif

}  // namespace accueil::base
