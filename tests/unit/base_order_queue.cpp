// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/order_queue.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <thread>

namespace accueil::base {

TEST_CASE("orders come in their order, and one ends the waiting for it", "[base]") {
    OrderQueue<int> orders;
    CHECK_FALSE(orders.next());
    std::thread giver([&] {
        for (int i = 0; i < 3; ++i)
            orders.give(i);
    });
    int next = 0;
    while (next < 3) {
        orders.wait(-1, std::nullopt);
        while (const auto order = orders.next())
            CHECK(*order == next++);
    }
    giver.join();
    orders.wait(-1, SteadyTime{});  // long past: nothing is waited for
    CHECK_FALSE(orders.next());
}

TEST_CASE("news are kept until somebody takes them, and the newest may stand for the last", "[base]") {
    int woken = 0;
    NewsBox<std::string> news([&] { ++woken; });
    const auto same = [](const std::string& last) { return last.front() == 'f'; };
    news.put("f1", same);
    news.put("f2", same);
    news.put("end");
    news.put("f3", same);
    CHECK(woken == 4);
    CHECK(news.drain() == std::vector<std::string>{"f2", "end", "f3"});
    CHECK(news.drain().empty());
    news.put("f4", same);
    CHECK(news.drain() == std::vector<std::string>{"f4"});
}

}  // namespace accueil::base
