// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/trust/verified_bytes.hpp"

namespace accueil::trust {

using base::ErrorCode;
using base::fail;

base::Result<VerifiedBytes> verify(std::string bytes, std::uint64_t length, const base::Sha256& sha256) {
    if (bytes.size() != length)
        return fail(ErrorCode::bad_digest, std::to_string(bytes.size()) + " bytes where " +
                                               std::to_string(length) + " were announced");
    if (base::sha256(bytes) != sha256)
        return fail(ErrorCode::bad_digest, "the bytes do not have the SHA-256 that was announced");
    return VerifiedBytes(std::move(bytes));
}

base::Result<VerifiedBytes> verify(std::string bytes, std::uint64_t length, std::string_view sha256_hex) {
    const auto sha256 = TRY(base::sha256_from_hex(sha256_hex));
    return verify(std::move(bytes), length, sha256);
}

}  // namespace accueil::trust
