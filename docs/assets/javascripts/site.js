// Mends what the theme leaves short for keyboards and screen readers, and opens the
// player under a program. The pages read whole without it.
(function () {
  "use strict";

  var here = document.currentScript.src;

  function name(element, label) {
    if (element && !element.hasAttribute("aria-label")) element.setAttribute("aria-label", label);
  }

  // What scrolls sideways must be reachable by keyboard. The theme takes the
  // tabindex away again where there is no mouse, so this looks after each change.
  function reachable(element) {
    var scrolls = element.scrollWidth > element.clientWidth;
    if (scrolls && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "0");
  }

  function mend() {
    document.querySelectorAll(".md-search[role=dialog]").forEach(function (dialog) {
      name(dialog, "Search");
    });
    // a section with a page of its own leaves its fold-out arrow, and so the list, nameless
    document.querySelectorAll("label.md-nav__link[id][for^=__nav_]").forEach(function (arrow) {
      var link = arrow.parentElement.querySelector("a.md-nav__link");
      if (!link || arrow.textContent.trim()) return;
      var text = document.createElement("span");
      text.className = "sr-only";
      text.textContent = "Pages of " + link.textContent.trim();
      arrow.append(text);
    });
    document.querySelectorAll("nav.md-code__nav").forEach(function (nav) {
      nav.setAttribute("role", "none"); // one button is no landmark
      var block = nav.closest(".highlight");
      var title = block && block.querySelector(".filename");
      var copy = nav.querySelector("[data-md-type=copy]");
      if (!copy) return;
      // a part of a program, one wrong on purpose, commands: what to copy is not what is seen
      var whole = block && block.getAttribute("data-copy");
      // ... but whether a mending holds is the reader's to find out
      if (whole && block.matches(".candidate:not(.chosen) + *")) whole = whole.replace(/^# Broken.*\n/, "");
      if (whole) copy.setAttribute("data-clipboard-text", whole);
      if (!title) return;
      // a mending to choose: its file's name would tell whether it holds
      var choice = nav.closest(".candidate + .highlight");
      var label = choice ? choice.previousElementSibling : title;
      name(copy, copy.title + ": " + label.firstChild.textContent.trim());
    });
    document.querySelectorAll(".md-content pre > code, .md-typeset__scrollwrap").forEach(reachable);
    document.querySelectorAll(".md-search-result__item:not([data-section])").forEach(placed);
    report();
    missing();
  }

  // A result of the search says which part of the site its page is in, and one answer:
  // the theme would show all that follows, programs too.
  function placed(item) {
    item.querySelectorAll("article").forEach(function (article) {
      var answer = article.querySelector(":scope > p");
      var last = answer || article.querySelector("h1, h2");
      while (last && last.nextSibling) last.nextSibling.remove();
    });
    var link = item.querySelector("a.md-search-result__link");
    var title = link && link.querySelector("h1");
    if (!title) return;
    item.setAttribute("data-section", "");
    var top = new URL("../../", here).pathname;
    function part(path) { return path.slice(top.length).split("/")[0]; }
    var tab = Array.prototype.find.call(document.querySelectorAll("a.md-tabs__link"), function (other) {
      return part(other.pathname) === part(link.pathname);
    });
    if (!tab) return;
    var words = document.createElement("p");
    words.className = "search-section";
    words.textContent = tab.textContent.trim();
    title.before(words);
  }

  // The theme looks at keys alone: what is pasted by mouse or spoken comes without.
  var field = document.querySelector(".md-search__input");
  if (field) {
    var last = field.value;
    field.addEventListener("keyup", function () { last = field.value; });
    field.addEventListener("input", function () {
      setTimeout(function () {
        if (field.value !== last) field.dispatchEvent(new Event("keyup"));
      });
    });
    // A blank starts the search's worker: the index comes while the first word is typed.
    field.addEventListener("focus", function () {
      if (field.value) return;
      [" ", ""].forEach(function (value) {
        field.value = value;
        field.dispatchEvent(new Event("keyup"));
      });
    }, { once: true });
  }

  // At an address that there is not: what was looked for, to be searched with one press.
  function missing() {
    var place = document.querySelector(".not-found:not([data-ready])");
    var words = location.pathname.replace(/\.html?$/, "").split(/[\W_]+/).filter(function (word) {
      return /[a-z]{3}/i.test(word);
    }).slice(-4).join(" ");
    if (!place || !words || !field) return;
    place.setAttribute("data-ready", "");
    var button = document.createElement("button");
    button.type = "button";
    button.className = "md-button";
    button.textContent = "Search for “" + words + "”";
    button.addEventListener("click", function () {
      field.value = words;
      field.focus();
      field.dispatchEvent(new Event("keyup"));
    });
    place.after(button);
  }

  // "This page as Markdown" is copied, and opened where it can't be.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a.copy-page");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
    event.preventDefault();
    fetch(link.href).then(function (answer) {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.text();
    }).then(function (text) {
      return navigator.clipboard.writeText(text);
    }).then(function () {
      link.textContent = "Copied this page as Markdown";
    }, function () {
      location.href = link.href;
    });
  });

  // The last line of each page leads to where a wrong claim is reported.
  function report() {
    var article = document.querySelector("article.md-content__inner");
    if (!article || article.querySelector(".report")) return;
    var target = new URL("../../reference/report/", here);
    if (location.pathname === target.pathname) {
      var from = article.querySelector(".came-from");
      var page = new URLSearchParams(location.search).get("page");
      if (from && page) {
        from.hidden = false;
        from.lastElementChild.textContent = page;
      }
      return;
    }
    target.searchParams.set("page", location.pathname);
    var line = document.createElement("p");
    var link = document.createElement("a");
    line.className = "report";
    link.href = target.href;
    link.textContent = "Report a wrong claim on this page";
    line.append(link);
    article.append(line);
  }

  var pending = 0;
  function soon() {
    if (!pending) pending = requestAnimationFrame(function () { pending = 0; mend(); });
  }

  mend();
  new MutationObserver(soon).observe(document.body, {
    attributes: true, attributeFilter: ["tabindex"], childList: true, subtree: true
  });
  addEventListener("resize", soon);
  if (window.document$) window.document$.subscribe(soon);

  // The player costs nothing before it is wanted: its script and the recording of
  // the program come with the first press, or with a link that carries a schedule.
  function play(box, carried, what) {
    var button = box.querySelector(".player__" + (what || "open"));
    button.setAttribute("aria-busy", "true");
    return import(new URL("../player/player.js", here)).then(function (player) {
      return player[what || "open"](box, new URL("../graphs/", here), carried);
    }, function () {
      var said = box.querySelector(".player__said") || document.createElement("p");
      said.className = "player__said";
      said.setAttribute("role", "status");
      said.textContent = "The player could not be loaded. Are you offline?";
      box.append(said);
    }).finally(function () {
      button.removeAttribute("aria-busy");
    });
  }

  function pressed(name, text, press) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "player__" + name;
    button.textContent = text;
    button.addEventListener("click", press);
    return button;
  }

  // What the reader has changed is marked before it is opened.
  function isKept(program) {
    try { return localStorage.getItem("desk:" + program) !== null; } catch (error) { return false; }
  }

  // A button that opens the reader's own desk: the editor comes with the press.
  function editing(box, text) {
    return pressed("edit", text + (isKept(box.dataset.program || "pad") ? " (yours)" : ""), function () {
      play(box, undefined, "edit");
    });
  }

  // A link `#play=lock/counter_broken:1*11.2.3` opens that program's player. One that
  // carries a program, `#desk=...`, opens nothing before it is pressed.
  var followed;
  function follow() {
    if (followed === location.href) return;
    followed = location.href;
    var pad = location.hash.indexOf("#desk=") === 0 && document.querySelector(".desk[data-starts]");
    if (pad) {
      var bar = pad.querySelector(".player__bar");
      var carried = location.hash;
      bar.querySelectorAll(".player__linked").forEach(function (old) { old.remove(); });
      bar.prepend(pressed("edit player__linked", "Open the program of the link", function () {
        play(pad, carried, "edit").then(function () {
          bar.querySelectorAll(".player__linked").forEach(function (old) { old.remove(); });
          history.replaceState(history.state, "", location.pathname + location.search);
        });
      }));
      pad.scrollIntoView({ block: "center" });
      return;
    }
    var link = /^#play=([\w/-]+):([\d.*]*)/.exec(location.hash.replace(/%2A/gi, "*"));
    var box = link && document.querySelector('.player[data-program="' + link[1] + '"]');
    if (!box) return;
    play(box, link[2]).then(function () { box.scrollIntoView(); });
  }

  function players() {
    document.querySelectorAll(":is(.player[data-program], .desk):not([data-ready])").forEach(function (box) {
      var bar = document.createElement("div");
      var desk = box.matches(".desk");
      bar.className = "player__bar";
      if (!desk) {
        bar.append(pressed("open", "Be the scheduler", function () {
          play(box).then(function () {
            if (box.hasAttribute("data-open")) box.scrollIntoView({ block: "start" });
          });
        }));
      }
      bar.append(editing(box, desk ? box.dataset.label : "Edit"));
      box.setAttribute("data-ready", "");
      box.prepend(bar);
    });
  }

  // The levels of the Play pages have a script of their own.
  function levels() {
    if (!document.querySelector("h2.level, h2.mend, h2.write, .progress")) return;
    import(new URL("../player/levels.js", here)).then(function (levels) { levels.start(); }, function () {});
  }

  function start() { players(); levels(); follow(); }

  start();
  addEventListener("hashchange", function () { followed = ""; follow(); });
  if (window.document$) window.document$.subscribe(start);
})();

// A filter above the tables of a page: shows the rows that hold each of the words typed.
(function () {
  "use strict";

  function filter() {
    var title = document.querySelector("h2.filterable:not([data-ready])");
    if (!title) return;
    title.setAttribute("data-ready", "");
    var rows = document.querySelectorAll("h2.filterable ~ * tbody tr, h2.filterable ~ table tbody tr");
    // It stands in the page, so that nothing below moves when it is filled.
    var box = title.nextElementSibling;
    var field = document.createElement("input");
    var said = document.createElement("span");
    field.type = "search";
    field.id = "filter-rows";
    field.placeholder = box.dataset.hint || "part of a name, such as sha256";
    field.setAttribute("aria-label", "Show the rows that hold");
    said.setAttribute("role", "status");
    box.append(field, said);

    function show() {
      var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      var left = 0;
      var part = { heading: null, others: [], rows: 0 };
      var child = box.nextElementSibling;
      function close() {
        var gone = words.length > 0 && part.heading !== null && part.rows === 0;
        if (part.heading) part.heading.hidden = gone;
        part.others.forEach(function (other) { other.hidden = gone; });
      }
      for (; child && child.tagName !== "H2"; child = child.nextElementSibling) {
        if (child.tagName === "H3") {
          close();
          part = { heading: child, others: [], rows: 0 };
          continue;
        }
        part.others.push(child);
        var heading = part.heading ? part.heading.textContent.toLowerCase() : "";
        child.querySelectorAll("tbody tr").forEach(function (row) {
          var text = heading + " " + row.textContent.toLowerCase();
          row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
          if (!row.hidden) { part.rows += 1; left += 1; }
        });
      }
      close();
      said.textContent = words.length ? left + " of " + rows.length + " rows" : rows.length + " rows";
    }

    field.addEventListener("input", show);
    show();
  }

  filter();
  if (window.document$) window.document$.subscribe(filter);
})();
