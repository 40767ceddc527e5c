# SPDX-License-Identifier: GPL-3.0-or-later
"""Which folder may include what, and how a source file begins and how long it may be."""
import re

LIMIT = 400
RATCHET = "tests/lint/long_files.txt"

# A library belongs to the folders (or the files that begin so) that wrap it.
OWNERS = {
    r"SFML/": ("kiosk/platform/", "kiosk/draw/", "kiosk/media/", "kiosk/map/", "kiosk/voice/"),
    r"X11/": ("kiosk/platform/",),
    r"GL/": ("kiosk/platform/", "kiosk/player/gpu"),
    r"EGL/": ("kiosk/player/gpu",),
    r"curl/": ("sync/fetch/",),
    r"openssl/": ("sync/trust/", "sync/base/digest"),
    r"libstemmer\.h": ("sync/cache/",),
    r"cups/": ("kiosk/media/printer",),
    r"mpv/": ("kiosk/player/",),
    r"espeak-ng/": ("kiosk/voice/synthesiser",),
    r"qrencode\.h": ("kiosk/media/qr",),
    r"poppler": ("sync/pages/",),
    r"webp/": ("kiosk/draw/", "sync/pages/"),
    r"sqlite3\.h": ("sync/cache/", "kiosk/map/mbtiles"),
}


def layers(tree):
    edges = tree.graph()
    yield from _graph(edges)
    for path in tree.sources("sync", "kiosk"):
        module = "/".join(path.split("/")[:2])
        if module not in edges:
            yield f"{path}:1: {module} has no add_module line in CMakeLists.txt"
            continue
        for line, bracket, what in tree.includes(path):
            at = f"{path}:{line}: "
            target = "/".join(what.split("/")[:2])
            if what.startswith(("sync/", "kiosk/")):
                if target != module and target not in edges[module]:
                    yield at + f"{module} may not include {what}: its add_module line does not name {target}"
            elif bracket == '"':
                yield at + f'"{what}" is not rooted at the repository (or is not a module\'s)'
            for library, owners in OWNERS.items():
                if re.match(library, what) and not path.startswith(owners):
                    yield at + f"<{what}> belongs to {', '.join(owners)}"


def _graph(edges):
    for module, targets in edges.items():
        for target in targets:
            if target not in edges:
                yield f"CMakeLists.txt:1: {module} depends on {target}, which is no module"
            elif module.startswith("sync/") and target.startswith("kiosk/"):
                yield f"CMakeLists.txt:1: {module} depends on {target}: sync knows no pixels"
            elif module.startswith("kiosk/") and target.startswith("sync/"):
                allowed = {"sync/base", "sync/model"} | ({"sync/cache"} if module == "kiosk/query" else set())
                if target not in allowed:
                    yield f"CMakeLists.txt:1: {module} depends on {target}: the kiosk takes only base and model " \
                          "from sync, and cache in kiosk/query"
    done, path = set(), []

    def visit(module):
        if module in path:
            return "CMakeLists.txt:1: a cycle: " + " → ".join(path[path.index(module):] + [module])
        if module in done or module not in edges:
            return None
        path.append(module)
        found = next(filter(None, map(visit, edges[module])), None)
        path.pop()
        done.add(module)
        return found

    yield from filter(None, (visit(module) for module in edges))


def files(tree):
    """The licence's line, a header's opening words, and lengths. A file over the limit stands in the ratchet with
    the length that it may not pass; the ratchet only ever shrinks."""
    allowed = {}
    if (tree.root / RATCHET).is_file():
        for line in tree.text(RATCHET).splitlines():
            if line and not line.startswith("#"):
                path, length = line.rsplit(" ", 1)
                allowed[path] = int(length)
    names = set(tree.files())
    for path in sorted(names):
        if not (path.startswith(("sync/", "kiosk/", "tests/", "cmake/")) or "/" not in path):
            continue
        is_code = path.endswith((".cpp", ".hpp", ".sql", ".sh", ".py", ".cmake", "CMakeLists.txt"))
        if not is_code and not ("." not in path.rsplit("/", 1)[-1] and tree.text(path).startswith("#!")):
            continue
        lines = tree.text(path).splitlines()
        if not any("SPDX-License-Identifier: GPL-3.0-or-later" in line for line in lines[:2]):
            yield f"{path}:1: the SPDX line is missing"
        if path.endswith(".hpp"):
            if len(lines) < 2 or not lines[1].startswith("// "):
                yield f"{path}:2: a header opens with what it owns, who calls it and on which thread"
            if "#pragma once" not in lines:
                yield f"{path}:1: #pragma once is missing"
        if path.endswith((".cpp", ".hpp")):
            limit = allowed.get(path, LIMIT)
            if len(lines) > limit:
                yield f"{path}:{limit}: {len(lines)} lines, more than {limit}: split it"
            elif path in allowed and len(lines) <= LIMIT:
                yield f"{RATCHET}:1: {path} is within {LIMIT} lines again: take it off the list"
    for path in allowed:
        if path not in names:
            yield f"{RATCHET}:1: {path} does not exist: take it off the list"
