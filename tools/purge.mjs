// Joins style sheets without the rules that nothing can need: node tools/purge.mjs SHEETS CONTENT OUT
// The first two hold names of files, a line each. What a page or a script names is kept.
import { readFileSync, writeFileSync } from "node:fs";
import { PurgeCSS } from "purgecss";

const [css, content] = process.argv.slice(2, 4).map(file => readFileSync(file, "utf8").split("\n").filter(Boolean));
const purged = await new PurgeCSS().purge({ css, content });
const texts = new Map(purged.map(sheet => [sheet.file, sheet.css]));
writeFileSync(process.argv[4], css.map(file => texts.get(file)).join("\n"));
