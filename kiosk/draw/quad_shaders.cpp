// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/quad_shaders.hpp"

#include "sync/base/log.hpp"

namespace accueil::draw {
namespace {

constexpr const char* kPlainVertex = R"(#version 110
void main() {
    gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex;
    gl_TexCoord[0] = gl_TextureMatrix[0] * gl_MultiTexCoord0;
})";

constexpr const char* kPlainFragment = R"(#version 110
uniform sampler2D picture;
void main() {
    gl_FragColor = texture2D(picture, gl_TexCoord[0].xy);
})";

// The colour goes in a variable of our own, since those come after gl_TexCoord.
constexpr const char* kTintedVertex = R"(#version 110
varying vec4 tint;
void main() {
    gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex;
    gl_TexCoord[0] = gl_TextureMatrix[0] * gl_MultiTexCoord0;
    tint = gl_Color;
})";

constexpr const char* kTintedFragment = R"(#version 110
uniform sampler2D picture;
varying vec4 tint;
void main() {
    gl_FragColor = texture2D(picture, gl_TexCoord[0].xy) * tint;
})";

}  // namespace

QuadShaders::QuadShaders() {
    m_works = sf::Shader::isAvailable() && m_plain.loadFromMemory(kPlainVertex, kPlainFragment) &&
              m_tinted.loadFromMemory(kTintedVertex, kTintedFragment);
    if (!m_works) {
        base::log(base::LogLevel::warning, "draw", "no shaders in this OpenGL: drawn by its fixed pipeline");
        return;
    }
    m_plain.setUniform("picture", sf::Shader::CurrentTexture);
    m_tinted.setUniform("picture", sf::Shader::CurrentTexture);
}

}  // namespace accueil::draw
