// The player costs nothing before it is wanted: its script and the recording of the
// program come with the first press, or with a link that carries a schedule.

import type * as Levels from "../levels.ts";
import type * as Player from "../player.tsx";
import { asset, unfetched } from "./place.ts";

/** Open the player of a box, or its editor; a link may have carried something along. */
async function play(box: HTMLElement, carried?: string, what: "open" | "edit" = "open"): Promise<void> {
  const button = box.querySelector(`.player__${what}`);
  button?.setAttribute("aria-busy", "true");
  try {
    let player: typeof Player;
    try {
      player = await import(asset("player/player.js").href);
    } catch {
      const said = box.querySelector(".player__said") ?? document.createElement("p");
      said.className = "player__said";
      said.setAttribute("role", "status");
      said.textContent = unfetched(what === "edit" ? "The editor" : "The player");
      box.append(said);
      return;
    }
    await player[what](box, asset("graphs/"), carried);
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

function pressed(name: string, text: string, press: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `player__${name}`;
  button.textContent = text;
  button.addEventListener("click", press);
  return button;
}

/** A button that the page was shown with, else a new one. One that was pressed before this
 *  script came is marked by tools/scripts.py, and pressed now. */
function wired(bar: Element, name: string, text: string, press: () => void): void {
  const shown = bar.querySelector(`.player__${name}`);
  if (!shown) return bar.append(pressed(name, text, press));
  if (shown.textContent !== text) shown.textContent = text;
  shown.addEventListener("click", press);
  if (shown.hasAttribute("aria-busy")) press();
}

/** What the reader has changed is marked before it is opened. */
function isKept(program: string): boolean {
  try {
    return localStorage.getItem(`desk:${program}`) !== null;
  } catch {
    return false;
  }
}

let seen = "";

/** A link `#play=lock/counter_broken:1*11.2.3` opens that program's player. One that
 *  carries a program, `#desk=...`, opens nothing before it is pressed. */
export function followed(again = false): void {
  if (!again && seen === location.href) return;
  seen = location.href;
  const pad = location.hash.startsWith("#desk=") && document.querySelector<HTMLElement>(".desk[data-starts]");
  if (pad) return offer(pad, location.hash);
  const link = /^#play=([\w/-]+):([\d.*]*)/.exec(location.hash.replace(/%2A/gi, "*"));
  const box = link && document.querySelector<HTMLElement>(`.player[data-program="${link[1]}"]`);
  if (box) void play(box, link[2]).then(() => box.scrollIntoView());
}

/** A button for the program that a link carries. */
function offer(pad: HTMLElement, carried: string): void {
  const bar = pad.querySelector(".player__bar")!;
  const clear = () => bar.querySelectorAll(".player__linked").forEach(old => old.remove());
  clear();
  bar.prepend(pressed("edit player__linked", "Open the program of the link", async () => {
    await play(pad, carried, "edit");
    clear();
    history.replaceState(history.state, "", location.pathname + location.search);
  }));
  pad.scrollIntoView({ block: "center" });
}

export function players(): void {
  for (const box of document.querySelectorAll<HTMLElement>(":is(.player[data-program], .desk):not([data-ready])")) {
    const desk = box.matches(".desk");
    let bar = box.querySelector(":scope > .player__bar");
    if (!bar) {
      bar = document.createElement("div");
      bar.className = "player__bar";
      box.prepend(bar);
    }
    box.setAttribute("data-ready", "");
    if (!desk) {
      wired(bar, "open", "Be the scheduler", async () => {
        await play(box);
        if (box.hasAttribute("data-open")) box.scrollIntoView({ block: "start" });
      });
    }
    // The editor comes with the press.
    const yours = isKept(box.dataset["program"] || "pad") ? " (yours)" : "";
    wired(bar, "edit", `${desk ? box.dataset["label"]! : "Edit"}${yours}`, () => void play(box, undefined, "edit"));
  }
}

/** The levels of the Play pages have a script of their own. */
export async function startLevels(): Promise<void> {
  if (!document.querySelector("h2.level, h2.mend, h2.write, .progress")) return;
  try {
    const levels: typeof Levels = await import(asset("player/levels.js").href);
    levels.start();
  } catch {
    // The page reads whole without.
  }
}
