"""Every page in a real Chromium: weight, hosts, shifts, errors, accessibility."""

import functools
import itertools
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
)

from tests.conftest import (
    THEIR_SHEETS,
    WATCH_SHIFTS,
    Quiet,
    audit,
    holding,
    served,
    settled,
)
from tests.searching import at_once
from tools import markdown, pages, styles
from tools.programs import ROOT, programs

PALETTES = {"light": "default", "dark": "slate"}
KIBIBYTES = 100
PAGES = {page.address: page for page in pages.pages()}
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)

# Unfolds the page's programs: how many there are.
UNFOLD = """
() => {
  for (const folded of document.querySelectorAll("details:has(.filename)"))
    folded.open = true;
  const named = [...document.querySelectorAll(".highlight:has(> .filename)")];
  window.programs = named.filter(
    block => /\\.py\\b/.test(block.querySelector(":scope > .filename").innerText));
  return programs.length;
}
"""
# Presses a program's copy button, once it is there, and reads the clipboard. One a
# call: Chromium lets a script copy for five seconds after Playwright has called it.
COPY = """
async place => {
  const until = async found => {
    let value;
    while (!(value = await found())) await new Promise(done => setTimeout(done, 5));
    return value;
  };
  await navigator.clipboard.writeText("");
  const button = await until(() => programs[place].querySelector(
    ".md-clipboard, .md-code__button[data-md-type=copy]"));
  button.click();
  const text = await until(() => navigator.clipboard.readText());
  return [programs[place].querySelector(":scope > .filename").innerText, text];
}
"""


class Visit:
    """A first visit of one page, and what the browser said of it."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        """Open the page with nothing cached, until its scripts have run."""
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.bytes: dict[str, float] = {}
        self._urls: dict[str, str] = {}
        self._session = context.new_cdp_session(self.page)
        self._session.send("Network.enable")
        self._session.on("Network.requestWillBeSent", self._requested)
        self._session.on("Network.loadingFinished", self._finished)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._said)
        self.page.add_init_script(WATCH_SHIFTS)
        self.page.goto(url, wait_until="load")
        settled(self.page)

    def again(self, viewport: ViewportSize) -> None:
        """Open the page at another size, at its top, with nothing cached."""
        self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.page.evaluate("history.scrollRestoration = 'manual'")
        self.page.set_viewport_size(viewport)
        self.page.reload(wait_until="load")
        settled(self.page)

    def _requested(self, event: dict) -> None:
        url = event["request"]["url"]
        self._urls[event["requestId"]] = url
        self.requests.append(url)

    def _finished(self, event: dict) -> None:
        url = self._urls[event["requestId"]]
        self.bytes[url] = event["encodedDataLength"]

    def _said(self, message) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.text} ({message.location})")


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Visit a page of the site in a fresh browser context."""
    contexts = []

    def go(
        page: str,
        *,
        dark: bool = False,
        phone: bool = False,
    ) -> Visit:
        context = chromium.new_context(
            color_scheme="dark" if dark else "light",
            viewport=PHONE if phone else DESKTOP,
            permissions=["clipboard-read", "clipboard-write"],
            reduced_motion="reduce",
        )
        contexts.append(context)
        return Visit(context, address + page)

    yield go
    for context in contexts:
        context.close()


def search(page: Page, words: str) -> None:
    """Type into the search field."""
    field = page.get_by_role("textbox", name="Search")
    field.click()
    field.press_sequentially(words)
    expect(page.locator(".md-search-result__link").first).to_be_visible()


# Leaves of a program's words one of each look, and no pictures of schedules: they are
# drawn by one program, audited in a test of their own, and a page can have thousands of
# their parts, folded away. On Lock axe-core takes four tenths of its time for both.
THIN = """
() => {
  for (const still of document.querySelectorAll(".player__still > svg")) still.remove();
  const seen = new Set();
  for (const word of document.querySelectorAll(".highlight code span")) {
    if (word.childElementCount) continue;
    const look = [];
    for (let part = word; !part.matches(".highlight"); part = part.parentElement) {
      const {backgroundColor, color, fontStyle, fontWeight} = getComputedStyle(part);
      look.push(part.className, backgroundColor, color, fontStyle, fontWeight);
    }
    if (seen.has(String(look))) word.replaceWith(...word.childNodes);
    else seen.add(String(look));
  }
}
"""


@pytest.mark.parametrize("page", PAGES)
def test_first_visit(visit: Callable[..., Visit], address: str, page: str) -> None:
    seen = visit(page)
    steady(seen)
    paint(seen, "dark")
    steady(seen)
    copied(seen, page)
    seen.again(PHONE)
    steady(seen)
    seen.page.evaluate(THIN)
    # axe-core once, for it is slow while it is new. All that isn't contrast is the same
    # in both palettes.
    assert audit(seen.page, only=["color-contrast"]) == []
    seen.page.set_viewport_size(DESKTOP)
    assert audit(seen.page, only=["color-contrast"]) == []
    paint(seen, "light")
    assert audit(seen.page) == []
    seen.page.set_viewport_size(PHONE)
    assert audit(seen.page) == []
    assert seen.errors == []
    elsewhere = [u for u in seen.requests if not u.startswith((address, "data:"))]
    assert elsewhere == []
    assert sum(seen.bytes.values()) <= KIBIBYTES * 1024, seen.bytes


# How each element looks, and what stands before and after it: the values of all
# properties, but those of variables.
LOOKS = """
() => {
  // Margins that are "auto" were read as 0 now and then, but not after a new layout.
  document.documentElement.style.display = "none";
  document.documentElement.getBoundingClientRect();
  document.documentElement.style.display = "";
  const all = [...getComputedStyle(document.body)];
  const names = all.filter(name => !name.startsWith("--"));
  const look = (at, part) => {
    const style = getComputedStyle(at, part);
    if (part && style.content === "none") return [];
    const said = names.map(name => `${name}: ${style.getPropertyValue(name)}`);
    return [[at.localName, at.className, part, ...said].join("; ")];
  };
  return [...document.body.querySelectorAll("*")].flatMap(at =>
    [null, "::before", "::after"].flatMap(part => look(at, part)));
}
"""
OTHERWISE = """
css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
  document.querySelector("link[rel=stylesheet]").disabled = true;
  return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}
"""


@pytest.mark.parametrize("look", ["light", "dark phone"])
@pytest.mark.parametrize(
    "page", ["", "synchronization/lock/", "reference/more-of-threading/"]
)
def test_what_is_left_out_of_the_sheets_is_not_missed(
    visit: Callable[..., Visit], page: str, look: str
) -> None:
    seen = visit(page, dark="dark" in look, phone="phone" in look)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    (ours,) = re.findall(r"^extra_css: \[(.+)\]$", config, re.MULTILINE)
    sheets = [*THEIR_SHEETS, *(ROOT / "docs" / name for name in ours.split(", "))]
    whole = "".join(path.read_text("utf-8") for path in sheets)
    # The search says otherwise once its worker is there, in fewer lines on a phone.
    meta = seen.page.locator(".md-search-result__meta")
    expect(meta).to_have_text("Type to start searching")
    left = seen.page.evaluate(LOOKS)
    seen.page.evaluate(OTHERWISE, styles.cheaper(whole))
    assert seen.page.evaluate(LOOKS) == left


def paint(seen: Visit, palette: Literal["light", "dark"]) -> None:
    """Let the system ask for a palette, and the page have it."""
    seen.page.emulate_media(color_scheme=palette)
    seen.page.wait_for_function(
        "scheme => document.body.dataset.mdColorScheme === scheme",
        arg=PALETTES[palette],
    )


def steady(seen: Visit) -> None:
    """Nothing has moved, and nothing scrolls sideways."""
    assert seen.page.evaluate("window.shifts") == []
    wide = "document.documentElement.scrollWidth - window.innerWidth"
    assert seen.page.evaluate(wide) <= 0, "the page scrolls sideways"


# Two frames with so many elements, and what stood elsewhere in an earlier one. Chromium
# doesn't count as a shift what moves with a whole side list. A table is left out: its
# columns are as wide as the rows that have come make them.
DRAWN = """
([start, count]) => new Promise(done => {
  const moved = [], stood = window.stood ??= new Map();
  const look = () => document.body.querySelectorAll(start).length < count
    ? requestAnimationFrame(look) : requestAnimationFrame(() => done(seen()));
  const seen = () => {
    for (const element of document.querySelectorAll("body *")) {
      const drawn = element.matches("svg, img, input") || [...element.childNodes].some(
        child => child.nodeType === Node.TEXT_NODE && child.data.trim());
      if (!drawn || element.closest("table")) continue;
      const {x, y, width, height} = element.getBoundingClientRect();
      if (!(width && height) || y > innerHeight) continue;
      const at = [Math.round(x), Math.round(y)];
      const before = stood.get(element) ?? at;
      if (String(at) !== String(before))
        moved.push(`${element.outerHTML.slice(0, 80)}: ${before} -> ${at}`);
      stood.set(element, at);
    }
    return moved;
  };
  requestAnimationFrame(look);
})
"""


class InPieces(Quiet):
    """Gives a page piece by piece: each when it is told to."""

    def __init__(
        self, *args: Any, pieces: list[str], told: threading.Semaphore, **options: Any
    ) -> None:
        """Serve a folder as `Quiet` does, but a page's pieces, waiting after each."""
        self.pieces = pieces
        self.told = told
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        if not self.path.endswith("/"):
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        for piece in self.pieces:
            self.wfile.write(piece.encode())
            self.wfile.flush()
            self.told.acquire()
        return None


def rows(text: str) -> list[int]:
    """Where a page's table rows end."""
    return [match.end() for match in re.finditer("</tr>", text)]


def above(text: str) -> list[int]:
    """Where an element begins in a page's header, its contents and its heading."""
    article, contents = text.index("<article"), text.index("md-sidebar--secondary")
    parts = [
        (text.index("<header"), text.index("</header>")),
        (contents, text.index("</h1>", article)),
    ]
    starts = re.compile("<(?=[a-z])")
    return [match.start() for part in parts for match in starts.finditer(text, *part)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("where", "cut", "counted"),
    [
        ("reference/names/", rows, "tr"),
        ("synchronization/", rows, "tr"),
        ("thread-pools/cancelling/", above, "*"),
    ],
)
def test_nothing_moves_while_a_page_comes(
    chromium: Browser,
    site: Path,
    where: str,
    cut: Callable[[str], list[int]],
    counted: str,
    size: ViewportSize,
) -> None:
    text = (site / where / "index.html").read_text("utf-8")
    body = text.index(">", text.index("<body"))
    start = re.compile("<[a-z]" if counted == "*" else rf"<{counted}\b")
    cuts = cut(text)
    pieces = [text[a:b] for a, b in itertools.pairwise([0, *cuts, len(text)])]
    told = threading.Semaphore(0)
    context = chromium.new_context(viewport=size)
    page = context.new_page()
    page.add_init_script(WATCH_SHIFTS)
    give = functools.partial(InPieces, directory=str(site), pieces=pieces, told=told)
    with served(give) as address:
        page.goto(address + where, wait_until="commit")
        for place in cuts:
            count = len(start.findall(text, body, place))
            moved = page.evaluate(DRAWN, [counted, count])
            assert moved == [], text[place - 80 : place]
            told.release()
        told.release()
        settled(page)
    assert page.evaluate("window.shifts") == []
    context.close()


#: Shows a page; what it gives besides lets the page's scripts go.
Unscripted = Callable[[str], tuple[Page, Callable[[], None]]]

# No frame is drawn until `window.draw()`, and no net is slow until `window.wait()`.
STILL = """
const frames = [], waiting = [], real = requestAnimationFrame, later = setTimeout;
window.requestAnimationFrame = draw => frames.push(draw);
window.draw = () => { for (const one of frames.splice(0)) real(one); };
window.setTimeout = (told, time) =>
  time === 800 ? waiting.push(told) : later(told, time);
window.wait = () => { for (const one of waiting.splice(0)) one(); };
"""


@pytest.mark.parametrize(("palette", "scheme"), PALETTES.items())
def test_a_page_is_shown_before_its_scripts_are_asked_for(
    chromium: Browser, address: str, palette: Literal["light", "dark"], scheme: str
) -> None:
    """It waits for its one sheet, and has the system's colours without scripts."""
    context = chromium.new_context(color_scheme=palette, viewport=DESKTOP)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.add_init_script(STILL)
    page.goto(f"{address}synchronization/lock/", wait_until="load")
    kinds = {path.rsplit(".", 1)[-1] for path in asked}
    assert kinds <= {"/synchronization/lock/", "css", "svg", "png"}
    assert len([path for path in asked if path.endswith(".css")]) == 1
    body = page.locator("body")
    assert body.get_attribute("data-md-color-scheme") == scheme
    expect(page.get_by_role("textbox", name="Search")).to_be_visible()
    page.evaluate("window.requestAnimationFrame = setTimeout, draw()")
    buttons = page.locator(".highlight .md-code__button")
    expect(buttons.first).to_be_attached()
    page.evaluate("wait()")
    settled(page)
    assert len([path for path in asked if path.endswith("/site.js")]) == 1
    context.close()


def test_scripts_come_behind_styles_that_are_late(
    chromium: Browser, address: str
) -> None:
    """On a slow net they are fetched meanwhile, and run no earlier than otherwise."""
    context = chromium.new_context(viewport=DESKTOP)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    held = holding(page, "**/*.css")
    page.add_init_script(STILL)
    with page.expect_request("**/*.css"):
        page.goto(f"{address}synchronization/lock/", wait_until="commit")
    assert [path for path in asked if path.endswith(".js")] == []
    with page.expect_response("**/site.js"), page.expect_response("**/bundle.*.js"):
        page.evaluate("wait()")
    assert page.evaluate("window.document$") is None
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")
    page.evaluate("window.requestAnimationFrame = setTimeout, draw()")
    expect(page.locator(".highlight .md-code__button").first).to_be_attached()
    context.close()


@pytest.fixture
def unscripted(chromium: Browser, address: str) -> Iterator[Unscripted]:
    """Show a page, none of whose scripts comes before it is let go."""
    contexts = []

    def go(where: str) -> tuple[Page, Callable[[], None]]:
        context = chromium.new_context(viewport=DESKTOP)
        contexts.append(context)
        page = context.new_page()
        held = holding(page, "**/*.js")

        def release() -> None:
            for route in held:
                route.continue_()
            page.unroute("**/*.js")

        with page.expect_request("**/player/site.js"):
            page.goto(address + where, wait_until="domcontentloaded")
        return page, release

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("way", ["click", "Enter", "Space", "twice"])
def test_a_press_counts_before_its_script_is_there(
    unscripted: Unscripted, way: str
) -> None:
    page, release = unscripted("synchronization/lock/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    box = page.locator(".player").first
    button = box.locator(".player__open")
    if way in ("click", "twice"):
        button.click(click_count=2 if way == "twice" else 1)
    else:
        button.press(way)
    expect(button).to_have_attribute("aria-busy", "true")
    release()
    expect(box.locator("thread-player section")).to_have_count(1)
    expect(button).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("thread-player")).to_have_count(1)
    assert len([path for path in asked if "/graphs/" in path]) == 1
    # From here on it is a button as any other.
    other = page.locator(".player").nth(1)
    other.locator(".player__open").click()
    expect(other.locator("thread-player section")).to_have_count(1)
    assert len([path for path in asked if "/graphs/" in path]) == 2


def test_an_editor_opens_that_was_asked_for_before_its_script(
    unscripted: Unscripted,
) -> None:
    page, release = unscripted("synchronization/lock/")
    page.locator(".player__edit").first.click()
    release()
    expect(page.locator("program-desk")).to_have_count(1)


def test_no_button_is_left_where_its_script_does_not_come(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/player/site.js", lambda route: route.abort())
    page.goto(f"{address}synchronization/lock/")
    expect(page.locator("html")).to_have_class(re.compile(r"\bno-js\b"))
    expect(page.locator(".player__open").first).to_be_hidden()
    context.close()


def test_a_page_without_scripts_has_no_buttons_for_them(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}synchronization/lock/")
    expect(page.locator("html")).to_have_class("no-js")
    for button in page.locator(".player__bar > button").all():
        expect(button).to_be_hidden()
    expect(page.locator(".player__bar")).not_to_have_count(0)
    context.close()


@pytest.mark.parametrize("way", ["click", "/"])
def test_a_search_counts_before_its_script_is_there(
    unscripted: Unscripted, way: str
) -> None:
    page, release = unscripted("synchronization/lock/")
    field = page.get_by_role("textbox", name="Search")
    if way == "click":
        field.click()
    else:
        page.keyboard.press(way)
    expect(field).to_be_focused()
    page.keyboard.type("semaphore")
    release()
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    expect(field).to_have_value("semaphore")


@pytest.mark.parametrize("look", ["light", "dark", "phone", "dark phone"])
def test_pictures_of_schedules_are_accessible(
    visit: Callable[..., Visit], look: str
) -> None:
    seen = visit("thread-safety/deadlock/", dark="dark" in look, phone="phone" in look)
    seen.page.evaluate(
        "document.querySelectorAll('details').forEach(d => d.open = true)"
    )
    assert audit(seen.page) == []


@functools.cache
def names_by_code() -> dict[str, str]:
    """The name of each program, by what one takes away of it."""
    return {markdown.given(p).rstrip("\n"): name for name, p in programs().items()}


def copied(seen: Visit, page: str) -> None:
    """Press every copy button; whole programs come out, of their parts too.

    Those that are wrong on purpose say so. Of a mending to choose that is the answer,
    so those don't, and here they are no whole program.
    """
    whole = names_by_code()
    expected = [
        name
        for line, name, region in PAGES[page].includes
        if name.endswith(".py")
        and not (page == "play/mend/" and region and name.endswith("_broken.py"))
    ]
    found = []
    for place in range(seen.page.evaluate(UNFOLD)):
        title, text = seen.page.evaluate(COPY, place)
        if text.rstrip("\n") in whole:
            assert title.startswith(whole[text.rstrip("\n")])
            found.append(whole[text.rstrip("\n")])
    assert found == expected


# Pictures in the place of a page's text, opened: what of their text is cut off.
CUT = """
pictures => {
  document.querySelector("article").innerHTML = pictures.join("");
  return [...document.querySelectorAll("article text")].flatMap(text => {
    const svg = text.closest("svg");
    const [all, own] = [svg, text].map(one => one.getBoundingClientRect());
    const inside = own.left >= all.left - 1 && own.right <= all.right + 1
      && own.top >= all.top - 1 && own.bottom <= all.bottom + 1;
    return inside ? [] : [svg.querySelector("title").textContent];
  });
}
"""


def test_of_no_picture_a_word_is_cut_off(
    chromium: Browser, site: Path, address: str
) -> None:
    """On a phone, whose letters are as wide in proportion as elsewhere."""
    texts = [(site / page / "index.html").read_text("utf-8") for page in PAGES]
    looks = r'<svg class="(?:swimlanes|drawing)".*?</svg>'
    pictures = [one for text in texts for one in re.findall(looks, text, re.DOTALL)]
    assert len(pictures) > 400
    page = chromium.new_page(viewport=PHONE)
    page.goto(address)
    settled(page)
    assert page.evaluate(CUT, pictures) == []
    page.close()


@pytest.mark.parametrize("look", ["light", "dark", "phone", "dark phone"])
def test_search_is_accessible(visit: Callable[..., Visit], look: str) -> None:
    seen = visit("", dark="dark" in look, phone="phone" in look)
    seen.page.evaluate(THIN)
    # No frame is drawn any more: what is mended, is when it is put in.
    seen.page.evaluate("window.requestAnimationFrame = () => 0")
    at_once(seen.page)
    if "phone" in look:
        seen.page.locator("label[for=__search].md-header__button").click()
    search(seen.page, "lock")
    expect(seen.page.locator(".md-search-result__item").first).to_be_visible()
    assert audit(seen.page) == []


@pytest.mark.parametrize("look", ["phone", "dark phone"])
def test_drawer_is_accessible(visit: Callable[..., Visit], look: str) -> None:
    seen = visit("synchronization/lock/", dark="dark" in look, phone=True)
    seen.page.locator("label[for=__drawer].md-header__button").click()
    expect(seen.page.locator(".md-nav--primary")).to_be_in_viewport()
    seen.page.evaluate(THIN)
    assert audit(seen.page) == []


def test_mark_in_the_table_of_contents_moves_nothing(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("synchronization/lock/")
    heights = """mark => {
      const links = [...document.querySelectorAll(".md-nav--secondary .md-nav__link")];
      for (const link of links) link.classList.toggle("md-nav__link--active", mark);
      return links.map(link => link.getBoundingClientRect().height);
    }"""
    assert seen.page.evaluate(heights, True) == seen.page.evaluate(heights, False)


# Goes to each heading; tells those that are not right below the theme's header.
JUMP = """
async () => {
  const header = document.querySelector(":root > body > header").offsetHeight;
  const wrong = [];
  for (const heading of document.querySelectorAll("article :is(h2, h3, h4)[id]")) {
    location.hash = heading.id;
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    const below = Math.round(heading.getBoundingClientRect().top) - header;
    const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    if (below < 0 || (below > 40 && !end)) wrong.push([heading.id, below]);
  }
  return wrong;
}
"""


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_headings_are_where_their_links_lead(
    visit: Callable[..., Visit], phone: bool
) -> None:
    seen = visit("synchronization/lock/", phone=phone)
    assert seen.page.evaluate(JUMP) == []


def test_the_name_of_the_site_is_whole_on_a_phone(
    visit: Callable[..., Visit],
) -> None:
    name = visit("", phone=True).page.locator(".md-header__topic .md-ellipsis").first
    assert name.evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_home_says_what_to_press(visit: Callable[..., Visit], phone: bool) -> None:
    seen = visit("", phone=phone)
    line = seen.page.locator(".hero__play > p").first
    expect(line).to_contain_text("can print 1")
    for words in line.locator("strong").all_text_contents():
        seen.page.get_by_role("button", name=words).first.click()
    expect(seen.page.locator("thread-player .goal")).to_contain_text("Reached")


def test_search_finds_a_primitive(visit: Callable[..., Visit]) -> None:
    seen = visit("")
    search(seen.page, "release unlocked lock")
    # Each key is answered: what was typed at first finds other pages.
    first = seen.page.locator(".md-search-result__link").first
    expect(first).to_have_attribute(
        "href", re.compile(r"^[^?#]*/synchronization/lock/")
    )


BREAK_IN = """
async () => {
  window.told = [];
  document.addEventListener("securitypolicyviolation", event => window.told.push([
    event.effectiveDirective, event.blockedURI,
  ]));
  const script = document.createElement("script");
  script.text = "window.broken = true";
  document.head.append(script);
  const picture = new Image();
  const drawn = new Promise(done => picture.onerror = done);
  picture.src = "https://elsewhere.invalid/a.png";
  await drawn;
  await fetch("https://elsewhere.invalid/").catch(() => 0);
  return "broken" in window;
}
"""


def test_nothing_from_elsewhere_gets_into_a_page(visit: Callable[..., Visit]) -> None:
    seen = visit("synchronization/lock/")
    assert not seen.page.evaluate(BREAK_IN)
    seen.page.wait_for_function("window.told.length == 3")
    assert seen.page.evaluate("window.told") == [
        ["script-src-elem", "inline"],
        ["img-src", "https://elsewhere.invalid/a.png"],
        ["connect-src", "https://elsewhere.invalid/"],
    ]


def test_palette_follows_the_button(visit: Callable[..., Visit]) -> None:
    seen = visit("")
    scheme = "document.body.dataset.mdColorScheme"
    seen_schemes = {seen.page.evaluate(scheme)}
    for _ in range(2):
        seen.page.locator("form[data-palette] label:visible").click()
        seen_schemes.add(seen.page.evaluate(scheme))
    assert seen_schemes == {"default", "slate"}


def test_a_palette_chosen_by_keyboard_is_kept(visit: Callable[..., Visit]) -> None:
    page = visit("").page
    body = page.locator("body")
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    bars = page.locator("meta[name=color-scheme]")
    expect(bars).to_have_attribute("content", "dark")
    page.locator("form[data-palette] > input").first.focus()
    page.keyboard.press("Enter")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    expect(body).to_have_css("color-scheme", "light")
    expect(page.locator("form[data-palette] label:visible")).to_have_attribute(
        "title", "Light colours. Switch to dark"
    )


def test_each_page_leads_to_where_a_wrong_claim_is_reported(
    visit: Callable[..., Visit], address: str
) -> None:
    seen = visit("synchronization/lock/")
    seen.page.get_by_role("link", name="Report a wrong claim on this page").click()
    expect(seen.page.locator("h1")).to_contain_text("Report a Wrong Claim")
    expect(seen.page.locator(".came-from code")).to_have_text("/synchronization/lock/")
    seen.page.goto(address + "reference/report/")
    expect(seen.page.locator(".came-from")).to_be_hidden()


def test_what_is_pasted_by_mouse_is_searched(visit: Callable[..., Visit]) -> None:
    seen = visit("")
    field = seen.page.get_by_role("textbox", name="Search")
    field.click()
    seen.page.evaluate(
        "() => document.activeElement.value = 'release unlocked lock'"
        " && document.activeElement.dispatchEvent(new Event('input'))"
    )
    expect(seen.page.locator(".md-search-result__item").first).to_be_visible()


def test_the_index_comes_when_the_search_is_opened(
    visit: Callable[..., Visit],
) -> None:
    def fetched(seen: Visit) -> list[str]:
        parts = ("/search/titles.json", "/search/index.json")
        return [url for url in seen.requests if url.endswith(parts)]

    seen = visit("synchronization/lock/")
    assert fetched(seen) == []
    with (
        seen.page.expect_response("**/search/titles.json"),
        seen.page.expect_response("**/search/index.json"),
    ):
        seen.page.get_by_role("textbox", name="Search").click()


def test_the_index_comes_when_the_search_was_opened_before_it_was_ready(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    try:
        held = holding(page, "**/search/search_index.json")
        with page.expect_request("**/search/search_index.json"):
            page.goto(address + "synchronization/lock/", wait_until="load")
        settled(page)
        page.get_by_role("textbox", name="Search").click()
        with page.expect_response("**/search/index.json"):
            for route in held:
                route.continue_()
    finally:
        page.close()


def test_the_search_asks_for_all_it_needs_before_its_script_is_there(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    try:
        held = holding(page, "**/bundle.*.js")
        page.goto(address + "synchronization/lock/", wait_until="commit")
        opener = page.locator("label.md-header__button[for=__search]")
        with (
            page.expect_response(re.compile(r"/player/search\.js\?engine=")),
            page.expect_response("**/workers/search.*.js"),
            page.expect_response("**/search/search_index.json"),
            page.expect_response("**/search/titles.json"),
        ):
            opener.click()
        for route in held:
            route.continue_()
        page.get_by_role("textbox", name="Search").fill("semaphore")
        result = page.locator(".md-search-result__item").first
        expect(result).to_be_visible()
    finally:
        page.close()


def test_commands_are_copied_without_their_prompt(visit: Callable[..., Visit]) -> None:
    seen = visit("getting-started/")
    block = seen.page.locator(".language-console").first
    assert block.locator("code").inner_text().startswith("$ ")
    block.locator("[data-md-type=copy]").click()
    expect(seen.page.locator(".md-dialog")).to_contain_text("Copied")
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert copied == "python3 --version\n"


def test_a_line_that_is_named_is_lit(visit: Callable[..., Visit]) -> None:
    """By the text and by a drawing, with the mouse, by keyboard, and in its program."""
    page = visit("how-to/debug-a-hang/").page
    lit = page.locator(".lines.lit")
    named = page.locator(".language-text .line-named")
    words = named.all_text_contents()[:3]
    assert words == ["line 30", "line 12", "line 19"]
    for number, name in enumerate(words):
        named.nth(number).hover()
        expect(lit).to_have_attribute("style", f"--lit: {int(name[5:]) - 1};")
    page.mouse.move(1, 1)
    expect(lit).to_have_count(0)
    named.nth(1).press("Enter")
    expect(lit).to_have_attribute("style", "--lit: 11;")
    expect(page.locator(".highlight:has(.lit) > .filename")).to_contain_text(
        "debug_a_hang/warehouse_broken.py"
    )
    title = page.locator(".highlight:has(.lit) code").inner_text().split("\n")[11]
    expect(named.nth(1)).to_have_attribute("title", title.strip())
    # Of another file, which the page shows further up.
    elsewhere = page.locator(".line-named[data-file='watchdog.py']")
    elsewhere.click()
    expect(page.locator(".highlight:has(.lit) > .filename")).to_contain_text(
        "debug_a_hang/watchdog.py"
    )

    page = visit("synchronization/lock/").page
    box = page.locator('.player[data-program="lock/counter_broken"]')
    box.locator("summary").click()
    rows = box.locator("svg .line").filter(has_text=re.compile(r"^line \d+"))
    for row in rows.all():
        number = int(re.findall(r"\d+", row.text_content() or "")[0])
        row.click()
        lines = page.locator(".lines.lit")
        expect(lines).to_have_attribute("style", f"--lit: {number - 1};")
        expect(lines.locator("xpath=../..").locator(".filename")).to_contain_text(
            "lock/counter_broken.py"
        )


def test_of_a_pasted_traceback_the_last_line_filters(
    visit: Callable[..., Visit],
) -> None:
    page = visit("errors/").page
    field = page.get_by_label("Show the rows that hold")
    field.focus()
    page.evaluate(
        "navigator.clipboard.writeText('Traceback (most recent call last):\\n  File "
        '"a.py", line 3\\nRuntimeError: dictionary keys changed during iteration\\n\')'
    )
    page.keyboard.press("Control+V")
    rows = page.locator("tbody tr:visible")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("dictionary keys changed during iteration")


# What can be pressed and is smaller than a finger needs; links within a sentence and
# what is only scrolled may be.
SMALL = """
() => {
  const ALONE = ":is(td, li) > a:only-of-type"; // as wide as its words
  const found = [];
  const look = root => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) look(one.shadowRoot);
      if (!one.matches("a[href], button, summary, input, select, label[for]")) continue;
      if (one.matches(".headerlink, .md-skip, :is(p, h2, h3, dd) a")) continue;
      if (one.matches("a") && one.closest("td, li") && !one.matches(ALONE)) continue;
      const seen = {opacityProperty: true, visibilityProperty: true};
      const { width, height, left } = one.getBoundingClientRect();
      const there = width && left >= 0 && left <= innerWidth;
      if (!there || !one.checkVisibility(seen)) continue;
      // the heads of a schedule's lanes are as wide as these
      const wide = one.matches(ALONE) ? 0 : one.matches(".pill") ? 28 : 39;
      if (height < 39.5 || width < wide) {
        found.push([one.textContent.trim().slice(0, 40), width, height]);
      }
    }
  };
  look(document);
  return found;
}
"""

# Text that lies under a button for copying, in what is seen of its block.
COVERED = """
() => {
  const found = [];
  for (const nav of document.querySelectorAll(".md-code__nav")) {
    const button = nav.getBoundingClientRect();
    if (!button.width || !nav.checkVisibility()) continue;
    const block = nav.closest(".highlight");
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (!text.data.trim() || nav.contains(text)) continue;
      const code = text.parentElement.closest("code")?.getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        const end = Math.min(right, code?.right ?? right);
        if (left < button.right - 1 && end > button.left + 1
            && top < button.bottom - 1 && bottom > button.top + 1) {
          found.push([text.data.trim().slice(0, 40), end - button.left]);
          break;
        }
      }
    }
  }
  return found;
}
"""


@pytest.mark.parametrize(
    "page",
    [
        "",
        "getting-started/",
        "synchronization/lock/",
        "thread-safety/guarantees/",
        "thread-safety/exercises/",
        "how-to/",
        "how-to/stop-a-thread/",
        "errors/",
        "errors/data/",
        "play/",
        "play/races/",
        "play/mend/",
        "performance/which-calls/",
        "reference/scheduler/",
    ],
)
def test_a_finger_finds_what_it_presses(
    chromium: Browser, address: str, page: str
) -> None:
    context = chromium.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    seen = context.new_page()
    seen.goto(address + page, wait_until="load")
    settled(seen)
    button = seen.locator(".player__open")
    if button.count():
        button.first.tap()
        expect(seen.locator("thread-player section")).to_be_focused()
    assert seen.evaluate(SMALL) == []
    assert seen.evaluate(COVERED) == []
    context.close()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    "page",
    [
        "basic-concepts/exceptions/",
        "errors/pools/",
        "how-to/choose-a-tool/",
        "reference/names/",
        "thread-pools/asyncio/",
        "thread-pools/futures/",
        "thread-safety/guarantees/",
    ],
)
def test_no_table_of_sentences_is_cut(
    visit: Callable[..., Visit], page: str, phone: bool
) -> None:
    tables = visit(page, phone=phone).page.locator("table[data-cards]")
    cut = tables.evaluate_all(
        "all => all.filter(t => t.getBoundingClientRect().right > innerWidth"
        " || t.scrollWidth > t.closest('article').clientWidth).length"
    )
    assert tables.count()
    assert cut == 0


def test_a_phone_shows_what_a_call_does_beside_its_name(
    visit: Callable[..., Visit],
) -> None:
    tables = visit("performance/which-calls/", phone=True).page.locator("table.data")
    # The second column tells whether others can run.
    hidden = tables.locator("td:nth-child(2)").evaluate_all(
        "all => all.filter(c => c.getBoundingClientRect().right > innerWidth).length"
    )
    assert tables.count() > 5
    assert hidden == 0


def test_a_phone_names_the_page_before_and_the_page_after(
    visit: Callable[..., Visit],
) -> None:
    footer = visit("synchronization/event/", phone=True).page.locator(".md-footer")
    for way, name in (("prev", "Condition"), ("next", "Barrier")):
        title = footer.locator(f".md-footer__link--{way} .md-ellipsis")
        expect(title).to_be_visible()
        expect(title).to_have_text(name)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_heading_of_a_class_is_no_smaller_than_its_methods(
    visit: Callable[..., Visit], phone: bool
) -> None:
    page = visit("synchronization/lock/", phone=phone).page
    of_class, of_method = (
        page.locator(f"{level}.doc-heading .doc-object-name").first.evaluate(
            "name => parseFloat(getComputedStyle(name).fontSize)"
        )
        for level in ("h3", "h4")
    )
    assert of_class >= of_method


def test_opened_from_disk_a_page_says_what_the_player_needs(
    chromium: Browser, site: Path
) -> None:
    page = chromium.new_page()
    page.goto((site / "synchronization/lock/index.html").as_uri())
    for name in ("open", "edit"):
        page.locator(f".player__{name}").first.click()
        said = page.locator(".player__said").first
        expect(said).to_contain_text("opened from a file")
        expect(said).to_contain_text("python3 -m http.server")
    page.close()


def test_a_page_is_copied_as_markdown(visit: Callable[..., Visit], site: Path) -> None:
    seen = visit("synchronization/lock/")
    seen.page.get_by_role("link", name="This page as Markdown").click()
    expect(seen.page.locator(".copy-page")).to_contain_text("Copied")
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert copied == (site / "synchronization/lock/index.md").read_text("utf-8")


def test_an_address_that_is_not_there_searches(visit: Callable[..., Visit]) -> None:
    seen = visit("404.html#")
    seen.page.evaluate("history.replaceState({}, '', '/locks/reentrant_lock.html')")
    seen.page.evaluate("document.querySelector('.not-found').append('')")
    seen.page.get_by_role("button", name="reentrant").click()
    first = seen.page.locator(".md-search-result__link").first
    expect(first).to_be_visible()
    expect(first).to_have_attribute("href", re.compile("rlock"))
    expect(seen.page.locator(".report")).to_have_count(0)
