// SPDX-License-Identifier: GPL-3.0-or-later
// Keys of other publishers: ECDSA P-256 and RSA-PSS, as OpenSSL signs them, in metadata and alone.
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <catch2/catch.hpp>

#include <memory>

#include "tests/support/tuf_kiosk.hpp"

using namespace accueil;
using support::Json;
using support::TestKey;
using support::TufKiosk;
using support::TufRepository;

namespace {

struct OpensslKey {
    std::shared_ptr<EVP_PKEY> handle;
    std::string type, scheme;

    static OpensslKey ecdsa(const char* curve = "P-256") {
        return {{EVP_EC_gen(curve), EVP_PKEY_free}, "ecdsa", "ecdsa-sha2-nistp256"};
    }
    static OpensslKey rsa(unsigned bits = 2048) {
        return {{EVP_RSA_gen(bits), EVP_PKEY_free}, "rsa", "rsassa-pss-sha256"};
    }

    std::string pem(const char* points = "uncompressed") const {
        if (EVP_PKEY_get_base_id(handle.get()) == EVP_PKEY_EC)
            REQUIRE(EVP_PKEY_set_utf8_string_param(handle.get(), "point-format", points) == 1);
        const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), BIO_free);
        REQUIRE(PEM_write_bio_PUBKEY(out.get(), handle.get()) == 1);
        char* data = nullptr;
        const auto size = BIO_get_mem_data(out.get(), &data);
        return {data, static_cast<std::size_t>(size)};
    }
    std::string sign(const std::string& bytes, int salt = RSA_PSS_SALTLEN_DIGEST,
                     const EVP_MD* hash = EVP_sha256()) const {
        const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        EVP_PKEY_CTX* padding = nullptr;
        REQUIRE(EVP_DigestSignInit(context.get(), &padding, hash, nullptr, handle.get()) == 1);
        if (type == "rsa" && salt != 0) {
            REQUIRE(EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING) == 1);
            REQUIRE(EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, salt) == 1);
        }
        const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
        std::size_t size = 0;
        REQUIRE(EVP_DigestSign(context.get(), nullptr, &size, data, bytes.size()) == 1);
        std::string signature(size, '\0');
        REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, data,
                               bytes.size()) == 1);
        signature.resize(size);
        return signature;
    }
    trust::Key key(const std::string& written) const { return {"id", type, scheme, written}; }
    Json json(const std::string& written) const {
        return {{"keytype", type}, {"scheme", scheme}, {"keyval", {{"public", written}}}};
    }
};

OpensslKey of_kind(const std::string& kind) {
    return kind == "rsa" ? OpensslKey::rsa() : OpensslKey::ecdsa();
}

}  // namespace

TEST_CASE("ECDSA and RSA signatures count for the bytes that they sign, and no others") {
    const auto made = of_kind(GENERATE("ecdsa", "rsa"));
    const auto key = made.key(made.pem());
    auto signature = made.sign("bonjour");
    CHECK(trust::is_signed(key, "bonjour", signature));
    CHECK_FALSE(trust::is_signed(key, "bonsoir", signature));
    CHECK_FALSE(trust::is_signed(key, "", signature));
    CHECK_FALSE(trust::is_signed(key, "bonjour", ""));
    CHECK_FALSE(trust::is_signed(key, "bonjour", signature.substr(1)));
    CHECK_FALSE(trust::is_signed(key, "bonjour", signature + '\0'));
    const auto other = of_kind(made.type);
    CHECK_FALSE(trust::is_signed(other.key(other.pem()), "bonjour", signature));
    signature[signature.size() / 2] = static_cast<char>(signature[signature.size() / 2] ^ 1);
    CHECK_FALSE(trust::is_signed(key, "bonjour", signature));
}

TEST_CASE("an RSA signature that begins with a zero keeps it") {
    const auto made = OpensslKey::rsa();
    const auto key = made.key(made.pem());
    auto signature = made.sign("bonjour");
    while (signature.front() != '\0')  // one in 256
        signature = made.sign("bonjour");
    CHECK(trust::is_signed(key, "bonjour", signature));
    CHECK_FALSE(trust::is_signed(key, "bonjour", signature.substr(1)));
    CHECK_FALSE(trust::is_signed(key, "bonjour", '\0' + signature));
}

TEST_CASE("older metadata's name for ECDSA keys is known") {
    auto made = OpensslKey::ecdsa();
    made.type = "ecdsa-sha2-nistp256";
    CHECK(trust::is_signed(made.key(made.pem()), "x", made.sign("x")));
}

TEST_CASE("an RSA signature's salt may have any length; another padding or hash is no signature") {
    const auto made = OpensslKey::rsa();
    const auto key = made.key(made.pem());
    CHECK(trust::is_signed(key, "x", made.sign("x", RSA_PSS_SALTLEN_DIGEST)));
    CHECK(trust::is_signed(key, "x", made.sign("x", RSA_PSS_SALTLEN_MAX)));
    CHECK_FALSE(trust::is_signed(key, "x", made.sign("x", 0)));  // PKCS #1 v1.5
    CHECK_FALSE(trust::is_signed(key, "x", made.sign("x", RSA_PSS_SALTLEN_DIGEST, EVP_sha1())));
}

TEST_CASE("attack: keys that are too weak, of another curve or kind, or no keys, sign nothing") {
    const auto weak = OpensslKey::rsa(1024);
    CHECK_FALSE(trust::is_signed(weak.key(weak.pem()), "x", weak.sign("x")));
    const auto curve = OpensslKey::ecdsa("P-384");
    CHECK_FALSE(trust::is_signed(curve.key(curve.pem()), "x", curve.sign("x")));

    const auto rsa = OpensslKey::rsa();
    const auto ecdsa = OpensslKey::ecdsa();
    CHECK_FALSE(trust::is_signed(rsa.key(ecdsa.pem()), "x", ecdsa.sign("x")));
    CHECK_FALSE(trust::is_signed(ecdsa.key(rsa.pem()), "x", rsa.sign("x")));
    auto mixed = ecdsa;
    mixed.type = "rsa";
    CHECK_FALSE(trust::is_signed(mixed.key(mixed.pem()), "x", ecdsa.sign("x")));
    mixed.type = "ed25519";
    CHECK_FALSE(trust::is_signed(mixed.key(mixed.pem()), "x", ecdsa.sign("x")));

    const auto signature = ecdsa.sign("x");
    for (const std::string& text : {std::string(), std::string("-----BEGIN PUBLIC KEY-----"),
                                    ecdsa.pem() + std::string(20'000, '\n'), ecdsa.pem().substr(0, 80),
                                    "-----BEGIN PUBLIC KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "
                                    "AES-256-CBC,00000000000000000000000000000000\n" +
                                        ecdsa.pem().substr(26)})
        CHECK_FALSE(trust::is_signed(ecdsa.key(text), "x", signature));
}

TEST_CASE("what OpenSSL refuses leaves no error behind for libcurl to find") {
    const auto made = OpensslKey::ecdsa();
    CHECK_FALSE(trust::is_signed(made.key("no key"), "x", "y"));
    CHECK_FALSE(trust::is_signed(made.key(made.pem()), "x", "y"));
    CHECK(ERR_peek_error() == 0);
}

TEST_CASE("attack: one key written in two ways is one signer") {
    const auto made = of_kind(GENERATE("ecdsa", "rsa"));
    const auto plain = made.pem();
    auto other = made.type == "rsa" ? plain + "\n" : made.pem("compressed");
    REQUIRE(plain != other);
    CHECK(trust::is_signed(made.key(other), "x", made.sign("x")));
    CHECK(trust::signer_of(made.key(plain)) == trust::signer_of(made.key(other)));
    const auto second = of_kind(made.type);
    CHECK(trust::signer_of(made.key(plain)) != trust::signer_of(second.key(second.pem())));

    const Json content{{"_type", "timestamp"}};
    const auto sig = base::to_hex(made.sign(base::canonical_json(content).value()));
    const Json file{{"signed", content},
                    {"signatures", {{{"keyid", "one"}, {"sig", sig}}, {{"keyid", "two"}, {"sig", sig}}}}};
    const auto envelope = trust::Envelope::parse(file.dump()).value();
    trust::Keys keys{{"one", made.key(plain)}, {"two", made.key(other)}};
    CHECK(envelope.verify(keys, {{"one", "two"}, 1}, "timestamp"));
    CHECK(envelope.verify(keys, {{"one", "two"}, 2}, "timestamp").error().code ==
          base::ErrorCode::bad_signature);
}

TEST_CASE("ed25519 keys in capitals are the same keys") {
    const auto made = TestKey::make();
    auto shouted = made.json["keyval"]["public"].get<std::string>();
    const trust::Key key{"a", "ed25519", "ed25519", shouted};
    for (char& digit : shouted)
        digit = static_cast<char>(std::toupper(digit));
    const Json content{{"a", 1}};
    const auto signature = base::from_hex(made.sign(content)["sig"].get<std::string>()).value();
    CHECK(trust::is_signed(key, R"({"a":1})", signature));
    CHECK_FALSE(trust::is_signed(key, R"({"a":1})", signature + "x"));
    CHECK(trust::signer_of(key) == trust::signer_of({"b", "ed25519", "ed25519", shouted}));
}

TEST_CASE("a repository with a role signed by an ECDSA or RSA key is followed") {
    TufKiosk kiosk;
    const auto made = of_kind(GENERATE("ecdsa", "rsa"));
    auto root = kiosk.repo.root_content();
    root["version"] = 2;
    root["keys"]["other"] = made.json(made.pem());
    root["roles"]["timestamp"]["keyids"] = {"other"};
    kiosk.repo.put("metadata/2.root.json", TufRepository::signed_text(root, kiosk.repo.roles["root"].keys));
    CHECK(kiosk.outcome() == "bad_signature");
    const auto timestamp = kiosk.repo.timestamp_content();
    const auto sig = base::to_hex(made.sign(base::canonical_json(timestamp).value()));
    kiosk.repo.put("metadata/timestamp.json",
                   Json{{"signed", timestamp}, {"signatures", {{{"keyid", "other"}, {"sig", sig}}}}}.dump());
    CHECK(kiosk.outcome() == "ok");
}
