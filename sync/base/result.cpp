// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/result.hpp"

namespace accueil::base {

const char* to_string(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_input:
            return "invalid_input";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::io:
            return "io";
        case ErrorCode::no_space:
            return "no_space";
        case ErrorCode::network:
            return "network";
        case ErrorCode::http_status:
            return "http_status";
        case ErrorCode::too_large:
            return "too_large";
        case ErrorCode::bad_signature:
            return "bad_signature";
        case ErrorCode::bad_digest:
            return "bad_digest";
        case ErrorCode::expired:
            return "expired";
        case ErrorCode::rollback:
            return "rollback";
        case ErrorCode::bad_format:
            return "bad_format";
        case ErrorCode::corrupt:
            return "corrupt";
        case ErrorCode::cancelled:
            return "cancelled";
        case ErrorCode::unsupported:
            return "unsupported";
        case ErrorCode::wrong_clock:
            return "wrong_clock";
    }
    return "unknown";
}

}  // namespace accueil::base
