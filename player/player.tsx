// The element <thread-player>, and how the page opens it.
//
// A box in the page says what is played, and may set a goal:
//
//   <div class="player" data-program="lock/counter_broken" data-start="0"
//        data-goal='{"output": "1\n"}'>still picture</div>
//
// `data-start="0"` begins at the program's first line, not at the first choice. A goal
// names a `kind` of outcome, an `output`, values of `shared`: all that is named must
// hold. Reaching it dispatches "player:goal", which bubbles, with {program, schedule,
// shown}: `shown` where the reader had the way shown and did not choose it.

import { render } from "preact";
import { App, type Live } from "./app.tsx";
import type * as Desk from "./desk/desk.tsx";
import { load, Unusable, type Graph } from "./graph.ts";
import { supported } from "./live/client.ts";
import { Run, sameProgram, type Goal } from "./run.ts";
import { blockBefore, tokens, type Token } from "./tokens.ts";
import style from "./player.css";

const graphs = new Map<string, Promise<Graph>>();
const found = new Map<string, Set<number>>();
const sheet = new CSSStyleSheet();
sheet.replaceSync(style);

export interface Opened {
  graph: Graph;
  program: string;
  lines: Token[][];
  goal?: Goal | undefined;
  fromStart: boolean;
  close: () => void;
  edit?: () => void;
  live?: Live;
}

export class ThreadPlayer extends HTMLElement {
  private app: App | undefined;

  mount(opened: Opened, link: string | undefined): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const { program } = opened;
    const run = new Run(opened.graph, opened.fromStart);
    let known = opened.live ? new Set<number>() : found.get(program);
    if (!known) found.set(program, (known = new Set()));
    render(
      <App
        run={run}
        program={program}
        lines={opened.lines}
        goal={opened.goal}
        narrow={this.clientWidth < 500}
        found={known}
        link={link}
        onReady={app => (this.app = app)}
        onGoal={(schedule, shown) => {
          const detail = { program, schedule, shown };
          this.dispatchEvent(new CustomEvent("player:goal", { bubbles: true, composed: true, detail }));
        }}
        onClose={opened.close}
        onEdit={opened.edit}
        live={opened.live}
      />,
      root,
    );
  }

  follow(link: string): void {
    this.app?.follow(link);
  }

  /** Stand at the beginning of a schedule; false where it is not possible here. */
  show(schedule: readonly number[]): boolean {
    return this.app?.take(schedule, false, true) ?? false;
  }

  disconnectedCallback(): void {
    if (this.shadowRoot) render(null, this.shadowRoot);
  }
}

async function fetched(url: URL): Promise<Graph> {
  let answer: Response;
  try {
    answer = await fetch(url);
  } catch {
    throw new Unusable("The recording of this program could not be fetched. Are you offline?");
  }
  if (!answer.ok) throw new Unusable("There is no recording of this program.");
  let raw: unknown;
  try {
    raw = await answer.json();
  } catch {
    throw new Unusable("The recording of this program is damaged.");
  }
  return load(raw);
}

function goalOf(text: string | undefined): Goal | undefined {
  if (!text) return undefined;
  try {
    const goal: unknown = JSON.parse(text);
    return typeof goal === "object" && goal !== null ? goal : undefined;
  } catch {
    return undefined;
  }
}

function recording(program: string, folder: URL): Promise<Graph> {
  const url = new URL(`${program}.json`, folder);
  let waiting = graphs.get(url.href);
  if (!waiting) {
    waiting = fetched(url);
    graphs.set(url.href, waiting);
    waiting.catch(() => graphs.delete(url.href));
  }
  return waiting;
}

/** Open the reader's own desk: in `box`, or where the page has a place for this
 *  program's. The fragment of a link may bring a program along. */
export async function edit(box: HTMLElement, folder: URL, link?: string): Promise<void> {
  const { program, solution } = box.dataset;
  const place = (program && document.querySelector<HTMLElement>(`.desk[data-program="${program}"]`)) || box;
  const missing = supported();
  if (missing) return say(place, missing);
  let desk: typeof Desk;
  try {
    desk = await import(new URL("desk.js", import.meta.url).href);
  } catch {
    return say(place, "The editor could not be loaded. Are you offline?");
  }
  try {
    const given = program ? await recording(program, folder) : undefined;
    const wanted = place.dataset["solution"] ?? solution;
    const goal = wanted ? await recording(wanted, folder) : undefined;
    say(place, "");
    await desk.open({
      box: place,
      program: program ?? "",
      given,
      goal,
      link,
      recording: name => recording(name, folder),
      make: () => document.createElement("thread-player") as ThreadPlayer,
    });
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    say(place, error.message);
  }
}

/** Open the player of `box` in the place of its still picture. */
export async function open(box: HTMLElement, folder: URL, link?: string): Promise<void> {
  const there = box.querySelector<ThreadPlayer>("thread-player");
  if (there) {
    if (link !== undefined) there.follow(link);
    return;
  }
  const program = box.dataset["program"]!;
  let graph: Graph;
  let lines: Token[][];
  try {
    graph = await recording(program, folder);
    const block = blockBefore(box, `${program}.py`);
    const shown = block && sameProgram(graph.source, block.textContent!);
    if (shown === false) {
      throw new Unusable("The recording is of another version of this program than the page shows. Reload the page.");
    }
    const coloured = block && tokens(block);
    lines = graph.source.map((text, at) => (coloured?.[at]?.map(t => t[1]).join("") === text ? coloured[at]! : [["", text]]));
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    say(box, error.message);
    return;
  }
  if (box.querySelector("thread-player")) return;
  say(box, "");
  const player = document.createElement("thread-player") as ThreadPlayer;
  const button = box.querySelector<HTMLElement>(".player__open");
  const close = () => {
    player.remove();
    delete box.dataset["open"];
    tell();
    button?.focus();
  };
  box.dataset["open"] = "";
  tell();
  box.prepend(player);
  const fromStart = box.dataset["start"] !== "0";
  const change = () => void edit(box, folder);
  player.mount({ graph, program, lines, goal: goalOf(box.dataset["goal"]), fromStart, close, edit: change }, link);
}

/** Tell the page whether a player is open. A style that asked `body:has(...)` would be
 *  worked out again with each element that comes: half of what a long page costs. */
function tell(): void {
  document.documentElement.toggleAttribute("data-playing", document.querySelector(".player[data-open]") !== null);
}

/** A sentence in the place of the player: the page stays whole. */
function say(box: HTMLElement, text: string): void {
  let place = box.querySelector(".player__said");
  if (!place) {
    place = document.createElement("p");
    place.className = "player__said";
    place.setAttribute("role", "status");
    box.append(place);
  }
  place.textContent = text;
}

customElements.get("thread-player") ?? customElements.define("thread-player", ThreadPlayer);
