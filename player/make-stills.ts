// Draws the pictures that tools/swimlanes.py asks for: `node player/make-stills.ts`, with a
// list of {graph, ids} as JSON. It prints a list of {title, svg}.

import { json } from "node:stream/consumers";
import { load } from "./graph.ts";
import { still } from "./still.ts";

const asked = (await json(process.stdin)) as { graph: unknown; ids: string }[];
process.stdout.write(JSON.stringify(asked.map(({ graph, ids }) => still(load(graph), ids))));
