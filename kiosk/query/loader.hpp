// SPDX-License-Identifier: GPL-3.0-or-later
// The thread that reads: it keeps a generation of the content open, answers the screens' questions from it,
// and notices the next one. Made by main; everything public is for the UI thread, which never waits on a
// disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/query/content.hpp"
#include "kiosk/query/desk.hpp"

namespace accueil::query {

class Local;

/// What a screen shows, whatever it is. Immutable once made.
struct Data {
    virtual ~Data() = default;
};
using DataPtr = std::shared_ptr<const Data>;

/// Runs on the loader thread. A null pointer says that the content does not hold what was asked for.
using Job = std::function<base::Result<DataPtr>(const Source&)>;

struct Answer {
    std::uint64_t ticket = 0;
    base::Result<DataPtr> data;
    std::shared_ptr<const FeedSummary> feed;  ///< of the generation that was asked; null when there is none
    std::shared_ptr<const DeskNotices> notices{};  ///< that stand after the job; null as the feed
};

class Loader {
  public:
    struct Options {
        std::filesystem::path cache_folder;        ///< may be absent, now or for ever
        std::filesystem::path embedded_folder;     ///< shown while the cache has nothing
        std::optional<model::Coordinates> here{};  ///< where this kiosk stands
        Kiosk kiosk{};                             ///< and which it is
        std::filesystem::path local_folder{};      ///< of local.db; empty: nothing is kept
    };
    /// `wake` is called from the loader thread whenever drain() has something to give.
    static std::unique_ptr<Loader> start(Options options, std::function<void()> wake);
    ~Loader();  ///< waits for the job under way
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    /// Jobs run in the order in which they came. Of those that wait in one channel the last alone is
    /// answered: what was typed over is not looked for any more. Without a channel each is answered.
    void submit(std::uint64_t ticket, Job job, const std::string& channel = {});

    struct News {
        std::vector<Answer> answers;
        bool content_changed = false;  ///< a new generation is open: ask again for what is on screen
    };
    News drain();

  private:
    struct Private;
    explicit Loader(std::unique_ptr<Private> state);
    std::unique_ptr<Private> m_private;
};

/// Opens what a kiosk would show: the cache, or the embedded content. For pictures without a loader thread.
/// `local` is that of the source before; null: its own.
base::Result<std::shared_ptr<const Source>> open_source(const Loader::Options& options,
                                                        std::shared_ptr<Local> local = {});

}  // namespace accueil::query
