// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/player/gpu.hpp"

#define GL_GLEXT_PROTOTYPES
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>
#include <GL/glext.h>

#include <string_view>
#include <utility>

namespace accueil::player {

using base::ErrorCode;
using base::fail;
using base::Result;

struct Gpu::Private {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;
    GLuint framebuffer = 0, texture = 0;
    int width = 0, height = 0;

    ~Private() {
        if (display == EGL_NO_DISPLAY) return;
        if (context != EGL_NO_CONTEXT) {
            if (framebuffer != 0) glDeleteFramebuffers(1, &framebuffer);
            if (texture != 0) glDeleteTextures(1, &texture);
            eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
            eglDestroyContext(display, context);
        }
        eglTerminate(display);
    }
};

namespace {

bool is_processor(std::string_view renderer) {
    for (const std::string_view name : {"llvmpipe", "softpipe", "swrast", "SWR"})
        if (renderer.find(name) != std::string_view::npos) return true;
    return renderer.empty();
}

}  // namespace

Gpu::Gpu(std::unique_ptr<Private> state) : m_private(std::move(state)) {}
Gpu::~Gpu() = default;

Result<std::unique_ptr<Gpu>> Gpu::create(Accept accept) {
    auto state = std::make_unique<Private>();
    state->display = eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA,
                                           reinterpret_cast<void*>(EGL_DEFAULT_DISPLAY), nullptr);
    if (state->display == EGL_NO_DISPLAY || eglInitialize(state->display, nullptr, nullptr) != EGL_TRUE)
        return fail(ErrorCode::unsupported, "no EGL without a window");
    constexpr EGLint kConfig[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                                  EGL_NONE};
    constexpr EGLint kContext[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint found = 0;
    if (eglBindAPI(EGL_OPENGL_API) == EGL_TRUE &&
        eglChooseConfig(state->display, kConfig, &config, 1, &found) == EGL_TRUE && found > 0)
        state->context = eglCreateContext(state->display, config, EGL_NO_CONTEXT, kContext);
    if (state->context == EGL_NO_CONTEXT ||
        eglMakeCurrent(state->display, EGL_NO_SURFACE, EGL_NO_SURFACE, state->context) != EGL_TRUE)
        return fail(ErrorCode::unsupported, "no OpenGL 3 without a window");
    const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    if (accept == Accept::hardware && is_processor(name == nullptr ? "" : name))
        return fail(ErrorCode::unsupported, "OpenGL is drawn by the processor");
    return std::unique_ptr<Gpu>(new Gpu(std::move(state)));
}

void* Gpu::address_of(void* /*context*/, const char* name) {
    return reinterpret_cast<void*>(eglGetProcAddress(name));
}

unsigned Gpu::framebuffer(int width, int height) {
    auto& own = *m_private;
    if (own.width == width && own.height == height) return own.framebuffer;
    if (own.framebuffer == 0) glGenFramebuffers(1, &own.framebuffer);
    if (own.texture == 0) glGenTextures(1, &own.texture);
    glBindTexture(GL_TEXTURE_2D, own.texture);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_BGRA, GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glBindTexture(GL_TEXTURE_2D, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, own.framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, own.texture, 0);
    const bool is_whole = glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    own.width = is_whole ? width : 0;
    own.height = is_whole ? height : 0;
    return is_whole ? own.framebuffer : 0;
}

void Gpu::read(std::uint8_t* pixels, std::size_t stride) const {
    const auto& own = *m_private;
    glBindFramebuffer(GL_FRAMEBUFFER, own.framebuffer);
    glPixelStorei(GL_PACK_ROW_LENGTH, static_cast<GLint>(stride / 4));
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glReadPixels(0, 0, own.width, own.height, GL_BGRA, GL_UNSIGNED_BYTE, pixels);
    glPixelStorei(GL_PACK_ROW_LENGTH, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

}  // namespace accueil::player
