// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/fetch/folder_client.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"

namespace accueil::fetch {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 20;

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte =
            text[at] == '%' ? base::from_hex(text.substr(at + 1, 2)) : Result<std::string>(std::string());
        if (text[at] == '%' && byte && byte->size() == 1) {
            out += *byte;
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

class StringSink final : public BodySink {
  public:
    explicit StringSink(std::string& body) : m_body(body) {}
    Result<void> begin(std::uint64_t) override { return {}; }
    Result<void> write(std::string_view bytes) override {
        m_body += bytes;
        return {};
    }

  private:
    std::string& m_body;
};

}  // namespace

std::optional<std::filesystem::path> folder_of(const std::string& url) {
    static constexpr std::string_view kScheme = "file://";
    if (!url.starts_with(std::string(kScheme) + "/")) return std::nullopt;
    return decoded(std::string_view(url).substr(kScheme.size()));
}

FolderClient::FolderClient(std::string base_url, std::filesystem::path folder,
                           const std::atomic<bool>* cancelled)
    : m_base_url(std::move(base_url)), m_folder(std::move(folder)), m_cancelled(cancelled) {
    while (!m_base_url.empty() && m_base_url.back() == '/')
        m_base_url.pop_back();
}

Result<Response> FolderClient::get(const Request& request) {
    std::string body;
    StringSink sink(body);
    auto response = TRY(read(request, sink, {}));
    response.body = std::move(body);
    return response;
}

std::vector<Result<Response>> FolderClient::download(std::span<const Download> downloads,
                                                     const Progress& progress) {
    std::vector<Result<Response>> results;
    std::uint64_t received = 0;
    for (const auto& download : downloads) {
        results.push_back(read(download.request, *download.sink, [&](std::uint64_t bytes) {
            received += bytes;
            if (progress) progress(received);
        }));
    }
    return results;
}

Result<Response> FolderClient::read(const Request& request, BodySink& sink,
                                    const std::function<void(std::uint64_t)>& told) {
    if (!request.url.starts_with(m_base_url + "/"))
        return fail(ErrorCode::invalid_input, "not below the feed's folder: " + loggable(request.url));
    Response response;
    response.status = 404;
    const auto name = decoded(std::string_view(request.url).substr(m_base_url.size() + 1));
    const auto parts = base::split(name, '/');
    if (std::find(parts.begin(), parts.end(), "..") != parts.end()) return response;
    const auto path = m_folder / name;
    const base::UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about {};
    if (!fd.is_open() || ::fstat(fd.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
        if (!fd.is_open() && errno != ENOENT && errno != ENOTDIR)
            return tl::unexpected<Error>(base::system_error("open", path));
        return response;
    }
    const auto length = static_cast<std::uint64_t>(about.st_size);
    if (length > request.max_bytes)
        return fail(ErrorCode::too_large,
                    path.string() + ": more than " + std::to_string(request.max_bytes) + " bytes");
    const auto from = request.from < length ? request.from : 0;
    response.status = from > 0 ? 206 : 200;
    if (::lseek(fd.get(), static_cast<off_t>(from), SEEK_SET) < 0)
        return tl::unexpected<Error>(base::system_error("seek", path));
    TRY(sink.begin(from));
    std::string buffer(kReadBytes, '\0');
    // Not past the length that was looked at, should the file grow.
    while (response.bytes < length - from) {
        if (m_cancelled != nullptr && m_cancelled->load()) return fail(ErrorCode::cancelled, path.string());
        const auto wanted = std::min<std::uint64_t>(buffer.size(), length - from - response.bytes);
        const auto count = ::read(fd.get(), buffer.data(), static_cast<std::size_t>(wanted));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return tl::unexpected<Error>(base::system_error("read", path));
        if (count == 0) return fail(ErrorCode::network, path.string() + ": ends too early");
        TRY(sink.write({buffer.data(), static_cast<std::size_t>(count)}));
        response.bytes += static_cast<std::uint64_t>(count);
        if (told) told(static_cast<std::uint64_t>(count));
    }
    return response;
}

}  // namespace accueil::fetch
