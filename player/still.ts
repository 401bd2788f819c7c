// A recorded schedule as a picture that needs no script. A line that does nothing another
// thread could see has no row of its own.

import { drawing, laneWidth, PILL, type Part } from "./drawing.ts";
import type { Fact, Graph, Outcome } from "./graph.ts";
import { Run, type Row } from "./run.ts";
import * as words from "./words.ts";

const WIDTH = 420;
const ROW = 24;
/** From a line of text to the next one of the same row. */
const LINE = 15;
/** The same of the last lines. */
const END_LINE = 16;
const MIDDLE = ROW / 2;
const HEAD = 30;
/** The size of a row's text. */
const SIZE = 11.5;
/** What a letter takes of that, as in DejaVu Sans, whose letters are wider than most. */
const LETTER = 0.63;
/** The same of others, by the first of these that it is one of. */
const LETTERS: readonly [RegExp, number][] = [
  [/[ijl.,:;'|!/·() [\]]/, 0.34],
  [/[ftr"-]/, 0.42],
  [/[mMWw%@=+<>]/, 0.86],
  [/[A-Z_]/, 0.68],
];
/** How much wider the last lines are, which are bold. */
const BOLD = 1.11;
const FATAL = "whatever runs next, it ends wrong";

export interface Still {
  title: string;
  svg: string;
}

/** What a thread did in a line, or in more that go together. */
export type StillRow = Row & Part;

/** The rows that a picture shows of the schedule that `run` shows, from the first choice on. */
export function rows(run: Run): StillRow[] {
  const every: StillRow[] = [];
  for (let at = run.from; at < run.schedule.length; at++) {
    const row: StillRow = { ...run.row(at), states: [run.states[at]!, run.states[at + 1]!] };
    const last = every.at(-1);
    if (last?.thread === row.thread && last.line === row.line) join(last, row);
    else every.push(row);
  }
  return folded(every);
}

/** A line that only leads to the next one is left out where the same thread's row stands
 *  beside it, and what is then left of one line stands together. */
function folded(every: StillRow[]): StillRow[] {
  const kept: StillRow[] = [];
  for (const one of every) {
    const row = { ...one, facts: one.facts.filter((fact, at) => at === 0 || !endsLine(fact, one.facts[at - 1]!)) };
    const last = kept.at(-1);
    const said = words.did(row).length > 0;
    const goesOn = last?.thread === row.thread && last.then.does === "runs";
    if (!goesOn || (said && last.line !== row.line && words.did(last).length)) {
      kept.push(row);
      continue;
    }
    join(last, row);
    if (said) last.line = row.line;
  }
  return kept;
}

/** Whether it is the end of a line that was printed right before. */
function endsLine(fact: Fact, before: Fact): boolean {
  return fact.said === "prints '\\n'" && before.what === "prints";
}

function join(last: StillRow, row: StillRow): void {
  const known = new Set(last.facts.map(fact => fact.said));
  last.facts = [...last.facts, ...row.facts.filter(fact => !known.has(fact.said))];
  last.states = [last.states[0], row.states[1]];
  last.then = row.then;
}

/** The row from which on every schedule ends wrong, or -1. It takes a graph of all
 *  schedules: where some are left out, nobody knows. */
export function fatal(run: Run, found: readonly StillRow[]): number {
  if (run.graph.preemptions !== null) return -1;
  const good = (state: number) => run.possibleIn(state).some(number => !run.graph.outcomes[number]!.bad);
  return found.findIndex(({ states }) => good(states[0]) && !good(states[1]));
}

/** The picture of the first bad outcome, or of the first; `ids` begins its identifiers, for
 *  a page that shows the same schedule twice. */
export function still(graph: Graph, ids: string, number = badOrFirst(graph.outcomes)): Still {
  const outcome = graph.outcomes[number]!;
  const title = `One schedule, step by step: ${words.ending(outcome).join(", ")}`;
  const run = new Run(graph);
  run.show(number);
  const id = `${ids}-${graph.file.replace(/\.py$/, "").replace(/\W/g, "-")}-${number}`;
  return { title, svg: svg(run, outcome, title, id) };
}

function badOrFirst(outcomes: readonly Outcome[]): number {
  return Math.max(0, outcomes.findIndex(outcome => outcome.bad));
}

function svg(run: Run, outcome: Outcome, title: string, id: string): string {
  const { source, threads } = run.graph;
  const lane = laneWidth(threads.length);
  const left = lane * threads.length + 8;
  const found = rows(run);
  const turn = fatal(run, found);
  const told = found.map(row => words.told(row, source));
  const texts = told.map(one => wrapped(pieces(one), left));
  const cast = words.cast(threads);
  const key = wrapped(cast, left);
  const ending = words.ending(outcome);
  const end = ending.flatMap((said, at) => wrapped([at < ending.length - 1 ? `${said},` : said], left, BOLD));
  const tops = [HEAD + LINE * (key.length - 1)];
  texts.forEach((text, at) => tops.push(tops[at]! + ROW + LINE * (text.length - 1) + (at === turn ? ROW : 0)));
  const bottom = tops.at(-1)!;
  const sentences = told.map(({ place, parts }, at) =>
    `T${found[at]!.thread}, ${[place, parts.join("; ")].filter(Boolean).join(": ")}.`);
  if (turn >= 0) sentences.splice(turn + 1, 0, `${FATAL[0]!.toUpperCase()}${FATAL.slice(1)}.`);
  const span = (y: number, text: string, attributes = "") => `<tspan x="${left}" y="${y}"${attributes}>${text}</tspan>`;
  const row = (lines: string[], at: number) => {
    const y = tops[at]! + MIDDLE + 4;
    const { place, idle } = told[at]!;
    const [first, ...more] = lines as [string, ...string[]];
    const head = idle || !first.startsWith(`${place} · `) ? first : `${place} · `;
    return (place ? span(y, head, DIM) + first.slice(head.length) : span(y, first)) +
      more.map((line, nth) => span(y + LINE * (nth + 1), line)).join("");
  };
  const out = [
    `<svg class="swimlanes" role="img" aria-labelledby="${id}-title ${id}-desc" ` +
    `viewBox="0 0 ${WIDTH} ${bottom + END_LINE * end.length + 8}" xmlns="http://www.w3.org/2000/svg" data-search-exclude="">`,
    `<title id="${id}-title">${escaped(title)}</title>`,
    `<desc id="${id}-desc">${escaped(`${cast.join("")}. Time runs down. ${sentences.join(" ")} The end: ${ending.join(", ")}.`)}</desc>`,
    ...drawing(run, found, { lane, tops, middle: MIDDLE, from: HEAD - PILL, heads: [MIDDLE] }),
    "<text>",
    ...key.map((line, at) => span(MIDDLE + 4 + LINE * at, line, DIM)),
    ...texts.map(row),
    "</text>",
  ];
  if (turn >= 0) {
    const y = tops[turn + 1]! - ROW;
    out.push(
      `<path class="fatal" d="M${left} ${y + 2}h${WIDTH - left}"/>`,
      `<text class="fatal">${span(y + 16, FATAL)}</text>`,
    );
  }
  const last = end.map((line, at) => span(bottom + MIDDLE + 4 + END_LINE * at, line)).join("");
  out.push(`<text class="end${outcome.bad ? "" : " good"}">${last}</text>`, "</svg>\n");
  return out.join("\n");
}

const DIM = ' class="line"';

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** The things that a row says; the place stands before the first. */
function pieces({ place, parts }: words.Told): string[] {
  if (!parts.length) return [place];
  return parts.map((part, at) => `${at || !place ? "" : `${place} · `}${part}${at < parts.length - 1 ? "; " : ""}`);
}

/** A text in as many lines as it needs, as markup: what is one thing on one line. */
function wrapped(parts: readonly string[], left: number, weight = 1): string[] {
  const most = (WIDTH - left) / weight;
  const lines = [""];
  for (const part of parts) {
    if (width(lines.at(-1)! + part.trimEnd()) <= most) {
      lines[lines.length - 1] += part;
    } else {
      lines.push(...broken(part.trimEnd(), most));
      lines[lines.length - 1] += part.slice(part.trimEnd().length);
    }
  }
  const found = lines.filter(Boolean).map(line => escaped(line.trimEnd()));
  return found.length ? found : [""];
}

/** Between words, and in one that has no place on any line. */
function broken(text: string, most: number): string[] {
  const lines = [""];
  const add = (some: string) => {
    if (width(lines.at(-1)! + some) > most) lines.push("");
    if (lines.at(-1) || some.trim()) lines[lines.length - 1] += some;
  };
  for (const word of text.match(/\s+|\S+/g) ?? []) {
    if (width(word) <= most) add(word);
    else [...word].forEach(add);
  }
  return lines.map(line => line.trimEnd()).filter(Boolean);
}

/** What a text takes that isn't bold. */
function width(text: string): number {
  const ems = [...text].map(one => LETTERS.find(([some]) => some.test(one))?.[1] ?? LETTER);
  return SIZE * ems.reduce((sum, em) => sum + em, 0);
}
