// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstring>
#include <thread>

#include "kiosk/video/shared_frames.hpp"

using namespace accueil;
using video::FrameRoom;
using video::SharedFrames;

TEST_CASE("a frame that is handed over is read whole, and the newest alone", "[video]") {
    auto reader = *SharedFrames::create({64, 48});
    auto writer = *SharedFrames::attach(::dup(reader.descriptor()), {64, 48});
    CHECK_FALSE(reader.newest());
    for (int number = 1; number <= 3; ++number) {
        std::memset(writer.back(), number, writer.stride() * 48);
        writer.publish(64, 40 + number);
    }
    const auto frame = reader.newest();
    REQUIRE(frame);
    CHECK(frame->pixels[0] == 3);
    CHECK(frame->height == 43);
    CHECK(reader.newest()->number == frame->number);
    writer.publish(10, 10);
    CHECK(reader.newest()->number == frame->number + 1);
}

TEST_CASE("while one writes and one reads no frame is torn", "[video]") {
    auto reader = *SharedFrames::create({256, 64});
    auto writer = *SharedFrames::attach(::dup(reader.descriptor()), {256, 64});
    std::atomic<bool> stop = false;
    std::thread film([&] {
        for (int number = 1; !stop; ++number) {
            std::memset(writer.back(), number % 251, writer.stride() * 64);
            writer.publish(256, 64);
        }
    });
    int seen = 0;
    std::uint64_t last = 0;
    while (seen < 2000) {
        const auto frame = reader.newest();
        if (!frame || frame->number == last) continue;
        last = frame->number;
        ++seen;
        const auto first = frame->pixels[0];
        bool is_whole = true;
        for (std::size_t i = 0; i < frame->stride * 64; i += 61)
            is_whole = is_whole && frame->pixels[i] == first;
        REQUIRE(is_whole);
    }
    stop = true;
    film.join();
}

TEST_CASE("a writer that was taken over harms nobody", "[video]") {
    auto reader = *SharedFrames::create({64, 48});
    // Its size is sealed: no read beyond its end can come of it.
    CHECK(::ftruncate(reader.descriptor(), 10) != 0);
    CHECK_FALSE(SharedFrames::attach(::dup(reader.descriptor()), {64, 49}));
    CHECK_FALSE(SharedFrames::attach(::dup(reader.descriptor()), {0, 0}));
    auto* words = static_cast<std::uint32_t*>(
        ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, reader.descriptor(), 0));
    for (const std::uint32_t middle : {4U, 5U, 7U, 0xFFFFFFFFU, 0x80000004U}) {
        for (const std::uint32_t size : {0U, 0xFFFFFFFFU, 65U << 16 | 48U, 64U << 16 | 49U}) {
            words[1] = words[2] = words[3] = size;
            words[0] = middle;
            CHECK_FALSE(reader.newest());
        }
        words[1] = words[2] = words[3] = 64U << 16 | 48U;
        words[0] = middle;
        const auto frame = reader.newest();
        REQUIRE(frame);
        CHECK(std::size_t{frame->pixels[0]} + frame->pixels[frame->stride * 48 - 1] == 0);
    }
    ::munmap(words, 4096);
}
