#!/usr/bin/python3
"""Quick self-check of assets/content: references, files, codes and coordinates.

Usage: check_content.py [CONTENT_DIR]
Needs: python3-yaml. It is a net for the person who edits; `accueil-feed publish` is the judge.
Prints one line for each fault and ends with status 1 if there was any.
"""
import csv
import json
import pathlib
import re
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "content"
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")
SHAPES = {"circle", "square", "diamond", "triangle", "hexagon", "drop"}
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def check_id(where, value, seen):
    if not ID.match(value) or len(value) > 96:
        fault(where, f"not an id: {value!r}")
    if value in seen:
        fault(where, f"id twice: {value}")
    seen.add(value)


def check_text(where, name, value, required=False):
    if value is None:
        if required:
            fault(where, f"{name} is required")
        return
    texts = value if isinstance(value, dict) else {"fr": value}
    if not texts.get("fr"):
        fault(where, f"{name} has no French")
    for language, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            fault(where, f"{name}.{language} is empty")


def known(where, name, values, allowed):
    for value in values or []:
        if value not in allowed:
            fault(where, f"{name}: unknown {value!r}")


def front_matter(path):
    text = path.read_text(encoding="utf-8")
    match = re.match(r"---\n(.*?)\n---\n(.*)", text, re.S)
    if not match:
        fault(path, "no front matter")
        return {}, text
    return yaml.safe_load(match[1]), match[2]


def check_links(where, meta, media):
    for link in meta.get("links") or []:
        check_text(where, "links.label", link.get("label"), True)
        if not str(link.get("url", "")).startswith("http"):
            fault(where, "links.url is no address")
    for source in meta.get("sources") or []:
        if not source.get("label"):
            fault(where, "a source has no label")
        if "date" in source and not DATE.match(str(source["date"])):
            fault(where, f"date: {source['date']}")
    for key in ("since", "until", "verified_on"):
        if key in meta and not DATE.match(str(meta[key])):
            fault(where, f"{key}: {meta[key]}")
    files = []
    video = meta.get("video") or {}
    files += [video.get("file"), video.get("poster"), *(video.get("captions") or {}).values()]
    files += [document.get("file") for document in meta.get("documents") or []]
    files += [photo.get("file") for photo in meta.get("photos") or []]
    for name in filter(None, files):
        media.add(name)
        if not (ROOT / "media" / name).is_file():
            fault(where, f"no such file: media/{name}")


needs_list = json.loads((ROOT / "needs.json").read_text(encoding="utf-8"))
themes_list = json.loads((ROOT / "themes.json").read_text(encoding="utf-8"))
feed = json.loads((ROOT / "feed.json").read_text(encoding="utf-8"))
needs, themes, media = set(), set(), set()
for need in needs_list:
    check_id("needs.json", need["id"], needs)
    check_text("needs.json", "title", need.get("title"), True)
    check_text("needs.json", "words", need.get("words"))
for theme in themes_list:
    check_id("themes.json", theme["id"], themes)
    check_text("themes.json", "title", theme.get("title"), True)
    if theme.get("shape") not in SHAPES:
        fault("themes.json", f"shape: {theme.get('shape')}")
if len(feed.get("needs_first", [])) != 8:
    fault("feed.json", "needs_first must name eight needs")
known("feed.json", "needs_first", feed.get("needs_first"), needs)
thematiques = {value for need in needs_list for value in need.get("thematiques", [])}


def stem(path):
    return re.sub(r"^\d\d-", "", path.stem)


def originals(folder):
    return [p for p in sorted((ROOT / folder).glob("*.md")) if not re.search(r"\.[a-z]{2}\.md$", p.name)]


questions, initiatives, pages = set(), set(), set()
for path in originals("questions"):
    check_id(path.name, stem(path), questions)
for path in originals("initiatives"):
    check_id(path.name, stem(path), initiatives)
for path in originals("pages"):
    check_id(path.name, stem(path), pages)
for path in originals("questions") + originals("initiatives") + originals("pages"):
    meta, body = front_matter(path)
    where = f"{path.parent.name}/{path.name}"
    check_text(where, "title", meta.get("title"), True)
    check_text(where, "lead", meta.get("lead"), path.parent.name == "questions")
    check_text(where, "summary", meta.get("summary"), path.parent.name == "initiatives")
    known(where, "initiatives", meta.get("initiatives"), initiatives)
    known(where, "related", meta.get("related"), initiatives)
    known(where, "questions", meta.get("questions"), questions)
    known(where, "themes", meta.get("themes"), themes)
    known(where, "needs", meta.get("needs"), needs)
    if path.parent.name == "initiatives":
        for key in ("carrier", "themes"):
            if not meta.get(key):
                fault(where, f"{key} is required")
        if ("latitude" in meta) != ("longitude" in meta):
            fault(where, "half a position")
    check_links(where, meta, media)
    if re.search(r"^# ", body, re.M) or re.search(r"<[a-z/]", body):
        fault(where, "headings start at ##, and no HTML")

places, services = set(), set()
for name in ("places", "services"):
    for path in sorted((ROOT / "livret").glob(f"{name}*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for number, row in enumerate(csv.DictReader(handle, delimiter=";"), 2):
                where = f"livret/{path.name}:{number}"
                if None in row or None in row.values():
                    fault(where, "wrong number of cells")
                    continue
                check_id(where, row["id"], places if name == "places" else services)
                if not row["nom"]:
                    fault(where, "nom is required")
                if name == "places":
                    if row["type"] != "helpline":
                        for key in ("adresse", "code_postal", "commune"):
                            if not row[key]:
                                fault(where, f"{key} is required for a place")
                    if bool(row["latitude"]) != bool(row["longitude"]):
                        fault(where, "half a position")
                    if row["verified_on"] and not DATE.match(row["verified_on"]):
                        fault(where, f"verified_on: {row['verified_on']}")
                    if row["telephone"] and not re.fullmatch(r"[0-9 ]+", row["telephone"]):
                        fault(where, f"telephone: {row['telephone']}")
                else:
                    if row["place_id"] not in places:
                        fault(where, f"no such place: {row['place_id']}")
                    if not row["needs"]:
                        fault(where, "needs is required")
                    known(where, "needs", filter(None, row["needs"].split("|")), needs)
                    known(where, "thematiques", filter(None, row["thematiques"].split("|")), thematiques)
for path in sorted((ROOT / "media").rglob("*")):
    if path.is_file() and str(path.relative_to(ROOT / "media")) not in media:
        fault(path.relative_to(ROOT), "nothing names it")

for line in faults:
    print(line)
print(f"{len(needs)} needs, {len(themes)} themes, {len(pages)} pages, {len(questions)} questions, "
      f"{len(initiatives)} initiatives, {len(places)} places, {len(services)} services, {len(media)} media files, "
      f"{len(faults)} faults")
sys.exit(1 if faults else 0)
