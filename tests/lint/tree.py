# SPDX-License-Identifier: GPL-3.0-or-later
"""The repository as the lints see it: its files, its includes, its module graph, and a memory of what passed."""
import hashlib
import json
import os
import re
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
MODULE = re.compile(r"^\s*add_module\(\s*([\w/]+)([^)]*)\)", re.M)
SOURCES = (".cpp", ".hpp")
JOBS = 2


class Tree:
    def __init__(self, root, build):
        self.root, self.build = Path(root).resolve(), Path(build).resolve()
        self._text, self._includes = {}, {}

    def files(self):
        """Every file that is, or would be, in the repository: paths relative to its root."""
        if (self.root / ".git").exists():
            listed = subprocess.run(["git", "-C", self.root, "ls-files", "-coz", "--exclude-standard"],
                                    check=True, capture_output=True, text=True).stdout.split("\0")
            paths = [p for p in listed if p and (self.root / p).is_file()]
        else:
            paths = [str(p.relative_to(self.root)) for p in self.root.rglob("*") if p.is_file()]
        return sorted(p for p in paths if not p.startswith("build/"))

    def sources(self, *folders, endings=SOURCES):
        return [p for p in self.files() if p.endswith(endings) and p.startswith(tuple(f + "/" for f in folders))]

    def text(self, path):
        if path not in self._text:
            self._text[path] = (self.root / path).read_text(encoding="utf-8", errors="replace")
        return self._text[path]

    def includes(self, path):
        """(line, '<' or '"', what) of each include of a file."""
        if path not in self._includes:
            text = self.text(path)
            self._includes[path] = [(text.count("\n", 0, m.start(2)) + 1, m[1], m[2]) for m in INCLUDE.finditer(text)]
        return self._includes[path]

    def closure(self, path):
        """The file and every file of the repository that it includes, however far."""
        seen, left = set(), [path]
        while left:
            here = left.pop()
            if here not in seen:
                seen.add(here)
                left += [what for _, _, what in self.includes(here) if (self.root / what).is_file()]
        return sorted(seen)

    def graph(self):
        """Each module's folder and the folders of the modules that its add_module line names."""
        lines = {m[1]: m[2].split() for m in MODULE.finditer(self.text("CMakeLists.txt"))}
        folder = {name.rsplit("/", 1)[-1]: name for name in lines}
        edges = {}
        for name, words in lines.items():
            depends = words[words.index("DEPENDS") + 1:] if "DEPENDS" in words else []
            if "LIBRARIES" in depends:
                depends = depends[:depends.index("LIBRARIES")]
            edges[name] = [folder.get(d, d) for d in depends]
        return edges

    def compile_flags(self):
        """What finds headers and sets macros, of all compile commands together."""
        flags = []
        for command in self.compile_commands():
            words = iter(shlex.split(command["command"]))
            for word in words:
                if word in ("-isystem", "-I", "-D"):
                    flag = [word, next(words)]
                elif word.startswith(("-I", "-D")):
                    flag = [word]
                else:
                    continue
                if flag not in flags:
                    flags.append(flag)
        return [word for flag in flags for word in flag]

    def headers_proven_by_the_build(self):
        """The headers that stand alone for certain: first include of a source whose object is newer than all of it."""
        proven = set()
        for command in self.compile_commands():
            path = os.path.relpath(command["file"], self.root)
            made = re.search(r" -o (\S+)", command["command"])  # "output" is there from CMake 3.26 on alone
            target = Path(command["directory"], made[1] if made else "")
            if "/Unity/" in path or path.startswith("..") or not target.is_file() or not self.includes(path):
                continue
            if " -include " in command["command"]:  # a precompiled header stands before it
                continue
            built = target.stat().st_mtime
            if all((self.root / part).stat().st_mtime <= built for part in self.closure(path)):
                proven.add(self.includes(path)[0][2])
        return proven

    def compiled_sources(self):
        """What the build compiles, relative to the tree; of sources that are compiled together, each."""
        compiled = set()
        for command in self.compile_commands():
            path = Path(command["file"])
            together = re.search(r"/Unity/unity_\d+_cxx\.cxx$", command["file"]) and path.is_file()
            files = re.findall(r'^#include "(.+\.cpp)"$', path.read_text(), re.M) if together else [path]
            compiled.update(os.path.relpath(file, self.root) for file in files)
        return compiled

    def compile_commands(self):
        path = self.build / "compile_commands.json"
        if not path.is_file():
            raise SystemExit(f"{path} is missing: configure the build first, or name its folder by --build")
        return json.loads(path.read_text())


def run_remembered(tree, check, files, version, command):
    """Runs command(file) for each file, two at a time; words printed by one that fails are findings. What passed is
    not run again until the file, anything that it includes or `version` changes."""
    memory = Path(os.environ.get("ACCUEIL_LINT_CACHE", tree.build / "lint-cache")) / check
    memory.mkdir(parents=True, exist_ok=True)

    def one(path):
        digest = hashlib.sha256(version.encode())
        for part in tree.closure(path):
            digest.update(part.encode() + b"\0" + tree.text(part).encode() + b"\0")
        passed = memory / digest.hexdigest()
        if passed.exists():
            return None
        arguments, standard_input = command(path)
        done = subprocess.run(arguments, input=standard_input, capture_output=True, text=True, cwd=tree.root)
        if done.returncode == 0:
            passed.touch()
            return None
        if done.returncode < 0:
            return f"{path}: {check}: {arguments[0]} was ended by signal {-done.returncode}"
        words = (done.stdout if done.stdout.strip() else done.stderr).strip()
        return f"{path}: {check}\n" + words.replace(str(tree.root) + "/", "")

    with ThreadPoolExecutor(JOBS) as pool:
        return [finding for finding in pool.map(one, files) if finding]


def run_remembered_together(tree, check, groups, version, command):
    """Runs command(files, unit) for each group, two at a time, with the path of a file to gather them in; a group that does
    not compile as one is halved. What passed is remembered as above."""
    memory = Path(os.environ.get("ACCUEIL_LINT_CACHE", tree.build / "lint-cache")) / check
    memory.mkdir(parents=True, exist_ok=True)

    def together(paths):
        digest = hashlib.sha256(version.encode())
        for part in sorted({part for path in paths for part in tree.closure(path)} | set(paths)):
            digest.update(part.encode() + b"\0" + tree.text(part).encode() + b"\0")
        passed = memory / digest.hexdigest()
        if passed.exists():
            return []
        done = subprocess.run(command(paths, passed.with_suffix(".cpp")), capture_output=True, text=True, cwd=tree.root)
        if done.returncode == 0:
            passed.touch()
            return []
        if len(paths) > 1:
            half = len(paths) // 2
            return together(paths[:half]) + together(paths[half:])
        if done.returncode < 0:
            return [f"{paths[0]}: {check}: ended by signal {-done.returncode}"]
        words = (done.stdout if done.stdout.strip() else done.stderr).strip()
        return [f"{paths[0]}: {check}\n" + words.replace(str(tree.root) + "/", "")]

    with ThreadPoolExecutor(JOBS) as pool:
        return [finding for findings in pool.map(together, groups) for finding in findings]


def version_of(*arguments):
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
