// What a reader's own mending is worth. The same rule as tools/answers.py: it must
// always do what the solution does, run at least as many threads as the exercise, and
// print by the exercise's last `print`.

import { pythonLanguage } from "@codemirror/lang-python";
import type { Graph, Outcome } from "../graph.ts";
import { breaks, told } from "../levels.ts";
import type { Explored, ExploredOutcome } from "../live/client.ts";

export interface Task {
  /** What it must always print. */
  output: string;
  kind: Outcome["kind"];
  threads: number;
  lastPrint: string;
}

export interface Verdict {
  holds: boolean;
  sentence: string;
  /** The outcome that breaks it. */
  bad?: ExploredOutcome;
}

/** What an exercise asks, from its recording and its solution's. */
export function task(exercise: Graph, solution: Graph): Task {
  const [outcome] = solution.outcomes;
  return {
    output: outcome!.output,
    kind: outcome!.kind,
    threads: exercise.threads.length,
    lastPrint: lastPrint(exercise.source.join("\n")),
  };
}

export function isBad(task: Task, outcome: Pick<Outcome, "kind" | "output">): boolean {
  return outcome.kind !== task.kind || outcome.output !== task.output;
}

export function judge(task: Task, text: string, explored: Explored): Verdict {
  const wrong = explored.outcomes.filter(outcome => isBad(task, outcome));
  const bad = wrong.find(outcome => outcome.schedule.length) ?? wrong[0];
  if (bad) {
    const always = wrong.length === explored.outcomes.length && explored.complete;
    const what = told({ ...bad, state: [], gil: true });
    const one = always && wrong.length === 1 ? " Below is one." : " Below is a schedule that does it.";
    return {
      holds: false,
      sentence: `It does not hold: ${breaks(what, always, wrong.length)}.${bad.schedule.length ? one : ""}`,
      bad,
    };
  }
  if (!explored.complete) {
    const reason = explored.reason ? ` (${explored.reason})` : "";
    return {
      holds: false,
      sentence:
        `Not settled: in ${count(explored.runs, "run")} it never went wrong, but that need not be all${reason}. ` +
        "A shorter program may be settled: fewer rounds, fewer threads beyond those of the exercise.",
    };
  }
  // No schedule is kept only where a program has too many, and so more than one thread.
  const schedules = explored.outcomes.map(outcome => outcome.schedule).filter(schedule => schedule.length);
  const threads = Math.min(...schedules.map(schedule => new Set(schedule).size));
  if (threads < task.threads) {
    return {
      holds: false,
      sentence: `It does not count: it runs ${count(threads, "thread")}, the exercise ${task.threads} with the main one. Let the threads do the work.`,
    };
  }
  if (lastPrint(text) !== task.lastPrint) {
    return { holds: false, sentence: "It does not count: its last print must be the exercise's last print, unchanged." };
  }
  return {
    holds: true,
    sentence: `It holds. Under every interleaving it prints “${task.output.trim().replace(/\s*\n\s*/g, " / ")}”. ${stand(explored.runs)}`,
  };
}

export function stand(runs: number): string {
  return runs === 1 ? "1 run stands for all." : `${count(runs, "run")} stand for all.`;
}

export function count(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}

/** The last call of `print` in a program, without blanks and comments. */
export function lastPrint(text: string): string {
  const tree = pythonLanguage.parser.parse(text);
  let last: { from: number; to: number; line: number } | undefined;
  tree.iterate({
    enter(node) {
      if (node.name !== "CallExpression") return;
      const name = node.node.firstChild;
      if (name?.name !== "VariableName" || text.slice(name.from, name.to) !== "print") return;
      const line = text.slice(0, node.from).split("\n").length;
      if (!last || line > last.line) last = { from: node.from, to: node.to, line };
    },
  });
  if (!last) return "";
  const { from, to } = last;
  const parts: string[] = [];
  tree.iterate({
    from,
    to,
    enter(node) {
      if (node.from < from || node.to > to) return;
      if (node.name === "Comment") return false;
      if (node.name === "String") {
        parts.push(plain(text.slice(node.from, node.to)));
        return false;
      }
      if (node.name === "FormatString" || !node.node.firstChild) {
        parts.push(text.slice(node.from, node.to));
        return false;
      }
      return;
    },
  });
  return parts.join(" ").replace(/ , (?=[)\]}])/g, " ");
}

/** A string in double quotes, where that says the same. */
function plain(literal: string): string {
  const found = /^'([^'"\\]*)'$/.exec(literal);
  return found ? `"${found[1]}"` : literal;
}
