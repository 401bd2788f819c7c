// A program's state graph as it was captured: its shape (schemas/graph.json) and the
// checks that keep a damaged file out of the player.

import type { Edge, Fact, Failure, Graph, Outcome, Primitive, State, View, Wait } from "./schema.ts";
export type { Edge, Fact, Failure, Graph, Outcome, Primitive, State, View, Wait };

// Where a build with the GIL can hand over: see `edge` in schemas/graph.json.
export const GIL_FIRST = 1;
export const GIL_LAST = 2;

/** The graph cannot be used; the message is a sentence for the reader. */
export class Unusable extends Error {}

const DAMAGED = "The recording of this program is damaged.";
const KINDS: Outcome["kind"][] = ["finished", "deadlock", "exception", "step-limit"];
const DOES: View["does"][] = ["runs", "waits", "sleeps", "ended"];

function hold(condition: unknown): asserts condition {
  if (!condition) throw new Unusable(DAMAGED);
}

function index(value: unknown, table: unknown[], least = 0): void {
  hold(Number.isInteger(value) && (value as number) >= least && (value as number) < table.length);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `raw`, parsed JSON, as a graph that can be walked without a look aside. Of a part of
 *  one, made while the reader steps, no outcome needs to be known. */
export function load(raw: unknown, part = false): Graph {
  hold(isRecord(raw));
  if (raw["schema"] !== 4) {
    throw new Unusable(
      "The recording of this program is of another version than this page. Reload the page.",
    );
  }
  const graph = raw as unknown as Graph;
  const tables = [
    graph.source, graph.threads, graph.views, graph.shared, graph.locks,
    graph.outputs, graph.facts, graph.states, graph.edges, graph.outcomes,
  ];
  for (const table of tables) hold(Array.isArray(table));
  for (const table of [graph.source, graph.threads, graph.outputs]) {
    for (const text of table) hold(typeof text === "string");
  }
  for (const table of [graph.shared, graph.locks]) for (const row of table) hold(isRecord(row));
  for (const facts of graph.facts) {
    hold(Array.isArray(facts));
    for (const fact of facts) hold(isRecord(fact) && typeof fact.said === "string");
  }
  for (const view of graph.views) {
    hold(isRecord(view) && DOES.includes(view.does));
    if (view.line !== undefined) index(view.line - 1, graph.source);
  }
  for (const state of graph.states) {
    hold(Array.isArray(state) && Array.isArray(state[3]));
    index(state[0], graph.shared);
    index(state[1], graph.locks);
    index(state[2], graph.outputs);
    hold(state[3].length === graph.threads.length);
    for (const view of state[3]) index(view, graph.views, -1);
  }
  for (const edge of graph.edges) {
    hold(Array.isArray(edge));
    index(edge[0], graph.states);
    index(edge[1] - 1, graph.threads);
    index(edge[2], graph.states);
    index(edge[3], graph.facts);
  }
  index(graph.start, graph.states);
  hold(part || graph.outcomes.length > 0);
  for (const outcome of graph.outcomes) {
    hold(isRecord(outcome) && KINDS.includes(outcome.kind) && typeof outcome.output === "string");
    hold(Array.isArray(outcome.errors) && Array.isArray(outcome.state));
    for (const state of outcome.state) index(state, graph.states);
    hold(Array.isArray(outcome.schedule));
  }
  enter(graph);
  return graph;
}

/** Columns come in bytes. */
function enter(graph: Graph): void {
  graph.views = graph.views.map(view => {
    if (!view.at) return view;
    return { ...view, at: characters(graph.source[view.line! - 1]!, view.at) };
  });
}

function characters(line: string, at: [number, number]): [number, number] {
  if (/^[\0-\x7f]*$/.test(line)) return at;
  const bytes = new TextEncoder().encode(line);
  const count = (end: number) => new TextDecoder().decode(bytes.subarray(0, end)).length;
  return [count(at[0]), count(at[1])];
}
