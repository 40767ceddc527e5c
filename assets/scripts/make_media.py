#!/usr/bin/python3
"""Makes the films, captions, posters and leaflets of the initiatives out of their own Markdown.

For every initiative whose front matter has a `video`, it writes below content/media/, at the paths named there:
  *.mp4   1280x720, 25 images a second, H.264 + a silent AAC track: a title, then the key sentences, calmly, one by one
  *.vtt   captions timed with the sentences, one file for each language named under `captions`
  *.jpg   the poster: the title card as it stands when all is shown
  *.pdf   the leaflet: one A4 page, tagged, with its title

What is shown: the title; the summary; of each section (##) the sentences in **bold**; the quotes (>). Captions in
another language come from `id.LANG.md`, which must have the same sections, bold sentences and quotes in the same order.
The drawing at the right gains one part with each sentence. Nothing blinks and nothing moves while one reads.

Usage: make_media.py            writes everything, then prints the duration and pages to put in the front matter
       make_media.py ID…        only these initiatives
       make_media.py --check    writes nothing: are the files there, small enough, and do captions, durations and
                                numbers of pages say the same as the text? Ends with status 1 if not.

Needs Debian's python3-cairo, python3-gi, gir1.2-pango-1.0, python3-yaml, fonts-inter and ffmpeg. The result depends
on the text and on the versions of these alone: no clock, no chance.
"""
import io
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import cairo
import gi
import yaml

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
CONTENT = HERE.parent / "content"
MEDIA = CONTENT / "media"

SURFACE, RAISED, EDGE = "#FBF8F3", "#FFFFFF", "#E4DDD1"
INK, INK_SOFT = "#1B2430", "#4A5563"
PRIMARY, PRIMARY_SOFT, ACCENT = "#0B5C6B", "#DCEEF0", "#E8963A"

WIDTH, HEIGHT, RATE = 1280, 720, 25
FADE = 0.5  # seconds that a sentence takes to come or go
LEFT, COLUMN = 80, 690  # the text
ART_X, ART_Y, ART_R = 1010, 350, 200  # the drawing
MOST_VIDEO, MOST_FILE = 600_000, 1_000_000


def rgb(code):
    return tuple(int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))


def colour(ctx, code, alpha=1.0):
    ctx.set_source_rgba(*rgb(code), alpha)


# ---------------------------------------------------------------- the text

class Initiative:
    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        head, body = re.match(r"---\n(.*?)\n---\n(.*)", text, re.S).groups()
        self.id = path.stem
        self.meta = yaml.safe_load(head)
        self.blocks = blocks(body)
        self.captions = (self.meta.get("video") or {}).get("captions") or {}

    def text(self, key, language="fr"):
        value = self.meta[key]
        return value[language] if isinstance(value, dict) else value

    def cards(self, language="fr"):
        """(kind, kicker, sentence) for each thing shown, in order."""
        body = self.blocks
        if language != "fr":
            raw = (CONTENT / "initiatives" / f"{self.id}.{language}.md").read_text(encoding="utf-8")
            raw = re.sub(r"\A---\n.*?\n---\n", "", raw, flags=re.S)
            body = blocks(raw)
        found = [("title", "", self.text("title", language)), ("summary", "", self.text("summary", language))]
        heading = ""
        for kind, content in body:
            if kind == "heading":
                heading = content
            elif kind == "quote":
                found.append(("quote", "", content))
            elif kind == "paragraph":
                found += [("sentence", heading, bold) for bold in re.findall(r"\*\*(.+?)\*\*", content)]
        return found


def blocks(body):
    """Headings, paragraphs, quotes and list items: the little Markdown that the initiatives use."""
    out = []
    for part in re.split(r"\n\s*\n", body.strip()):
        lines = part.strip().split("\n")
        if lines[0].startswith("## "):
            out.append(("heading", lines[0][3:].strip()))
        elif lines[0].startswith("> "):
            out.append(("quote", " ".join(line.lstrip("> ").strip() for line in lines)))
        elif re.match(r"(-|\d+\.) ", lines[0]):
            out += [("item", re.sub(r"^(-|\d+\.) ", "", line).strip()) for line in lines]
        else:
            out.append(("paragraph", " ".join(line.strip() for line in lines)))
    return out


def seconds_of(kind, text):
    if kind == "title":
        return 4.0
    return min(9.0, max(4.0, round((1.8 + len(text) / 17) * RATE) / RATE))


def timeline(cards):
    at, out = 0.0, []
    for kind, kicker, text in cards:
        out.append((at, at + seconds_of(kind, text), kind, kicker, text))
        at = out[-1][1]
    return out, at + 2.0  # the last card stays a little


def clock(seconds):
    ms = round(seconds * 1000)
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def captions(initiative, language):
    french, _ = timeline(initiative.cards())
    texts = initiative.cards(language)
    if [card[0] for card in texts] != [card[2] for card in french]:
        raise SystemExit(f"{initiative.id}.{language}.md has not the same sections and sentences as the French")
    out = ["WEBVTT", ""]
    for number, ((start, end, *_), (_, _, text)) in enumerate(zip(french, texts), 1):
        out += [str(number), f"{clock(start + 0.2)} --> {clock(end - 0.1)}", *wrapped(text), ""]
    return "\n".join(out)


def wrapped(text, width=46):
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return lines + [line]


# ---------------------------------------------------------------- letters

def layout(ctx, text, font, size, width, spacing=1.3, markup=False):
    made = PangoCairo.create_layout(ctx)
    options = cairo.FontOptions()
    options.set_hint_metrics(cairo.HINT_METRICS_OFF)
    options.set_hint_style(cairo.HINT_STYLE_NONE)
    PangoCairo.context_set_font_options(made.get_context(), options)
    described = Pango.FontDescription.from_string(font)
    described.set_absolute_size(size * Pango.SCALE)
    made.set_font_description(described)
    made.set_width(int(width * Pango.SCALE))
    made.set_wrap(Pango.WrapMode.WORD)
    made.set_line_spacing(spacing)
    if markup:
        made.set_markup(text, -1)
    else:
        made.set_text(text, -1)
    return made


def height_of(made):
    return made.get_pixel_size()[1]


def write(ctx, made, x, y, code, alpha=1.0):
    colour(ctx, code, alpha)
    ctx.move_to(x, y)
    PangoCairo.show_layout(ctx, made)


def fitting(ctx, text, font, sizes, width, most, spacing=1.25):
    """The largest size that fits, its lines made about equally long: no word alone on the last one."""
    for size in sizes:
        made = layout(ctx, text, font, size, width, spacing)
        if height_of(made) <= most:
            break
    lines = made.get_line_count()
    narrow = width
    while narrow > width * 0.6:
        made.set_width(int((narrow - 8) * Pango.SCALE))
        if made.get_line_count() > lines:
            break
        narrow -= 8
    made.set_width(int(narrow * Pango.SCALE))
    return made


# ---------------------------------------------------------------- drawings, in a circle of radius 1 around 0,0

def rounded(ctx, x, y, w, h, r):
    ctx.new_sub_path()
    for cx, cy, a in ((x + w - r, y + r, -1), (x + w - r, y + h - r, 0), (x + r, y + h - r, 1), (x + r, y + r, 2)):
        ctx.arc(cx, cy, r, a * math.pi / 2, (a + 1) * math.pi / 2)
    ctx.close_path()


def stroke(ctx, width=0.028, code=PRIMARY):
    colour(ctx, code)
    ctx.set_line_width(width)
    ctx.set_line_cap(cairo.LINE_CAP_ROUND)
    ctx.set_line_join(cairo.LINE_JOIN_ROUND)
    ctx.stroke()


def fill(ctx, code, edge=True):
    colour(ctx, code)
    if edge:
        ctx.fill_preserve()
        stroke(ctx)
    else:
        ctx.fill()


def part(shown, index):
    """How much of part `index` is there: 0 to 1."""
    return max(0.0, min(1.0, shown - index))


def draw_book(ctx, shown):
    """An open recipe book under a steaming bowl; a line is written with each sentence."""
    ctx.save()
    ctx.translate(0, 0.22)
    for side in (-1, 1):
        ctx.move_to(0, -0.28)
        ctx.curve_to(side * 0.18, -0.40, side * 0.45, -0.38, side * 0.62, -0.32)
        ctx.line_to(side * 0.62, 0.36)
        ctx.curve_to(side * 0.45, 0.30, side * 0.18, 0.28, 0, 0.40)
        ctx.close_path()
        fill(ctx, RAISED)
    ctx.move_to(0, -0.28)
    ctx.line_to(0, 0.40)
    stroke(ctx)
    for index in range(8):
        side, row = (-1, 1)[index // 4], index % 4
        amount = part(shown, index + 1)
        if amount:
            y = -0.19 + row * 0.13
            start, end = (-0.50, -0.12) if side < 0 else (0.12, 0.50)
            if row == 3:
                end -= 0.14
            ctx.move_to(start, y + 0.01)
            ctx.line_to(start + (end - start) * amount, y)
            stroke(ctx, 0.032, ACCENT if row == 0 else PRIMARY)
    ctx.restore()
    ctx.save()
    ctx.translate(0, -0.40)
    ctx.move_to(-0.26, 0)
    ctx.curve_to(-0.24, 0.24, 0.24, 0.24, 0.26, 0)
    ctx.close_path()
    fill(ctx, ACCENT)
    for x in (-0.11, 0, 0.11):
        ctx.move_to(x, -0.07)
        ctx.curve_to(x - 0.07, -0.15, x + 0.07, -0.20, x, -0.29)
        stroke(ctx, 0.026)
    ctx.restore()


def draw_map(ctx, shown):
    """A folded map; a place appears with each sentence."""
    for index, x in enumerate((-0.66, -0.22, 0.22)):
        lean = 0.09 if index % 2 == 0 else -0.09
        ctx.move_to(x, -0.46 + (0.045 + lean / 2))
        ctx.line_to(x + 0.44, -0.46 + (0.045 - lean / 2))
        ctx.line_to(x + 0.44, 0.46 + (0.045 - lean / 2))
        ctx.line_to(x, 0.46 + (0.045 + lean / 2))
        ctx.close_path()
        fill(ctx, RAISED if index != 1 else SURFACE)
    ctx.move_to(-0.64, 0.26)
    ctx.curve_to(-0.30, 0.08, -0.10, 0.46, 0.20, 0.22)
    ctx.curve_to(0.35, 0.10, 0.50, 0.20, 0.64, 0.12)
    stroke(ctx, 0.075, "#A9D3D9")
    for index, (x, y) in enumerate(((-0.44, -0.04), (0.10, 0.17), (0.46, -0.02), (-0.42, 0.38), (-0.04, -0.15), (0.44, 0.38), (-0.02, 0.44))):
        amount = part(shown, index + 1)
        if amount:
            ctx.save()
            ctx.translate(x, y)
            ctx.scale(0.6 + 0.4 * amount, 0.6 + 0.4 * amount)
            ctx.push_group()
            ctx.move_to(0, 0)
            ctx.curve_to(-0.04, -0.07, -0.09, -0.10, -0.09, -0.17)
            ctx.arc(0, -0.17, 0.09, math.pi, 0)
            ctx.curve_to(0.09, -0.10, 0.04, -0.07, 0, 0)
            ctx.close_path()
            fill(ctx, ACCENT if index % 3 == 0 else PRIMARY)
            ctx.arc(0, -0.17, 0.032, 0, 2 * math.pi)
            fill(ctx, RAISED, False)
            ctx.pop_group_to_source()
            ctx.paint_with_alpha(amount)
            ctx.restore()


def draw_phone(ctx, shown):
    """A telephone calling out; a window lights up in a house with each sentence."""
    for radius, index in ((0.31, 0), (0.41, 2)):
        amount = part(shown, index)
        if amount:
            ctx.arc(0, -0.02, radius, -math.pi * 0.70, -math.pi * 0.30)
            colour(ctx, PRIMARY, 0.45 * amount)
            ctx.set_line_width(0.03)
            ctx.set_line_cap(cairo.LINE_CAP_ROUND)
            ctx.stroke()
    rounded(ctx, -0.155, -0.20, 0.31, 0.56, 0.06)
    fill(ctx, RAISED)
    rounded(ctx, -0.105, -0.135, 0.21, 0.34, 0.02)
    fill(ctx, PRIMARY, False)
    ctx.arc(0, 0.285, 0.03, 0, 2 * math.pi)
    fill(ctx, ACCENT, False)
    for index, (x, y) in enumerate(((-0.58, 0.06), (-0.42, -0.44), (0.03, -0.66), (0.44, -0.44), (0.58, 0.06), (0.44, 0.54), (-0.44, 0.54))):
        ctx.save()
        ctx.translate(x, y)
        ctx.move_to(-0.13, -0.02)
        ctx.line_to(0, -0.13)
        ctx.line_to(0.13, -0.02)
        ctx.line_to(0.13, 0.13)
        ctx.line_to(-0.13, 0.13)
        ctx.close_path()
        fill(ctx, RAISED)
        rounded(ctx, -0.045, 0.0, 0.09, 0.085, 0.01)
        colour(ctx, EDGE)
        ctx.fill_preserve()
        colour(ctx, ACCENT, part(shown, index + 1))
        ctx.fill()
        ctx.restore()


def draw_table(ctx, shown):
    """A round table seen from above; somebody sits down with each sentence."""
    for index in range(7):
        angle = -math.pi / 2 + index * 2 * math.pi / 7
        amount = part(shown, index + 1)
        x, y = 0.62 * math.cos(angle), 0.62 * math.sin(angle)
        ctx.arc(x, y, 0.125, 0, 2 * math.pi)
        colour(ctx, RAISED)
        ctx.fill_preserve()
        stroke(ctx, 0.024, "#8FBFC6")
        if amount:
            ctx.arc(x, y, 0.125, 0, 2 * math.pi)
            colour(ctx, ACCENT if index == 0 else PRIMARY, amount)
            ctx.fill()
    ctx.arc(0, 0, 0.40, 0, 2 * math.pi)
    fill(ctx, RAISED)
    for x, y, turn, code in ((-0.12, -0.07, -0.3, PRIMARY_SOFT), (0.13, 0.03, 0.25, "#FBE5CC"), (-0.05, 0.16, 0.1, SURFACE)):
        ctx.save()
        ctx.translate(x, y)
        ctx.rotate(turn)
        rounded(ctx, -0.075, -0.10, 0.15, 0.20, 0.015)
        colour(ctx, code)
        ctx.fill_preserve()
        stroke(ctx, 0.016)
        for row in range(3):
            ctx.move_to(-0.04, -0.045 + row * 0.045)
            ctx.line_to(0.04 - 0.03 * (row == 2), -0.045 + row * 0.045)
            stroke(ctx, 0.012)
        ctx.restore()


DRAWINGS = {
    "labacces": draw_book,
    "carte-et-livret-des-accueils": draw_map,
    "plateforme-telephonique-inversee": draw_phone,
    "accueil-france-services": draw_table,
}


def art(ctx, initiative, shown, x=ART_X, y=ART_Y, radius=ART_R):
    ctx.save()
    ctx.translate(x, y)
    ctx.scale(radius, radius)
    ctx.arc(0, 0, 1, 0, 2 * math.pi)
    colour(ctx, PRIMARY_SOFT)
    ctx.fill()
    DRAWINGS.get(initiative.id, draw_table)(ctx, shown)
    ctx.restore()


# ---------------------------------------------------------------- the film

def draw_card(ctx, initiative, card, alpha):
    kind, kicker, text = card
    ctx.push_group()
    if kind == "title":
        made = fitting(ctx, text, "Inter Display Semi-Bold", (64, 60, 56, 52), COLUMN, 330, 1.12)
        place = layout(ctx, initiative.meta.get("place", ""), "Inter Medium", 28, COLUMN, 1.3)
        total = 40 + height_of(made) + 36 + height_of(place)
        y = ART_Y - total / 2
        rounded(ctx, LEFT, y, 96, 8, 4)
        colour(ctx, ACCENT)
        ctx.fill()
        write(ctx, made, LEFT, y + 40, INK)
        write(ctx, place, LEFT, y + 40 + height_of(made) + 36, PRIMARY)
    elif kind == "quote":
        made = fitting(ctx, text, "Inter Display Medium", (48, 44, 40), COLUMN - 48, 420)
        y = ART_Y - height_of(made) / 2
        rounded(ctx, LEFT, y + 4, 8, height_of(made) - 8, 4)
        colour(ctx, ACCENT)
        ctx.fill()
        write(ctx, made, LEFT + 48, y, PRIMARY)
    else:
        made = fitting(ctx, text, "Inter Medium", (46, 44, 42, 40, 38, 36), COLUMN, 380, 1.28)
        y = ART_Y - height_of(made) / 2
        if kicker:
            head = layout(ctx, kicker, "Inter Semi-Bold", 26, COLUMN, 1.3)
            y += (height_of(head) + 24) / 2
            write(ctx, head, LEFT, y - height_of(head) - 24, PRIMARY)
        write(ctx, made, LEFT, y, INK)
    ctx.pop_group_to_source()
    ctx.paint_with_alpha(alpha)


def smooth(x):
    x = max(0.0, min(1.0, x))
    return x * x * (3 - 2 * x)


def frame(initiative, times, index, alpha, shown):
    image = cairo.ImageSurface(cairo.FORMAT_RGB24, WIDTH, HEIGHT)
    ctx = cairo.Context(image)
    colour(ctx, SURFACE)
    ctx.paint()
    art(ctx, initiative, shown)
    if alpha > 0:
        draw_card(ctx, initiative, times[index][2:], alpha)
    count = len(times)
    for dot in range(count):  # where one is, in dots: shape and tone
        x = LEFT + 7 + dot * 28
        current = dot == index
        ctx.arc(x, HEIGHT - 64, 7 if current else 5, 0, 2 * math.pi)
        if dot <= index:
            colour(ctx, PRIMARY)
            ctx.fill()
        else:
            colour(ctx, INK_SOFT)
            ctx.set_line_width(1.5)
            ctx.stroke()
    image.flush()
    return image


def film(initiative, out):
    times, length = timeline(initiative.cards())
    count = round(length * RATE)
    command = ["ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "bgr0", "-s", f"{WIDTH}x{HEIGHT}",
               "-r", str(RATE), "-i", "-", "-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono", "-map", "0:v", "-map", "1:a",
               "-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp,format=yuv420p", "-c:v", "libx264", "-profile:v", "high",
               "-preset", "veryslow", "-crf", "27", "-g", "250", "-threads", "1",
               "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
               "-c:a", "aac", "-b:a", "24k", "-t", f"{count / RATE:.3f}", "-map_metadata", "-1", "-fflags", "+bitexact",
               "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-metadata", f"title={initiative.text('title')}",
               "-metadata:s:a:0", "language=fra", "-movflags", "+faststart", str(out)]
    pipe = subprocess.Popen(command, stdin=subprocess.PIPE)
    key = held = None
    for number in range(count):
        t = number / RATE
        index = max(i for i, card in enumerate(times) if card[0] <= t)
        start, end = times[index][:2]
        fresh = smooth((t - start) / FADE)
        going = smooth((end - t) / FADE) if index < len(times) - 1 else 1.0
        alpha = min(fresh if index else 1.0, going)
        shown = index + (fresh if index else 1.0)  # parts of the drawing
        wanted = (index, round(alpha, 4), round(shown, 4))
        if wanted != key:
            held = bytes(frame(initiative, times, index, alpha, shown).get_data())
            key = wanted
        pipe.stdin.write(held)
    pipe.stdin.close()
    if pipe.wait():
        raise SystemExit(f"ffmpeg could not make {out}")
    return count / RATE


def poster(initiative, out):
    times, _ = timeline(initiative.cards())
    image = frame(initiative, times[:1], 0, 1.0, 9)
    ctx = cairo.Context(image)  # the dots mean nothing on a still picture
    colour(ctx, SURFACE)
    ctx.rectangle(0, HEIGHT - 90, 600, 60)
    ctx.fill()
    image.flush()
    buffer = io.BytesIO()
    image.write_to_png(buffer)
    subprocess.run(["ffmpeg", "-y", "-loglevel", "error", "-f", "png_pipe", "-i", "-", "-pix_fmt", "yuvj444p", "-q:v", "3",
                    "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", str(out)],
                   input=buffer.getvalue(), check=True)


# ---------------------------------------------------------------- the leaflet

A4 = (595.28, 841.89)
MARGIN, GAP = 58, 27
COLUMN_WIDTH = (A4[0] - 2 * MARGIN - GAP) / 2


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def leaflet_items(ctx, initiative, size):
    """Everything below the summary, as (tag, text set, colour, room before, kept with the next)."""
    items = []

    def add(tag, text, font, points, code=INK, spacing=1.42, before=0.0, inset=0, keep=False, markup=False):
        made = layout(ctx, text, font, points, COLUMN_WIDTH - inset, spacing, markup)
        items.append({"tag": tag, "made": made, "code": code, "before": before, "inset": inset, "keep": keep,
                      "tall": height_of(made)})

    for kind, content in initiative.blocks:
        marked = re.sub(r"\*\*(.+?)\*\*", r"<span weight='600'>\1</span>", escape(content))
        marked = re.sub(r"\*(.+?)\*", r"<i>\1</i>", marked)
        if kind == "heading":
            add("H2", content, "Inter Display Semi-Bold", size * 1.3, PRIMARY, 1.2, size * 1.5, keep=True)
        elif kind == "quote":
            add("BlockQuote", content, "Inter Display Medium", size * 1.25, PRIMARY, 1.35, size * 1.1, inset=16)
        elif kind == "item":
            add("P", marked, "Inter", size, before=4, inset=14, markup=True)
        else:
            add("P", marked, "Inter", size, before=size * 0.5, markup=True)
    if initiative.meta.get("links"):
        add("H2", "Pour aller plus loin", "Inter Display Semi-Bold", size * 1.3, PRIMARY, 1.2, size * 1.8, keep=True)
        for link in initiative.meta["links"]:
            label = link["label"]["fr"] if isinstance(link["label"], dict) else link["label"]
            add("P", label, "Inter", size, before=size * 0.5, keep=True)
            add("P", link["url"], "Inter Medium", size * 0.86, PRIMARY, before=1)
    add("H2", "Sources", "Inter Display Semi-Bold", size, INK_SOFT, 1.2, size * 1.6, keep=True)
    for source in initiative.meta.get("sources") or []:
        dated = ", ".join(filter(None, (source["label"], str(source.get("date", "")))))
        add("P", dated, "Inter", 8.5, INK_SOFT, 1.35, 3)
    return items


def stack(items):
    return sum(item["tall"] + (item["before"] if number else 0) for number, item in enumerate(items))


def columns(items):
    """Where the second column begins, so that both are about as tall."""
    places = [i for i in range(1, len(items)) if not items[i - 1]["keep"] and items[i]["inset"] == 0]
    return min(places, key=lambda i: (max(stack(items[:i]), stack(items[i:])), i))


def leaflet(initiative, out):
    meta = initiative.meta
    surface = cairo.PDFSurface(str(out), *A4)
    surface.set_metadata(cairo.PDFMetadata.TITLE, initiative.text("title"))
    surface.set_metadata(cairo.PDFMetadata.SUBJECT, initiative.text("summary"))
    surface.set_metadata(cairo.PDFMetadata.AUTHOR, "Accueil")
    surface.set_metadata(cairo.PDFMetadata.CREATOR, "Accueil")
    surface.set_metadata(cairo.PDFMetadata.CREATE_DATE, f"{meta['verified_on']}T00:00:00Z")
    surface.set_metadata(cairo.PDFMetadata.MOD_DATE, f"{meta['verified_on']}T00:00:00Z")
    ctx = cairo.Context(surface)
    colour(ctx, SURFACE)
    ctx.paint()

    def put(tag, made, x, y, code):
        ctx.tag_begin(tag, "")
        write(ctx, made, x, y, code)
        ctx.tag_end(tag)
        return y + height_of(made)

    ctx.tag_begin("Document", "")
    radius = 64
    art(ctx, initiative, 9, A4[0] - MARGIN - radius, 58 + radius, radius)
    rounded(ctx, MARGIN, 64, 42, 4, 2)
    colour(ctx, ACCENT)
    ctx.fill()
    beside = A4[0] - 2 * MARGIN - 2 * radius - 30
    y = put("H1", fitting(ctx, initiative.text("title"), "Inter Display Semi-Bold", (30, 28, 26), beside, 110, 1.12), MARGIN, 84, INK)
    since = str(meta["since"])[:4] if meta.get("since") else ""
    if since and not meta.get("until"):
        since = f"depuis {since}"
    line = " · ".join(filter(None, (meta.get("place", ""), since)))
    y = put("P", layout(ctx, line, "Inter Medium", 10.5, beside, 1.35), MARGIN, y + 10, PRIMARY)
    y = put("P", layout(ctx, meta["carrier"], "Inter", 10.5, beside, 1.35), MARGIN, y + 3, INK_SOFT)
    y = max(y, 58 + 2 * radius) + 22
    y = put("P", layout(ctx, initiative.text("summary"), "Inter Medium", 14.5, A4[0] - 2 * MARGIN, 1.42), MARGIN, y, INK)
    y += 24
    ctx.set_line_width(0.8)
    colour(ctx, EDGE)
    ctx.move_to(MARGIN, y)
    ctx.line_to(A4[0] - MARGIN, y)
    ctx.stroke()
    y += 20
    room = A4[1] - 78 - y
    for size in (11.5, 11, 10.5, 10, 9.5):
        items = leaflet_items(ctx, initiative, size)
        middle = columns(items)
        if max(stack(items[:middle]), stack(items[middle:])) <= room:
            break
    else:
        raise SystemExit(f"{initiative.id}: the leaflet does not hold on one page")
    for left, group in ((MARGIN, items[:middle]), (MARGIN + COLUMN_WIDTH + GAP, items[middle:])):
        at = y
        for number, item in enumerate(group):
            at += item["before"] if number else 0
            if item["tag"] == "BlockQuote":
                rounded(ctx, left, at + 2, 4, item["tall"] - 4, 2)
                colour(ctx, ACCENT)
                ctx.fill()
            elif item["inset"]:
                ctx.arc(left + 4, at + size * 0.72, 2, 0, 2 * math.pi)
                colour(ctx, PRIMARY)
                ctx.fill()
            at = put(item["tag"], item["made"], left + item["inset"], at, item["code"])
    note = "Contenu d’exemple, rédigé pour montrer ce que la borne sait faire."
    put("P", layout(ctx, note, "Inter", 8.5, A4[0] - 2 * MARGIN, 1.2), MARGIN, A4[1] - 50, INK_SOFT)
    ctx.tag_end("Document")
    ctx.show_page()
    surface.finish()
    return 1


# ---------------------------------------------------------------- making and checking

def wanted(names):
    found = [Initiative(path) for path in sorted((CONTENT / "initiatives").glob("*.md"))
             if not re.search(r"\.[a-z]{2}\.md$", path.name)]
    return [one for one in found if one.meta.get("video") and (not names or one.id in names)]


def make(initiative):
    video = initiative.meta["video"]
    target = MEDIA / video["file"]
    target.parent.mkdir(parents=True, exist_ok=True)
    length = film(initiative, target)
    poster(initiative, MEDIA / video["poster"])
    for language, name in initiative.captions.items():
        (MEDIA / name).write_text(captions(initiative, language), encoding="utf-8")
    pages = [leaflet(initiative, MEDIA / one["file"]) for one in initiative.meta.get("documents", [])]
    print(f"{initiative.id}: duration {length:g}, pages {pages}, film {target.stat().st_size} bytes")


def check(initiative):
    faults = []
    video = initiative.meta["video"]
    _, length = timeline(initiative.cards())
    if abs(round(length * RATE) / RATE - video["duration"]) > 0.5:
        faults.append(f"duration is {length:g} s")
    for name, most in ((video["file"], MOST_VIDEO), (video["poster"], MOST_FILE)):
        path = MEDIA / name
        if not path.is_file():
            faults.append(f"{name} is missing")
        elif path.stat().st_size > most:
            faults.append(f"{name} weighs {path.stat().st_size} bytes")
    for language, name in initiative.captions.items():
        path = MEDIA / name
        if not path.is_file() or path.read_text(encoding="utf-8") != captions(initiative, language):
            faults.append(f"{name} is not what the text says")
    for document in initiative.meta.get("documents", []):
        if not (MEDIA / document["file"]).is_file():
            faults.append(f"{document['file']} is missing")
            continue
        with tempfile.TemporaryDirectory() as folder:
            pages = leaflet(initiative, pathlib.Path(folder) / "leaflet.pdf")
        if pages != document.get("pages"):
            faults.append(f"{document['file']} has {pages} pages")
    for fault in faults:
        print(f"{initiative.id}: {fault}")
    return not faults


def main():
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    chosen = wanted(names)
    if "--check" in sys.argv:
        results = [check(one) for one in chosen]
        print(f"{len(results)} initiatives with media, {results.count(False)} with faults")
        sys.exit(0 if all(results) else 1)
    for one in chosen:
        make(one)


if __name__ == "__main__":
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    main()
