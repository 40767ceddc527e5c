// SPDX-License-Identifier: GPL-3.0-or-later
// Errors as values. Every expected failure of the project travels as a Result; bugs assert. Any thread.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace accueil::base {

/// What went wrong, coarsely enough to branch on. The words are in Error::detail.
enum class ErrorCode {
    invalid_input,  ///< somebody's file, field or option is wrong
    not_found,      ///< a named thing does not exist
    io,             ///< the file system refused
    no_space,       ///< the disk is full
    network,        ///< no answer: DNS, connection, time-out, truncated body
    http_status,    ///< an answer with a status that is not a success
    too_large,      ///< more bytes than the limit allows
    bad_signature,  ///< metadata not signed by enough trusted keys
    bad_digest,     ///< bytes do not have the hash or length that was announced
    expired,        ///< metadata past its date
    rollback,       ///< older than what was already trusted
    bad_format,     ///< bytes that cannot be parsed
    corrupt,        ///< our own stored data fails its check
    cancelled,      ///< stopped on purpose
    unsupported,    ///< newer or other than this program knows
    wrong_clock,    ///< the machine's clock shows a time that cannot be
};

/// The code's stable English name, as logs and --json print it.
const char* to_string(ErrorCode code);

struct Error {
    ErrorCode code;
    std::string detail;  ///< for the log: what, where (file:line:column, URL), and the system's own words
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string detail) {
    return tl::unexpected<Error>(Error{code, std::move(detail)});
}

/// The same error with "context: " put before its detail.
inline tl::unexpected<Error> fail(const Error& error, const std::string& context) {
    return tl::unexpected<Error>(Error{error.code, context + ": " + error.detail});
}

}  // namespace accueil::base

/// TRY(expression): the value of a Result, or return its error from the enclosing function.
#define TRY(...)                                                                                \
    __extension__({                                                                             \
        auto&& try_result_ = (__VA_ARGS__);                                                     \
        if (!try_result_) return ::tl::unexpected<::accueil::base::Error>(try_result_.error()); \
        ::accueil::base::detail::take(try_result_);                                             \
    })

namespace accueil::base::detail {
template <class T>
T take(tl::expected<T, Error>& result) {
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}
}  // namespace accueil::base::detail
