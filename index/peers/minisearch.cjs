// MiniSearch behind lines of JSON: {"add": […]}, {"save": file}, {"query": …}. Each gets one line back.
const MiniSearch = require("minisearch");
const { writeFileSync } = require("fs");
const { createInterface } = require("readline");

const boost = JSON.parse(process.argv[1]);
const limit = Number(process.argv[2]);
const index = new MiniSearch({ fields: Object.keys(boost) });

function answer(asked) {
  if (asked.add) {
    index.addAll(asked.add);
    return [];
  }
  if (asked.save) {
    writeFileSync(asked.save, JSON.stringify(index));
    return [];
  }
  const last = (term, i, terms) => i === terms.length - 1;
  return index.search(asked.query, { boost, fuzzy: 0.2, prefix: last }).slice(0, limit).map((hit) => hit.id);
}

createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
});
