// Leaves out of style sheets the rules that nothing can need: node tools/purge.mjs FILE
// The file names sheets (`css`), what may need them (`content`) and sheets that use their
// variables (`beside`); the texts of the sheets, by name, are written in its place.
import { readFileSync, writeFileSync } from "node:fs";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import html from "purgecss-from-html";

/** Classes that the theme's script knows, of things that a page may have. */
const OPTIONAL = ["md-version", "md-annotation", "md-tooltip", "md-tag", "md-status", "mermaid", "tabbed", "footnote"];
/** Attributes that no script sets, each with its value in a selector. */
const FIXED = /\[(dir|data-md-color-(?:primary|accent))="?([\w-]+)"?\]/g;

const [file] = process.argv.slice(2);
const { css, content, beside } = JSON.parse(readFileSync(file, "utf8"));
const read = path => readFileSync(path, "utf8");
const pages = content.filter(path => path.endsWith(".html")).map(read);
const absent = OPTIONAL.filter(name => !pages.some(text => new RegExp(`class="[^"]*\\b${name}`).test(text)))
  .map(name => new RegExp(`\\b${name}`));
const named = [...content, ...beside].flatMap(path => read(path).match(/--[\w-]+/g) ?? []);

const found = new Map();
function possible(selector) {
  return [...selector.matchAll(FIXED)].every(([, name, value]) => {
    const said = `${name}="${value}"`;
    if (!found.has(said)) found.set(said, pages.some(text => text.includes(said)));
    return found.get(said);
  });
}

const purged = await new PurgeCSS().purge({
  css,
  content,
  // Of a page its elements and their attributes, not the words of its text.
  extractors: [{ extractor: html, extensions: ["html"] }],
  blocklist: absent,
  variables: true,
  keyframes: true,
  safelist: { variables: named.filter(name => !absent.some(one => one.test(name))) },
});
const texts = purged.map(sheet => {
  const root = postcss.parse(sheet.css);
  root.walkRules(rule => {
    const kept = rule.selectors.filter(possible);
    if (!kept.length) rule.remove();
    else if (kept.length < rule.selectors.length) rule.selectors = kept;
  });
  return [sheet.file, root.toString()];
});
writeFileSync(file, JSON.stringify(Object.fromEntries(texts)));
