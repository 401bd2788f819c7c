// Bundles the player, the levels and the desk, a module each: `node player/build.mjs FOLDER`.

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

await build({
  entryPoints: ["player.tsx", "levels.ts", "desk/desk.tsx"].map(name => new URL(name, import.meta.url).pathname),
  outdir,
  entryNames: "[name]",
  bundle: true,
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  logLevel: "warning",
  minify: true,
  plugins: [css],
  target,
});
