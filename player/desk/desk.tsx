// The reader's own program: the editor, what can be done with it, what came of it. The
// player of the page stands below and walks through it.

import { Component, createRef, render, type ComponentChildren } from "preact";
import type { Graph, Outcome } from "../graph.ts";
import { Engine, Unavailable, type Explored, type ExploredOutcome, type Granularity, type Refused } from "../live/client.ts";
import type { ThreadPlayer } from "../player.tsx";
import { Run } from "../run.ts";
import * as words from "../words.ts";
import { coloured, editor, type Editor } from "./editor.ts";
import { count, isBad, judge, task, type Task, type Verdict } from "./judge.ts";
import { keep, kept } from "./keep.ts";
import * as lessons from "./lessons.ts";
import { BadLink, pack, unpack } from "./link.ts";
import { hint, stopped, verdict } from "./verdict.ts";
import style from "./desk.css";

const here = import.meta.url;
/** The top of the site: this script is in assets/player/. */
const SITE = new URL("../../", here);
const sheet = new CSSStyleSheet();
sheet.replaceSync(style);

/** One engine a tab; whoever presses last has it. */
const engine = new Engine(new URL("../live/", here));
let loaded = false;
let owner: Desk | undefined;

export interface Wanted {
  box: HTMLElement;
  /** The program's name, empty for a pad. */
  program: string;
  given: Graph | undefined;
  /** The solution of an exercise. */
  goal: Graph | undefined;
  /** The fragment of an address, which brings a program along. */
  link: string | undefined;
  recording: (program: string) => Promise<Graph>;
  make: () => ThreadPlayer;
}

/** Open a desk in a box of the page; one that is open takes the focus. */
export async function open(wanted: Wanted): Promise<void> {
  const { box, program, given, link } = wanted;
  const there = box.querySelector<DeskElement>("program-desk");
  let name = program || "pad";
  let original = given ? text(given) : "";
  let schedule: number[] = [];
  let granularity: Granularity = "opcode";
  let notice = "";
  if (link !== undefined) {
    try {
      const carried = await unpack(link);
      [original, schedule, granularity, name] = [carried.text, carried.schedule, carried.granularity, "link"];
      keep(name, undefined);
      const steps = schedule.length ? `, and a schedule of ${words.steps(schedule.length)}: “Run” opens it` : "";
      notice = `This program came with the link${steps}. Nothing of it has run yet: read it first.`;
    } catch (error) {
      if (!(error instanceof BadLink)) throw error;
      notice = error.message;
    }
  }
  if (there && link === undefined) {
    there.focusEditor();
    return;
  }
  there?.remove();
  const element = document.createElement("program-desk") as DeskElement;
  box.dataset["desk"] = "";
  box.prepend(element);
  element.mount(wanted, { name, original, schedule, granularity, notice });
}

function text(graph: Graph): string {
  return `${graph.source.join("\n").replace(/\n+$/, "")}\n`;
}

interface Props extends Wanted {
  root: ShadowRoot;
  name: string;
  original: string;
  schedule: number[];
  granularity: Granularity;
  notice: string;
  stage: HTMLElement;
  close: () => void;
}

type Busy = "loading" | "running" | "exploring" | "leading" | "judging" | "stepping";

const BUSY: Record<Busy, string> = {
  loading: "Fetching Python",
  running: "Running your program",
  exploring: "Exploring",
  leading: "Looking for a schedule to each of these",
  judging: "Trying your answer",
  stepping: "Working out the next steps",
};

class Desk extends Component<Props> {
  private editor: Editor | undefined;
  private readonly place = createRef<HTMLDivElement>();
  private readonly status = createRef<HTMLDivElement>();
  private readonly task: Task | undefined =
    this.props.goal && this.props.given && task(this.props.given, this.props.goal);
  private name = this.props.name;
  private original = this.props.original;
  private text = kept(this.name) ?? this.original;
  /** The text that the player and the list below are of. */
  private tried: string | undefined;
  /** Where threads switch: in the player's steps, and in "Explore all". An answer is
   *  judged as finely as can be. */
  private granularity = this.props.granularity;
  private busy: Busy | undefined;
  private got = 0;
  private all = 0;
  private runs = 0;
  private found = 0;
  private quit = (): void => {};
  /** The reader would not wait for the whole graph. */
  private impatient = false;
  private said: ComponentChildren = undefined;
  private greeting: ReturnType<typeof setTimeout> | undefined;
  private lesson: lessons.Lesson | undefined;
  private verdict: Verdict | undefined;
  private explored: Explored | undefined;
  private exploredBy: Granularity = "opcode";
  /** Whether a schedule to each outcome was looked for to the end. */
  private led = true;
  private player: ThreadPlayer | undefined;
  /** The whole graph that the player walks, where it has one. */
  private map: { graph: Graph; granularity: Granularity } | undefined;
  private schedule = this.props.schedule;

  override componentDidMount(): void {
    this.editor = editor({
      place: this.place.current!,
      root: this.props.root,
      text: this.text,
      label: "Your program",
      describedBy: "way-out",
      onChange: this.change,
      onRun: this.run,
      onExplore: this.explore,
    });
    this.focus();
    // A screen reader tells what changes in a region that it has met.
    this.greeting = setTimeout(() => this.said ?? this.say(this.props.notice || this.opening), GREETING);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.greeting);
    if (owner === this) engine.stop();
    this.editor?.close();
  }

  focus(): void {
    this.editor?.focus();
  }

  private get opening(): string {
    if (this.task) return "Change it until nothing can go wrong, whatever the order of its threads, and press Check my answer.";
    if (!this.text) return "Type or paste a program, or begin with one of those below. Nothing runs before you press.";
    return "Change what you like. Run lets you choose each step; Explore all lists every way it can end.";
  }

  private get yours(): boolean {
    return this.text !== this.original;
  }

  private change = (): void => {
    this.text = this.editor!.text();
    const lasts = keep(this.name, this.yours ? this.text : undefined);
    if (!lasts && this.yours) this.said = "This browser keeps nothing: what you write lasts until you leave the page.";
    this.editor!.mark(undefined);
    this.setState({});
  };

  private reset = (): void => {
    this.stop();
    this.editor!.replace(this.original);
    this.text = this.original;
    keep(this.name, undefined);
    this.clear();
    this.unmount();
    this.say(this.original ? "The program is as it was." : "The pad is empty again.");
    this.focus();
  };

  private begin = async (program: string): Promise<void> => {
    try {
      const given = await this.props.recording(program);
      this.name = "pad";
      this.original = "";
      this.schedule = [];
      this.editor!.replace(text(given));
      this.say("Change what you like, and run it. Reset empties the pad again.");
      this.focus();
    } catch (error) {
      this.say((error as Error).message);
    }
  };

  private clear(): void {
    this.lesson = this.verdict = this.explored = undefined;
    this.editor!.mark(undefined);
  }

  private unmount(): void {
    this.player?.remove();
    this.player = this.map = this.tried = undefined;
    delete this.props.box.dataset["live"];
  }

  private say(said: ComponentChildren, lesson?: lessons.Lesson): void {
    this.said = said;
    this.lesson = lesson;
    this.setState({});
  }

  private stop = (): void => {
    if (owner !== this || !this.busy) return;
    if (this.busy === "loading") this.quit();
    else engine.stop();
  };

  /** Do something with the engine; what went wrong is said. */
  private async work(what: Busy, does: (source: string) => Promise<void>): Promise<void> {
    if (owner !== this && owner?.busy) {
      engine.stop();
      owner.say("Stopped: another program of this page runs now.");
    }
    if (this.busy) return this.say("It still works on the last press: wait for it, or press Stop.");
    owner = this;
    this.clear();
    const source = this.text;
    if (source !== this.tried) this.unmount();
    if (!source.trim()) return this.say("There is no program yet: type or paste one.");
    try {
      if (!loaded) {
        this.phase("loading");
        const others = document.querySelector(".player[data-program]") ? " The players of this page work meanwhile." : "";
        this.say(`Fetching Python, once: later visits have it.${others}`);
        const stopped = new Promise<true>(resolve => { this.quit = () => resolve(true); });
        const loading = engine.load((got, all) => {
          [this.got, this.all] = [got, all];
          this.setState({});
        }).then(() => { loaded = true; });
        // What is fetched stays for the next press.
        if (await Promise.race([loading, stopped])) return this.say("Stopped.");
      }
      this.phase(what);
      this.say(`${BUSY[what]}…`);
      await does(source);
    } catch (error) {
      if (error instanceof Unavailable) this.say(error.message);
      else {
        this.say("Something broke in the page itself. Press again: the next run starts clean.");
        engine.stop();
        console.error(error);
      }
    } finally {
      this.phase(undefined);
    }
  }

  private phase(busy: Busy | undefined): void {
    this.busy = busy;
    this.runs = this.found = 0;
    this.setState({});
  }

  private refuse(refusal: Refused): void {
    if (this.busy === "leading") {
      // What was found stays, whatever ended the rest.
      const why = refusal.kind === "stopped" ? "You stopped" : "The page gave up";
      return this.say(`${verdict(this.explored!)} ${why} before it had a schedule to each.`, this.lesson);
    }
    if (refusal.kind === "stopped") {
      const searches = this.busy === "exploring" || this.busy === "judging";
      return this.say(stopped(searches ? this.runs : 0, this.found));
    }
    const lesson = lessons.refused(refusal);
    this.say(lesson.sentence, lesson);
    if (refusal.line !== undefined) this.editor!.mark(refusal.line, refusal.sentence);
  }

  private run = (): void =>
    void this.work("running", source => {
      const { granularity, schedule, props } = this;
      // The schedule of a link is one of its program, and of its steps.
      const fits = !this.yours && granularity === props.granularity;
      return this.draw({ source, granularity }, fits ? schedule : []);
    });

  /** Put the player on the program, at the beginning of a schedule, or of one that ends
   *  in an outcome. */
  private async draw(drawn: Drawn, schedule: readonly number[], wanted?: ExploredOutcome): Promise<void> {
    this.impatient = false;
    const answer = await engine.graph(drawn.source, { granularity: drawn.granularity });
    if ("schema" in answer) {
      const { outcomes, preemptions } = answer;
      this.colour(answer);
      const there = wanted && of(answer, wanted);
      if (this.mount(answer, drawn, there?.schedule ?? schedule)) {
        if (wanted) return this.say(there || schedule.length ? OPENED : this.noWay);
        const bound = preemptions === null ? "" : ` with at most ${count(preemptions, "preemption")}`;
        const ends = outcomes.length === 1 ? `Its one outcome${bound}: ${words.label(outcomes[0]!, outcomes)}` : `${count(outcomes.length, "outcome")}${bound}`;
        this.say(`It ran. ${ends}. Be its scheduler below.${hint(outcomes)}`, lessons.first(outcomes));
        return;
      }
    } else if (answer.kind === "stopped" && this.impatient) {
      this.say("Python begins anew, and looks at what your threads share…");
    } else if (answer.kind !== "too large") return this.refuse(answer);
    await this.walk(drawn, schedule);
    if (wanted && this.player) this.say(schedule.length ? OPENED : this.noWay);
  }

  private get noWay(): string {
    return this.led ? NO_WAY : NOT_YET;
  }

  /** The player on a program whose graph is too large: what comes next, step by step. */
  private async walk(drawn: Drawn, schedule: readonly number[]): Promise<void> {
    const { source, granularity } = drawn;
    const forced: number[] = [];
    let graph: Graph;
    for (;;) {
      const answer = await engine.expand(source, schedule.length ? [...schedule] : [...forced], { granularity });
      if (!("schema" in answer)) return this.refuse(answer);
      graph = answer;
      if (schedule.length) break;
      // Before the first choice there is nothing for the reader to do.
      const run = new Run(graph, false);
      run.take(forced);
      graph.start = run.state;
      if (run.choices.length !== 1 || forced.length >= FORCED) break;
      forced.push(run.choices[0]!);
    }
    this.mount(graph, drawn, schedule, true);
    this.say("It ran. All that it can do is too much for one map, so the page works out each step as you take it. “Explore all” still looks for its outcomes.");
  }

  private colour(graph: Graph): void {
    for (const outcome of graph.outcomes) outcome.bad = this.bad(outcome);
  }

  private bad(outcome: Pick<Outcome, "kind" | "output">): boolean {
    return this.task ? isBad(this.task, outcome) : outcome.kind !== "finished";
  }

  private mount(graph: Graph, drawn: Drawn, schedule: readonly number[], grows = false): boolean {
    const { make, box, stage } = this.props;
    const { source, granularity } = drawn;
    this.player?.remove();
    const player = make();
    const lines = coloured(graph.source.join("\n"));
    const grow = async (past: number[]): Promise<Graph | undefined> => {
      try {
        const answer = await engine.expand(source, past, { granularity });
        if ("schema" in answer) return answer;
        this.refuse(answer);
      } catch (error) {
        this.say(error instanceof Unavailable ? error.message : "The next step could not be worked out. Press Run again.");
      }
      return undefined;
    };
    stage.append(player);
    box.dataset["live"] = "";
    player.mount(
      {
        graph,
        program: this.name,
        lines,
        fromStart: !grows || !schedule.length,
        close: () => this.unmountAndTell(),
        live: { grow: grows ? grow : undefined, share: past => this.share(drawn, past) },
      },
      undefined,
    );
    this.player = player;
    this.map = grows ? undefined : { graph, granularity };
    this.tried = source;
    player.scrollIntoView({ block: "nearest" });
    if (!schedule.length) return true;
    return player.show(schedule);
  }

  private unmountAndTell(): void {
    this.unmount();
    this.setState({});
    this.focus();
  }

  private explore = (): void =>
    void this.work("exploring", async source => {
      const { granularity } = this;
      const show = (found: Explored): void => {
        this.explored = found;
        this.exploredBy = granularity;
        this.tried = source;
        for (const outcome of found.outcomes) outcome.bad = this.bad(outcome);
        this.say(verdict(found), lessons.first(found.outcomes));
      };
      const answer = await engine.explore(source, { granularity }, (runs, outcomes, found) => {
        if (!found) return this.progress(runs, outcomes);
        this.led = false;
        this.phase("leading");
        show(found);
      });
      if (answer.kind !== "explored") return this.refuse(answer);
      this.led = true;
      show(answer);
    });

  private progress = (runs: number, outcomes: number): void => {
    if (this.busy === "leading") return;
    [this.runs, this.found] = [runs, outcomes];
    this.setState({});
  };

  private check = (): void =>
    void this.work("judging", async source => {
      const answer = await engine.explore(source, { granularity: "opcode" }, this.progress);
      if (answer.kind !== "explored") return this.refuse(answer);
      const verdict = judge(this.task!, source, answer);
      this.tried = source;
      this.led = true;
      for (const outcome of answer.outcomes) outcome.bad = this.bad(outcome);
      if (verdict.bad) {
        await this.draw({ source, granularity: "opcode" }, verdict.bad.schedule, verdict.bad);
      }
      this.verdict = verdict;
      this.explored = answer;
      this.exploredBy = "opcode";
      this.say(`${verdict.holds ? "✓" : "✗"} ${verdict.sentence}`, verdict.bad && lessons.of(verdict.bad, answer.outcomes));
      // The player below came into view, and the verdict may have left it.
      this.status.current?.scrollIntoView({ block: "nearest" });
      if (verdict.holds) {
        const detail = { program: this.props.program };
        this.props.box.dispatchEvent(new CustomEvent("desk:holds", { bubbles: true, detail }));
      }
    });

  private openOutcome(outcome: ExploredOutcome): void {
    const { explored, exploredBy: granularity, map } = this;
    if (this.player && this.tried === this.text && map?.granularity === granularity) {
      const there = of(map.graph, outcome);
      if (there && this.player.show(there.schedule)) {
        this.player.scrollIntoView({ block: "nearest" });
        return;
      }
    }
    void this.work("running", async source => {
      await this.draw({ source, granularity }, outcome.schedule, outcome);
      this.explored = explored;
      this.setState({});
    });
  }

  private async share({ source, granularity }: Drawn, schedule: number[]): Promise<{ url: string } | { sentence: string }> {
    try {
      return { url: `${new URL("play/pad/", SITE).href}#${await pack({ text: source, schedule, granularity })}` };
    } catch (error) {
      if (error instanceof BadLink) return { sentence: error.message };
      throw error;
    }
  }

  private copy = async (): Promise<void> => {
    const made = await this.share({ source: this.text, granularity: this.granularity }, []);
    if ("sentence" in made) return this.say(made.sentence);
    navigator.clipboard.writeText(made.url).then(
      () => this.say("Link copied. It carries your program; whoever opens it reads it first, and nothing runs before a press."),
      () => this.say("This browser does not let the page copy."),
    );
  };

  override render(): ComponentChildren {
    const { program, box } = this.props;
    const { busy, task, verdict } = this;
    const starts = JSON.parse(box.dataset["starts"] ?? "[]") as [string, string][];
    const stale = this.tried !== undefined && this.tried !== this.text;
    return (
      <section role="group" aria-label={program ? `Your own ${program}.py` : "Your program"} data-busy={busy}>
        <header>
          <p class="title">
            {program ? `${program}.py` : this.name === "link" ? "A program from a link" : "Pad"}
            {this.yours && program && <b class="yours">yours</b>}
          </p>
          <button type="button" class="plain" onClick={this.copy}>Copy link</button>
          <button type="button" class="plain" onClick={this.props.close}>Close</button>
        </header>
        <div class="controls">
          {task && this.button("check", "Check my answer", this.check, "main")}
          {this.button("run", "Run", this.run, task ? "" : "main")}
          {this.button("explore", "Explore all", this.explore)}
          <button type="button" data-do="stop" aria-disabled={!busy} onClick={this.stop}>Stop</button>
          <button type="button" data-do="reset" aria-disabled={!this.yours} onClick={() => this.yours && this.reset()}>Reset</button>
          <label class="steps">
            Threads switch{" "}
            <select
              data-do="granularity"
              value={this.granularity}
              onChange={event => {
                this.granularity = event.currentTarget.value as Granularity;
                this.setState({});
              }}
            >
              <option value="opcode">at each access</option>
              <option value="line">at each line</option>
              <option value="gil">where a GIL build can</option>
            </select>
          </label>
        </div>
        <div ref={this.status} class={`said ${verdict ? (verdict.holds ? "good" : "bad") : ""}`} role="status" aria-live="polite" aria-atomic="false">
          {this.said && <p>{this.said}</p>}
          {this.lesson && this.teach(this.lesson)}
          {stale && !busy && <p class="small">You have changed the program since: what is below is of the one before. Press Run again.</p>}
        </div>
        {busy && this.bar(busy)}
        {this.explored && (!busy || busy === "leading") && this.histogram(this.explored)}
        <div class="code" ref={this.place} />
        {starts.length > 0 && !this.text.trim() && (
          <ul class="starts" aria-label="Begin with">
            {starts.map(([name, title]) => (
              <li key={name}><button type="button" data-start={name} onClick={() => void this.begin(name)}>{title}</button></li>
            ))}
          </ul>
        )}
        <p class="small keys">
          <span id="way-out">
            <kbd>Tab</kbd> indents; <kbd>Esc</kbd>, then <kbd>Tab</kbd>, leaves the editor. <kbd>Ctrl</kbd> or <kbd>⌘</kbd> with{" "}
            <kbd>Enter</kbd> runs, with <kbd>Shift</kbd> too it explores.{" "}
          </span>
          {this.yours && "What you wrote is kept in this browser and sent nowhere."}
        </p>
        <slot />
      </section>
    );
  }

  private button(name: string, label: string, does: () => void, kind = ""): ComponentChildren {
    return (
      <button type="button" data-do={name} class={kind} aria-disabled={this.busy ? "true" : "false"} onClick={does}>
        {label}
      </button>
    );
  }

  private teach(lesson: lessons.Lesson): ComponentChildren {
    return (
      <p class="lesson">
        {lesson.sentence !== this.said && `${lesson.sentence} `}
        {lesson.look}
        {lesson.page && [" Read on: ", <a href={new URL(lesson.page[0], SITE).href}>{lesson.page[1]}</a>, "."]}
      </p>
    );
  }

  private bar(busy: Busy): ComponentChildren {
    const loading = busy === "loading";
    const known = loading && this.got < this.all;
    const detail = loading
      ? known ? `${megabytes(this.got)} of ${megabytes(this.all)} MB` : this.all ? "Starting Python…" : ""
      : busy === "leading" ? `${BUSY[busy]}…`
      : this.runs ? `${count(this.runs, "run")}, ${count(this.found, "outcome")} so far` : "";
    return (
      <div class="bar">
        {known ? <progress aria-label={BUSY[busy]} value={this.got} max={this.all} /> : <progress aria-label={BUSY[busy]} />}
        <span class="count">{detail}</span>
        {busy === "running" && (
          <button
            type="button"
            data-do="walk"
            title="without waiting for the map of all that it can do"
            onClick={() => {
              this.impatient = true;
              engine.stop();
            }}
          >
            Step it now
          </button>
        )}
      </div>
    );
  }

  private histogram(explored: Explored): ComponentChildren {
    const all = explored.outcomes.map(outcome => ({ ...outcome, state: [], gil: true }) as Outcome);
    const most = Math.max(...explored.outcomes.map(outcome => outcome.runs));
    return (
      <div class="found">
        <ul aria-label="Outcomes">
          {explored.outcomes.slice(0, SHOWN).map((outcome, at) => (
            <li key={at} class={outcome.bad ? "bad" : ""}>
              <span class="outcome">{lessons.name(all[at]!, all)}</span>
              <span class="share" aria-hidden="true"><i style={`width:${(100 * outcome.runs) / most}%`} /></span>
              <span class="count">{count(outcome.runs, "run")}</span>
              <button type="button" data-outcome={at} aria-label={`Open a schedule: ${lessons.name(all[at]!, all)}`} aria-disabled={this.busy ? "true" : "false"} onClick={() => this.openOutcome(outcome)}>Open</button>
            </li>
          ))}
        </ul>
        {explored.outcomes.length > SHOWN && <p class="small">and {explored.outcomes.length - SHOWN} more.</p>}
        <p class="small">A run stands for all that no thread can tell apart, so a long bar is no likelihood.</p>
      </div>
    );
  }
}

/** A program, and where its threads switch: what the player below is of. */
interface Drawn {
  source: string;
  granularity: Granularity;
}

const OPENED = "Its schedule is below.";
const NO_WAY =
  "The search found this outcome, and the page found no schedule of the player's steps that ends so: " +
  "it may need a switch within what the library does in one line, or more switches than were tried. Look for it yourself below.";

function same(one: Outcome, two: ExploredOutcome): boolean {
  const key = ({ kind, output, status, errors }: Outcome | ExploredOutcome) =>
    JSON.stringify([kind, output, status, errors.map(({ thread, type, message }) => [thread, type, message])]);
  return key(one) === key(two);
}

const NOT_YET =
  "No schedule that ends so is known yet: press Explore all again, and let it end, or look for one yourself below.";

/** An outcome of a graph: of deadlocks that print the same, the one that this one's
 *  schedule ends in. */
function of(graph: Graph, found: ExploredOutcome): Outcome | undefined {
  const alike = graph.outcomes.filter(one => same(one, found));
  if (alike.length < 2) return alike[0];
  const way = new Run(graph, false);
  const end = found.schedule.every(thread => way.step(thread)) ? way.outcome : undefined;
  return alike.find(one => one === end) ?? alike[0];
}

/** Milliseconds after which what a desk opens with is said. */
const GREETING = 200;
/** How many steps without a choice are taken for the reader. */
const FORCED = 500;
/** How many outcomes the list shows. */
const SHOWN = 50;

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

class DeskElement extends HTMLElement {
  private desk: Desk | null = null;

  mount(wanted: Wanted, begin: Pick<Props, "name" | "original" | "schedule" | "granularity" | "notice">): void {
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const close = () => {
      this.remove();
      delete wanted.box.dataset["desk"];
      delete wanted.box.dataset["live"];
      const button = wanted.box.querySelector<HTMLElement>(".player__edit, .player__open, thread-player");
      button?.focus();
    };
    render(<Desk ref={desk => { this.desk = desk; }} {...wanted} {...begin} root={root} stage={this} close={close} />, root);
  }

  focusEditor(): void {
    this.desk?.focus();
  }

  disconnectedCallback(): void {
    if (this.shadowRoot) render(null, this.shadowRoot);
  }
}

customElements.get("program-desk") ?? customElements.define("program-desk", DeskElement);
