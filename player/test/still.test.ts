import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { load, type Graph } from "../graph.ts";
import { Run } from "../run.ts";
import { fatal, rows, still } from "../still.ts";
import * as words from "../words.ts";
import { raw } from "./sample.ts";

const FOLDER = new URL("../../docs/assets/graphs/", import.meta.url).pathname;
const LINE_END = "prints '\\n'";

function recorded(name: string): Graph {
  return load(JSON.parse(readFileSync(`${FOLDER}${name}.json`, "utf8")));
}

/** What a reader sees of markup. */
function text(markup: string): string {
  return markup.replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

function element(svg: string, name: string): string {
  return text(new RegExp(`<${name}[^>]*>(.*)</${name}>`).exec(svg)![1]!);
}

function bare(shown: string): string {
  return shown.replace(/\s/g, "");
}

function shown(graph: Graph, number: number) {
  const run = new Run(graph);
  run.show(number);
  return { run, found: rows(run) };
}

/** Whether what can come after a state is wrong, of each of its endings. */
function endings(graph: Graph, start: number): boolean[] {
  const seen = new Set([start]);
  for (const state of seen) for (const edge of graph.edges) if (edge[0] === state) seen.add(edge[2]);
  return graph.outcomes.filter(one => one.state.some(state => seen.has(state))).map(one => one.bad === true);
}

const names = globSync("**/*.json", { cwd: FOLDER }).map(name => name.slice(0, -".json".length));

test("a picture of each outcome shows whole what its rows tell", () => {
  assert.ok(names.length > 400);
  for (const name of names) {
    const graph = recorded(name);
    graph.outcomes.forEach((outcome, number) => {
      const where = `${name}, outcome ${number}`;
      const { svg, title } = still(graph, "lanes", number);
      assert.ok(svg.startsWith('<svg class="swimlanes" role="img"'), where);
      assert.ok(!svg.includes("style="), where);
      assert.ok(svg.length < 12_000, where);
      assert.equal(element(svg, "title"), title);
      const height = Number(/viewBox="0 0 420 (\d+)"/.exec(svg)![1]);
      const { run, found } = shown(graph, number);
      assert.ok(height >= 24 * found.length, where);
      const seen = bare(text(svg.slice(svg.indexOf("</desc>"))));
      let rest = element(svg, "desc");
      for (const row of found) {
        const { place, parts } = words.told(row, graph.source);
        const said = [place, parts.join("; ")].filter(Boolean);
        assert.ok(seen.includes(bare(said.join(" · "))), `${where}: ${said}`);
        const at = rest.indexOf(`T${row.thread}, ${said.join(": ")}.`);
        assert.ok(at >= 0, `${where}: ${said}`);
        rest = rest.slice(at + 1);
      }
      const told = element(svg, "desc");
      assert.ok(seen.includes(bare(words.cast(graph.threads).join(""))), where);
      assert.ok(seen.endsWith(bare(words.ending(outcome).join(", "))), where);
      assert.ok(told.endsWith(`The end: ${words.ending(outcome).join(", ")}.`), where);
      // What a thread did is told, folded or not.
      for (let at = run.from; at < run.schedule.length; at++) {
        const { thread, facts } = run.row(at);
        const kept = found.filter(row => row.thread === thread).flatMap(row => row.facts.map(fact => fact.said));
        assert.ok(facts.every(({ said }) => said === LINE_END || kept.includes(said)), where);
      }
      assert.ok(!/prints '[^;]*; prints '\\n'/.test(told), where);
      const turn = fatal(run, found);
      assert.equal(turn >= 0, seen.includes("whateverrunsnext"), where);
      if (turn >= 0) {
        const [before, after] = found[turn]!.states;
        assert.ok(endings(graph, before).includes(false), where);
        assert.deepEqual([...new Set(endings(graph, after))], [true], where);
      }
    });
  }
});

test("lines that lead to the next are folded, and the step is marked that decides", () => {
  const graph = recorded("lock/counter_broken");
  const { run, found } = shown(graph, 1);
  assert.deepEqual(found.map(row => `T${row.thread} line ${row.line}: ${words.did(row).join("; ")}`), [
    "T1 line 15: starts T3",
    "T2 line 10: reads counter = 0",
    "T3 line 10: reads counter = 0; writes counter = 1; ends",
    "T2 line 10: writes counter = 1; ends",
    "T1 line 17: joins T2; joins T3",
    "T1 line 18: reads counter = 1; prints '1'; ends",
  ]);
  assert.equal(fatal(run, found), 2);
  graph.preemptions = 2;
  assert.equal(fatal(run, found), -1);
});

test("the first bad outcome is drawn, or the first", () => {
  const graph = load(raw());
  assert.equal(still(graph, "lanes").title, "One schedule, step by step: prints 1, but not on a default build today");
  graph.outcomes[1]!.bad = false;
  assert.equal(still(graph, "lanes").title, "One schedule, step by step: prints 2");
});

test("each picture of a page has identifiers of its own", () => {
  const { svg } = still(load(raw()), "figure");
  assert.deepEqual(svg.match(/ id="[^"]*"/g), [' id="figure-sample-1-title"', ' id="figure-sample-1-desc"']);
  assert.ok(svg.includes('aria-labelledby="figure-sample-1-title figure-sample-1-desc"'));
});

test("a row is as wide as there is room, in as many lines as it takes", () => {
  const graph = raw();
  const long = "x".repeat(60);
  graph.facts[1] = [
    { what: "reads", said: `reads n < ${long} & y` },
    { what: "calls", said: "in Library.call" },
    { what: "writes", said: `writes ${"word ".repeat(20)}`.trim() },
  ];
  const { svg } = still(load(graph), "lanes");
  const most = Math.floor((420 - 3 * 38 - 8) / 5.9);
  const lines = svg.split("\n").find(line => /^<tspan.*reads n/.test(line))!.split(/<tspan x="\d+" y="\d+">/).map(text);
  assert.ok(lines.length >= 5);
  for (const line of lines) assert.ok(line.length <= most, line);
  assert.equal(bare(lines.join("")), bare(`line 4 · reads n < ${long} & y; in Library.call; writes ${"word ".repeat(20)}`));
  assert.ok(lines.some(line => line.endsWith("in Library.call;")), "what is one thing stays on one line");
});
