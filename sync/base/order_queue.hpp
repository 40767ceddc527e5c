// SPDX-License-Identifier: GPL-3.0-or-later
// Orders to a thread that waits for descriptors: whoever gives one rings a bell that poll() hears.
#pragma once

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

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

    /// The thread's: until an order is given, `other` can be read (-1: nothing else is waited for), or so
    /// many milliseconds have passed (-1: without end).
    void wait(int other, int milliseconds) {
        pollfd waits[2]{{m_bell.get(), POLLIN, 0}, {other, POLLIN, 0}};
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

}  // namespace accueil::base
