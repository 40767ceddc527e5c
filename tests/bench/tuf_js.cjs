// SPDX-License-Identifier: GPL-3.0-or-later
// tuf_js.cjs NPM URL FOLDER [FILE…]: the metadata of a feed brought up to date by tuf-js, its target feed/head fetched, and files of
// the feed fetched as they are. What accueil-sync is compared with; called by server.py.
const path = require("path");
const [npm, url, folder, ...files] = process.argv.slice(2);
const { Updater } = require(path.join(npm, "node_modules/tuf-js"));
const { existsSync, mkdirSync, writeFileSync } = require("fs");

(async () => {
  const targets = path.join(folder, "targets");
  mkdirSync(targets, { recursive: true });
  const updater = new Updater({
    metadataDir: folder,
    metadataBaseUrl: `${url}/metadata`,
    targetDir: targets,
    targetBaseUrl: `${url}/targets`,
  });
  await updater.refresh();
  const head = await updater.getTargetInfo("feed/head");
  if (head === undefined) throw new Error("feed/head is not announced");
  if ((await updater.findCachedTarget(head)) === undefined) await updater.downloadTarget(head);
  for (const file of files) {
    const answer = await fetch(`${url}/${file}`);
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    writeFileSync(path.join(folder, path.basename(file)), Buffer.from(await answer.arrayBuffer()));
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
