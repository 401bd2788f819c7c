// A line that the text or a drawing names is lit in the program that it is of: while the
// pointer or the focus is there, and brought into view when it is pressed.

interface Line {
  numbers: HTMLElement;
  at: number;
}

const NAMED = /\b[Ll]ine (\d+)\b/;
const FILE = /File "([^"]+)", $/;
const ELSEWHERE = ".language-python, svg, thread-player, program-desk, h1, h2, h3, a, button, summary, .line-named";

/** Where the line of a program stands that is shown before `place`: of `file` where that
 *  is known, else of the program next before. */
function find(place: Element, number: number, file = ""): Line | undefined {
  const shown = [...document.querySelectorAll<HTMLElement>("article .highlight > pre > .lines")];
  const before = shown.filter(one => one.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING).reverse();
  for (const numbers of before) {
    const at = numbers.dataset["lines"]!.split("\n").indexOf(String(number));
    const name = numbers.closest(".highlight")!.querySelector(".filename")?.firstChild?.textContent?.trim() ?? "";
    if (`/${name}`.endsWith(`/${file}`) || !file) {
      if (at >= 0) return { numbers, at };
      if (!file) return undefined;
    }
  }
  return undefined;
}

function code({ numbers, at }: Line): string {
  return numbers.parentElement!.querySelector("code")!.textContent!.split("\n")[at]!.trim();
}

/** The line of the row of a drawing that is at this height of the window. */
function ofRow(drawing: SVGSVGElement, height: number): Line | undefined {
  const box = drawing.getBoundingClientRect();
  const scale = drawing.viewBox.baseVal.height / box.height;
  const y = (height - box.top) * scale;
  const tops = (selector: string) =>
    [...drawing.querySelectorAll(selector)].map(text => ({ text: text.textContent!, y: Number(text.getAttribute("y")) }));
  const above = (one: { y: number }) => one.y - 16 <= y;
  if (tops("text.end > tspan").some(above)) return undefined;
  const row = Math.max(...tops(".tag-text > tspan").filter(above).map(one => one.y));
  const number = tops(".line").find(one => one.y === row)?.text.match(/^line (\d+)/)?.[1];
  const program = drawing.closest<HTMLElement>(".player")?.dataset["program"];
  return number ? find(drawing, Number(number), program && `${program}.py`) : undefined;
}

function told(event: Event): Line | undefined {
  const target = event.target instanceof Element ? event.target : undefined;
  const named = target?.closest<HTMLElement>(".line-named");
  if (named) return find(named, Number(named.dataset["line"]), named.dataset["file"]);
  const drawing = target?.closest<SVGSVGElement>("svg.swimlanes");
  return drawing && event instanceof MouseEvent ? ofRow(drawing, event.clientY) : undefined;
}

let lit: HTMLElement | undefined;

function light(line: Line | undefined): void {
  if (lit !== line?.numbers) lit?.classList.remove("lit");
  lit = line?.numbers;
  lit?.classList.add("lit");
  lit?.style.setProperty("--lit", String(line!.at));
}

function bring(line: Line): void {
  const box = line.numbers.parentElement!;
  const { lineHeight, paddingTop } = getComputedStyle(box.querySelector("code")!);
  const y = box.getBoundingClientRect().top + parseFloat(paddingTop) + line.at * parseFloat(lineHeight);
  if (y < 120 || y > innerHeight - 60) scrollBy({ top: y - innerHeight / 3 });
}

export function lines(): void {
  for (const kind of ["pointermove", "focusin"]) document.addEventListener(kind, event => {
    if (!(event instanceof PointerEvent) || event.pointerType === "mouse") light(told(event));
  }, { passive: true });
  document.addEventListener("click", event => press(event));
  document.addEventListener("keydown", event => {
    const named = event.target instanceof Element && event.target.matches(".line-named");
    if (named && (event.key === "Enter" || event.key === " ")) press(event);
  });
}

function press(event: Event): void {
  const line = told(event);
  light(line);
  if (!line) return;
  event.preventDefault();
  bring(line);
}

/** "line 14" in a sentence or in what a program prints: something to press. It can be
 *  selected and copied as before, which a button of its own can't. */
export function nameLines(): void {
  for (const article of document.querySelectorAll("article:not([data-lines-named])")) {
    article.setAttribute("data-lines-named", "");
    const texts: Text[] = [];
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode as Text;
      if (NAMED.test(text.data) && !text.parentElement!.closest(ELSEWHERE)) texts.push(text);
    }
    for (let text of texts) {
      for (let found = NAMED.exec(text.data); found; found = NAMED.exec(text.data)) {
        const file = FILE.exec(text.data.slice(0, found.index))?.[1];
        const word = text.splitText(found.index);
        text = word.splitText(found[0].length);
        const line = find(word.parentElement!, Number(found[1]), file);
        if (!line) continue;
        const named = document.createElement("span");
        named.className = "line-named";
        named.role = "button";
        named.tabIndex = 0;
        named.title = code(line);
        named.dataset["line"] = found[1];
        if (file) named.dataset["file"] = file;
        word.replaceWith(named);
        named.append(word);
      }
    }
  }
}
