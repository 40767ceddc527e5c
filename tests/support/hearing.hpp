// SPDX-License-Identifier: GPL-3.0-or-later
// Waits for what comes from another thread's drain(): of a player, of a speaker. And what a process holds.
#pragma once

#include <dirent.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace accueil::support {

template <class Teller>
class Hearing {
  public:
    /// For Teller::start.
    std::function<void()> bell() {
        return [this] {
            {
                const std::lock_guard lock(m_mutex);
                m_woken = true;
            }
            m_changed.notify_all();
        };
    }

    /// The next event of that kind, within that time; others are passed over.
    template <class Kind>
    std::optional<Kind> next(Teller& teller, std::uint64_t ticket,
                             std::chrono::seconds most = std::chrono::seconds(20)) {
        const auto until = std::chrono::steady_clock::now() + most;
        while (true) {
            for (; m_read < m_heard.size(); ++m_read) {
                if (m_heard[m_read].ticket != ticket) continue;
                if (const auto* kind = std::get_if<Kind>(&m_heard[m_read].event)) {
                    ++m_read;
                    return *kind;
                }
            }
            for (auto& news : teller.drain())
                m_heard.push_back(std::move(news));
            if (m_read < m_heard.size()) continue;
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait_until(lock, until, [this] { return std::exchange(m_woken, false); }))
                return std::nullopt;
        }
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_woken = false;
    std::vector<typename Teller::News> m_heard;
    std::size_t m_read = 0;
};

inline std::size_t entries_of(const char* folder) {
    std::size_t count = 0;
    DIR* opened = ::opendir(folder);
    while (::readdir(opened) != nullptr)
        ++count;
    ::closedir(opened);
    return count;
}
inline std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}
inline void write_bytes(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}
/// Stands for a program that misbehaves.
inline void write_program(const std::filesystem::path& file, const std::string& script) {
    write_bytes(file, "#!/bin/sh\n" + script);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
}

}  // namespace accueil::support
