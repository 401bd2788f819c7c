// The page's own highlighting of a program, taken from its block of code.

export type Token = [kind: string, text: string];

/** The block of `file` next before `box` in the page. */
export function blockBefore(box: Element, file: string): Element | undefined {
  let found: Element | undefined;
  for (const title of document.querySelectorAll(".highlight > .filename")) {
    if (!(title.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
    if (title.firstChild?.textContent?.trim() !== file) continue;
    found = title.parentElement!.querySelector("pre > code") ?? found;
  }
  return found;
}

/** Its lines, each in coloured pieces. */
export function tokens(code: Element): Token[][] {
  const lines: Token[][] = [[]];
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement!;
    const kind = parent === code ? "" : parent.className;
    walker.currentNode.nodeValue!.split("\n").forEach((text, number) => {
      if (number) lines.push([]);
      if (text) lines.at(-1)!.push([kind, text]);
    });
  }
  return lines;
}
