#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes accueil-icons.ttf, accueil-icons-fill.ttf and icons.json from the Phosphor icons named in icons.txt.
# Not part of the build: run it by hand, with network, after changing icons.txt, and commit what it made.
# Needs npm and the Debian package fonttools. Names that Phosphor does not have are an error.
set -eu
version=2.1.2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "@phosphor-icons/web@$version" >/dev/null
tar xf phosphor-icons-web-*.tgz
cp package/LICENSE "$here/LICENSE.phosphor"
/usr/bin/python3 - "$here" <<'PY'
import json, pathlib, re, sys
from fontTools import subset
from fontTools.ttLib import TTFont

here = pathlib.Path(sys.argv[1])
source = pathlib.Path("package/src")
names = sorted(set((here / "icons.txt").read_text().split()))


def codepoints(css):
    found = re.findall(r"\.ph-([a-z0-9-]+):before \{\s*content: \"\\([0-9a-f]+)\";", css)
    return {name: int(code, 16) for name, code in found}


regular = codepoints((source / "regular/style.css").read_text())
fill = codepoints((source / "fill/style.css").read_text())
unknown = [name for name in names if name not in regular or fill.get(name) != regular[name]]
if unknown:
    sys.exit("not in Phosphor: " + " ".join(unknown))
table = {name: f"{regular[name]:x}" for name in names}
for style, file, family, out in (
    ("regular", "Phosphor.ttf", "Accueil Icons", "accueil-icons.ttf"),
    ("fill", "Phosphor-Fill.ttf", "Accueil Icons Fill", "accueil-icons-fill.ttf"),
):
    font = TTFont(source / style / file)
    options = subset.Options()
    options.layout_features = []  # drops the ligatures that spell icons by name
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[regular[name] for name in names])
    subsetter.subset(font)
    # The source's bearings are all 0, which FreeType would take as "move the outline to the left edge".
    for name, (advance, _) in font["hmtx"].metrics.items():
        glyph = font["glyf"][name]
        glyph.recalcBounds(font["glyf"])
        font["hmtx"].metrics[name] = (advance, getattr(glyph, "xMin", 0))
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = family
        elif record.nameID == 6:
            record.string = family.replace(" ", "")
    font.save(here / out)
(here / "icons.json").write_text(json.dumps(table, indent=0, sort_keys=True) + "\n")
PY
