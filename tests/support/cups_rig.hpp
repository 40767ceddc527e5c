// SPDX-License-Identifier: GPL-3.0-or-later
// A real CUPS of a test's own, in a folder of its own, and a printer that is a socket: what is printed is
// kept byte for byte, or never taken. Nothing of the machine's CUPS is touched. One thread beside the test's:
// the printer's.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sync/base/file.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::support {

/// Until it is so; throws with `what` after ten seconds.
inline void wait_until(const std::function<bool()>& so, const std::string& what) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!so()) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error("still not: " + what);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

/// A printer on loopback, as network printers are on port 9100.
class SocketPrinter {
  public:
    SocketPrinter() {
        m_socket = base::UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(m_socket.get(), generic, size) != 0 || ::getsockname(m_socket.get(), generic, &size) != 0)
            throw std::runtime_error("no loopback socket");
        m_port = ntohs(address.sin_port);
    }
    ~SocketPrinter() {
        m_stop = true;
        if (m_thread.joinable()) m_thread.join();
    }
    SocketPrinter(const SocketPrinter&) = delete;
    SocketPrinter& operator=(const SocketPrinter&) = delete;

    int port() const { return m_port; }
    /// From now on it takes what comes; before, nobody answers at its port.
    void plug_in() {
        if (::listen(m_socket.get(), 8) != 0) throw std::runtime_error("cannot listen");
        m_thread = std::thread([this] { serve(); });
    }
    std::vector<std::string> printed() const {
        const std::lock_guard hold(m_mutex);
        return m_printed;
    }

  private:
    void serve() {
        while (!m_stop) {
            pollfd polled{m_socket.get(), POLLIN, 0};
            if (::poll(&polled, 1, 20) <= 0) continue;
            const base::UniqueFd peer(::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
            std::string bytes, part(65536, '\0');
            while (true) {
                const auto got = ::read(peer.get(), part.data(), part.size());
                if (got <= 0) break;
                bytes.append(part.data(), static_cast<std::size_t>(got));
            }
            const std::lock_guard hold(m_mutex);
            m_printed.push_back(std::move(bytes));
        }
    }
    base::UniqueFd m_socket;
    int m_port = 0;
    std::atomic<bool> m_stop = false;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_printed;
    std::thread m_thread;
};

class CupsRig {
  public:
    CupsRig() {
        for (const char* folder : {"spool/tmp", "cache", "state", "log"})
            std::filesystem::create_directories(m_dir / folder);
        // Its backends run as an account of their own.
        std::filesystem::permissions(m_dir.path(), std::filesystem::perms::owner_all |
                                                       std::filesystem::perms::group_exec |
                                                       std::filesystem::perms::others_exec);
        const std::string at = m_dir.path().string();
        write("cups-files.conf", "ServerRoot " + at + "\nRequestRoot " + at + "/spool\nCacheDir " + at +
                                     "/cache\nStateDir " + at + "/state\nTempDir " + at +
                                     "/spool/tmp\nAccessLog " + at + "/log/access\nErrorLog " + at +
                                     "/log/error\nPageLog " + at +
                                     "/log/page\nPrintcap\nSandboxing relaxed\nSystemGroup root\n");
        write("cupsd.conf", "LogLevel info\nListen " + socket() +
                                "\nBrowsing No\nDefaultAuthType None\nWebInterface No\nErrorPolicy "
                                "retry-job\nJobRetryInterval 1\n"
                                "<Location />\n  Order allow,deny\n  Allow all\n</Location>\n"
                                "<Location /admin>\n  Order allow,deny\n  Allow all\n</Location>\n"
                                "<Policy default>\n  <Limit All>\n    Order deny,allow\n    Allow all\n  "
                                "</Limit>\n</Policy>\n");
        start();
    }
    ~CupsRig() { stop(); }
    CupsRig(const CupsRig&) = delete;
    CupsRig& operator=(const CupsRig&) = delete;

    std::string socket() const { return (m_dir / "cups.sock").string(); }
    std::string log() const { return base::read_file(m_dir / "log/error").value_or(""); }
    /// Names of the files that stand in its spool: jobs that are not forgotten.
    std::vector<std::string> spool() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(m_dir / "spool"))
            if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
        return names;
    }

    void add_queue(const std::string& name, int port) {
        run({"lpadmin", "-h", socket(), "-p", name, "-E", "-v", "socket://127.0.0.1:" + std::to_string(port),
             "-m", "raw"});
    }
    void run(std::vector<std::string> command) const {
        const auto pid = spawn(command, "/dev/null");
        int status = 0;
        ::waitpid(pid, &status, 0);
        if (status != 0) throw std::runtime_error(command.front() + " failed: " + log());
    }

    void start() {
        m_pid = spawn({"cupsd", "-f", "-c", (m_dir / "cupsd.conf").string(), "-s",
                       (m_dir / "cups-files.conf").string()},
                      (m_dir / "out").string());
        wait_until([this] { return std::filesystem::exists(socket()); },
                   "cupsd: " + base::read_file(m_dir / "out").value_or(""));
    }
    void stop() {
        if (m_pid <= 0) return;
        ::kill(m_pid, SIGTERM);
        for (int i = 0; i < 300 && ::waitpid(m_pid, nullptr, WNOHANG) == 0; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            if (i == 299) {
                ::kill(m_pid, SIGKILL);
                ::waitpid(m_pid, nullptr, 0);
            }
        }
        m_pid = 0;
        std::error_code ignored;
        std::filesystem::remove(socket(), ignored);
    }

  private:
    void write(const std::string& name, const std::string& bytes) const {
        if (!base::write_file_durably(m_dir / name, bytes)) throw std::runtime_error("cannot write " + name);
        // It refuses a configuration that others may write.
        std::filesystem::permissions(
            m_dir / name, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
    static pid_t spawn(const std::vector<std::string>& command, const std::string& out) {
        std::vector<std::string> held = command;
        std::vector<char*> arguments;
        for (auto& one : held)
            arguments.push_back(one.data());
        arguments.push_back(nullptr);
        const pid_t pid = ::fork();
        if (pid != 0) return pid;
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        const int file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(file, 1);
        ::dup2(file, 2);
        ::setenv("PATH", "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin", 1);
        ::execvp(arguments.front(), arguments.data());
        ::_exit(127);
    }

    TempDir m_dir;
    pid_t m_pid = 0;
};

}  // namespace accueil::support
