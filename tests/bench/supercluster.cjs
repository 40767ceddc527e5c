// SPDX-License-Identifier: GPL-3.0-or-later
// supercluster.cjs NPM POINTS: builds npm supercluster's index of POINTS (longitudes and latitudes as little-endian doubles, in
// pairs) and asks it for views of 1920x1080 pixels about some of the points at every zoom; prints "name value unit". What
// map.cluster.* is compared with; called by clusters.py.
const path = require("path");
const { readFileSync } = require("fs");
const [npm, file] = process.argv.slice(2);

const kBuilds = 9; // the first ones also warm the compiler up
const kRuns = 5;
const kMostZoom = 19;
const kViews = 40;

function median(values) {
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)];
}

(async () => {
  const { default: Supercluster } = await import(path.join(npm, "node_modules/supercluster/index.js"));
  const bytes = readFileSync(file);
  const features = [];
  for (let at = 0; at + 16 <= bytes.length; at += 16) {
    const coordinates = [bytes.readDoubleLE(at), bytes.readDoubleLE(at + 8)];
    features.push({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } });
  }

  let index;
  const builds = [];
  for (let turn = 0; turn < kBuilds; ++turn) {
    const start = performance.now();
    index = new Supercluster({ radius: 64, extent: 512, minZoom: 0, maxZoom: kMostZoom }).load(features);
    builds.push(performance.now() - start);
  }
  console.log(`map.cluster.supercluster_ms ${median(builds).toFixed(3)} ms`);

  let worst = 0;
  for (let zoom = 0; zoom <= kMostZoom; ++zoom) {
    const width = (360 * 1920) / (512 * 2 ** zoom);
    const height = (360 * 1080 * 0.68) / (512 * 2 ** zoom); // degrees of latitude are longer at 47 degrees north
    for (let view = 0; view < kViews; ++view) {
      const [x, y] = features[Math.floor((view * features.length) / kViews)].geometry.coordinates;
      const times = [];
      for (let run = 0; run < kRuns; ++run) {
        const start = performance.now();
        index.getClusters([x - width / 2, y - height / 2, x + width / 2, y + height / 2], zoom);
        times.push(performance.now() - start);
      }
      worst = Math.max(worst, median(times));
    }
  }
  console.log(`map.cluster.supercluster_query_ms ${worst.toFixed(3)} ms`);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
