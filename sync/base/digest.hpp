// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 by OpenSSL, which uses the processor's own instructions (four times libsodium's speed); hexadecimal
// by libsodium. Any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"

namespace accueil::base {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);

/// Incremental SHA-256; finish() once.
class Sha256Stream {
  public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(const Sha256Stream& other);  ///< goes on from where the other stands
    Sha256Stream& operator=(const Sha256Stream& other);
    void update(std::string_view bytes);
    Sha256 finish();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

struct FileDigest {
    Sha256 sha256;
    std::uint64_t length;  ///< bytes
};
Result<FileDigest> digest_file(const std::filesystem::path& path);

std::string to_hex(std::string_view bytes);
std::string to_hex(const Sha256& digest);
/// Lower or upper case; bad_format when odd in length or not hexadecimal.
Result<std::string> from_hex(std::string_view text);
Result<Sha256> sha256_from_hex(std::string_view text);

}  // namespace accueil::base
