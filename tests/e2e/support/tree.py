#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions to the kiosk's accessibility tree, as --tree writes it.

  tree.py FILE middle ID          "x y": where a finger taps the control, in design pixels
  tree.py FILE rests ID           exit 0 when it is on screen and where it was a moment ago
  tree.py FILE still              exit 0 when every node is where it was some moments ago
  tree.py FILE top ID             its upper edge
  tree.py FILE at ID SHARE SHARE  "x y": a point of it, in shares of its width and height
  tree.py FILE name ID            its words
  tree.py FILE has ROLE WORDS     exit 0 when a node of that role (or "any") has these words in its name
  tree.py FILE current            id of the tab where one is
  tree.py FILE language           "fr ltr"
  tree.py FILE markers            one line a marker of the map: ID X Y
  tree.py FILE names ROLE         the words of all nodes of a role, one a line

Exit 1 for no, 2 for a tree that cannot be read.
"""
import json
import sys
import time

REST_S = 0.08  # some frames, also where a frame takes long
STILL_S = 0.4


def nodes(node):
    yield node
    for child in node.get("children", []):
        yield from nodes(child)


def middle(node):
    x, y, width, height = node["rect"]
    return x + width / 2, y + height / 2


def read(file):
    with open(file, encoding="utf-8") as stream:
        return json.load(stream)


def places(root):
    return {node["id"]: node["rect"] for node in nodes(root) if "id" in node}


def main(file, question, *words):
    try:
        root = read(file)
        if question in ("rests", "still"):
            before = places(root)
            time.sleep(REST_S if question == "rests" else STILL_S)
            now = places(read(file))
            return 0 if (now == before if question == "still" else words[0] in now and now[words[0]] == before.get(words[0])) else 1
    except (OSError, ValueError) as error:
        print(f"{file}: {error}", file=sys.stderr)
        return 2
    everything = list(nodes(root))
    if question in ("middle", "top", "name"):
        for node in everything:
            if node.get("id") == words[0]:
                if question == "name":
                    print(node.get("name", ""))
                    return 0
                x, y = middle(node)
                print(node["rect"][1] if question == "top" else f"{x:.0f} {y:.0f}")
                return 0
        print(f"{words[0]} is not on screen", file=sys.stderr)
        return 1
    if question == "at":
        for node in everything:
            if node.get("id") == words[0]:
                x, y, width, height = node["rect"]
                print(f"{x + width * float(words[1]):.0f} {y + height * float(words[2]):.0f}")
                return 0
        return 1
    if question == "has":
        role, text = words
        return 0 if any(role in ("any", node["role"]) and text in node.get("name", "") for node in everything) else 1
    if question == "current":
        found = [node.get("id") for node in everything if node.get("current")]
        print(" ".join(found))
        return 0 if found else 1
    if question == "language":
        print(root["lang"], root["dir"])
        return 0
    if question == "names":
        print(*(node.get("name", "") for node in everything if node["role"] == words[0]), sep="\n")
        return 0
    if question == "markers":
        for node in everything:
            if node.get("id", "").startswith("marker/"):
                x, y = middle(node)
                print(f"{node['id'][len('marker/'):]} {x:.0f} {y:.0f}")
        return 0
    print(f"{question}?", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
