// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/media/printer_queue.hpp"

#include <cups/cups.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "sync/base/log.hpp"

namespace accueil::media {

namespace {

constexpr int kConnectMilliseconds = 5000;
constexpr double kAnswerSeconds = 5;
constexpr const char* kTitle = "Accueil";

struct CloseConnection {
    void operator()(http_t* http) const { httpClose(http); }
};
using Connection = std::unique_ptr<http_t, CloseConnection>;
struct DeleteMessage {
    void operator()(ipp_t* message) const { ippDelete(message); }
};
using Message = std::unique_ptr<ipp_t, DeleteMessage>;

bool holds(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Who waits too long is not waited for.
int no_more_waiting(http_t*, void*) {
    return 0;
}

}  // namespace

PrinterState printer_state(int state, bool accepts_jobs, std::span<const std::string> reasons) {
    static constexpr std::array<std::string_view, 9> kPaper{
        "media-empty",        "media-needed",        "media-jam",        "cover-open",    "door-open",
        "input-tray-missing", "output-tray-missing", "output-area-full", "interlock-open"};
    static constexpr std::array<std::string_view, 10> kTrouble{
        "toner-empty", "marker-supply-empty", "marker-waste-full", "offline",       "shutdown",
        "timed-out",   "developer-empty",     "fuser-over-temp",   "opc-life-over", "stopped-partly"};
    if (!accepts_jobs) return PrinterState::stopped;
    PrinterState found = state == IPP_PSTATE_STOPPED ? PrinterState::stopped : PrinterState::ready;
    for (std::string_view reason : reasons) {
        const auto cut = [&](std::string_view suffix) {
            if (!reason.ends_with(suffix)) return false;
            reason.remove_suffix(suffix.size());
            return true;
        };
        const bool is_error = cut("-error"), is_mild = !is_error && (cut("-warning") || cut("-report"));
        // "offline-report" is what CUPS says of a printer that does not answer.
        if (holds(kPaper, reason) && !is_mild) return PrinterState::no_paper;
        if (reason == "offline" || (holds(kTrouble, reason) && !is_mild) || (is_error && reason != "none"))
            found = PrinterState::trouble;
        if (reason == "paused" || reason == "moving-to-paused")
            if (found == PrinterState::ready) found = PrinterState::stopped;
    }
    return found;
}

PrinterState Patience::seen(PrinterState state, Time now) {
    if (state != m_state) {
        m_state = state;
        m_since = now;
    }
    const bool may_be_old = state == PrinterState::no_paper || state == PrinterState::trouble;
    return may_be_old && now - m_since >= m_after ? PrinterState::ready : state;
}

struct PrinterQueue::Private {
    std::string server, queue;
    Connection connection;
    std::string said;  // of the trouble that the log has

    http_t* connect() {
        if (connection) return connection.get();
        std::string host = server.empty() ? cupsServer() : server;
        int port = ippPort();
        if (const auto colon = host.rfind(':'); !host.starts_with('/') && colon != std::string::npos) {
            const auto* end = host.data() + host.size();
            if (std::from_chars(host.data() + colon + 1, end, port).ptr == end) host.resize(colon);
        }
        connection.reset(httpConnect2(host.c_str(), port, nullptr, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED, 1,
                                      kConnectMilliseconds, nullptr));
        if (connection) httpSetTimeout(connection.get(), kAnswerSeconds, no_more_waiting, nullptr);
        return connection.get();
    }
    std::string uri() const { return "ipp://localhost/printers/" + queue; }

    static Message request(ipp_op_t operation) { return Message(ippNewRequest(operation)); }
    void name_printer(const Message& message) const {
        ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, uri().c_str());
        name_user(message);
    }
    static void name_user(const Message& message) {
        ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
                     cupsUser());
    }
    /// `resource` is what CUPS's own locations are about; takes the message.
    base::Result<Message> ask(Message message, const std::string& resource) {
        auto* http = connect();
        if (http == nullptr) return base::fail(base::ErrorCode::io, "CUPS does not answer");
        Message answer(cupsDoRequest(http, message.release(), resource.c_str()));
        if (!answer || ippGetStatusCode(answer.get()) > IPP_STATUS_OK_EVENTS_COMPLETE) return failed();
        return answer;
    }
    tl::unexpected<base::Error> failed() {
        const std::string words = cupsLastErrorString();
        const bool is_lost = cupsLastError() >= IPP_STATUS_ERROR_INTERNAL;
        if (is_lost) connection.reset();  // whatever was under way on it
        return base::fail(
            cupsLastError() == IPP_STATUS_ERROR_NOT_FOUND ? base::ErrorCode::not_found : base::ErrorCode::io,
            "queue " + queue + ": " + words);
    }
    void log_once(const std::string& words) {
        if (words == said) return;
        said = words;
        if (!words.empty()) base::log(base::LogLevel::warning, "printer", words);
    }
};

PrinterQueue::PrinterQueue(std::string server, std::string queue)
    : m_private(std::make_unique<Private>(Private{std::move(server), std::move(queue), {}, {}})) {}
PrinterQueue::~PrinterQueue() = default;

PrinterState PrinterQueue::state() {
    auto& own = *m_private;
    static constexpr std::array<const char*, 3> kWanted{"printer-state", "printer-state-reasons",
                                                        "printer-is-accepting-jobs"};
    auto message = own.request(IPP_OP_GET_PRINTER_ATTRIBUTES);
    own.name_printer(message);
    ippAddStrings(message.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                  static_cast<int>(kWanted.size()), nullptr, kWanted.data());
    const auto answer = own.ask(std::move(message), "/");
    if (!answer) {
        own.log_once(answer.error().detail);
        return PrinterState::no_queue;
    }
    auto* all = answer->get();
    auto* state = ippFindAttribute(all, "printer-state", IPP_TAG_ENUM);
    auto* accepts = ippFindAttribute(all, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
    auto* reasons = ippFindAttribute(all, "printer-state-reasons", IPP_TAG_KEYWORD);
    std::vector<std::string> names;
    std::string words;
    for (int i = 0; reasons != nullptr && i < ippGetCount(reasons); ++i) {
        names.emplace_back(ippGetString(reasons, i, nullptr));
        words += (i > 0 ? ", " : "") + names.back();
    }
    const auto found = printer_state(state != nullptr ? ippGetInteger(state, 0) : IPP_PSTATE_STOPPED,
                                     accepts == nullptr || ippGetBoolean(accepts, 0) != 0, names);
    own.log_once(found == PrinterState::ready ? "" : "queue " + own.queue + " is not ready: " + words);
    return found;
}

base::Result<int> PrinterQueue::submit(std::string_view pdf, PaperFormat format) {
    auto& own = *m_private;
    auto* http = own.connect();
    if (http == nullptr) return base::fail(base::ErrorCode::io, "CUPS does not answer");
    cups_option_t* options = nullptr;
    int count = 0;
    if (format == PaperFormat::a4) count = cupsAddOption("media", "iso_a4_210x297mm", count, &options);
    count = cupsAddOption("sides", "one-sided", count, &options);
    // Neither a banner with a user's name nor a copy more.
    count = cupsAddOption("job-sheets", "none,none", count, &options);
    const int job = cupsCreateJob(http, own.queue.c_str(), kTitle, count, options);
    cupsFreeOptions(count, options);
    if (job <= 0) return own.failed();
    const bool is_sent =
        cupsStartDocument(http, own.queue.c_str(), job, kTitle, CUPS_FORMAT_PDF, 1) == HTTP_STATUS_CONTINUE &&
        cupsWriteRequestData(http, pdf.data(), pdf.size()) == HTTP_STATUS_CONTINUE &&
        cupsFinishDocument(http, own.queue.c_str()) <= IPP_STATUS_OK_EVENTS_COMPLETE;
    if (is_sent) return job;
    auto error = own.failed();
    own.connection.reset();
    forget(job);
    return error;
}

base::Result<JobState> PrinterQueue::job_state(int job) {
    auto& own = *m_private;
    auto message = own.request(IPP_OP_GET_JOB_ATTRIBUTES);
    own.name_printer(message);
    ippAddInteger(message.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", nullptr,
                 "job-state");
    const auto answer = TRY(own.ask(std::move(message), "/"));
    auto* state = ippFindAttribute(answer.get(), "job-state", IPP_TAG_ENUM);
    const int value = state != nullptr ? ippGetInteger(state, 0) : IPP_JSTATE_PENDING;
    if (value == IPP_JSTATE_COMPLETED) return JobState::completed;
    return value == IPP_JSTATE_CANCELED || value == IPP_JSTATE_ABORTED ? JobState::ended : JobState::waiting;
}

void PrinterQueue::forget(int job) {
    auto& own = *m_private;
    auto message = own.request(IPP_OP_CANCEL_JOB);
    own.name_printer(message);
    ippAddInteger(message.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    ippAddBoolean(message.get(), IPP_TAG_OPERATION, "purge-job", 1);
    const auto answer = own.ask(std::move(message), "/jobs/");
    if (!answer && answer.error().code != base::ErrorCode::not_found)
        base::log(base::LogLevel::warning, "printer", "a job is not forgotten: " + answer.error().detail);
}

}  // namespace accueil::media
