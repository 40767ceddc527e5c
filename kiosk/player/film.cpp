// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/player/film.hpp"

#include <mpv/client.h>
#include <mpv/render.h>
#include <mpv/render_gl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "kiosk/player/gpu.hpp"
#include "sync/base/cases.hpp"
#include "sync/base/line_socket.hpp"
#include "sync/base/log.hpp"

namespace accueil::player {

namespace {

// Past 4K nothing is decoded in software in time.
constexpr std::int64_t kMostFilmPixels = std::int64_t{4096} * 2304;

struct DestroyMpv {
    void operator()(mpv_handle* mpv) const { mpv_terminate_destroy(mpv); }
};
struct FreeRender {
    void operator()(mpv_render_context* context) const { mpv_render_context_free(context); }
};

enum Watched : std::uint64_t { kTime = 1, kEnd, kDecoderDrops, kOutputDrops };

class Film {
  public:
    Film(video::SharedFrames frames, base::UniqueFd socket)
        : m_frames(std::move(frames)),
          m_socket(std::move(socket), video::kMostMessage),
          m_bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

    bool begin(const FilmOptions& options) {
        std::setlocale(LC_NUMERIC, "C");  // mpv refuses every other
        if (!begin_gpu(options.drawing)) return false;
        m_mpv.reset(mpv_create());
        if (!m_mpv || !set_up(options) || mpv_initialize(m_mpv.get()) < 0) return false;
        mpv_render_context* context = nullptr;
        mpv_opengl_init_params how{&Gpu::address_of, nullptr};
        mpv_render_param parameters[] = {
            {MPV_RENDER_PARAM_API_TYPE,
             const_cast<char*>(m_gpu ? MPV_RENDER_API_TYPE_OPENGL : MPV_RENDER_API_TYPE_SW)},
            {m_gpu ? MPV_RENDER_PARAM_OPENGL_INIT_PARAMS : MPV_RENDER_PARAM_INVALID, &how},
            {MPV_RENDER_PARAM_INVALID, nullptr}};
        if (mpv_render_context_create(&context, m_mpv.get(), parameters) < 0) return false;
        m_render.reset(context);
        const auto ring = [](void* film) { static_cast<Film*>(film)->ring(); };
        mpv_render_context_set_update_callback(context, ring, this);
        mpv_set_wakeup_callback(m_mpv.get(), ring, this);
        mpv_observe_property(m_mpv.get(), kTime, "time-pos", MPV_FORMAT_DOUBLE);
        mpv_observe_property(m_mpv.get(), kEnd, "eof-reached", MPV_FORMAT_FLAG);
        mpv_observe_property(m_mpv.get(), kDecoderDrops, "decoder-frame-drop-count", MPV_FORMAT_INT64);
        mpv_observe_property(m_mpv.get(), kOutputDrops, "frame-drop-count", MPV_FORMAT_INT64);
        const char* load[] = {"loadfile", "fd://0", nullptr};
        return mpv_command_async(m_mpv.get(), 0, load) >= 0;
    }

    int run() {
        while (!m_is_over) {
            std::array<pollfd, 2> waits{pollfd{m_bell.get(), POLLIN, 0},
                                        pollfd{m_socket.descriptor(), POLLIN, 0}};
            if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return 1;
            std::uint64_t rung = 0;
            [[maybe_unused]] const auto got = ::read(m_bell.get(), &rung, sizeof rung);
            if (waits[1].revents != 0) take_commands();
            take_events();
            if ((mpv_render_context_update(m_render.get()) & MPV_RENDER_UPDATE_FRAME) != 0) render();
        }
        return 0;
    }

  private:
    void ring() {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_bell.get(), &one, sizeof one);
    }

    bool begin_gpu(video::Drawing drawing) {
        if (drawing == video::Drawing::software) return true;
        const bool is_wanted = drawing == video::Drawing::gpu;
        auto made = Gpu::create(is_wanted ? Gpu::Accept::any : Gpu::Accept::hardware);
        if (made) m_gpu = std::move(*made);
        if (!made && is_wanted) base::log(base::LogLevel::error, "player", made.error().detail);
        return made || !is_wanted;
    }

    bool set_up(const FilmOptions& options) {
        // The file is a film, and the one that was asked for: no list, no script, nothing beside it, nothing
        // that it refers to.
        const std::pair<const char*, const char*> always[] = {{"config", "no"},
                                                              {"terminal", "no"},
                                                              {"load-scripts", "no"},
                                                              {"ytdl", "no"},
                                                              {"osc", "no"},
                                                              {"input-default-bindings", "no"},
                                                              {"input-vo-keyboard", "no"},
                                                              {"vo", "libmpv"},
                                                              {"access-references", "no"},
                                                              {"autoload-files", "no"},
                                                              {"ordered-chapters", "no"},
                                                              {"load-unsafe-playlists", "no"},
                                                              {"sub", "no"},
                                                              {"osd-level", "0"},
                                                              {"keep-open", "yes"},
                                                              {"idle", "yes"},
                                                              {"hr-seek", "yes"},
                                                              {"demuxer", "lavf"},
                                                              {"cache", "no"},
                                                              {"demuxer-max-bytes", "16MiB"},
                                                              {"demuxer-max-back-bytes", "4MiB"},
                                                              {"vd-lavc-threads", "2"},
                                                              {"vd-queue-enable", "no"},
                                                              {"sws-scaler", "bilinear"},
                                                              {"sws-fast", "yes"},
                                                              {"audio-display", "no"},
                                                              {"audio-fallback-to-null", "yes"},
                                                              {"audio-client-name", "Accueil"},
                                                              {"volume-max", "100"},
                                                              {"metadata-codepage", "utf-8"}};
        bool is_set = true;
        for (const auto& [name, value] : always)
            is_set = mpv_set_option_string(m_mpv.get(), name, value) >= 0 && is_set;
        is_set = set("demuxer-lavf-format", options.type == "video/webm" ? "webm" : "mp4") && is_set;
        is_set = set("volume", std::to_string(options.volume)) && is_set;
        is_set = set("pause", options.paused ? "yes" : "no") && is_set;
        // Decoded by the GPU into memory, where mpv knows its kind to be sound.
        is_set = set("hwdec", m_gpu ? "auto-copy-safe" : "no") && is_set;
        if (options.audio != "auto") is_set = set("ao", options.audio) && is_set;
        return is_set;
    }
    bool set(const char* name, const std::string& value) {
        return mpv_set_option_string(m_mpv.get(), name, value.c_str()) >= 0;
    }

    void say(const video::Event& event) { m_socket.tell_and_wait(video::to_line(event)); }
    void give_up(video::Fault fault) {
        say(video::Failed{fault});
        m_is_over = true;
    }

    void take_commands() {
        using Heard = base::LineSocket::Heard;
        std::string line;
        auto heard = m_socket.hear(line);
        for (; heard == Heard::line; heard = m_socket.hear(line))
            if (const auto command = video::command_of(line)) carry_out(*command);
        if (heard == Heard::end) m_is_over = true;
    }

    // Without waiting for the answers: mpv asks this thread for frames meanwhile.
    void carry_out(const video::Command& command) {
        const auto set_flag = [&](const char* name, int value) {
            mpv_set_property_async(m_mpv.get(), 0, name, MPV_FORMAT_FLAG, &value);
        };
        const auto seek = [&](double second) {
            const auto place = std::to_string(std::llround(second * 1000) / 1000) + "." +
                               std::to_string(1000 + std::llround(second * 1000) % 1000).substr(1);
            const char* words[] = {"seek", place.c_str(), "absolute+exact", nullptr};
            mpv_command_async(m_mpv.get(), 0, words);
            m_said_end = false;
        };
        std::visit(base::Cases{
                       [&](const video::Play&) {
                           if (m_said_end) seek(0);
                           set_flag("pause", 0);
                       },
                       [&](const video::Pause&) { set_flag("pause", 1); },
                       [&](const video::Seek& to) { seek(to.second); },
                       [&](const video::SetVolume& volume) {
                           double percent = volume.percent;
                           mpv_set_property_async(m_mpv.get(), 0, "volume", MPV_FORMAT_DOUBLE, &percent);
                       },
                   },
                   command);
    }

    void take_events() {
        while (!m_is_over) {
            const mpv_event* event = mpv_wait_event(m_mpv.get(), 0);
            switch (event->event_id) {
                case MPV_EVENT_NONE:
                    return;
                case MPV_EVENT_FILE_LOADED:
                    loaded();
                    break;
                case MPV_EVENT_VIDEO_RECONFIG:
                    fit();
                    break;
                case MPV_EVENT_END_FILE:
                case MPV_EVENT_SHUTDOWN:
                    // With keep-open a film that can be played never ends its file.
                    give_up(video::Fault::unreadable);
                    break;
                case MPV_EVENT_PROPERTY_CHANGE:
                    changed(event->reply_userdata, *static_cast<mpv_event_property*>(event->data));
                    break;
                default:
                    break;
            }
        }
    }

    std::int64_t whole(const char* name) const {
        std::int64_t value = 0;
        mpv_get_property(m_mpv.get(), name, MPV_FORMAT_INT64, &value);
        return value;
    }

    void loaded() {
        const auto width = whole("current-tracks/video/demux-w"),
                   height = whole("current-tracks/video/demux-h");
        if (width <= 0 || height <= 0) return give_up(video::Fault::unreadable);
        if (width > 65'535 || height > 65'535 || width * height > kMostFilmPixels)
            return give_up(video::Fault::too_large);
        double duration = 0;
        mpv_get_property(m_mpv.get(), "duration", MPV_FORMAT_DOUBLE, &duration);
        if (!std::isfinite(duration) || duration < 0) duration = 0;
        const bool has_sound = whole("current-tracks/audio/id") > 0;
        say(video::Loaded{duration, static_cast<int>(width), static_cast<int>(height), has_sound});
    }

    // As large as the film, or as fits into the room, in its own shape.
    void fit() {
        const auto width = static_cast<double>(whole("dwidth")),
                   height = static_cast<double>(whole("dheight"));
        if (width <= 0 || height <= 0) return;
        const auto room = m_frames.room();
        const double scale = std::min({1.0, room.width / width, room.height / height});
        m_width = std::clamp(static_cast<int>(std::lround(width * scale)), 1, room.width);
        m_height = std::clamp(static_cast<int>(std::lround(height * scale)), 1, room.height);
    }

    void changed(std::uint64_t which, const mpv_event_property& property) {
        if (property.format == MPV_FORMAT_NONE) return;
        switch (which) {
            case kTime:
                m_second = std::max(0.0, *static_cast<double*>(property.data));
                break;
            case kEnd:
                if (*static_cast<int*>(property.data) != 0 && !m_said_end) {
                    m_said_end = true;
                    say(video::Ended{});
                }
                break;
            case kDecoderDrops:
                m_dropped.decoder = static_cast<int>(*static_cast<std::int64_t*>(property.data));
                say(m_dropped);
                break;
            case kOutputDrops:
                m_dropped.output = static_cast<int>(*static_cast<std::int64_t*>(property.data));
                say(m_dropped);
                break;
            default:
                break;
        }
    }

    void render() {
        if (m_width == 0) fit();
        if (m_width == 0) return;
        if (!(m_gpu ? draw_by_gpu() : draw_by_processor())) return;
        mpv_render_context_report_swap(m_render.get());
        m_frames.publish(m_width, m_height);
        say(video::FrameReady{m_second});
    }

    bool draw_by_gpu() {
        mpv_opengl_fbo target{static_cast<int>(m_gpu->framebuffer(m_width, m_height)), m_width, m_height, 0};
        if (target.fbo == 0) return false;
        int no_wait = 0;
        mpv_render_param parameters[] = {{MPV_RENDER_PARAM_OPENGL_FBO, &target},
                                         {MPV_RENDER_PARAM_BLOCK_FOR_TARGET_TIME, &no_wait},
                                         {MPV_RENDER_PARAM_INVALID, nullptr}};
        if (mpv_render_context_render(m_render.get(), parameters) < 0) return false;
        m_gpu->read(m_frames.back(), m_frames.stride());
        return true;
    }

    bool draw_by_processor() {
        int size[2] = {m_width, m_height}, no_wait = 0;
        std::size_t stride = m_frames.stride();
        mpv_render_param parameters[] = {{MPV_RENDER_PARAM_SW_SIZE, size},
                                         {MPV_RENDER_PARAM_SW_FORMAT, const_cast<char*>("bgr0")},
                                         {MPV_RENDER_PARAM_SW_STRIDE, &stride},
                                         {MPV_RENDER_PARAM_SW_POINTER, m_frames.back()},
                                         {MPV_RENDER_PARAM_BLOCK_FOR_TARGET_TIME, &no_wait},
                                         {MPV_RENDER_PARAM_INVALID, nullptr}};
        return mpv_render_context_render(m_render.get(), parameters) >= 0;
    }

    video::SharedFrames m_frames;
    base::LineSocket m_socket;
    base::UniqueFd m_bell;
    std::unique_ptr<Gpu> m_gpu;  // null: frames are drawn by the processor
    std::unique_ptr<mpv_handle, DestroyMpv> m_mpv;
    std::unique_ptr<mpv_render_context, FreeRender> m_render;  // freed before mpv
    int m_width = 0, m_height = 0;
    double m_second = 0;
    video::Dropped m_dropped;
    bool m_said_end = false, m_is_over = false;
};

}  // namespace

int run_film(const FilmOptions& options, video::SharedFrames frames, base::UniqueFd socket) {
    Film film(std::move(frames), std::move(socket));
    if (!film.begin(options)) return 1;
    return film.run();
}

}  // namespace accueil::player
