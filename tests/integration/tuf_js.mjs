// SPDX-License-Identifier: GPL-3.0-or-later
// tuf-js on a feed of ours: node tuf_js.mjs STATE URL TARGET FILE… brings the trusted metadata in STATE up to date and
// compares each TARGET, downloaded, with FILE, byte by byte. A FILE of "-" is a target that must not be found.
// Run with tuf-js in ./node_modules of the working folder, which tuf_js.sh sees to.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const { Updater } = createRequire(join(process.cwd(), 'x.js'))('tuf-js');
const [state, url, ...pairs] = process.argv.slice(2);

function fail(words) {
  console.error(words);
  process.exit(1);
}

const targetDir = join(state, 'targets');
rmSync(targetDir, { recursive: true, force: true });
mkdirSync(targetDir, { recursive: true });
const updater = new Updater({
  metadataDir: join(state, 'metadata'),
  metadataBaseUrl: `${url}/metadata`,
  targetDir,
  targetBaseUrl: `${url}/targets`,
});
await updater.refresh();
for (let at = 0; at < pairs.length; at += 2) {
  const [name, file] = [pairs[at], pairs[at + 1]];
  const info = await updater.getTargetInfo(name);
  if (file === '-') {
    if (info) fail(`${name}: found, which it must not be`);
    continue;
  }
  if (!info) fail(`${name}: not found`);
  const path = await updater.downloadTarget(info);
  if (!readFileSync(path).equals(readFileSync(file))) fail(`${name}: other bytes than ${file}`);
}
