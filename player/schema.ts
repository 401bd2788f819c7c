// Made from schemas/graph.json by player/make-schema.ts: change that.

/**
 * Its type, its state in words, and the thread that holds it, or 0.
 *
 * @minItems 3
 * @maxItems 3
 */
export type Primitive = [string, string, number];
/**
 * Indices into `shared`, `locks` and `outputs`, and for each thread one into `views`, or -1 where it does not exist yet.
 *
 * @minItems 4
 * @maxItems 4
 */
export type State = [number, number, number, number[]];
/**
 * One step of a thread: from a state, the thread, to a state, an index into `facts`, and flags. Of those, 1 says that a build with the GIL can hand over before it does anything that another thread can see, 2 after everything that it can.
 *
 * @minItems 5
 * @maxItems 5
 */
export type Edge = [number, number, number, number, number];
/**
 * The exceptions that ended threads, in the order of the threads.
 */
export type Errors = Failure[];
/**
 * The thread of each step, from the beginning of the run.
 *
 * Items: The number of a thread: 1 is the main thread, the others count in the order of their starting.
 */
export type Schedule = number[];

/**
 * A file docs/assets/graphs/….json, and what `graph FILE` prints: every state that a reader can step through. Whatever repeats stands once in a table, and is named by its index there.
 */
export interface Graph {
  /**
   * The version of this shape: whatever changes raises it.
   */
  schema: 4;
  /**
   * The program, as it was named.
   */
  file: string;
  /**
   * The SHA-256 of the program's text, in hexadecimal.
   */
  sha256: string;
  /**
   * The minor version of the Python that ran it, such as 3.13.
   */
  python: string;
  /**
   * The bound on switches away from a thread that could go on; null where there was none.
   */
  preemptions: number | null;
  /**
   * Whether what the library does inside a line is part of the step that called it.
   */
  folded: boolean;
  /**
   * The program's lines.
   */
  source: string[];
  /**
   * The names of the threads; thread 1 comes first.
   */
  threads: string[];
  /**
   * Table: what a thread is about.
   */
  views: View[];
  /**
   * Table: the variables that threads share.
   *
   * Items: By its name, a variable's value.
   */
  shared: {
    [k: string]: string;
  }[];
  /**
   * Table: the primitives that threads share.
   */
  locks: Primitives[];
  /**
   * Table: what was printed.
   */
  outputs: string[];
  /**
   * The states; 0 is the beginning.
   */
  states: State[];
  /**
   * The steps from state to state.
   */
  edges: Edge[];
  /**
   * Table: what a step did, in its order.
   */
  facts: Fact[][];
  /**
   * The operations that were seen to race, where steps end within a line.
   */
  stops: [string, number, string] | [string, number, string, string][];
  /**
   * The first state with a choice; 0 where there is none.
   */
  start: number;
  /**
   * Every way to end.
   */
  outcomes: Outcome[];
}
/**
 * What a thread is about in a state.
 */
export interface View {
  /**
   * Whether it can run, waits, sleeps, or has ended.
   */
  does: "runs" | "waits" | "sleeps" | "ended";
  /**
   * The line of the program that it is about to run, or in which it stands.
   */
  line?: number;
  /**
   * The columns of what it does next, where it stands within the line: UTF-8 bytes from 0, the end exclusive.
   *
   * @minItems 2
   * @maxItems 2
   */
  at?: [number, number];
  /**
   * What of the library the line has called, where it stands in there.
   */
  within?: string;
  /**
   * The function that it is in; not there at the top level.
   */
  in?: string;
  wait?: Wait;
  /**
   * By its name, a local variable's value.
   */
  locals?: {
    [k: string]: string;
  };
  locks?: Primitives;
}
/**
 * What a thread that can't go on waits for.
 */
export interface Wait {
  /**
   * In words that go on after "waits"; not there where there is nothing to say.
   */
  said?: string;
  /**
   * What of the library it has called.
   */
  call?: string;
  /**
   * The type of the primitive that it waits for.
   */
  kind?: string;
  /**
   * What the program calls that primitive.
   */
  name?: string;
}
/**
 * By its name, a lock, an event, a queue or another primitive.
 */
export interface Primitives {
  [k: string]: Primitive;
}
/**
 * One thing that a step did. What it fetched only to use it is left out.
 */
export interface Fact {
  /**
   * What was done: to a variable or an attribute, to standard output, a call into the library, to a thread, or to a primitive.
   */
  what:
    | "reads"
    | "writes"
    | "prints"
    | "calls"
    | "starts"
    | "joins"
    | "acquires"
    | "releases"
    | "cannot release"
    | "finds held"
    | "puts"
    | "gets"
    | "finds empty";
  /**
   * It in a few words.
   */
  said: string;
  /**
   * What the program calls that which was read or written.
   */
  name?: string;
  /**
   * What was read or written, as Python writes it, cut where it is long; its type where that is all that is known.
   */
  value?: string;
}
/**
 * A way to end.
 */
export interface Outcome {
  /**
   * How a run ends: every thread came to its end, no thread can go on, every thread came to its end and an exception ended one, or it took so many steps that it is taken never to end.
   */
  kind: "finished" | "deadlock" | "exception" | "step-limit";
  /**
   * What the program wrote to standard output.
   */
  output: string;
  /**
   * The exit status; null where the program never exits.
   */
  status: number | null;
  errors: Errors;
  /**
   * How it ended, as a sentence for a person; its wording may change.
   */
  detail: string;
  /**
   * Whether a default build of today can end so.
   */
  gil: boolean;
  /**
   * Whether a reader is told that it must not happen: it fails, or the mended program never ends so. Not in what the command prints.
   */
  bad?: boolean;
  /**
   * The states that it ends in.
   */
  state: number[];
  schedule: Schedule;
}
/**
 * An exception that ended a thread.
 */
export interface Failure {
  /**
   * The number of a thread: 1 is the main thread, the others count in the order of their starting.
   */
  thread: number;
  /**
   * The name of the exception's type.
   */
  type: string;
  /**
   * What str() says of the exception; the first 1,000 characters.
   */
  message: string;
}
