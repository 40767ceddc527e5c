// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pages/frames.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "sync/base/file.hpp"
#include "sync/pages/limits.hpp"
#include "sync/pages/pdf.hpp"
#include "sync/pages/pictures.hpp"

namespace accueil::pages {

using base::ErrorCode;
using base::Json;

namespace {

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

const char* reason(const base::Error& error) {
    if (error.code == ErrorCode::bad_signature) return "encrypted";
    return error.code == ErrorCode::too_large ? "memory" : "unreadable";
}

}  // namespace

std::string frame(std::string_view kind, const Json& json, std::string_view bytes) {
    // Whatever is in a file becomes well-formed, or is told apart.
    const auto text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string made(kind);
    made += " " + std::to_string(text.size()) + " " + std::to_string(bytes.size()) + "\n";
    made += text;
    made += bytes;
    return made;
}

int run(int first, int most, int seconds, int memory_megabytes, long most_fine_bytes) {
    // What a library prints is not what is written here.
    const base::UniqueFd out(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
    const base::UniqueFd nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    if (!out.is_open() || !nowhere.is_open() || ::dup2(nowhere.get(), STDOUT_FILENO) < 0) return 1;
    const auto say = [&](std::string_view kind, const Json& json, std::string_view bytes = {}) {
        return write_all(out.get(), frame(kind, json, bytes));
    };
    if (!limit_process(memory_megabytes) || !grant_seconds(seconds)) return 1;
    const auto pdf = Pdf::open(::dup(STDIN_FILENO));
    if (!pdf) return say("REFUSED", {{"why", reason(pdf.error())}}) ? 0 : 1;
    Json document{{"pages", pdf->pages()}, {"outline", Json::array()}};
    if (first == 0) {
        for (const auto& entry : pdf->outline())
            document["outline"].push_back(model::to_json(entry));
    }
    if (!say("DOCUMENT", document)) return 1;
    const int end = static_cast<int>(std::min<long>(pdf->pages(), long{first} + most));
    for (int number = first; number < end; ++number) {
        if (!grant_seconds(seconds)) return 1;
        auto drawn = pdf->draw(number);
        std::string bytes;
        base::Result<void> added;
        if (drawn)
            added = add_pictures(drawn->surface.get(), static_cast<std::uint64_t>(most_fine_bytes),
                                 drawn->page, bytes);
        bool is_written = false;
        if (!drawn || !added) {
            is_written = say("FAILED", {{"why", reason(drawn ? added.error() : drawn.error())}});
        } else {
            Json page = model::to_json(drawn->page);
            if (drawn->text_is_cut) page["text_is_cut"] = true;
            is_written = say("PAGE", page, bytes);
        }
        if (!is_written) return 1;
    }
    return say("END", Json::object()) ? 0 : 1;
}

}  // namespace accueil::pages
