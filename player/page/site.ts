// What every page loads: mends what the theme leaves short for keyboards and screen
// readers, and opens the player under a program. The pages read whole without it.

import { filter } from "./filter.ts";
import { lines, nameLines } from "./lines.ts";
import { palette } from "./palette.ts";
import { nameSite } from "./place.ts";
import { followed, players, startLevels } from "./players.ts";
import { copyPage, report } from "./report.ts";
import { missing, mendField, place } from "./search.ts";
import { nameArrows, nameCopying, nameDialog, noLandmarks, reachable } from "./theme.ts";

declare global {
  interface Window {
    /** The theme's: tells of each page that it swaps in. */
    document$?: { subscribe(next: () => void): void };
  }
}

function mend(): void {
  nameDialog();
  nameArrows();
  nameSite(); // before what is copied is looked up
  nameCopying();
  reachable();
  report();
  missing();
}

let pending = 0;
function soon(): void {
  pending ||= requestAnimationFrame(() => {
    pending = 0;
    mend();
  });
}

/** What would be a nameless landmark is mended before any other task can see it. */
function atOnce(): void {
  place();
  noLandmarks();
}

function start(): void {
  players();
  nameLines();
  startLevels();
  followed();
  filter();
}

palette();
mendField();
copyPage();
lines();
atOnce();
mend();
new MutationObserver(() => {
  atOnce();
  soon();
}).observe(document.body, {
  attributes: true, attributeFilter: ["tabindex"], childList: true, subtree: true,
});
addEventListener("resize", soon);
window.document$?.subscribe(soon);

start();
addEventListener("hashchange", () => followed(true));
window.document$?.subscribe(start);

// The page was shown before its scripts were asked for, and has told that it is read; the
// theme, which begins then, has not heard it. A turn of its own: a key comes in between.
if (document.readyState !== "loading") {
  setTimeout(() => document.dispatchEvent(new Event("DOMContentLoaded")));
}
