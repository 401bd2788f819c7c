// Leaves out of style sheets the rules that nothing can need: node tools/purge.mjs FILE
// The file names sheets (`css`) and what may need them (`content`); the texts of the sheets,
// by name, are written in its place.
import { readFileSync, writeFileSync } from "node:fs";
import { PurgeCSS } from "purgecss";

const [file] = process.argv.slice(2);
const purged = await new PurgeCSS().purge(JSON.parse(readFileSync(file, "utf8")));
writeFileSync(file, JSON.stringify(Object.fromEntries(purged.map(sheet => [sheet.file, sheet.css]))));
