// The swimlanes of a schedule in the page: a list of rows, a row a step, so that a step
// costs one row.

import { drawing } from "./drawing.ts";
import type { Row, Run } from "./run.ts";
import { told } from "./words.ts";

/** A finger needs 40 px; player.css has the same numbers. */
const HEIGHT = matchMedia("(pointer: coarse)").matches ? 40 : 24;

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
    const { run, width } = this;
    const drawn = drawing(run, [{ thread: row.thread, states: [run.states[at]!, run.states[at + 1]!] }], {
      lane: width,
      tops: [0, HEIGHT],
      middle: HEIGHT / 2,
      above: row.switched ? { thread: run.schedule[at - 1]!, top: -HEIGHT } : undefined,
    });
    const size = `width="${width * run.graph.threads.length}" height="${HEIGHT}"`;
    const item = this.button(at + 1, "", `<svg aria-hidden="true" ${size}>${drawn.join("")}</svg>`);
    const text = item.firstElementChild!.lastElementChild!;
    const line = document.createElement("b");
    const { place, parts, idle } = told(row, run.graph.source);
    line.textContent = place;
    text.append(line);
    if (parts.length) (idle ? line : text).append(`${place && " · "}${parts.join("; ")}`);
    text.insertAdjacentHTML("afterbegin", `<i class="sr">Step ${at + 1 - run.from}, T${row.thread}: </i>`);
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
