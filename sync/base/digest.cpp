// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/digest.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>

#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"

namespace accueil::base {

namespace {

struct FreeDigest {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Looked up once: OpenSSL 3 takes longer for that than for a record's bytes.
const EVP_MD* algorithm() {
    static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return found;
}

}  // namespace

struct Sha256Stream::State {
    std::unique_ptr<EVP_MD_CTX, FreeDigest> context{EVP_MD_CTX_new()};
};

// What OpenSSL can fail at here is memory alone, which new would end the program for, too.
Sha256Stream::Sha256Stream() : m_state(std::make_unique<State>()) {
    if (EVP_DigestInit_ex2(m_state->context.get(), algorithm(), nullptr) != 1) throw std::bad_alloc();
}

Sha256Stream::~Sha256Stream() = default;

Sha256Stream::Sha256Stream(const Sha256Stream& other) : m_state(std::make_unique<State>()) {
    *this = other;
}

Sha256Stream& Sha256Stream::operator=(const Sha256Stream& other) {
    if (this != &other && EVP_MD_CTX_copy_ex(m_state->context.get(), other.m_state->context.get()) != 1)
        throw std::bad_alloc();
    return *this;
}

void Sha256Stream::update(std::string_view bytes) {
    if (EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()) != 1) throw std::bad_alloc();
}

Sha256 Sha256Stream::finish() {
    Sha256 digest{};
    if (EVP_DigestFinal_ex(m_state->context.get(), digest.data(), nullptr) != 1) throw std::bad_alloc();
    return digest;
}

Sha256 sha256(std::string_view bytes) {
    // Made once a thread: for a record's bytes that takes as long as the digest itself.
    static thread_local const std::unique_ptr<EVP_MD_CTX, FreeDigest> context{EVP_MD_CTX_new()};
    Sha256 digest{};
    if (context == nullptr || EVP_DigestInit_ex2(context.get(), algorithm(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1)
        throw std::bad_alloc();
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
    sodium_bin2hex(text.data(), text.size(), unsigned_bytes(bytes), bytes.size());
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
