// A reader's question, in the words that the engine looks for.

import { has, known, nearest, stem, words } from "./engine.ts";

/** What says nothing about threads, or that this is a question. */
const EMPTY = new Set((
  "a about after all also am an and any anyone are as at be because been before being best better between but by can " +
  "cannot code could did difference differences do does doesn doing don each either else ever every example examples explain " +
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

/** What kind of error it is stands before a message, and in few headings. */
export const KIND = /^\w+(error|exception|warning|interrupt)$/;

/** A word that tells what the question is about, and whether it is being typed. */
export interface Wanted {
  word: string;
  start: string;
  goesOn: boolean;
}

/** Of a pasted traceback, the line that says what is wrong. */
function complaint(pasted: string): string {
  const text = pasted.replace(PATH, " ");
  if (!/Traceback \(most recent|File "[^"]*", line \d+/.test(text)) return text;
  const said = [...text.matchAll(/(?:^|[\s>])((?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit|Empty|Full|ShutDown|Broken\w*): .*)/g)];
  const last = said.at(-1)?.[1];
  return last ? last.replace(/^.*(?:, line \d+, in \S+).*?(?=[A-Z]\w*Error)/, "") : text.replace(/File "[^"]*", line \d+(?:, in \S+)?/g, " ");
}

export interface Question {
  /** What the engine is asked. */
  query: string;
  /** What was typed, word for word. */
  said: string;
  /** The words that a heading has to have. */
  wanted: Wanted[];
  /** What the question is about: without what every page is about, and spelt as here. */
  subject: Wanted[];
}

/** Whether a word is what a question or a title is about. */
export function tells(word: string): boolean {
  return !EMPTY.has(word) && !SUBJECT.test(word);
}

/** Words in a row, to look for some in others: a number stands for any, as in messages. */
export function row(all: string[]): string {
  return ` ${all.map(word => /^\d+$/.test(word) ? "0" : stem(word)).join(" ")} `;
}

export function asked(text: string): Question {
  const said = complaint(text);
  const all = words(said);
  const names = new Set(words((said.match(NAME) ?? []).join(" ")));
  const telling = all.filter(word => !EMPTY.has(word));
  const rare = telling.filter(tells);
  const typing = all.at(-1);
  const needed = [rare.slice(KIND.test(all[0] ?? "") ? 1 : 0), rare].find(some => some.length > 1) ?? all;
  const wanted = needed.map(word => ({ word, start: stem(word), goesOn: word === typing }));
  const subject: Wanted[] = [];
  const found: string[] = [];
  if (telling.length && !rare.length) found.push(BEGINNING);
  for (let word of new Set(telling.length ? telling : all)) {
    const goesOn = word === typing;
    if (word !== typing && !known(stem(word)).length || word === typing && !known(word).length && !known(stem(word)).length) {
      word = nearest(word) ?? word;
    }
    if (tells(word)) subject.push({ word, start: stem(word), goesOn });
    // Nearly every page has the words of the site's own subject: they tell little.
    if (SUBJECT.test(word) && telling.length > 1) {
      if (has(word)) found.push(`${word}^1`);
      continue;
    }
    if (has(word)) found.push(`${word}^${names.has(word) ? 18 : 6}`);
    // What is being typed goes on; a short word is no beginning of others.
    if (word === typing) found.push(word);
    if (word.length > 3) found.push(`${stem(word)}*^3`);
  }
  return { query: [...new Set(found.filter(Boolean))].join(" "), said: row(all), wanted, subject };
}
