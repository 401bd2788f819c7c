// The swimlanes of a schedule: time runs down, a lane a thread, a row a step. The same
// drawing as tools/swimlanes.py makes, row by row, so that a step costs one row.

import type { View } from "./graph.ts";
import type { Row, Run } from "./run.ts";
import { brief } from "./words.ts";

/** A finger needs 40 px; player.css has the same numbers. */
const HEIGHT = matchMedia("(pointer: coarse)").matches ? 40 : 24;
const MIDDLE = HEIGHT / 2;
const PILL = 8;

export function laneWidth(threads: number, narrow = false): number {
  return narrow ? (threads <= 4 ? 31 : 26) : threads <= 4 ? 38 : threads <= 6 ? 32 : 28;
}

export function hue(thread: number): string {
  return `t${((thread - 1) % 4) + 1}`;
}

function drawing(run: Run, at: number, row: Row, width: number): string {
  const count = run.graph.threads.length;
  const x = (thread: number) => (thread - 0.5) * width;
  const [before, after] = [run.states[at]!, run.states[at + 1]!];
  const half = (thread: number, view: View | undefined, top: number) => {
    if (!view || view.does === "ended") return "";
    const kind = view.does === "runs" ? "" : " wait";
    return `<path class="${hue(thread)}${kind}" d="M${x(thread)} ${top}v${MIDDLE}"/>`;
  };
  let lives = "";
  for (let thread = 1; thread <= count; thread++) {
    const [one, two] = [run.view(thread, before), run.view(thread, after)];
    if (one?.does === "runs" && two?.does === "runs") {
      lives += `<path class="${hue(thread)}" d="M${x(thread)} 0v${HEIGHT}"/>`;
    } else lives += half(thread, one, 0) + half(thread, two, MIDDLE);
  }
  const own = x(row.thread);
  let cross = "";
  if (row.switched) {
    const from = x(run.schedule[at - 1]!);
    const side = own > from ? 4 : -4;
    const edge = MIDDLE - PILL;
    cross = `<path class="switch" d="M${from} ${-edge}q0 ${edge} ${side} ${edge}H${own - side}q${side} 0 ${side} ${edge}"/>`;
  }
  return (
    `<svg aria-hidden="true" width="${width * count}" height="${HEIGHT}">` +
    `${lives}${cross}` +
    `<g class="${hue(row.thread)}"><rect class="tag" x="${own - 13}" y="${MIDDLE - PILL}" width="26" height="${2 * PILL}" rx="${PILL}"/>` +
    `<text class="tag-text" x="${own}" y="${MIDDLE + 4}">T${row.thread}</text></g></svg>`
  );
}

const CHUNK = 40;

/** Keeps a list in step with a run; touches only the rows that differ. Rows stand in
 *  chunks, so that the browser passes over those out of sight. */
export class Lanes {
  private shown: Row[] = [];
  private readonly items: HTMLElement[];
  private readonly list: HTMLElement;
  private readonly run: Run;
  private readonly width: number;
  private current: HTMLElement | undefined;

  constructor(list: HTMLElement, run: Run, width: number) {
    this.list = list;
    this.run = run;
    this.width = width;
    this.items = [];
    this.add(this.button(run.from, run.from ? "where the choice begins" : "the beginning", ""));
  }

  update(): void {
    const { run, shown, items } = this;
    const count = run.at - run.from;
    let same = Math.min(count, shown.length);
    while (same && run.row(run.from + same - 1) !== shown[same - 1]) same--;
    while (shown.length > same) {
      shown.pop();
      items.pop()!.remove();
      if (!this.list.lastElementChild!.firstChild) this.list.lastElementChild!.remove();
    }
    for (let at = run.from + same; at < run.at; at++) {
      const row = run.row(at);
      shown.push(row);
      this.add(this.line(at, row));
    }
    const last = items.at(-1)!.firstElementChild as HTMLElement;
    if (last !== this.current) {
      // One row is in the order of the tab key, not each of hundreds.
      this.current?.removeAttribute("aria-current");
      if (this.current) this.current.tabIndex = -1;
      last.setAttribute("aria-current", "step");
      last.tabIndex = 0;
      this.current = last;
    }
    const box = this.list.parentElement!;
    box.scrollTop = HEIGHT * items.length + 1000;
  }

  private add(item: HTMLElement): void {
    if (this.items.length % CHUNK === 0) {
      const chunk = document.createElement("div");
      chunk.className = "chunk";
      this.list.append(chunk);
    }
    this.items.push(item);
    this.list.lastElementChild!.append(item);
  }

  /** Move the focus a row up or down; false where it is on no row. */
  move(from: Element, up: boolean): boolean {
    const at = this.items.findIndex(item => item.contains(from));
    if (at < 0) return false;
    (this.items[at + (up ? -1 : 1)]?.firstElementChild as HTMLElement | undefined)?.focus();
    return true;
  }

  private line(at: number, row: Row): HTMLElement {
    const item = this.button(at + 1, "", drawing(this.run, at, row, this.width));
    const text = item.firstElementChild!.lastElementChild!;
    const line = document.createElement("b");
    line.textContent = row.line === undefined ? "" : `line ${row.line}`;
    const said = brief(row);
    const code = (row.line && this.run.graph.source[row.line - 1]?.trim()) || "";
    text.append(line);
    if (said) text.append(row.line === undefined ? said : ` · ${said}`);
    else if (code) line.append(` · ${code}`);
    text.insertAdjacentHTML("afterbegin", `<i class="sr">Step ${at + 1 - this.run.from}, T${row.thread}: </i>`);
    if (row.impossible) text.insertAdjacentHTML("beforeend", ' <em class="no-gil">not on a GIL build</em>');
    return item;
  }

  private button(at: number, text: string, svg: string): HTMLElement {
    const item = document.createElement("div");
    item.className = "row";
    item.setAttribute("role", "listitem");
    const width = this.width * this.run.graph.threads.length;
    item.innerHTML = `<button type="button" tabindex="-1" data-at="${at}">${svg || `<span style="width:${width}px"></span>`}<span class="did"></span></button>`;
    item.querySelector(".did")!.textContent = text;
    return item;
  }
}
