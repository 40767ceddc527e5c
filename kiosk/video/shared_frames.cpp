// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/video/shared_frames.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <utility>

namespace accueil::video {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::uint32_t kSlots = 3, kNew = 4;  // of the middle: a slot's number, and whether it was read
constexpr std::size_t kHeadBytes = 4096, kAligned = 64;

// What stands at the beginning of the memory; the frames follow it.
struct Head {
    std::atomic<std::uint32_t> middle;
    std::atomic<std::uint32_t> sizes[kSlots];  // width × 65536 + height
};
static_assert(std::atomic<std::uint32_t>::is_always_lock_free);

Head& head_of(std::uint8_t* memory) {
    return *reinterpret_cast<Head*>(memory);
}

std::size_t stride_of(FrameRoom room) {
    return (static_cast<std::size_t>(room.width) * 4 + kAligned - 1) / kAligned * kAligned;
}

std::size_t bytes_of(FrameRoom room) {
    return kHeadBytes + kSlots * stride_of(room) * static_cast<std::size_t>(room.height);
}

bool is_possible(FrameRoom room) {
    constexpr int kMost = 8192;
    return room.width > 0 && room.height > 0 && room.width <= kMost && room.height <= kMost;
}

}  // namespace

SharedFrames::SharedFrames(base::UniqueFd descriptor, FrameRoom room, std::uint8_t* memory, std::size_t bytes)
    : m_descriptor(std::move(descriptor)),
      m_room(room),
      m_stride(stride_of(room)),
      m_frame_bytes(m_stride * static_cast<std::size_t>(room.height)),
      m_memory(memory),
      m_bytes(bytes),
      m_own(0) {}

SharedFrames::SharedFrames(SharedFrames&& other) noexcept
    : m_descriptor(std::move(other.m_descriptor)),
      m_room(other.m_room),
      m_stride(other.m_stride),
      m_frame_bytes(other.m_frame_bytes),
      m_memory(std::exchange(other.m_memory, nullptr)),
      m_bytes(other.m_bytes),
      m_own(other.m_own),
      m_number(other.m_number),
      m_width(other.m_width),
      m_height(other.m_height) {}

SharedFrames::~SharedFrames() {
    if (m_memory != nullptr) ::munmap(m_memory, m_bytes);
}

Result<SharedFrames> SharedFrames::map(base::UniqueFd descriptor, FrameRoom room) {
    const auto bytes = bytes_of(room);
    void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.get(), 0);
    if (memory == MAP_FAILED) return tl::unexpected<base::Error>(base::system_error("mmap", "frames"));
    return SharedFrames(std::move(descriptor), room, static_cast<std::uint8_t*>(memory), bytes);
}

Result<SharedFrames> SharedFrames::create(FrameRoom room) {
    if (!is_possible(room)) return fail(ErrorCode::invalid_input, "frames of no size");
    base::UniqueFd descriptor(::memfd_create("accueil-frames", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!descriptor.is_open()) return tl::unexpected<base::Error>(base::system_error("memfd", "frames"));
    if (::ftruncate(descriptor.get(), static_cast<off_t>(bytes_of(room))) != 0 ||
        ::fcntl(descriptor.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return tl::unexpected<base::Error>(base::system_error("memfd", "frames"));
    auto frames = TRY(map(std::move(descriptor), room));
    head_of(frames.m_memory).middle = 1;
    return frames;
}

Result<SharedFrames> SharedFrames::attach(int descriptor, FrameRoom room) {
    base::UniqueFd own(descriptor);
    struct stat status {};
    if (!is_possible(room) || ::fstat(descriptor, &status) != 0 ||
        static_cast<std::size_t>(status.st_size) != bytes_of(room))
        return fail(ErrorCode::bad_format, "the frames' memory is of another size");
    auto frames = TRY(map(std::move(own), room));
    frames.m_own = 2;
    return frames;
}

std::uint8_t* SharedFrames::back() {
    return m_memory + kHeadBytes + m_own * m_frame_bytes;
}

void SharedFrames::publish(int width, int height) {
    auto& head = head_of(m_memory);
    head.sizes[m_own] = static_cast<std::uint32_t>(width) << 16 | static_cast<std::uint32_t>(height);
    m_own = head.middle.exchange(m_own | kNew) % kNew % kSlots;
}

std::optional<Frame> SharedFrames::newest() {
    auto& head = head_of(m_memory);
    if ((head.middle.load() & kNew) != 0) {
        // A player that was taken over may name no slot: then it is one of them all the same.
        m_own = head.middle.exchange(m_own) % kNew % kSlots;
        const auto size = head.sizes[m_own].load();
        m_width = static_cast<int>(size >> 16);
        m_height = static_cast<int>(size & 0xFFFFU);
        ++m_number;
    }
    const bool is_within =
        m_width > 0 && m_height > 0 && m_width <= m_room.width && m_height <= m_room.height;
    if (m_number == 0 || !is_within) return std::nullopt;
    return Frame{back(), m_width, m_height, m_stride, m_number};
}

}  // namespace accueil::video
