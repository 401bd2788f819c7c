// What an ending teaches: a sentence, and what to look at.

import type { Outcome } from "../graph.ts";
import type { Refused } from "../live/client.ts";
import * as words from "../words.ts";

export interface Lesson {
  sentence: string;
  look: string;
  /** A page of the site, and its title. */
  page?: [address: string, title: string];
}

type Ending = Pick<Outcome, "kind" | "errors">;

/** What the first outcome that teaches something teaches. */
export function first(all: readonly Ending[]): Lesson | undefined {
  return all.map(outcome => of(outcome, all)).find(Boolean);
}

/** How an outcome reads after "it can", with its threads; `all` are those of its program. */
export function of(outcome: Ending, all: readonly Ending[]): Lesson | undefined {
  if (outcome.kind === "deadlock") {
    return {
      sentence: "A deadlock: every thread that is left waits for something that no thread will do any more.",
      look: "Open it, and step to the end: each thread's card says at which line it waits, and for what; “Shared” says who holds it. Then look at the order in which they took it.",
      page: ["thread-safety/deadlock/", "Deadlock"],
    };
  }
  if (outcome.kind === "step-limit") {
    return {
      sentence: "It may go on without end: the run was stopped after many steps.",
      look: "Look for a loop whose condition no thread changes any more, or one that asks again and again where it could wait.",
      page: ["thread-safety/liveness/", "Livelock, Starvation and Other Stalls"],
    };
  }
  const failure = outcome.errors[0];
  if (failure && /^(ModuleNotFoundError|ImportError)$/.test(failure.type)) {
    return { sentence: `${failure.type}: ${failure.message}.`, look: NO_MODULE };
  }
  if (outcome.kind === "exception" || failure) {
    const who = failure ? (failure.thread === 1 ? "The main thread" : `Thread T${failure.thread}`) : "A thread";
    const what = failure ? `${failure.type}${failure.message && `: ${failure.message}`}` : "an exception";
    return {
      sentence: `${who} ends with ${what}.${failure && failure.thread > 1 ? " The others go on, and main does not hear of it." : ""}`,
      look:
        failure?.type === "MemoryError" || failure?.type === "RecursionError"
          ? "A page has less memory than your machine, 512 MB, and its Python goes less deep. Look for what grows without end."
          : failure && all.every(({ errors }) => errors.some(error => same(error, failure)))
            ? "Each run that was tried fails so, whatever the order of its threads: look at the message and the line first, as in a program without threads."
            : "Open it, and look at the last step before the end: what did the thread expect there, and which thread changed it?",
      page: ["basic-concepts/exceptions/", "Exceptions in Threads"],
    };
  }
  return undefined;
}

type Failure = Outcome["errors"][number];

function same(one: Failure, two: Failure): boolean {
  return one.thread === two.thread && one.type === two.type && one.message === two.message;
}

const NO_MODULE =
  "The Python in this page has the standard library alone, without what needs a network, a process or a window. Put a function of your own in its place.";

/** A program that could not be run. */
export function refused(refusal: Refused): Lesson {
  const { kind, sentence } = refusal;
  const line = refusal.line === undefined || /\bline \d/i.test(sentence) ? "" : `Line ${refusal.line}: `;
  switch (kind) {
    case "syntax":
      return { sentence: `${line}${sentence}`, look: "Python could not read the program, so nothing was run. The line is marked; the mistake may stand at the end of the line above." };
    case "module":
      return { sentence: `${line}${sentence}`, look: "Put a function of your own in its place." };
    case "endless":
      return { sentence: `${line}${sentence}`, look: "Look for a loop that nothing ends, or one long call that lets no other thread go on. Try fewer rounds: two often show the race that thousands show. The next run starts clean." };
    case "stopped":
      return { sentence, look: "" };
    case "refused":
    case "error":
      return { sentence: `${line}${sentence}`, look: "" };
  }
}

/** The name of an outcome among all, for a list. */
export function name(outcome: Outcome, all: readonly Outcome[]): string {
  return words.label(outcome, all);
}
