// The levels of the Play pages: what is solved, what a mending is worth.

import { load, type Graph, type Outcome } from "./graph.ts";
import { encode } from "./schedule.ts";

const LEVELS = "h2.level, h2.mend, h2.write";
const KEY = "play";
const here = import.meta.url;

// ------------------------------------------------------------------- progress

/** The levels solved, in the order of solving; what is kept may be of anybody. */
export function parse(kept: string | null): string[] {
  let found: unknown;
  try {
    found = JSON.parse(kept ?? "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(found)) return [];
  return [...new Set(found.filter((id): id is string => typeof id === "string" && /^[a-z0-9-]{1,60}$/.test(id)))];
}

// Where the browser keeps nothing, progress lasts as long as the page.
let unkept: string[] | undefined;

function solved(): string[] {
  if (unkept) return unkept;
  try {
    return parse(localStorage.getItem(KEY));
  } catch {
    return (unkept = []);
  }
}

function keep(ids: string[]): void {
  if (!unkept) {
    try {
      if (ids.length) localStorage.setItem(KEY, JSON.stringify(ids));
      else localStorage.removeItem(KEY);
      return;
    } catch {
      // full, or forbidden
    }
  }
  unkept = ids;
}

// ------------------------------------------------------------------- the page

/** The heading of the level that an element stands in. */
function heading(element: Element): HTMLElement | null {
  for (let at: Element | null = element; at; at = at.previousElementSibling ?? at.parentElement) {
    if (at.matches(LEVELS)) return at as HTMLElement;
  }
  return null;
}

/** The first element of a level that matches, after `start` and before the next level. */
function within(start: Element, selector: string): HTMLElement | null {
  for (let at = start.nextElementSibling; at && at.tagName !== "H2"; at = at.nextElementSibling) {
    if (at.matches(selector)) return at as HTMLElement;
  }
  return null;
}

function title(level: Element): string {
  return (level.firstChild?.textContent ?? "").trim();
}

function hidden(text: string): HTMLElement {
  const span = document.createElement("span");
  span.className = "sr-only";
  span.textContent = text;
  return span;
}

function tick(mark: Element, on: boolean): void {
  if (mark.hasAttribute("data-solved") === on) return;
  mark.toggleAttribute("data-solved", on);
  if (on) mark.append(hidden(" Solved."));
  else mark.querySelector(":scope > .sr-only")?.remove();
}

/** Show what is solved: on the levels, and on the list of all of them. */
function show(): void {
  const done = new Set(solved());
  for (const level of document.querySelectorAll(LEVELS)) {
    const goal = within(level, "p.goal");
    if (goal) tick(goal, done.has(level.id));
  }
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".levels-list + ol a, .levels-list + ul a")];
  for (const link of links) tick(link.closest("li")!, done.has(link.hash.slice(1)));
  const left = links.filter(link => !done.has(link.hash.slice(1)));
  const count = links.length - left.length;
  for (const place of document.querySelectorAll(".progress")) {
    place.querySelector(".progress__count")!.textContent = `Solved: ${count} of ${links.length}.`;
    const go = place.querySelector("a")!;
    go.hidden = !left[0];
    go.href = left[0]?.href ?? "";
    go.textContent = count ? `Next: ${left[0]?.textContent}` : "Begin with the first level";
    place.querySelector("button")!.hidden = !done.size;
  }
}

function solve(level: HTMLElement): void {
  const moral = within(level, "details.moral") as HTMLDetailsElement | null;
  const first = !solved().includes(level.id);
  if (first) keep([...solved(), level.id]);
  if (moral) moral.open = true;
  show();
  say(`${first ? "Solved" : "Solved again"}: ${title(level)}.`, moral, next(level));
}

/** Where the level after this one is: on this page, or on the next. */
function next(level: Element): string | undefined {
  const levels = [...document.querySelectorAll(LEVELS)];
  const after = levels[levels.indexOf(level) + 1];
  if (after) return `#${after.id}`;
  return document.querySelector<HTMLAnchorElement>(".md-footer__link--next")?.href;
}

/** What lies between gets its true height only when it comes into view: go twice. */
function goTo(place: Element, block: ScrollLogicalPosition): void {
  const go = () => place.scrollIntoView({ block, behavior: "instant" });
  go();
  requestAnimationFrame(() => requestAnimationFrame(go));
}

// ------------------------------------------------------------------- the note

let note: HTMLElement | undefined;
let leave = 0;

/** Say something at the foot of the window: the page itself does not move. */
function say(text: string, moral: HTMLElement | null = null, after?: string): void {
  if (!note?.isConnected) {
    note = document.createElement("div");
    note.className = "play-note";
    note.setAttribute("role", "status");
    document.body.append(note);
  }
  const words = document.createElement("p");
  words.textContent = text;
  note.replaceChildren(words);
  if (moral) {
    const link = document.createElement("button");
    link.type = "button";
    link.textContent = "Read the moral";
    link.addEventListener("click", () => {
      goTo(moral, "center");
      moral.querySelector("summary")?.focus({ preventScroll: true });
      hush();
    });
    note.append(link);
  }
  if (after) {
    const link = document.createElement("a");
    link.href = after;
    link.textContent = "Next level";
    link.addEventListener("click", hush);
    note.append(link);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", hush);
  note.append(close);
  clearTimeout(leave);
  // Words alone may go by themselves; a button waits for the reader.
  if (!moral) leave = window.setTimeout(hush, 8000);
}

function hush(): void {
  clearTimeout(leave);
  note?.replaceChildren();
}

// ---------------------------------------------------------------- the mendings

/** How much of an output is told, in characters. */
const MOST = 200;

/** How an outcome reads after "it can". */
export function told({ kind, output, errors }: Outcome): string {
  const failure = errors[0];
  if (kind === "deadlock") return "end in a deadlock";
  if (failure) return `fail with ${failure.type}${failure.message && `: ${failure.message}`}`;
  if (kind === "step-limit") return "go on without end";
  const text = output.trim().replace(/\s*\n\s*/g, " / ");
  return text ? `print “${text.length > MOST ? `${text.slice(0, MOST)}…` : text}”` : "print nothing";
}

/** How a mending goes wrong: `always` where each of its outcomes, `wrong` in number, is. */
export function breaks(what: string, always: boolean, wrong: number, can = "can"): string {
  if (!always) return `it ${can} ${what}`;
  if (wrong === 1) return `whatever the schedule, it will ${what}`;
  return `no schedule does what it should. It can ${what}`;
}

/** What a mending is worth, and the outcome to show where it is not enough. */
export function judged(graph: Graph): { holds: boolean; text: string; bad: Outcome | undefined } {
  const bad = graph.outcomes.find(outcome => outcome.bad);
  if (!bad) {
    const all = graph.outcomes.map(outcome => `“${outcome.output.trim()}”`).join(" or ");
    return { holds: true, text: `It holds. Under every interleaving it prints ${all}.`, bad };
  }
  const wrong = graph.outcomes.filter(outcome => outcome.bad);
  const always = wrong.length === graph.outcomes.length;
  const one = always && wrong.length === 1 ? "" : " Below is a schedule that does it.";
  return { holds: false, text: `It does not hold: ${breaks(told(bad), always, wrong.length, "can still")}.${one}`, bad };
}

async function choose(box: HTMLElement, button: HTMLElement): Promise<void> {
  const program = box.dataset["program"]!;
  const verdict = within(box, "details.verdict") as HTMLDetailsElement | null;
  const place = box.querySelector<HTMLElement>(".choose__said")!;
  const folder = new URL("../graphs/", here);
  button.setAttribute("aria-busy", "true");
  let found: ReturnType<typeof judged>;
  try {
    const answer = await fetch(new URL(`${program}.json`, folder));
    if (!answer.ok) throw new Error(answer.statusText);
    found = judged(load(await answer.json()));
  } catch {
    place.textContent = "The recording of this program could not be read. The verdict below still tells.";
    return;
  } finally {
    button.removeAttribute("aria-busy");
  }
  box.dataset["verdict"] = found.holds ? "holds" : "breaks";
  candidate(box)?.classList.add("chosen");
  place.textContent = `${found.holds ? "✓" : "✗"} ${found.text}`;
  if (verdict) verdict.open = true;
  const level = heading(box);
  if (found.holds && level) solve(level);
  const player = verdict?.querySelector<HTMLElement>(".player");
  if (found.bad && player) {
    const { open } = await import(new URL("player.js", here).href) as typeof import("./player.tsx");
    await open(player, folder, encode(found.bad.schedule));
    const look = document.createElement("button");
    look.type = "button";
    look.textContent = "Go to the schedule";
    look.addEventListener("click", () => {
      goTo(player, "start");
      player.querySelector<HTMLElement>("thread-player")?.shadowRoot?.querySelector("section")?.focus({ preventScroll: true });
    });
    place.append(" ", look);
  }
}

/** The heading of a mending to choose. */
function candidate(box: Element): Element | null {
  for (let at = box.previousElementSibling; at; at = at.previousElementSibling) {
    if (at.matches("h3.candidate")) return at;
  }
  return null;
}

// --------------------------------------------------------------------- wiring

function buttons(): void {
  for (const box of document.querySelectorAll<HTMLElement>(".choose:not([data-ready])")) {
    box.dataset["ready"] = "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "choose__button";
    button.textContent = "Choose this mending";
    const name = candidate(box);
    if (name) button.setAttribute("aria-label", `Choose this mending: ${title(name)}`);
    const place = document.createElement("p");
    place.className = "choose__said";
    place.setAttribute("role", "status");
    button.addEventListener("click", () => void choose(box, button));
    box.append(button, place);
  }
  for (const place of document.querySelectorAll<HTMLElement>(".progress:not([data-ready])")) {
    place.dataset["ready"] = "";
    const count = document.createElement("span");
    count.className = "progress__count";
    const reset = document.createElement("button");
    reset.type = "button";
    reset.textContent = "Forget what I solved";
    reset.addEventListener("click", () => {
      if (!solved().length) return;
      keep([]);
      show();
      say("Forgotten. All levels are open again.");
    });
    place.append(document.createElement("a"), count, reset);
  }
}

let started = false;

/** Called for each page that comes in: the theme changes pages without a load. */
export function start(): void {
  buttons();
  show();
  hush();
  if (started) return;
  started = true;
  document.addEventListener("player:goal", event => {
    const level = heading(event.target as Element);
    if (!level?.matches(".level")) return;
    const { shown } = (event as CustomEvent<{ shown?: boolean }>).detail;
    if (shown) say("That was the recorded schedule. Press Reset and find the way yourself: then it counts.");
    else solve(level);
  });
  document.addEventListener("desk:holds", event => {
    const level = heading(event.target as Element);
    if (level && !level.matches(".level")) solve(level);
  });
  addEventListener("storage", event => {
    if (event.key === KEY || event.key === null) show();
  });
}
