// What the player says, in sentences. What a step did and what a thread waits for stands
// in the graph in words: scheduler/graph/words.py makes them.

import type { Fact, Outcome, Wait } from "./graph.ts";
import type { Goal, Row, Run } from "./run.ts";

export function list(parts: readonly string[], word = "and"): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1)}`;
}

function why({ wait }: { wait?: Wait }): string {
  return wait?.said ? ` ${wait.said}` : "";
}

/** What a row's step did, without the call in which the thread waits now. */
function done(row: Pick<Row, "facts" | "then">): string[] {
  const inside = `in ${row.then.wait?.call}`;
  return row.facts.map(fact => fact.said).filter(said => said !== inside);
}

/** What a row of the lanes says was done, each thing in a few words. */
export function did(row: Pick<Row, "facts" | "then">): string[] {
  const parts = done(row);
  if (row.then.does === "waits") parts.push(`waits${why(row.then)}`);
  if (row.then.does === "sleeps") parts.push("sleeps");
  if (row.then.does === "ended") parts.push("ends");
  return parts;
}

export interface Told {
  /** Nothing where the step was outside of the program. */
  place: string;
  /** What was done, or the code where that is all. */
  parts: string[];
  /** Whether it is the code. */
  idle: boolean;
}

/** A row of the lanes. */
export function told(row: Row, source: readonly string[]): Told {
  const parts = did(row);
  const idle = !parts.length;
  const code = row.line === undefined ? "" : source[row.line - 1]!.trim();
  if (idle && code) parts.push(code);
  return { place: row.line === undefined ? "" : `line ${row.line}`, parts, idle };
}

/** What the last step did. */
export function sentence(run: Run): string {
  if (run.at === run.from) return "";
  const row = run.row(run.at - 1);
  const who = `T${row.thread}`;
  const at = row.line === undefined ? "" : ` line ${row.line}`;
  const { does } = row.then;
  const did = list(done(row).map(part => (part.startsWith("in ") ? `is ${part}` : part)));
  if (!did && does === "waits") return `${who} has to wait${at && `, at${at}`}:${why(row.then)}.`;
  const said = did ? `${who} ${did}${at && `, at${at}`}.` : at ? `${who} runs${at}.` : `${who} runs.`;
  if (does === "waits") return `${said} Now it waits${why(row.then)}.`;
  if (does === "sleeps") return `${said} Now it sleeps.`;
  if (does !== "ended") return said;
  const failure = run.failure(row.thread);
  if (failure) return `${said} It ends with ${error(failure)}.`;
  return `${said} It has ended.`;
}

const HONEST = "The language allows it, and a free-threaded build may do it.";

function place(row: Row | undefined): string {
  if (row?.line === undefined) return "there";
  return `${row.inside ? "inside" : "right before"} line ${row.line}`;
}

/** At a step that a GIL build would not have let others get in front of. */
export function gilNote(row: Row): string {
  return (
    `A default (GIL) build of today would not have let other threads run ${place(row)}, ` +
    `where T${row.thread} goes on. ${HONEST}`
  );
}

export function gilOutcomeNote(run: Run): string {
  return (
    `A default (GIL) build of today cannot end so: ` +
    `it does not switch threads ${place(run.impossible)}. ${HONEST}`
  );
}

/** A thread's name; of one that Python named, what says something. */
export function threadName(name: string): string {
  return /^Thread-\d+ \((.+)\)$/.exec(name)?.[1] ?? name;
}

/** Who is who, "T1 main · T2, T3 add", in parts that stay on one line. */
export function cast(threads: readonly string[]): string[] {
  const names = new Map<string, string[]>();
  threads.forEach((full, at) => {
    const name = full === "MainThread" ? "main" : threadName(full);
    names.set(name, [...(names.get(name) ?? []), `T${at + 1}`]);
  });
  const parts = [...names].map(([name, who]) => `${who.join(", ")} ${name}`);
  return parts.map((part, at) => (at < parts.length - 1 ? `${part} · ` : part));
}

/** What a thread is about: one line of its card. */
export function doing(run: Run, thread: number): string {
  const view = run.view(thread);
  if (!view) return "not started yet";
  const line = view.line === undefined ? "" : `line ${view.line}`;
  if (view.does === "ended") {
    const failure = run.failure(thread);
    return failure ? `ended with ${error(failure)}` : "ended";
  }
  if (view.does === "waits") return `waits${why(view)}`;
  if (view.does === "sleeps") return "sleeps";
  const within = view.within === undefined ? "" : `, in ${view.within}`;
  return `${holds(run, thread)}${next(run, thread) || "next:"} ${line || "a step outside the program"}${within}`;
}

/** "next it writes 1, at", where the step writes what the thread has read. */
function next(run: Run, thread: number): string {
  const fact = run.ahead(thread)[0];
  const read = held(run, thread);
  if (!read || !fact?.value || fact.what !== "writes" || fact.name !== read.name) return "";
  return `next it writes ${flat(fact.value, 24)}, at`;
}

/** What a thread has read and goes on with in the same line, where others may have
 *  changed it since: "read counter = 0; it is 1 now; ". */
function holds(run: Run, thread: number): string {
  const read = held(run, thread);
  if (!read) return "";
  const { name, value } = read;
  const now = run.shared()[name!];
  const stale = now === undefined || now === value ? "" : `; it is ${flat(now, 24)} now`;
  return `read ${name} = ${flat(value!, 24)}${stale}; `;
}

function held(run: Run, thread: number): Fact | undefined {
  let at = run.at - 1;
  while (at >= 0 && run.schedule[at] !== thread) at--;
  const row = at < 0 ? undefined : run.row(at);
  const view = run.view(thread);
  if (!row || row.line !== view?.line || view?.at === undefined) return undefined;
  const read = row.facts.at(-1);
  return read?.what === "reads" && read.value ? read : undefined;
}

/** What the button of a thread's step says beyond "Step", where that is not plain. */
export function stepHint(run: Run, thread: number): string {
  if (!run.can(thread)) return "";
  const does = run.view(thread)?.does;
  return does === "sleeps" ? "its sleep ends" : does === "waits" ? "its wait times out" : "";
}

/** Why a thread cannot take a step. */
export function blocked(run: Run, thread: number): string {
  const view = run.view(thread);
  if (!view) return "it has not been started";
  if (run.ended >= 0 && view.does !== "waits") return "the program has ended";
  if (view.does === "ended") return "it has ended";
  if (view.does === "waits") return `it waits${why(view)}`;
  return "this would be one switch more than was recorded";
}

function error(failure: { type: string; message: string }): string {
  return failure.message ? `${failure.type}: ${failure.message}` : failure.type;
}

const MOST = 44;

function oneLine(output: string): string {
  return output.split("\n").join(" ⏎ ").replace(/ {2,}(?=⏎)/g, " ").trim();
}

/** An output on one line. */
export function flat(output: string, most = MOST): string {
  const text = oneLine(output.replace(/\n+$/, ""));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function prints(output: string, most?: number): string {
  if (output.trim()) return `prints ${flat(output, most)}`;
  const lines = output.split("\n").length - 1;
  return lines ? `prints ${lines === 1 ? "an empty line" : `${lines} empty lines`}` : output ? "prints blanks" : "prints nothing";
}

/** What tells outputs from one another: what follows the beginning that they share. */
function apart(outputs: readonly string[]): Map<string, string> {
  const ended = outputs.every(output => output.endsWith("\n"));
  const texts = outputs.map(output => oneLine(ended ? output.slice(0, -1) : output));
  const [first] = texts as [string, ...string[]];
  let same = 0;
  while (same < first.length && texts.every(text => text[same] === first[same])) same++;
  const from = same < MOST - BEFORE ? 0 : same - BEFORE;
  const end = from + MOST - 1;
  const cut = (text: string) => `${from ? "…" : ""}${text.slice(from, end)}${text.length > end ? "…" : ""}`;
  return new Map(outputs.map((output, at) => [output, output.trim() ? `prints ${cut(texts[at]!)}` : prints(output)]));
}

/** How many characters are shown before the first that differs. */
const BEFORE = 16;

/** "prints 1", "the deadlock", "how T2 fails: IndexError": distinct within `all`. */
export function label(outcome: Outcome, all: readonly Outcome[]): string {
  const short = name(outcome);
  const same = all.filter(other => name(other) === short);
  if (same.length < 2) return short;
  if (outcome.kind === "deadlock" && same.every(other => other.output === outcome.output)) {
    return `${short}, ${same.indexOf(outcome) + 1} of ${same.length}`;
  }
  const outputs = [...new Set(same.map(other => other.output))];
  const cuts = outputs.length > 1 ? apart(outputs) : new Map<string, string>();
  const told = (other: Outcome) => {
    const cut = cuts.get(other.output) ?? prints(other.output);
    return short.startsWith("prints ") ? cut + name(other).slice(prints(other.output).length) : `${short} (${cut})`;
  };
  const mine = told(outcome);
  const twins = same.filter(other => told(other) === mine);
  if (twins.length < 2) return mine;
  const number = `, ${twins.indexOf(outcome) + 1} of ${twins.length}`;
  return mine.endsWith(")") && !short.endsWith(")") ? `${mine.slice(0, -1)}${number})` : `${mine}${number}`;
}

function name(outcome: Outcome): string {
  if (outcome.kind === "deadlock") return "the deadlock";
  if (outcome.kind === "step-limit") return "how it has not ended";
  if (outcome.errors.length) {
    const threads = list(outcome.errors.map(failure => `T${failure.thread}`));
    const first = outcome.errors[0]!;
    return `how ${threads} fail${outcome.errors.length > 1 ? "" : "s"}: ${error(first)}`;
  }
  if (outcome.kind === "exception") return "how it fails";
  if (outcome.status) return `${prints(outcome.output)}, exit status ${outcome.status}`;
  return prints(outcome.output);
}

/** How the program of a picture ended, and apart from that where no default build ends so. */
export function ending({ kind, output, errors, gil }: Outcome): string[] {
  if (kind === "deadlock") return ["deadlock: no thread can go on"];
  if (kind === "step-limit") return ["it goes on for ever"];
  const failed = errors.map(failure => `T${failure.thread} fails: ${error(failure)}`).join("; ");
  const said = failed || prints(output, Infinity);
  return gil ? [said] : [said, "but not on a default build today"];
}

/** The button of an outcome. */
export function showMe(text: string): string {
  return /^(the|how)\b/.test(text) ? `Show me ${text}` : `Show me: ${text}`;
}

/** What it means to have come to the end; `wanted` where it is the reader's goal. */
export function meaning(run: Run, wanted = false): string {
  const outcome = run.outcome;
  if (!outcome) {
    return run.choices.length || !run.graph.outcomes.length ? "" : "The recording ends here: what comes next was not explored.";
  }
  const said = outcome.output.trim() ? `It has printed ${flat(outcome.output)}.` : "It has printed nothing.";
  const failures = outcome.errors.map(failure => `T${failure.thread} ended with ${error(failure)}`);
  if (outcome.kind === "deadlock") {
    const died = failures.length ? ` ${list(failures)}.` : "";
    return `Deadlock: no thread can go on. ${waits(run)}${died}`;
  }
  if (outcome.kind === "step-limit") return `It has not ended: the recording stops here. ${said}`;
  if (outcome.errors.length) {
    return `The program has ended, and ${list(failures)}. ${said}`;
  }
  if (outcome.kind === "exception") return `The program has failed. ${said}`;
  const wrong = !outcome.bad ? "" : wanted ? " It must not happen, and you made it happen." : " That is what must not happen.";
  return `The program has ended. ${said}${wrong}`;
}

function waits(run: Run): string {
  const sentences: string[] = [];
  run.graph.threads.forEach((_, at) => {
    const view = run.view(at + 1);
    if (view?.does === "waits") {
      sentences.push(`T${at + 1} waits${view.line === undefined ? "" : ` at line ${view.line}`}${why(view)}.`);
    }
  });
  return sentences.join(" ");
}

/** What a reader is asked to reach. */
export function aim(goal: Goal): string {
  const parts: string[] = [];
  if (goal.kind === "deadlock") parts.push("bring it to a deadlock");
  else if (goal.kind === "exception") parts.push("make a thread fail");
  else if (goal.kind === "step-limit") parts.push("keep it from ever ending");
  else if (goal.kind === "finished" && goal.output === undefined) parts.push("bring it to its end");
  if (goal.output !== undefined) {
    parts.push(goal.output.trim() ? `make it print ${flat(goal.output)}` : "make it print nothing");
  }
  for (const [variable, value] of Object.entries(goal.shared ?? {})) parts.push(`bring ${variable} to ${value}`);
  return list(parts);
}

/** Before the first step. */
export function opening(run: Run): string {
  if (run.shown >= 0) {
    const { outcomes } = run.graph;
    const outcome = outcomes[run.shown]!;
    const way = run.schedule.join() === outcome.schedule.join() ? "The shortest way" : "A way";
    return `${way} to “${label(outcome, outcomes)}”: ${steps(run.schedule.length - run.from)}. Press Next.`;
  }
  const free = list(run.choices.map(thread => `T${thread}`), "or");
  const past = run.from ? `There was no choice for the first ${steps(run.from)}. ` : "";
  return `${past}Now you choose which thread runs next: ${free}.`;
}

export function steps(count: number): string {
  return `${count} step${count === 1 ? "" : "s"}`;
}

/** Said once, at the step after which less is possible than before. */
export function fate(run: Run, goal: Goal | undefined): string {
  const { outcomes, preemptions } = run.graph;
  if (preemptions !== null || !outcomes.length || run.at === run.from || run.ended >= 0) return "";
  const now = run.possible;
  const before = run.possibleIn(run.states[run.at - 1]!);
  if (now.length === before.length) return "";
  if (goal) {
    const fits = (number: number) => {
      const { kind, output } = outcomes[number]!;
      return (goal.kind ?? kind) === kind && (goal.output ?? output) === output;
    };
    return goal.shared || now.some(fits) ? "" : "From here the goal is out of reach. Undo, and choose differently.";
  }
  const texts = now.map(number => `“${label(outcomes[number]!, outcomes)}”`);
  return now.length === 1
    ? `Whatever you choose now, it ends so: ${texts[0]}.`
    : `From here it can end so: ${list(texts, "or")}.`;
}
