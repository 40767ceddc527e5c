// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/apply_patch.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <cerrno>
#include <memory>
#include <utility>

#include "sync/base/file.hpp"
#include "sync/feed/zstd_context.hpp"

namespace accueil::feed {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;
using std::filesystem::path;

namespace {

// A file's bytes in place: neither read into memory of ours nor written from it.
class MappedFile {
  public:
    static Result<MappedFile> read(const path& file) {
        MappedFile mapped;
        mapped.m_fd = base::UniqueFd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
        if (!mapped.m_fd.is_open()) return tl::unexpected<Error>(base::system_error("open", file));
        struct stat status {};
        if (::fstat(mapped.m_fd.get(), &status) != 0)
            return tl::unexpected<Error>(base::system_error("stat", file));
        mapped.m_length = static_cast<std::size_t>(status.st_size);
        TRY(mapped.map(file, PROT_READ));
        return mapped;
    }

    /// A new one of `length` bytes, which the disk has for sure: writing into it does not fail for want of
    /// room.
    static Result<MappedFile> create(const path& file, std::uint64_t length) {
        MappedFile mapped;
        mapped.m_fd = base::UniqueFd(::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (!mapped.m_fd.is_open()) return tl::unexpected<Error>(base::system_error("create", file));
        mapped.m_length = static_cast<std::size_t>(length);
        if (length > 0) {
            errno = ::posix_fallocate(mapped.m_fd.get(), 0, static_cast<off_t>(length));
            if (errno != 0) return tl::unexpected<Error>(base::system_error("make room for", file));
        }
        TRY(mapped.map(file, PROT_READ | PROT_WRITE));
        return mapped;
    }

    MappedFile(MappedFile&& other) noexcept
        : m_fd(std::move(other.m_fd)),
          m_data(std::exchange(other.m_data, nullptr)),
          m_length(other.m_length) {}
    MappedFile& operator=(MappedFile&&) = delete;
    ~MappedFile() {
        if (m_data != nullptr) ::munmap(m_data, m_length);
    }

    void* data() const { return m_data; }
    std::size_t size() const { return m_length; }
    Result<void> sync(const path& file) const {
        if (m_data != nullptr && ::msync(m_data, m_length, MS_SYNC) != 0)
            return tl::unexpected<Error>(base::system_error("write", file));
        if (::fsync(m_fd.get()) != 0) return tl::unexpected<Error>(base::system_error("fsync", file));
        return {};
    }

  private:
    MappedFile() = default;
    Result<void> map(const path& file, int protection) {
        if (m_length == 0) return {};  // there is no mapping of nothing
        void* const data = ::mmap(nullptr, m_length, protection, MAP_SHARED, m_fd.get(), 0);
        if (data == MAP_FAILED) return tl::unexpected<Error>(base::system_error("map", file));
        m_data = data;
        return {};
    }

    base::UniqueFd m_fd;
    void* m_data = nullptr;
    std::size_t m_length = 0;
};

}  // namespace

Result<void> apply_patch(const path& from, const path& patch, const path& to, std::uint64_t length) {
    const auto before = TRY(MappedFile::read(from));
    const auto packed = TRY(MappedFile::read(patch));
    if (length > kMostPatchedBytes || before.size() > kMostPatchedBytes)
        return fail(ErrorCode::too_large, to.string() + ": " + std::to_string(length) + " bytes");
    if (ZSTD_getFrameContentSize(packed.data(), packed.size()) != length)
        return fail(ErrorCode::bad_format,
                    patch.string() + ": does not lead to " + std::to_string(length) + " bytes");
    auto made = [&]() -> Result<void> {
        const auto after = TRY(MappedFile::create(to, length));
        const Decompressor context(ZSTD_createDCtx());
        ZSTD_DCtx_refPrefix(context.get(), before.data(), before.size());
        const auto written =
            ZSTD_decompressDCtx(context.get(), after.data(), after.size(), packed.data(), packed.size());
        if (ZSTD_isError(written) != 0)
            return fail(ErrorCode::bad_format, patch.string() + ": zstd: " + ZSTD_getErrorName(written));
        if (written != length) return fail(ErrorCode::bad_format, patch.string() + ": ends too early");
        return after.sync(to);
    }();
    if (!made) ::unlink(to.c_str());
    return made;
}

}  // namespace accueil::feed
