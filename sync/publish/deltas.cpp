// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/deltas.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/log.hpp"
#include "sync/feed/layout.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::publish {

using base::Result;
using feed::DeltaFile;
using std::filesystem::path;

namespace {

constexpr std::uint64_t kCumulative[] = {7, kDeltaRevisions};
constexpr std::size_t kMostDeltaBytes = std::size_t{1} << 30;

Result<DeltaFile> write_delta(const path& folder, const feed::Changes& changes, std::uint64_t from,
                              std::uint64_t to) {
    const auto bytes = TRY(feed::encode_delta(changes));
    const path file = folder / feed::delta_name(from, to);
    TRY(base::create_directories(file.parent_path()));
    TRY(base::write_file_durably(file, bytes));
    TRY(base::fsync_path(folder));
    return DeltaFile{from, to, bytes.size(), base::to_hex(base::sha256(bytes))};
}

Result<feed::Changes> read_delta(const path& folder, const DeltaFile& delta) {
    auto bytes = TRY(base::read_file(folder / feed::delta_name(delta.from, delta.to), kMostDeltaBytes));
    const auto verified = TRY(trust::verify(std::move(bytes), delta.length, delta.sha256));
    return feed::decode_delta(verified);
}

}  // namespace

Result<std::vector<DeltaFile>> write_deltas(const path& public_folder, const std::vector<DeltaFile>& known,
                                            feed::Changes changes, std::uint64_t from, std::uint64_t to) {
    std::vector<DeltaFile> list;
    for (const auto& delta : known) {
        if (delta.to - delta.from == 1 && delta.to + kDeltaRevisions > to) list.push_back(delta);
    }
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
    const auto steps = list;
    list.push_back(TRY(write_delta(public_folder, changes, from, to)));

    // Backwards, one revision at a time, as far as the chain holds.
    for (auto step = steps.rbegin(); step != steps.rend() && step->to == from; ++step) {
        auto earlier = read_delta(public_folder, *step);
        if (!earlier) {
            base::log(base::LogLevel::warning, "publish",
                      feed::delta_name(step->from, step->to) + ": " + earlier.error().detail);
            std::erase(list, *step);
            break;
        }
        changes = feed::merged(std::move(*earlier), std::move(changes));
        from = step->from;
        if (std::find(std::begin(kCumulative), std::end(kCumulative), to - from) != std::end(kCumulative))
            list.push_back(TRY(write_delta(public_folder, changes, from, to)));
    }
    return list;
}

}  // namespace accueil::publish
