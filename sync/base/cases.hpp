// SPDX-License-Identifier: GPL-3.0-or-later
// One function a type, for std::visit: std::visit(Cases{[](A) {…}, [](B) {…}}, value).
#pragma once

namespace accueil::base {

template <class... F>
struct Cases : F... {
    using F::operator()...;
};
template <class... F>
Cases(F...) -> Cases<F...>;  // clang 14 does not deduce aggregates by itself

}  // namespace accueil::base
