// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/page_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <optional>
#include <vector>

#include "sync/base/child_process.hpp"
#include "sync/base/file.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::fail;
using base::Result;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kMostFrameLine = 64;
constexpr std::size_t kMostFrameJson = std::size_t{8} << 20;
constexpr std::size_t kMostFrameBytes = std::size_t{16} << 20;

// Ends what it started, however it is left.
class PageChild {
  public:
    PageChild() = default;
    PageChild(const PageChild&) = delete;
    PageChild& operator=(const PageChild&) = delete;
    ~PageChild() {
        if (m_process <= 0) return;
        ::kill(m_process, SIGKILL);
        while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
        }
    }

    Result<void> start(const std::filesystem::path& pdf, std::vector<std::string> arguments) {
        const auto program = base::program_beside("accueil-pages");
        if (::access(program.c_str(), X_OK) != 0) return fail(ErrorCode::not_found, program.string());
        const base::UniqueFd input(::open(pdf.c_str(), O_RDONLY | O_CLOEXEC));
        if (!input.is_open()) return tl::unexpected<base::Error>(base::system_error("open", pdf));
        std::array<int, 2> answers{}, complaints{};
        if (::pipe2(answers.data(), O_CLOEXEC) != 0)
            return tl::unexpected<base::Error>(base::system_error("pipe", program));
        m_answers = base::UniqueFd(answers[0]);
        const base::UniqueFd answers_end(answers[1]);
        if (::pipe2(complaints.data(), O_CLOEXEC) != 0)
            return tl::unexpected<base::Error>(base::system_error("pipe", program));
        m_complaints = base::UniqueFd(complaints[0]);
        ::fcntl(m_complaints.get(), F_SETFL, O_NONBLOCK);
        const base::UniqueFd complaints_end(complaints[1]);

        std::vector<char*> argv{const_cast<char*>(program.c_str())};
        for (auto& argument : arguments)
            argv.push_back(argument.data());
        argv.push_back(nullptr);
        // Neither passphrases nor anything else of this program's surroundings.
        std::array<char*, 1> nothing{nullptr};
        m_process = ::fork();
        if (m_process < 0) return tl::unexpected<base::Error>(base::system_error("fork", program));
        if (m_process == 0) {
            const bool is_ready = ::dup2(input.get(), STDIN_FILENO) >= 0 &&
                                  ::dup2(answers_end.get(), STDOUT_FILENO) >= 0 &&
                                  ::dup2(complaints_end.get(), STDERR_FILENO) >= 0;
            if (is_ready) ::execve(program.c_str(), argv.data(), nothing.data());
            ::_exit(127);
        }
        return {};
    }
    int answers() const { return m_answers.get(); }
    int complaints() const { return m_complaints.get(); }

    /// Whether what it has said so far on its other descriptor tells of errors in the file. Never waits.
    bool hear_complaints() {
        constexpr std::string_view kWords = "Syntax Error";
        std::array<char, 4096> buffer{};
        bool are_any = false;
        while (m_complaints.is_open()) {
            const auto got = ::read(m_complaints.get(), buffer.data(), buffer.size());
            if (got < 0 && errno == EINTR) continue;
            if (got == 0) m_complaints.reset();
            if (got <= 0) break;
            m_said.append(buffer.data(), static_cast<std::size_t>(got));
            are_any = are_any || m_said.find(kWords) != std::string::npos;
            // The words may come in two parts.
            if (m_said.size() >= kWords.size()) m_said.erase(0, m_said.size() - kWords.size() + 1);
        }
        return are_any;
    }

  private:
    pid_t m_process = -1;
    base::UniqueFd m_answers, m_complaints;
    std::string m_said;
};

bool is_frame_kind(std::string_view kind) {
    return kind == "DOCUMENT" || kind == "REFUSED" || kind == "PAGE" || kind == "FAILED" || kind == "END";
}

// Takes frames off the front of what has come; false for what is no frame.
class FrameReader {
  public:
    void add(std::string_view bytes) { m_buffer += bytes; }

    bool next(std::optional<PageFrame>& frame) {
        frame.reset();
        const auto line_end = m_buffer.find('\n');
        if (line_end == std::string::npos) return m_buffer.size() <= kMostFrameLine;
        if (line_end > kMostFrameLine) return false;
        const std::string line = m_buffer.substr(0, line_end);
        const auto first = line.find(' '), second = line.rfind(' ');
        std::size_t json = 0, bytes = 0;
        if (first == std::string::npos || second <= first || !read(line, first + 1, second, json) ||
            !read(line, second + 1, line.size(), bytes))
            return false;
        const auto kind = line.substr(0, first);
        if (!is_frame_kind(kind) || json > kMostFrameJson || bytes > kMostFrameBytes) return false;
        const std::size_t begin = line_end + 1;
        if (m_buffer.size() - begin < json + bytes) return true;
        auto parsed = base::parse_json(std::string_view(m_buffer).substr(begin, json), 6);
        if (!parsed || !parsed->is_object()) return false;
        frame = PageFrame{kind, std::move(*parsed), m_buffer.substr(begin + json, bytes)};
        m_buffer.erase(0, begin + json + bytes);
        return true;
    }

  private:
    static bool read(const std::string& line, std::size_t from, std::size_t to, std::size_t& number) {
        const char* end = line.data() + to;
        const auto [stopped, error] = std::from_chars(line.data() + from, end, number);
        return error == std::errc() && stopped == end;
    }
    std::string m_buffer;
};

}  // namespace

Result<PageRun> run_pages(const std::filesystem::path& pdf, std::size_t first, const PageLimits& limits,
                          Clock::time_point deadline, const OnFrame& on_frame) {
    PageChild child;
    TRY(child.start(pdf, {std::to_string(first), std::to_string(limits.pages - std::min(first, limits.pages)),
                          std::to_string(limits.page_seconds), std::to_string(limits.memory_megabytes),
                          std::to_string(limits.fine_bytes)}));
    PageRun run;
    FrameReader frames;
    std::vector<char> buffer(std::size_t{1} << 16);
    auto until = std::min(deadline, Clock::now() + limits.page_wait);
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
        run.is_late = left <= 0;
        if (run.is_late) return run;
        std::array<pollfd, 2> waits{pollfd{child.answers(), POLLIN, 0},
                                    pollfd{child.complaints(), POLLIN, 0}};
        const int ready = ::poll(waits.data(), waits.size(), static_cast<int>(std::min<long>(left, 60'000)));
        if (ready < 0 && errno != EINTR) return tl::unexpected<base::Error>(base::system_error("poll", pdf));
        if (ready <= 0) continue;
        run.is_faulty = child.hear_complaints() || run.is_faulty;
        if (waits[0].revents == 0) continue;
        const auto got = ::read(child.answers(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return run;
        frames.add({buffer.data(), static_cast<std::size_t>(got)});
        while (true) {
            std::optional<PageFrame> frame;
            if (!frames.next(frame)) return run;
            if (!frame) break;
            until = std::min(deadline, Clock::now() + limits.page_wait);
            run.is_whole = frame->kind == "END" || frame->kind == "REFUSED";
            if (run.is_whole) run.is_faulty = child.hear_complaints() || run.is_faulty;
            const bool is_end = run.is_whole;
            if (!on_frame(std::move(*frame)) || is_end) return run;
        }
    }
}

}  // namespace accueil::publish
