// A filter above the tables of a page: shows the rows that hold each of the words typed.
// Of a pasted traceback its last line is taken, without the type.

const TYPE = /^\s*(?:\w+\.)*\w*(?:Error|Exception|Warning|Interrupt): /;

export function filter(): void {
  const title = document.querySelector("h2.filterable:not([data-ready])");
  // It stands in the page, so that nothing below moves when it is filled.
  const box = title?.nextElementSibling as HTMLElement | null | undefined;
  if (!title || !box) return;
  title.setAttribute("data-ready", "");
  const rows = document.querySelectorAll("h2.filterable ~ * tbody tr, h2.filterable ~ table tbody tr");
  const field = document.createElement("input");
  const said = document.createElement("span");
  field.type = "search";
  field.id = "filter-rows";
  field.placeholder = box.dataset["hint"] ?? "part of a name, such as sha256";
  field.setAttribute("aria-label", "Show the rows that hold");
  said.setAttribute("role", "status");
  box.append(field, said);

  function show(): void {
    const words = field.value.replace(TYPE, "").toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const { heading, others } of sections(box!)) {
      const text = heading?.textContent.toLowerCase() ?? "";
      let here = 0;
      for (const row of others.flatMap(other => [...other.querySelectorAll<HTMLElement>("tbody tr")])) {
        const whole = `${text} ${row.textContent.toLowerCase()}`;
        row.hidden = !words.every(word => whole.includes(word));
        here += Number(!row.hidden);
      }
      left += here;
      const gone = words.length > 0 && heading !== undefined && here === 0;
      for (const element of heading ? [heading, ...others] : others) element.hidden = gone;
    }
    said.textContent = words.length ? `${left} of ${rows.length} rows` : `${rows.length} rows`;
  }

  field.addEventListener("input", show);
  field.addEventListener("paste", event => {
    const pasted = event.clipboardData?.getData("text").trim().split("\n") ?? [];
    if (pasted.length < 2) return;
    event.preventDefault();
    field.value = pasted.at(-1)!.trim();
    show();
  });
  show();
}

interface Section {
  heading?: HTMLElement;
  others: HTMLElement[];
}

/** What stands below each heading, from an element to the next title. */
function sections(start: Element): Section[] {
  const found: Section[] = [{ others: [] }];
  for (let at = start.nextElementSibling; at && at.tagName !== "H2"; at = at.nextElementSibling) {
    if (at.tagName === "H3") found.push({ heading: at as HTMLElement, others: [] });
    else found.at(-1)!.others.push(at as HTMLElement);
  }
  return found;
}
