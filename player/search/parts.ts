// The two parts of the index, as they are fetched: made by `packed` in `tools/search.py`.

export interface Section {
  location: string;
  title: string;
  text: string;
  boost?: number;
  /** Of a page, what it is about and what readers call that. */
  tags?: string[];
}

export interface Part {
  config: object;
  docs: Section[];
}

export interface Packed {
  config: object;
  /** What readers call a topic. */
  topics: Record<string, string>;
  /** Each with its sections: title, text, anchor; without what is empty at the end. */
  pages: (Section & { topics?: string[]; sections: [title: string, text?: string, anchor?: string][] })[];
}

/** The anchor that most titles have: a program's, or what Markdown makes of it. */
function usual(title: string): string {
  if (title.endsWith(".py")) return `snippets.${title.slice(0, -3).replaceAll("/", ".")}`;
  return title.toLowerCase().replace(/[^\w\s-]/g, "").trim().replace(/[-\s]+/g, "-");
}

/** A part of the index as the engine takes it. */
export function unpacked({ config, topics: called, pages }: Packed): Part {
  const docs: Section[] = [];
  for (const { sections, topics, ...whole } of pages) {
    docs.push(topics ? { ...whole, tags: [[...topics, ...topics.map(one => called[one] ?? "")].join(" ")] } : whole);
    const { location, boost } = whole;
    for (const [title, text = "", anchor = ""] of sections) {
      const plain = title.replace(/<[^>]*>/g, "");
      const at = anchor ? anchor.replace("*", () => plain) : usual(plain);
      docs.push({ location: `${location}#${at}`, title, text, ...(boost === undefined ? {} : { boost }) });
    }
  }
  return { config, docs };
}
