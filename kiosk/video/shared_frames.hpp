// SPDX-License-Identifier: GPL-3.0-or-later
// Three frames of a film in memory that the kiosk and its player process share: one is being written, one is
// being read, the third changes hands. Neither side waits for the other. The reader believes nothing of what
// stands there but pixels. One thread a side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "sync/base/file.hpp"
#include "sync/base/result.hpp"

namespace accueil::video {

/// Device pixels: no frame is larger.
struct FrameRoom {
    int width = 1920, height = 1080;
    bool operator==(const FrameRoom&) const = default;
};

/// Pixels of four bytes: blue, green, red, and one that means nothing; rows from the top.
struct Frame {
    const std::uint8_t* pixels = nullptr;
    int width = 0, height = 0;
    std::size_t stride = 0;    ///< bytes from one row to the next
    std::uint64_t number = 0;  ///< another for each frame
};

class SharedFrames {
  public:
    /// For the reader: memory of its own, whose size nobody can change any more.
    static base::Result<SharedFrames> create(FrameRoom room);
    /// For the writer, in another process: the same memory. bad_format where it is of another size.
    static base::Result<SharedFrames> attach(int descriptor, FrameRoom room);
    ~SharedFrames();
    SharedFrames(SharedFrames&& other) noexcept;
    SharedFrames& operator=(SharedFrames&&) = delete;
    SharedFrames(const SharedFrames&) = delete;
    SharedFrames& operator=(const SharedFrames&) = delete;

    int descriptor() const { return m_descriptor.get(); }
    FrameRoom room() const { return m_room; }
    std::size_t stride() const { return m_stride; }  ///< bytes from one row to the next

    /// The writer's own frame, aligned to 64 bytes: blue, green, red, nothing.
    std::uint8_t* back();
    /// Hands it over, and takes another.
    void publish(int width, int height);

    /// The reader's: the newest that was handed over, until the next call; nothing before the first, and
    /// for a size that is not within the room.
    std::optional<Frame> newest();

  private:
    SharedFrames(base::UniqueFd descriptor, FrameRoom room, std::uint8_t* memory, std::size_t bytes);
    static base::Result<SharedFrames> map(base::UniqueFd descriptor, FrameRoom room);

    base::UniqueFd m_descriptor;
    FrameRoom m_room;
    std::size_t m_stride, m_frame_bytes;
    std::uint8_t* m_memory;
    std::size_t m_bytes;
    std::uint32_t m_own;  // the slot of this side
    std::uint64_t m_number = 0;
    int m_width = 0, m_height = 0;
};

}  // namespace accueil::video
