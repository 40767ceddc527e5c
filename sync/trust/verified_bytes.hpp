// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes whose length and hash stand in signed content. Made by Client and verify() alone, so that what parses
// a feed cannot be given anything else. Called by feed and the pipeline. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/result.hpp"

namespace accueil::trust {

class VerifiedBytes {
  public:
    std::string_view view() const { return m_bytes; }

  private:
    friend class Client;
    friend base::Result<VerifiedBytes> verify(std::string bytes, std::uint64_t length,
                                              const base::Sha256& sha256);
    explicit VerifiedBytes(std::string bytes) : m_bytes(std::move(bytes)) {}
    std::string m_bytes;
};

/// For a content-addressed file: `length` and `sha256` must come out of VerifiedBytes. bad_digest says which
/// of the two does not match.
base::Result<VerifiedBytes> verify(std::string bytes, std::uint64_t length, const base::Sha256& sha256);

/// The same with 64 hexadecimal digits; bad_format for anything else.
base::Result<VerifiedBytes> verify(std::string bytes, std::uint64_t length, std::string_view sha256_hex);

}  // namespace accueil::trust
