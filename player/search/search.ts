// The worker of the search. The theme would fetch its whole index on every first visit;
// this stands in front of the theme's own worker, and brings it and the index when the
// search is opened: the titles first, which answer most, then the whole. It also puts a
// reader's question into the engine's words.

import { stem, watch, words } from "./engine.ts";
import { unpacked, type Packed, type Part, type Section } from "./parts.ts";
import { asked, KIND, row, tells, type Question } from "./question.ts";

/** Of a page, the sections that were found, best first. */
type Found = (Section & { score: number; terms: object })[];

/** The theme's messages. */
const SET_UP = 0, READY = 1, ASK = 2, ANSWER = 3;
type Message = { type: typeof SET_UP | typeof READY } | { type: typeof ASK; data: string }
  | { type: typeof ANSWER; data: { items: Found[] } };

/** The worker's: TypeScript's names for workers and those for pages exclude one another. */
const worker = self as unknown as {
  postMessage: (message: Message) => void;
  importScripts(address: URL): void;
};

const MOST = 20; // pages found: nobody reads more
const scope = new URL(location.href);
const answer = worker.postMessage.bind(self);
const headings = new Map<string, Set<string>>(); // their words, by address
const answers = new Map<string, string>(); // what a section says first, by address
const asking: number[] = []; // the turns of the questions that the engine has
let engine: Promise<void> | undefined; // from the first words on
let question: Question = { query: "", said: "", wanted: [], subject: [] };
let isReady: () => void;
let latest = 0;
let before = "";

/** Of a page's sections the page itself, if it was found. */
function main(sections: Found): Section | undefined {
  return sections.find(({ location }) => !location.includes("#"));
}

/** The words of a title. */
function plain(section: Section | undefined): string[] {
  return words((section?.title ?? "").replace(/<[^>]*>|&\w+;/g, ""));
}

/** The words of a heading and its page's, and what their forms share. */
function heading(page: Section | undefined, section: Section): Set<string> {
  const { location } = section;
  let all = headings.get(location);
  if (!all) {
    const said = [page, section].flatMap(plain);
    headings.set(location, all = new Set([...said, ...said.map(stem)]));
  }
  return all;
}

/** Whether a page is to be found later, as a list of programs is. */
function later(sections: Found): boolean {
  return (sections[0]!.boost ?? 1) < 1;
}

/** How many of a heading's words were typed as they stand there: all of them, or none. Up
 *  to three may be a term's. */
function typed(section: Section): number {
  const said = plain(section);
  if (KIND.test(said[0] ?? "")) said.shift();
  return said.length > 3 && said.some(tells) && question.said.includes(row(said)) ? said.length : 0;
}

/** A page's sections, one of them first. */
function led(by: Found[number], sections: Found): Found {
  return [{ ...by, score: sections[0]!.score }, ...sections.filter(section => section !== by)];
}

/** The pages with a heading that was typed word for word, as a message is: the longest first. */
function cited(pages: Found[]): Map<Found, Found> {
  const found = pages.flatMap(sections => {
    const [best] = sections.map(section => ({ section, length: typed(section) })).sort((a, b) => b.length - a.length);
    return best?.length ? [{ sections, ...best }] : [];
  });
  found.sort((a, b) => b.length - a.length);
  return new Map(found.map(({ sections, section }) => [sections, led(section, sections)]));
}

/** Whether a page's title names what the question is about, and nothing else. */
function about(page: Section | undefined): boolean {
  const { subject } = question;
  const said = plain(page).filter(tells);
  return said.length === subject.length && subject.length > 0 && subject.every(({ word, start, goesOn }) =>
    said.some(one => stem(one) === start || goesOn && one.startsWith(word)));
}

/** What pages were found: first those with a heading that was typed, then those about the
 *  question, then those that have a heading with each of its words; but for those that are
 *  to be found later. */
function ordered(pages: Found[]): Found[] {
  const left = new Set(pages);
  const now = () => [...left].filter(sections => !later(sections));
  const before: Found[] = [];
  for (const by of [cited, whole, headed]) {
    for (const [sections, shown] of by(now())) {
      left.delete(sections);
      before.push(shown);
    }
  }
  return [...before, ...left];
}

/** The pages about the question. */
function whole(pages: Found[]): Map<Found, Found> {
  return new Map(pages.filter(sections => about(main(sections))).map(sections => [sections, sections]));
}

/** The pages that have a heading with each of the question's words. */
function headed(pages: Found[]): Map<Found, Found> {
  const { wanted } = question;
  const first = new Map<Found, Found>();
  if (wanted.length < 2) return first;
  for (const sections of pages) {
    const page = main(sections);
    const says = sections.find(section => {
      const said = heading(page, section);
      return wanted.every(({ word, start, goesOn }) => said.has(start) || goesOn && [...said].some(one => one.startsWith(word)));
    });
    if (says) first.set(sections, led(says, sections));
  }
  return first;
}

const FIRST = /<p>.*?<\/p>/s;

/** What a result shows: its section's first paragraph. The engine shows what has the
 *  question's words, and most of that stands in the index to be found, not to be read. */
function shown({ tags, ...section }: Found[number]): Found[number] {
  const text = FIRST.exec(section.text)?.[0] ?? answers.get(section.location) ?? "";
  return { ...section, text, terms: {} };
}

function tell(message: object): void {
  self.dispatchEvent(new MessageEvent("message", { data: message }));
}

async function bring(name: string): Promise<Part> {
  const reply = await fetch(new URL(`../../search/${name}`, scope));
  return unpacked(await reply.json() as Packed);
}

/** Let the engine look through a part of the index. */
async function use(part: Promise<Part>): Promise<void> {
  const found = await part;
  headings.clear();
  for (const { location, text } of found.docs) answers.set(location, FIRST.exec(text)?.[0] ?? "");
  await new Promise<void>(done => {
    isReady = done;
    tell({ type: SET_UP, data: { ...found, options: {} } });
  });
}

function ask(turn: number, text: string): void {
  question = asked(text);
  asking.push(turn);
  tell({ type: ASK, data: question.query });
}

function start(): void {
  worker.postMessage = message => {
    if (message.type === READY) isReady();
    // Of what was typed meanwhile only the last is answered.
    else if (message.type === ANSWER && asking.shift() === latest) {
      const items = ordered(message.data.items).slice(0, MOST).map(sections => sections.map(shown));
      answer({ ...message, data: { ...message.data, items } });
    }
  };
  worker.importScripts(new URL(scope.searchParams.get("engine")!, scope));
  watch();
}

async function load(): Promise<void> {
  const titles = bring("titles.json");
  if (!globalThis.lunr) start();
  await use(titles);
  use(bring("index.json")).then(() => {
    if (before.trim()) ask(latest, before);
  }, forget);
}

/** Offline, perhaps: the next key tries again. */
function forget(): void {
  engine = undefined;
}

self.addEventListener("message", async event => {
  if (!event.isTrusted) return; // our own, for the engine
  event.stopImmediatePropagation();
  const message = event.data as Message;
  if (message.type === SET_UP) answer({ type: READY });
  if (message.type !== ASK) return;
  const { data } = message;
  const turn = ++latest;
  const empty = !data.trim();
  // A blank only wakes this worker: an answer to it, or to what takes it away, could come
  // after the next words, and say that nothing was found.
  if (!data && before !== " ") answer({ type: ANSWER, data: { items: [] } });
  before = data;
  if (!data) return;
  try {
    await (engine ??= load());
  } catch {
    return forget();
  }
  // What was typed while the engine was busy waits to be heard: a turn for it.
  await new Promise(done => setTimeout(done));
  if (turn === latest && !empty) ask(turn, data);
});
