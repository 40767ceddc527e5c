// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/app/desk_pin.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/base/log.hpp"
#include "sync/base/strings.hpp"

namespace accueil::app {

using base::ErrorCode;
using base::fail;
using base::Result;
using std::chrono::seconds;
namespace fs = std::filesystem;

namespace {

constexpr int kFreeTries = 3;
constexpr seconds kFirstWait{30}, kLongestWait{15 * 60};
constexpr std::size_t kShortest = 4, kLongest = 8, kMostBytes = 4096;

struct Tries {
    int wrong = 0;
    base::WallTime until{};  // the next may be made
};

fs::path tries_file(fs::path file) {
    file += ".tries";
    return file;
}

seconds wait_after(int wrong) {
    if (wrong < kFreeTries) return seconds(0);
    const int doublings = std::min(wrong - kFreeTries, 10);
    return std::min(kLongestWait, kFirstWait * (1 << doublings));
}

Result<void> write_tries(const fs::path& file, const Tries& tries) {
    const base::Json json{{"wrong", tries.wrong}, {"until", base::format_utc(tries.until)}};
    return base::write_file_durably(tries_file(file), json.dump());
}

// What cannot be read counts as so many wrong ones that a wait follows: whoever spoilt it gains nothing.
Result<Tries> read_tries(const fs::path& file, base::WallTime now) {
    const auto bytes = base::read_file(tries_file(file), kMostBytes);
    if (!bytes && bytes.error().code == ErrorCode::not_found) return Tries{};
    Tries tries{kFreeTries, now + kFirstWait};
    const auto json = bytes ? base::parse_json(*bytes) : Result<base::Json>(base::Json());
    const auto until = json && json->is_object() ? base::parse_utc(base::string_of(*json, "until"))
                                                 : Result<base::WallTime>(fail(ErrorCode::bad_format, ""));
    if (until && json->contains("wrong") && (*json)["wrong"].is_number_unsigned()) {
        tries = {static_cast<int>(std::min<std::uint64_t>(1000, (*json)["wrong"].get<std::uint64_t>())),
                 *until};
        // A clock that was set back must not make the wait longer than it is.
        const auto longest = now + wait_after(tries.wrong);
        if (tries.until <= longest) return tries;
        tries.until = longest;
    }
    TRY(write_tries(file, tries));
    return tries;
}

seconds left_of(const Tries& tries, base::WallTime now) {
    return std::max(seconds(0), std::chrono::ceil<seconds>(tries.until - now));
}

// Empty where there is no PIN.
Result<std::string> read_hash(const fs::path& file) {
    struct stat about {};
    if (file.empty() || ::stat(file.c_str(), &about) != 0) return std::string();
    if ((about.st_mode & 077) != 0)
        return fail(ErrorCode::invalid_input,
                    file.string() + ": others than its owner may read it (chmod 600); the desk stays shut");
    auto hash = std::string(base::trim(TRY(base::read_file(file, kMostBytes))));
    if (!hash.starts_with("$argon2"))
        return fail(ErrorCode::bad_format, file.string() + ": not what accueil-kiosk --set-pin writes");
    return hash;
}

Result<query::DataPtr> verdict(bool is_right, seconds wait) {
    auto said = std::make_shared<PinVerdict>();
    said->is_right = is_right;
    said->wait = wait;
    return query::DataPtr(std::move(said));
}

Result<query::DataPtr> try_pin(const fs::path& file, const base::Clock& clock, const PinDigits& digits) {
    const auto hash = TRY(read_hash(file));
    if (hash.empty()) return query::DataPtr();
    const auto now = clock.wall();
    auto tries = TRY(read_tries(file, now));
    if (left_of(tries, now) > seconds(0)) return verdict(false, left_of(tries, now));
    ++tries.wrong;
    tries.until = now + wait_after(tries.wrong);
    TRY(write_tries(file, tries));
    const auto typed = digits.text();
    if (crypto_pwhash_str_verify(hash.c_str(), typed.data(), typed.size()) != 0)
        return verdict(false, left_of(tries, clock.wall()));
    std::error_code ignored;
    fs::remove(tries_file(file), ignored);
    return verdict(true, seconds(0));
}

bool start_sodium() {
    return sodium_init() >= 0;
}

}  // namespace

void PinDigits::push(int digit) {
    if (m_count < m_digits.size()) m_digits[m_count++] = static_cast<char>('0' + digit);
}

void PinDigits::pop() {
    if (m_count > 0) m_digits[--m_count] = '\0';
}

void PinDigits::wipe() {
    sodium_memzero(m_digits.data(), m_digits.size());
    m_count = 0;
}

Result<void> set_pin(const fs::path& file, std::string_view digits) {
    const bool is_number =
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (file.empty() || !is_number || digits.size() < kShortest || digits.size() > kLongest)
        return fail(ErrorCode::invalid_input, "a PIN has four to eight digits");
    char hash[crypto_pwhash_STRBYTES];
    if (!start_sodium() ||
        crypto_pwhash_str(hash, digits.data(), digits.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return fail(ErrorCode::io, "not enough memory for argon2id");
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    TRY(base::create_directories(folder));
    const auto before = ::umask(0077);
    auto written = base::write_file_durably(file, std::string(hash) + "\n");
    ::umask(before);
    TRY(written);
    struct stat owner {};
    if (::geteuid() == 0 && ::stat(folder.c_str(), &owner) == 0 &&
        ::chown(file.c_str(), owner.st_uid, owner.st_gid) != 0)
        return tl::unexpected<base::Error>(base::system_error("chown", file));
    std::error_code ignored;
    fs::remove(tries_file(file), ignored);
    return {};
}

query::Job pin_state_job(fs::path file, const base::Clock& clock) {
    return [file = std::move(file), &clock](const query::Source&) -> Result<query::DataPtr> {
        if (TRY(read_hash(file)).empty()) return query::DataPtr();
        const auto now = clock.wall();
        return verdict(false, left_of(TRY(read_tries(file, now)), now));
    };
}

query::Job pin_job(fs::path file, const base::Clock& clock, std::shared_ptr<const PinDigits> digits) {
    return [file = std::move(file), &clock,
            digits = std::move(digits)](const query::Source&) -> Result<query::DataPtr> {
        if (!start_sodium()) return fail(ErrorCode::io, "libsodium does not start");
        return try_pin(file, clock, *digits);
    };
}

}  // namespace accueil::app
