// SPDX-License-Identifier: GPL-3.0-or-later
// The two ways between the UI thread and one that waits for descriptors: orders, which ring a bell that
// poll() hears, and the news of what came of them.
#pragma once

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/file.hpp"

namespace accueil::base {

template <class Order>
class OrderQueue {
  public:
    OrderQueue() : m_bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

    /// From any thread.
    void give(Order order) {
        {
            const std::lock_guard lock(m_mutex);
            m_orders.push_back(std::move(order));
        }
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_bell.get(), &one, sizeof one);
    }

    /// The thread's: until an order is given, `other` can be read (-1: nothing else is waited for), or it is
    /// that late (nothing: without end).
    void wait(int other, std::optional<SteadyTime> until) {
        pollfd waits[2]{{m_bell.get(), POLLIN, 0}, {other, POLLIN, 0}};
        int milliseconds = -1;
        if (until) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - SteadyTime::clock::now());
            milliseconds = static_cast<int>(std::max<long>(0, left.count()));
        }
        ::poll(waits, 2, milliseconds);
        std::uint64_t rung = 0;
        [[maybe_unused]] const auto got = ::read(m_bell.get(), &rung, sizeof rung);
    }
    /// The oldest; nothing where there is none.
    std::optional<Order> next() {
        const std::lock_guard lock(m_mutex);
        if (m_orders.empty()) return std::nullopt;
        auto order = std::move(m_orders.front());
        m_orders.pop_front();
        return order;
    }

  private:
    UniqueFd m_bell;
    std::mutex m_mutex;
    std::deque<Order> m_orders;
};

/// What a thread has to tell, until somebody takes it.
template <class News>
class NewsBox {
  public:
    /// `wake` is called from the teller's thread.
    explicit NewsBox(std::function<void()> wake) : m_wake(std::move(wake)) {}

    /// Where `replaces(last)` of the last that nobody has taken yet, in its stead.
    template <class Replaces>
    void put(News news, const Replaces& replaces) {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_news.empty() && replaces(m_news.back()))
                m_news.back() = std::move(news);
            else
                m_news.push_back(std::move(news));
        }
        m_wake();
    }
    void put(News news) {
        put(std::move(news), [](const News&) { return false; });
    }
    std::vector<News> drain() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_news, {});
    }

  private:
    const std::function<void()> m_wake;
    std::mutex m_mutex;
    std::vector<News> m_news;
};

}  // namespace accueil::base
