// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/fetch/curl_client.hpp"

#include <curl/curl.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"

namespace accueil::fetch {

using base::Error;
using base::ErrorCode;
using base::fail;

namespace {

constexpr std::size_t kMaxHeaderBytes = 64 << 10;
// The page of a failure is read no further: it is not kept, and a short one leaves the connection usable.
constexpr std::uint64_t kMaxErrorPage = 64 << 10;

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

bool start_library() {
    static std::once_flag once;
    static bool started = false;
    std::call_once(once, [] { started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; });
    return started;
}

}  // namespace

struct CurlClient::Handle {
    CURL* curl = nullptr;
    Handle() = default;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        if (curl != nullptr) curl_easy_cleanup(curl);
    }
};

// What one request gathers; libcurl's callbacks write here.
struct CurlClient::Transfer {
    CURL* curl = nullptr;
    std::uint64_t max_bytes = 0;
    const std::atomic<bool>* cancelled = nullptr;
    const Progress* progress = nullptr;
    const std::filesystem::path* path = nullptr;
    base::UniqueFd file;  // open for a download alone

    Response response;
    std::size_t header_bytes = 0;
    std::uint64_t error_page_bytes = 0;
    bool error_page_cut = false;
    std::optional<Error> error;  // why a callback ended the transfer

    bool is_cancelled() const { return cancelled != nullptr && cancelled->load(); }

    bool refuse(ErrorCode code, std::string detail) {
        error = Error{code, std::move(detail)};
        return false;
    }

    bool take_header(std::string_view line) {
        header_bytes += line.size();
        if (header_bytes > kMaxHeaderBytes) return refuse(ErrorCode::too_large, "headers past 64 KiB");
        if (line.substr(0, 5) == "HTTP/") {  // a new answer: after a redirect, or after 100 Continue
            response.headers.clear();
            return true;
        }
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return true;
        auto& value = response.headers[lower(base::trim(line.substr(0, colon)))];
        if (!value.empty()) value += ", ";
        value += base::trim(line.substr(colon + 1));
        return true;
    }

    bool take_body(std::string_view bytes) {
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        if (status < 200 || status >= 300) {
            error_page_bytes += bytes.size();
            error_page_cut = error_page_bytes > kMaxErrorPage;
            return !error_page_cut;
        }
        curl_off_t announced = -1;
        curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
        const std::uint64_t total = announced > 0 ? static_cast<std::uint64_t>(announced) : 0;
        if (total > max_bytes || bytes.size() > max_bytes - response.bytes)
            return refuse(ErrorCode::too_large, "more than " + std::to_string(max_bytes) + " bytes");
        if (!file.is_open())
            response.body.append(bytes);
        else if (!write(bytes))
            return false;
        response.bytes += bytes.size();
        if (progress != nullptr && *progress) (*progress)(response.bytes, total);
        return true;
    }

    bool write(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto count = ::write(file.get(), bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) {
                error = base::system_error("write", *path);
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) {
        return static_cast<Transfer*>(self)->take_header({data, size * count}) ? size * count : 0;
    }
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) {
        return static_cast<Transfer*>(self)->take_body({data, size * count}) ? size * count : 0;
    }
    static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return static_cast<Transfer*>(self)->is_cancelled() ? 1 : 0;
    }
};

CurlClient::CurlClient(CurlOptions options, std::unique_ptr<Handle> handle)
    : m_options(std::move(options)), m_handle(std::move(handle)) {
    if (m_options.user_agent.empty()) m_options.user_agent = "accueil-sync/" ACCUEIL_VERSION;
}

CurlClient::~CurlClient() = default;

base::Result<std::unique_ptr<CurlClient>> CurlClient::create(CurlOptions options) {
    if (!start_library()) return fail(ErrorCode::io, "libcurl does not start");
    auto handle = std::make_unique<Handle>();
    handle->curl = curl_easy_init();
    if (handle->curl == nullptr) return fail(ErrorCode::io, "libcurl gives no handle");
    return std::unique_ptr<CurlClient>(new CurlClient(std::move(options), std::move(handle)));
}

base::Result<Response> CurlClient::get(const Request& request) {
    Transfer transfer;
    return perform(request, transfer);
}

base::Result<Response> CurlClient::download(const Request& request, const std::filesystem::path& part,
                                            const Progress& progress) {
    Transfer transfer;
    transfer.path = &part;
    transfer.progress = &progress;
    transfer.file = base::UniqueFd(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!transfer.file.is_open()) return tl::unexpected<Error>(base::system_error("create", part));
    return perform(request, transfer);
}

base::Result<Response> CurlClient::perform(const Request& request, Transfer& transfer) {
    const std::string shown = loggable(request.url);
    const std::string start = lower(std::string_view(request.url).substr(0, 8));
    const bool secure = start == "https://";
    if (!secure && start.substr(0, 7) != "http://")
        return fail(ErrorCode::invalid_input, "not an http or https URL: " + shown);

    CURL* const curl = m_handle->curl;
    transfer.curl = curl;
    transfer.max_bytes = request.max_bytes;
    transfer.cancelled = m_options.cancelled;
    if (transfer.is_cancelled()) return fail(ErrorCode::cancelled, shown);

    struct curl_slist* lines = nullptr;
    for (const auto& [name, value] : request.headers)
        lines = curl_slist_append(lines, (name + ": " + value).c_str());
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> lines_owner(lines, curl_slist_free_all);

    std::array<char, CURL_ERROR_SIZE> words{};
    curl_easy_reset(curl);  // keeps connections, DNS answers and TLS sessions
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words.data());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, m_options.user_agent.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, m_options.max_redirects);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(m_options.connect_timeout.count()));
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, m_options.low_speed_bytes);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(m_options.low_speed_time.count()));
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);

    const CURLcode code = curl_easy_perform(curl);
    // The handle outlives the request; what it points to does not.
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, nullptr);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, nullptr);

    if (transfer.error) return fail(*transfer.error, shown);
    if (code != CURLE_OK && !transfer.error_page_cut) {
        const std::string why = words.front() != '\0' ? words.data() : curl_easy_strerror(code);
        const ErrorCode kind = code == CURLE_ABORTED_BY_CALLBACK ? ErrorCode::cancelled
                               : code == CURLE_URL_MALFORMAT     ? ErrorCode::invalid_input
                                                                 : ErrorCode::network;
        return fail(kind, shown + ": " + why);
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    transfer.response.status = static_cast<int>(status);
    return std::move(transfer.response);
}

}  // namespace accueil::fetch
