// The worker of the search. The theme would fetch its whole index on every first visit;
// this stands in front of the theme's own worker, and brings it and the index when the
// search is opened: the titles first, which answer most, then the whole. It also puts a
// reader's question into the engine's words.
//
// The theme's messages: 0 sets up, 1 is ready, 2 asks, 3 answers.
"use strict";

const MOST = 20; // pages found: nobody reads more
const scope = new URL(location.href);
const answer = self.postMessage.bind(self);
let engine; // a promise, from the first words on
let index; // what lunr made
let isReady;
let wanted = []; // the words that tell what the latest question is about
const headings = new Map(); // their words, by address
const answers = new Map(); // what a section says first, by address

/** What says nothing about threads, or that this is a question. */
const EMPTY = new Set((
  "a about after all also am an and any anyone are as at be because been before being best better between but by can " +
  "cannot could did difference differences do does doesn doing don each either else ever every example examples explain " +
  "explained explanation find for from get getting give good happen happens has have having help here how i if in instead into " +
  "is isn it its just know let like look make makes many may me mean means meaning might more most much must my need no not " +
  "now of off on once one only or other our out over please possible problem program properly proper purpose python really " +
  "s same see should show so some something still such t than that the their them then there these they thing this those " +
  "through to too tutorial under up us use used useful uses using versus via very vs want was way ways we well were what " +
  "when where whether which while who why will with without work working works would you your"
).split(" "));

const SUBJECT = /^(multi)?thread(s|ed|ing)?$/;

/** Written as in code: `join(`, `setDaemon`, `task_done`. */
const NAME = /\b[A-Za-z_]\w*(?=\()|\b[a-z]+[A-Z]\w*|\b[A-Za-z]\w*_\w+/g;

/** What a question asks for that names the site's subject alone: where threads are begun. */
const BEGINNING = "title:creation^4 tags:creating^4 tags:begin^4";

/** Where a file stands on the reader's machine. */
const PATH = /'(?:[A-Za-z]:)?[/\\][^']*'/g;

/** Of a pasted traceback, the line that says what is wrong. */
function complaint(pasted) {
  const text = pasted.replace(PATH, " ");
  if (!/Traceback \(most recent|File "[^"]*", line \d+/.test(text)) return text;
  const said = [...text.matchAll(/(?:^|[\s>])((?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit|Empty|Full|ShutDown|Broken\w*): .*)/g)];
  const last = said.at(-1);
  return last ? last[1].replace(/^.*(?:, line \d+, in \S+).*?(?=[A-Z]\w*Error)/, "") : text.replace(/File "[^"]*", line \d+(?:, in \S+)?/g, " ");
}

/** What a word's forms have in common, at their beginning. */
function stem(word) {
  const found = lunr.stemmer(new lunr.Token(word)).toString();
  let same = 0;
  while (same < found.length && found[same] === word[same]) same++;
  return same < 3 ? word : word.slice(0, same);
}

function known(start) {
  return index.tokenSet.intersect(lunr.TokenSet.fromString(start + "*")).toArray();
}

function count(word) {
  const postings = index.invertedIndex[word];
  return Object.keys(postings.text).length + 5 * Object.keys(postings.title).length;
}

/** The nearest words to one that the site does not have. */
function nearest(word) {
  for (const edits of word.length < 4 ? [] : word.length < 7 ? [1] : [1, 2]) {
    const near = index.tokenSet.intersect(lunr.TokenSet.fromFuzzyString(word, edits)).toArray();
    const best = near.filter(other => other[0] === word[0] && count(other) > 1).sort((a, b) => count(b) - count(a))[0];
    if (best) return best;
  }
  return undefined;
}

function words(text) {
  return text.toLowerCase().replace(/\bmulti[-\s]+(?=thread|process)/g, "multi").split(lunr.tokenizer.separator).map(word => word.replace(/^['.*+^~-]+|['.*+^~]+$/g, "")).filter(Boolean);
}

/** The words of a heading and its page's, and what their forms share. */
function heading(page, section) {
  const { location } = section;
  if (!headings.has(location)) {
    const said = [page, section].flatMap(({ title }) => words(title.replace(/<[^>]*>|&\w+;/g, "")));
    headings.set(location, new Set([...said, ...said.map(stem)]));
  }
  return headings.get(location);
}

/** What pages were found, those first that have a heading with every word of the question. */
function headed(pages) {
  if (wanted.length < 2) return pages;
  const first = [], others = [];
  for (const sections of pages) {
    const page = sections.find(({ location }) => !location.includes("#"));
    const says = sections.find(section => {
      const said = heading(page, section);
      return wanted.every(({ word, start, goesOn }) => said.has(start) || goesOn && [...said].some(one => one.startsWith(word)));
    });
    if (says) {
      first.push([{ ...says, score: sections[0].score }, ...sections.filter(section => section !== says)]);
    } else {
      others.push(sections);
    }
  }
  return [...first, ...others];
}

const FIRST = /<p>.*?<\/p>/s;

/** What a result shows: its section's first paragraph. The engine shows what has the
 *  question's words, and most of that stands in the index to be found, not to be read. */
function shown({ tags, ...section }) {
  const [first = ""] = FIRST.exec(section.text) ?? [answers.get(section.location)];
  return { ...section, text: first, terms: {} };
}

/** A reader's question in the words that the engine looks for. */
function asked(text) {
  const said = complaint(text);
  const all = words(said);
  const names = new Set(words((said.match(NAME) ?? []).join(" ")));
  const telling = all.filter(word => !EMPTY.has(word));
  const rare = telling.filter(word => !SUBJECT.test(word));
  wanted = (rare.length > 1 ? rare : all).map(word => ({ word, start: stem(word), goesOn: word === all.at(-1) }));
  const found = [];
  const typing = all.at(-1);
  if (telling.length && !rare.length) found.push(BEGINNING);
  for (let word of new Set(telling.length ? telling : all)) {
    if (word !== typing && !known(stem(word)).length || word === typing && !known(word).length && !known(stem(word)).length) {
      word = nearest(word) ?? word;
    }
    // Nearly every page has the words of the site's own subject: they tell little.
    if (SUBJECT.test(word) && telling.length > 1) {
      if (word in index.invertedIndex) found.push(`${word}^1`);
      continue;
    }
    if (word in index.invertedIndex) found.push(`${word}^${names.has(word) ? 18 : 6}`);
    // What is being typed goes on; a short word is no beginning of others.
    if (word === typing) found.push(word);
    if (word.length > 3) found.push(`${stem(word)}*^3`);
  }
  return [...new Set(found.filter(Boolean))].join(" ");
}

function tell(message) {
  self.dispatchEvent(new MessageEvent("message", { data: message }));
}

function bring(name) {
  return fetch(new URL(`../../search/${name}`, scope)).then(reply => reply.json()).then(unpacked);
}

/** The anchor that most titles have: a program's, or what Markdown makes of it. */
function usual(title) {
  if (title.endsWith(".py")) return `snippets.${title.slice(0, -3).replaceAll("/", ".")}`;
  return title.toLowerCase().replace(/[^\w\s-]/g, "").trim().replace(/[-\s]+/g, "-");
}

/** A part of the index as lunr takes it: the inverse of `packed` in `tools/search.py`. */
function unpacked({ config, pages }) {
  const docs = [];
  for (const { sections, ...whole } of pages) {
    docs.push(whole);
    const { location, boost } = whole;
    for (const [title, text = "", anchor = ""] of sections) {
      const plain = title.replace(/<[^>]*>/g, "");
      const at = anchor ? anchor.replace("*", () => plain) : usual(plain);
      docs.push({ location: `${location}#${at}`, title, text, ...(boost === undefined ? {} : { boost }) });
    }
  }
  return { config, docs };
}

/** Let the engine look through a part of the index. */
async function use(part) {
  const found = await part;
  headings.clear();
  for (const { location, text } of found.docs) answers.set(location, FIRST.exec(text)?.[0] ?? "");
  await new Promise(done => {
    isReady = done;
    tell({ type: 0, data: { ...found, options: {} } });
  });
}

function ask(turn, text) {
  asking.push(turn);
  tell({ type: 2, data: asked(text) });
}

function start() {
  self.postMessage = message => {
    if (message.type === 1) isReady();
    // Of what was typed meanwhile only the last is answered.
    else if (asking.shift() === latest) {
      const items = headed(message.data.items).slice(0, MOST).map(sections => sections.map(shown));
      answer({ ...message, data: { ...message.data, items } });
    }
  };
  importScripts(new URL(scope.searchParams.get("engine"), scope));
  const make = self.lunr;
  self.lunr = Object.assign(how => (index = make(how)), make);
}

async function load() {
  const titles = bring("titles.json");
  if (!self.lunr) start();
  await use(titles);
  use(bring("index.json")).then(() => before.trim() && ask(latest, before), forget);
}

/** Offline, perhaps: the next key tries again. */
function forget() {
  engine = undefined;
}

let latest = 0;
let before = "";
const asking = []; // the turns of the questions that the engine has
self.addEventListener("message", async event => {
  if (!event.isTrusted) return; // our own, for the engine
  event.stopImmediatePropagation();
  const { type, data } = event.data;
  if (type === 0) answer({ type: 1 });
  if (type !== 2) return;
  const turn = ++latest;
  const empty = !data.trim();
  // A blank only wakes this worker: an answer to it, or to what takes it away, could come
  // after the next words, and say that nothing was found.
  if (!data && before !== " ") answer({ type: 3, data: { items: [] } });
  before = data;
  if (!data) return;
  try {
    await (engine ??= load());
  } catch {
    return forget();
  }
  if (turn === latest && !empty) ask(turn, data);
});
