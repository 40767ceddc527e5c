// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/uploader.hpp"

#include <chrono>
#include <utility>

#include "sync/base/json.hpp"

namespace accueil::daemon {

using base::ErrorCode;
using base::Result;

namespace {

// A longer wait is a clock that was set, not a server's wish.
constexpr auto kMostWait = std::chrono::hours(24);

// "dav.example:8443" of an http or https URL.
std::string server_of(const std::string& url) {
    const auto shown = fetch::loggable(url);
    const auto scheme = shown.find("://");
    const auto host = scheme == std::string::npos ? 0 : scheme + 3;
    return shown.substr(host, shown.find('/', host) - host);
}

// The item's own fault, and none of the others'.
bool is_about_the_item(int status) {
    return status >= 400 && status < 500 && status != 401 && status != 404 && status != 405 &&
           status != 407 && status != 408 && status != 409 && status != 423 && status != 425 && status != 429;
}

}  // namespace

Uploader::Uploader(ReportOptions options, fetch::HttpClient& http, const base::Clock& clock)
    : m_options(std::move(options)), m_http(http), m_clock(clock), m_server(server_of(m_options.url)) {
    while (!m_options.url.empty() && m_options.url.back() == '/')
        m_options.url.pop_back();
}

void Uploader::note(const base::Error& error, const std::string& server) {
    if (error.code == ErrorCode::cancelled) m_is_cancelled = true;
    if (!m_failure) m_failure = ReportFailure{base::to_string(error.code), server, error.detail};
}

ReportStatus Uploader::run(const Status& status) {
    m_sent = 0;
    m_failure.reset();
    m_wait.reset();
    m_is_cancelled = m_is_over = false;
    const auto now = m_clock.wall();
    auto report = status.report.value_or(ReportStatus{});
    if (report.url != fetch::loggable(m_options.url)) report = {};
    report.url = fetch::loggable(m_options.url);

    auto store = cache::LocalStore::open(m_options.local_file);
    const auto own = [&](const auto& result) {
        if (!result) note(result.error(), {});
    };
    own(store);
    if (store) own(store->close_counts(model::HalfDay::of_utc(now)));
    const auto count = [&] {
        report.pending.clear();
        for (const auto kind : cache::kOutgoingKinds) {
            const auto totals = store->totals(kind);
            own(totals);
            if (totals && totals->items > 0) report.pending[cache::to_string(kind)] = totals->items;
        }
    };
    const bool is_to_wait =
        report.not_before && *report.not_before > now && *report.not_before - now <= kMostWait;
    if (store && !is_to_wait) send_items(*store);
    if (store) {
        own(store->erase_acknowledged());
        count();
    }
    if (is_to_wait || m_is_cancelled) {
        if (m_failure && !m_is_cancelled) report.failure = m_failure;
        return report;
    }
    report.last_attempt = now;
    report.failure = m_failure;
    report.not_before.reset();
    // A disk that refuses, or one item that is refused, is told by the status; a server that fails is not
    // asked.
    if (!m_is_over)
        put("status/" + m_options.kiosk_id + ".json", "application/json", status_document(status, report),
            Once::no);
    report.failure = m_failure;
    if (m_wait) report.not_before = now + *m_wait;
    report.failures = m_failure ? report.failures + 1 : 0;
    if (!m_failure) report.last_success = now;
    return report;
}

void Uploader::send_items(cache::LocalStore& store) {
    std::uint64_t refusals = 0, bytes = 0;
    auto number = std::exchange(m_resume_after, 0);
    for (std::uint64_t items = 0; items < m_options.run_items && bytes < m_options.run_bytes; ++items) {
        const auto next = store.next_after(number);
        if (!next) return note(next.error(), {});
        if (!*next) return;
        const auto& item = **next;
        number = item.number;
        bytes += item.body.size();
        const auto path = std::string(cache::to_string(item.kind)) + "/" + m_options.kiosk_id + "/" + item.id;
        switch (put(path, item.content_type, item.body, Once::yes)) {
            case Answer::stored:
                // Should this fail, it is put again under the same id: the server has it once.
                if (const auto forgotten = store.acknowledge(item.kind, item.id); !forgotten)
                    return note(forgotten.error(), {});
                ++m_sent;
                break;
            case Answer::refused:
                if (++refusals >= m_options.run_refusals) {
                    m_resume_after = number;
                    return;
                }
                break;
            case Answer::over:
                return;
        }
    }
}

Result<fetch::Response> Uploader::send(fetch::Method method, const std::string& path, fetch::Headers headers,
                                       std::string body) {
    return m_http.send(
        {method, m_options.url + "/" + path, std::move(headers), std::move(body), m_options.credentials});
}

Uploader::Answer Uploader::put(const std::string& path, const std::string& content_type,
                               const std::string& body, Once once) {
    fetch::Headers headers{{"Content-Type", content_type}};
    if (once == Once::yes) headers["If-None-Match"] = "*";
    auto answer = send(fetch::Method::put, path, headers, body);
    if (answer && answer->status == 501 && headers.erase("If-None-Match") != 0) {
        // A server that does not know the condition: the same bytes under the same id do no harm twice.
        answer = send(fetch::Method::put, path, headers, body);
    }
    const int status = answer ? answer->status : 0;
    if (m_options.kind == ReportOptions::Kind::webdav && (status == 404 || status == 409)) {
        // The folders above it are missing. Whether they are made now or were there shows in the next answer.
        for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
            static_cast<void>(send(fetch::Method::make_collection, path.substr(0, slash + 1)));
        answer = send(fetch::Method::put, path, headers, body);
    } else if (m_options.kind == ReportOptions::Kind::s3 && status == 409 && once == Once::yes) {
        // Another request for the same object is under way, perhaps our own from before a cut.
        const auto there = send(fetch::Method::head, path);
        if (there && there->is_success()) return Answer::stored;
    }
    return judge(path, answer, once);
}

Uploader::Answer Uploader::judge(const std::string& path, const Result<fetch::Response>& answer, Once once) {
    const auto over = [&](const base::Error& error) {
        note(error, m_server);
        m_is_over = true;
        return Answer::over;
    };
    if (!answer) return over(answer.error());
    const int status = answer->status;
    if (status == 412 && once == Once::yes) return Answer::stored;
    const auto url = fetch::loggable(m_options.url + "/" + path);
    if (answer->is_success()) {
        const bool is_s3 = m_options.kind == ReportOptions::Kind::s3;
        if (is_s3 ? answer->headers.contains("etag")
                  : status == 201 || status == 204 || (status == 200 && !fetch::is_web_page(answer->body)))
            return Answer::stored;
        return over({ErrorCode::network, url + ": the answer with status " + std::to_string(status) +
                                             " is none of a server that stored it"});
    }
    base::Error error{ErrorCode::http_status, "HTTP status " + std::to_string(status) + " to PUT " + url};
    if (status >= 300 && status < 400) {
        const auto to = answer->headers.find("location");
        error.detail += ", which is not followed" +
                        (to == answer->headers.end() ? std::string() : ": " + fetch::loggable(to->second));
    }
    if (status == 429 || status == 503) m_wait = fetch::retry_after(*answer, m_clock.wall());
    if (!is_about_the_item(status)) return over(error);
    note(error, m_server);
    return Answer::refused;
}

std::string Uploader::status_document(const Status& status, const ReportStatus& report) const {
    auto told = status;
    told.report = report;
    auto document = to_json(told);
    document["kiosk"] = m_options.kiosk_id;
    document["version"] = ACCUEIL_VERSION;
    document["written_on"] = base::format_utc(m_clock.wall());
    return document.dump(2, ' ', false, base::Json::error_handler_t::replace) + "\n";
}

}  // namespace accueil::daemon
