// One reader's run over a graph: the schedule chosen so far, and what may come next.

import { GIL_FIRST, GIL_LAST, type Edge, type Fact, type Failure, type Graph, type Outcome, type View } from "./graph.ts";

/** How many steps "Run" takes at most: a thread that spins goes on for ever. */
const LONGEST = 1000;

export interface Row {
  thread: number;
  line: number | undefined;
  /** It began inside the line. */
  inside: boolean;
  facts: readonly Fact[];
  /** What the thread does after the step. */
  then: View;
  /** Another thread ran before it. */
  switched: boolean;
  /** A build with the GIL would not have let others run before this step. */
  impossible: boolean;
}

export class Run {
  graph: Graph;
  /** How many steps stand before the first choice: no reader's. */
  readonly from: number;
  schedule: number[] = [];
  states: number[] = [0];
  at = 0;
  /** The outcome whose recorded schedule is being followed, or -1. */
  shown = -1;
  private ways: Edge[][] = [];
  private ends = new Map<number, number>();
  private edges: Edge[] = [];
  private rows: Row[] = [];
  private reach: Set<number>[] | undefined;
  private fails = false;

  constructor(graph: Graph, fromStart = true) {
    this.graph = graph;
    this.learn();
    while (fromStart && this.state !== graph.start && this.choices.length === 1) {
      if (this.at > graph.states.length) break;
      this.step(this.choices[0]!);
    }
    this.from = this.at;
  }

  private learn(): void {
    const { graph } = this;
    this.fails = graph.outcomes.some(outcome => outcome.errors.length);
    this.ways = graph.states.map(() => []);
    for (const edge of graph.edges) this.ways[edge[0]]![edge[1]] = edge;
    this.ends = new Map();
    graph.outcomes.forEach((outcome, number) => {
      for (const state of outcome.state) this.ends.set(state, number);
    });
    this.reach = undefined;
  }

  /** Go on in another part of the same program's graph, at the same place of the
   *  schedule; what is to come is cut off. False where the part has no such place. */
  grow(graph: Graph): boolean {
    const past = this.schedule.slice(0, this.at);
    this.graph = graph;
    this.learn();
    this.shown = -1;
    this.at = 0;
    this.states = [0];
    this.schedule = [];
    this.edges = [];
    this.rows = [];
    return past.every(thread => this.step(thread));
  }

  get state(): number {
    return this.states[this.at]!;
  }

  /** The threads that can take a step now. */
  get choices(): number[] {
    return this.ways[this.state]!.filter(Boolean).map(edge => edge[1]);
  }

  can(thread: number): boolean {
    return this.ways[this.state]![thread] !== undefined;
  }

  /** What the step of a thread would do now. */
  ahead(thread: number): readonly Fact[] {
    const edge = this.ways[this.state]![thread];
    return edge ? this.graph.facts[edge[3]]! : [];
  }

  /** What a thread does in a state; undefined where there is no such thread yet. */
  view(thread: number, state = this.state): View | undefined {
    return this.graph.views[this.graph.states[state]![3][thread - 1]!];
  }

  shared(state = this.state): Record<string, string> {
    return this.graph.shared[this.graph.states[state]![0]]!;
  }

  locks(state = this.state): Graph["locks"][number] {
    return this.graph.locks[this.graph.states[state]![1]]!;
  }

  output(state = this.state): string {
    return this.graph.outputs[this.graph.states[state]![2]]!;
  }

  /** The number of the outcome that is reached, or -1. */
  get ended(): number {
    return this.ends.get(this.state) ?? -1;
  }

  get outcome(): Outcome | undefined {
    return this.graph.outcomes[this.ended];
  }

  /** Forget what was to come. */
  private cut(): void {
    this.schedule.length = this.edges.length = this.at;
    this.states.length = this.at + 1;
    this.rows.length = Math.min(this.rows.length, this.at);
    this.shown = -1;
  }

  /** Whether `thread` could take its step; then it is taken. */
  step(thread: number): boolean {
    const edge = this.ways[this.state]![thread];
    if (!edge) return false;
    if (this.schedule[this.at] !== thread) {
      this.cut();
      this.schedule.push(thread);
      this.states.push(edge[2]);
      this.edges.push(edge);
    }
    this.at++;
    return true;
  }

  /** Step `thread` to its next block or its end; how many steps that took. */
  runOn(thread: number): number {
    const seen = new Set<number>();
    let steps = 0;
    while (steps < LONGEST && !seen.has(this.state)) {
      seen.add(this.state);
      if (!this.step(thread)) break;
      steps++;
      if (this.view(thread)?.does !== "runs") break;
    }
    return steps;
  }

  get canBack(): boolean {
    return this.at > this.from;
  }

  get canForward(): boolean {
    return this.at < this.schedule.length;
  }

  /** Go to where `at` steps are taken. */
  go(at: number): void {
    this.at = Math.max(this.from, Math.min(at, this.schedule.length));
  }

  /** Take a schedule in place of the present one; false where it is impossible from
   *  some step on: then what is possible is taken. */
  take(schedule: readonly number[]): boolean {
    this.go(this.from);
    this.cut();
    for (const [at, thread] of schedule.entries()) {
      const possible = at < this.from ? this.schedule[at] === thread : this.step(thread);
      if (!possible) return false;
    }
    return true;
  }

  /** Load the recorded schedule of an outcome, at its beginning. */
  show(outcome: number): void {
    this.take(this.graph.outcomes[outcome]!.schedule);
    this.go(this.from);
    this.shown = outcome;
  }

  /** The outcomes that can still come, by number. */
  get possible(): number[] {
    return this.possibleIn(this.state);
  }

  possibleIn(state: number): number[] {
    this.reach ??= this.reachable();
    return [...this.reach[state]!].sort((one, two) => one - two);
  }

  private reachable(): Set<number>[] {
    const into: number[][] = this.graph.states.map(() => []);
    for (const edge of this.graph.edges) into[edge[2]]!.push(edge[0]);
    const found = into.map(() => new Set<number>());
    this.graph.outcomes.forEach((outcome, number) => {
      const open = [...outcome.state];
      for (let state = open.pop(); state !== undefined; state = open.pop()) {
        if (found[state]!.has(number)) continue;
        found[state]!.add(number);
        open.push(...into[state]!);
      }
    });
    return found;
  }

  /** How a thread that has ended failed, in this state; undefined where it did not. */
  failure(thread: number): Failure | undefined {
    if (!this.fails || this.view(thread)?.does !== "ended") return undefined;
    // What a thread that has ended did is decided: all that can come agree on it.
    const outcome = this.graph.outcomes[this.possible[0] ?? -1];
    return outcome?.errors.find(error => error.thread === thread);
  }

  /** What the step number `at` did. */
  row(at: number): Row {
    return (this.rows[at] ??= this.told(at));
  }

  private told(at: number): Row {
    const thread = this.schedule[at]!;
    const edge = this.edges[at]!;
    const before = this.view(thread, edge[0]);
    const then = this.view(thread, edge[2])!;
    const last = at ? this.schedule.lastIndexOf(thread, at - 1) : -1;
    const flags = last < 0 ? GIL_FIRST : (this.edges[last]![4] & GIL_LAST) | (edge[4] & GIL_FIRST);
    return {
      thread,
      line: before?.line,
      inside: (before?.at ?? before?.within) !== undefined,
      facts: this.graph.facts[edge[3]]!,
      then,
      switched: at > this.from && this.schedule[at - 1] !== thread,
      impossible: flags === 0 && last < at - 1,
    };
  }

  /** The first step from which on a GIL build would have had to do what it cannot. */
  get impossible(): Row | undefined {
    for (let at = this.from; at < this.at; at++) if (this.row(at).impossible) return this.row(at);
    return undefined;
  }
}

export interface Goal {
  kind?: string;
  output?: string;
  shared?: Record<string, string>;
}

/** Whether the present state is what `goal` asks for. */
export function reached(goal: Goal, run: Run): boolean {
  const { kind, output, shared } = goal;
  if (kind === undefined && output === undefined && shared === undefined) return false;
  const outcome = run.outcome;
  if (kind !== undefined && outcome?.kind !== kind) return false;
  if (output !== undefined && outcome?.output !== output) return false;
  return Object.entries(shared ?? {}).every(([name, value]) => run.shared()[name] === value);
}

const MARKER = /^\s*#\s*--8<--\s*\[/;

/** Whether a program's text as the page shows it is the one that was recorded: all of
 *  it (true), a part of it (undefined), or another one (false). */
export function sameProgram(source: readonly string[], shown: string): boolean | undefined {
  const strip = (lines: readonly string[]) => lines.map(line => line.trim()).join("\n").trim();
  const kept = strip(source.filter(line => !MARKER.test(line)));
  const text = strip(shown.split("\n"));
  if (kept === text) return true;
  return `\n${kept}\n`.includes(`\n${text}\n`) ? undefined : false;
}
