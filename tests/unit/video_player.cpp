// SPDX-License-Identifier: GPL-3.0-or-later
// The real player process over real films, good and hostile.
#include <catch2/catch.hpp>

#include "kiosk/video/player.hpp"
#include "tests/support/film_maker.hpp"
#include "tests/support/hearing.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using support::bytes_of;
using support::entries_of;
using support::write_bytes;
using video::Player;

namespace {

// Waits for what a player says.
class Stage {
  public:
    explicit Stage(Player::Options options = quiet()) {
        player = Player::start(std::move(options), m_hearing.bell());
    }
    static Player::Options quiet() {
        Player::Options options;
        options.audio = "null";
        return options;
    }

    template <class Kind>
    std::optional<Kind> next(std::uint64_t ticket = 1, std::chrono::seconds most = 20s) {
        return m_hearing.next<Kind>(*player, ticket, most);
    }
    /// The frame of that second, or a later one.
    bool wait_for(double second, std::uint64_t ticket = 1) {
        while (const auto frame = next<video::FrameReady>(ticket))
            if (frame->second >= second) return true;
        return false;
    }
    void play(const std::filesystem::path& file, const std::string& type = "video/mp4", bool paused = false) {
        player->open(1, {file, type, 50, paused});
    }
    /// "red", "green", "blue": what the middle of the newest frame is most of; "" without a frame.
    std::string colour() const {
        const auto frame = player->frames()->newest();
        if (!frame) return "";
        const auto* pixel = frame->pixels + static_cast<std::size_t>(frame->height / 2) * frame->stride +
                            static_cast<std::size_t>(frame->width / 2) * 4;
        if (pixel[2] > 150 && pixel[1] < 100) return "red";
        if (pixel[1] > 150 && pixel[2] < 100) return "green";
        if (pixel[0] > 150 && pixel[1] < 100) return "blue";
        return "another";
    }

  private:
    support::Hearing<Player> m_hearing;  // outlives the player

  public:
    std::unique_ptr<Player> player;
};

}  // namespace

TEST_CASE("a film plays to its end, and its frames are those of its seconds", "[video]") {
    const auto [name, type, codec] = GENERATE(
        std::tuple("film.mp4", "video/mp4", "libx264 -preset ultrafast -pix_fmt yuv420p"),
        std::tuple("film.webm", "video/webm", "libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv420p"),
        std::tuple("av1.webm", "video/webm", "libaom-av1 -usage realtime -cpu-used 8 -pix_fmt yuv420p"));
    CAPTURE(codec);
    const support::TempDir folder;
    support::FilmRecipe recipe;
    recipe.codec = codec;
    recipe.seconds = 2;
    support::make_film(folder.path() / name, recipe);
    Stage stage;
    stage.play(folder.path() / name, type);
    const auto loaded = stage.next<video::Loaded>();
    REQUIRE(loaded);
    CHECK(loaded->width == 320);
    CHECK(loaded->height == 180);
    CHECK(loaded->duration == Approx(2).margin(0.1));
    CHECK(loaded->sound);
    REQUIRE(stage.wait_for(0.2));
    CHECK(stage.colour() == "red");
    const auto frame = stage.player->frames()->newest();
    REQUIRE(frame);
    CHECK(frame->width == 320);
    CHECK(frame->height == 180);
    REQUIRE(stage.wait_for(1.4));
    CHECK(stage.colour() == "green");
    CHECK(stage.next<video::Ended>());
    CHECK(stage.colour() == "green");
    // Once more from the beginning.
    stage.player->tell(video::Play{});
    REQUIRE(stage.wait_for(0.2));
}

TEST_CASE("a film stops, goes where it is sent, and says no frame in between", "[video]") {
    const support::TempDir folder;
    support::make_film(folder.path() / "film.mp4", {9});
    Stage stage;
    stage.play(folder.path() / "film.mp4", "video/mp4", true);
    REQUIRE(stage.next<video::FrameReady>());
    CHECK(stage.colour() == "red");
    // It may be drawn again, and stays where it is.
    while (const auto same = stage.next<video::FrameReady>(1, 1s))
        CHECK(same->second < 0.1);
    stage.player->tell(video::Seek{7.5});
    REQUIRE(stage.wait_for(7.4));
    CHECK(stage.colour() == "green");
    stage.player->tell(video::Seek{2.5});
    const auto back = stage.next<video::FrameReady>();
    REQUIRE(back);
    CHECK(back->second == Approx(2.5).margin(0.1));
    CHECK(stage.colour() == "blue");
    stage.player->tell(video::Play{});
    REQUIRE(stage.wait_for(3.3));
    CHECK(stage.colour() == "red");
    stage.player->tell(video::Pause{});
    stage.player->tell(video::SetVolume{10});
}

TEST_CASE("a large film's frames are made to fit", "[video]") {
    const support::TempDir folder;
    support::FilmRecipe recipe;
    recipe.width = 1280;
    recipe.height = 720;
    recipe.seconds = 1;
    support::make_film(folder.path() / "film.mp4", recipe);
    auto options = Stage::quiet();
    options.room = {400, 400};
    Stage stage(options);
    stage.play(folder.path() / "film.mp4");
    REQUIRE(stage.next<video::FrameReady>());
    const auto frame = stage.player->frames()->newest();
    REQUIRE(frame);
    CHECK(frame->width == 400);
    CHECK(frame->height == 225);
}

TEST_CASE("what OpenGL draws is what the processor draws", "[video]") {
    const support::TempDir folder;
    support::FilmRecipe recipe;
    recipe.width = 1280;
    recipe.height = 720;
    recipe.seconds = 2;
    support::make_film(folder.path() / "film.mp4", recipe);
    for (const auto drawing : {video::Drawing::gpu, video::Drawing::automatic, video::Drawing::software}) {
        CAPTURE(video::name_of(drawing));
        auto options = Stage::quiet();
        options.drawing = drawing;
        options.room = {640, 640};
        Stage stage(options);
        stage.play(folder.path() / "film.mp4");
        REQUIRE(stage.wait_for(0.2));
        CHECK(stage.colour() == "red");
        const auto frame = stage.player->frames()->newest();
        REQUIRE(frame);
        CHECK(frame->width == 640);
        CHECK(frame->height == 360);
        REQUIRE(stage.wait_for(1.4));
        CHECK(stage.colour() == "green");
        CHECK(stage.next<video::Ended>());
    }
}

TEST_CASE("two hundred films are left in their midst, and nothing of them stays", "[video]") {
    const support::TempDir folder;
    support::make_film(folder.path() / "film.mp4", {3});
    Stage stage;
    const auto round = [&](std::uint64_t ticket) {
        stage.player->open(ticket, {folder.path() / "film.mp4", "video/mp4", 50, false});
        // Some before they began, some while they play.
        if (ticket % 10 == 0) REQUIRE(stage.next<video::FrameReady>(ticket));
        stage.player->close();
        CHECK(stage.player->frames() == nullptr);
    };
    round(10);
    const auto files = entries_of("/proc/self/fd"), threads = entries_of("/proc/self/task");
    for (std::uint64_t ticket = 11; ticket <= 210; ++ticket)
        round(ticket);
    // The last close is carried out by then.
    stage.player->open(1000, {folder.path() / "none.mp4", "video/mp4", 50, false});
    REQUIRE(stage.next<video::Failed>(1000));
    stage.player->close();
    CHECK(entries_of("/proc/self/fd") <= files);
    CHECK(entries_of("/proc/self/task") == threads);
    const auto children = bytes_of("/proc/self/task/" + std::to_string(::getpid()) + "/children");
    CHECK(children.empty());
}

TEST_CASE("what is no film says so, soon", "[video]") {
    const support::TempDir folder;
    const auto file = folder.path() / "film.mp4";
    const auto fault = [&](const std::string& type = "video/mp4") {
        Stage stage;
        const auto begun = std::chrono::steady_clock::now();
        stage.play(file, type);
        const auto failed = stage.next<video::Failed>();
        CHECK(std::chrono::steady_clock::now() - begun < 15s);
        REQUIRE(failed);
        return failed->fault;
    };
    SECTION("nothing at all") {
        CHECK(fault() == video::Fault::gone);
    }
    SECTION("an empty file") {
        write_bytes(file, "");
        CHECK(fault() == video::Fault::unreadable);
    }
    SECTION("noise") {
        std::string noise(200'000, 'x');
        unsigned seed = 7;
        for (auto& byte : noise)
            byte = static_cast<char>((seed = seed * 1664525U + 1013904223U) >> 24);
        write_bytes(file, noise);
        CHECK(fault() == video::Fault::unreadable);
    }
    SECTION("a list of other films, which mpv would follow") {
        write_bytes(file, "#EXTM3U\n#EXTINF:1,\n/etc/hostname\nhttp://127.0.0.1:9/film.mp4\n");
        CHECK(fault() == video::Fault::unreadable);
    }
    SECTION("a film of another kind than is said") {
        support::make_film(folder.path() / "film.webm", {1, 320, 180, 25, "libvpx -deadline realtime"});
        std::filesystem::rename(folder.path() / "film.webm", file);
        CHECK(fault() == video::Fault::unreadable);
    }
    SECTION("sound without a picture") {
        REQUIRE(std::system(("ffmpeg -nostdin -v error -y -f lavfi -i sine=duration=1 -c:a aac '" +
                             file.string() + "'")
                                .c_str()) == 0);
        CHECK(fault() == video::Fault::unreadable);
    }
    SECTION("a film whose end, and index, is missing") {
        support::make_film(file);
        const auto bytes = bytes_of(file);
        write_bytes(file, bytes.substr(0, bytes.size() * 2 / 3));
        CHECK(fault() == video::Fault::unreadable);
    }
    SECTION("a film of 8K") {
        support::FilmRecipe recipe{1, 7680, 4320, 1, "libx264 -preset ultrafast -pix_fmt yuv420p", false};
        support::make_film(file, recipe);
        CHECK(fault() == video::Fault::too_large);
    }
}

TEST_CASE("a film that is damaged in its midst ends or fails, and the next one plays", "[video]") {
    const support::TempDir folder;
    const auto file = folder.path() / "film.mp4", good = folder.path() / "good.mp4";
    support::make_film(good, {2});
    const auto bytes = bytes_of(good);
    Stage stage;
    std::uint64_t ticket = 1;
    for (unsigned seed = 1; seed <= 12; ++seed) {
        auto spoilt = bytes;
        unsigned state = seed;
        for (int i = 0; i < 40; ++i) {
            state = state * 1664525U + 1013904223U;
            spoilt[state % spoilt.size()] = static_cast<char>(state >> 24);
        }
        write_bytes(file, spoilt);
        stage.player->open(++ticket, {file, "video/mp4", 50, false});
        std::this_thread::sleep_for(150ms);
    }
    stage.player->open(++ticket, {good, "video/mp4", 50, false});
    CHECK(stage.wait_for(0.2, ticket));
    CHECK(stage.colour() == "red");
}

TEST_CASE("a player that hangs is ended, one that is killed is told of", "[video]") {
    const support::TempDir folder;
    const auto program = folder.path() / "player";
    auto options = Stage::quiet();
    options.program = program;
    options.patience = 300ms;
    const auto file = folder.path() / "film.mp4";
    write_bytes(file, "any");
    const auto fault = [&](const std::string& script) {
        support::write_program(program, script);
        Stage stage(options);
        stage.play(file);
        const auto failed = stage.next<video::Failed>();
        REQUIRE(failed);
        return failed->fault;
    };
    CHECK(fault("exec sleep 100\n") == video::Fault::stalled);
    CHECK(fault("kill -9 $$\n") == video::Fault::gone);
    CHECK(fault("printf 'loaded nonsense' >&4\nexec sleep 100\n") == video::Fault::gone);
}
