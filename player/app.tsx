// What the reader sees and presses.

import { Component, createRef, type ComponentChildren } from "preact";
import { hue, laneWidth } from "./drawing.ts";
import type { Graph, Primitive } from "./graph.ts";
import { Lanes } from "./lanes.ts";
import { reached, type Goal, type Run } from "./run.ts";
import { decode, encode } from "./schedule.ts";
import type { Token } from "./tokens.ts";
import * as words from "./words.ts";

const PACE = 1100;
/** How many outcomes are named at once. */
const MANY = 12;

export interface Props {
  run: Run;
  program: string;
  lines: Token[][];
  goal: Goal | undefined;
  narrow: boolean;
  /** Outcomes that the reader has reached since the page came. */
  found: Set<number>;
  /** The schedule of the link that opened it. */
  link: string | undefined;
  onReady: (app: App) => void;
  onGoal: (schedule: number[], shown: boolean) => void;
  onClose: () => void;
  onEdit: (() => void) | undefined;
  live: Live | undefined;
}

/** What is different where the program is the reader's own. */
export interface Live {
  /** The graph around a schedule, where the whole graph is too large: a path, and the
   *  step of each thread that can come next. Undefined where it can't be had. */
  grow: ((schedule: number[]) => Promise<Graph | undefined>) | undefined;
  /** The address that carries the program and this schedule, or why there is none. */
  share: (schedule: number[]) => Promise<{ url: string } | { sentence: string }>;
}


export class App extends Component<Props> {
  private said = "";
  private notice = "";
  private playing = 0;
  private atGoal = false;
  /** What was undone, where a graph that grows does not hold it. */
  private future: number[] = [];
  private growth: Promise<void> | undefined;
  private grown: string | undefined;
  private lanes: Lanes | undefined;
  private readonly lane = laneWidth(Math.max(this.props.run.graph.threads.length, this.props.live?.grow ? 4 : 1), this.props.narrow);
  private readonly list = createRef<HTMLDivElement>();
  private readonly source = createRef<HTMLDivElement>();
  private readonly box = createRef<HTMLElement>();

  override componentDidMount(): void {
    this.lanes = new Lanes(this.list.current!, this.props.run, this.lane);
    this.settle();
    this.box.current!.focus({ preventScroll: true });
    this.props.onReady(this);
    if (this.props.link !== undefined) this.follow(this.props.link);
  }

  override componentDidUpdate(): void {
    this.settle();
  }

  override componentWillUnmount(): void {
    this.pause();
  }

  /** Take the schedule of a link. */
  follow(link: string): void {
    const schedule = decode(link);
    this.take(schedule ?? [], schedule === undefined);
  }

  /** Take a schedule, and stand at its end, or at its beginning. */
  take(schedule: readonly number[], damaged = false, atStart = false): boolean {
    this.pause();
    const { run } = this.props;
    const whole = run.take(schedule) && !damaged;
    const end = whole ? run.ended : -1;
    this.act(() => {
      if (atStart) {
        run.go(run.from);
        run.shown = end;
      }
      return whole ? "" : IMPOSSIBLE;
    });
    return whole;
  }

  /** After each change: the rows, the line in view, what was found. */
  private settle(): void {
    this.lanes!.update();
    const pane = this.source.current!;
    const mark = pane.querySelector<HTMLElement>("[data-here]");
    if (mark) {
      const [top, height] = [mark.offsetTop, mark.offsetHeight];
      if (top < pane.scrollTop || top + height > pane.scrollTop + pane.clientHeight) {
        pane.scrollTop = top - pane.clientHeight / 2;
      }
    }
  }

  private act(change: () => string | void): void {
    const { run, found, goal } = this.props;
    this.notice = change() || "";
    this.said = this.tell();
    if (run.ended >= 0) found.add(run.ended);
    const there = goal !== undefined && reached(goal, run);
    if (there && !this.atGoal) this.props.onGoal(run.schedule.slice(0, run.at), run.shown >= 0);
    this.atGoal = there;
    this.setState({});
    this.grow();
  }

  /** Where the graph is a part, fetch what is around the present place. */
  private grow(): void {
    const { run, live } = this.props;
    if (!live?.grow || this.growth || run.ended >= 0) return;
    const past = run.schedule.slice(0, run.at);
    if (encode(past) === this.grown) return;
    this.future = [...run.schedule.slice(run.at), ...this.future];
    this.growth = live.grow(past).then(graph => {
      this.growth = undefined;
      if (encode(run.schedule.slice(0, run.at)) !== encode(past)) return this.grow();
      this.grown = encode(past);
      if (graph && !run.grow(graph)) this.notice = IMPOSSIBLE;
      if (run.ended >= 0 && run.graph.outcomes.length) this.said = this.tell();
      this.setState({});
    });
  }

  /** Once the graph has grown, if it has to. */
  private then(next: () => void): boolean {
    if (!this.growth) return false;
    void this.growth.then(next);
    return true;
  }

  private tell(): string {
    return words.sentence(this.props.run);
  }

  private step = (thread: number): void => {
    if (this.then(() => this.step(thread))) return;
    this.pause();
    this.act(() => {
      if (this.props.run.step(thread)) {
        if (this.future.shift() !== thread) this.future = [];
        return;
      }
      return `T${thread} cannot run: ${words.blocked(this.props.run, thread)}.`;
    });
  };

  private runOn = (thread: number): void => {
    if (this.then(() => this.runOn(thread))) return;
    this.pause();
    if (this.props.live?.grow) {
      void this.runFar(thread);
      return;
    }
    this.act(() => {
      const { run } = this.props;
      if (!run.can(thread)) return `T${thread} cannot run: ${words.blocked(run, thread)}.`;
      const steps = run.runOn(thread);
      return steps > 1 ? `T${thread} ran ${steps} steps. The last:` : "";
    });
  };

  /** The same, where each step must be fetched. */
  private async runFar(thread: number): Promise<void> {
    const { run } = this.props;
    for (let steps = 0; steps < FAR; steps++) {
      const at = run.at;
      this.step(thread);
      await this.growth;
      if (run.at !== at + 1 || run.ended >= 0 || run.view(thread)?.does !== "runs" || !run.can(thread)) return;
    }
  }

  private go = (at: number): void => {
    if (this.then(() => this.go(at))) return;
    this.pause();
    this.act(() => this.props.run.go(at));
  };

  private get canForward(): boolean {
    return this.props.run.canForward || this.future.length > 0;
  }

  private back = (): void => this.go(this.props.run.at - 1);
  private forward = (): void => {
    if (this.then(this.forward)) return;
    if (this.props.run.canForward || !this.future.length) this.go(this.props.run.at + 1);
    else this.step(this.future[0]!);
  };
  private reset = (): void => this.go(this.props.run.from);

  private show = (outcome: number): void => {
    this.pause();
    this.act(() => this.props.run.show(outcome));
  };

  private play = (): void => {
    const { run } = this.props;
    if (this.playing) {
      this.pause();
      this.setState({});
      return;
    }
    if (!this.canForward) this.act(() => run.go(run.from));
    if (!this.canForward && !this.growth) return;
    const beat = () => {
      if (this.growth) return;
      if (run.canForward) this.act(() => run.go(run.at + 1));
      else {
        const going = this.playing;
        this.playing = 0;
        if (this.future.length) this.step(this.future[0]!);
        this.playing = going;
      }
      if (!this.canForward && !this.growth) this.pause();
      this.setState({});
    };
    this.playing = window.setInterval(beat, PACE);
    this.setState({});
  };

  private pause(): void {
    clearInterval(this.playing);
    this.playing = 0;
  }

  private link = (): void => {
    const { run, program, live } = this.props;
    this.pause();
    const done = (notice: string) => {
      this.notice = notice;
      this.setState({});
    };
    const schedule = run.schedule.slice(0, run.at);
    if (live) {
      void live.share(schedule).then(made => {
        if ("sentence" in made) return done(made.sentence);
        return navigator.clipboard.writeText(made.url).then(
          () => done("Link copied. It carries your program and this schedule."),
          () => done("This browser does not let the page copy."),
        );
      });
      return;
    }
    history.replaceState(history.state, "", `#play=${program}:${encode(schedule)}`);
    const failed = () => done("The address of this page now carries the schedule: copy it from there.");
    if (!navigator.clipboard) failed();
    else navigator.clipboard.writeText(location.href).then(() => done("Link copied. It opens this very schedule."), failed);
  };

  private key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0] as HTMLElement;
    const { key } = event;
    const arrow = key === "ArrowLeft" || key === "ArrowRight";
    if (arrow && target.scrollWidth > target.clientWidth && target.tabIndex === 0 && target.matches(".source")) return;
    // The theme has letters of its own, some for leaving the page: not from in here.
    if (key.length === 1 && !"sf/".includes(key)) event.stopPropagation();
    if (key === "ArrowUp" || key === "ArrowDown") {
      if (!this.lanes!.move(target, key === "ArrowUp")) return;
    } else if (key === "Escape") {
      this.props.onClose();
    } else if (/^[1-9]$/.test(key)) {
      if (Number(key) <= this.props.run.graph.threads.length) this.step(Number(key));
    } else if (key === "ArrowLeft") this.back();
    else if (key === "ArrowRight") this.forward();
    else if (key === "r") this.reset();
    else if (key === "p") this.play();
    else return;
    event.preventDefault();
  };

  override render(): ComponentChildren {
    const { run, program, goal, live, onEdit } = this.props;
    const { preemptions } = run.graph;
    return (
      <section ref={this.box} tabIndex={-1} role="group" aria-label={`Be the scheduler: ${program}.py`} aria-describedby="said" data-ended={run.outcome?.kind} onKeyDown={this.key}>
        <header>
          <p class="title">Be the scheduler{live && <b class="yours">your program</b>}</p>
          {onEdit && <button type="button" class="plain" data-do="edit" onClick={onEdit}>Edit</button>}
          <button type="button" class="plain" data-do="link" onClick={this.link}>Copy link</button>
          <button type="button" class="plain" onClick={this.props.onClose}>Close</button>
        </header>
        {goal && (
          <p class={`goal ${this.atGoal ? "reached" : ""}`}>
            <b>{this.atGoal ? "✓ Reached:" : "Your goal:"}</b> {words.aim(goal)}.
          </p>
        )}
        {goal ? (
          <details class="spoiler">
            <summary>Show how it can end</summary>
            {this.outcomes()}
          </details>
        ) : (
          this.outcomes()
        )}
        {live?.grow && (
          <p class="small">All that this program can do is too much for one map. Step through it all the same: what comes next is worked out at each step.</p>
        )}
        {preemptions !== null && !live?.grow && (
          <p class="small">
            Only schedules with at most {preemptions} preemption{preemptions === 1 ? "" : "s"} are here: all would be too many.
          </p>
        )}
        <div class="stage">
          <Source run={run} lines={this.props.lines} state={run.state} pane={this.source} />
          <div class="side">
            <Threads run={run} pending={this.growth !== undefined} onStep={this.step} onRun={this.runOn} />
            {this.values()}
          </div>
        </div>
        {this.now()}
        {this.swimlanes()}
        <details class="keys">
          <summary>Keys</summary>
          <p>
            <kbd>1</kbd> to <kbd>{Math.min(9, run.graph.threads.length)}</kbd> step that thread, <kbd>←</kbd> and{" "}
            <kbd>→</kbd> go back and forward, <kbd>p</kbd> plays and pauses, <kbd>r</kbd> resets. In the schedule, <kbd>↑</kbd> and <kbd>↓</kbd> move
            from row to row, <kbd>Esc</kbd> closes. They work while the focus is in here.
          </p>
        </details>
      </section>
    );
  }

  private outcomes(): ComponentChildren {
    const { run, found, live } = this.props;
    if (live?.grow) return null;
    const all = run.graph.outcomes;
    const part = run.graph.preemptions !== null;
    const numbers = all.map((_, number) => number).slice(0, MANY);
    const group = (name: string, some: number[], bad: boolean) =>
      some.length > 0 && (
        <div class={`outcomes ${bad ? "bad" : ""}`} role="group" aria-label={name}>
          {!bad && <span class="name">{name}</span>}
          {some.map(number => {
            const text = words.label(all[number]!, all);
            return (
              <button
                key={number}
                type="button"
                data-outcome={number}
                aria-pressed={run.shown === number}
                onClick={() => this.show(number)}
              >
                {bad ? words.showMe(text) : text.replace(/^how /, "")}
                {found.has(number) && <span class="found"> ✓<i class="sr"> found</i></span>}
              </button>
            );
          })}
        </div>
      );
    const bad = numbers.filter(number => all[number]!.bad);
    const good = numbers.filter(number => !all[number]!.bad);
    return (
      <div class="endings">
        {group("Show me what goes wrong", bad, true)}
        {group(bad.length ? "Other outcomes" : all.length > 1 || part ? "Outcomes" : "The only outcome", good, false)}
        <p class="count">
          {all.length > 1 || part ? `${part ? "" : "All outcomes: "}${found.size} of ${all.length} found` : found.size ? "Found: there is no other" : ""}
          {all.length > MANY && `; ${MANY} of them are named here`}
        </p>
      </div>
    );
  }

  private now(): ComponentChildren {
    const { run } = this.props;
    const last = run.at > run.from ? run.row(run.at - 1) : undefined;
    const meaning = words.meaning(run, this.atGoal);
    const outcome = run.outcome;
    const told = run.shown >= 0;
    const length = run.schedule.length - run.from + (run.canForward ? 0 : this.future.length);
    const parts: ComponentChildren[] = [];
    if (this.notice) parts.push(<p class="notice">{this.notice}</p>);
    parts.push(
      <p class="sentence">
        {last ? [<Pill thread={last.thread} />, this.said.replace(/^T\d+/, "")] : words.opening(run)}
      </p>,
    );
    if (meaning) parts.push(<p class={`end ${outcome?.bad && !this.atGoal ? "bad" : "good"}`}>{meaning}</p>);
    if (outcome && !outcome.gil) parts.push(<p class="gil">{words.gilOutcomeNote(run)}</p>);
    else if (last?.impossible) parts.push(<p class="gil">{words.gilNote(last)}</p>);
    const fate = words.fate(run, this.props.goal);
    if (fate) parts.push(<p class="fate">{fate}</p>);
    return (
      <div class="now">
        <div class="controls">
          <Button off={!run.canBack} onClick={this.back} data-do="back">{told ? "Previous" : "Undo"}</Button>
          <Button off={!this.canForward} onClick={this.forward} data-do="forward" class={told ? "main" : ""}>
            {told ? "Next" : "Redo"}
          </Button>
          <Button off={!this.playing && !length} onClick={this.play} data-do="play">{this.playing ? "Pause" : "Play"}</Button>
          <Button off={!run.canBack} onClick={this.reset} data-do="reset">Reset</Button>
          <span class="count">
            <span class="word">step </span>{run.at - run.from}
            {told || this.canForward ? ` of ${length}` : ""}
          </span>
        </div>
        <div id="said" class="said" role="status" aria-live="polite">{parts}</div>
      </div>
    );
  }

  private values(): ComponentChildren {
    const { run } = this.props;
    const before = run.at > run.from ? run.states[run.at - 1]! : run.state;
    const shared = run.shared();
    const locks = run.locks();
    const output = run.output();
    return (
      <>
        <div class="shared" role="group" aria-label="Shared">
          <p class="name">Shared</p>
          <dl>
            {Object.entries(locks).map(([name, lock]) => (
              <Value key={name} name={name} kind={lock[0]} value={lock[1]} before={run.locks(before)[name]?.[1]}>
                {waiters(run, name, lock)}
              </Value>
            ))}
            {Object.entries(shared).map(([name, value]) => (
              <Value key={name} name={name} value={value} before={run.shared(before)[name]} />
            ))}
          </dl>
          {!Object.keys(shared).length && !Object.keys(locks).length && <p class="none">nothing</p>}
        </div>
        {run.graph.threads.map((_, at) => <Locals key={at} run={run} thread={at + 1} before={before} />)}
        <div class="output" role="group" aria-label="Output">
          <p class="name">Output</p>
          {output ? <pre>{output}</pre> : <p class="none">nothing yet</p>}
        </div>
      </>
    );
  }

  private swimlanes(): ComponentChildren {
    const { run } = this.props;
    const { threads } = run.graph;
    return (
      <div class="lanes" role="group" aria-label="The schedule so far" style={`--lane:${this.lane}px`}>
        <div class="heads">
          {threads.map((_, at) => (
            <button
              key={at}
              type="button"
              class={`pill ${hue(at + 1)}`}
              aria-disabled={!run.can(at + 1)}
              aria-label={`Step T${at + 1}`}
              onClick={() => this.step(at + 1)}
            >
              T{at + 1}
            </button>
          ))}
          <span class="name">The schedule so far</span>
        </div>
        <div
          ref={this.list}
          role="list"
          onClick={event => {
            const at = (event.target as Element).closest("button")?.dataset["at"];
            if (at !== undefined) this.go(Number(at));
          }}
        />
      </div>
    );
  }

}

/** How many steps "Run" fetches at most. */
const FAR = 300;
const IMPOSSIBLE = "The schedule of this link is not possible here. This is how far it went.";


function waiters(run: Run, name: string, [kind]: Primitive): string {
  const who = run.graph.threads.flatMap((_, at) => {
    const view = run.view(at + 1);
    const wait = view?.does === "waits" ? view.wait : undefined;
    return wait?.kind === kind && wait.name === name && !wait.call ? [`T${at + 1}`] : [];
  });
  return who.length ? `${words.list(who)} wait${who.length > 1 ? "" : "s"}` : "";
}

function Pill({ thread, kind = "" }: { thread: number; kind?: string }): ComponentChildren {
  return <span class={`pill ${hue(thread)} ${kind}`}>T{thread}</span>;
}

interface ValueProps {
  name: string;
  kind?: string;
  value: string;
  before: string | undefined;
  children?: string;
}

function Value(props: ValueProps): ComponentChildren {
  const { name, kind, value, before } = props;
  const changed = value !== before;
  return (
    <div class={changed ? "changed" : ""}>
      <dt>{name}</dt>
      <dd>
        {kind && <span class="kind">{kind}, </span>}
        {value}
        {changed && <small>{before === undefined ? "new" : `was ${words.flat(before, 24)}`}</small>}
        {props.children && <small class="who">{props.children}</small>}
      </dd>
    </div>
  );
}

interface ButtonProps {
  off?: boolean;
  /** Pressed while it is off, it tells why. */
  tells?: boolean;
  onClick: () => void;
  children: ComponentChildren;
  [attribute: string]: unknown;
}

function Button({ off, tells, onClick, children, ...rest }: ButtonProps): ComponentChildren {
  return (
    // A button that is off keeps the focus: a reader on the keyboard is not thrown out.
    <button type="button" aria-disabled={off ? "true" : "false"} onClick={() => (off && !tells) || onClick()} {...rest}>
      {children}
    </button>
  );
}

function Locals({ run, thread, before }: { run: Run; thread: number; before: number }): ComponentChildren {
  const view = run.view(thread);
  if (!view?.locals && !view?.locks) return null;
  const old = run.view(thread, before);
  const same = old?.in === view.in;
  return (
    <div class="local" role="group" aria-label={`Local to T${thread}`}>
      <p class="name">
        <Pill thread={thread} kind={view.does} /> in {view.in ?? "the program"}
      </p>
      <dl>
        {Object.entries(view.locks ?? {}).map(([name, lock]) => {
          const was = same ? old?.locks?.[name] : lock;
          return <Value key={name} name={name} kind={lock[0]} value={lock[1]} before={was?.[1]} />;
        })}
        {Object.entries(view.locals ?? {}).map(([name, value]) => (
          <Value key={name} name={name} value={value} before={same ? old?.locals?.[name] : value} />
        ))}
      </dl>
    </div>
  );
}

interface ThreadsProps {
  run: Run;
  /** What can come next is being worked out. */
  pending: boolean;
  onStep: (thread: number) => void;
  onRun: (thread: number) => void;
}

function Threads({ run, pending, onStep, onRun }: ThreadsProps): ComponentChildren {
  const last = run.at > run.from ? run.schedule[run.at - 1] : 0;
  return (
    <ul class="threads" aria-label="Threads">
      {run.graph.threads.map((name, at) => {
        const thread = at + 1;
        const view = run.view(thread);
        const can = run.can(thread) || (pending && view !== undefined && view.does !== "ended");
        const hint = words.stepHint(run, thread);
        const reason = can ? "" : words.blocked(run, thread);
        return (
          <li key={thread} class={`${hue(thread)} ${view?.does ?? "none"} ${last === thread ? "last" : ""}`}>
            <Pill thread={thread} kind={view?.does ?? "none"} />
            <span class="who" title={name}>{words.threadName(name)}</span>
            <div class="buttons">
              <Button
                off={!can}
                tells
                onClick={() => onStep(thread)}
                data-step={thread}
                class="step"
                aria-label={`Step T${thread}${hint && `: ${hint}`}${reason && `: not now, ${reason}`}`}
                title={reason || hint || undefined}
              >
                Step T{thread}
              </Button>
              <Button
                off={!can}
                tells
                onClick={() => onRun(thread)}
                data-run={thread}
                aria-label={`Run T${thread} until it waits or ends${reason && `: not now, ${reason}`}`}
                title={reason || "until it waits or ends"}
              >
                Run T{thread}
              </Button>
            </div>
            <p class="doing">{words.doing(run, thread)}{hint && <b> Step: {hint}.</b>}</p>
          </li>
        );
      })}
    </ul>
  );
}

interface SourceProps {
  run: Run;
  lines: Token[][];
  state: number;
  pane: { current: HTMLDivElement | null };
}

function Source({ run, lines, pane }: SourceProps): ComponentChildren {
  const here = new Map<number, number[]>();
  run.graph.threads.forEach((_, at) => {
    const view = run.view(at + 1);
    if (view?.line === undefined || view.does === "ended") return;
    const threads = here.get(view.line);
    if (threads) threads.push(at + 1);
    else here.set(view.line, [at + 1]);
  });
  const last = run.at > run.from ? run.schedule[run.at - 1]! : 0;
  const follow = (last && run.view(last)?.does !== "ended" && run.view(last)?.line) || [...here.keys()].at(-1);
  const slots = Math.min(run.graph.threads.length, 2);
  return (
    <div class="source" ref={pane} tabIndex={0} role="group" aria-label="Program" style={`--slots:${slots}`}>
      <ol>
        {lines.map((line, at) => (
          <Line key={at} run={run} line={line} number={at + 1} threads={here.get(at + 1)} follow={follow === at + 1} graph={run.graph} state={here.has(at + 1) ? run.state : -1} />
        ))}
      </ol>
    </div>
  );
}

interface LineProps {
  run: Run;
  line: Token[];
  number: number;
  threads: number[] | undefined;
  follow: boolean;
  state: number;
  graph: Graph;
}

/** A line is drawn again only where a thread stands, or stood. */
class Line extends Component<LineProps> {
  override shouldComponentUpdate(next: LineProps): boolean {
    return next.state !== this.props.state || next.graph !== this.props.graph || next.follow !== this.props.follow || next.run !== this.props.run;
  }

  override render({ run, line, number, threads, follow }: LineProps): ComponentChildren {
    const crowded = (threads?.length ?? 0) > 2;
    return (
      <li class={threads ? `here ${hue(threads[0]!)}` : ""} data-here={follow ? "" : undefined}>
        <span class={`marks ${crowded ? "crowded" : ""}`}>
          {threads?.map(thread => <Pill key={thread} thread={thread} kind={run.view(thread)!.does} />)}
        </span>
        <span class="number">{number}</span>
        <code>
          {line.map(([kind, text]) => (kind ? <span class={kind}>{text}</span> : text))}
          {"\n"}
          {threads?.map((thread, nth) => {
            const at = run.view(thread)!.at;
            return at && <i key={thread} class={`range ${hue(thread)}`} style={`left:${at[0]}ch;width:${at[1] - at[0]}ch;bottom:${-nth * 3}px`} />;
          })}
        </code>
      </li>
    );
  }
}
