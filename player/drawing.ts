// The lanes of a schedule, drawn: time runs down, a lane a thread, a tag for each row of what
// a thread did. The player draws them row by row (lanes.ts), a picture all at once (still.ts).

import type { Run } from "./run.ts";

/** Half of what a tag is high. */
export const PILL = 8;

export function laneWidth(threads: number, narrow = false): number {
  return narrow ? (threads <= 4 ? 31 : 26) : threads <= 4 ? 38 : threads <= 6 ? 32 : 28;
}

export function hue(thread: number): string {
  return `t${((thread - 1) % 4) + 1}`;
}

/** What one thread did, between two states. */
export interface Part {
  thread: number;
  states: readonly [number, number];
}

export interface Place {
  /** What a lane is wide. */
  lane: number;
  /** Where each row begins, and where the last one ends. */
  tops: readonly number[];
  /** From where a row begins to the middle of its tag. */
  middle: number;
  /** The row above the first one. */
  above?: { thread: number; top: number } | undefined;
  /** Where the lanes begin that are older than the first row. */
  from?: number;
  /** The middle of a row of tags above the lanes. */
  heads?: readonly number[];
}

/** The elements of the drawing, back to front. */
export function drawing(run: Run, parts: readonly Part[], place: Place): string[] {
  const { lane, tops, middle, from = tops[0]!, heads = [] } = place;
  const middleOf = (thread: number) => (thread - 0.5) * lane;
  const drawn: string[] = [];
  const tags: string[] = [];
  for (let thread = 1; thread <= run.graph.threads.length; thread++) {
    const x = middleOf(thread);
    const paths = { runs: "", waits: "", ended: "" };
    let [last, top] = ["", from];
    let [tag, names] = ["", ""];
    const mark = (y: number) => {
      tag += `M${x - 5} ${y}h10`;
      names += `<tspan x="${x}" y="${y + 4}">T${thread}</tspan>`;
    };
    heads.forEach(mark);
    parts.forEach((part, at) => {
      const y = tops[at]! + middle;
      if (part.thread === thread) mark(y);
      part.states.forEach((state, after) => {
        const does = run.view(thread, state)?.does ?? "ended";
        const kind = does === "sleeps" ? "waits" : does;
        const bottom = after ? tops[at + 1]! : y;
        // What goes on is one stroke.
        paths[kind] = kind === last ? paths[kind].replace(/\d+$/, `${bottom}`) : `${paths[kind]}M${x} ${top}V${bottom}`;
        [last, top] = [kind, bottom];
      });
    });
    const stroke = (kind: string, d: string) => d && drawn.push(`<path class="${hue(thread)}${kind}" d="${d}"/>`);
    stroke("", paths.runs);
    stroke(" wait", paths.waits);
    if (tag) tags.push(`<g class="${hue(thread)}"><path class="tag" d="${tag}"/><text class="tag-text">${names}</text></g>`);
  }
  let { above } = place;
  let crossings = "";
  parts.forEach(({ thread }, at) => {
    const top = tops[at]!;
    if (above && above.thread !== thread) {
      const [one, two, edge] = [middleOf(above.thread), middleOf(thread), middle - PILL];
      const [start, y, side] = [above.top + middle + PILL, top - edge, two > one ? 4 : -4];
      const down = start === y ? "" : `V${y}`;
      crossings += `M${one} ${start}${down}q0 ${edge} ${side} ${edge}H${two - side}q${side} 0 ${side} ${edge}`;
    }
    above = { thread, top };
  });
  if (crossings) drawn.push(`<path class="switch" d="${crossings}"/>`);
  return [...drawn, ...tags];
}
