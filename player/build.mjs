// Bundles the scripts of every page, and what they load when it is wanted, a module each: the
// player, the levels, the desk. `node player/build.mjs FOLDER`

import { build } from "esbuild";

const [outdir] = process.argv.slice(2);
if (!outdir) throw new Error("usage: node player/build.mjs FOLDER");

const target = ["chrome111", "firefox114", "safari16.4"];
const css = {
  name: "css as text",
  setup(bundle) {
    bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: true, target, write: false });
      return { contents: outputFiles[0].text.trim(), loader: "text" };
    });
  },
};

const bundle = (format, ...names) => build({
  entryPoints: names.map(name => new URL(name, import.meta.url).pathname),
  outdir,
  entryNames: "[name]",
  bundle: true,
  format,
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  logLevel: "warning",
  minify: true,
  plugins: [css],
  target,
});

await bundle("esm", "player.tsx", "levels.ts", "desk/desk.tsx");
// The theme loads them as scripts that are no modules: every page its own, and the search a worker.
await bundle("iife", "page/site.ts", "search/search.ts");
