// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/digest.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "sync/base/file.hpp"

namespace accueil::base {

namespace {
const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
}  // namespace

struct Sha256Stream::State {
    crypto_hash_sha256_state sodium;
};

Sha256Stream::Sha256Stream() : m_state(std::make_unique<State>()) {
    crypto_hash_sha256_init(&m_state->sodium);
}

Sha256Stream::~Sha256Stream() = default;

Sha256Stream::Sha256Stream(const Sha256Stream& other) : m_state(std::make_unique<State>(*other.m_state)) {}

Sha256Stream& Sha256Stream::operator=(const Sha256Stream& other) {
    *m_state = *other.m_state;
    return *this;
}

void Sha256Stream::update(std::string_view bytes) {
    crypto_hash_sha256_update(&m_state->sodium, bytes_of(bytes), bytes.size());
}

Sha256 Sha256Stream::finish() {
    Sha256 digest;
    crypto_hash_sha256_final(&m_state->sodium, digest.data());
    return digest;
}

Sha256 sha256(std::string_view bytes) {
    Sha256 digest;
    crypto_hash_sha256(digest.data(), bytes_of(bytes), bytes.size());
    return digest;
}

Result<FileDigest> digest_file(const std::filesystem::path& path) {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.is_open()) return tl::unexpected<Error>(system_error("open", path));
    Sha256Stream stream;
    std::uint64_t length = 0;
    char buffer[65536];
    for (;;) {
        const auto count = ::read(fd.get(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return tl::unexpected<Error>(system_error("read", path));
        if (count == 0) return FileDigest{stream.finish(), length};
        stream.update({buffer, static_cast<std::size_t>(count)});
        length += static_cast<std::uint64_t>(count);
    }
}

std::string to_hex(std::string_view bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes_of(bytes), bytes.size());
    text.pop_back();
    return text;
}

std::string to_hex(const Sha256& digest) {
    return to_hex(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

Result<std::string> from_hex(std::string_view text) {
    std::string bytes(text.size() / 2, '\0');
    std::size_t length = 0;
    const int status = sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                      text.data(), text.size(), nullptr, &length, nullptr);
    if (status != 0 || text.size() % 2 != 0 || length != bytes.size())
        return fail(ErrorCode::bad_format, "not hexadecimal: \"" + std::string(text.substr(0, 80)) + "\"");
    return bytes;
}

Result<Sha256> sha256_from_hex(std::string_view text) {
    const std::string bytes = TRY(from_hex(text));
    Sha256 digest;
    if (bytes.size() != digest.size())
        return fail(ErrorCode::bad_format, "not a SHA-256: \"" + std::string(text.substr(0, 80)) + "\"");
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return digest;
}

}  // namespace accueil::base
