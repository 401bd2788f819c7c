// What an exploration found, in a sentence or three.

import type { Outcome } from "../graph.ts";
import type { Explored } from "../live/client.ts";
import * as words from "../words.ts";
import { count, stand } from "./judge.ts";

export function verdict(explored: Explored): string {
  const all = explored.outcomes.map(outcome => ({ ...outcome, state: [], gil: true }) as Outcome);
  const notes = explored.notes.length ? ` ${explored.notes.map(sentence).join(" ")}` : "";
  const rest = `${hint(all)}${notes}`;
  if (explored.verdict === "always") return `Always: ${ending(all[0]!, all)}, under every interleaving. ${stand(explored.runs)}${rest}`;
  const runs = count(explored.runs, "run");
  const reason = explored.reason ? ` (${explored.reason})` : "";
  if (explored.verdict === "can") {
    const more = explored.complete ? `These are all; ${stand(explored.runs)}` : `There may be more: not settled after ${runs}${reason}.`;
    return `It can end in ${count(all.length, "way")}. ${more}${rest}`;
  }
  const found = all[0]!.kind === "step-limit" ? `${runs === "1 run" ? "the one run" : `each of ${runs}`} was stopped before its end` : `in ${runs} it ended one way: ${ending(all[0]!, all)}`;
  return `Not settled: ${found}. That need not be all${reason}.${rest}`;
}

/** What a search was at when the reader stopped it. What it had found is gone with its Python. */
export function stopped(runs: number, found: number): string {
  const so = runs ? ` ${count(runs, "run")} had found ${count(found, "outcome")}; a list comes at the end of a search alone.` : "";
  return `Stopped.${so} The next press starts clean.`;
}

/** For a program that has nothing to compare. */
export function hint(all: readonly Outcome[]): string {
  const silent = all.every(({ kind, output, status, errors }) => kind === "finished" && !output && !status && !errors.length);
  return silent ? " Only standard output counts: print what is to be compared." : "";
}

/** Its label, which completes "Show me", as a statement. */
function ending(outcome: Outcome, all: readonly Outcome[]): string {
  return words.label(outcome, all).replace(/^how /, "").replace(/^the deadlock/, "a deadlock");
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
}
